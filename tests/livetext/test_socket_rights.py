"""Whoever loses the right to hear or to write a text is cut off: in the very commit where the ledger tells of it, and within five seconds in any case."""

import pytest
from django.db import connection, transaction

from permissions import ledger
from permissions.ledger import Act
from permissions.models import Membership
from permissions.vocabulary import Code, Role
from plans.actions.declare_conflict import declare_conflict
from plans.actions.end_membership import end_membership
from plans.actions.hold_back_section import hold_back_section
from plans.actions.keep_item import keep_item
from plans.actions.release_section import release_section
from plans.actions.retire_item import retire_item
from plans.models import TextUpdate
from portal.models import BrowserSession
from portal.sockets.watch import watch
from tests.livetext.writing import adds, place_of_item, place_of_section, writing
from tests.portal.sockets import in_database, signed_in
from tests.world import SAM

AT_MOST = 5.0
HOPE = "I want to ride the steam train by myself"


@pytest.fixture
def no_watch(monkeypatch):
    """Leave it to the commit."""
    monkeypatch.setattr("portal.sockets.watch.LOOK_EVERY", 3600.0)


def _end(world, person):
    membership = Membership.objects.get(user=person, content_object=world.sam.circle)
    end_membership(world.marcus, SAM, membership.pk, reason="She has left.", today=world.today, now=world.now)


def _sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _number():
    return TextUpdate.objects.count()


async def _watched():
    """Let the watch have its first look, after which it speaks up for changes only."""
    await watch.look()


async def test_a_word_after_the_end_of_a_membership_is_not_taken(world, no_watch):
    async with writing(world.tess) as tess, writing(world.hana) as hana:
        await tess.types("Mine. ")
        await tess.is_saved()
        await hana.reads("Mine. ")
        await in_database(_end, world, world.tess)
        await tess.types("Not any more.")
        assert await tess.is_closed_with(4403)
        assert tess.acknowledged == 1
        await hana.types("Ours.")
        await hana.is_saved()
        assert hana.words == "Mine. Ours."
        assert await in_database(_number) == 2


async def test_a_word_after_the_stage_has_moved_is_not_taken(world, no_watch):
    async with writing(world.marcus) as marcus:
        await marcus.types("Before. ")
        await marcus.is_saved()
        await in_database(world.move_to, "consulting")
        await in_database(_tell_the_ledger, world)
        await marcus.types("After.")
        assert await marcus.is_closed_with(4403)
        assert await in_database(_number) == 1


@transaction.atomic
def _tell_the_ledger(world):
    """Write an entry, as what moves a stage in the portal does."""
    act = Act(actor=world.marcus.pk, role=Role.COORDINATOR, verb="serve_draft", object_kind="plan")
    ledger.record(act, circle=ledger.lock(world.sam.circle.pk), now=world.now)


async def test_a_word_into_an_item_that_was_taken_out_is_not_taken(world, no_watch):
    hope = await in_database(adds, world, world.amara, HOPE)
    async with writing(world.amara, place_of_item(hope.uid)) as amara:
        await in_database(retire_item, world.amara, SAM, hope.uid, today=world.today, now=world.now)
        await amara.types(" More.")
        assert await amara.is_closed_with(4403)
        assert await in_database(_number) == 1


async def test_an_act_that_takes_nothing_away_closes_nobody(world, no_watch):
    async with writing(world.marcus) as marcus:
        await in_database(adds, world, world.amara, HOPE)
        await marcus.types("Still here.")
        await marcus.is_saved()
        await in_database(adds, world, world.amara, HOPE)
        await watch.look()
        await marcus.types(" And here.")
        await marcus.is_saved()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE permissions_membership SET ended_at = CURRENT_TIMESTAMP WHERE user_id = %s",
        "UPDATE permissions_user SET is_active = FALSE WHERE id = %s",
        "UPDATE permissions_membership SET until_on = '2020-01-01' WHERE user_id = %s",
    ],
)
async def test_without_a_word_the_text_closes_within_five_seconds(world, statement):
    async with writing(world.tess) as tess, writing(world.hana) as hana:
        await _watched()
        await in_database(_sql, statement, world.tess.pk)
        assert await tess.is_closed_with(4403, AT_MOST)
        await hana.types("Still here.")
        await hana.is_saved()


async def test_the_end_of_a_session_closes_its_texts_and_no_others(world):
    browser = await in_database(signed_in, world.marcus)
    async with writing(world.marcus, browser=browser) as one, writing(world.marcus) as other:
        await _watched()
        await in_database(browser.logout)
        assert await one.is_closed_with(4403, AT_MOST)
        await other.types("Still here.")
        await other.is_saved()


async def test_a_conflict_of_interest_closes_the_texts(world):
    async with writing(world.hana) as hana:
        await _watched()
        await in_database(declare_conflict, world.hana, SAM, reason="My niece.", successor=None, today=world.today, now=world.now)
        assert await hana.is_closed_with(4403, AT_MOST)


async def test_a_section_that_is_held_back_closes_for_the_family_and_not_for_the_council(world):
    async with writing(world.amara) as amara, writing(world.marcus) as marcus:
        await _watched()
        facts = {"today": world.today, "now": world.now}
        await in_database(hold_back_section, world.marcus, SAM, Code.F, reason="An address stands in it.", **facts)
        assert await amara.is_closed_with(4403, AT_MOST)
        await in_database(release_section, world.marcus, SAM, Code.F, **facts)
        await marcus.types("Still here.")
        await marcus.is_saved()


async def test_a_stage_that_takes_the_writing_away_closes_a_writer_and_leaves_a_listener(world):
    async with writing(world.marcus) as marcus, writing(world.priya) as priya:
        await _watched()
        await in_database(world.move_to, "consulting")
        assert await marcus.is_closed_with(4403, AT_MOST)
        await watch.look()
        assert await priya.hears_nothing()


async def test_an_item_that_is_taken_back_closes_for_everybody_but_its_author(world):
    hope = await in_database(adds, world, world.amara, HOPE)
    async with writing(world.amara, place_of_item(hope.uid)) as amara, writing(world.marcus, place_of_item(hope.uid)) as marcus:
        await _watched()
        await in_database(keep_item, world.amara, SAM, hope.uid, today=world.today, now=world.now)
        assert await marcus.is_closed_with(4403, AT_MOST)
        await amara.types(" More.")
        await amara.is_saved()


async def test_whoever_may_write_again_just_goes_on(world):
    await in_database(world.move_to, "consulting")
    async with writing(world.tess, place_of_section("F")) as tess:
        await _watched()
        await in_database(world.move_to, "drafting")
        await watch.look()
        assert await tess.hears_nothing()
        await tess.types("Now I may.")
        await tess.is_saved()


async def test_use_of_a_text_keeps_the_session_and_an_open_socket_does_not(world):
    browser = await in_database(signed_in, world.marcus)
    key = browser.session.session_key
    await in_database(_last_used_at, key, world.now.replace(year=world.now.year - 1))
    async with writing(world.marcus, browser=browser) as marcus:
        assert await marcus.hears_nothing(1.0)
        assert await in_database(_last_used, key) == world.now.replace(year=world.now.year - 1)
        await marcus.types("A word.")
        await marcus.is_saved()
        assert await marcus.hears_nothing(1.0)
        assert await in_database(_last_used, key) >= world.now


def _last_used_at(key, moment):
    BrowserSession.objects.filter(pk=key).update(used_at=moment)


def _last_used(key):
    return BrowserSession.objects.get(pk=key).used_at
