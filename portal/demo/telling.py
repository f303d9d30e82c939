"""Write a story into the portal by the same actions with which people write: each item by its author, on its day."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from comments.actions.answer_thread import answer_thread
from comments.actions.open_thread import Opening, open_thread
from comments.actions.resolve_thread import resolve_thread
from files.intake import Received
from permissions.models import User
from permissions.refusals import Invalid
from plans.access import open_plan
from plans.actions.add_item import add_item
from plans.actions.cut_version import cut_version
from plans.actions.link_item import link_item
from plans.actions.retire_item import retire_item
from plans.actions.save_item import save_item
from plans.actions.save_section import save_section
from plans.actions.share_version import share_version
from plans.actions.writing import ItemWords
from plans.contents import spec_names
from plans.models import Item, Plan
from plans.statute.sections import Kind
from portal.demo.story import Story

COORDINATOR = "marcus"


@dataclass
class Telling:
    """One story on its way into one plan. `papers` are the files of its reports, `written` holds what each local id became, `words` what it says."""

    story: Story
    plan: Plan
    cast: Mapping[str, User]
    today: date
    now: datetime
    papers: Mapping[str, Received] = field(default_factory=dict)
    written: dict[str, UUID] = field(default_factory=dict)
    words: dict[str, ItemWords] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    tied: dict[str, list[UUID]] = field(default_factory=dict)

    @property
    def reference(self) -> str:
        """Give the plan's reference."""
        return self.plan.circle.shown_reference

    def on(self, days_ago: int) -> dict[str, Any]:
        """Give the clock's parameters of an act some days ago."""
        return {"today": self.today - timedelta(days=days_ago), "now": self.now - timedelta(days=days_ago)}

    def tell(self) -> None:
        """Write the whole story: the sections' own words, the versions one after the other, then what came after the last."""
        self._narratives(30)
        for version in self.story.versions:
            days = version["days_ago"]
            texts, specs = _by_id(version.get("text_before")), _by_id(version.get("spec_before"))
            self._bring_to(days + 1, without=set(version["without"]), texts=texts, specs=specs)
            self._cut(version, days)
        self._bring_to(2, without=set(self.gone), texts={}, specs={})
        self._retire_the_rest()
        self._threads()

    def _narratives(self, days: int) -> None:
        for told in self.story.sections:
            narrative, none = told.get("narrative", "").strip(), told.get("none_identified", False)
            save_section(
                self.cast[COORDINATOR], self.reference, told["code"], narrative=narrative, none_identified=none, seq=0, **self.on(days)
            )

    def _bring_to(self, days: int, *, without: set[str], texts: Mapping[str, Any], specs: Mapping[str, Any]) -> None:
        for item in self.story.items:
            key = item["id"]
            if key in without:
                self._take_out(key, item, days)
                continue
            words = _words(item, texts.get(key, {}), specs.get(key, {}))
            if key not in self.written:
                self._add(item, words, days)
            elif self.words[key] != words and key not in self.gone:
                self._save(item, words, days)
        self._tie(days)

    def _add(self, item: dict[str, Any], words: ItemWords, days: int) -> None:
        author = self.cast[item["author"]]
        put_forward = item["state"] != "kept"
        row = add_item(
            author,
            self.reference,
            item["section"],
            replace(words, file=self.papers.get(item["id"])),
            put_forward=put_forward,
            post_key=uuid4(),
            **self.on(days),
        )
        self.written[item["id"]], self.words[item["id"]] = row.uid, words

    def _save(self, item: dict[str, Any], words: ItemWords, days: int) -> None:
        uid = self.written[item["id"]]
        seq = Item.objects.get(uid=uid).seq
        save_item(self.cast[item["author"]], self.reference, uid, words, seq=seq, **self.on(days))
        self.words[item["id"]] = words

    def _take_out(self, key: str, item: dict[str, Any], days: int) -> None:
        if key in self.written and key not in self.gone and item["state"] == "retired":
            retire_item(self.cast[item["author"]], self.reference, self.written[key], **self.on(days))
            self.gone.add(key)

    def _retire_the_rest(self) -> None:
        for item in self.story.items:
            if item["state"] == "retired" and item["id"] not in self.gone:
                if item["id"] not in self.written:
                    self._add(item, _words(item, {}, {}), 3)
                self._take_out(item["id"], item, 1)

    def _tie(self, days: int) -> None:
        for item in self.story.items:
            sources = [self.written[key] for key in item.get("links", ()) if key in self.written and key not in self.gone]
            if sources != self.tied.get(item["id"], []) and item["id"] in self.written and item["id"] not in self.gone:
                self._tie_one(item, sources, days)
                self.tied[item["id"]] = sources

    def _tie_one(self, item: dict[str, Any], sources: list[UUID], days: int) -> None:
        """Let the author tie what they see; the coordinator ties the rest."""
        uid = self.written[item["id"]]
        try:
            link_item(self.cast[item["author"]], self.reference, uid, sources, **self.on(days))
        except Invalid:
            link_item(self.cast[COORDINATOR], self.reference, uid, sources, **self.on(days))

    def _cut(self, version: dict[str, Any], days: int) -> None:
        when = self.on(days)
        access = open_plan(self.cast[COORDINATOR], self.reference, today=when["today"])
        working = cut_version(access, note=version["note"], now=when["now"])
        if version["kind"] == "shared":
            share_version(access, working.uid, note=version["note"], now=when["now"] + timedelta(minutes=4))

    def _threads(self) -> None:
        for told in self.story.threads:
            first, *rest = told["comments"]
            by = self.cast[first["author"]]
            person = self.cast[told["person"]].uid if told.get("person") and told["opened_by"] == COORDINATOR else None
            about = {"item": self.written[told["about"]] if "about" in told else None, "quote": told.get("quote", "")}
            kind = told.get("kind", "comment")
            opening = Opening(text=first["text"], audience=told["audience"], person=person, post_key=uuid4(), kind=kind, **about)
            comment = open_thread(opening, reference=self.reference, code=told["section"], by=by, **self.on(first["days_ago"]))
            for said in rest:
                when = self.on(said["days_ago"])
                by = self.cast[said["author"]]
                answer_thread(said["text"], reference=self.reference, thread=comment.thread.uid, by=by, post_key=uuid4(), **when)
            if "settled_days_ago" in told:
                when = self.on(told["settled_days_ago"])
                resolve_thread(reference=self.reference, thread=comment.thread.uid, by=self.cast[told["opened_by"]], **when)


def _by_id(rows: list[dict[str, Any]] | None) -> dict[str, dict[str, Any]]:
    return {row["id"]: {key: value for key, value in row.items() if key != "id"} for row in rows or []}


def _words(item: dict[str, Any], text: Mapping[str, Any], spec: Mapping[str, Any]) -> ItemWords:
    kind = Kind(item["kind"])
    told = {**item.get("spec", {}), **spec}
    return ItemWords(
        kind=kind,
        text=text.get("text", item["text"]).strip(),
        source=item.get("source", ""),
        is_safety=item.get("is_safety", False),
        is_travel=item.get("is_travel", False),
        spec={name: told[name] for name in spec_names(kind) if name in told},
    )
