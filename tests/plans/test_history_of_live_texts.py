"""What was typed live stands in the history in sittings: who, when, which words; before and after they have become wordings."""

from datetime import UTC, datetime, timedelta

import pytest

from plans.actions.put_forward_item import put_forward_item
from plans.livetext.log import Row
from plans.livetext.runs import sittings
from plans.models import Wording
from plans.queries.history import read_history
from tests.plans.livetext_help import types
from tests.plans.versions_help import access_of, rewrite, write
from tests.world import SAM

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_noon(world):
    world.now = NOON


def at(minutes):
    return NOON + timedelta(minutes=minutes)


def history(world, slug, code="F"):
    return [(save.who, save.did, save.when) for save in read_history(access_of(world, slug), code)]


def row(n, by, minutes):
    return Row(n, by, "therapist", b"", at(minutes))


def numbers(rows):
    return [[one.n for one in sitting] for sitting in sittings(rows)]


def test_a_sitting_is_one_person_within_a_quarter_of_the_clock():
    assert numbers([row(1, 7, 0), row(2, 7, 14), row(3, 7, 15), row(4, 8, 16), row(5, 7, 17)]) == [[1, 2], [3], [4], [5]]
    assert numbers([]) == []


def test_turns_too_short_to_tell_apart_are_one_sitting():
    turns = [row(n, 7 + n % 2, 1) for n in range(13)]
    assert len(numbers(turns)) == 13
    assert numbers([*turns, row(13, 9, 2), row(14, 7, 20)]) == [list(range(14)), [14]]


def test_each_sitting_says_who_when_and_which_words(world):
    item = write(world, "lena", "F", "provision", "Speech therapy.")
    types(world, "lena", item, "Speech therapy weekly.", now=at(1))
    types(world, "lena", item, "Speech therapy twice weekly.", now=at(3))
    types(world, "marcus", item, "Speech therapy twice weekly, alone.", now=at(5))
    assert history(world, "priya")[:2] == [
        ("Marcus Bell", "Changed", "Wednesday 1 July 2026 at 13:05"),
        (world.lena.name, "Changed", "Wednesday 1 July 2026 at 13:03"),
    ]
    newest, second, _ = read_history(access_of(world, "lena"), "F")
    assert second.who == "You"
    assert [(run.kind, run.text) for run in newest.changes[0].runs if run.kind != "same"] == [("added", ", alone")]
    assert [change.label for change in newest.changes] == ["Words"]


def test_the_history_says_the_same_once_the_sittings_are_wordings(world):
    item = write(world, "lena", "F", "provision", "Speech therapy.")
    types(world, "lena", item, "Speech therapy weekly.", now=at(1))
    types(world, "marcus", item, "Speech therapy weekly, alone.", now=at(5))
    before = history(world, "priya")
    assert Wording.objects.filter(item=item).count() == 1
    world.now = at(20)
    rewrite(world, "lena", item, "Speech therapy weekly, alone.", sessions=2)
    assert Wording.objects.filter(item=item).count() == 4
    assert history(world, "priya")[1:] == before


def test_several_who_wrote_in_one_sitting_are_all_named(world):
    item = write(world, "lena", "F", "provision", "x")
    for number in range(14):
        types(world, "lena" if number % 2 else "marcus", item, "x" * (number + 2), now=at(2))
    newest = read_history(access_of(world, "priya"), "F")[0]
    assert newest.who.split(", ")[1:] == ["Marcus Bell"]
    assert newest.role.split(", ")[1:] == ["EHC coordinator"]
    assert len(history(world, "priya")) == 2


def test_what_was_typed_while_it_was_kept_stays_with_its_author(world):
    item = write(world, "okafor", "B", "need", "First zebra thought.", put_forward=False)
    types(world, "okafor", item, "Second zebra thought.", now=at(1))
    assert [did for _, did, _ in history(world, "okafor", "B")] == ["Changed", "Wrote, kept to yourself"]
    assert history(world, "marcus", "B") == []
    types(world, "okafor", item, "Ready.", now=at(2))
    put_forward_item(world.okafor, SAM, item.uid, today=world.today, now=at(3))
    assert [did for _, did, _ in history(world, "marcus", "B")] == ["Put forward"]
    assert "zebra" not in str(read_history(access_of(world, "marcus"), "B"))
    assert len(history(world, "okafor", "B")) == 3


def test_the_hour_at_which_one_of_the_family_types_is_for_them_and_the_council(world):
    item = write(world, "amara", "A", "aspiration", "To walk.")
    types(world, "amara", item, "To walk to school.", now=at(1))
    said = {slug: history(world, slug, "A")[0][2] for slug in ("amara", "marcus", "priya", "joel", "pam")}
    assert said == {
        "amara": "Wednesday 1 July 2026 at 13:01",
        "marcus": "Wednesday 1 July 2026 at 13:01",
        "priya": "Wednesday 1 July 2026",
        "joel": "",
        "pam": "",
    }
