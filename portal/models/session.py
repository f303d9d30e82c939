"""Where somebody is signed in: one row a browser, Django's session with what "your devices" shows."""

from typing import Any

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models


class BrowserSession(AbstractBaseSession):
    """A browser's session. `expire_date` is when it ends if nothing more is done there; no address of a network is kept.

    `person` is whose it is, or None before the sign-in; `device` is the browser in plain words; `is_shared` is what the person said of the device.
    """

    person = models.ForeignKey("permissions.User", null=True, on_delete=models.CASCADE, related_name="+")
    device = models.CharField(max_length=60, blank=True)
    is_shared = models.BooleanField(default=False)
    began_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"a session of person {self.person_id}"

    @classmethod
    def get_session_store_class(cls) -> Any:
        """Name the store, which decodes what a session holds."""
        from portal.sessions.store import SessionStore

        return SessionStore
