"""A plan in force is changed: written, served as an amendment notice, answered, replied to, final; or it stays as it is (SEND Regs 2014 regs 22, 28)."""

import io
from datetime import timedelta

import pypdf
import pytest
from django.db import transaction

from permissions.refusals import Invalid, NotNow, NotPermitted
from permissions.vocabulary import Code, Verb
from plans.actions.leave_plan_as_it_is import leave_plan_as_it_is
from plans.actions.reopen_draft import reopen_draft
from plans.documents.changes import changes_pdf
from plans.models import IssuedDocument, Item, PlanVersion, Service
from plans.queries.answers import seen_suggestions
from plans.queries.in_force import read_in_force
from plans.queries.my_window import my_turn, time_left
from plans.queries.next_steps import next_steps
from plans.queries.plan_page import steps
from plans.queries.preparing import prepare
from plans.queries.proposed import plan_in_force, records_of
from plans.queries.sent import read_sent
from plans.queries.versions import read_version
from plans.record.rows import put_forward
from plans.record.verify import first_fault
from plans.saying import long_date
from plans.statute.lifecycle import Phase
from tests.plans import ready_for_final
from tests.plans.amending import begin, in_force, later, override, plan_of, refusal_of, serve_changes
from tests.plans.finishing import asks, replies, sends
from tests.plans.versions_help import access_of, narrate, rewrite, write
from tests.world import SAM

NEW = "Sam follows three words."
REPORT = "Speech report, page 3"


@pytest.fixture
def changing(world):
    """A plan in force that is being changed after a review: one need reads otherwise, with its evidence."""
    in_force(world)
    begin(world)
    rewrite(world, "marcus", world.extra["need"], NEW)
    Item.objects.filter(pk=world.extra["need"].pk).update(source=REPORT)
    override(world, but="Q50")
    return world


def told_to(world, slug):
    """Give all that the plan tells somebody while changes are answered."""
    access = access_of(world, slug)
    return my_turn(access), time_left(access), next_steps(access), read_in_force(access), read_sent(access), list(seen_suggestions(access))


class Undone(Exception):  # noqa: N818 no fault
    """Take back what was tried."""


def tries(act):
    """Try something, and take it back: what was refused, or ""."""
    try:
        with transaction.atomic():
            act()
            raise Undone
    except Undone:
        return ""
    except (NotNow, NotPermitted, Invalid) as refused:
        return str(refused)


def test_a_whole_amendment_from_the_review_to_the_final_that_takes_the_place_of_the_other(changing):
    world = changing
    decided_on = world.today
    access = access_of(world, "marcus")
    assert (access.stage, access.phase) == ("amending", Phase.WRITING)
    first = plan_in_force(world.sam)
    assert tries(lambda: ready_for_final.sign(world)) == "No proposed changes have been sent to the family yet."

    later(world, 3)
    served = serve_changes(world)
    plan = plan_of(world)
    assert (served.version.kind, served.version.kind_number, served.happening.kind) == ("amended_draft", 1, "served")
    assert (plan.noticed_on, plan.closes_on) == (world.today, world.today + timedelta(days=14))
    kinds = {(one.recipient.email, one.kind) for one in IssuedDocument.objects.filter(version=served.version)}
    assert kinds == {(f"{who}@example.org", kind) for who in ("amara", "joel") for kind in ("version", "notice", "changes")}
    shown = read_in_force(access_of(world, "amara"))
    assert shown.words.startswith("Final plan 1")
    assert shown.changes_url.endswith(f"from={first.uid}&to={served.version.uid}")

    access = access_of(world, "marcus")
    assert access.phase is Phase.WINDOW
    assert not any(access.may(Verb.EDIT, code) for code in Code)
    assert "stay as they are while the family answers" in access.may(Verb.EDIT, Code.F).because
    service = Service.objects.get(version=served.version, recipient=world.amara)
    need = Item.objects.get(pk=world.extra["need"].pk)
    before = told_to(world, "joel")
    wish = asks(world, "amara", service, "B", need, proposed="Sam follows three words when the room is quiet.")
    assert told_to(world, "joel") == before, "what she asks for tells him nothing"

    later(world, 15)
    assert access_of(world, "hana").phase is Phase.AFTER
    assert {code.value for code in Code if access_of(world, "marcus").may(Verb.EDIT, code)} == {"I"}
    due = {step.name: step.note for step in steps(plan_of(world), world.today)}
    assert due["Changed final plan"] == f"Due by {long_date(served.happening.on + timedelta(days=56))}"
    assert "Everything that was said is answered" in ready_for_final.missing(world)
    replies(world, wish)
    sends(world)
    world.extra["version"] = served.version
    ready_for_final.consulted(world, "Elm Street primary school")  # asked anew, about these changes
    override(world, is_final=True)
    ready_for_final.sign(world)
    assert ready_for_final.missing(world) == []

    final = ready_for_final.issue(world)
    plan = plan_of(world)
    assert (final.version.kind, final.version.kind_number) == ("amended_final", 1)
    assert (plan.final_on, plan.amending_on, plan.met_on, plan.noticed_on, plan.amending_because) == (world.today, None, None, None, "")
    assert plan.made_on < decided_on
    assert read_version(access_of(world, "amara"), final.version.uid).replaces.startswith("Final plan 1")
    assert Item.objects.get(pk=need.pk).text == "Sam follows three words when the room is quiet."
    assert first_fault(plan) == ""
    assert plan_in_force(plan) == final.version


def test_nothing_a_place_and_a_change_without_evidence_are_not_sent(world):
    in_force(world)
    begin(world)
    override(world)
    assert "Nothing is proposed yet" in refusal_of(world)
    rewrite(world, "marcus", world.extra["need"], NEW)
    override(world, but="Q50")
    assert "without its evidence" in refusal_of(world)
    Item.objects.filter(pk=world.extra["need"].pk).update(source=REPORT)
    place = write(world, "marcus", "I", "placement", "Sam goes to the Oak School.", name="Oak School")
    assert "A school or other place stands in Section I" in refusal_of(world)
    Item.objects.filter(pk=place.pk).update(state="retired")
    override(world, but="Q50")
    with pytest.raises(Invalid, match="missing"):
        serve_changes(world, kinds=("version", "notice"))
    assert not PlanVersion.objects.filter(plan=world.sam, kind="amended_draft").exists()
    assert refusal_of(world) == ""
    assert Service.objects.filter(version__kind="amended_draft").count() == 2


def test_the_notice_shows_the_plan_in_force_with_what_goes_struck_and_what_comes_marked(changing):
    world = changing
    write(world, "marcus", "F", "provision", "A new group meets.", sessions=1, per="week", minutes=20, source=REPORT)
    narrate(world, "marcus", "C", "Sam sleeps badly.")
    access = access_of(world, "marcus")
    made = prepare(access, PlanVersion.Kind.AMENDED_DRAFT, [world.joel.pk], note="", now=world.now, closes_on=world.today).copies[0]
    content = changes_pdf(made.seen_before, made.seen, reference=SAM, recipient="Joel Adeyemi", today=world.today)
    said = " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages).split())
    assert "Sam follows [council, take out: two] [council: three] words." in said
    for words in (
        "words that the council proposes to take out",
        "[council: A new group meets.]",
        "[council: Sam sleeps badly.]",
        "[council, take out: None identified.]",
        "Loud rooms startle Sam.",
        "for Joel Adeyemi",
    ):
        assert words in said, words
    assert "Harbour" not in said


def test_a_plan_that_stays_as_it_is_says_again_what_it_said(changing):
    world = changing
    before = records_of(plan_in_force(world.sam))
    write(world, "marcus", "F", "provision", "A new group meets.")
    narrate(world, "marcus", "B", "Other words.")
    narrate(world, "marcus", "C", "Sam sleeps badly.")
    gone = Item.objects.get(text="Loud rooms startle Sam.")
    Item.objects.filter(pk=gone.pk).update(state="retired")
    happening = leave_plan_as_it_is(world.hana, SAM, on=world.today, reasons="The school can do it.", today=world.today, now=world.now)
    assert put_forward(plan_of(world)) == before
    plan = plan_of(world)
    assert (happening.kind, plan.amending_on, plan.met_on, plan.amending_because) == ("not_amending", None, None, "")
    assert access_of(world, "marcus").stage == "final"


def test_that_it_stays_is_not_decided_while_the_family_answers_nor_by_others_nor_before_its_day(changing):
    world = changing
    leave = {"reasons": "The school can do it.", "now": world.now}
    early = world.today - timedelta(days=1)
    assert "can’t be before" in tries(lambda: leave_plan_as_it_is(world.marcus, SAM, on=early, today=world.today, **leave))
    for slug in ("amara", "tess", "priya"):
        with pytest.raises(NotPermitted):
            leave_plan_as_it_is(world.people[slug], SAM, on=world.today, today=world.today, **leave)
    serve_changes(world)
    for days, refused in ((0, True), (14, True), (15, False)):
        today = world.today + timedelta(days=days)
        said = tries(lambda today=today: leave_plan_as_it_is(world.marcus, SAM, on=today, today=today, **leave))
        assert ("after the last day on which the family answers" in said) is refused, (days, said)


def test_changes_are_taken_back_to_writing_and_their_weeks_run_on(changing):
    world = changing
    serve_changes(world)
    first = world.today
    with pytest.raises(NotNow):
        reopen_draft(world.marcus, SAM, reasons="More", today=world.today, now=world.now)
    later(world, 15)
    reopen_draft(world.marcus, SAM, reasons="More has to change.", today=world.today, now=world.now)
    assert access_of(world, "marcus").phase is Phase.WRITING
    narrate(world, "marcus", "F", "More words.")
    override(world)
    again = serve_changes(world)
    assert (again.version.kind_number, again.happening.kind, plan_of(world).noticed_on) == (2, "served", first)
