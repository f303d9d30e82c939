"""Who is told of what, and how: production equals the table written by hand (`notices_table.txt`), event by event, for everybody of the cast."""

from pathlib import Path

import pytest

from permissions.models import User
from portal.models import Notice, NoticedUpTo
from tests.portal.telling import DID, cells, chooses, events, tell
from tests.world import World


def table() -> dict[str, dict[str, str]]:
    lines = [line.split() for line in (Path(__file__).parent / "notices_table.txt").read_text().splitlines() if not line.startswith("#")]
    (_, *people), *rows = lines
    return {name: dict(zip(people, told, strict=True)) for name, *told in rows}


@pytest.fixture
def cast(world) -> World:
    """Give the cast with the choices that the table names."""
    chooses(world.lena, how="off")
    chooses(world.tom, mentions_at_once=False)
    User.objects.filter(pk=world.rao.pk).update(joined_at=None)
    return world


@pytest.mark.parametrize("name", table())
def test_everybody_is_told_what_the_table_says_and_no_more(cast, name):
    with events(cast, name):
        pass
    told = cells(cast)
    expected = table()[name]
    assert {slug: cell for slug, cell in told.items() if slug in expected} == expected
    assert [slug for slug, cell in told.items() if slug not in expected and cell != "."] == []


def test_the_table_names_every_event_and_all_of_the_cast(cast):
    assert set(table()) == set(DID)
    assert set(cast.people) - set(table()["amara-to-everyone"]) == {"zoe"}


def test_telling_twice_tells_nobody_twice(cast):
    with events(cast, "priya-to-everyone"):
        pass
    told = Notice.objects.count()
    cast_again = cells(cast)
    NoticedUpTo.objects.update(number=0)
    tell(cast)
    assert Notice.objects.filter(section="B").count() == told
    assert cells(cast)["amara"] == cast_again["amara"]
