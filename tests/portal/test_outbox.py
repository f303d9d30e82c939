"""A page that does not read is cut off; one that reads gets everything in order."""

import asyncio

from portal.sockets import wire
from portal.sockets.outbox import PageOutbox
from tests.comments.saying import opens
from tests.committed import committed_world as world  # noqa: F401
from tests.portal.sockets import in_database, page_open

# ruff: noqa: F811


async def test_frames_leave_in_order():
    sent = []

    async def send(frame):
        sent.append(frame)

    outbox = PageOutbox(send)
    task = asyncio.create_task(outbox.run())
    for number in range(5):
        assert outbox.put(str(number))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    task.cancel()
    assert sent == ["0", "1", "2", "3", "4"]


async def test_what_a_page_does_not_take_is_bounded():
    async def never(frame):
        await asyncio.Event().wait()

    outbox = PageOutbox(never)
    task = asyncio.create_task(outbox.run())
    assert outbox.put("x" * PageOutbox.waiting_limit)
    await asyncio.sleep(0)
    assert not outbox.put("x")
    task.cancel()


async def test_a_page_that_is_not_heard_gets_no_more_than_the_bound_and_one_that_is_goes_on():
    async def send(frame):
        pass

    outbox = PageOutbox(send)
    task = asyncio.create_task(outbox.run())
    for _ in range(PageOutbox.unheard_limit // PageOutbox.waiting_limit):
        assert outbox.put("x" * PageOutbox.waiting_limit)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    assert not outbox.put("x")
    outbox.heard()
    assert outbox.put("x")
    task.cancel()


async def test_a_socket_whose_page_does_not_read_is_closed_with_1013(world, monkeypatch):
    async with page_open(world.priya) as priya:
        monkeypatch.setattr(PageOutbox, "waiting_limit", 10)
        await in_database(opens, world, world.marcus, "Too much for this page.", audience="everyone")
        assert await priya.is_closed_with(wire.SLOW_READER)
