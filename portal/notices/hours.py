"""Say when an e-mail is due: the digest after seven in the morning, nothing within somebody's quiet hours. Civil times are London's."""

from datetime import UTC, date, datetime, time, timedelta

from permissions.clock import LONDON

DIGEST_AT = time(7)


def next_digest(now: datetime) -> datetime:
    """Give the next seven o'clock in London, after this moment."""
    day = now.astimezone(LONDON).date()
    today = datetime.combine(day, DIGEST_AT, LONDON)
    return (today if now < today else datetime.combine(day + timedelta(days=1), DIGEST_AT, LONDON)).astimezone(UTC)


def after_quiet(now: datetime, quiet_from: time | None, quiet_until: time | None) -> datetime:
    """Give the first moment, from this one on, at which quiet hours let an e-mail leave.

    Quiet hours may cross midnight. In the two nights on which the clocks change they are up to an hour longer, never shorter.
    """
    if quiet_from is None or quiet_until is None:
        return now
    day = now.astimezone(LONDON).date()
    for evening in (day - timedelta(days=1), day):
        begins, ends = _quiet(evening, quiet_from, quiet_until)
        if begins <= now < ends:
            return ends
    return now


def is_quiet(now: datetime, quiet_from: time | None, quiet_until: time | None) -> bool:
    """Say whether no e-mail leaves now."""
    return after_quiet(now, quiet_from, quiet_until) > now


def _quiet(evening: date, quiet_from: time, quiet_until: time) -> tuple[datetime, datetime]:
    ends_on = evening if quiet_from < quiet_until else evening + timedelta(days=1)
    return min(_both(evening, quiet_from)), max(_both(ends_on, quiet_until))


def _both(day: date, at: time) -> tuple[datetime, datetime]:
    """Give both readings of a civil time: they differ where the clocks show it twice, or not at all."""
    local = datetime.combine(day, at, LONDON)
    return local.replace(fold=0).astimezone(UTC), local.replace(fold=1).astimezone(UTC)
