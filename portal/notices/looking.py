"""Up to where somebody has looked at a plan: the first visit sets it, and their own word moves it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from comments.access import readable
from comments.models import Thread
from comments.strands import chooser_of
from permissions.clock import LONDON
from permissions.ledger import codes_of
from permissions.models import LedgerEntry
from plans.access import PlanAccess
from plans.cursor import Place, place_at
from plans.queries.plan_page import PlanPage
from plans.saying import count, long_date
from portal.models import LastLook
from portal.notices.knowing import SAID, WROTE, is_others
from portal.notices.seeing import mark_plan_seen


def look_of(access: PlanAccess, *, now: datetime) -> LastLook:
    """Read up to where this person has looked; the first visit sets it. At most two queries."""
    look = LastLook.objects.filter(person=access.person, circle=access.plan.circle_id).first()
    return look or first_look(access, now=now)


def first_look(access: PlanAccess, *, now: datetime) -> LastLook:
    """Let what this person sees today be the beginning. One query."""
    place = place_at(access)
    look = LastLook(
        person_id=access.person,
        circle_id=access.plan.circle_id,
        ledger_number=place.ledger,
        words_number=place.words,
        stage=access.stage,
        at=now,
    )
    LastLook.objects.bulk_create([look], ignore_conflicts=True)
    return look


@transaction.atomic
def move_look(access: PlanAccess, place: Place, *, at: datetime, now: datetime) -> None:
    """Move the look on to a place at which a page stood, never back; the plan's notices up to there are seen, too."""
    LastLook.objects.bulk_create([_look_at(access, place, at)], ignore_conflicts=True)
    earlier = LastLook.objects.filter(person=access.person, circle=access.plan.circle_id, ledger_number__lte=place.ledger, at__lte=at)
    earlier.update(ledger_number=place.ledger, words_number=place.words, stage=access.stage, at=at)
    mark_plan_seen(access.person, access.plan.circle_id, up_to=place.ledger, now=now)


def _look_at(access: PlanAccess, place: Place, at: datetime) -> LastLook:
    numbers = {"ledger_number": place.ledger, "words_number": place.words}
    return LastLook(person_id=access.person, circle_id=access.plan.circle_id, stage=access.stage, at=at, **numbers)


@dataclass(frozen=True)
class SinceLine:
    """The line on the plan page: since when, and what there is, in words."""

    day: str
    what: str


def since_line(access: PlanAccess, look: LastLook, page: PlanPage) -> SinceLine | None:
    """Say in one line what is new on the plan page for this person; None where nothing is. One query.

    Invariant: what the other parent's side did is not counted, and neither are one's own doings.
    """
    rows = LedgerEntry.objects.filter(circle=access.plan.circle_id, number__gt=look.ledger_number, verb__in=WROTE | {SAID})
    heard = Thread.objects.filter(readable(access), uid=OuterRef("object_uid"))
    rows = rows.exclude(actor=access.person).annotate(chosen_by=chooser_of("actor", access.plan.circle_id), is_heard=Exists(heard))
    others = [entry for entry in rows if is_others(access, entry)]
    items = {strand.uid for card in page.cards for strand in card.items}
    sections = {code for entry in others if _is_read(access, entry, items) for code in codes_of(entry)}
    said = sum(entry.verb == SAID and entry.is_heard for entry in others)
    parts = [
        "the plan moved on" if look.stage and look.stage != access.stage else "",
        f"{count(len(sections), 'section', 'sections')} changed" if sections else "",
        f"{said} new {'comment' if said == 1 else 'comments'}" if said else "",
    ]
    what = ", ".join(part for part in parts if part)
    return SinceLine(day_of_look(look, access.today), what) if what else None


def _is_read(access: PlanAccess, entry: LedgerEntry, items: set[UUID]) -> bool:
    """Say whether this person reads what was written: an item that stands on their page, or a section whose own words they see."""
    if entry.verb == SAID:
        return False
    if entry.object_kind == "item" and entry.verb != "retire_item":
        return entry.object_uid in items
    return any(access.sections[code].sees_narrative for code in codes_of(entry))


def day_of_look(look: LastLook, today: date) -> str:
    """Say when somebody last looked."""
    local = look.at.astimezone(LONDON)
    return f"at {local:%H:%M} today" if local.date() == today else f"on {long_date(local.date())}"
