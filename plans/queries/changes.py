"""Find what changed between two readings of a section, item by item: added, taken out, moved, changed; fields one by one, text by word."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from permissions.vocabulary import Code
from plans.queries.fields import fields_said
from plans.queries.items import section_said
from plans.queries.version_items import title_and_rest
from plans.queries.words import Run, RunKind, word_runs
from plans.record.canonical import ItemRecord
from plans.record.project import SeenSection

# "tied": the words and fields are the same, and only what it comes from or leads to has changed.
ChangeKind = Literal["added", "taken_out", "changed", "tied", "moved", "same"]

# A field of more characters than this is compared by word.
SHORT = 60


@dataclass(frozen=True)
class FieldChange:
    """One field: what it said and what it says, each empty where it said nothing; `words` where it is long enough to be read by word."""

    label: str
    before: str
    after: str
    words: tuple[Run, ...] = ()


@dataclass(frozen=True)
class ItemChange:
    """One item. `words` are empty where its text is the same and only fields or its place changed; `moved` goes with any kind."""

    kind: ChangeKind
    uid: str
    title: str
    words: tuple[Run, ...]
    fields: tuple[FieldChange, ...]
    moved: bool = False


class Threads:
    """Name the items that links lead to, as one person may."""

    def __init__(self, sections: Mapping[Code, SeenSection]) -> None:
        self.items = {item.record.uid: (code, item.record) for code, section in sections.items() for item in section.items}

    def said(self, uid: str) -> str:
        """Name one end of a link, with its section."""
        code, record = self.items[uid]
        return f"{title_and_rest(record)[0]}, {section_said(code)}"


def text_runs(old: str, new: str) -> tuple[Run, ...]:
    """Compare two texts as they are read, without the marks of emphasis; where only those changed, with them."""
    bare = old.replace("*", ""), new.replace("*", "")
    return word_runs(old, new) if bare[0] == bare[1] and old != new else word_runs(*bare)


def item_changes(before: SeenSection, after: SeenSection, old: Threads, new: Threads) -> tuple[ItemChange, ...]:
    """Compare the items of a section, in the order of the newer reading; what was taken out stands where it was."""
    was = {item.record.uid: item.record for item in before.items}
    now = {item.record.uid: item.record for item in after.items}
    moved = _moved([uid for uid in was if uid in now], list(now))
    changes = {uid: _change(was.get(uid), now.get(uid), old, new, moved=uid in moved) for uid in (was | now)}
    return tuple(changes[uid] for uid in _reading_order(list(was), list(now)))


def _reading_order(was: list[str], now: list[str]) -> list[str]:
    order = list(now)
    for place, uid in enumerate(was):
        if uid not in now:
            before_it = was[place - 1] if place else None
            order.insert(order.index(before_it) + 1 if before_it else 0, uid)
    return order


def _moved(was: list[str], now: list[str]) -> set[str]:
    """Find the fewest items whose move explains the new order: all but a longest run of items that kept theirs."""
    place = {uid: number for number, uid in enumerate(was)}
    common = [uid for uid in now if uid in place]
    ends: list[int] = []
    length: dict[str, int] = {}
    for uid in common:
        at = bisect_left(ends, place[uid])
        ends[at : at + 1] = [place[uid]]
        length[uid] = at + 1
    stayed: set[str] = set()
    wanted, limit = len(ends), len(was)
    for uid in reversed(common):
        if length[uid] == wanted and place[uid] < limit:
            stayed.add(uid)
            wanted, limit = wanted - 1, place[uid]
    return set(common) - stayed


def _change(was: ItemRecord | None, now: ItemRecord | None, old: Threads, new: Threads, *, moved: bool) -> ItemChange:
    if was is None or now is None:
        return _one_sided(was, now, old, new)
    fields, ties = _field_changes(fields_of(was), fields_of(now)), _link_changes(was, now, old, new)
    words = text_runs(was.text, now.text) if was.text != now.text else ()
    title = title_and_rest(now)[0]
    if words or fields:
        return ItemChange("changed", now.uid, title, words, fields + ties, moved=moved)
    if ties:
        return ItemChange("tied", now.uid, title, (), ties, moved=moved)
    return ItemChange("moved" if moved else "same", now.uid, title, _whole("same", now.text), (), moved=moved)


def _one_sided(was: ItemRecord | None, now: ItemRecord | None, old: Threads, new: Threads) -> ItemChange:
    if now is not None:
        fields = _field_changes({}, fields_of(now)) + _link_changes(None, now, old, new)
        return ItemChange("added", now.uid, title_and_rest(now)[0], _whole("added", now.text), fields)
    assert was is not None  # noqa: S101 one of the two is there
    return ItemChange("taken_out", was.uid, title_and_rest(was)[0], _whole("removed", was.text), ())


def _whole(kind: RunKind, text: str) -> tuple[Run, ...]:
    return (Run(kind, text.replace("*", "")),) if text else ()


def fields_of(record: ItemRecord) -> dict[str, str]:
    """Say every field of an item in words, by its name; "" for what says nothing."""
    flags = {"Adults must know this to keep the child safe": record.is_safety, "About travel": record.is_travel}
    return fields_said(record.kind, record.spec) | {label: "yes" if flag else "" for label, flag in flags.items()} | {"From": record.source}


def _field_changes(was: Mapping[str, str], now: Mapping[str, str]) -> tuple[FieldChange, ...]:
    labels = list(now)
    return tuple(_field(label, was.get(label, ""), now[label]) for label in labels if was.get(label, "") != now[label])


def _field(label: str, before: str, after: str) -> FieldChange:
    by_word = before and after and max(len(before), len(after)) > SHORT
    return FieldChange(label, before, after, text_runs(before, after) if by_word else ())


def _link_changes(was: ItemRecord | None, now: ItemRecord, old: Threads, new: Threads) -> tuple[FieldChange, ...]:
    return (
        *_ends("Because", was.comes_from if was else (), now.comes_from, old, new),
        *_ends("So that", was.leads_to if was else (), now.leads_to, old, new),
    )


def _ends(label: str, was: Iterable[str], now: Iterable[str], old: Threads, new: Threads) -> Iterable[FieldChange]:
    gone = (FieldChange(label, old.said(uid), "") for uid in was if uid not in now)
    come = (FieldChange(label, "", new.said(uid)) for uid in now if uid not in was)
    return (*gone, *come)
