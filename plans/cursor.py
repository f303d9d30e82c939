"""Hand a page an opaque place in the ledger, which only this service can read and only this person can use.

Invariant: neither numbers, counts nor timing of what a person may not see stand in it; two cursors of one place differ, and all are of one length.
"""

import struct
from base64 import urlsafe_b64encode
from functools import cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from plans.access import PlanAccess

LONGEST = 200
_PLACE = struct.Struct(">QQQ")


@cache
def _lock(secret: str) -> Fernet:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"plan socket cursor").derive(secret.encode())
    return Fernet(urlsafe_b64encode(key))


def cursor_of(access: PlanAccess, number: int | None = None) -> str:
    """Write a person's place in a plan's ledger; without a number, the place at which `access` was asked."""
    place = access.circle.circle.ledger_number if number is None else number
    return _lock(settings.SECRET_KEY).encrypt(_PLACE.pack(access.plan.circle_id, place, access.person)).decode()


def place_of(cursor: str | None, access: PlanAccess) -> int | None:
    """Read a cursor; None for one that is missing, bad, of another plan or person, or ahead of the ledger."""
    if not cursor or len(cursor) > LONGEST:
        return None
    try:
        circle, number, person = _PLACE.unpack(_lock(settings.SECRET_KEY).decrypt(cursor.encode()))
    except (InvalidToken, struct.error):
        return None
    is_theirs = (circle, person) == (access.plan.circle_id, access.person)
    return number if is_theirs and number <= access.circle.circle.ledger_number else None
