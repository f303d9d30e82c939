"""Do what people of Sam's plan did besides writing it: their details, whom they let help, who read what."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from files.intake import Received, receive
from permissions import ledger
from permissions.clock import LONDON
from permissions.models import Membership, User
from permissions.vocabulary import CODES, Code, Role
from plans.access import open_plan
from plans.access.details import ChildsFact, Fact
from plans.actions.let_help_child import let_help_child
from plans.actions.save_childs_details import save_childs_details
from plans.actions.save_details import save_details
from plans.models import Plan
from plans.queries.details import mark_of
from portal.demo import papers
from portal.demo.story import Story

AMARAS: dict[Fact, Any] = {
    Fact.CHILD_LIVES_HERE: True,
    Fact.FIRST_LANGUAGE: "Yoruba",
    Fact.INTERPRETER: "Yes, in Yoruba, at meetings",
}
SAMS: dict[ChildsFact, Any] = {
    ChildsFact.FIRST_LANGUAGE: "English",
    ChildsFact.COMMUNICATION: "One thing at a time, with a drawing. Give him time to answer.",
    ChildsFact.ACCESS_NEEDS: "A quiet room, and his blue ear defenders.",
}

_EDUCATION, _HEALTH, _CARE = (Code.A, Code.B, Code.E, Code.F, Code.K), (Code.A, Code.C, Code.G), (Code.A, Code.D, Code.H1, Code.H2)
# Who, in which role, what, how many days ago and at what time.
READINGS: tuple[tuple[str, Role, tuple[Code, ...], int, time], ...] = (
    ("priya", Role.SENCO, _EDUCATION, 12, time(15, 40)),
    ("lena", Role.THERAPIST, _HEALTH, 11, time(9, 12)),
    ("grace", Role.SOCIAL_WORKER, _CARE, 9, time(11, 5)),
    ("amara", Role.PARENT, (Code.A, Code.B, Code.F), 6, time(7, 50)),
    ("tess", Role.WRITER, tuple(CODES), 5, time(10, 31)),
    ("marcus", Role.COORDINATOR, tuple(CODES), 5, time(14, 2)),
    ("joel", Role.PARENT, (Code.A, Code.E), 4, time(20, 15)),
    ("priya", Role.SENCO, _EDUCATION, 2, time(8, 34)),
    ("hana", Role.MANAGER, (Code.F, Code.I), 1, time(13, 48)),
)  # fmt: skip


def bring_papers(story: Story) -> dict[str, Received]:
    """Receive the reports of professionals and the sleep diary, each under its local id in the story. Outside a transaction: a picture is made anew."""
    found = {"ev-diary": receive(papers.sleep_diary())}
    for item in story.items:
        spec = item.get("spec", {})
        if item["kind"] == "evidence" and item["state"] == "put_forward" and spec.get("obtained") and spec["advice_type"] != "family":
            said = papers.LENAS if item["id"] == "ev-salt" else papers.on_lines(item["text"])
            found[item["id"]] = receive(papers.report(spec["title"], said, spec["author_name"]))
    return found


def keep_details(plan: Plan, cast: Mapping[str, User], *, today: date, now: datetime) -> None:
    """Let Amara say how she and Sam take part, and let Priya help Sam."""
    amara, reference = cast["amara"], plan.circle.shown_reference
    before = {fact.value: False if fact is Fact.CHILD_LIVES_HERE else "" for fact in AMARAS}
    save_details(amara, reference, AMARAS, of=None, seen=mark_of(before), today=today, now=now)
    save_childs_details(amara, reference, SAMS, seen=mark_of({fact.value: "" for fact in SAMS}), today=today, now=now)
    membership = Membership.objects.get(content_object_id=plan.circle_id, user=cast["priya"])
    let_help_child(amara, reference, membership.pk, today=today, now=now)


def read_around(plan: Plan, cast: Mapping[str, User], *, today: date) -> None:
    """Write down who read what on the days before. Outside a transaction: a reading is committed before the page is shown."""
    for slug, role, codes, days, clock in READINGS:
        person, at = cast[slug], datetime.combine(today - timedelta(days=days), clock, LONDON)
        access = open_plan(person, plan.circle.shown_reference, today=today)
        shown = tuple(code for code in codes if code in access.visible_sections)
        ledger.record_read(circle=plan.circle_id, actor=person.pk, role=role, codes=shown, now=at)
