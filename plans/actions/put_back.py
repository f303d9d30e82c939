"""Put a plan's words back to those of the plan in force: what was proposed to change it goes, and stays in the history."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from permissions.models import User
from permissions.vocabulary import Code
from plans.access import PlanAccess
from plans.actions.writing import keep_narrative, keep_what_stands, set_item, write_spec
from plans.contents import item_content
from plans.livetext.merging import commit
from plans.livetext.standing import keep_what_was_written, log_of, merged
from plans.models import SPECS, Item, ItemLink, Section
from plans.models.content import NARRATIVE_LIMIT, WORDS_LIMIT
from plans.record.canonical import ItemRecord, SectionRecord
from plans.statute.sections import Kind

PUT_FORWARD, RETIRED = Item.State.PUT_FORWARD, Item.State.RETIRED
OF_THE_ITEM = ("source", "is_safety", "is_travel")
# Reports and the words of the family came in, and stay: neither is the council's proposal.
STAY = frozenset({Code.A, Code.K})


def put_back(access: PlanAccess, person: User, version: Mapping[Code, SectionRecord], *, now: datetime) -> None:
    """Let every section but A and K say again what it says in a final version, in the transaction of a decision that has locked the circle.

    Law: SEND Regs 2014 reg 22(4): a plan that is not changed after all stays in force as it was.
    """
    of_kinds = [kind.value for kind in SPECS]
    sections = {section.code: section for section in Section.objects.select_related("plan").filter(plan=access.plan)}
    doing = _PuttingBack(access, person, now)
    for code, record in version.items():
        if code in STAY:
            continue
        section = sections[code]
        items = {str(one.uid): one for one in Item.objects.select_related(*of_kinds).filter(section=section)}
        for item in items.values():
            item.section = section
        _narrative(doing, section, record)
        _items(doing, section, items, record.items)
    _ties(access, [item for code, record in version.items() if code not in STAY for item in record.items])


class _PuttingBack:
    """For whom, by whom and when the words are put back."""

    def __init__(self, access: PlanAccess, person: User, now: datetime) -> None:
        self.access, self.person, self.now = access, person, now


def _narrative(doing: _PuttingBack, section: Section, record: SectionRecord) -> None:
    text = keep_what_was_written(section, None, now=doing.now)
    merge = merged(text, section, None, record.narrative, None, limit=NARRATIVE_LIMIT, person=doing.access.person, now=doing.now)
    if merge is None and section.none_identified == record.none_identified:
        return
    if merge:
        commit(merge, person=doing.access.person, role=doing.access.role, is_worded=True, now=doing.now)
        section.narrative = merge.words
    section.none_identified, section.seq = record.none_identified, section.seq + 1
    section.saved_at, section.saved_by = doing.now, doing.person
    section.save(update_fields=["narrative", "none_identified", "seq", "saved_at", "saved_by"])
    keep_narrative(section, doing.access, now=doing.now)


def _items(doing: _PuttingBack, section: Section, items: Mapping[str, Item], records: Iterable[ItemRecord]) -> None:
    wanted = {record.uid: record for record in records}
    for uid, item in items.items():
        if item.state == PUT_FORWARD and uid not in wanted:
            keep_what_was_written(section, item, now=doing.now)
            set_item(item, item.seq, doing.person, now=doing.now, state=RETIRED)
            keep_what_stands(item, doing.access, now=doing.now)
    for record in wanted.values():
        _item(doing, section, items[record.uid], record)


def _item(doing: _PuttingBack, section: Section, item: Item, record: ItemRecord) -> None:
    said = item_content(item)
    text = log_of(section, item, now=doing.now)
    merge = merged(text, section, item, record.text, None, limit=WORDS_LIMIT, person=doing.access.person, now=doing.now)
    typed = {name: value for name, value in record.spec.items() if not name.startswith("file_") and said.get(name) != value}
    own = {name: getattr(record, name) for name in OF_THE_ITEM if said[name] != getattr(record, name)}
    place = {"position": record.position} if item.position != record.position else {}
    if merge is None and not typed and not own and not place and item.state == PUT_FORWARD:
        return
    keep_what_was_written(section, item, now=doing.now)
    words: dict[str, Any] = {}
    if merge:
        commit(merge, person=doing.access.person, role=doing.access.role, is_worded=True, now=doing.now)
        words = {"text": merge.words}
    set_item(item, item.seq, doing.person, now=doing.now, state=PUT_FORWARD, **words, **own, **place)
    model = SPECS[Kind(item.kind)]
    write_spec(item, {name: model._meta.get_field(name).to_python(value) for name, value in typed.items()})  # type: ignore[union-attr]
    keep_what_stands(item, doing.access, now=doing.now)


def _ties(access: PlanAccess, records: Iterable[ItemRecord]) -> None:
    """Tie again what was tied, and nothing else, between items that stand in the plan."""
    wanted = {(source, record.uid) for record in records for source in record.comes_from}
    rows = {str(uid): pk for uid, pk in Item.objects.filter(plan=access.plan, state=PUT_FORWARD).values_list("uid", "pk")}
    there = ItemLink.objects.filter(plan=access.plan, source__in=rows.values(), target__in=rows.values())
    known = {(str(source), str(target)): pk for pk, source, target in there.values_list("pk", "source__uid", "target__uid")}
    ItemLink.objects.filter(pk__in=[pk for pair, pk in known.items() if pair not in wanted]).delete()
    new = [pair for pair in sorted(wanted) if pair not in known and pair[0] in rows and pair[1] in rows]
    ItemLink.objects.bulk_create(ItemLink(plan=access.plan, source_id=rows[source], target_id=rows[target]) for source, target in new)
