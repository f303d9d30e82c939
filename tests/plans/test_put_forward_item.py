"""Put an item forward, and keep it to oneself again."""

import uuid

import pytest

from permissions.models import LedgerEntry
from permissions.refusals import NotFound, NotNow, NotPermitted
from plans.actions.add_item import add_item
from plans.actions.keep_item import keep_item
from plans.actions.put_forward_item import put_forward_item
from plans.actions.save_section import save_section
from plans.actions.writing import ItemWords
from plans.models import Item, Wording
from plans.statute.sections import Kind
from tests.plans.pages import PLAN, is_nothing_to_strangers, is_too_late, page_of, visit
from tests.plans.versions_help import rewrite, write
from tests.world import SAM


def show_url(item):
    return f"{PLAN}items/{item.uid}/show/"


def acts(act, world, slug, item):
    return act(getattr(world, slug), SAM, item.uid, today=world.today, now=world.now)


def hope(world, *, put_forward=False, text="A zebra at school."):
    return write(world, "amara", "A", "aspiration", text, put_forward=put_forward)


def last_entry(world):
    return LedgerEntry.objects.filter(circle=world.sam.circle).exclude(verb="read").order_by("number").last()


def test_what_is_put_forward_is_seen_by_everyone_who_may_see_the_section(world):
    item = hope(world)
    readers = [visit(getattr(world, slug)) for slug in ("joel", "pam", "priya", "marcus", "lena")]
    assert not any("zebra" in page_of(browser.get(f"{PLAN}sections/A/")).words for browser in readers)
    answer = visit(world.amara).post(show_url(item), {"state": "put_forward"})
    assert (answer.status_code, answer["Location"]) == (302, f"{PLAN}sections/A/edit/#item-{item.uid}")
    assert all("zebra" in page_of(browser.get(f"{PLAN}sections/A/")).words for browser in readers)
    assert (last_entry(world).verb, last_entry(world).actor) == ("put_forward_item", world.amara)
    assert list(Wording.objects.filter(item=item).order_by("seq").values_list("seq", "state")) == [(0, "kept"), (1, "put_forward")]


def test_what_is_kept_again_is_gone_from_every_page_of_everybody_else(world):
    item = hope(world, put_forward=True)
    assert visit(world.amara).post(show_url(item), {"state": "keep"}).status_code == 302
    assert last_entry(world).verb == "take_back_item"
    for slug in ("joel", "pam", "priya", "marcus", "hana"):
        browser = visit(getattr(world, slug))
        for address in (PLAN, f"{PLAN}thread/", f"{PLAN}sections/A/", f"{PLAN}sections/A/history/"):
            assert "zebra" not in browser.get(address).content.decode(), (slug, address)


def test_doing_it_twice_changes_nothing(world):
    item = hope(world)
    browser = visit(world.amara)
    for state in ("put_forward", "put_forward", "keep", "keep"):
        assert browser.post(show_url(item), {"state": state}).status_code == 302
    assert Wording.objects.filter(item=item).count() == 3
    assert Item.objects.get().seq == 2


def test_the_history_holds_what_it_said_when_it_was_shown(world):
    item = hope(world)
    rewrite(world, "amara", item, "A quiet place.")
    acts(put_forward_item, world, "amara", item)
    assert Wording.objects.get(item=item, seq=1).content == {
        "text": "A quiet place.",
        "source": "",
        "is_safety": False,
        "is_travel": False,
    } | {
        "whose": "parent",
        "horizon": "",
    }


def test_a_stranger_gets_the_page_of_a_plan_that_is_not_there(world):
    item = hope(world, put_forward=True)
    is_nothing_to_strangers(world, show_url(item), {"state": "keep"})
    assert Item.objects.get().state == "put_forward"


def test_nobody_puts_forward_or_takes_back_for_somebody_else(world):
    """Not even whoever may change the item's words: who sees it is its author's to say."""
    kept, shown = write(world, "okafor", "B", "need", "Kept.", put_forward=False), write(world, "okafor", "B", "need", "Shown.")
    for slug in ("marcus", "tess", "hana"):
        with pytest.raises(NotFound):
            acts(put_forward_item, world, slug, kept)
        for act in (keep_item, put_forward_item):
            with pytest.raises(NotPermitted):
                acts(act, world, slug, shown)
    for slug in ("lena", "amara", "susan"):
        with pytest.raises((NotPermitted, NotFound)):
            acts(keep_item, world, slug, shown)
    assert visit(world.marcus).post(show_url(kept), {"state": "put_forward"}).status_code == 404
    assert visit(world.marcus).post(show_url(shown), {"state": "keep"}).status_code == 403
    assert {row.text: row.state for row in Item.objects.all()} == {"Kept.": "kept", "Shown.": "put_forward"}


def test_the_other_parent_does_not_touch_it(world):
    item = hope(world, put_forward=True)
    with pytest.raises(NotPermitted):
        acts(keep_item, world, "joel", item)


@pytest.mark.parametrize("stage", ["consulting", "final", "ended", "refused"])
def test_at_the_wrong_stage_the_law_is_named(world, stage):
    item = hope(world, put_forward=True)
    world.move_to(stage)
    is_too_late(visit(world.amara).post(show_url(item), {"state": "keep"}))
    with pytest.raises(NotNow):
        acts(keep_item, world, "amara", item)
    assert Item.objects.get().state == "put_forward"


@pytest.mark.parametrize("typed", [{}, {"state": ""}, {"state": "retired"}, {"state": "PUT_FORWARD"}])
def test_a_form_that_does_not_say_which_changes_nothing(world, typed):
    item = hope(world, put_forward=True)
    assert visit(world.amara).post(show_url(item), typed).status_code == 404
    assert Item.objects.get().state == "put_forward"


def test_what_is_not_there_is_not_there(world):
    item = hope(world)
    Item.objects.update(state="retired")
    browser = visit(world.amara)
    assert browser.post(show_url(item), {"state": "put_forward"}).status_code == 404
    assert browser.post(f"{PLAN}items/{uuid.uuid4()}/show/", {"state": "put_forward"}).status_code == 404
    assert browser.get(show_url(item)).status_code == 405


@pytest.mark.parametrize("at_once", [True, False])
def test_what_is_put_forward_ends_the_statement_that_there_is_nothing(world, at_once):
    when = {"today": world.today, "now": world.now}
    section = save_section(world.marcus, SAM, "C", narrative="Rao looked.", none_identified=True, seq=0, **when).section
    words = ItemWords(kind=Kind.NEED, text="Sam has asthma.", spec={"area": "health"})
    item = add_item(world.rao, SAM, "C", words, put_forward=at_once, post_key=uuid.uuid4(), **when)
    section.refresh_from_db()
    assert section.none_identified is (not at_once), "what is kept contradicts nobody"
    put_forward_item(world.rao, SAM, item.uid, **when)
    section.refresh_from_db()
    assert (section.none_identified, section.narrative, section.seq) == (False, "Rao looked.", 2)
    latest = section.wordings.filter(item=None).order_by("-seq").first()
    assert (latest.by_id, latest.content["none_identified"]) == (world.rao.pk, False)


@pytest.mark.parametrize("stage", ["consulting", "ended"])
def test_at_the_wrong_stage_what_is_kept_stays_so(world, stage):
    item = hope(world)
    world.move_to(stage)
    is_too_late(visit(world.amara).post(show_url(item), {"state": "put_forward"}))
    with pytest.raises(NotNow):
        acts(put_forward_item, world, "amara", item)
    assert Item.objects.get().state == "kept"
