"""Make plans that eight people of the council write together, with a thread beside each section; print where everything is, as JSON.

python -m tests.faults.scene PLANS       on the database of DATABASE_URL, in which the demo's cast is
"""

import json
import os
import sys
import uuid
from datetime import timedelta
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

# Eight people of the cast who, in these plans and nowhere else, all have the part of a plan's writer; Marcus is the coordinator.
WRITERS = ("marcus", "tess", "hana", "corinne", "sonia", "susan", "iqbal", "owen")
# And who reads there: two parents, a SENCo and a therapist.
READERS = {"amara": "parent", "joel": "parent", "priya": "senco", "lena": "therapist"}
SECTIONS = ("B", "C", "D", "E", "F", "G", "H1", "H2")


def make(plans: int) -> dict[str, Any]:
    """Make everything, and say where it is."""
    import django

    django.setup()
    from permissions.models import User
    from portal.demo.people import session_of

    people = {slug: User.objects.get(email=f"{slug}@example.org") for slug in WRITERS}
    readers = {slug: User.objects.get(email=f"{slug}@example.org") for slug in READERS}
    rounds = [one for _ in range(plans) for one in _plan(list(people.values()), readers)]
    return {
        "people": {slug: {"pk": person.pk, "cookie": f"sessionid={session_of(person)}"} for slug, person in people.items()},
        "readers": {slug: f"sessionid={session_of(person)}" for slug, person in readers.items()},
        "rounds": rounds,
    }


def _plan(people: list[Any], readers: dict[str, Any]) -> list[dict[str, Any]]:
    from comments.actions.open_thread import Opening, open_thread
    from comments.models import Thread
    from permissions import clock, grants
    from permissions.vocabulary import Role
    from plans.actions.add_item import add_item
    from plans.actions.happen import happen
    from plans.actions.open_plan import PlanFacts, open_plan
    from plans.actions.writing import ItemWords
    from plans.models import Happening, Section
    from plans.statute.sections import Kind

    today, now = clock.today(), clock.now()
    child = PlanFacts(
        first_name="Child",
        last_name="Of a test",
        born_on=today.replace(year=today.year - 9, day=1),
        request_received_on=today - timedelta(days=70),
    )
    plan = open_plan(child, by=people[0], today=today, now=now)
    for person in people[1:]:
        grants.give_role(circle=plan.circle, person=person, role=Role.WRITER, from_on=today)
    for slug, role in READERS.items():
        grants.give_role(circle=plan.circle, person=readers[slug], role=Role(role), from_on=today)
    for kind, days in ((Happening.Kind.ASSESS_YES, 60), (Happening.Kind.PLAN_YES, 20)):
        happen(plan, kind, on=today - timedelta(days=days), by=people[0], today=today)
    plan.save()
    reference = plan.circle.shown_reference
    needs = [
        add_item(
            person,
            reference,
            "B",
            ItemWords(kind=Kind.NEED, text="Long instructions are hard.", spec={"area": "communication"}),
            put_forward=True,
            post_key=uuid.uuid4(),
            today=today,
            now=now,
        )
        for person in people[:2]
    ]
    rounds = []
    for section in Section.objects.filter(plan=plan, type_id__in=SECTIONS).order_by("type_id"):
        opening = Opening(text="Is everything in it?", audience=Thread.Audience.EVERYONE)
        thread = open_thread(opening, reference=reference, code=section.type_id, by=people[0], today=today, now=now).thread
        page = f"/plans/{reference}/sections/{section.type_id}/"
        socket = f"/ws/plans/{reference}/sections/{section.type_id}/text/"
        answer = f"/plans/{reference}/threads/{thread.uid}/comments/"
        items = [f"/plans/{reference}/items/{need.uid}/" for need in needs]
        plan_page = f"/plans/{reference}/"
        facts = {"section": section.pk, "code": section.type_id, "thread": thread.pk, "items": items}
        rounds.append(facts | {"plan": plan_page, "page": page, "socket": socket, "answer": answer})
    return rounds


if __name__ == "__main__":
    print(json.dumps(make(int(sys.argv[1]))))
