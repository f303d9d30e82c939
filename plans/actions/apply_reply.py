"""Let the plan say what an agreed reply says, although the stage lets nobody edit: each change is kept with the answer from which it comes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max

from permissions import ledger
from permissions.ledger import Act
from permissions.models import Circle, User
from permissions.refusals import Clash, Invalid, Stale
from plans.access import PlanAccess
from plans.actions.writing import end_statement, keep_what_stands, keep_wording, set_item, write_spec
from plans.contents import item_content
from plans.livetext.merging import commit
from plans.livetext.standing import keep_what_was_written, log_of, merged
from plans.models import SPECS, Item, ItemLink, PlanVersion, Reply, Section, TrackedChange
from plans.models.content import NARRATIVE_LIMIT, WORDS_LIMIT
from plans.queries.replies_page import named_field
from plans.queries.three_ways import put_together
from plans.record.origins import NONE_IDENTIFIED, WORDS, value_said
from plans.record.shall import Does, Shall, shall_of
from plans.statute.sections import ALLOWED_LINKS, Kind

CHANGES = (Reply.Outcome.AGREED, Reply.Outcome.PARTLY)
OF_THE_ITEM = ("source", "is_safety", "is_travel")
NO_ORIGIN = (
    "This was proposed by somebody on whom the draft was not served. It changes the plan only when the family has made it theirs. "
    "Ask them, or serve the draft again with it."
)
OVERTAKEN = "The plan says something else here since this reply was written. Read both, and write the words that shall stand."
GONE = "This was taken out of the plan meanwhile. Look at this reply again."


@dataclass(frozen=True)
class _Applying:
    """One reply as it is applied: by whom, to which served version, when."""

    access: PlanAccess
    person: User
    reply: Reply
    version: PlanVersion
    now: datetime

    def track(self, section: Section, item: Item | None, field: str, before: str, after: str) -> None:
        """Keep one change with its origin, where it is one."""
        if before != after:
            facts = {"section": section, "item": item, "field": field, "before": before, "after": after}
            TrackedChange.objects.create(reply=self.reply, version=self.version, by=self.person, at=self.now, **facts)


def apply_reply(access: PlanAccess, person: User, reply: Reply, version: PlanVersion, *, circle: Circle, now: datetime) -> bool:
    """Change what an agreed reply changes, in the transaction that sends it and has locked the circle; say whether anything changed.

    Raises Invalid for a proposal that nobody on whom the draft was served has made theirs; Stale with both texts where they can't be put together any more.
    Law: SEND Regs 2014 reg 14(1).
    """
    asked, shall = reply.suggestion, shall_of(reply.typed)
    if reply.outcome not in CHANGES or asked.section is None:
        return False
    doing = _Applying(access, person, reply, version, now)
    section = Section.objects.select_related("plan").get(pk=asked.section.pk)
    item = _item_of(asked.item_id, section) if asked.item_id else None
    if shall.does is Does.ADDS:
        item = _add(doing, section, shall)
    elif shall.does is Does.TAKES_OUT and item:
        _take_out(doing, section, item)
    else:
        _write(doing, section, item)
        if item and shall.set:
            _set(doing, section, item, shall)
    if not TrackedChange.objects.filter(reply=reply).exists():
        return False
    if asked.service_id is None and asked.adopted_for_id is None:
        raise Invalid({"origin": NO_ORIGIN})
    act = Act(
        actor=access.person,
        role=access.role,
        verb="apply_reply",
        sections=(section.code,),
        object_kind="item" if item else "section",
        object_uid=item.uid if item else None,
    )
    ledger.record(act, circle=circle, now=now)
    return True


def _item_of(pk: int, section: Section) -> Item:
    kinds = [kind.value for kind in SPECS]
    item = Item.objects.select_related(*kinds).get(pk=pk)
    if item.state != Item.State.PUT_FORWARD:
        raise Invalid({"words": GONE})
    item.section = section
    return item


def _write(doing: _Applying, section: Section, item: Item | None) -> None:
    """Put the agreed words into the text by the same commit as any others, together with what other replies changed there since."""
    reply, access = doing.reply, doing.access
    text = log_of(section, item, now=doing.now)
    stands = item.text if item else section.narrative
    after = put_together(reply.stands_on, reply.words, stands)
    if after is None:
        raise Stale(OVERTAKEN, clashes=(Clash("words", "Words", reply.words, stands),))
    limit = WORDS_LIMIT if item else NARRATIVE_LIMIT
    merge = merged(text, section, item, after, None, limit=limit, person=access.person, now=doing.now)
    if merge is None:
        return
    commit(merge, person=access.person, role=access.role, is_worded=False, now=doing.now)
    row: Item | Section = item or section
    setattr(row, "text" if item else "narrative", merge.words)
    row.saved_at, row.saved_by = doing.now, doing.person
    row.save(update_fields=["text" if item else "narrative", "saved_at", "saved_by"])
    doing.track(section, item, WORDS, stands, merge.words)


def _set(doing: _Applying, section: Section, item: Item, shall: Shall) -> None:
    """Set the agreed typed fields; Stale where another reply set one of them otherwise since this one was written."""
    there = item_content(item)
    new = {name: value for name, value in shall.set.items() if there[name] != value}
    lost = [name for name in new if there[name] != shall.was.get(name)]
    if lost:
        kind = Kind(item.kind)
        said = (Clash(name, named_field(kind, name), value_said(new[name]), value_said(there[name])) for name in lost)
        raise Stale(OVERTAKEN, clashes=tuple(said), seq=item.seq)
    if not new:
        return
    keep_what_was_written(section, item, now=doing.now)
    own = {name: value for name, value in new.items() if name in OF_THE_ITEM}
    set_item(item, item.seq, doing.person, now=doing.now, **own)
    write_spec(item, _as_columns(item, {name: value for name, value in new.items() if name not in OF_THE_ITEM}))
    keep_what_stands(item, doing.access, now=doing.now)
    for name, value in new.items():
        doing.track(section, item, name, value_said(there[name]), value_said(value))


def _as_columns(item: Item, values: Mapping[str, Any]) -> dict[str, Any]:
    model = SPECS[Kind(item.kind)]
    return {name: model._meta.get_field(name).to_python(value) for name, value in values.items()}  # type: ignore[union-attr]


def _add(doing: _Applying, section: Section, shall: Shall) -> Item:
    """Add what was missing, at the end of its section, put forward."""
    kind = Kind(str(shall.kind))
    last = Item.objects.filter(section=section).aggregate(last=Max("position"))["last"] or 0
    own = {name: shall.set[name] for name in OF_THE_ITEM if name in shall.set}
    item = Item.objects.create(
        plan=section.plan,
        section=section,
        kind=kind,
        position=last + 1,
        text=doing.reply.words,
        state=Item.State.PUT_FORWARD,
        was_put_forward=True,
        author=doing.person,
        author_role=doing.access.role,
        saved_at=doing.now,
        saved_by=doing.person,
        **own,
    )
    typed = {name: value for name, value in shall.set.items() if name not in OF_THE_ITEM}
    setattr(item, kind.value, SPECS[kind].objects.create(item=item, **_as_columns(item, typed)))  # type: ignore[attr-defined]
    _tie(section, item, shall)
    content = item_content(item)
    keep_wording(item, content, doing.access, now=doing.now)
    if section.none_identified:
        doing.track(section, None, NONE_IDENTIFIED, "yes", "")
        end_statement(section, doing.access, now=doing.now)
    for name, value in content.items():
        if not name.startswith("file_"):
            doing.track(section, item, WORDS if name == "text" else name, "", value_said(value))
    return item


def _tie(section: Section, item: Item, shall: Shall) -> None:
    sources = Item.objects.filter(plan=section.plan, uid__in=shall.comes_from, state=Item.State.PUT_FORWARD).order_by("pk")
    allowed = [source for source in sources if (Kind(source.kind), Kind(item.kind)) in ALLOWED_LINKS]
    ItemLink.objects.bulk_create(ItemLink(plan=section.plan, source=source, target=item) for source in allowed)


def _take_out(doing: _Applying, section: Section, item: Item) -> None:
    """Take the item out; it stays in the history and in every version that was cut."""
    keep_what_was_written(section, item, now=doing.now)
    words = item.text
    set_item(item, item.seq, doing.person, now=doing.now, state=Item.State.RETIRED)
    keep_what_stands(item, doing.access, now=doing.now)
    doing.track(section, item, WORDS, words, "")
