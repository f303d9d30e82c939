"""The decision for a whole plan, beside what guardian does when it is asked the way its own manual shows.

    python -m benchmarks.permission

Ours: one `open_plan`, which answers for twelve sections and six verbs, with role, exceptions and stage. guardian: the same twelve sections and six verbs from rows of
its own on Section (its faster, direct kind), asked object by object; it knows neither stage nor time. PostgreSQL, the demo's database, by turns.
"""

import json
import os
import random
import sys
import time
from collections.abc import Callable
from typing import Any

from benchmarks.house import enter, inside, open_house
from benchmarks.report import Figure, Report, Row, Target, finish, milliseconds, p50_p95

TIMES, WARM_UP, SAM = 25, 1, "0000-0SAM"
OURS = "the portal: open_plan"
BUDGET = 3


def measure() -> Report:
    """Ask all ways by turns, in one process."""
    began = time.perf_counter()
    with open_house() as house:
        found: dict[str, dict[str, Figure]] = inside("benchmarks.permission", house.postgres_copy("permission"))
    rows = []
    for what, figures in found.items():
        ratios = {
            f"times ours, {key.removesuffix(' ms')}": round(float(figures[key]) / float(found[OURS][key]), 2)
            for key in ("p50 ms", "p95 ms")
        }
        targets = (Target("queries", BUDGET),) if what == OURS else ()
        rows.append(Row(what, {**figures, **ratios}, targets))
    notes = (
        f"{TIMES} times each, for Lena (therapist) in Sam's plan: 12 sections, {len(_verbs())} verbs.",
        "The loop is what `user.has_perm(perm, section)` comes to with guardian's own backend.",
        "prefetch_perms is guardian at its best; it answers from rows that would have to be written for every person, section and verb, and does not know the stage.",
        f"Budget (design.md 11): {BUDGET} queries for a whole plan.",
    )
    return Report(
        "permission", "The permission decision for a whole plan, and guardian's own ways", tuple(rows), notes, time.perf_counter() - began
    )


def _verbs() -> list[str]:
    from permissions.vocabulary import VERBS

    return [str(verb) for verb in VERBS]


def _inside() -> dict[str, dict[str, Figure]]:
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext

    ours, theirs = _ours(), {}
    with transaction.atomic():
        times: dict[str, list[float]] = {}
        queries: dict[str, int] = {}
        theirs = _guardians()
        acts = {OURS: ours, **theirs}
        for what, act in acts.items():
            for _ in range(WARM_UP):
                act()
            with CaptureQueriesContext(connection) as seen:
                act()
            queries[what] = len(seen)
        for _ in range(TIMES):
            for what in random.sample(list(acts), len(acts)):
                times.setdefault(what, []).append(milliseconds(acts[what]))
        transaction.set_rollback(True)
    return {what: {"queries": queries[what], **p50_p95(times[what])} for what in acts}


def _ours() -> Callable[[], Any]:
    from permissions import clock
    from plans.access import open_plan

    person, today = _lena(), clock.today()
    return lambda: open_plan(person, SAM, today=today)


def _lena() -> Any:
    from permissions.models import User

    return User.objects.get(email="lena@example.org")


def _guardians() -> dict[str, Callable[[], Any]]:
    """Write guardian's own rows for one person (thrown away afterwards), and give three ways to ask for them."""
    from django.contrib.auth.models import Permission
    from guardian.backends import ObjectPermissionBackend
    from guardian.core import ObjectPermissionChecker

    from permissions import clock
    from plans.models import Section, SectionGrant

    person, codenames = _lena(), [f"{verb}_section" for verb in _verbs()]
    sections = list(Section.objects.filter(plan__circle__reference=SAM.replace("-", "")))
    permissions = list(Permission.objects.filter(codename__in=codenames, content_type__app_label="plans"))
    assert (len(sections), len(permissions)) == (12, len(codenames))
    SectionGrant.objects.bulk_create(
        SectionGrant(
            user=person, content_object=section, permission=permission, granted_at=clock.now(), granted_by=person, reason="measured"
        )
        for section in sections
        for permission in permissions
        if (section.pk + permission.pk) % 2
    )
    backend = ObjectPermissionBackend()

    def loop() -> list[bool]:
        return [backend.has_perm(person, f"plans.{codename}", section) for section in sections for codename in codenames]

    def checker_each() -> list[list[str]]:
        return [ObjectPermissionChecker(person).get_perms(section) for section in sections]

    def prefetched() -> list[list[str]]:
        checker = ObjectPermissionChecker(person)
        checker.prefetch_perms(sections)
        return [checker.get_perms(section) for section in sections]

    return {
        "guardian: has_perm for each section and verb": loop,
        "guardian: ObjectPermissionChecker for each section": checker_each,
        "guardian: one checker, prefetch_perms": prefetched,
    }


if __name__ == "__main__":
    if "--inside" in sys.argv:
        enter(os.environ["DATABASE_URL"])
        print(json.dumps(_inside()))
    else:
        finish(measure())
