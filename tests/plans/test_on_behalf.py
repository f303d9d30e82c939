"""What a family answers on paper or by phone is entered for it by the council: marked, dated by the day on which it came, with the original."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader

from permissions.models import LedgerEntry
from permissions.vocabulary import Code
from plans.access import open_plan
from plans.actions.answering import Said
from plans.actions.enter_answer import Entered, enter_answer
from plans.models import Finished, SectionAnswer, Suggestion
from plans.queries.answer_pages import read_section, read_start
from plans.queries.answering import open_answering
from tests.files.samples import pdf
from tests.plans.answering_help import Kind, change, sent_or_due, service, the, write_the_draft
from tests.plans.pages import PLAN, is_refused, is_too_late, page_of, visit
from tests.world import SAM, World


@pytest.fixture
def served(world: World) -> World:
    write_the_draft(world)
    return world


def address(world: World, name: str = "amaras") -> str:
    return f"{PLAN}on-behalf/{service(world, name).uid}/"


def enters(world: World, slug: str, what: str, *, came_on=None, paper: bool = True, name: str = "amaras", **typed):
    """Fill the form on the page, and send it."""
    day = came_on or world.today
    data = {"what": what, "post_key": str(uuid4()), "came_on_day": day.day, "came_on_month": day.month, "came_on_year": day.year} | typed
    if paper:
        data["file"] = SimpleUploadedFile("letter.pdf", pdf())
    return visit(getattr(world, slug)).post(address(world, name), data)


def test_business_support_enters_a_question_and_the_person_sees_by_whom_and_from_what(served):
    assert enters(served, "corinne", "question", place="F", words="Who gives the sessions?").status_code == 302
    row = Suggestion.objects.get()
    assert (row.by, row.keyed_by, row.service, row.kind, row.reason) == (
        served.amara,
        served.corinne,
        service(served),
        "question",
        "Who gives the sessions?",
    )
    assert (row.sent_at is not None, row.is_late, row.original.name) == (True, False, "letter.pdf")
    assert LedgerEntry.objects.get(verb="enter_answer").on_behalf_of == served.amara
    page = read_section(open_answering(open_plan(served.amara, SAM, today=served.today)), Code.F)
    assert page.saids[0].by == "Entered for you by Corinne Baker, from “letter.pdf”"
    assert visit(served.amara).get(page.saids[0].original_url).status_code == 200
    assert visit(served.joel).get(page.saids[0].original_url).status_code == 404
    assert list(sent_or_due(service(served), served.today)) == [row]


def test_the_next_thing_from_the_same_letter_needs_no_second_upload(served):
    enters(served, "corinne", "question", place="F", words="One?")
    paper = Suggestion.objects.get().original
    enters(served, "corinne", "missing", place="B", words="His hearing.", paper=False, original=str(paper.uid))
    assert {row.original for row in Suggestion.objects.all()} == {paper}


def test_the_original_is_asked_for_unless_it_was_spoken(served):
    answer = enters(served, "corinne", "question", place="F", words="One?", paper=False)
    assert answer.status_code == 422
    assert "Add the letter or form as it came" in " ".join(page_of(answer).errors)
    assert enters(served, "corinne", "question", place="F", words="One?", paper=False, is_spoken="on").status_code == 302


@pytest.mark.parametrize(("after", "is_late"), [(0, False), (1, True)])
def test_it_is_late_by_the_day_on_which_it_came(served, after, is_late):
    services = [service(served)]
    closes = services[0].closes_on
    came_on = closes + timedelta(days=after)
    said = Said(kind=Kind.QUESTION, code=Code.F, reason="One?")
    entered = Entered(what="question", said=said, code=Code.F, came_on=came_on, original=None, is_spoken=True)
    today = closes + timedelta(days=5)
    enter_answer(
        served.corinne, SAM, services[0].uid, entered, file=None, post_key=uuid4(), today=today, now=served.now + timedelta(days=30)
    )
    row = Suggestion.objects.get()
    assert (row.is_late, row.sent_at.date()) == (is_late, came_on)


def test_a_day_that_is_still_to_come_or_before_the_draft_was_sent_is_refused(served):
    for day, words in ((served.today + timedelta(days=1), "still to come"), (served.today - timedelta(days=4), "can’t have come before")):
        answer = enters(served, "corinne", "question", place="F", words="One?", came_on=day)
        assert answer.status_code == 422
        assert words in " ".join(page_of(answer).errors)
    assert not Suggestion.objects.exists()


def test_a_tick_for_agreeing_and_for_having_finished_are_entered_too(served):
    enters(served, "corinne", "agree", place="E")
    for _ in range(2):
        enters(served, "corinne", "finished")
    assert SectionAnswer.objects.get().by == served.corinne
    assert Finished.objects.get().is_finished
    page = read_start(open_answering(open_plan(served.amara, SAM, today=served.today)))
    assert {row.code: row.state for row in page.sections}["E"] == "You agree (entered for you by Corinne Baker)"
    assert page.is_finished


def test_nobody_agrees_by_letter_with_a_section_in_which_they_ask_for_something(served):
    change(served, "amara", "Every week.")
    assert enters(served, "corinne", "agree", place="F").status_code == 422


def test_the_coordinator_can_set_other_words_against_a_part_and_business_support_can_not(served):
    part = f"F:{the(served, 'help').uid}"
    assert "Every week." not in visit(served.corinne).get(address(served)).content.decode()
    assert enters(served, "corinne", "change", place=part, words="Every week.").status_code == 422
    answer = enters(served, "corinne", "change", place="F", words="Every week.")
    assert "You don’t read this section" in " ".join(page_of(answer).errors)
    assert enters(served, "marcus", "change", place=part, words="Every week.").status_code == 302
    assert Suggestion.objects.get().item == the(served, "help")


def test_whoever_prints_the_form_reads_nothing_of_the_draft_in_it(served):
    def words(slug: str, where: str) -> str:
        body = visit(getattr(served, slug)).get(where).content
        return " ".join("".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages).split())

    hers, theirs = words("amara", f"{PLAN}answer/paper/"), words("corinne", f"{address(served)}paper/")
    assert "Speech therapy twice a month" in hers
    assert "Speech therapy" not in theirs
    for one in (hers, theirs):
        assert "Section F: How we help with learning" in one
    assert "Sam " not in theirs, "nor whose it is"


@pytest.mark.parametrize("slug", ["amara", "pam", "priya", "susan", "tess"])
def test_nobody_else_enters_answers_for_others(served, slug):
    is_refused(enters(served, slug, "question", place="F", words="x"), "entered by business support")
    assert not Suggestion.objects.exists()


def test_before_service_and_after_the_final_nothing_is_entered(served):
    for stage in ("drafting", "final"):
        served.move_to(stage)
        is_too_late(enters(served, "corinne", "question", place="F", words="x"))
