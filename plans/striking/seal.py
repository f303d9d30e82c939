"""Seal what was struck with a key from outside the database, and sign with the key of the record that two people struck it."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from plans.models import Strike, StruckText
from plans.record.canonical import canonical, sha256_of


class Unopened(Exception):  # noqa: N818 an answer for whoever verifies
    """Say that sealed bytes do not open with the keys that are here."""


def seal(text: str) -> bytes:
    """Encrypt a text with the newest key."""
    return _box().encrypt(text.encode())


def unseal(sealed: bytes | memoryview) -> str:
    """Open sealed bytes with whichever key fits. Raises Unopened."""
    try:
        return _box().decrypt(bytes(sealed)).decode()
    except InvalidToken:
        raise Unopened from None


def _box() -> MultiFernet:
    if not settings.SEAL_KEYS:
        raise Unopened
    return MultiFernet([Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"seal {key}".encode()).digest())) for key in settings.SEAL_KEYS])


def seal_spellings(spellings: Iterable[str]) -> bytes:
    """Seal the spellings of a passage."""
    return seal(json.dumps(list(spellings)))


def spellings_of(strike: Strike) -> tuple[str, ...]:
    """Open the spellings of a strike's passage."""
    return tuple(json.loads(unseal(strike.passage)))


def as_text(value: Any) -> str:
    """Write the content of a column as the text that is sealed and hashed: a text as it is, bytes in base 64, anything else as JSON."""
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def sealed_text(strike: Strike, *, table: str, row: int, field: str, before: str, after: str) -> StruckText:
    """Make the sealed row of one struck text, signed."""
    struck = StruckText(
        strike=strike, table=table, row=row, field=field, sealed=seal(before), before=sha256_of(before), after=sha256_of(after)
    )
    struck.mac = text_mac(struck)
    return struck


def text_mac(struck: StruckText) -> str:
    """Sign what a sealed row says, its sealed bytes included."""
    facts = [str(struck.strike.uid), struck.table, struck.row, struck.field, struck.before, struck.after, _sha(struck.sealed)]
    return _signed("struck text", facts)


def strike_mac(strike: Strike, texts: Iterable[StruckText]) -> str:
    """Sign who struck, when, and every sealed row of the strike: one that is taken away or put in is missed."""
    people = [str(strike.proposed_by.uid), str(strike.confirmed_by.uid) if strike.confirmed_by else ""]
    times = [_time(moment) for moment in (strike.proposed_at, strike.confirmed_at, strike.done_at)]
    facts = [str(strike.uid), str(strike.plan_id), *people, *times, _sha(strike.passage), *sorted(text.mac for text in texts)]
    return _signed("strike", facts)


def is_signed(mac: str, expected: str) -> bool:
    """Compare two signatures without telling by time where they differ."""
    return hmac.compare_digest(mac, expected)


def _time(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds") if moment else ""


def _sha(sealed: bytes | memoryview) -> str:
    return hashlib.sha256(bytes(sealed)).hexdigest()


def _signed(what: str, facts: list[Any]) -> str:
    return hmac.new(settings.RECORD_KEY.encode(), f"{what} {canonical(facts)}".encode(), hashlib.sha256).hexdigest()
