"""Every canary of `canaries.txt` x nine people, through every route that the URL resolver knows: each finds those of the table and no other.

Pages, refusals, PDFs with their facts, files whole and in part, JSON, headers and cookies; Root also through every door of the admin.
"""

import pytest
from django.conf import settings

from tests.committed import committed
from tests.plans.striking_help import whole_database
from tests.portal.canaries import PEOPLE, canaries, found_in, opened
from tests.portal.crawling import Walk
from tests.portal.planting import plant


@pytest.fixture(scope="module")
def planted(django_db_setup, django_db_blocker):
    """Plant once for all tests of this file."""
    before = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "portal.mail.OutboxBackend"
    with committed(django_db_blocker) as world:
        yield plant(world, whole_database)
    settings.EMAIL_BACKEND = before


@pytest.mark.parametrize("slug", PEOPLE)
def test_a_person_finds_the_canaries_of_the_table_and_no_other(planted, slug):
    walk = Walk(planted.world, getattr(planted.world, slug)).through_every_door()
    if slug == "root":
        walk.through_the_admin()
    own = planted.answers if slug == "amara" else []
    found = found_in([*walk.found.values(), *own], planted.words)
    expected = {name for name, one in canaries().items() if slug in one.now}
    assert {name: where_found(walk, planted.words[name]) for name in found - expected} == {}, "somebody reads what is not theirs"
    assert expected - found == set(), "the walk finds what is there to find"
    assert len(walk.found) > 400
    assert [asked for asked, status in walk.statuses.items() if status == 500] == []
    assert found_in(walk.found, planted.words) == set(), "no address holds a word"


def where_found(walk: Walk, word: str) -> list[str]:
    """Name some addresses at which a word stands."""
    return [asked for asked, body in walk.found.items() if found_in([body], {"it": word})][:4]


def test_there_are_forty_canaries_and_each_was_really_there(planted):
    assert len(canaries()) >= 40
    held = [planted.database_before_strike, *planted.sent, *map(opened, planted.files), *planted.answers]
    assert set(planted.words) - found_in(held, planted.words) <= {
        "late-form",
        "joining-link",
        "strike-reason",
        "note-first",
        "talk-first",
        "check-reason",
        "her-letter",
    }, "they come after the look at the database, or lie there locked or in a PDF; the notes and talk were written over before it"


def test_six_spellings_of_an_address_and_of_a_struck_place_are_among_them():
    for kind in ("address", "struck"):
        assert len({one.word for name, one in canaries().items() if name.startswith(f"{kind}-")}) == 6
