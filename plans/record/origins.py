"""Find what differs between the draft that was served and the plan as it stands, and was not changed because of what the family said.

Law: SEND Regs 2014 reg 14(1): the final plan is the draft that was sent, or the draft changed in the light of the representations; for anything else the draft
is sent again (domain.md 0, fact 4; 6, Q42).
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from permissions.vocabulary import Code
from plans.models import PlanVersion, SectionBlob, TrackedChange
from plans.record.canonical import ItemRecord, SectionRecord, read_section
from plans.record.rows import put_forward

# Sections A, I, J and K are not the council's proposal about needs, outcomes and provision: the law lets them be completed after the answers.
HELD_TO_THE_DRAFT = (Code.B, Code.C, Code.D, Code.E, Code.F, Code.G, Code.H1, Code.H2)
# The words of an item, or a section's own.
WORDS = ""
NONE_IDENTIFIED = "none_identified"
# What each difference is, in words: the page that refuses a final says them.
IN_THE_WORDS, IN_THE_FIELDS, ADDED, TAKEN_OUT, ORDER, TIES = (
    "the words are different",
    "the details are different",
    "this was added",
    "this was taken out",
    "the order is different",
    "what it comes from or leads to is different",
)

Place = tuple[str, str]
Values = dict[Place, str]


@dataclass(frozen=True)
class Unorigined:
    """One place that differs from the served draft for no reason that the family gave; `item` is empty for the section's own words."""

    code: Code
    item: str
    text: str
    what: str


def value_said(value: object) -> str:
    """Write a typed field as a change keeps it: nothing for what is empty or not so."""
    if value is None or value is False or value == "":
        return ""
    return "yes" if value is True else unicodedata.normalize("NFC", str(value))


def item_values(record: ItemRecord) -> dict[str, str]:
    """Give everything that an item says, by the name of its field; its words by the empty name."""
    flags = {"source": record.source, "is_safety": record.is_safety, "is_travel": record.is_travel}
    typed = {name: value for name, value in record.spec.items() if not name.startswith("file_")}
    return {name: value_said(value) for name, value in ({WORDS: record.text} | flags | typed).items()}


def without_origin(version: PlanVersion) -> tuple[Unorigined, ...]:
    """Compare the served version with what is put forward now, and give each difference in B to H that no reply to an answer accounts for. Five queries."""
    served = _served(version)
    now = put_forward(version.plan)
    changes: dict[tuple[Code, Place], list[tuple[str, str]]] = {}
    rows = TrackedChange.objects.filter(version=version).select_related("section", "item").order_by("pk")
    for row in rows:
        place = (str(row.item.uid) if row.item else "", row.field)
        changes.setdefault((row.section.code, place), []).append((_nfc(row.before), _nfc(row.after)))
    found: list[Unorigined] = []
    for code in HELD_TO_THE_DRAFT:
        own = {place: steps for (of, place), steps in changes.items() if of is code}
        found.extend(_differences(served[code], now[code], own))
    return tuple(found) + _ties(served, now)


def _served(version: PlanVersion) -> dict[Code, SectionRecord]:
    shas = {code: version.manifest[code] for code in HELD_TO_THE_DRAFT}
    blobs = dict(SectionBlob.objects.filter(plan=version.plan_id, sha256__in=set(shas.values())).values_list("sha256", "content"))
    return {code: read_section(blobs[sha]) for code, sha in shas.items()}


def _differences(was: SectionRecord, now: SectionRecord, changes: Mapping[Place, list[tuple[str, str]]]) -> Iterable[Unorigined]:
    before, after = _values(was), _values(now)
    old, new = ({item.uid: item for item in section.items} for section in (was, now))
    said: set[tuple[str, str]] = set()
    for place in [*before, *(place for place in after if place not in before)]:
        item, field = place
        if item in old and item not in new and field != WORDS:
            continue  # taken out whole: its words say so
        if _leads(before.get(place, ""), after.get(place, ""), changes.get(place, [])):
            continue
        what = _what(item, field, old, new)
        if (item, what) not in said:
            said.add((item, what))
            record = new.get(item) or old.get(item)
            yield Unorigined(now.code, item, record.text if record else "", what)
    yield from _order(was, now)


def _leads(before: str, after: str, steps: Iterable[tuple[str, str]]) -> bool:
    """Say whether the recorded changes lead from what was served to what stands now, each from exactly where the one before it ended."""
    at = before
    for was, then in steps:
        if was != at:
            return False
        at = then
    return at == after


def _what(item: str, field: str, old: Mapping[str, ItemRecord], new: Mapping[str, ItemRecord]) -> str:
    if item and item not in old:
        return ADDED
    if item and item not in new:
        return TAKEN_OUT
    return IN_THE_WORDS if field == WORDS else IN_THE_FIELDS


def _values(section: SectionRecord) -> Values:
    own: Values = {("", WORDS): _nfc(section.narrative), ("", NONE_IDENTIFIED): value_said(section.none_identified)}
    return own | {(item.uid, name): _nfc(value) for item in section.items for name, value in item_values(item).items()}


def _order(was: SectionRecord, now: SectionRecord) -> Iterable[Unorigined]:
    before, after = [item.uid for item in was.items], [item.uid for item in now.items]
    both = set(before) & set(after)
    if [uid for uid in before if uid in both] != [uid for uid in after if uid in both]:
        yield Unorigined(now.code, "", "", ORDER)


def _ties(was: Mapping[Code, SectionRecord], now: Mapping[Code, SectionRecord]) -> tuple[Unorigined, ...]:
    """Find ties between items of both readings that are new or gone; those of an item that came or went go with it."""
    old, new = ({item.uid: (code, item) for code in HELD_TO_THE_DRAFT for item in side[code].items} for side in (was, now))
    found = []
    for uid, (code, item) in new.items():
        if uid in old:
            before, after = (set(one.comes_from) & set(old) & set(new) for one in (old[uid][1], item))
            if before != after:
                found.append(Unorigined(code, uid, item.text, TIES))
    return tuple(found)


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)
