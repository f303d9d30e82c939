"""The pages on which a plan in force begins to be changed, and stays as it is after all."""

from datetime import timedelta

import pytest

from plans.models import Happening, IssuedDocument, Plan
from portal.models import CouncilSettings, NoticeText
from tests.plans.pages import PLAN, is_nothing_to_strangers, is_refused, is_too_late, page_of, visit
from tests.portal.test_deciding import BY_LAW, day, decided, preview, words_of

AMEND = f"{PLAN}decide/amend/"
WHY = "Sam has moved up to the juniors."


@pytest.fixture
def council(world):
    """Fill in what the letters need."""
    CouncilSettings.objects.update(
        name="Brookshire Council", phone="020 7946 0000", sendiass_name="Fernmouth SENDIASS", sendiass_phone="020 7946 0001"
    )
    CouncilSettings.objects.get().save()
    NoticeText.objects.filter(notice="every", block="adviser").update(words="Call Meadow Mediation on 020 7946 0002.")
    world.move_to("final")
    return world


def typed(world, *, because="outside_review", met=None, on=None, reasons=WHY):
    meeting = day(world.today - timedelta(days=met), "meeting_on") if met is not None else {}
    return {"because": because, "reasons": reasons, **day(on or world.today), **meeting}


def test_a_change_begins_on_its_page_and_the_plan_page_says_so(council):
    world, browser = council, visit(council.marcus)
    assert AMEND in browser.get(PLAN).content.decode()
    assert "stays in force" in page_of(browser.get(AMEND)).words
    done = browser.post(AMEND, typed(world, because="after_review", met=2))
    assert (done.status_code, done["Location"]) == (302, PLAN)
    plan = Plan.objects.get(pk=world.sam.pk)
    assert (plan.amending_on, plan.amending_because, plan.met_on) == (world.today, "after_review", world.today - timedelta(days=2))
    assert "Write the changes that you propose" in page_of(browser.get(PLAN)).words
    hers = page_of(visit(world.amara).get(PLAN)).words
    assert "The council writes the changes that it proposes" in hers
    assert "decide/" not in visit(world.amara).get(PLAN).content.decode()


def test_what_can_not_be_is_said_beside_its_field_and_what_was_typed_stays(council):
    world, browser = council, visit(council.marcus)
    wrong = (
        ({"because": "after_review"}, "Enter the day of the review meeting"),
        ({"met": 2}, "Only a change after a review follows from a review meeting"),
        ({"on": world.today + timedelta(days=1)}, "in the future"),
        ({"on": world.today - timedelta(days=6)}, "before the plan became final"),
        ({"reasons": " "}, "Say what is to change"),
    )
    for facts, sentence in wrong:
        answer = browser.post(AMEND, typed(world, **facts))
        assert answer.status_code == 422
        assert sentence in " ".join(page_of(answer).words.split()), facts
    assert Plan.objects.get(pk=world.sam.pk).amending_on is None


def test_nobody_else_begins_it_and_not_at_another_stage(world):
    world.move_to("final")
    is_nothing_to_strangers(world, AMEND)
    for slug in ("amara", "priya", "tess"):
        is_refused(visit(world.people[slug]).get(AMEND), "decided by the EHC coordinator")
        is_refused(visit(world.people[slug]).post(AMEND, typed(world)), "decided by the EHC coordinator")
    world.move_to("finalising")
    is_too_late(visit(world.marcus).get(AMEND), "Only a plan in force is changed")
    is_too_late(visit(world.marcus).post(AMEND, typed(world)), "Only a plan in force is changed")


def test_that_the_plan_stays_as_it_is_goes_out_with_the_reasons_and_the_right_to_appeal(council):
    world = council
    world.move_to("amending")
    _, shown = preview(world.marcus, "not-amending", world, reasons="The school can do it.")
    assert not IssuedDocument.objects.exists()
    assert "We will not change the plan" in page_of(shown).words
    assert decided(world.marcus, "not-amending", world, reasons="The school can do it.").status_code == 302
    assert Happening.objects.latest("pk").kind == "not_amending"
    for row in IssuedDocument.objects.select_related("recipient"):
        told = words_of(row)
        for words in ("We will not change the plan", "The school can do it.", *BY_LAW):
            assert words in told, words
    assert {row.recipient for row in IssuedDocument.objects.all()} == {world.amara, world.joel}
