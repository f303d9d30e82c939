"""Make plans with 250 live texts that four people of the council may write, and four texts with a long history; print where they are, as JSON.

python -m benchmarks.live.texts --inside PLANS SECTIONS_EACH SIZE ...
"""

import json
import os
import sys
from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from permissions.models import User
    from plans.models import Plan, Section

# Who writes, and in which role; all of them edit each of these sections while a plan is drafted.
WRITERS = {"marcus": "coordinator", "tess": "writer", "hana": "manager", "corinne": "writer"}
SECTIONS = ("B", "C", "D", "E", "F", "G", "H1", "H2")
# The Yjs numbers of the writers; in the texts with a history the same people have others.
CLIENTS = (101, 102, 103, 104)
PAST_CLIENTS = (51, 52)


def make(plans: int, each: int, sizes: list[int]) -> dict[str, Any]:
    """Make everything, and say where it is."""
    import django

    django.setup()
    from permissions.models import User
    from portal.demo.people import session_of

    people = [User.objects.get(email=f"{slug}@example.org") for slug in WRITERS]
    made = [_plan(people) for _ in range(plans)]
    sections = [section for plan in made for section in _sections(plan)[:each]]
    past = iter(_sections(_plan(people)))
    histories = [_remember(next(past), people, size, with_snapshot) for size in sizes for with_snapshot in (False, True)]
    return {
        "texts": [{"path": path_of(section), "section": section.pk} for section in sections],
        "histories": histories,
        "cookies": [f"sessionid={session_of(person)}" for person in people],
        "people": [person.pk for person in people],
    }


def _plan(people: "list[User]") -> "Plan":
    """Open a plan that is being drafted, with the four in its circle."""
    from permissions import clock, grants
    from permissions.vocabulary import Role
    from plans.actions.happen import happen
    from plans.actions.open_plan import PlanFacts, open_plan
    from plans.models import Happening

    today, now = clock.today(), clock.now()
    facts = PlanFacts(
        first_name="Child",
        last_name="Of a benchmark",
        born_on=today.replace(year=today.year - 9, day=1),
        request_received_on=today - timedelta(days=70),
    )
    plan = open_plan(facts, by=people[0], today=today, now=now)
    for person, role in zip(people[1:], list(WRITERS.values())[1:], strict=True):
        grants.give_role(circle=plan.circle, person=person, role=Role(role), from_on=today)
    for kind, days in ((Happening.Kind.ASSESS_YES, 60), (Happening.Kind.PLAN_YES, 20)):
        happen(plan, kind, on=today - timedelta(days=days), by=people[0], today=today)
    plan.save()
    return plan


def _sections(plan: "Plan") -> "list[Section]":
    from plans.models import Section

    return list(Section.objects.filter(plan=plan, type_id__in=SECTIONS).select_related("plan__circle").order_by("type_id"))


def path_of(section: "Section") -> str:
    """Give the socket of a section's own words."""
    return f"/ws/plans/{section.plan.circle.shown_reference}/sections/{section.type_id}/text/"


def _remember(section: "Section", people: "list[User]", size: int, with_snapshot: bool) -> dict[str, Any]:
    """Write the log of a text that was edited so many times today; with the newest snapshot as a room leaves it, or without any."""
    from benchmarks.live.hands import history
    from permissions import clock
    from plans.models import LiveText, Section, TextClient, TextSnapshot, TextUpdate

    past, now = history(PAST_CLIENTS, size), clock.now()
    covered = size // 500 * 500
    text = LiveText.objects.create(section=section, n=size, settled_n=size, stored_bytes=sum(len(update) for _, update in past.updates))
    TextClient.objects.bulk_create(
        [TextClient(text=text, number=number, person=person) for number, person in zip(PAST_CLIENTS, people, strict=False)]
    )
    TextUpdate.objects.bulk_create(
        [
            TextUpdate(
                text=text,
                n=n,
                by=people[place],
                role=list(WRITERS.values())[place],
                content=update,
                at=now - timedelta(seconds=(size - n) * 36_000 / size),
            )
            for n, (place, update) in enumerate(past.updates, start=1)
        ],
        batch_size=100,
    )
    if with_snapshot:
        from benchmarks.live.hands import whole

        TextSnapshot.objects.create(text=text, n=covered, content=whole([update for _, update in past.updates[:covered]]), at=now)
    Section.objects.filter(pk=section.pk).update(narrative=past.words)
    return {"size": size, "with_snapshot": with_snapshot, "path": path_of(section), "section": section.pk, "words": past.words}


def settle() -> int:
    """Bring the words of all plans up to their logs; give how many texts were behind."""
    import django

    django.setup()
    from permissions import clock
    from plans.actions.settle_texts import settle_texts
    from plans.models import Plan

    return sum(settle_texts(circle, now=clock.now()) for circle in Plan.objects.values_list("circle", flat=True))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    assert sys.argv[1] == "--inside"
    if sys.argv[2] == "settle":
        print(json.dumps(settle()))
    else:
        many, each, *wanted = map(int, sys.argv[2:])
        print(json.dumps(make(many, each, wanted)))
