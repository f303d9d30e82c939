"""The front door's rule: nobody makes an account for themselves."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedDoor(DefaultAccountAdapter):
    """People are invited; there is no sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Answer no."""
        return False
