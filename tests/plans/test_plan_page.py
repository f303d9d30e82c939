"""The plan page: whose turn, which sections, how much of each, for whom."""

from permissions.models import LedgerEntry
from plans.queries.plan_page import read_plan_page
from tests.plans.pages import PLAN, is_nothing_to_strangers, page_of, visit
from tests.plans.versions_help import access_of, narrate, write
from tests.world import SAM


def cards(world, slug):
    return {card.code: card for card in read_plan_page(access_of(world, slug), comments={}).cards}


def test_each_sees_the_sections_that_are_open_to_them_and_no_others(world):
    """By hand, from domain.md 4.3."""
    expected = {
        "amara": "A B C D E F G H1 H2 I J K",
        "joel": "A B C D E F G H1 H2 I J K",
        "priya": "A B C E F G K",
        "okafor": "A B C E F G K",
        "lena": "A B C E F G K",
        "rao": "A B C E F G K",
        "grace": "A B D E F H1 H2 J K",
        "marcus": "A B C D E F G H1 H2 I J K",
        "corinne": "A I K",
    }
    assert {slug: " ".join(cards(world, slug)) for slug in expected} == expected


def test_a_card_counts_and_names_what_this_person_sees(world):
    write(world, "lena", "F", "provision", "Speech sessions. Alone, in a quiet room.", sessions=2, per="week", minutes=30)
    write(world, "okafor", "F", "provision", "Social story.", sessions=1, per="day", minutes=10)
    write(world, "lena", "F", "provision", "Kept zebra.", put_forward=False, sessions=5, per="week", minutes=60)
    card = cards(world, "amara")["F"]
    assert card.lines == ("2 pieces of help, 1 hour 50 minutes a week",)
    assert [strand.words for strand in card.items] == ["Speech sessions", "Social story"]
    own = cards(world, "lena")["F"]
    assert own.lines == ("3 pieces of help, 6 hours 50 minutes a week",)
    assert own.actions[1] == ("Write", f"{PLAN}sections/F/edit/")
    assert len(card.actions) == 1, "a parent reads this section and does not write it"


def test_an_empty_section_says_which_kind_of_empty_it_is(world):
    assert cards(world, "amara")["C"].lines == ("Nothing written yet",)
    narrate(world, "marcus", "C", "", none_identified=True)
    assert cards(world, "amara")["C"].lines == ("None identified",)
    narrate(world, "marcus", "F", "Term time.")
    assert cards(world, "amara")["F"].lines == ("Words, but no items yet",)


def test_a_kept_item_changes_nothing_on_the_page_of_anybody_else(world):
    before = {slug: page_of(visit(getattr(world, slug)).get(PLAN)).words for slug in ("joel", "pam", "priya", "marcus", "lena")}
    write(world, "amara", "A", "aspiration", "Only mine zebra.", put_forward=False)
    assert {slug: page_of(visit(getattr(world, slug)).get(PLAN)).words for slug in before} == before
    assert "Only mine zebra" in page_of(visit(world.amara).get(PLAN)).words


def test_the_page_says_whose_turn_it_is_and_whose_plan(world):
    page = page_of(visit(world.amara).get(PLAN)).words
    for words in ("Sam’s plan", SAM, "Writing the draft", "What happens next", "Who is in this plan"):
        assert words in page


def test_what_is_held_back_is_named_to_the_family_with_the_reason(world):
    world.sam.held_back = {"F": "Two therapists still disagree."}
    world.sam.save()
    write(world, "lena", "F", "provision", "Speech zebra.")
    for slug in ("amara", "joel", "pam"):
        page = page_of(visit(getattr(world, slug)).get(PLAN)).words
        assert "Two therapists still disagree." in page
        assert "zebra" not in page
    assert "zebra" in page_of(visit(world.marcus).get(PLAN)).words


def test_reading_is_written_down_before_the_page_is_shown_once_a_quarter(world):
    browser = visit(world.joel)
    for _ in range(3):
        assert browser.get(PLAN).status_code == 200
    reads = LedgerEntry.objects.filter(circle=world.sam.circle, verb="read", actor=world.joel)
    assert [(read.role, read.sections) for read in reads] == [("parent", " A B C D E F G H1 H2 I J K ")]


def test_a_reference_is_read_as_people_type_it(world):
    browser = visit(world.amara)
    for typed in ("0000-0sam", "00000SAM", "OOOO-OSAM", "0000%200sam"):
        assert browser.get(f"/plans/{typed}/").status_code == 200
    for typed in ("0000-0SAMX", "0000-0SA", "0000-0SAM%27", "%F0%9F%98%80", "0000-0S%C4%80M"):
        assert browser.get(f"/plans/{typed}/").status_code == 404


def test_a_stranger_gets_the_page_of_a_plan_that_is_not_there(world):
    is_nothing_to_strangers(world, PLAN)
    assert visit(world.amara).post(PLAN).status_code == 405


def test_nothing_of_a_plan_is_kept_by_a_browser_or_a_proxy(world):
    answer = visit(world.amara).get(PLAN)
    assert answer["Cache-Control"] == "no-store"
