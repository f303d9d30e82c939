"""A family answers a served draft: each for themselves, section by section, saved as they go; sent, finished, taken back; late."""

from datetime import timedelta
from uuid import uuid4

import pytest

from permissions.models import LedgerEntry
from permissions.refusals import Invalid, NotFound, NotNow, NotPermitted
from permissions.vocabulary import Code
from plans.access import open_plan
from plans.actions.answer_section import answer_section
from plans.actions.answering import Said
from plans.actions.finish_answer import finish_answer
from plans.actions.save_suggestion import save_suggestion
from plans.actions.send_answer import send_answer
from plans.actions.take_back_finished import take_back_finished
from plans.actions.withdraw_suggestion import withdraw_suggestion
from plans.models import Finished, Reply, SectionAnswer, Suggestion
from plans.queries.answer_pages import read_section, read_start
from plans.queries.answering import open_answering
from plans.queries.answers import seen_suggestions
from tests.plans.answering_help import NARRATIVE, SESSIONS, Kind, change, say, service, the, write_the_draft
from tests.plans.serving import serve
from tests.plans.versions_help import rewrite, write
from tests.world import SAM, World


@pytest.fixture
def served(world: World) -> World:
    write_the_draft(world)
    return world


def when(world: World, days_after_the_last: int | None = None) -> dict:
    """Give the clock of today, or of a day so many days after Amara's last day."""
    if days_after_the_last is None:
        return {"today": world.today, "now": world.now}
    today = service(world).closes_on + timedelta(days=days_after_the_last)
    return {"today": today, "now": world.now + (today - world.today)}


def answering(world: World, slug: str = "amara", today=None):
    return open_answering(open_plan(getattr(world, slug), SAM, today=today or world.today))


def states(world: World, slug: str = "amara") -> dict[str, str]:
    return {row.code: row.state for row in read_start(answering(world, slug)).sections}


NOTHING, AGREES = "You have said nothing yet", "You agree"


def test_the_three_states_are_told_apart_and_silence_is_never_agreement(served):
    assert set(states(served).values()) == {NOTHING}
    answer_section(served.amara, SAM, Code.E, agrees=True, **when(served))
    change(served, "amara", "Speech therapy every week.")
    say(served, "amara", Kind.QUESTION, "F", reason="Who does it?")
    assert {code: states(served)[code] for code in ("E", "F", "B")} == {"E": AGREES, "F": "You ask for 2 things", "B": NOTHING}
    assert not SectionAnswer.objects.filter(section__type="B").exists()


def test_a_change_stands_on_the_words_as_they_were_served_and_not_on_those_of_today(served):
    served.move_to("drafting")
    rewrite(served, "lena", the(served, "help"), "Rewritten since.")
    served.move_to("consulting")
    row = change(served, "amara", "Speech therapy every week.", reason="The report says so.", report=the(served, "report").uid, page="4")
    assert (row.before, row.proposed) == (SESSIONS, "Speech therapy every week.")
    assert (row.service, row.version, row.by, row.role) == (service(served), service(served).version, served.amara, "parent")
    assert (row.report, row.page, row.sent_at, row.is_late) == (the(served, "report"), "4", None, False)


def test_the_own_words_of_a_section_can_be_changed_too(served):
    row = say(served, "amara", Kind.CHANGE, "B", proposed="Sam is nine and loves maps.")
    assert (row.item, row.before) == (None, NARRATIVE)


def test_words_that_are_still_those_of_the_draft_are_no_change(served):
    with pytest.raises(Invalid):
        change(served, "amara", f"  {SESSIONS} ")
    assert not Suggestion.objects.exists()


def test_saying_it_again_before_it_is_sent_puts_it_in_place_of_the_first(served):
    first = change(served, "amara", "Every week.")
    assert change(served, "amara", "Every day.").pk == first.pk
    assert [row.proposed for row in Suggestion.objects.all()] == ["Every day."]
    say(served, "amara", Kind.QUESTION, "F", reason="One?")
    say(served, "amara", Kind.QUESTION, "F", reason="Two?")
    assert Suggestion.objects.filter(kind=Kind.QUESTION).count() == 2, "questions stand beside each other"


def test_the_same_form_posted_twice_says_it_once_and_with_other_words_says_those(served):
    key, said = uuid4(), Said(kind=Kind.QUESTION, code=Code.F, reason="Who?")
    rows = [save_suggestion(served.amara, SAM, said, post_key=key, **when(served)) for _ in range(2)]
    assert rows[0].pk == rows[1].pk
    again = save_suggestion(served.amara, SAM, Said(kind=Kind.QUESTION, code=Code.F, reason="Who, and when?"), post_key=key, **when(served))
    assert [row.reason for row in Suggestion.objects.all()] == ["Who, and when?"]
    assert again.pk == rows[0].pk


def test_what_was_sent_stays_as_it_was_and_the_new_words_stand_beside_it(served):
    first = change(served, "amara", "Every week.")
    assert send_answer(served.amara, SAM, **when(served)) == 1
    second = change(served, "amara", "Every day.")
    first.refresh_from_db()
    assert (first.proposed, first.withdrawn_at is not None, second.sent_at) == ("Every week.", True, None)
    assert send_answer(served.amara, SAM, **when(served)) == 1


def test_what_was_replied_to_can_be_neither_changed_nor_taken_back(served):
    row = change(served, "amara", "Every week.")
    send_answer(served.amara, SAM, **when(served))
    Reply.objects.create(suggestion=row, outcome="agreed", reason="Yes.", by=served.marcus, at=served.now, sent_at=served.now)
    with pytest.raises(NotNow):
        withdraw_suggestion(served.amara, SAM, row.uid, **when(served))
    with pytest.raises(NotNow):
        save_suggestion(
            served.amara,
            SAM,
            Said(kind=Kind.CHANGE, code=Code.F, about=the(served, "help").uid, proposed="x"),
            uid=row.uid,
            post_key=uuid4(),
            **when(served),
        )
    other = change(served, "amara", "Every day.")
    assert other.pk != row.pk, "something new can still be said"


def test_taking_back_the_last_thing_leaves_a_section_to_which_nothing_was_said(served):
    row = change(served, "amara", "Every week.")
    with pytest.raises(Invalid):
        answer_section(served.amara, SAM, Code.F, agrees=True, **when(served))
    withdraw_suggestion(served.amara, SAM, row.uid, **when(served))
    withdraw_suggestion(served.amara, SAM, row.uid, **when(served))
    assert states(served)["F"] == NOTHING
    answer_section(served.amara, SAM, Code.F, agrees=True, **when(served))
    answer_section(served.amara, SAM, Code.F, agrees=False, **when(served))
    assert states(served)["F"] == NOTHING


def test_the_council_reads_nothing_before_it_is_sent_and_never_what_was_taken_back_unsent(served):
    row = change(served, "amara", "Every week.")
    gone = say(served, "amara", Kind.QUESTION, "F", reason="Never mind.")
    withdraw_suggestion(served.amara, SAM, gone.uid, **when(served))
    council = open_plan(served.marcus, SAM, today=served.today)
    assert not seen_suggestions(council).exists()
    send_answer(served.amara, SAM, **when(served))
    assert [seen.pk for seen in seen_suggestions(council)] == [row.pk]
    late = open_plan(served.marcus, SAM, today=when(served, 1)["today"])
    assert [seen.pk for seen in seen_suggestions(late)] == [row.pk], "what was taken back unsent is not read when the day is over"


def test_finishing_sends_everything_and_rests_until_it_is_taken_back(served):
    change(served, "amara", "Every week.")
    for _ in range(2):
        finish_answer(served.amara, SAM, **when(served))
    assert Finished.objects.count() == 1
    assert not Suggestion.objects.filter(sent_at=None).exists()
    with pytest.raises(NotNow) as refused:
        change(served, "amara", "Every day.")
    assert "take that back first" in refused.value.because
    with pytest.raises(NotNow):
        answer_section(served.amara, SAM, Code.E, agrees=True, **when(served))
    for _ in range(2):
        take_back_finished(served.amara, SAM, **when(served))
    assert [row.is_finished for row in Finished.objects.order_by("pk")] == [True, False]
    change(served, "amara", "Every day.")


def test_finished_is_taken_back_on_the_last_day_and_not_on_the_day_after(served):
    finish_answer(served.amara, SAM, **when(served))
    with pytest.raises(NotNow) as refused:
        take_back_finished(served.amara, SAM, **when(served, 1))
    assert "last day is over" in refused.value.because
    take_back_finished(served.amara, SAM, **when(served, 0))
    assert not answering(served).is_finished


@pytest.mark.parametrize(("days", "is_late"), [(-1, False), (0, False), (1, True), (30, True)])
def test_an_answer_after_the_last_day_is_taken_marked_as_late_and_sent_at_once(served, days, is_late):
    row = say(served, "amara", Kind.QUESTION, "F", today=when(served, days)["today"], reason="Who?")
    assert (row.is_late, row.sent_at is not None) == (is_late, is_late)


@pytest.mark.parametrize("stage", ["requested", "assessing", "refused", "drafting", "checking", "final", "ceasing", "ended"])
def test_there_is_a_time_for_answering_and_every_other_stage_says_what_to_do_instead(served, stage):
    served.move_to(stage)
    with pytest.raises(NotNow) as refused:
        change(served, "amara", "Every week.")
    assert refused.value.because
    assert refused.value.source


@pytest.mark.parametrize("slug", ["priya", "lena", "marcus", "susan", "sonia", "corinne"])
def test_nobody_but_the_family_answers(served, slug):
    with pytest.raises(NotPermitted):
        answering(served, slug)


def test_a_parent_on_whom_nothing_was_served_is_told_whom_to_ask(served):
    (only,) = serve(served, served.amara)
    with pytest.raises(NotPermitted) as refused:
        answering(served, "joel")
    assert "Ask the coordinator" in refused.value.because
    assert answering(served).service == only


def test_a_supporter_writes_for_whoever_chose_them_who_sees_who_wrote_it(served):
    row = change(served, "pam", "Every week.")
    assert (row.service, row.by, row.role) == (service(served), served.pam, "supporter")
    assert LedgerEntry.objects.get(verb="save_answer").on_behalf_of == served.amara
    said = read_section(answering(served), Code.F).parts[0].saids[0]
    assert said.by == "Written by Pam Whitlock, for you"
    assert "C" not in answering(served, "pam").codes, "where a supporter may not write, they don't"
    with pytest.raises(NotPermitted):
        say(served, "pam", Kind.QUESTION, "C", reason="And health?")


def test_what_one_parent_says_is_not_there_for_the_other(served):
    row = change(served, "amara", "Every week.")
    finish_answer(served.amara, SAM, **when(served))
    assert set(states(served, "joel").values()) == {NOTHING}
    assert read_start(answering(served, "joel")).saids == ()
    with pytest.raises(NotFound):
        withdraw_suggestion(served.joel, SAM, row.uid, **when(served))
    change(served, "joel", "Never.")
    assert {said.proposed for said in Suggestion.objects.filter(withdrawn_at=None)} == {"Every week.", "Never."}


@pytest.mark.parametrize(("code", "about"), [("B", "help"), ("F", "kept")])
def test_an_item_that_is_not_in_that_section_of_the_draft_is_not_there(served, code, about):
    if about == "kept":
        served.move_to("drafting")
        served.extra["kept"] = write(served, "lena", "F", "provision", "Not served.")
        served.move_to("consulting")
    with pytest.raises(NotFound):
        change(served, "amara", "x", name=about, code=code)


def test_a_report_that_is_none_of_the_draft_is_refused(served):
    with pytest.raises(Invalid) as wrong:
        change(served, "amara", "Every week.", report=the(served, "need").uid)
    assert set(wrong.value.errors) == {"report"}


def test_a_school_is_asked_for_in_section_i_once_and_a_meeting_in_no_section(served):
    say(served, "amara", Kind.PREFERENCE, proposed="Elm Street")
    row = say(served, "amara", Kind.PREFERENCE, proposed="Oak Lane")
    assert [(one.proposed, one.section.code) for one in Suggestion.objects.all()] == [("Oak Lane", "I")]
    assert row.section
    assert say(served, "amara", Kind.BUDGET, reason="For speech").section.code == "J"
    assert say(served, "amara", Kind.MEETING, proposed="Tuesdays").section is None
