"""Three people write at once, in every script and with every kind of line ending: all end with the same words, and the log rebuilds them."""

import asyncio

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plans.livetext.document import Document
from tests.livetext.test_socket import log_of
from tests.livetext.writing import STEP1, place_of_section, sync, writing
from tests.portal.sockets import in_database

PIECES = ("a", "word ", "😀", "👨‍👩‍👧", "ਸੈਮ", "ਸ਼੍ਰੀ", "عَرَبِيّ", "é", "\u0301", "\r\n", "\n", "\u200d", "𝒳", " ")
WORDS = st.lists(st.sampled_from(PIECES), max_size=4).map("".join)
# Who, where (a share of the text), how much goes, what comes; and whether they first read what the others wrote.
EDITS = st.lists(st.tuples(st.integers(0, 2), st.floats(0, 1), st.integers(0, 3), WORDS, st.booleans()), min_size=1, max_size=25)


async def test_all_end_with_the_same_words_and_the_log_rebuilds_them(world):
    """One world for all examples, each on a text that goes on from the one before."""
    loop = asyncio.get_running_loop()

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
    @given(EDITS)
    def example(edits):
        asyncio.run_coroutine_threadsafe(_write(world, edits), loop).result(60)

    await asyncio.to_thread(example)


async def _write(world, edits):
    people = (world.marcus, world.tess, world.hana)
    path = place_of_section("F")
    async with writing(people[0], path) as one, writing(people[1], path) as two, writing(people[2], path) as three:
        pages = (one, two, three)
        for who, share, gone, words, reads in edits:
            page = pages[who]
            if reads:
                await _catch_up(page)
            here = page.words
            at = int(share * len(here))
            await page.types(words, at=at, gone=min(gone, len(here) - at))
        for page in pages:
            await page.is_saved()
        for page in pages:
            await _catch_up(page)
        rebuilt = Document(await in_database(log_of)).words
        assert one.words == two.words == three.words == rebuilt


async def _catch_up(page):
    """Read everything that is committed."""
    page.is_synced = False
    await page.send(sync(STEP1, page.doc.get_state()))
    while not page.is_synced:
        await page.hear()
    # What came as an update before the answer is in it, too.
    while not await page.socket.receive_nothing(0.01):
        await page.hear()
