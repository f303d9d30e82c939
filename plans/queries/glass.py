"""Read the hours in which leaders opened plans, for the leaders themselves: by reference, without a word of any plan."""

from dataclasses import dataclass
from datetime import date

from permissions.access import NOTHING_HERE
from permissions.models import BrokenGlass, User
from permissions.refusals import NotFound
from plans.saying import in_london, long_date

NEWEST = 50


@dataclass(frozen=True, kw_only=True)
class Hour:
    """One hour: whose, when, in which plan, why, and how it stands with telling the family, and why that was put off. `may_delay`: this leader may do so."""

    number: int
    who: str
    reference: str
    when: str
    reason: str
    telling: str
    why_later: str
    may_delay: bool


@dataclass(frozen=True, kw_only=True)
class GlassPage:
    """The newest hours of all leaders, newest first."""

    hours: tuple[Hour, ...]


def glass_page(leader: User, *, today: date) -> GlassPage:
    """List the newest fifty hours. One query."""
    rows = BrokenGlass.objects.select_related("membership__user", "membership__content_object", "delayed_by").order_by("-opened_at")[
        :NEWEST
    ]
    return GlassPage(hours=tuple(_hour(row, leader, today) for row in rows))


def broken(number: int) -> Hour:
    """Give one hour; raise NotFound where there is none. One query."""
    row = BrokenGlass.objects.select_related("membership__user", "membership__content_object", "delayed_by").filter(pk=number).first()
    if row is None:
        raise NotFound(NOTHING_HERE)
    return _hour(row, None, None)


def _hour(row: BrokenGlass, leader: User | None, today: date | None) -> Hour:
    return Hour(
        number=row.pk,
        who=row.membership.user.name,
        reference=row.membership.content_object.shown_reference,
        when=in_london(row.opened_at),
        reason=row.membership.reason,
        telling=_telling(row, today),
        why_later=row.delay_reason if row.told_at is None else "",
        may_delay=leader is not None and row.told_at is None and row.membership.user_id != leader.pk,
    )


def _telling(row: BrokenGlass, today: date | None) -> str:
    if row.told_at is not None:
        return f"The family was told: {in_london(row.told_at)}."
    if row.delayed_until is not None and row.delayed_by is not None and (today is None or row.delayed_until > today):
        return f"The family is not told before {long_date(row.delayed_until)}. {row.delayed_by.name} decided that."
    return "The family is told when the hour is over."
