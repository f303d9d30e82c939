"""Warn whoever puts a real service into use without a virus scanner."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register


@register(Tags.security, deploy=True)
def has_virus_scanner(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Say so where files of real children are taken in unseen."""
    if settings.CLAMD or settings.DEMO:
        return []
    return [Warning("No virus scanner looks at the files that people add.", hint="Set CLAMD to the address of clamd.", id="files.W001")]
