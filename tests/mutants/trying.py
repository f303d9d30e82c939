"""Run the tests once to learn which lines they come by, then each mutant against those that come by its line (a plugin of pytest)."""

import hashlib
import json
import signal
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import pytest
from _pytest.runner import runtestprotocol

from tests.mutants.finding import HOUSE, Mutant
from tests.mutants.swapping import forget_all, swapped, watched

KEPT = HOUSE / "var" / "mutants.json"
LONGEST = 120


@dataclass
class Known:
    """What was learned of one test: the lines it comes by, how long it takes, and whether it holds without any change."""

    came_by: list[str]
    seconds: float
    holds: bool


@dataclass
class Trier:
    """Try these mutants; `survived` and `noticed` are filled. `most`: for how many seconds of tests one mutant is tried."""

    chosen: list[Mutant]
    paths: list[str]
    most: float
    out: IO[str]
    known: dict[str, Known] = field(default_factory=dict)
    survived: list[Mutant] = field(default_factory=list)
    noticed: dict[Mutant, str] = field(default_factory=dict)
    knowing: Counter[tuple[str, str]] = field(default_factory=Counter)
    coming: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Learn, then try; pytest's own loop is not run."""
        items = {item.nodeid: item for item in session.items}
        for item in [item for item in session.items if {"db", "django_db_setup"} & set(item.fixturenames)][:1]:
            _failure(item)  # The database is made before anything is changed.
        self._learn(items)
        for mutant in self.chosen:
            self._attempt(mutant, items)
        return True

    def _learn(self, items: dict[str, pytest.Item]) -> None:
        kept = _kept()
        prints = {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in {item.path for item in items.values()}}
        new = {name: item for name, item in items.items() if kept.get(name, {}).get("print") != prints[item.path]}
        came_by: set[str] = set()
        with watched(self.paths if new else [], came_by):
            for number, (name, item) in enumerate(new.items(), start=1):
                came_by.clear()
                forget_all(self.paths)
                begun = time.monotonic()
                fails = _failure(item)
                seconds = time.monotonic() - begun
                kept[name] = {"print": prints[item.path], "came_by": sorted(came_by), "seconds": seconds, "holds": not fails}
                if fails:
                    print("FAILS without any change:", name, fails, file=self.out, flush=True)
                if number % 100 == 0 or number == len(new):
                    _keep(kept)
        self.known = {name: Known(row["came_by"], row["seconds"], row["holds"]) for name, row in kept.items() if name in items}

    def _attempt(self, mutant: Mutant, items: dict[str, pytest.Item]) -> None:
        if mutant.is_doubled:
            print("doubled ", mutant.name, file=self.out, flush=True)
            return
        asked, spent, near = 0, 0.0, self._near(mutant)
        for name in near:
            if spent > self.most:
                break
            asked, spent = asked + 1, spent + self.known[name].seconds
            with swapped(mutant.path, mutant.changed((HOUSE / mutant.path).read_bytes())) as functions:
                fails = _failure(items[name]) if functions else ""
            if not functions:
                break
            still = _failure(items[name]) if fails else ""
            if still:
                print("FAILS without any change:", name, still, file=self.out, flush=True)
            elif fails:
                self.knowing[mutant.path, name] += 1
                self.noticed[mutant] = f"{name.rpartition('::')[2]} ({fails})"
                print("noticed ", mutant.name, "|", self.noticed[mutant], file=self.out, flush=True)
                return
        self.survived.append(mutant)
        print("SURVIVED", mutant.name, f"| {asked} of {len(near)} tests that come by", file=self.out, flush=True)

    def _near(self, mutant: Mutant) -> list[str]:
        """Name the tests that come by the changed line, first those that noticed others of this file, then those that come by little else and are quick."""
        if not self.coming:
            for name, one in self.known.items():
                for line in one.came_by if one.holds else []:
                    self.coming[line].append(name)
                    self.coming[line.partition(" ")[0]].append(name)
        near = dict.fromkeys(self.coming[mutant.line_of])
        return sorted(near, key=lambda name: (-self.knowing[mutant.path, name], len(self.known[name].came_by) * self.known[name].seconds))


def _failure(item: pytest.Item) -> str:
    """Run one test with all its fixtures but those of the session; give what it raised, or nothing."""
    with _at_most(LONGEST):
        reports = runtestprotocol(item, log=False, nextitem=item.session)  # type: ignore[arg-type]
    failed = [report for report in reports if report.failed]
    if not failed:
        return ""
    crash: Any = getattr(failed[0].longrepr, "reprcrash", None)
    return crash.message.splitlines()[0][:90] if crash else failed[0].when


@contextmanager
def _at_most(seconds: int) -> Iterator[None]:
    """End what turns in a circle: so many seconds of work, however busy the machine is."""

    def end(*_: Any) -> None:
        raise TimeoutError("it never ends")

    before = signal.signal(signal.SIGPROF, end)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _kept() -> dict[str, Any]:
    """Read what was learned before; a line is kept once, and named by its number."""
    if not KEPT.exists():
        return {}
    lines, rows = json.loads(KEPT.read_text())
    return {name: row | {"came_by": [lines[number] for number in row["came_by"]]} for name, row in rows.items()}


def _keep(kept: dict[str, Any]) -> None:
    numbers: dict[str, int] = {}
    rows = {name: row | {"came_by": [numbers.setdefault(line, len(numbers)) for line in row["came_by"]]} for name, row in kept.items()}
    KEPT.parent.mkdir(exist_ok=True)
    made = Path(f"{KEPT}.new")
    made.write_text(json.dumps([list(numbers), rows]))
    made.replace(KEPT)
