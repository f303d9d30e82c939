"""Say why the plan changed between two readings: because of what somebody said to a served draft, with the council's reason where this person reads it.

Invariant: whoever is not the author, nor the person for whom it was asked or taken up, nor the council, reads that it was what the family said: no name, no
reason, no number and no day (design, invariant 11; `plans.queries.answers`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from permissions.vocabulary import Code
from plans.access import PlanAccess
from plans.models import Suggestion, TrackedChange
from plans.queries.answers import adopted_here, seen_suggestions
from plans.queries.replying import is_own

OF_THE_FAMILY = "Because of what the family said about the draft."


@dataclass(frozen=True)
class Because:
    """One origin of a change, in words; `reason` is the council's, "" for whoever does not read the reply."""

    words: str
    reason: str = ""


# By section and item; the section's own words by the empty name.
Origins = Mapping[tuple[Code, str], tuple[Because, ...]]


def read_origins(access: PlanAccess, *, after: datetime, until: datetime | None) -> Origins:
    """Read from what the changes between two moments come, as far as this person may know it. One query; none before a draft was served."""
    if access.plan.served_on is None and access.plan.final_on is None:
        return {}
    seen = seen_suggestions(access).filter(pk=OuterRef("reply__suggestion")).order_by()
    rows = TrackedChange.objects.filter(Q(section__type__in=access.visible_sections), version__plan=access.plan, at__gt=after)
    if until is not None:
        rows = rows.filter(at__lte=until)
    asked = ("reply__suggestion__service__recipient", "reply__suggestion__adopted_for__recipient", "reply__suggestion__by")
    found: dict[tuple[Code, str], dict[Because, None]] = {}
    for row in rows.select_related("section", "item", *asked).annotate(is_seen=Exists(seen)).order_by("pk"):
        place = (row.section.code, str(row.item.uid) if row.item else "")
        found.setdefault(place, {})[_because(access, row)] = None
    return {place: _told_first(listed) for place, listed in found.items()}


def _told_first(listed: Iterable[Because]) -> tuple[Because, ...]:
    """Put what is told in full first, so that the place of the other line says nothing of when it was."""
    return tuple(sorted(listed, key=lambda one: one.words == OF_THE_FAMILY))


def _because(access: PlanAccess, row: TrackedChange) -> Because:
    asked: Suggestion = row.reply.suggestion
    is_council = access.circle.is_council and access.sees_names
    if not row.is_seen or not (is_council or is_own(access, asked)):  # type: ignore[attr-defined]
        return Because(OF_THE_FAMILY)
    return Because(_words(access, asked), row.reply.reason)


def _words(access: PlanAccess, asked: Suggestion) -> str:
    if asked.by_id == access.person:
        return "Because you asked for it." if asked.service_id else "Because you proposed it, and the family made it theirs."
    if adopted_here(access, asked) and asked.adopted_for:
        taker = asked.adopted_for.recipient
        whose = "you made it part of your answer" if taker.pk == access.person else f"{taker.name} made it part of their answer"
        return f"Because {asked.by.name} proposed it and {whose}."
    asker = asked.service.recipient if asked.service else asked.by
    return "Because you asked for it." if asker.pk == access.person else f"Because {asker.name} asked for it."
