"""Why the plan changed since the draft, on the page that compares: to whoever asked, to the council, and to everybody else only that the family said it."""

from datetime import timedelta

import pytest

from permissions.ledger import lock
from plans.models import PlanVersion, Suggestion
from plans.queries.because import OF_THE_FAMILY, Because
from plans.queries.compare import WORKING_COPY, compare_versions, read_choices
from plans.record.cutting import cut
from tests.plans.finishing import access_of, asks, replies, sends, serve_drafts
from tests.plans.pages import PLAN, visit

pytestmark = pytest.mark.django_db
REASON = "Because of what you said."
SAID = Because(OF_THE_FAMILY)


@pytest.fixture
def changed(world):
    """Amara asks for other words of B, Joel of F; Lena proposes some of a need, which Amara makes hers. All is agreed, and a final version cut."""
    facts = serve_drafts(world)
    world.now += timedelta(hours=1)
    asked = asks(world, "amara", facts["amaras"], "B", proposed="Sam is nine. He likes maps.", reason="AMARASWHY")
    joels = asks(world, "joel", facts["joels"], "F", facts["help"], proposed="Lena sees Sam every day.", reason="JOELSWHY")
    lenas = asks(world, "lena", None, "B", facts["need"], proposed="Sam follows three words.", role="therapist")
    Suggestion.objects.filter(pk=lenas.pk).update(adopted_for=facts["amaras"], adopted_by=world.amara, adopted_at=world.now)
    for one in (asked, joels, lenas):
        replies(world, one)
    sends(world)
    access = access_of(world, "marcus")
    world.now += timedelta(hours=1)
    world.extra |= facts
    world.extra["final"] = cut(access, PlanVersion.Kind.FINAL, circle=lock(access.plan.circle_id), note="", now=world.now)
    return world


def why(world, slug, older="version", newer="final"):
    """Read why the own words of B, the need and the help changed, as one person reads it."""
    access = access_of(world, slug)
    named = [value if value == WORKING_COPY else str(world.extra[value].uid) for value in (older, newer)]
    sections = {section.code: section for section in compare_versions(access, read_choices(access), *named).sections}
    items = {item.uid: because for section in sections.values() for item, because in section.explained}
    return sections["B"].own_because, items[str(world.extra["need"].uid)], items[str(world.extra["help"].uid)]


AMARA, YOU = "Because Amara Adeyemi asked for it.", "Because you asked for it."
TABLE = {
    "amara": (Because(YOU, REASON), Because("Because Lena Novak proposed it and you made it part of your answer.", REASON), SAID),
    "pam": (
        Because(AMARA, REASON),
        Because("Because Lena Novak proposed it and Amara Adeyemi made it part of their answer.", REASON),
        SAID,
    ),
    "joel": (SAID, SAID, Because(YOU, REASON)),
    "priya": (SAID, SAID, SAID),
    "lena": (SAID, Because("Because you proposed it, and the family made it theirs.", REASON), SAID),
    "marcus": (
        Because(AMARA, REASON),
        Because("Because Lena Novak proposed it and Amara Adeyemi made it part of their answer.", REASON),
        Because("Because Joel Adeyemi asked for it.", REASON),
    ),
}


def test_each_reads_why_as_far_as_it_is_theirs(changed):
    assert {slug: tuple(because for (because,) in why(changed, slug)) for slug in TABLE} == TABLE


def test_the_page_opens_on_what_changed_since_what_one_knows(changed):
    page = visit(changed.joel).get(f"{PLAN}versions/compare/").content.decode()
    assert "Since the version that you read last." not in page
    assert page.count(OF_THE_FAMILY) == 2
    assert page.count(YOU) == 1
    assert [word for word in ("Amara", "AMARASWHY", "Lena Novak proposed") if word in page] == []
    visit(changed.joel).get(f"{PLAN}versions/{changed.extra['version'].uid}/")
    assert "Since the version that you read last." in visit(changed.joel).get(f"{PLAN}versions/compare/").content.decode()


def test_what_came_before_the_older_version_is_no_reason(changed):
    access = access_of(changed, "marcus")
    page = compare_versions(access, read_choices(access), str(changed.extra["final"].uid), WORKING_COPY, everything=True)
    assert {because for section in page.sections for _, because in section.explained} == {()}
    assert {section.own_because for section in page.sections} == {()}
