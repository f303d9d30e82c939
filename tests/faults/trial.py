"""One round: eight people type and comment, something happens, they come back; then the log, the plan's words and fresh pages are asked what became of it."""

import asyncio
import random
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from pycrdt import Doc, Text

from tests.faults.open_page import CSRF
from tests.faults.page import Page, Said, Talker
from tests.faults.stack import Process, Stack

BURST, EVERY = 1.6, 0.045
MOST = 120  # of one person, however long it takes until everything is back
COMMENT_EVERY = 8  # so many markers in the words, then one in a comment
BACK_WITHIN = 120.0
MARKER = re.compile(r"<[a-z]+-\d+-\d+>")


@dataclass
class Findings:
    """What the checker found; nothing in any list but the counts means that nothing was lost."""

    acknowledged_words: int = 0
    acknowledged_comments: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    misattributed: list[str] = field(default_factory=list)
    unlike: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Say whether nothing was lost, doubled, or given to somebody else, and everybody reads the same."""
        return not (self.lost or self.doubled or self.misattributed or self.unlike or self.refused)

    def add(self, other: "Findings") -> None:
        """Count another round in."""
        self.acknowledged_words += other.acknowledged_words
        self.acknowledged_comments += other.acknowledged_comments
        for name in ("lost", "doubled", "misattributed", "unlike", "refused"):
            getattr(self, name).extend(getattr(other, name))


@dataclass
class Trial:
    """One round in one text. `fault` names what happens; with `all_go` every page is closed for good at that moment, as when the browser dies with the line."""

    stack: Stack
    people: dict[str, dict[str, Any]]
    place: dict[str, Any]
    number: int
    seed: int
    fault: str = ""
    all_go: bool = False
    victim: int | None = None

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.said = {slug: Said(person["pk"]) for slug, person in self.people.items()}
        self.typed: Counter[str] = Counter()

    async def run(self) -> Findings:
        """Do the round and look at what came of it."""
        pages = {slug: [self._page(slug)] for slug in self.people}
        talkers = {slug: self._talker(slug) for slug in self.people}
        await self._until(lambda: all(page.is_connected for one in pages.values() for page in one), "the pages never opened")
        fault = asyncio.create_task(self._happen(pages))
        ends = asyncio.get_running_loop().time() + BURST
        while asyncio.get_running_loop().time() < ends or not fault.done():
            for slug, page in pages.items():
                self._write(slug, page[-1], talkers[slug])
            await asyncio.sleep(EVERY)
        await fault
        for slug, page in pages.items():
            if page[-1].is_over:
                page.append(self._page(slug))
        open_ = [page[-1] for page in pages.values()]
        try:
            await self._until(
                lambda: all(page.is_settled for page in open_) and all(one.is_settled for one in talkers.values()), "not all came back"
            )
            fresh = self._page(next(iter(self.people)))
            await self._until(lambda: len({page.words for page in (*open_, fresh)}) == 1 and fresh.is_connected, "")
            return await self._look({f"the page of {slug}": page[-1].words for slug, page in pages.items()} | {"a fresh page": fresh.words})
        finally:
            await asyncio.gather(*(page.close() for page in open_), *(one.close() for one in talkers.values()))

    def _page(self, slug: str) -> Page:
        doors = self.stack.processes
        began = self.chance.randrange(len(doors))
        turn = iter(range(began, 1_000_000))
        headers = {"Cookie": self.people[slug]["cookie"], "Origin": doors[0].origin}
        return Page(self.said[slug], headers, self.place["socket"], lambda: doors[next(turn) % len(doors)].line.port)

    def _talker(self, slug: str) -> Talker:
        doors = self.stack.processes
        turn = iter(range(self.chance.randrange(len(doors)), 1_000_000))
        where = lambda: doors[next(turn) % len(doors)].line.port  # noqa: E731
        return Talker(self.said[slug], self.people[slug]["cookie"], CSRF, self.place["answer"], where)

    def _write(self, slug: str, page: Page, talker: Talker) -> None:
        if self.typed[slug] >= MOST:
            return
        self.typed[slug] += 1
        marker = f"<{slug}-{self.number}-{self.typed[slug]}>"
        if self.typed[slug] % COMMENT_EVERY == 0:
            talker.say(marker)
        elif not page.is_over and len(page.words) < 18_000:
            page.type(marker, self.chance)

    async def _happen(self, pages: dict[str, list[Page]]) -> None:
        await asyncio.sleep(self.chance.uniform(0.4, 0.9) * BURST)
        if not self.fault:
            return
        processes = self.stack.processes
        process: Process = processes[self.victim if self.victim is not None else self.chance.randrange(len(processes))]
        going = list(pages) if self.all_go else self.chance.sample(list(pages), len(pages) // 3)
        # First whatever happens, then those who go with it: what was acknowledged to them until then is on the disk, or lost.
        task = asyncio.create_task(getattr(self.stack, self.fault)(process, self.chance.uniform(0.8, 2.0)))
        await asyncio.sleep(0.05)
        await asyncio.gather(*(pages[slug][-1].close() for slug in going))
        await task

    async def _until(self, holds: Any, words: str) -> None:
        ends = asyncio.get_running_loop().time() + BACK_WITHIN
        while not holds():
            if asyncio.get_running_loop().time() > ends:
                self.late = words
                return
            await asyncio.sleep(0.05)

    late = ""

    async def _look(self, shown: dict[str, str]) -> Findings:
        found = Findings()
        if self.late:
            found.unlike.append(f"round {self.number} ({self.fault}): {self.late}")
        (circle,) = self.stack.ask(
            "SELECT plan.circle_id FROM plans_section s JOIN plans_plan plan ON plan.id = s.plan_id WHERE s.id = ?", self.place["section"]
        )[0]
        await self.stack.settle(circle)
        words, writers = self._log()
        shown |= {
            "the log": words,
            "the plan": self.stack.ask("SELECT narrative FROM plans_section WHERE id = ?", self.place["section"])[0][0],
        }
        for where, text in shown.items():
            if text != words:
                found.unlike.append(f"round {self.number} ({self.fault}): {where} reads {len(text)} letters, the log {len(words)}")
        self._compare(found, Counter(MARKER.findall(words)), writers)
        self._comments(found)
        found.refused += [
            f"round {self.number} ({self.fault}): {slug} was closed with {code}"
            for slug, said in self.said.items()
            for code in said.refusals
        ]
        return found

    def _log(self) -> tuple[str, dict[str, int]]:
        """Build the text from its log alone, and note under whose name each marker came."""
        rows = self.stack.ask(
            "SELECT one.by_id, one.content FROM plans_textupdate one JOIN plans_livetext text ON text.id = one.text_id "
            "WHERE text.section_id = ? AND text.item_id IS NULL ORDER BY one.n",
            self.place["section"],
        )
        doc = Doc()
        text = doc.get("text", type=Text)
        writers: dict[str, int] = {}
        for by, content in rows:
            doc.apply_update(bytes(content))
            for marker in MARKER.findall(bytes(content).decode("utf-8", "replace")):
                writers.setdefault(marker, by)
        return str(text), writers

    def _compare(self, found: Findings, there: Counter[str], writers: dict[str, int]) -> None:
        for slug, said in self.said.items():
            found.acknowledged_words += len(said.words_acknowledged)
            found.lost += sorted(marker for marker in said.words_acknowledged if not there[marker])
            found.lost += sorted(
                marker for marker in said.words if not there[marker] and marker not in said.words_gone | said.words_acknowledged
            )
            found.doubled += sorted(marker for marker in said.words if there[marker] > 1)
            found.misattributed += sorted(marker for marker in said.words if there[marker] and writers.get(marker) != said.person)
            found.misattributed += sorted(marker for marker in there if marker.startswith(f"<{slug}-") and marker not in said.words)

    def _comments(self, found: Findings) -> None:
        rows = self.stack.ask("SELECT author_id, text FROM comments_comment WHERE thread_id = ?", self.place["thread"])
        there = Counter(marker for _, text in rows for marker in MARKER.findall(text))
        authors = {marker: author for author, text in rows for marker in MARKER.findall(text)}
        for said in self.said.values():
            found.acknowledged_comments += len(said.comments_acknowledged)
            found.lost += sorted(f"comment {marker}" for marker in said.comments_acknowledged if not there[marker])
            found.doubled += sorted(f"comment {marker}" for marker in said.comments if there[marker] > 1)
            found.misattributed += sorted(
                f"comment {marker}" for marker in said.comments if there[marker] and authors[marker] != said.person
            )
