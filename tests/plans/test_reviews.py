"""Review a plan in force: arrange it, invite the five, send round what people say, hold it, report it, keep the plan or change it."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from permissions.models import Child
from permissions.refusals import Invalid, NotFound, NotNow, NotPermitted
from permissions.vocabulary import Stage
from plans.access import open_plan
from plans.actions.answer_early_review import answer_early_review
from plans.actions.ask_early_review import ask_early_review
from plans.actions.call_off_review import call_off_review
from plans.actions.circulate_advice import circulate_advice
from plans.actions.give_review_advice import give_review_advice
from plans.actions.hold_review import Held, hold_review
from plans.actions.invite_to_review import Outsider, invite_to_review
from plans.actions.maintain_plan import maintain_plan
from plans.actions.schedule_review import Meeting, schedule_review
from plans.actions.send_review_report import send_review_report
from plans.actions.start_amending import start_amending
from plans.actions.write_review_report import write_review_report
from plans.models import Happening, Plan, Review, ReviewAdvice, ReviewInvitee, ReviewReport, ReviewRequest
from plans.queries.review_forms import report_to_write
from plans.queries.review_pages import read_review_page
from plans.queries.reviews import Report, current_review
from plans.statute.amending import Because
from tests.plans.reviewing_help import MEETING_IN, THE_FIVE, WORDS, announced, arranged, held, says, sent_round, when
from tests.world import SAM

REPORT = {"recommendation": "keep", "reasons": "He gets on.", "views": "He likes it.", "differences": "All agree."}


def page_of(world, slug, days=0):
    return read_review_page(open_plan(world.people[slug], SAM, today=world.today + timedelta(days=days)))


def words_on(page):
    return {card.words for card in (*page.advice, *([page.own] if page.own else []))}


def test_the_senco_and_the_council_arrange_a_review_and_nobody_else(world):
    review = arranged(world)
    assert (review.kind, review.meeting_on, review.late_because) == ("yearly", world.today + timedelta(days=15), "")
    call_off_review(world.marcus, SAM, because="The hall is closed.", **when(world))
    meeting = Meeting(kind="yearly", meeting_on=world.today + timedelta(days=20), place="At school")
    for slug, refusal in {"amara": NotPermitted, "lena": NotPermitted, "tess": NotPermitted, "nadia": NotFound, "root": NotFound}.items():
        with pytest.raises(refusal):
            schedule_review(world.people[slug], SAM, meeting, **when(world))
    assert schedule_review(world.hana, SAM, meeting, **when(world)).meeting_on == world.today + timedelta(days=20)


@pytest.mark.parametrize("stage", ["drafting", "finalising", "amending", "ceasing", "ended"])
def test_only_a_plan_in_force_is_reviewed(world, stage):
    world.move_to(stage)
    meeting = Meeting(kind="yearly", meeting_on=world.today + timedelta(days=30), place="At school")
    for person in (world.priya, world.marcus):
        with pytest.raises(NotNow):
            schedule_review(person, SAM, meeting, **when(world))


def test_one_review_is_arranged_at_a_time(world):
    arranged(world)
    with pytest.raises(NotNow):
        schedule_review(world.marcus, SAM, Meeting(kind="early", meeting_on=world.today + timedelta(days=30), place="Here"), **when(world))
    with pytest.raises(DatabaseError), transaction.atomic():
        Review.objects.create(
            plan=world.sam, kind="early", meeting_on=world.today, place="Here", scheduled_by=world.marcus, scheduled_at=world.now
        )


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"meeting_on": 13}, "meeting_on"),
        ({"place": " "}, "place"),
        ({"phase": "school"}, "phase"),
        ({"meeting_on": 340}, "late_because"),
    ],
)
def test_what_cannot_be_arranged_is_said_beside_its_field(world, facts, field):
    world.move_to("final")
    days = facts.pop("meeting_on", 30)
    said = {"kind": "yearly", "place": "At school", "meeting_on": world.today + timedelta(days=days)} | facts
    with pytest.raises(Invalid) as refused:
        schedule_review(world.priya, SAM, Meeting(**said), **when(world))
    assert set(refused.value.errors) == {field}


def test_a_meeting_in_two_weeks_is_taken_and_one_after_its_last_day_with_a_reason(world):
    assert arranged(world, meeting_on=world.today + timedelta(days=14)).late_because == ""
    call_off_review(world.priya, SAM, because="Snow.", **when(world))
    late = Meeting(kind="yearly", meeting_on=world.today + timedelta(days=340), place="Here", late_because="He was ill.")
    assert schedule_review(world.priya, SAM, late, **when(world)).late_because == "He was ill."


def test_the_five_are_invited_both_parents_always_each_by_themselves(world):
    review = announced(world, "lena")
    found = {(row.person.email.split("@")[0], row.group) for row in review.invitees.select_related("person")}
    assert found == {
        ("amara", "family"),
        ("joel", "family"),
        ("priya", "setting"),
        ("marcus", "council"),
        ("rao", "health"),
        ("grace", "social_care"),
        ("lena", "health"),
    }


def test_without_one_of_the_five_no_invitation_goes_out_unless_somebody_is_named_by_hand(world):
    arranged(world)
    people = [world.people[slug].pk for slug in ("priya", "marcus", "rao")]
    with pytest.raises(Invalid, match="an officer of social care"):
        invite_to_review(world.priya, SAM, people=people, **when(world))
    assert not ReviewInvitee.objects.exists()
    review = invite_to_review(world.priya, SAM, people=people, outsiders=[Outsider("social_care", "Ms Reed, early help")], **when(world))
    assert review.invitees.get(person=None).name == "Ms Reed, early help"
    with pytest.raises(NotNow):
        invite_to_review(world.priya, SAM, people=people, **when(world))


@pytest.mark.parametrize(("days", "goes"), [(0, True), (1, True), (2, False)])
def test_the_invitations_leave_two_weeks_before(world, days, goes):
    arranged(world)
    people = [world.people[slug].pk for slug in THE_FIVE]
    if goes:
        assert invite_to_review(world.priya, SAM, people=people, **when(world, days)).invited_on == world.today + timedelta(days=days)
        return
    with pytest.raises(Invalid, match="last day for the invitations"):
        invite_to_review(world.priya, SAM, people=people, **when(world, days))


def test_whoever_is_invited_says_something_and_nobody_else(world):
    announced(world)
    says(world, "amara", "rao")
    for slug, refusal in {"lena": NotPermitted, "pam": NotPermitted, "susan": NotPermitted, "nadia": NotFound}.items():
        with pytest.raises(refusal):
            give_review_advice(world.people[slug], SAM, words="Me too.", **when(world))
    assert ReviewAdvice.objects.count() == 2
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ReviewAdvice.objects.update(words="Other words.")


def test_what_came_on_paper_is_typed_by_whoever_arranges_it_and_by_nobody_else(world):
    review = announced(world)
    rao = review.invitees.get(person=world.rao).pk
    for slug in ("amara", "grace"):
        with pytest.raises(NotPermitted):
            give_review_advice(world.people[slug], SAM, words="He is well.", of=rao, came_on=world.today, **when(world))
    for came_on in (world.today + timedelta(days=1), world.today - timedelta(days=1)):
        with pytest.raises(Invalid):
            give_review_advice(world.priya, SAM, words="He is well.", of=rao, came_on=came_on, **when(world))
    advice = give_review_advice(world.priya, SAM, words="He is well.", of=rao, came_on=world.today, **when(world))
    assert (advice.invitee.person, advice.by, advice.role) == (world.rao, world.priya, "senco")


def test_before_it_is_sent_round_only_the_author_and_whoever_arranges_it_read_it(world):
    announced(world)
    says(world, "amara", "joel", "rao")
    assert words_on(page_of(world, "priya")) == words_on(page_of(world, "susan")) == {WORDS[slug] for slug in ("amara", "joel", "rao")}
    for slug in ("amara", "rao"):
        assert words_on(page_of(world, slug)) == {WORDS[slug]}
    assert words_on(page_of(world, "grace")) == words_on(page_of(world, "lena")) == set()


def test_once_it_is_sent_round_everybody_invited_reads_it_but_no_parent_what_the_other_says(world):
    announced(world)
    says(world, "amara", "joel", "priya", "rao")
    with pytest.raises(Invalid):
        circulate_advice(world.priya, SAM, without_the_rest=False, **when(world, 1))
    circulate_advice(world.priya, SAM, without_the_rest=True, **when(world, 1))
    both = {WORDS[slug] for slug in ("amara", "joel", "priya", "rao")}
    assert words_on(page_of(world, "grace")) == both
    assert words_on(page_of(world, "amara")) == words_on(page_of(world, "pam")) == both - {WORDS["joel"]}
    assert words_on(page_of(world, "joel")) == both - {WORDS["amara"]}
    assert words_on(page_of(world, "lena")) == set()
    assert {line.state for line in page_of(world, "grace").invitees if line.name in ("Grace Obi", "Marcus Bell")} == {"Asked, not received"}


def test_no_parent_is_told_of_the_other_on_the_page_of_the_review(world):
    held(world)
    for slug, other in (("amara", "Joel"), ("joel", "Amara"), ("pam", "Joel")):
        assert other not in str(page_of(world, slug, MEETING_IN)), slug
    assert {line.name for line in page_of(world, "priya", MEETING_IN).invitees} >= {"Amara Adeyemi", "Joel Adeyemi"}


def test_the_page_of_a_parent_is_the_same_whatever_the_other_one_says(world):
    announced(world)
    says(world, "joel", "rao")
    before = page_of(world, "joel")
    says(world, "amara")
    assert page_of(world, "joel") == before


def test_a_meeting_is_recorded_with_who_was_there_and_how_the_child_took_part(world):
    review = held(world)
    plan = Plan.objects.get(pk=world.sam.pk)
    assert (review.met.kind, review.met_on, plan.review_met_on) == ("review_met", world.today + timedelta(days=15), review.met_on)
    assert open_plan(world.marcus, SAM, today=world.today + timedelta(days=MEETING_IN)).stage is Stage.FINAL
    there = set(review.invitees.filter(attended=True).values_list("person__name", flat=True))
    assert there == {"Amara Adeyemi", "Priya Raman", "Marcus Bell"}
    assert not review.invitees.filter(attended=None).exists()
    with pytest.raises(NotNow):
        hold_review(world.priya, SAM, Held(on=review.met_on, there=[], childs_part="whole"), **when(world, MEETING_IN))


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"childs_part": ""}, "childs_part"),
        ({"childs_part": "not", "childs_voice": ""}, "childs_voice"),
        ({"days": 16}, "on"),
        ({"days": -1}, "on"),
    ],
)
def test_a_meeting_without_the_childs_part_or_on_a_wrong_day_is_not_recorded(world, facts, field):
    sent_round(world)
    on = world.today + timedelta(days=facts.pop("days", 15))
    with pytest.raises(Invalid) as refused:
        hold_review(world.priya, SAM, Held(**({"on": on, "there": [], "childs_part": "whole"} | facts)), **when(world, MEETING_IN))
    assert set(refused.value.errors) == {field}
    assert not Happening.objects.filter(kind="review_met").exists()


def outcomes(world, progress="met"):
    access = open_plan(world.priya, SAM, today=world.today)
    found = report_to_write(access, current_review(world.sam)).outcomes
    return [{"uid": one.uid, "title": one.title, "progress": progress, "words": "He asked twice."} for one in found]


def test_a_report_is_saved_half_written_and_sent_whole_and_stays_then(world):
    held(world)
    write_review_report(world.priya, SAM, Report(reasons="He gets"), **when(world, MEETING_IN))
    assert page_of(world, "amara", MEETING_IN).report is None
    said = outcomes(world)
    assert [one["title"] for one in said] == ["By July Sam will ask for help"]
    send_review_report(world.priya, SAM, Report(**REPORT, outcomes=said), **when(world, MEETING_IN))
    for slug in ("amara", "joel", "rao", "susan"):
        report = page_of(world, slug, MEETING_IN).report
        assert (report.recommendation, report.outcomes[0][1]) == ("Keep the plan as it is", "Met")
    assert page_of(world, "lena", MEETING_IN).report is None
    with pytest.raises(NotNow):
        write_review_report(world.priya, SAM, Report(), **when(world, MEETING_IN))
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ReviewReport.objects.update(reasons="Other words.")


@pytest.mark.parametrize("missing", ["recommendation", "reasons", "views", "differences", "progress_1", "adulthood"])
def test_a_report_that_lacks_a_part_is_not_sent(world, missing):
    held(world)
    if missing == "adulthood":
        Child.objects.filter(pk=world.sam.circle.child_id).update(born_on=world.today.replace(year=world.today.year - 15))
    said = outcomes(world, progress="" if missing == "progress_1" else "met")
    report = Report(**(REPORT | {missing: ""} if missing in REPORT else REPORT), outcomes=said)
    with pytest.raises(Invalid) as refused:
        send_review_report(world.priya, SAM, report, **when(world, MEETING_IN))
    assert set(refused.value.errors) == {missing}
    assert not ReviewReport.objects.exclude(sent_on=None).exists()


def test_from_year_nine_on_a_report_that_plans_for_adult_life_is_sent(world):
    held(world)
    Child.objects.filter(pk=world.sam.circle.child_id).update(born_on=world.today.replace(year=world.today.year - 15))
    report = Report(**REPORT, adulthood="He would like to cook.", outcomes=outcomes(world))
    assert send_review_report(world.priya, SAM, report, **when(world, MEETING_IN)).sent_on == world.today + timedelta(days=MEETING_IN)


def test_the_plan_is_kept_after_the_meeting_and_the_year_begins_again(world):
    held(world)
    on = world.today + timedelta(days=MEETING_IN)
    for slug, refusal in {"priya": NotPermitted, "amara": NotPermitted, "tess": NotPermitted, "nadia": NotFound}.items():
        with pytest.raises(refusal):
            maintain_plan(world.people[slug], SAM, on=on, reasons="It works.", **when(world, MEETING_IN))
    for day, reasons in ((on, " "), (on + timedelta(days=1), "It works."), (on - timedelta(days=1), "It works.")):
        with pytest.raises(Invalid):
            maintain_plan(world.marcus, SAM, on=day, reasons=reasons, **when(world, MEETING_IN))
    maintain_plan(world.marcus, SAM, on=on, reasons="It works.", **when(world, MEETING_IN))
    plan = Plan.objects.get(pk=world.sam.pk)
    assert (plan.reviewed_on, plan.review_met_on, current_review(plan)) == (on, None, None)
    assert plan.next_due_on == on.replace(year=on.year + 1) - timedelta(days=1)


def test_nothing_is_decided_before_the_meeting(world):
    sent_round(world)
    with pytest.raises(NotNow):
        maintain_plan(world.marcus, SAM, on=world.today, reasons="It works.", **when(world))


def test_a_plan_that_is_changed_after_its_review_counts_its_next_year_from_that_decision(world):
    review = held(world)
    on = review.met_on
    start_amending(
        world.marcus, SAM, because=Because.AFTER_REVIEW, on=on, meeting_on=on, reasons="Section F changes.", **when(world, MEETING_IN)
    )
    plan = Plan.objects.get(pk=world.sam.pk)
    assert (plan.reviewed_on, plan.review_met_on, current_review(plan)) == (on, None, None)
    assert page_of(world, "amara", MEETING_IN).past


def test_an_early_review_is_asked_for_by_the_family_and_the_school_and_answered_to_them_alone(world):
    world.move_to("final")
    asked = ask_early_review(world.amara, SAM, words="He has moved class.", **when(world))
    with pytest.raises(NotNow):
        ask_early_review(world.amara, SAM, words="Again.", **when(world))
    for slug, refusal in {"lena": NotPermitted, "marcus": NotPermitted, "pam": NotPermitted, "nadia": NotFound}.items():
        with pytest.raises(refusal):
            ask_early_review(world.people[slug], SAM, words="Please.", **when(world))
    for person in (world.priya, world.joel):
        with pytest.raises(NotPermitted):
            answer_early_review(person, SAM, asked.uid, is_agreed=True, answer="", **when(world))
    with pytest.raises(Invalid):
        answer_early_review(world.marcus, SAM, asked.uid, is_agreed=False, answer=" ", **when(world))
    answer_early_review(world.marcus, SAM, asked.uid, is_agreed=False, answer="In spring, as planned.", **when(world))
    assert [one.answer for one in page_of(world, "amara").requests] == ["In spring, as planned."]
    assert [one.answer for one in page_of(world, "pam").requests] == ["In spring, as planned."]
    for slug in ("joel", "priya", "lena"):
        assert page_of(world, slug).requests == ()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ReviewRequest.objects.update(answer="Now.")
