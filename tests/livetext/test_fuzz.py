"""Whatever a socket sends that is not the protocol: it is closed with a code that is defined, nothing of it is kept or relayed, and nobody else is held up."""

import random

import pytest
from pycrdt import Array, Doc, Map, Text

from plans.livetext import wire
from plans.livetext.document import Document
from plans.livetext.update import write_varuint
from plans.models import LiveText, TextUpdate
from tests.livetext.writing import STEP1, STEP2, UPDATE, awareness, is_let_in, socket_at, sync, writing
from tests.portal.sockets import SOON, in_database, signed_in
from tests.world import SAM

CODES = frozenset({1007, 1008, 1009})


def _words(text="x", client=77):
    doc = Doc(client_id=client)
    doc.get("text", type=Text).insert(0, text)
    return doc.get_update()


def _other_things():
    """Updates that Yjs would take, and that are no words of the one text."""
    map_doc, array_doc, other, bold = Doc(), Doc(), Doc(), Doc()
    map_doc.get("text", type=Map)["a"] = "b"
    array_doc.get("text", type=Array).append("x")
    other.get("elsewhere", type=Text).insert(0, "x")
    text = bold.get("text", type=Text)
    text.insert(0, "bold", {"bold": True})
    embedded = Doc()
    embedded.get("text", type=Text).insert_embed(0, {"image": "x"})
    return [doc.get_update() for doc in (map_doc, array_doc, other, bold, embedded)]


def _gap():
    doc = Doc()
    text = doc.get("text", type=Text)
    text.insert(0, "never sent ")
    before = doc.get_state()
    text.insert(0, "sent")
    return doc.get_update(before)


HUGE = write_varuint(2**63)
MALFORMED = [
    b"",
    b"\x00",
    b"\x00\x00",
    b"\x00\x03\x00",
    b"\x02",
    b"\x02\x00",
    b"\x04",
    b"\x64\x01\x0514:02",
    b"\xff" * 40,
    b"\x00\x02\x05abc",
    b"\x00\x02\x02abc",
    b"\x00\x02" + HUGE,
    b"\x03\x00",
    b"\x01",
    b"\x01\x05\x01",
    b"\x01" + write_varuint(len(HUGE)) + HUGE,
    awareness((2**60, 1, "{}")),
    awareness((1, 2**40, "{}")),
    awareness((1, 1, "{}")) + b"\x00",
    sync(STEP1, HUGE),
    sync(STEP1, b"\x01\x01"),
    sync(STEP1, b"\x00\x00"),
    sync(STEP1, write_varuint(1) + write_varuint(2**60) + b"\x01"),
    sync(STEP1, write_varuint(1) + b"\x01" + write_varuint(2**40)),
    sync(UPDATE, b""),
    sync(UPDATE, b"\x00"),
    sync(UPDATE, b"\x01\x01\x01"),
    sync(UPDATE, HUGE),
    sync(UPDATE, b"\x00" + HUGE),
    sync(UPDATE, _words() + b"\x00"),
    sync(UPDATE, _words("\x00")),
    sync(UPDATE, _words("\x1b[2J")),
    *(sync(UPDATE, update) for update in _other_things()),
    *(sync(STEP2, update) for update in _other_things()),
]
TOO_LARGE = [
    sync(STEP1, b"\x01" * wire.LARGEST_CONTROL),
    b"\x01" * (wire.LARGEST_CONTROL + 1),
    b"\x07" * (wire.LARGEST_CONTROL + 1),
    sync(UPDATE, b"\x01" * (wire.LARGEST_UPDATE + 1)),
    sync(UPDATE, b"\x01" * (3 * wire.LARGEST_UPDATE)),
]


async def test_malformed_and_huge_frames_close_their_socket_and_touch_nothing(world, caplog):
    browser = await in_database(signed_in, world.marcus)
    async with writing(world.tess) as tess, writing(world.hana) as hana:
        await tess.types("Untouched.")
        await tess.is_saved()
        await hana.reads("Untouched.")
        for frame in MALFORMED:
            async with writing(world.marcus, browser=browser) as marcus:
                await marcus.send(frame)
                assert await marcus.is_closed_with(1007), frame[:40]
        for frame in TOO_LARGE:
            async with writing(world.marcus, browser=browser) as marcus:
                await marcus.send(frame)
                assert await marcus.is_closed_with(1009), frame[:40]
        for text in ("hello", "\x00\x02"):
            async with writing(world.marcus, browser=browser) as marcus:
                await marcus.socket.send_to(text_data=text)
                assert await marcus.is_closed_with(1007)
        assert await hana.hears_nothing(0.1)
        await _still_is_as_it_was(tess, hana)
    assert [record for record in caplog.records if record.levelname in ("ERROR", "CRITICAL") or record.exc_info] == []


async def _still_is_as_it_was(tess, hana):
    assert await in_database(TextUpdate.objects.count) == 1
    await tess.types(" Still here.")
    await hana.reads("Untouched. Still here.")
    await tess.is_saved()


async def test_a_word_of_a_client_that_skips_its_own_past_is_refused(world):
    async with writing(world.marcus) as marcus:
        await marcus.say_whole()
        await marcus.send_update(_gap())
        assert await marcus.is_closed_with(1007)
    assert await in_database(TextUpdate.objects.count) == 0


async def test_a_flood_is_closed_with_1008(world):
    for frame in (b"\x03", awareness((1, 1, "null")), sync(STEP1, b"\x00"), sync(UPDATE, b"\x00\x00")):
        async with writing(world.marcus) as marcus, writing(world.tess) as tess:
            for _ in range(500):
                await marcus.send(frame)
            assert await marcus.is_closed_with(1008)
            await tess.types("x")
            await tess.is_saved()


async def test_a_flood_of_bytes_is_closed_with_1008(world):
    async with writing(world.marcus) as marcus:
        for _ in range(10):
            await marcus.send(sync(UPDATE, b"\x00" * (wire.LARGEST_UPDATE - 20)))
        assert await marcus.is_closed_with(1007)
    async with writing(world.priya) as priya:
        for _ in range(10):
            await priya.send(sync(UPDATE, b"\x00" * (wire.LARGEST_UPDATE - 20)))
        assert await priya.is_closed_with(1008)


async def test_hostile_presence_never_travels(world):
    states = [
        '{"user":{"name":"<script>alert(1)</script>"}}',
        '{"user":null}',
        "[]",
        "not json",
        '{"__proto__":{"x":1}}',
        "1",
        '"' + "x" * 60_000 + '"',
    ]
    async with writing(world.tess) as tess, writing(world.marcus) as marcus:
        for clock, state in enumerate(states, 1):
            await marcus.send(awareness((marcus.client, clock, state)))
        await marcus.types("x")
        await marcus.is_saved()
        await tess.reads("x")
        assert tess.who == {marcus.client: '{"user": {"name": "Marcus"}}'}


async def test_a_page_names_no_crowd(world):
    """Who is there is one client a page: a thousand that one page names are none."""
    async with writing(world.tess) as tess, writing(world.marcus) as marcus:
        await marcus.send(awareness(*((client, 1, "{}") for client in range(1, 1000))))
        await marcus.types("x")
        await tess.reads("x")
        assert len(tess.who) == 1


async def test_rooms_that_are_not_there_are_not_made(world):
    for path in (
        f"/ws/plans/{SAM}/sections/ZZ/text/",
        f"/ws/plans/{SAM}/sections/F/text/x",
        f"/ws/plans/{SAM}/texts/1/",
        "/ws/plans//sections/F/text/",
    ):
        assert not await is_let_in(world.marcus, path)
    assert await in_database(LiveText.objects.count) == 0


@pytest.mark.parametrize("seed", range(3))
async def test_random_bytes_and_broken_frames_end_in_a_defined_code_or_are_nothing(world, seed, caplog):
    drawn = random.Random(seed)
    browser = await in_database(signed_in, world.marcus)
    good = [sync(UPDATE, _words("abc")), sync(STEP1, b"\x01\x05\x03"), awareness((5, 1, "{}"))]
    async with writing(world.tess) as tess:
        for _ in range(40):
            frame = bytearray(drawn.choice(good)) if drawn.random() < 0.8 else bytearray(drawn.randbytes(drawn.randrange(1, 60)))
            for _ in range(drawn.randrange(1, 4)):
                frame[drawn.randrange(len(frame))] = drawn.randrange(256)
            socket = socket_at(browser, f"/ws/plans/{SAM}/sections/F/text/")
            assert (await socket.connect(SOON))[0]
            await socket.send_to(bytes_data=bytes(frame))
            await socket.send_to(bytes_data=b"\x09")
            message = {"type": ""}
            while message["type"] != "websocket.close":
                message = await socket.receive_output(SOON)
            assert message["code"] in CODES, bytes(frame)
            await socket.disconnect(timeout=SOON)
        # What was words by chance is in the log, and in nothing but the log.
        stands = Document(await in_database(lambda: [bytes(row.content) for row in TextUpdate.objects.order_by("n")])).words
        await tess.types("End.")
        await tess.is_saved()
        assert sorted(tess.words) == sorted(stands + "End.")
    assert [record for record in caplog.records if record.levelname in ("ERROR", "CRITICAL") or record.exc_info] == []
