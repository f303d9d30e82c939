"""Who is writing where: shown of professionals and the council, to whoever sees the section; of a family to nobody."""

import pytest

from permissions import grants
from permissions.models import Membership
from portal.sockets import news, presence
from portal.sockets.presence import Board
from tests.committed import committed_world as world  # noqa: F401
from tests.portal.sockets import in_database, page_open

# In these tests `world` is the fixture above.
# ruff: noqa: F811

OKAFOR_IN_F = {"section": "F", "words": "Dr Okafor is writing in Special educational provision (Section F)"}


async def _writes(page, section="F"):
    await page.socket.send_json_to({"type": "here", "section": section})


async def test_dr_okafors_writing_is_seen_by_professionals_council_and_family_and_goes_when_she_leaves(world):
    async with (
        page_open(world.priya) as priya,
        page_open(world.amara, page="plan", section=None) as amara,
        page_open(world.marcus) as marcus,
    ):
        async with page_open(world.okafor, page="edit") as okafor:
            await _writes(okafor)
            for page in (priya, amara, marcus):
                assert (await page.hear("presence"))["people"] == [OKAFOR_IN_F]
            assert await okafor.hears_nothing()
        for page in (priya, amara, marcus):
            assert (await page.hear("presence"))["people"] == []


async def test_who_comes_later_is_told_who_is_writing(world):
    async with page_open(world.okafor, page="edit") as okafor:
        await _writes(okafor)
        async with page_open(world.priya) as priya:
            assert (await priya.hear("presence"))["people"] == [OKAFOR_IN_F]


async def test_a_familys_writing_is_shown_to_nobody_not_even_to_the_council(world):
    async with (
        page_open(world.joel, section="A") as joel,
        page_open(world.priya, section="A") as priya,
        page_open(world.marcus, section="A") as marcus,
        page_open(world.amara, page="edit", section="A") as amara,
        page_open(world.pam, page="edit", section="A") as pam,
    ):
        await _writes(amara, "A")
        await _writes(pam, "A")
        for page in (joel, priya, marcus):
            assert await page.hears_nothing()


async def test_who_does_not_see_a_section_does_not_learn_who_writes_in_it(world):
    async with (
        page_open(world.priya, page="plan", section=None) as priya,
        page_open(world.joel, page="plan", section=None) as joel,
        page_open(world.grace, page="edit", section="H2") as grace,
    ):
        await _writes(grace, "H2")
        assert (await joel.hear("presence"))["people"][0]["section"] == "H2"
        assert await priya.hears_nothing()


async def test_who_may_not_write_there_is_not_shown_as_writing(world):
    async with page_open(world.amara, page="plan", section=None) as amara, page_open(world.susan, page="edit") as susan:
        await _writes(susan)
        assert await amara.hears_nothing()


async def test_presence_goes_with_the_membership(world):
    async with page_open(world.amara) as amara, page_open(world.okafor, page="edit") as okafor:
        await _writes(okafor)
        await amara.hear("presence")
        await in_database(_end, world)
        assert (await amara.hear("presence"))["people"] == []


def _end(world):
    grants.end_role(Membership.objects.get(user=world.okafor, content_object=world.sam.circle), now=world.now)
    news.ring(world.sam.circle.pk)


def test_a_word_lives_forty_seconds_unless_it_is_renewed():
    class Everything:
        person = 1

    board = Board()
    board.note("a", 2, "F", now=0.0)
    board.note("b", 3, "B", now=0.0)
    board.note("b", 3, "B", now=30.0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(presence, "sees", lambda access, code: True)
        assert [person for _, person in board.writing(Everything(), now=39.9)] == [3, 2]
        assert [person for _, person in board.writing(Everything(), now=40.1)] == [3]
        assert board.writing(Everything(), now=70.1) == ()
