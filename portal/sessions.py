"""Where a person is signed in: what keeps a session going, what ends it, and the list that the person reads."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.crypto import salted_hmac

from plans.saying import LONDON, long_date
from portal.models.session import BrowserSession
from portal.session_store import SessionStore, end_of

# Last use is written no oftener, so that reading on costs no query.
NOTE_EVERY = timedelta(minutes=1)
# Rows stay so long after their end, that what was typed into a page left open overnight still finds its person.
KEEP_ENDED = timedelta(days=3)


@dataclass(frozen=True)
class Device:
    """One place where a person is signed in, as they read it. `ref` names it in a form; the session's own key is in no page."""

    ref: str
    name: str
    last_used: str
    is_this: bool
    is_shared: bool


def note_use(session: SessionStore, *, now: datetime) -> None:
    """Put the end of a signed-in session off, since it is being used; at most once a minute. One query then."""
    if session.began_at is None or session.used_at is None or now - session.used_at < NOTE_EVERY:
        return
    ends_at = end_of(began_at=session.began_at, used_at=now, is_shared=bool(session.get("shared_device")))
    BrowserSession.objects.filter(pk=session.session_key, expire_date__gt=now).update(used_at=now, expire_date=ends_at)
    session.used_at, session.ends_at = now, ends_at


def end_sessions_of(person_id: int, *, but: str = "") -> int:
    """End every session of a person, but the one with this key; open pages follow within five seconds. Give how many ended."""
    return BrowserSession.objects.filter(person=person_id).exclude(pk=but).delete()[0]


def end_session(person_id: int, ref: str, *, but: str = "") -> str:
    """End the session that a person's list names by `ref`; give the device's name, or "" where it has ended already."""
    for row in BrowserSession.objects.filter(person=person_id).exclude(pk=but):
        if ref_of(row.session_key) == ref:
            row.delete()
            return said(row.device)
    return ""


def devices_of(person_id: int, *, this: str, now: datetime) -> tuple[Device, ...]:
    """List where a person is signed in: this device first, then the last used first. One query."""
    rows = BrowserSession.objects.filter(person=person_id, expire_date__gt=now).order_by("-used_at")
    listed = [
        Device(ref_of(row.session_key), said(row.device), hour_of(row.used_at or now), row.session_key == this, row.is_shared)
        for row in rows
    ]
    return tuple(sorted(listed, key=lambda device: not device.is_this))


def forget_ended(*, now: datetime) -> int:
    """Take out the rows of sessions that ended days ago. Give their number."""
    return BrowserSession.objects.filter(expire_date__lt=now - KEEP_ENDED).delete()[0]


def ref_of(key: str) -> str:
    """Name a session in a form without telling its key."""
    return salted_hmac("portal.devices", key).hexdigest()[:20]


def said(device: str) -> str:
    """Say a device in words, also where the browser did not tell."""
    return device or "A browser we do not know"


def hour_of(moment: datetime) -> str:
    """Say the day and the hour of a moment: Friday 20 March 2026, about 2pm."""
    local = moment.astimezone(LONDON)
    return f"{long_date(local.date())}, about {local.hour % 12 or 12}{'am' if local.hour < 12 else 'pm'}"
