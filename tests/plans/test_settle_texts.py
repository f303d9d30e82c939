"""What was typed live and committed comes to stand in the plan: the words, who wrote last and when, the passages that people speak about."""

from datetime import timedelta

import pytest

from permissions import ledger
from permissions.models import LedgerEntry
from plans.access import open_plan
from plans.actions.settle_texts import settle_texts
from plans.livetext.log import load
from plans.models import Anchor, Item, LiveText, Plan, Section, TextSnapshot
from tests.plans.livetext_help import live, types
from tests.plans.versions_help import narrate, write
from tests.queries import count_queries
from tests.world import NADIAS, SAM


def settles(world, **only):
    return settle_texts(world.sam.circle_id, now=world.now, **only)


@pytest.fixture
def item(world):
    return write(world, "lena", "F", "provision", "Speech therapy every week.")


def test_what_was_typed_stands_in_the_item_with_whoever_typed_last(world, item):
    later = world.now + timedelta(minutes=3)
    types(world, "lena", item, "Speech therapy twice a week.")
    types(world, "marcus", item, "Speech therapy twice every week.", now=later)
    assert Item.objects.get(pk=item.pk).text == "Speech therapy every week."
    assert settles(world) == 1
    now_there = Item.objects.get(pk=item.pk)
    assert (now_there.text, now_there.saved_by, now_there.saved_at) == ("Speech therapy twice every week.", world.marcus, later)
    assert now_there.seq == item.seq


def test_a_sections_own_words_are_settled_too(world):
    types(world, "marcus", "F", "Help is given in class.")
    assert settles(world) == 1
    section = Section.objects.get(plan=world.sam, type="F")
    assert (section.narrative, section.saved_by, section.seq) == ("Help is given in class.", world.marcus, 0)


def test_where_nothing_is_behind_one_question_is_asked_and_nothing_changes(world, item):
    types(world, "lena", item, "Other words.")
    settles(world)
    before = Plan.objects.get(pk=world.sam.pk).words_number
    with count_queries() as counted:
        assert settles(world) == 0
    assert counted.number == 1
    assert Plan.objects.get(pk=world.sam.pk).words_number == before


def test_each_settling_is_counted_once_for_the_plan_and_kept_beside_its_texts(world, item):
    types(world, "lena", item, "Other words.")
    types(world, "marcus", "F", "Own words.")
    assert settles(world) == 2
    number = Plan.objects.get(pk=world.sam.pk).words_number
    assert number == 1
    assert set(LiveText.objects.values_list("settled_number", flat=True)) == {1}
    types(world, "marcus", "F", "Own words, more.")
    settles(world)
    assert sorted(LiveText.objects.values_list("settled_number", flat=True)) == [1, 2]


def test_only_the_text_that_is_named_is_settled(world, item):
    types(world, "lena", item, "Other words.")
    types(world, "marcus", "F", "Own words.")
    assert settles(world, only=[live(world, item).pk]) == 1
    assert Section.objects.get(plan=world.sam, type="F").narrative == ""


def test_another_plans_texts_are_left_alone(world, item):
    types(world, "lena", item, "Other words.")
    assert settle_texts(Plan.objects.exclude(pk=world.sam.pk).first().circle_id, now=world.now) == 0
    assert Item.objects.get(pk=item.pk).text == "Speech therapy every week."


def test_the_bell_rings_after_a_settling_and_the_ledger_stays_as_it_is(world, item, django_capture_on_commit_callbacks):
    types(world, "lena", item, "Other words.")
    there = LedgerEntry.objects.count()
    heard = []
    ledger.on_news(heard.append)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            settles(world)
        assert heard == [world.sam.circle_id]
    finally:
        ledger._bells.remove(heard.append) if heard.append in ledger._bells else None
    assert LedgerEntry.objects.count() == there


def test_a_passage_is_followed_through_what_is_settled(world):
    narrate(world, "marcus", "F", "One. Two. Three.")
    text = live(world, "F")
    two, three = (
        Anchor.objects.create(text=text, quote=quote, starts_at=start, ends_at=start + len(quote))
        for quote, start in (("Two.", 5), ("Three.", 10))
    )
    types(world, "marcus", "F", "Zero. One. Three.")
    settles(world)
    for anchor in (two, three):
        anchor.refresh_from_db()
    words = Section.objects.get(plan=world.sam, type="F").narrative
    assert three.passage_in(words) == "Three."
    assert (two.starts_at, two.ends_at, two.quote) == (None, None, "Two.")


def test_of_a_long_log_a_snapshot_is_taken_on_the_way_and_loading_begins_there(world, item):
    text = live(world, item)
    text.updates.update(n=499)  # the same log, counted from far on
    LiveText.objects.filter(pk=text.pk).update(n=499, settled_n=499, worded_n=499)
    TextSnapshot.objects.create(text=text, n=499, content=bytes(text.updates.get().content), at=world.now)
    types(world, "lena", item, "And on.")
    before = LiveText.objects.get(pk=text.pk).stored_bytes
    settles(world)
    newest = TextSnapshot.objects.get(text=text, n=500)
    text.refresh_from_db()
    assert load(text).words == "And on."
    assert text.stored_bytes == before + len(bytes(newest.content))


def test_opening_a_plan_says_whether_words_of_its_own_are_behind(world, item):
    def behind(slug, reference):
        return open_plan(getattr(world, slug), reference, today=world.today).plan.words_behind

    assert not behind("amara", SAM)
    types(world, "lena", item, "Other words.")
    assert behind("amara", SAM)
    assert not behind("nadia", NADIAS), "nothing was typed in hers"
    settles(world)
    assert not behind("amara", SAM), "the live text is there, and settled"
