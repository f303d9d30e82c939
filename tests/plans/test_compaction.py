"""The log of a live text is made shorter: nothing of the last day goes, the words and the history stay, what is stored is counted."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from permissions.refusals import Stale
from plans.actions.save_words import save_words
from plans.livetext.compaction import compact, compact_old
from plans.livetext.log import Gone, load
from plans.livetext.verifying import first_text_fault
from plans.models import Item, LiveText, TextSnapshot, TextUpdate
from plans.queries.history import read_history
from plans.record.verify import first_fault
from tests.plans.livetext_help import live, types
from tests.plans.versions_help import access_of, write
from tests.queries import count_queries
from tests.world import SAM

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


def hours(number):
    return NOON + timedelta(hours=number)


@pytest.fixture(autouse=True)
def at_noon(world):
    world.now = NOON


@pytest.fixture
def item(world):
    return write(world, "lena", "F", "provision", "Speech therapy.")


def bytes_stored(text):
    return sum(
        len(bytes(content))
        for model in (TextUpdate, TextSnapshot)
        for content in model.objects.filter(text=text).values_list("content", flat=True)
    )


def test_a_snapshot_is_taken_at_once_and_what_it_covers_goes_after_a_day(world, item):
    for number in range(5):
        types(world, "lena", item, f"Speech therapy {number}.", now=hours(0))
    text = live(world, item)
    compact(text.pk, now=hours(1))
    assert TextUpdate.objects.filter(text=text).count() == 6
    compact(text.pk, now=hours(24))
    assert TextUpdate.objects.filter(text=text).count() == 6
    types(world, "lena", item, "Speech therapy, new.", now=hours(24))
    compact(text.pk, now=hours(25))
    assert list(TextUpdate.objects.filter(text=text).values_list("n", flat=True)) == [7]
    assert sorted(TextSnapshot.objects.filter(text=text).values_list("n", flat=True)) == [6, 7]
    text.refresh_from_db()
    assert text.stored_bytes == bytes_stored(text)
    assert (load(text).words, load(text, 6).words) == ("Speech therapy, new.", "Speech therapy 4.")
    with pytest.raises(Gone):
        load(text, 5)
    assert first_text_fault(world.sam) == ""


def test_a_form_of_the_last_day_is_merged_and_one_of_before_is_stale(world, item):
    for number in range(3):
        types(world, "marcus", item, f"Speech therapy {number}.", now=hours(number))
    text = live(world, item)
    compact(text.pk, now=hours(3))
    types(world, "marcus", item, "Speech therapy, later.", now=hours(20))
    when = {"today": world.today, "now": hours(26)}
    compact(text.pk, now=hours(26))
    assert save_words(world.lena, SAM, item.uid, "Speech therapy 2. More.", words_n=4, **when).row.text == "Speech therapy, later. More."
    compact(text.pk, now=hours(28))
    with pytest.raises(Stale):
        save_words(world.lena, SAM, item.uid, "Speech therapy 0. More.", words_n=2, **when)


def test_compacting_twice_changes_nothing(world, item):
    types(world, "lena", item, "Other words.")
    text = live(world, item)
    compact(text.pk, now=hours(1))
    there = LiveText.objects.values().get(pk=text.pk)
    compact(text.pk, now=hours(1))
    assert LiveText.objects.values().get(pk=text.pk) == there
    compact(0, now=hours(1))


def test_the_clock_compacts_what_nobody_has_written_in_for_a_day(world, item):
    types(world, "lena", item, "Other words.", now=hours(0))
    types(world, "marcus", "F", "Own words.", now=hours(20))
    assert compact_old(now=hours(23)) == 0
    assert compact_old(now=hours(25)) == 1
    assert compact_old(now=hours(26)) == 0
    assert compact_old(now=hours(50)) == 2
    assert TextUpdate.objects.filter(text__item=item).count() == 0
    assert Item.objects.get(pk=item.pk).text == "Other words."


def test_a_long_log_is_loaded_from_its_snapshot_in_one_question(world, item):
    text = live(world, item)
    for number in range(30):
        types(world, "lena", item, f"Speech therapy {number}.")
    text.refresh_from_db()
    compact(text.pk, now=hours(1))
    with count_queries() as counted:
        assert load(text).words == "Speech therapy 29."
    assert counted.number == 1


EDITS = st.lists(st.tuples(st.sampled_from(["lena", "marcus"]), st.text("ab é👍\n", max_size=6), st.integers(1, 400)), max_size=12)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=EDITS)
def test_whatever_was_typed_the_history_is_the_same_after_compaction(world, edits):
    item = write(world, "lena", "F", "provision", "Speech therapy.")
    minutes = 0
    for who, words, later in edits:
        minutes += later
        types(world, who, item, words + "!", now=NOON + timedelta(minutes=minutes))
    access, text = access_of(world, "priya"), live(world, item)
    before = read_history(access, "F")
    compact(text.pk, now=hours(100))
    compact(text.pk, now=hours(200))
    assert read_history(access, "F") == before
    assert TextUpdate.objects.filter(text=text).count() == 0


def test_words_that_are_not_those_of_the_log_are_named(world, item):
    plan = access_of(world, "marcus").plan
    types(world, "lena", item, "Other words.")
    compact(live(world, item).pk, now=hours(1))
    assert first_fault(plan_now(plan)) == ""
    Item.objects.filter(pk=item.pk).update(text="Altered zebra.")
    fault = first_fault(plan_now(plan))
    assert f"item {item.uid}" in fault
    assert "zebra" not in fault
    Item.objects.filter(pk=item.pk).update(text="Other words.")
    TextSnapshot.objects.all().delete()
    TextUpdate.objects.filter(text__item=item, n=1).delete()
    assert "an update is missing" in first_fault(plan_now(plan))


def plan_now(plan):
    return type(plan).objects.select_related("circle").get(pk=plan.pk)
