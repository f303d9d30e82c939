"""Where a person is signed in: what keeps a session going, what ends it, and the list that the person reads."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth import SESSION_KEY
from django.db import transaction
from django.utils.crypto import salted_hmac

from permissions import ledger
from permissions.access import NOTHING_HERE
from permissions.clock import LONDON
from permissions.models import User
from permissions.refusals import NotFound, NotPermitted
from plans.actions.circle import open_as_keeper, open_membership
from plans.saying import long_date
from portal.models import BrowserSession
from portal.sessions.store import LONGEST, SHARED, SessionStore, end_of

# Last use is written no oftener, so that reading on costs no query.
NOTE_EVERY = timedelta(minutes=1)
# Rows stay so long after their end, that what was typed into a page left open over a weekend still finds its person.
KEEP_ENDED = timedelta(days=3)
UNKNOWN = "A browser we do not know"


@dataclass(frozen=True)
class Device:
    """One place where a person is signed in, as they read it. `ref` names it in a form; the session's own key is in no page."""

    ref: str
    name: str
    last_used: str
    is_this: bool
    is_shared: bool


@dataclass(frozen=True)
class Left:
    """What is left of a session: `seconds`, whether its twelve hours are the end (`is_last`), and the opaque key of whose it is ("" for nobody's)."""

    seconds: int = 0
    is_last: bool = False
    person: str = ""


def note_use(session: SessionStore, *, now: datetime) -> None:
    """Put the end of a signed-in session off, since it is being used; at most once a minute. One query then."""
    if SESSION_KEY not in session or session.began_at is None or session.used_at is None or now - session.used_at < NOTE_EVERY:
        return
    ends_at = end_of(began_at=session.began_at, used_at=now, is_shared=bool(session.get(SHARED)))
    BrowserSession.objects.filter(pk=session.session_key, expire_date__gt=now).update(used_at=now, expire_date=ends_at)
    session.used_at, session.ends_at = now, ends_at


def left_of(key: str, *, now: datetime) -> Left:
    """Say what is left of the session of this key, and leave it as it is. One query."""
    row = BrowserSession.objects.select_related("person").filter(pk=key, expire_date__gt=now, person__is_active=True).first()
    if row is None or row.person is None or row.began_at is None:
        return Left()
    return Left(int((row.expire_date - now).total_seconds()), row.expire_date == row.began_at + LONGEST, str(row.person.uid))


def whose(key: str) -> str:
    """Give the opaque key of the person whose session this is, or was until it ended by itself; "" for nobody's. One query."""
    row = BrowserSession.objects.select_related("person").filter(pk=key, person__is_active=True).first()
    return str(row.person.uid) if row is not None and row.person is not None else ""


def devices_of(person_id: int, *, this: str, now: datetime) -> tuple[Device, ...]:
    """List where a person is signed in: this device first, then the last used. One query."""
    rows = BrowserSession.objects.filter(person=person_id, expire_date__gt=now).order_by("-used_at")
    listed = [
        Device(ref_of(row.session_key), row.device or UNKNOWN, hour_of(row.used_at or now), row.session_key == this, row.is_shared)
        for row in rows
    ]
    return tuple(sorted(listed, key=lambda device: not device.is_this))


def end_sessions_of(person_id: int, *, but: str = "") -> int:
    """End every session of a person, but the one with this key; open pages follow within five seconds. Give how many were alive or had ended by themselves."""
    return BrowserSession.objects.filter(person=person_id).exclude(pk=but).delete()[0]


@transaction.atomic
def end_device(person: User, ref: str, *, but: str, now: datetime) -> str:
    """End the session that a person's own list names by `ref`; give the device's name, or "" where it has ended already."""
    rows = BrowserSession.objects.filter(person=person).exclude(pk=but)
    row = next((one for one in rows if ref_of(one.session_key) == ref), None)
    if row is None:
        return ""
    row.delete()
    ledger.record_service("end_session", actor=person, person=person, now=now)
    return row.device or UNKNOWN


@transaction.atomic
def end_other_devices(person: User, *, but: str, now: datetime) -> None:
    """End every session of a person but the one they are using."""
    if end_sessions_of(person.pk, but=but):
        ledger.record_service("end_sessions", actor=person, person=person, now=now)


@transaction.atomic
def sign_out_member(by: User, reference: str, number: int, *, today: date, now: datetime) -> None:
    """End every session of somebody in a plan, for whoever keeps its circle. Raises NotFound or NotPermitted."""
    access = open_as_keeper(by, reference, today=today)
    person = open_membership(access, number).user
    end_sessions_of(person.pk)
    ledger.record_service("end_sessions", actor=by, person=person, now=now)


@transaction.atomic
def sign_out_person(by: User, uid: str, *, now: datetime) -> str:
    """End every session of anybody, for a service leader; give the person's name. Raises NotFound or NotPermitted."""
    person = person_to_sign_out(by, uid)
    end_sessions_of(person.pk)
    ledger.record_service("end_sessions", actor=by, person=person, now=now)
    return person.name


def person_to_sign_out(by: User, uid: str) -> User:
    """Find the person whom a service leader wants to sign out; raise NotPermitted for anybody who is no leader, NotFound where there is no such person."""
    if not by.is_leader:
        raise NotPermitted("Only a service leader signs people out here. A plan’s EHC coordinator can do it for the people of that plan.")
    person = User.objects.filter(uid=uid).first()
    if person is None:
        raise NotFound(NOTHING_HERE)
    return person


def forget_ended(*, now: datetime) -> int:
    """Take out the rows of sessions that ended days ago. Give their number."""
    return BrowserSession.objects.filter(expire_date__lt=now - KEEP_ENDED).delete()[0]


def ref_of(key: str) -> str:
    """Name a session in a form without telling its key."""
    return salted_hmac("portal.devices", key).hexdigest()[:20]


def hour_of(moment: datetime) -> str:
    """Say the day and the hour of a moment: Friday 20 March 2026, about 2pm."""
    local = moment.astimezone(LONDON)
    return f"{long_date(local.date())}, about {local.hour % 12 or 12}{'am' if local.hour < 12 else 'pm'}"
