"""Whoever loses their place, their session or a part of what they saw is cut off at once by the bell, and within five seconds without it."""

import time

import pytest
from django.db import connection

from permissions import grants, ledger
from permissions.models import Membership, User
from permissions.vocabulary import Code, Role
from plans.actions.grant_section import grant_section
from plans.actions.save_section import save_section
from plans.actions.ungrant_section import ungrant_section
from portal.models import BrowserSession
from portal.sockets import news
from portal.sockets.watch import watch
from tests.committed import committed_world as world  # noqa: F401
from tests.portal.sockets import SOON, in_database, page_open, signed_in, socket_of
from tests.world import SAM

# In these tests `world` is the fixture above.
# ruff: noqa: F811

AT_MOST = 5.0


@pytest.fixture
def no_watch(monkeypatch):
    """Leave the bell alone to do it."""
    monkeypatch.setattr("portal.sockets.watch.LOOK_EVERY", 3600.0)


def _ring(world):
    news.ring(world.sam.circle.pk)


def _end(world, person):
    grants.end_role(Membership.objects.get(user=person, content_object=world.sam.circle), now=world.now)


def _sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


async def _watched(*pages):
    """Let the watch have its first look, after which it speaks up for changes only."""
    await watch.look()
    for page in pages:
        assert await page.hears_nothing(0.3)


async def _is_told_and_closed(page, reason, *, within):
    began = time.monotonic()
    assert (await page.hear("bye", timeout=within))["reason"] == reason
    assert await page.is_closed_with(4403)
    assert time.monotonic() - began < within


async def test_the_end_of_a_membership_ends_the_feed_at_once(world, no_watch):
    async with page_open(world.priya) as priya, page_open(world.lena) as lena:
        await in_database(_end, world, world.priya)
        await in_database(_ring, world)
        await _is_told_and_closed(priya, "gone", within=AT_MOST)
        assert await lena.hears_nothing()


async def test_a_save_after_the_end_of_a_membership_brings_a_goodbye_and_no_word(world, no_watch):
    async with page_open(world.priya) as priya:
        await in_database(_end, world, world.priya)
        await in_database(
            save_section,
            world.marcus,
            SAM,
            "F",
            narrative="Not for Priya any more.",
            none_identified=False,
            seq=0,
            today=world.today,
            now=world.now,
        )
        await _is_told_and_closed(priya, "gone", within=AT_MOST)


async def test_the_end_of_amaras_membership_ends_the_feed_of_pam_whom_she_chose(world, no_watch):
    async with page_open(world.pam) as pam, page_open(world.joel) as joel:
        await in_database(_end, world, world.amara)
        await in_database(_ring, world)
        await _is_told_and_closed(pam, "gone", within=AT_MOST)
        assert await joel.hears_nothing()


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("UPDATE permissions_membership SET ended_at = CURRENT_TIMESTAMP WHERE user_id = %s", "gone"),
        ("UPDATE permissions_user SET is_active = FALSE WHERE id = %s", "gone"),
        ("UPDATE permissions_membership SET until_on = '2020-01-01' WHERE user_id = %s", "gone"),
    ],
)
async def test_without_a_bell_the_feed_ends_within_five_seconds(world, statement, reason):
    async with page_open(world.priya) as priya, page_open(world.lena) as lena:
        await _watched(priya, lena)
        await in_database(_sql, statement, world.priya.pk)
        await _is_told_and_closed(priya, reason, within=AT_MOST)
        assert await lena.hears_nothing()


async def test_the_end_of_a_session_ends_the_feed_within_five_seconds(world):
    browser = await in_database(signed_in, world.priya)
    async with page_open(world.priya, browser=browser) as one, page_open(world.priya) as other:
        await _watched(one, other)
        await in_database(browser.logout)
        await _is_told_and_closed(one, "signed-out", within=AT_MOST)
        assert await other.hears_nothing()


async def test_a_session_that_has_become_somebody_elses_ends_the_feed(world):
    browser = await in_database(signed_in, world.priya)
    theirs = await in_database(signed_in, world.lena)
    async with page_open(world.priya, browser=browser) as priya:
        await _watched(priya)
        await in_database(_swap, browser.session.session_key, theirs.session.session_key)
        await _is_told_and_closed(priya, "signed-out", within=AT_MOST)


def _swap(key, other):
    BrowserSession.objects.filter(pk=key).update(session_data=BrowserSession.objects.get(pk=other).session_data)


async def test_a_stage_at_which_somebody_sees_less_ends_the_feed(world, no_watch):
    await in_database(world.move_to, "consulting")
    async with page_open(world.owen) as owen, page_open(world.amara) as amara:
        await in_database(world.move_to, "final")
        await in_database(_ring, world)
        await _is_told_and_closed(owen, "changed", within=AT_MOST)
        assert await amara.hears_nothing()


async def test_a_stage_that_moved_without_a_bell_is_seen_within_five_seconds(world):
    await in_database(world.move_to, "consulting")
    async with page_open(world.owen) as owen:
        await _watched(owen)
        await in_database(world.move_to, "final")
        await _is_told_and_closed(owen, "changed", within=AT_MOST)


async def test_a_section_that_is_held_back_goes_from_the_familys_open_pages(world):
    async with page_open(world.amara) as amara, page_open(world.priya) as priya:
        await _watched(amara, priya)
        await in_database(_sql, "UPDATE plans_plan SET held_back = %s WHERE id = %s", '{"F": "A report is missing."}', world.sam.pk)
        await _is_told_and_closed(amara, "changed", within=AT_MOST)
        assert await priya.hears_nothing()


async def test_a_lost_bell_delays_news_by_five_seconds_at_most(world, monkeypatch):
    monkeypatch.setattr(ledger, "_bells", [])
    async with page_open(world.priya) as priya:
        await _watched(priya)
        await in_database(
            save_section,
            world.marcus,
            SAM,
            "F",
            narrative="Without a bell.",
            none_identified=False,
            seq=0,
            today=world.today,
            now=world.now,
        )
        assert "Without a bell." in (await priya.hear("news", timeout=AT_MOST))["regions"][0]["html"]


async def test_whoever_was_let_in_anew_opens_a_new_socket_and_nobody_else(world):
    browser = await in_database(signed_in, world.ines)
    assert (await socket_of(browser).connect(SOON))[0] is False
    await in_database(_welcome_back, world)
    socket = socket_of(browser)
    assert (await socket.connect(SOON))[0] is True
    await socket.disconnect(timeout=SOON)
    assert (await socket_of(await in_database(signed_in, world.nadia)).connect(SOON))[0] is False


def _welcome_back(world):
    grants.give_role(circle=world.sam.circle, person=User.objects.get(pk=world.ines.pk), role=Role.THERAPIST, from_on=world.today)


async def test_what_was_granted_while_a_page_was_open_and_is_taken_back_ends_the_feed(world, no_watch):
    def exception(act, **more):
        number = Membership.objects.get(user=world.priya, content_object=world.sam.circle).pk
        act(world.marcus, SAM, number, Code.D, today=world.today, now=world.now, **more)

    async with page_open(world.priya) as priya:
        await in_database(exception, grant_section, reason="For one meeting")
        await in_database(_ring, world)
        assert await priya.hears_nothing()
        await in_database(exception, ungrant_section)
        await in_database(_ring, world)
        await _is_told_and_closed(priya, "changed", within=AT_MOST)


async def test_sessions_that_a_person_or_the_coordinator_ends_close_their_sockets_within_five_seconds(world):
    browser = await in_database(signed_in, world.amara)
    async with page_open(world.amara) as lost, page_open(world.amara, browser=browser) as kept, page_open(world.joel) as joel:
        await _watched(lost, kept, joel)
        await in_database(browser.post, "/account/devices/end-others/")
        await _is_told_and_closed(lost, "signed-out", within=AT_MOST)
        assert await kept.hears_nothing()
        number = await in_database(lambda: Membership.objects.get(user=world.amara, content_object=world.sam.circle).pk)
        marcus = await in_database(signed_in, world.marcus)
        await in_database(marcus.post, f"/plans/{SAM}/people/{number}/sign-out/")
        await _is_told_and_closed(kept, "signed-out", within=AT_MOST)
        assert await joel.hears_nothing()


async def test_a_session_that_ends_by_itself_closes_its_sockets_within_five_seconds(world):
    browser = await in_database(signed_in, world.amara)
    async with page_open(world.amara, browser=browser) as amara, page_open(world.joel) as joel:
        await _watched(amara, joel)
        await in_database(_sql, "UPDATE portal_browsersession SET expire_date = %s WHERE person_id = %s", world.now, world.amara.pk)
        await _is_told_and_closed(amara, "signed-out", within=AT_MOST)
        assert await joel.hears_nothing()
