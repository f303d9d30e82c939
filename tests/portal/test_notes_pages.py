"""The council's own notes by their pages, without JavaScript."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from comments.models import Note
from permissions.models import LedgerEntry
from permissions.vocabulary import Code
from tests.comments.test_notes import adds, withdraws
from tests.plans.versions_help import share
from tests.world import SAM

HERE = f"/plans/{SAM}/notes/"
SAYS = "The family can ask to see this. Write it so that you would be content for them to read it."
READERS_OUTSIDE = ("amara", "joel", "pam", "priya", "okafor", "lena", "grace")
# Where words of a plan are shown; the walk through every route is in test_canaries_on_pages.py.
ELSEWHERE = ("", "thread/", "sections/B/", "sections/B/history/", "sections/F/", "people/", "details/", "versions/", "who-has-looked/")


@pytest.fixture
def visit(client):
    def sign_in(person):
        client.force_login(person)
        return client

    return sign_in


def page_of(browser, address=HERE):
    return browser.get(address).content.decode()


def typed_on(browser, **typed):
    key = re.search(r'name="post_key" value="([0-9a-f-]{36})"', page_of(browser))[1]
    return {"about": "plan", "text": "Ask the panel first.", "post_key": key} | typed


def test_marcus_writes_a_note_and_comes_back_to_it(world, visit):
    browser = visit(world.marcus)
    answer = browser.post(HERE, typed_on(browser, about="F"))
    assert (answer.status_code, answer["Location"]) == (302, f"{HERE}#notes-F")
    page = page_of(browser)
    assert 'id="notes-F"' in page
    assert page.index("Special educational provision (Section F)") < page.index("Ask the panel first.")
    assert Note.objects.get().section.code is Code.F


def test_every_page_and_form_says_that_the_family_can_ask_to_see_it(world, visit):
    note, browser = adds(world, world.marcus), visit(world.marcus)
    for address in (HERE, f"{HERE}{note.uid}/"):
        page = page_of(browser, address)
        assert page.count(SAYS) == 2, "above the notes, and beside the box"
    assert "The family can ask to see them" in page_of(browser, f"{HERE}{note.uid}/withdraw/")


def test_the_plan_page_links_to_the_notes_for_the_council_only(world, visit):
    assert f'href="{HERE}"' in page_of(visit(world.marcus), f"/plans/{SAM}/")
    assert f'href="{HERE}"' in page_of(visit(world.susan), f"/plans/{SAM}/")
    for person in (world.amara, world.joel, world.priya):
        assert "notes/" not in page_of(visit(person), f"/plans/{SAM}/")


def test_a_note_is_changed_by_its_form_and_marked(world, visit):
    note, browser = adds(world, world.marcus), visit(world.marcus)
    address = reverse("note", args=[SAM, note.uid])
    assert "We wait for the therapist." in page_of(browser, address)
    assert browser.post(address, {"text": "We wait for Lena."})["Location"] == f"{HERE}#notes-plan"
    assert "Edited on" in page_of(browser)


def test_words_that_come_too_late_are_answered_with_the_words(world, visit):
    note, browser = adds(world, world.marcus, now=world.now - timedelta(minutes=11)), visit(world.marcus)
    answer = browser.post(reverse("note", args=[SAM, note.uid]), {"text": "Typed for long."})
    assert answer.status_code == 409
    assert "Typed for long." in answer.content.decode()
    assert "10 minutes after it was written" in answer.content.decode()
    assert browser.get(reverse("note", args=[SAM, note.uid])).status_code == 409
    assert Note.objects.get().text == "We wait for the therapist."


def test_a_note_is_withdrawn_after_a_question(world, visit):
    note, browser = adds(world, world.marcus, "Not so kind."), visit(world.marcus)
    address = reverse("withdraw_note", args=[SAM, note.uid])
    assert "Not so kind." in page_of(browser, address)
    assert Note.objects.get().withdrawn_at is None, "asking does nothing"
    assert browser.post(address).status_code == 302
    page = page_of(browser)
    assert "Marcus Bell withdrew this note on" in page
    assert "Not so kind." not in page
    assert [browser.get(address).status_code, browser.post(address).status_code] == [409, 409]


@pytest.mark.parametrize("typed", [{"text": ""}, {"text": "x" * 4001}, {"text": "bell \x07"}, {"about": ""}, {"about": "Q"}])
def test_a_bad_form_comes_back_with_what_was_typed(world, visit, typed):
    browser = visit(world.marcus)
    answer = browser.post(HERE, typed_on(browser, **typed))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "govuk-error-message" in page
    assert typed.get("text", "Ask the panel first.") in page
    assert not Note.objects.exists()


def test_the_same_form_sent_twice_writes_one_note(world, visit):
    browser = visit(world.marcus)
    form = typed_on(browser)
    assert [browser.post(HERE, form).status_code for _ in range(2)] == [302, 302]
    assert Note.objects.count() == 1


def test_whoever_is_not_of_the_council_is_told_so_and_an_outsider_nothing(world, visit):
    note = adds(world, world.marcus)
    addresses = (HERE, reverse("note", args=[SAM, note.uid]), reverse("withdraw_note", args=[SAM, note.uid]))
    for slug in READERS_OUTSIDE:
        browser = visit(getattr(world, slug))
        for address in addresses:
            for answer in (browser.get(address), browser.post(address, {"text": "Mine."})):
                assert answer.status_code == 403
                assert "ask the council for the records" in answer.content.decode()
    for slug in ("nadia", "ines", "root"):
        browser = visit(getattr(world, slug))
        assert {browser.get(address).status_code for address in addresses} == {404}
        assert {browser.post(address, {"text": "Mine."}).status_code for address in addresses} == {404}


@pytest.mark.parametrize("slug", READERS_OUTSIDE)
def test_nothing_of_a_note_is_on_any_page_of_whoever_is_not_of_the_council(world, visit, slug):
    adds(world, world.marcus, "XYLEMWORD about the plan.")
    note = adds(world, world.marcus, "XYLEMWORD about needs.", about=Code.B)
    withdraws(world, world.marcus, adds(world, world.marcus, "XYLEMWORD, withdrawn.", about=Code.B))
    version = share(world)
    browser = visit(getattr(world, slug))
    for below in (*ELSEWHERE, f"versions/{version.uid}/", f"notes/{note.uid}/"):
        page = page_of(browser, f"/plans/{SAM}/{below}")
        assert "XYLEMWORD" not in page, below
        assert "add_note" not in page, below
        assert below.startswith("notes/") or str(note.uid) not in page, below


def test_the_reading_of_notes_about_a_section_is_written_down(world, visit):
    adds(world, world.marcus)
    visit(world.hana).get(HERE)
    assert not LedgerEntry.objects.filter(actor=world.hana, verb="read").exists()
    adds(world, world.marcus, about=Code.B)
    visit(world.hana).get(HERE)
    assert LedgerEntry.objects.get(actor=world.hana, verb="read").sections == " B "


def test_scripts_and_links_are_words(world, visit):
    adds(world, world.marcus, "<script>alert(1)</script> [here](javascript:alert(1))")
    page = page_of(visit(world.hana))
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
