"""The front door's rules: nobody makes an account for themselves, and nobody is sent to another place after signing in."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


class ClosedDoor(DefaultAccountAdapter):
    """People are invited; there is no sign-up. What an address has here is told to nobody: both kinds get the same page and a letter."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": "That is not the code we sent. Check the e-mail and type it again.",
        "too_many_login_attempts": "There were too many tries. Wait five minutes, then ask for a new code.",
        "rate_limited": "There were too many tries. Wait five minutes, then ask for a new code.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Answer no."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Say whether a page to go on to is one of ours: the very origin of this request, nothing that only looks like it."""
        request = context.request
        return url_has_allowed_host_and_scheme(url, allowed_hosts={request.get_host()}, require_https=request.is_secure())

    def add_message(self, request: HttpRequest, level: int, *args: Any, message: str | None = None, **facts: Any) -> None:
        """Keep allauth's own banners off the pages (they name the address); what must be said stands on the page itself."""
        if message:
            super().add_message(request, level, message=message)
