"""Give the sign-in page the services of councils and schools that are set up."""

from dataclasses import dataclass

from django import template
from django.conf import settings

register = template.Library()


@dataclass(frozen=True)
class Service:
    """A way to sign in."""

    id: str
    name: str


@register.simple_tag
def sign_in_services() -> list[Service]:
    """List them, as the settings do."""
    return [Service(one.id, one.name) for one in settings.OIDC_PROVIDERS]
