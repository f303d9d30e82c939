"""Read the history of a section: who changed what, when, with the words added and removed.

Professionals and the council see each save that they may see, and each sitting in which words were typed live. The family sees what changed between versions
that were shared (design, 6); that page is read by `plans.queries.compare`, not here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import F

from permissions.models import User
from permissions.vocabulary import ROLE_NAMES, Code, Role
from plans.access import PlanAccess, When, facts_of
from plans.contents import item_content
from plans.livetext.runs import runs_of
from plans.models import Item, LiveText, Wording
from plans.queries.fields import field_label, field_said
from plans.queries.items import rows_with_specs, without_names
from plans.queries.words import Run, word_runs
from plans.rendering import first_sentence
from plans.saying import day_in_london, in_london, start_of_day
from plans.statute.sections import Kind

NEWEST = 100
KEPT = Item.State.KEPT

OWN_NAMES = {
    "narrative": "The section’s own words",
    "none_identified": "None identified",
    "text": "Words",
    "source": "Where it comes from",
    "is_safety": "Adults must know this to keep the child safe",
    "is_travel": "This matters for travel",
}


@dataclass(frozen=True)
class Change:
    """One field of one save, with its words added and removed."""

    label: str
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Save:
    """One save: who, when (as exactly as this person may know), what of."""

    what: str
    who: str
    role: str
    when: str
    did: str
    changes: tuple[Change, ...]


def read_history(access: PlanAccess, code: Code) -> tuple[Save, ...]:
    """Read the newest hundred saves and sittings of a section that this person may see. Three queries, and three more where words are in a log only."""
    items = {row.pk: row for row in rows_with_specs(Item.objects.filter(plan=access.plan, section__type__code=code))}
    rows = list(Wording.objects.filter(section__plan=access.plan, section__type__code=code).select_related("by").order_by("at", "pk"))
    rows += _typed_live(access, code, rows, items)
    names = _names_of_others(access, rows)
    # How each item stood last before it was taken out, if it was: what its author had taken back stays with the author.
    stood = {row.item_id: row.state for row in rows if row.state != Item.State.RETIRED}
    before: dict[int | None, Wording] = {}
    saves: list[tuple[datetime, Save]] = []
    for row in rows:
        if _is_seen(access, code, row, items, stood.get(row.item_id, "")):
            saves.append((_place(access, row), _save(access, row, items, before.get(row.item_id), names)))
            before[row.item_id] = row
    saves.sort(key=lambda placed: placed[0])
    return tuple(save for _, save in reversed(saves))[:NEWEST]


def _typed_live(access: PlanAccess, code: Code, rows: Iterable[Wording], items: dict[int, Item]) -> list[Wording]:
    """Read the sittings that stand in the logs of live texts and are no wordings yet, as if they were: the typed fields are those of the last wording."""
    texts = list(
        LiveText.objects.filter(section__plan=access.plan, section__type__code=code, worded_n__lt=F("n")).select_related("section")
    )
    runs = runs_of(texts)
    people = User.objects.in_bulk({run.by for found in runs.values() for run in found}) if runs else {}
    newest = {row.item_id: row.content for row in rows}
    typed = []
    for text in texts:
        item = items.get(text.item_id) if text.item_id else None
        stood = newest.get(text.item_id) or (item_content(item) if item else {"none_identified": text.section.none_identified})
        for run in runs.get(text.pk, ()):
            content = stood | {"text" if item else "narrative": run.words}
            others = [list(other) for other in run.others]
            state = item.state if item else ""
            typed.append(
                Wording(
                    section=text.section,
                    item=item,
                    content=content,
                    state=state,
                    by=people[run.by],
                    role=run.role,
                    at=run.at,
                    others=others,
                )
            )
    return typed


def _names_of_others(access: PlanAccess, rows: Iterable[Wording]) -> dict[int, str]:
    """Read the names of those who wrote in a sitting beside somebody else. One query where there are any."""
    keys = {person for row in rows for person, _ in row.others}
    if not keys or not access.sees_names:
        return {}
    return {person.pk: person.name for person in User.objects.filter(pk__in=keys)}


def _how(access: PlanAccess, row: Wording) -> When:
    """Say how exactly this person may learn when a sitting was: as exactly as of that one of its writers of whom they may know least."""
    return access.shows_list_when([(row.by_id, row.role), *((person, role) for person, role in row.others)])


def _place(access: PlanAccess, row: Wording) -> datetime:
    """Say where a save stands in the list: where its hour is not told, at the beginning of its day, so that its neighbours don't tell it."""
    return row.at if _how(access, row) is When.MOMENT else start_of_day(row.at)


def _is_seen(access: PlanAccess, code: Code, row: Wording, items: dict[int, Item], stood: str) -> bool:
    """Say whether a save is this person's to see: put forward at that save, and not taken back since."""
    if row.item_id is None:
        return access.sections[code].sees_narrative
    facts = facts_of(items[row.item_id])
    if facts.author == access.person:
        return access.sees_item(code, facts)
    if KEPT in (row.state, stood):
        return False
    return access.sees_item(code, replace(facts, state=Item.State.PUT_FORWARD)) and access.sees_words(code, facts)


def _save(access: PlanAccess, row: Wording, items: dict[int, Item], before: Wording | None, names: dict[int, str]) -> Save:
    said = (lambda words: words) if access.sees_names else (lambda words: without_names(words, access))
    item = items.get(row.item_id) if row.item_id else None
    old = before.content if before else {}
    kind = Kind(item.kind) if item else None
    changes = tuple(
        Change(_label(kind, name), word_runs(said(_text(kind, name, old.get(name))), said(_text(kind, name, value))))
        for name, value in (dict.fromkeys(old) | row.content).items()
        if (access.sees_names or not name.startswith("file_")) and _text(kind, name, old.get(name)) != _text(kind, name, value)
    )
    what = said(first_sentence(row.content.get("text", ""))[0]) if item else "The section’s own words"
    roles = dict.fromkeys(ROLE_NAMES[Role(role)] for role in (row.role, *(role for _, role in row.others)))
    return Save(what, _who(access, row, names), ", ".join(roles), _when(access, row), _did(row, before), changes)


def _label(kind: Kind | None, name: str) -> str:
    return OWN_NAMES[name] if name in OWN_NAMES or kind is None else field_label(kind, name)


def _text(kind: Kind | None, name: str, value: Any) -> str:
    if value is None or value is False:
        return ""
    if name in OWN_NAMES or kind is None:
        return "Yes" if value is True else str(value)
    return field_said(kind, name, value)


def _who(access: PlanAccess, row: Wording, names: dict[int, str]) -> str:
    everyone = [(row.by_id, row.by.name, row.role), *((person, names.get(person, ""), role) for person, role in row.others)]
    said = ["You" if person == access.person else name if access.sees_names else ROLE_NAMES[Role(role)] for person, name, role in everyone]
    return ", ".join(dict.fromkeys(said))


def _when(access: PlanAccess, row: Wording) -> str:
    how = _how(access, row)
    if how is When.MOMENT:
        return in_london(row.at)
    return day_in_london(row.at) if how is When.DAY else ""


def _did(row: Wording, before: Wording | None) -> str:
    if row.item_id is None:
        return "Changed" if before else "Wrote"
    if row.state == Item.State.RETIRED:
        return "Took out"
    if before is None:
        return "Put forward" if row.state == Item.State.PUT_FORWARD else "Wrote, kept to yourself"
    if before.state != row.state:
        return "Put forward" if row.state == Item.State.PUT_FORWARD else "Kept to yourself again"
    return "Changed"
