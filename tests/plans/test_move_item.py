"""Move an item up or down among those that one sees."""

import pytest

from permissions.models import LedgerEntry
from permissions.refusals import Invalid, NotNow, NotPermitted
from plans.actions.move_item import move_item
from plans.models import Item
from tests.plans.pages import PLAN, is_nothing_to_strangers, is_refused, is_too_late, visit
from tests.plans.versions_help import write
from tests.world import SAM


def move_url(item):
    return f"{PLAN}items/{item.uid}/move/"


def moves(world, slug, item, way):
    return move_item(getattr(world, slug), SAM, item.uid, way, today=world.today, now=world.now)


def order(code="B"):
    return list(Item.objects.filter(section__type=code).order_by("position").values_list("text", flat=True))


@pytest.fixture
def three(world):
    return [write(world, "okafor", "B", "need", text) for text in ("one", "two", "three")]


def test_an_item_changes_places_with_its_neighbour(world, three):
    answer = visit(world.okafor).post(move_url(three[2]), {"direction": "up"})
    assert (answer.status_code, answer["Location"]) == (302, f"{PLAN}sections/B/edit/#item-{three[2].uid}")
    assert order() == ["one", "three", "two"]
    visit(world.marcus).post(move_url(three[0]), {"direction": "down"})
    assert order() == ["three", "one", "two"]
    assert LedgerEntry.objects.filter(verb="move_item").count() == 2


def test_at_either_end_nothing_moves_and_nothing_is_written_down(world, three):
    assert visit(world.okafor).post(move_url(three[0]), {"direction": "up"}).status_code == 302
    moves(world, "okafor", three[2], "down")
    assert order() == ["one", "two", "three"]
    assert not LedgerEntry.objects.filter(verb="move_item").exists()


def test_what_others_keep_is_stepped_over_and_does_not_show(world, three):
    write(world, "lena", "B", "need", "kept by Lena", put_forward=False)
    last = write(world, "okafor", "B", "need", "four")
    moves(world, "okafor", last, "up")
    assert [text for text in order() if text != "kept by Lena"] == ["one", "two", "four", "three"]
    moves(world, "okafor", three[2], "down")
    assert [text for text in order() if text != "kept by Lena"] == ["one", "two", "four", "three"]


def test_what_was_taken_out_is_stepped_over(world, three):
    Item.objects.filter(pk=three[1].pk).update(state="retired")
    moves(world, "okafor", three[2], "up")
    assert [text for text in order() if text != "two"] == ["three", "one"]


def test_moving_what_one_keeps_is_no_news_to_anybody(world, three):
    own = write(world, "lena", "B", "need", "kept", put_forward=False)
    moves(world, "lena", own, "up")
    assert LedgerEntry.objects.filter(circle=world.sam.circle).order_by("number").last().verb == "move_kept_item"


def test_a_stranger_gets_the_page_of_a_plan_that_is_not_there(world, three):
    is_nothing_to_strangers(world, move_url(three[0]), {"direction": "down"})
    assert order() == ["one", "two", "three"]


def test_an_insider_without_the_right_is_told_so(world, three):
    voice = write(world, "amara", "A", "voice", "I like maths.")
    for slug in ("amara", "lena", "susan"):
        is_refused(visit(getattr(world, slug)).post(move_url(three[0]), {"direction": "down"}))
    for slug in ("marcus", "joel"):
        with pytest.raises(NotPermitted):
            moves(world, slug, voice, "up")
    assert order() == ["one", "two", "three"]


def test_at_the_wrong_stage_the_law_is_named(world, three):
    for stage in ("consulting", "final"):
        world.move_to(stage)
        is_too_late(visit(world.okafor).post(move_url(three[0]), {"direction": "down"}))
        with pytest.raises(NotNow):
            moves(world, "marcus", three[0], "down")
    assert order() == ["one", "two", "three"]


@pytest.mark.parametrize("typed", [{}, {"direction": "sideways"}, {"direction": ""}])
def test_a_way_that_is_neither_up_nor_down_moves_nothing(world, three, typed):
    assert visit(world.okafor).post(move_url(three[0]), typed).status_code == 404
    with pytest.raises(Invalid):
        moves(world, "okafor", three[0], typed.get("direction", ""))
    assert order() == ["one", "two", "three"]
