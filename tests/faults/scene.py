"""Make plans that eight people of the council write together, with a thread beside each section; print where everything is, as JSON.

python -m tests.faults.scene PLANS       on the database of DATABASE_URL, in which the demo's cast is
"""

import json
import os
import sys
from datetime import timedelta
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

# Eight people of the cast who, in these plans and nowhere else, all have the part of a plan's writer; Marcus is the coordinator.
WRITERS = ("marcus", "tess", "hana", "corinne", "sonia", "susan", "iqbal", "owen")
SECTIONS = ("B", "C", "D", "E", "F", "G", "H1", "H2")


def make(plans: int) -> dict[str, Any]:
    """Make everything, and say where it is."""
    import django

    django.setup()
    from permissions.models import User
    from portal.demo.people import session_of

    people = {slug: User.objects.get(email=f"{slug}@example.org") for slug in WRITERS}
    rounds = [one for _ in range(plans) for one in _plan(list(people.values()))]
    return {
        "people": {slug: {"pk": person.pk, "cookie": f"sessionid={session_of(person)}"} for slug, person in people.items()},
        "rounds": rounds,
    }


def _plan(people: list[Any]) -> list[dict[str, Any]]:
    from comments.actions.open_thread import Opening, open_thread
    from comments.models import Thread
    from permissions import clock, grants
    from permissions.vocabulary import Role
    from plans.actions.happen import happen
    from plans.actions.open_plan import PlanFacts, open_plan
    from plans.models import Happening, Section

    today, now = clock.today(), clock.now()
    facts = PlanFacts(
        first_name="Child",
        last_name="Of a test",
        born_on=today.replace(year=today.year - 9, day=1),
        request_received_on=today - timedelta(days=70),
    )
    plan = open_plan(facts, by=people[0], today=today, now=now)
    for person in people[1:]:
        grants.give_role(circle=plan.circle, person=person, role=Role.WRITER, from_on=today)
    for kind, days in ((Happening.Kind.ASSESS_YES, 60), (Happening.Kind.PLAN_YES, 20)):
        happen(plan, kind, on=today - timedelta(days=days), by=people[0], today=today)
    plan.save()
    reference = plan.circle.shown_reference
    rounds = []
    for section in Section.objects.filter(plan=plan, type_id__in=SECTIONS).order_by("type_id"):
        opening = Opening(text="Is everything in it?", audience=Thread.Audience.EVERYONE)
        thread = open_thread(opening, reference=reference, code=section.type_id, by=people[0], today=today, now=now).thread
        page = f"/plans/{reference}/sections/{section.type_id}/"
        socket = f"/ws/plans/{reference}/sections/{section.type_id}/text/"
        answer = f"/plans/{reference}/threads/{thread.uid}/comments/"
        rounds.append({"section": section.pk, "page": page, "socket": socket, "answer": answer, "thread": thread.pk})
    return rounds


if __name__ == "__main__":
    print(json.dumps(make(int(sys.argv[1]))))
