"""What it costs to save an item, to save a section, to cut a version and to compare two: queries and milliseconds, on SQLite and on PostgreSQL.

    python -m benchmarks.save

Whole requests by Marcus in Sam's plan through Django's test client, session and user included.
"""

import json
import re
import sys
import time
import uuid
from collections.abc import Callable
from typing import Any

from benchmarks.house import enter, inside, open_house
from benchmarks.report import Figure, Report, Row, Target, finish, milliseconds, p50_p95

TIMES, WARM_UP = 25, 2
SAM = "/plans/0000-0SAM/"
DATABASES = ("SQLite", "PostgreSQL")
Act = Callable[[], Any]
BUDGETS = {"save an item": 10, "save a section": 10, "compare two versions": 10, "cut a version": 30}


def measure() -> Report:
    """Measure on both databases, each in a process of its own."""
    began = time.perf_counter()
    found: dict[str, Any] = {}
    with open_house() as house:
        for kind in DATABASES:
            found[kind] = inside("benchmarks.save", house.copy(kind, "save"))
    rows = [
        Row(f"{what}, {kind}", found[kind][what], (Target("queries", budget),)) for what, budget in BUDGETS.items() for kind in DATABASES
    ]
    notes = (
        f"{TIMES} times each; queries as the database saw them, without BEGIN and COMMIT. Both databases write durably before the answer (SQLite: synchronous=FULL).",
        "Budgets (design.md 11): save 10 queries, compare 10, cut (and serve) 30. Milliseconds have no budget here.",
    )
    return Report("save", "Saving, cutting and comparing", tuple(rows), notes, time.perf_counter() - began)


def _inside() -> dict[str, dict[str, Figure]]:
    return {what: _measured(before, act) for what, (before, act) in _acts().items()}


def _measured(before: Act, act: Act) -> dict[str, Figure]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for _ in range(WARM_UP):
        before()
        act()
    before()
    with CaptureQueriesContext(connection) as seen:
        act()
    asked = [query for query in seen.captured_queries if query["sql"] not in ("BEGIN", "COMMIT", "BEGIN IMMEDIATE")]
    times = []
    for _ in range(TIMES):
        before()
        times.append(milliseconds(act))
    return {"queries": len(asked), **p50_p95(times)}


def _acts() -> dict[str, tuple[Act, Act]]:
    """Give what is measured, each with what has to happen before it and is not timed."""
    from django.test import Client

    from benchmarks.browser import forms_in
    from permissions.models import User

    browser = Client(headers={"host": "localhost"})
    browser.force_login(User.objects.get(email="marcus@example.org"))

    def page(address: str) -> str:
        return browser.get(address).content.decode()

    edit = f"{SAM}sections/F/edit/"
    item = re.findall(rf'href="({SAM}items/[0-9a-f-]+/)"', page(edit))[0]
    item_form = next(form for form in forms_in(page(item)) if "seq" in form.fields and "text" in form.fields).fields
    section_form = next(form for form in forms_in(page(edit)) if "seq" in form.fields and "narrative" in form.fields).fields

    def saving(address: str, fields: dict[str, str], words: str) -> Callable[[], None]:
        said = fields[words].strip()

        def save() -> None:
            fields[words] = f"{said} ({uuid.uuid4().hex[:8]})"
            assert browser.post(address, fields).status_code == 302
            fields["seq"] = str(int(fields["seq"]) + 1)

        return save

    save_item = saving(item, item_form, "text")

    def cut() -> None:
        assert browser.post(f"{SAM}versions/new/", {"note": f"Measured {uuid.uuid4().hex[:8]}"}).status_code == 302

    values = list(dict.fromkeys(re.findall(r'value="(working|[0-9a-f-]{36})"', page(f"{SAM}versions/compare/"))))

    def compare() -> None:
        assert browser.get(f"{SAM}versions/compare/", {"from": values[-1], "to": values[0], "show": "changes"}).status_code == 200

    nothing = lambda: None  # noqa: E731
    return {
        "save an item": (nothing, save_item),
        "save a section": (nothing, saving(edit, section_form, "narrative")),
        "compare two versions": (nothing, compare),
        "cut a version": (save_item, cut),
    }


if __name__ == "__main__":
    if "--inside" in sys.argv:
        import os

        enter(os.environ["DATABASE_URL"])
        print(json.dumps(_inside()))
    else:
        finish(measure())
