"""The rooms of one process: loaded once, emptied after a while, and never anything but the log."""

import asyncio
import threading

import pytest

from plans.livetext import rooms
from plans.livetext.document import Document
from plans.livetext.log import NewRow, append
from plans.livetext.update import check
from plans.livetext.writer import Writer
from plans.models import LiveText, TextSnapshot, TextUpdate
from tests.livetext.test_socket import Held, log_of
from tests.livetext.writing import EMPTY, place_of_section, soon, writing
from tests.portal.sockets import in_database


def here():
    """Give the rooms of this test's loop."""
    return rooms.rooms_here(lambda: None)


async def test_many_who_come_at_once_share_one_room(world):
    async with writing(world.marcus) as first:
        await first.types("Here.")
        await first.is_saved()
    here()._rooms.clear()
    opened = [writing(person) for person in (world.marcus, world.tess, world.hana, world.priya, world.amara)]
    pages = await asyncio.gather(*(page.__aenter__() for page in opened))
    assert [page.words for page in pages] == ["Here."] * 5
    [room] = here()._rooms.values()
    assert len(room.peers) == 5
    for page in opened:
        await page.__aexit__(None, None, None)
    await soon(lambda: not room.peers)


async def test_a_room_is_emptied_a_while_after_the_last_has_gone_and_comes_back_as_it_was(world, monkeypatch):
    monkeypatch.setattr(rooms, "UNLOAD_AFTER", 0.2)
    async with writing(world.marcus) as marcus:
        await marcus.types("Kept in the log.")
        await marcus.is_saved()
        assert len(here()._rooms) == 1
    await soon(lambda: not here()._rooms)
    async with writing(world.tess) as tess:
        assert tess.words == "Kept in the log."


async def test_a_room_to_which_somebody_has_come_back_stays(world, monkeypatch):
    monkeypatch.setattr(rooms, "UNLOAD_AFTER", 0.2)
    async with writing(world.marcus):
        pass
    async with writing(world.marcus) as marcus:
        await asyncio.sleep(0.4)
        assert len(here()._rooms) == 1
        await marcus.types("Still here.")
        await marcus.is_saved()


async def test_a_room_with_words_that_wait_is_not_emptied(world, monkeypatch):
    monkeypatch.setattr(rooms, "UNLOAD_AFTER", 0.05)
    async with writing(world.tess, place_of_section("F")) as tess, writing(world.marcus, place_of_section("E")) as marcus:
        await tess.types("x")
        await tess.is_saved()
        with Held(world.sam.circle.pk):
            await marcus.types("Sent, and gone.")
            await asyncio.sleep(0.1)
            await marcus.socket.disconnect()
            await asyncio.sleep(0.2)
            assert len(here()._rooms) == 2
        await soon(lambda: not any(room.waiting for room in here()._rooms.values()))
    assert "Sent, and gone." in [Document([update]).words for update in await in_database(log_of)]


def _write_elsewhere(world, words):
    """Commit as another process does, of which this one hears nothing."""
    [text] = LiveText.objects.all()
    update = Document(log_of()).rewritten(words)
    check(update)
    append([NewRow(text.pk, world.hana.pk, "manager", update)], {text.pk: text.n}, now=world.now)


@pytest.fixture
def patient(monkeypatch):
    """Look all the time."""
    monkeypatch.setattr(rooms, "LOOK_EVERY", 0.05)


async def test_what_another_process_commits_appears_without_a_bell(world, patient):
    async with writing(world.marcus) as marcus, writing(world.tess) as tess:
        await marcus.types("Ours. ")
        await marcus.is_saved()
        await in_database(_write_elsewhere, world, "Ours. Theirs.")
        await marcus.reads("Ours. Theirs.")
        await tess.reads("Ours. Theirs.")


async def test_what_another_process_commits_in_between_comes_first(world, monkeypatch):
    monkeypatch.setattr(rooms, "LOOK_EVERY", 3600)
    async with writing(world.marcus) as marcus, writing(world.tess) as tess:
        await marcus.types("One. ")
        await marcus.is_saved()
        await tess.reads("One. ")
        await in_database(_write_elsewhere, world, "One. Two. ")
        await marcus.types("Three.")
        await marcus.is_saved()
        while "Two." not in marcus.words:
            await marcus.hear()
        await tess.reads(marcus.words)
        [room] = here()._rooms.values()
        assert (room.n, room.document.words) == (3, marcus.words)
        assert room.mine == {}


async def test_a_text_that_was_replaced_closes_with_4409(world, patient):
    async with writing(world.marcus) as marcus:
        await marcus.types("Struck.")
        await marcus.is_saved()
        await in_database(LiveText.objects.update, epoch=1)
        assert await marcus.is_closed_with(4409)
        assert here()._rooms == {}


async def test_commits_gather_what_waits(world, monkeypatch):
    groups = []
    commit = Writer._commit

    async def counted(self, taken):
        groups.append(len(taken))
        await commit(self, taken)

    monkeypatch.setattr(Writer, "_commit", counted)
    async with writing(world.marcus) as marcus:
        await marcus.types("1")
        await marcus.is_saved()
        with Held(world.sam.circle.pk):
            for _ in range(50):
                await marcus.types("x")
            await asyncio.sleep(0.1)
        await marcus.is_saved()
    assert groups[0] == 1
    assert sum(groups) == 51
    assert len(groups) <= 4
    assert await in_database(TextUpdate.objects.count) == 51


async def test_a_long_log_gets_a_snapshot_while_people_write_and_another_when_they_have_gone(world, monkeypatch):
    monkeypatch.setattr(rooms, "COMPACT_EVERY", 5)
    monkeypatch.setattr(rooms, "UNLOAD_AFTER", 0.2)
    async with writing(world.marcus) as marcus:
        for _ in range(6):
            await marcus.types("x")
            await marcus.is_saved()
        await _in_time(lambda: TextSnapshot.objects.filter(n__gte=5).exists())
        await marcus.types("y" * 3)
        await marcus.is_saved()
    await _in_time(lambda: TextSnapshot.objects.filter(n=7).exists())
    async with writing(world.tess) as tess:
        assert tess.words == "xxxxxxyyy"


async def _in_time(is_so):
    for _ in range(200):
        if await in_database(is_so):
            return
        await asyncio.sleep(0.05)
    pytest.fail("it does not become so")


async def _in_the_way(here):
    """Keep the thread in which rooms ask the database busy until the first thing that is given is set; the second is the work there."""
    gate = threading.Event()
    work = asyncio.ensure_future(here._reader.run(gate.wait))
    await asyncio.sleep(0)
    return gate, work


async def test_a_room_that_is_opened_during_a_look_is_not_taken_for_one_that_was_replaced(world, monkeypatch):
    monkeypatch.setattr(rooms, "LOOK_EVERY", 3600)
    async with writing(world.marcus, place_of_section("E")):
        first, _held = await _in_the_way(here())
        opened = asyncio.ensure_future((page := writing(world.tess, place_of_section("F"))).__aenter__())
        await soon(lambda: here()._is_answering)
        await asyncio.sleep(0)
        second, _held_again = await _in_the_way(here())
        look = asyncio.ensure_future(here().look())
        await asyncio.sleep(0)
        first.set()
        tess = await opened
        assert len(here()._rooms) == 2
        assert not look.done()
        second.set()
        await look
        await tess.types("Still here.")
        await tess.is_saved()
        await page.__aexit__(None, None, None)


async def test_what_still_waits_is_not_acknowledged_with_what_came_before_it(world):
    async with writing(world.marcus) as marcus:
        await marcus.types("First. ")
        await marcus.is_saved()
        heard = []
        with Held(world.sam.circle.pk):
            await marcus.types("Second. ")
            await soon(lambda: here().writer._taken)
            await marcus.types("Third. ")
            await marcus.send_update(EMPTY)
            await soon(lambda: len(here().writer._queue) == 1)
        while marcus.acknowledged < 4:
            frame = await marcus.hear()
            heard += [marcus.acknowledged] if frame[0] == 100 else []
        assert heard == [2, 4]
