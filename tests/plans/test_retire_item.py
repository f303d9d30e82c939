"""Take an item out: it goes from every page and stays in the history."""

import pytest

from permissions.models import LedgerEntry
from permissions.refusals import NotFound, NotNow, NotPermitted
from plans.actions.retire_item import retire_item
from plans.models import Item, Wording
from tests.plans.pages import PLAN, is_nothing_to_strangers, is_refused, is_too_late, page_of, visit
from tests.plans.versions_help import write
from tests.world import SAM


def out_url(item):
    return f"{PLAN}items/{item.uid}/take-out/"


def takes_out(world, slug, item):
    return retire_item(getattr(world, slug), SAM, item.uid, today=world.today, now=world.now)


def test_it_is_asked_once_and_then_taken_out(world):
    item, browser = write(world, "lena", "F", "provision", "Speech zebra."), visit(world.lena)
    assert "Speech zebra" in page_of(browser.get(out_url(item))).words
    answer = browser.post(out_url(item))
    assert (answer.status_code, answer["Location"]) == (302, f"{PLAN}sections/F/edit/")
    assert "Speech zebra" not in page_of(browser.get(f"{PLAN}sections/F/")).words
    assert "Speech zebra" in page_of(browser.get(f"{PLAN}sections/F/history/")).words
    assert Wording.objects.filter(item=item).order_by("seq").last().state == "retired"
    entry = LedgerEntry.objects.filter(circle=world.sam.circle).exclude(verb="read").order_by("number").last()
    assert (entry.verb, entry.object_uid) == ("retire_item", item.uid)
    assert Item.objects.filter(pk=item.pk).exists(), "nothing is deleted"


def test_what_was_kept_is_taken_out_without_a_word_to_anybody(world):
    item = write(world, "okafor", "B", "need", "Never shown zebra.", put_forward=False)
    takes_out(world, "okafor", item)
    assert LedgerEntry.objects.filter(circle=world.sam.circle).order_by("number").last().verb == "retire_kept_item"
    for slug in ("marcus", "lena", "hana"):
        assert "zebra" not in page_of(visit(getattr(world, slug)).get(f"{PLAN}sections/B/history/")).words
    assert "zebra" in page_of(visit(world.okafor).get(f"{PLAN}sections/B/history/")).words


def test_a_stranger_gets_the_page_of_a_plan_that_is_not_there(world):
    item = write(world, "lena", "F", "provision", "Speech.")
    is_nothing_to_strangers(world, out_url(item))
    is_nothing_to_strangers(world, out_url(item), {})
    assert Item.objects.get().state == "put_forward"


def test_an_insider_without_the_right_is_told_so(world):
    item, voice = write(world, "lena", "F", "provision", "Speech."), write(world, "amara", "A", "voice", "I like maths.")
    for slug in ("amara", "okafor", "susan"):
        is_refused(visit(getattr(world, slug)).get(out_url(item)))
        is_refused(visit(getattr(world, slug)).post(out_url(item)))
    for slug in ("marcus", "tess", "hana", "joel", "priya"):
        with pytest.raises(NotPermitted):
            takes_out(world, slug, voice)
    assert set(Item.objects.values_list("state", flat=True)) == {"put_forward"}


def test_whoever_edits_the_section_takes_out_what_is_not_somebodys_own_words(world):
    assert takes_out(world, "marcus", write(world, "lena", "F", "provision", "Speech.")).state == "retired"


@pytest.mark.parametrize("stage", ["consulting", "final", "ended"])
def test_at_the_wrong_stage_the_law_is_named(world, stage):
    item = write(world, "lena", "F", "provision", "Speech.")
    world.move_to(stage)
    for slug in ("lena", "marcus"):
        is_too_late(visit(getattr(world, slug)).get(out_url(item)))
        is_too_late(visit(getattr(world, slug)).post(out_url(item)))
        with pytest.raises(NotNow):
            takes_out(world, slug, item)
    assert Item.objects.get().state == "put_forward"


def test_what_was_taken_out_or_is_kept_by_another_is_not_there(world):
    gone, kept = write(world, "lena", "F", "provision", "Gone."), write(world, "lena", "F", "provision", "Kept.", put_forward=False)
    takes_out(world, "lena", gone)
    for slug, item in (("lena", gone), ("marcus", gone), ("marcus", kept)):
        assert visit(getattr(world, slug)).post(out_url(item)).status_code == 404
        with pytest.raises(NotFound):
            takes_out(world, slug, item)
    assert Wording.objects.filter(item=gone).count() == 2
