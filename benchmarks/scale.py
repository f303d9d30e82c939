"""Compare a council of 1,000 plans with one of 100,000, on PostgreSQL: home, the plan page, the permission decision, a search.

    python -m benchmarks.scale [--plans 100000]

The same three people in both: Amara with one plan, Marcus with 400, Hana who sees all of them by her team. Both databases are asked by turns in one process,
so that whatever else the machine does falls on both alike.
"""

import argparse
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.house import enter, open_house
from benchmarks.report import Figure, Report, Row, Target, finish, milliseconds, p50_p95, percentile

SIZES = ("small", "large")
SMALL, SAM = 1000, "0000-0SAM"
TIMES, WARM_UP, LONGEST = 100, 3, 45.0
TARGET, WORK = 1.5, "ratio p95 of processor time"
PEOPLE = {"amara": "parent, 1 plan", "marcus": "coordinator, 400 plans", "hana": "manager, all plans"}

Act = Callable[[], Any]


@dataclass
class Measured:
    """The times of one act in the small and in the large database, and its queries in each."""

    what: str
    is_target: bool
    times: dict[str, list[float]] = field(default_factory=lambda: {"small": [], "large": []})
    work: dict[str, list[float]] = field(default_factory=lambda: {"small": [], "large": []})
    queries: dict[str, int] = field(default_factory=dict)

    def row(self) -> Row:
        """Give the figures and their ratio."""
        small, large = (p50_p95(self.times[name]) for name in ("small", "large"))
        figures: dict[str, Figure] = {"queries": self.queries["large"]}
        for name in small:
            figures |= {f"{name} 1k": small[name], f"{name} large": large[name]}
        for name in small:
            figures[f"ratio {name.removesuffix(' ms')}"] = round(float(large[name]) / float(small[name]), 3)
        works = [percentile(self.work[name], 0.95) for name in SIZES]
        figures[WORK] = round(works[1] / works[0], 3)
        if len(set(self.queries.values())) > 1:
            figures["queries"] = f"{self.queries['small']} / {self.queries['large']}"
        return Row(self.what, figures, (Target("ratio p95", TARGET, beside=WORK),) if self.is_target else ())


def measure(plans: int) -> Report:
    """Load both databases and ask them by turns."""
    began = time.perf_counter()
    with open_house() as house:
        names = {size: f"scale_{size}" for size in SIZES}
        urls = {size: house.postgres_copy(name) for size, name in names.items()}
        enter(urls["small"])
        from benchmarks.population import populate

        databases, seconds = Databases(names), {}
        for size, count in (("small", SMALL), ("large", plans)):
            databases.use(size)
            seconds[size] = populate(count)
        measured = _measure(databases)
        databases.close()
    notes = (
        f"Loading took {seconds['small']:.0f} s for {SMALL:,} plans and {seconds['large']:.0f} s for {plans:,}; VACUUM ANALYZE after it.",
        f"Each figure is of {len(measured[0].times['small'])} requests through Django's test client, session and user included, the two databases asked by turns.",
        f"Target (design.md 11): p95 with {plans:,} plans at most {TARGET} times that with {SMALL:,}. Only the ratio is meant to be compared.",
        "Processor time is that of the portal's thread and of the database's process for it: it shows the same ratio on a machine that is busy with other things.",
    )
    title = f"Home, plan page and permission decision: {plans:,} plans against {SMALL:,} (PostgreSQL)"
    return Report("scale", title, tuple(one.row() for one in measured), notes, time.perf_counter() - began)


class Databases:
    """Two databases of one server, each with a connection of its own that stays open; one of them is in use."""

    def __init__(self, names: dict[str, str]) -> None:
        from django.db import connections

        first = connections["default"]
        self._all = connections
        self._open = {size: first.__class__(first.settings_dict | {"NAME": name}, "default") for size, name in names.items()}

    def use(self, size: str) -> None:
        """Let everything that follows ask this database."""
        self._all["default"] = self._open[size]

    def processor_ms(self) -> float:
        """Say how long the processor has worked so far, for this process and for the database's part of it: a busy machine makes no difference to that."""
        from django.db import connection

        connection.ensure_connection()
        spent = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text(encoding="ascii").split()[0]
        return time.thread_time() * 1000 + int(spent) / 1e6

    def close(self) -> None:
        """Close both."""
        for connection in self._open.values():
            connection.close()


def _measure(databases: Databases) -> list[Measured]:
    """Ask for one thing after the other, the databases by turns."""
    acts: dict[str, dict[str, Act]] = {}
    for size in SIZES:
        databases.use(size)
        acts[size] = _acts()
    measured = [Measured(what, not what.startswith(("search", "home's queries"))) for what in acts["small"]]
    for one in measured:
        for size in SIZES:
            databases.use(size)
            _warm_up(one, size, acts[size][one.what])
    end = time.monotonic() + LONGEST
    for turn in range(TIMES):
        if turn >= 20 and time.monotonic() > end:
            break
        for one in measured:
            for size in random.sample(SIZES, 2):
                databases.use(size)
                before = databases.processor_ms()
                one.times[size].append(milliseconds(acts[size][one.what]))
                one.work[size].append(databases.processor_ms() - before)
    return measured


def _warm_up(one: Measured, size: str, act: Act) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for _ in range(WARM_UP):
        act()
    with CaptureQueriesContext(connection) as seen:
        act()
    one.queries[size] = len(seen)


def _acts() -> dict[str, Act]:
    """Give what is measured, for the database in use: each person signed in, and what the ledger remembers of their reading forgotten."""
    from permissions import clock, ledger
    from permissions.models import User
    from plans.access import open_plan
    from portal.forms.search import read_search
    from portal.pages import home as pages

    ledger.forget_reads()
    acts: dict[str, Act] = {}
    for slug, words in PEOPLE.items():
        person, today = User.objects.get(email=f"{slug}@example.org"), clock.today()
        acts[f"home, {words}"] = _get(person, "/home/?all=1")
        acts[f"home's queries alone, {words}"] = lambda person=person, today=today: pages.home(
            person, search=read_search(""), place=None, today=today
        )
        acts[f"plan page, {words}"] = _get(person, f"/plans/{SAM}/")
        acts[f"permission decision, {words}"] = lambda person=person, today=today: open_plan(person, SAM, today=today)
        if slug != "amara":
            for what, typed in (("a name", "Sam Adeyemi"), ("a reference", SAM)):
                acts[f"search by {what}, {words}"] = lambda person=person, today=today, typed=typed: pages.home(
                    person, search=read_search(typed), place=None, today=today
                )
    return acts


def _get(person: Any, address: str) -> Act:
    from django.conf import settings
    from django.test import Client

    browser = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
    browser.force_login(person)

    def ask() -> None:
        assert browser.get(address).status_code == 200, address

    return ask


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=int, default=100_000)
    finish(measure(parser.parse_args().plans))
