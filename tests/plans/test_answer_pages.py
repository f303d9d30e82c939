"""The pages on which a draft is answered: what they say, whom they let in, and that nothing typed is lost."""

from uuid import uuid4

import pytest

from plans.models import Finished, SectionAnswer, Suggestion
from tests.plans.answering_help import ANSWER, SESSIONS, Kind, change, say, service, the, write_the_draft
from tests.plans.pages import PLAN, is_nothing_to_strangers, page_of, visit
from tests.queries import count_queries
from tests.world import World


@pytest.fixture
def served(world: World) -> World:
    write_the_draft(world)
    return world


def words(world: World, slug: str, address: str) -> str:
    answer = visit(getattr(world, slug)).get(address)
    assert answer.status_code == 200, answer.content.decode()[-3000:]
    return " ".join(page_of(answer).words.split())


def posts(world: World, slug: str, address: str, **typed):
    return visit(getattr(world, slug)).post(address, {"post_key": str(uuid4())} | typed)


def test_the_first_page_says_what_this_is_until_when_and_how_far_one_is(served):
    read = words(served, "amara", ANSWER)
    assert "You have 12 days left, and today is one of them" in read
    assert "You have said something to 0 of 10 sections." in read
    assert read.count("You have said nothing yet") == 10
    assert "Saying nothing is never taken for agreeing." in read


def test_a_section_shows_the_words_as_they_were_served_with_the_ways_to_answer(served):
    read = words(served, "amara", f"{ANSWER}F/")
    for said in (
        "Speech therapy twice a month",
        "Change these words",
        "Ask a question",
        "Something is missing",
        "I agree with this section",
    ):
        assert said in read


def test_a_change_is_shown_struck_and_added_before_it_is_saved_and_nothing_is_kept_by_that(served):
    address = f"{ANSWER}F/change/?about={the(served, 'help').uid}"
    typed = {"proposed": "Speech therapy twice a week.", "reason": "He needs it.", "about": str(the(served, "help").uid)}
    preview = posts(served, "amara", address, do="preview", **typed).content.decode()
    assert "<del>" in preview
    assert "<ins>" in preview
    assert "Not saved yet" in preview
    assert not Suggestion.objects.exists()
    saved = posts(served, "amara", address.partition("?")[0], do="save", **typed)
    row = Suggestion.objects.get()
    assert saved.headers["Location"] == f"{ANSWER}F/#said-{row.uid}"
    assert (row.item, row.before, row.proposed) == (the(served, "help"), SESSIONS, "Speech therapy twice a week.")


@pytest.mark.parametrize(
    ("below", "typed", "sentence"),
    [
        ("F/change/", {"proposed": ""}, "Write what it should say."),
        ("F/change/", {"proposed": SESSIONS}, "These are still the words of the draft."),
        ("F/question/", {"reason": ""}, "Write your question."),
        ("F/missing/", {"proposed": ""}, "Write what is missing."),
        ("F/missing/", {"proposed": "x", "report": str(uuid4())}, "Choose one of the reports of this draft."),
        ("ask/meeting/", {"proposed": "Tuesdays"}, "Choose how you would like to meet."),
        ("ask/preference/", {"name": "Elm"}, "Choose what kind of place it is."),
        ("ask/budget/", {}, "Say what you would like it for."),
    ],
)
def test_what_is_missing_is_said_beside_the_field_and_nothing_typed_is_lost(served, below, typed, sentence):
    more = {"about": str(the(served, "help").uid)} if "change" in below else {}
    answer = posts(served, "amara", f"{ANSWER}{below}", **typed, **more)
    assert answer.status_code == 422
    page = page_of(answer)
    assert sentence in " ".join(page.errors)
    for name, value in typed.items():
        assert not value or name == "report" or value in answer.content.decode()
    assert not Suggestion.objects.exists()


def test_words_can_be_asked_to_go_altogether(served):
    posts(served, "amara", f"{ANSWER}F/change/", proposed="", takes_out="on", about=str(the(served, "help").uid))
    assert Suggestion.objects.get().proposed == ""


def test_what_was_said_is_changed_in_a_form_that_holds_it(served):
    posts(served, "amara", f"{ANSWER}ask/meeting/", proposed="Tuesdays\nafter ten", how="phone", interpreter="Yoruba", reason="F")
    page = page_of(visit(served.amara).get(f"{ANSWER}said/{Suggestion.objects.get().uid}/"))
    form = page.form_with("proposed")
    assert (form["proposed"], form["how"], form["interpreter"]) == (["Tuesdays\nafter ten"], ["phone"], ["Yoruba"])
    posts(served, "amara", f"{ANSWER}ask/preference/", name="Oak Lane, Leeds", type="academy")
    form = page_of(visit(served.amara).get(f"{ANSWER}ask/preference/")).form_with("name")
    assert (form["name"], form["type"]) == (["Oak Lane, Leeds"], ["academy"])


def test_agreeing_sending_finishing_and_taking_back_are_a_form_each(served):
    posts(served, "amara", f"{ANSWER}E/agree/", says="agree")
    assert SectionAnswer.objects.get().says == "agree"
    change(served, "amara", "Every week.")
    assert posts(served, "amara", f"{ANSWER}F/agree/", says="agree").status_code == 422
    posts(served, "amara", f"{ANSWER}send/")
    assert Suggestion.objects.get().sent_at
    assert "not final before the day after" in words(served, "amara", f"{ANSWER}finish/")
    assert not Finished.objects.exists(), "looking finishes nothing"
    posts(served, "amara", f"{ANSWER}finish/")
    assert "You have finished" in words(served, "amara", ANSWER)
    assert posts(served, "amara", f"{ANSWER}F/question/", reason="One more?").status_code == 409
    posts(served, "amara", f"{ANSWER}take-back/")
    assert posts(served, "amara", f"{ANSWER}F/question/", reason="One more?").status_code == 302


def test_my_answer_can_be_read_over_and_taken_away(served):
    change(served, "amara", "Speech therapy twice a week.")
    assert "twice a" in words(served, "amara", f"{ANSWER}mine/")
    for below, name in (("mine/pdf/", "0000-0SAM-my-answer.pdf"), ("paper/", "0000-0SAM-answer-form.pdf")):
        answer = visit(served.amara).get(f"{ANSWER}{below}")
        assert answer.content.startswith(b"%PDF")
        assert name in answer.headers["Content-Disposition"]


def test_strangers_find_nothing_at_all(served):
    row = change(served, "amara", "Every week.")
    for below in ("answer/", "answer/F/", f"answer/said/{row.uid}/", "propose/", "on-behalf/", f"on-behalf/{service(served).uid}/"):
        is_nothing_to_strangers(served, PLAN + below)
    is_nothing_to_strangers(served, f"{ANSWER}F/question/", {"reason": "Who?"})


FAMILY, PROPOSERS, KEYERS = (
    ("amara", "joel", "pam"),
    ("priya", "okafor", "lena", "tom", "rao", "bea", "grace", "iqbal"),
    ("corinne", "marcus", "hana"),
)
EVERYBODY = (*FAMILY, *PROPOSERS, *KEYERS, "susan", "tess", "sonia", "owen")


@pytest.mark.parametrize(
    ("method", "below", "let_in"),
    [
        ("GET", "answer/", FAMILY),
        ("GET", "answer/E/", FAMILY),
        ("POST", "answer/E/agree/", FAMILY),
        ("POST", "answer/E/question/", FAMILY),
        ("GET", "answer/mine/", FAMILY),
        ("GET", "answer/ask/preference/", FAMILY),
        ("POST", "answer/send/", FAMILY),
        ("GET", "propose/", PROPOSERS),
        ("POST", "propose/B/question/", ("priya", "okafor", "lena", "tom")),
        ("POST", "propose/G/question/", ("lena", "tom", "rao", "bea")),
        ("POST", "propose/H1/question/", ("grace", "iqbal")),
        ("GET", "on-behalf/", KEYERS),
        ("POST", "on-behalf/{served}/", KEYERS),
    ],
)
def test_who_comes_through_each_door_while_the_draft_is_answered(served, method, below, let_in):
    found = []
    for slug in EVERYBODY:
        browser = visit(getattr(served, slug))
        address = PLAN + below.format(served=service(served).uid)
        answer = browser.get(address) if method == "GET" else browser.post(address, {})
        assert answer.status_code in (200, 302, 422, 403), (slug, answer.status_code)
        if answer.status_code != 403:
            found.append(slug)
    assert sorted(found) == sorted(let_in)


def test_what_is_another_s_and_what_is_nothing_is_not_there(served):
    row = change(served, "amara", "Every week.")
    for below in (
        f"said/{row.uid}/",
        f"said/{row.uid}/withdraw/",
        f"adopt/{row.uid}/",
        f"said/{uuid4()}/",
        "Z/",
        "F/meeting/",
        "F/change/",
        "ask/change/",
    ):
        assert visit(served.joel).get(f"{ANSWER}{below}").status_code == 404, below
    assert visit(served.amara).get(f"{ANSWER}F/question/?about=nonsense").status_code == 404


def test_the_page_costs_the_same_whether_much_or_little_was_said(served):
    browser = visit(served.amara)
    say(served, "amara", Kind.QUESTION, "F", reason="0?")
    numbers = []
    for address in (ANSWER, f"{ANSWER}F/"):
        browser.get(address)
        with count_queries() as few:
            browser.get(address)
        numbers.append(few.number)
    for number in range(1, 12):
        say(served, "amara", Kind.QUESTION, "F", reason=f"{number}?")
    for address, before in zip((ANSWER, f"{ANSWER}F/"), numbers, strict=True):
        with count_queries() as many:
            browser.get(address)
        assert many.number == before, many
