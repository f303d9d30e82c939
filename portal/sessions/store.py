"""Keep sessions as Django does, and end them when nobody has used them for a while (the engine named in settings.SESSION_ENGINE)."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from permissions import clock
from portal.models.session import BrowserSession

OWN_IDLE = timedelta(minutes=30)
SHARED_IDLE = timedelta(minutes=10)
LONGEST = timedelta(hours=12)
WARNING_SECONDS = 120
# For the pages before the sign-in: a code that was asked for, words that were kept.
NOT_SIGNED_IN = timedelta(hours=1)

SHARED = "shared_device"
DEVICE = "device"


def end_of(*, began_at: datetime, used_at: datetime, is_shared: bool) -> datetime:
    """Say when a session ends that was last used then."""
    return min(used_at + (SHARED_IDLE if is_shared else OWN_IDLE), began_at + LONGEST)


class SessionStore(DatabaseStore):
    """A session that knows when it began, was last used and ends; None before it was read, and while nobody is signed in."""

    began_at: datetime | None = None
    used_at: datetime | None = None
    ends_at: datetime | None = None
    has_ended = False

    @classmethod
    def get_model_class(cls) -> type[BrowserSession]:
        """Name the table."""
        return BrowserSession

    @property
    def seconds_left(self) -> int:
        """Count the seconds until this session ends if nothing more is done; 0 where nobody is signed in."""
        return max(0, int((self.ends_at - clock.now()).total_seconds())) if self.ends_at else 0

    @property
    def ask_after(self) -> int:
        """Say after how many seconds an open page asks how long is left: two to three minutes before the end, in whole minutes, so that pages stay alike."""
        return max(0, (self.seconds_left - WARNING_SECONDS) // 60 * 60)

    def create_model_instance(self, data: dict[str, Any]) -> BrowserSession:
        """Make the row of this session; whoever has just signed in begins now."""
        now = clock.now()
        key = self._get_or_create_session_key()  # type: ignore[attr-defined]
        row = BrowserSession(session_key=key, session_data=self.encode(data), expire_date=now + NOT_SIGNED_IN)
        if SESSION_KEY in data:
            row.person_id = int(data[SESSION_KEY])
            row.device, row.is_shared = data.get(DEVICE, ""), bool(data.get(SHARED))
            row.began_at, row.used_at = self.began_at or now, now
            row.expire_date = end_of(began_at=row.began_at, used_at=now, is_shared=row.is_shared)
        self._take(row)
        return row

    def flush(self) -> None:
        """Forget everything, also when this session began."""
        super().flush()
        self.has_ended = False
        self.began_at = self.used_at = self.ends_at = None

    def _get_session_from_db(self) -> BrowserSession | None:
        key = self.session_key
        row: BrowserSession | None = super()._get_session_from_db()  # type: ignore[misc]
        self.has_ended = row is None and key is not None
        if row is not None:
            self._take(row)
        return row

    def is_empty(self) -> bool:
        """Say whether there is nothing here, and the cookie goes. That of a session which has ended stays: whose unsent words wait is read from it."""
        return bool(super().is_empty()) and not self.has_ended

    def _take(self, row: BrowserSession) -> None:
        self.began_at, self.used_at = row.began_at, row.used_at
        self.ends_at = row.expire_date if row.person_id else None
