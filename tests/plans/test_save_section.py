"""Save a section's own words: by whom, when, over what; and the statement that there is nothing to say."""

import pytest

from permissions.models import LedgerEntry
from permissions.refusals import Invalid, NotNow, NotPermitted
from plans.actions.save_section import save_section
from plans.models import Section, Wording
from tests.plans.pages import PLAN, form_on, is_nothing_to_strangers, is_refused, is_too_late, page_of, sends, visit
from tests.plans.versions_help import narrate, write
from tests.world import SAM


def edit_url(code):
    return f"{PLAN}sections/{code}/edit/"


def words_url(code):
    return f"{PLAN}sections/{code}/words/"


def section(world, code):
    return Section.objects.get(plan=world.sam, type=code)


@pytest.mark.parametrize("slug", ["marcus", "tess", "hana"])
def test_whoever_edits_the_section_saves_its_words(world, slug):
    browser = visit(getattr(world, slug))
    typed = form_on(browser, edit_url("F"), "words") | {"words": "All amounts are for term time."}
    answer = browser.post(words_url("F"), typed)
    assert (answer.status_code, answer["Location"]) == (302, edit_url("F"))
    row = section(world, "F")
    assert (row.narrative, row.seq, row.saved_by) == ("All amounts are for term time.", 0, getattr(world, slug))
    entry = LedgerEntry.objects.filter(circle=world.sam.circle).order_by("number").last()
    assert (entry.verb, entry.sections, entry.object_kind) == ("save_section", " F ", "section")
    assert not Wording.objects.filter(section=row).exists(), "the log is the history"
    assert "All amounts are for term time." in browser.get(f"{PLAN}sections/F/").content.decode()


def test_a_stranger_gets_the_page_of_a_plan_that_is_not_there(world):
    is_nothing_to_strangers(world, edit_url("F"))
    is_nothing_to_strangers(world, edit_url("F"), {"narrative": "Mine", "seq": "0"})
    is_nothing_to_strangers(world, edit_url("F"), {"narrative": "x" * 20_001, "seq": "0"})
    assert section(world, "F").seq == 0


def test_who_adds_items_is_not_given_the_words_of_the_section_to_write(world):
    browser = visit(world.lena)
    assert not any(address == words_url("F") for address, _fields in page_of(browser.get(edit_url("F"))).forms)
    for typed in ({"narrative": "Mine", "seq": "0"}, {"narrative": "x" * 20_001, "seq": "0"}):
        answer = browser.post(edit_url("F"), typed)
        is_refused(answer, "This part of the plan is written by other people.")
        assert section(world, "F").seq == 0


def test_an_insider_without_the_right_is_told_so(world):
    for slug in ("amara", "joel", "pam", "susan", "corinne", "sonia"):
        browser = visit(getattr(world, slug))
        for typed in (None, {"narrative": "Mine", "seq": "0"}, {}):
            is_refused(sends(browser, edit_url("F"), typed))


def test_nobody_has_words_to_write_in_the_place_of_the_child_and_the_parents(world):
    for slug in ("marcus", "tess", "hana", "amara"):
        is_refused(visit(getattr(world, slug)).post(edit_url("A"), {"narrative": "About Sam", "seq": "0"}))
    assert section(world, "A").narrative == ""


@pytest.mark.parametrize(
    ("stage", "words"),
    [
        ("consulting", "The draft has been sent"),
        ("finalising", "The family has answered"),
        ("final", "The plan is final"),
        ("ended", "has ended"),
    ],
)
def test_at_the_wrong_stage_the_law_is_named(world, stage, words):
    world.move_to(stage)
    browser = visit(world.marcus)
    is_too_late(browser.get(edit_url("F")), words)
    is_too_late(browser.post(edit_url("F"), {"narrative": "Mine", "seq": "0"}), words)
    assert section(world, "F").seq == 0


def test_the_second_of_two_who_state_something_sees_both(world):
    hers, his = visit(world.tess), visit(world.marcus)
    typed_by_her, typed_by_him = form_on(hers, edit_url("C"), "seq"), form_on(his, edit_url("C"), "seq")
    assert his.post(edit_url("C"), typed_by_him | {"none_identified": "on"}).status_code == 302
    narrate(world, "marcus", "C", "His words.", none_identified=False)
    answer = hers.post(edit_url("C"), typed_by_her | {"none_identified": "on"})
    assert answer.status_code == 409
    page = page_of(answer)
    for words in ("Marcus Bell", "Yes", "No", "Keep what is in the plan now"):
        assert words in page.words, words
    assert "True" not in page.words
    again = page.form_with("seq")
    assert (again["seq"], again["none_identified"]) == (["2"], ["on"])
    assert hers.post(edit_url("C"), again).status_code == 302
    assert (section(world, "C").narrative, section(world, "C").none_identified, section(world, "C").seq) == ("His words.", True, 3)
    assert [row.seq for row in Wording.objects.filter(section__type="C").order_by("pk")] == [1, 2, 3]


def test_saving_what_stands_there_already_is_no_clash_and_no_save(world):
    hers, his = visit(world.tess), visit(world.marcus)
    forms = [form_on(browser, edit_url("F"), "words") | {"words": "The same."} for browser in (hers, his)]
    assert [browser.post(words_url("F"), form).status_code for browser, form in zip((hers, his), forms, strict=True)] == [302, 302]
    assert (section(world, "F").narrative, section(world, "F").saved_by) == ("The same.", world.tess)
    there = LedgerEntry.objects.count()
    assert hers.post(words_url("F"), form_on(hers, edit_url("F"), "words")).status_code == 302
    assert LedgerEntry.objects.count() == there


def test_a_form_without_its_number_never_overwrites(world):
    narrate(world, "marcus", "F", "His words.")
    for number in ({}, {"words_n": "abc"}, {"words_n": "9" * 30}):
        answer = visit(world.tess).post(words_url("F"), {"words": "Her words."} | number)
        assert answer.status_code == 409
        assert page_of(answer).form_with("words")["words_n"] == ["1"]
    assert section(world, "F").narrative == "His words."


def test_that_there_is_nothing_is_a_statement_of_its_own(world):
    browser = visit(world.marcus)
    for code in ("C", "D", "G", "H1", "H2", "J"):
        typed = form_on(browser, edit_url(code), "seq") | {"none_identified": "on"}
        assert browser.post(edit_url(code), typed).status_code == 302
        assert section(world, code).none_identified
        assert "None identified" in page_of(browser.get(f"{PLAN}sections/{code}/")).words
        assert Wording.objects.get(section__type=code, section__plan=world.sam).content["none_identified"] is True


def test_a_section_that_the_law_wants_filled_is_never_stated_as_empty(world):
    browser = visit(world.marcus)
    for code in ("B", "E", "F", "K"):
        assert "none_identified" not in {name for _, fields in page_of(browser.get(edit_url(code))).forms for name in fields}
        browser.post(edit_url(code), {"narrative": "Some words", "none_identified": "on", "seq": "0"})
        assert not section(world, code).none_identified
        with pytest.raises(Invalid):
            narrate(world, "marcus", code, "", none_identified=True)


def test_nothing_is_stated_beside_something(world):
    write(world, "rao", "C", "need", "Sam has asthma.")
    answer = visit(world.marcus).post(edit_url("C"), {"none_identified": "on", "seq": "0"})
    page = page_of(answer)
    assert answer.status_code == 422
    assert any("There are items in this section." in error for error in page.errors)
    assert page.form_with("none_identified")["none_identified"] == ["on"]
    assert section(world, "C").seq == 0


def test_what_somebody_keeps_does_not_show_through_the_statement(world):
    write(world, "rao", "C", "need", "Not ready.", put_forward=False)
    assert visit(world.marcus).post(edit_url("C"), {"none_identified": "on", "seq": "0"}).status_code == 302
    assert "None identified" in page_of(visit(world.marcus).get(PLAN)).words


def test_a_section_that_is_no_section_is_not_there(world):
    for code in ("Q", "H", "AA", "%00", "%F0%9F%98%80"):
        assert visit(world.marcus).get(edit_url(code)).status_code in (400, 404)
        assert visit(world.marcus).post(edit_url(code), {"narrative": "x", "seq": "0"}).status_code in (400, 404)


def test_the_act_asks_who_writes_and_whether_it_is_time(world):
    def saves(slug):
        return save_section(
            getattr(world, slug), SAM, "F", narrative="Mine.", none_identified=None, seq=0, today=world.today, now=world.now
        )

    for slug in ("priya", "amara", "susan"):
        with pytest.raises(NotPermitted):
            saves(slug)
    world.move_to("consulting")
    with pytest.raises(NotNow):
        saves("marcus")
    assert section(world, "F").narrative == ""
