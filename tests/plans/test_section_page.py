"""The page of one section: its words and items for one person."""

from datetime import UTC, datetime

from permissions.models import LedgerEntry
from permissions.vocabulary import Code
from plans.queries.section_page import read_section_page
from tests.plans.pages import PLAN, is_nothing_to_strangers, is_refused, page_of, visit
from tests.plans.versions_help import access_of, narrate, write


def items(world, slug, code):
    return {item.title: item for item in read_section_page(access_of(world, slug), Code(code)).items}


def test_an_item_is_shown_with_its_facts_its_thread_and_its_author(world):
    need = write(world, "okafor", "B", "need", "Long instructions are hard.")
    write(
        world, "lena", "F", "provision", "Speech sessions. In a quiet room.", comes_from=(need,),
        sessions=2, per="week", minutes=30, weeks_a_year=39, delivered_by="Speech therapist", grouping="one_to_one", source="SALT advice, page 4",
    )  # fmt: skip
    item = items(world, "amara", "F")["Speech sessions"]
    assert "In a quiet room" in item.words
    assert dict(item.facts) == {"Who": "Speech therapist", "With how many": "One to one"}
    assert (item.time.how_often, item.time.a_week, item.time.a_year) == (
        "Two 30-minute sessions a week",
        "1 hour a week",
        "39 hours a year",
    )
    assert [strand.words for strand in item.because] == ["Long instructions are hard"]
    assert (item.source_words, item.may_change) == ("SALT advice, page 4", False)
    assert item.author.startswith("Written by Lena Novak (Therapist) on ")
    assert items(world, "lena", "F")["Speech sessions"].may_change
    assert [strand.words for strand in items(world, "amara", "B")["Long instructions are hard"].so_that] == ["Speech sessions"]


def test_a_link_to_what_one_does_not_see_is_not_shown(world):
    need = write(world, "okafor", "B", "need", "Long instructions are hard.")
    write(world, "lena", "F", "provision", "Kept zebra.", put_forward=False, comes_from=(need,))
    assert items(world, "amara", "B")["Long instructions are hard"].so_that == ()
    assert len(items(world, "lena", "B")["Long instructions are hard"].so_that) == 1
    for slug in ("amara", "marcus", "okafor"):
        assert "zebra" not in page_of(visit(getattr(world, slug)).get(f"{PLAN}sections/B/")).words


def test_when_a_parent_wrote_is_for_that_parent_and_the_council(world):
    world.now = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    write(world, "amara", "A", "aspiration", "Walk to school.")
    said = {slug: items(world, slug, "A")["Walk to school"].author for slug in ("amara", "marcus", "priya", "joel", "pam")}
    assert said == {
        "amara": "Written by you on Thursday 2 July 2026 at 00:30",
        "marcus": "Written by Amara Adeyemi (Parent or carer) on Thursday 2 July 2026 at 00:30",
        "priya": "Written by Amara Adeyemi (Parent or carer) on Thursday 2 July 2026",
        "joel": "Written by Amara Adeyemi (Parent or carer)",
        "pam": "Written by Amara Adeyemi (Parent or carer)",
    }


def test_the_words_of_the_section_are_shown_to_whoever_sees_the_whole_of_it(world):
    narrate(world, "marcus", "K", "Everything that was asked for.")
    assert "Everything that was asked for." in page_of(visit(world.amara).get(f"{PLAN}sections/K/")).words
    write(world, "marcus", "K", "evidence", "Long zebra words.", advice_type="psychological", title="A report")
    page = page_of(visit(world.lena).get(f"{PLAN}sections/K/")).words
    assert "A report" in page, "a therapist sees the titles of advice"
    assert "zebra" not in page
    assert "Everything that was asked for." not in page


def test_a_kept_item_changes_nothing_on_the_page_of_anybody_else(world):
    before = {slug: page_of(visit(getattr(world, slug)).get(f"{PLAN}sections/A/")).words for slug in ("joel", "pam", "priya", "marcus")}
    kept = write(world, "amara", "A", "voice", "Only mine zebra.", put_forward=False)
    for slug, words in before.items():
        answer = visit(getattr(world, slug)).get(f"{PLAN}sections/A/")
        assert page_of(answer).words == words
        assert str(kept.uid) not in answer.content.decode()
    assert "Only you can see this" in page_of(visit(world.amara).get(f"{PLAN}sections/A/")).words


def test_a_stranger_gets_the_page_of_a_plan_that_is_not_there(world):
    is_nothing_to_strangers(world, f"{PLAN}sections/F/")
    is_nothing_to_strangers(world, f"{PLAN}sections/Q/")


def test_an_insider_without_the_right_is_told_so(world):
    for slug, code in (("corinne", "F"), ("lena", "D"), ("rao", "H1"), ("grace", "C")):
        is_refused(visit(getattr(world, slug)).get(f"{PLAN}sections/{code}/"), "regulation 17")
    assert not LedgerEntry.objects.filter(verb="read", actor=world.corinne).exists(), "what was not shown was not read"


def test_a_section_is_read_at_every_stage_by_those_who_may(world):
    write(world, "lena", "F", "provision", "Speech sessions.")
    for stage in (
        "requested",
        "assessing",
        "drafting",
        "checking",
        "consulting",
        "finalising",
        "final",
        "amending",
        "ceasing",
        "ended",
        "refused",
    ):
        world.move_to(stage)
        for slug in ("amara", "marcus", "lena"):
            assert "Speech sessions" in page_of(visit(getattr(world, slug)).get(f"{PLAN}sections/F/")).words, (stage, slug)
        page = visit(world.lena).get(f"{PLAN}sections/F/").content.decode()
        writes = f"{PLAN}sections/F/edit/" in page
        assert writes == (stage in ("requested", "assessing", "drafting", "checking")), stage


def test_a_section_is_named_in_either_case_and_nothing_else_is_one(world):
    browser = visit(world.amara)
    assert browser.get(f"{PLAN}sections/h1/").status_code == 200
    for code in ("H", "H3", "Z", "AB", "0", "%C3%9F"):
        assert browser.get(f"{PLAN}sections/{code}/").status_code == 404


def test_words_in_every_script_are_shown_as_they_were_typed(world):
    said = "ਸਤ ਸ੍ਰੀ ਅਕਾਲ · مرحبا بكم · 👩🏽‍🦽 · Zoë · ‏שלום‏ · naïve"
    write(world, "amara", "A", "voice", said)
    page = visit(world.joel).get(f"{PLAN}sections/A/").content.decode()
    assert said in page
