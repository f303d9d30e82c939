"""Hand a page an opaque place in what happened to a plan, which only this service can read and only this person can use.

Invariant: neither numbers, counts nor timing of what a person may not see stand in it; two cursors of one place differ, and all are of one length.
"""

import struct
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from functools import cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from plans.access import PlanAccess

LONGEST = 200
_PACKED = struct.Struct(">QQQQ")


@dataclass(frozen=True)
class Place:
    """Up to where a page has heard: the number of the ledger's entry, and how often the live texts of the plan were settled."""

    ledger: int
    words: int


def place_at(access: PlanAccess) -> Place:
    """Give the place at which `access` was asked."""
    return Place(access.circle.circle.ledger_number, access.plan.words_number)


@cache
def _lock(secret: str) -> Fernet:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"plan socket cursor").derive(secret.encode())
    return Fernet(urlsafe_b64encode(key))


def cursor_of(access: PlanAccess, place: Place | None = None) -> str:
    """Write a person's place in a plan; without one, the place at which `access` was asked."""
    place = place or place_at(access)
    packed = _PACKED.pack(access.plan.circle_id, place.ledger, place.words, access.person)
    return _lock(settings.SECRET_KEY).encrypt(packed).decode()


def place_of(cursor: str | None, access: PlanAccess) -> Place | None:
    """Read a cursor; None for one that is missing, bad, of another plan or person, or ahead of the plan."""
    if not cursor or len(cursor) > LONGEST:
        return None
    try:
        circle, ledger, words, person = _PACKED.unpack(_lock(settings.SECRET_KEY).decrypt(cursor.encode()))
    except (InvalidToken, struct.error):
        return None
    newest = place_at(access)
    is_theirs = (circle, person) == (access.plan.circle_id, access.person)
    return Place(ledger, words) if is_theirs and ledger <= newest.ledger and words <= newest.words else None
