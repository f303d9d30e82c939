"""Who is let into a live text, and what they may do there: the cast, the stages, and what somebody keeps to themselves."""

from uuid import uuid4

import pytest

from permissions.vocabulary import Stage
from plans.actions.keep_item import keep_item
from plans.actions.retire_item import retire_item
from plans.livetext.rooms import rooms_here
from plans.statute.sections import Kind
from tests.livetext.writing import adds, is_let_in, place_of_item, place_of_section, socket_at, writing
from tests.permissions.expected import expected_verbs
from tests.portal.sockets import SOON, in_database, signed_in
from tests.portal.test_every_door import OUTSIDERS, ROLES
from tests.queries import count_queries
from tests.world import NADIAS, SAM

HOPE = "I want to ride the steam train by myself"
NEED = "Sam finds it hard to follow what is said to the whole class."

# While the plan is drafted, by hand: who writes (W) and who hears (h) as it is typed; "-" is refused.
#   F      the section's own words: those who edit the section; whoever sees it hears
#   hope   Amara's hope in A, put forward: hers alone to write, and the family's hour is for her and the council
#   need   Dr Okafor's need in B, put forward: hers, and of those who edit B
#   kept   the same, kept to herself
DRAFTING = {
    "amara":   {"F": "h", "hope": "W", "need": "h", "kept": "-"},
    "joel":    {"F": "h", "hope": "-", "need": "h", "kept": "-"},
    "pam":     {"F": "h", "hope": "-", "need": "h", "kept": "-"},
    "priya":   {"F": "h", "hope": "-", "need": "h", "kept": "-"},
    "okafor":  {"F": "h", "hope": "-", "need": "W", "kept": "W"},
    "lena":    {"F": "h", "hope": "-", "need": "h", "kept": "-"},
    "marcus":  {"F": "W", "hope": "h", "need": "W", "kept": "-"},
    "tess":    {"F": "W", "hope": "h", "need": "W", "kept": "-"},
    "hana":    {"F": "W", "hope": "h", "need": "W", "kept": "-"},
    "susan":   {"F": "h", "hope": "h", "need": "h", "kept": "-"},
    "owen":    {"F": "-", "hope": "-", "need": "-", "kept": "-"},
    "nadia":   {"F": "-", "hope": "-", "need": "-", "kept": "-"},
    "ines":    {"F": "-", "hope": "-", "need": "-", "kept": "-"},
    "root":    {"F": "-", "hope": "-", "need": "-", "kept": "-"},
}  # fmt: skip


async def _found(person, path, expected):
    """Go to a door: "-" refused, "h" heard and what was said dropped, "W" written. Whoever is expected to write is given time for it."""
    socket = socket_at(await in_database(signed_in, person), path)
    is_open, _ = await socket.connect(SOON)
    await socket.disconnect(timeout=SOON)
    if not is_open:
        return "-"
    async with writing(person, path) as page:
        await page.types("x")
        await page.say_whole()
        if expected != "W" and await page.hears_nothing(0.2):
            return "h"
        await page.is_saved()
        return "W"


async def test_while_the_plan_is_drafted_the_doors_are_as_the_table_says(world):
    hope = await in_database(adds, world, world.amara, HOPE)
    need = await in_database(adds, world, world.okafor, NEED, code="B", kind=Kind.NEED, area="cognition")
    kept = await in_database(adds, world, world.okafor, NEED, code="B", kind=Kind.NEED, area="cognition", put_forward=False)
    doors = {"F": place_of_section("F"), "hope": place_of_item(hope.uid), "need": place_of_item(need.uid), "kept": place_of_item(kept.uid)}
    found = {
        slug: {name: await _found(getattr(world, slug), path, DRAFTING[slug][name]) for name, path in doors.items()} for slug in DRAFTING
    }
    assert found == DRAFTING


@pytest.mark.parametrize("stage", list(Stage))
async def test_at_every_stage_whoever_edits_the_section_writes_and_whoever_sees_it_hears(world, stage):
    await in_database(world.move_to, stage)
    for code in ("E", "D"):
        for slug in ("amara", "priya", "okafor", "grace", "marcus", "tess", "susan", "owen"):
            verbs = expected_verbs(ROLES[slug], code, stage)
            may = "W" if "edit" in verbs else "h" if "view" in verbs else "-"
            assert await _found(getattr(world, slug), place_of_section(code), may) == may, (slug, code, stage)


async def test_strangers_and_what_is_not_there_are_refused_alike(world):
    kept = await in_database(adds, world, world.amara, HOPE, put_forward=False)
    gone = await in_database(adds, world, world.amara, HOPE)
    await in_database(retire_item, world.amara, SAM, gone.uid, today=world.today, now=world.now)
    for slug in OUTSIDERS:
        assert not await is_let_in(getattr(world, slug), place_of_section("F"))
    for person, path in (
        (None, place_of_section("F")),
        (None, "/ws/plans/ZZZZ-ZZZZ/sections/F/text/"),
        (world.nadia, "/ws/plans/ZZZZ-ZZZZ/sections/F/text/"),
        (world.marcus, "/ws/plans/ZZZZ-ZZZZ/sections/F/text/"),
        (world.marcus, place_of_section("Q")),
        (world.marcus, place_of_section("f")),
        (world.marcus, place_of_item(uuid4())),
        (world.marcus, f"/ws/plans/{SAM}/items/no-item/text/"),
        (world.marcus, f"/ws/plans/{SAM}/sections/F/words/"),
        (world.priya, place_of_section("H2")),
        (world.priya, place_of_item(kept.uid)),
        (world.joel, place_of_item(kept.uid)),
        (world.amara, place_of_item(kept.uid, NADIAS)),
        (world.amara, place_of_item(gone.uid)),
        (world.marcus, place_of_item(gone.uid)),
    ):
        assert not await is_let_in(person, path), path
    assert await is_let_in(world.amara, place_of_item(kept.uid))


async def test_an_item_that_was_taken_back_is_its_authors_alone(world):
    hope = await in_database(adds, world, world.amara, HOPE)
    assert await is_let_in(world.marcus, place_of_item(hope.uid))
    await in_database(keep_item, world.amara, SAM, hope.uid, today=world.today, now=world.now)
    assert not await is_let_in(world.marcus, place_of_item(hope.uid))
    assert await is_let_in(world.amara, place_of_item(hope.uid))


async def test_a_page_of_another_origin_is_refused(world):
    socket = socket_at(await in_database(signed_in, world.marcus), place_of_section())
    socket.scope["headers"][0] = (b"origin", b"https://elsewhere.example.org")
    is_open, _ = await socket.connect(SOON)
    assert not is_open


async def test_the_address_is_good_with_and_without_its_last_slash_and_the_reference_in_any_case(world):
    for reference in (SAM, "0000-0sam", "00000SAM"):
        for ending in ("/", ""):
            assert await is_let_in(world.marcus, f"/ws/plans/{reference}/sections/F/text{ending}")


async def test_a_text_becomes_live_with_the_words_that_stand(world):
    hope = await in_database(adds, world, world.amara, HOPE)
    async with writing(world.amara, place_of_item(hope.uid)) as amara:
        assert amara.words == HOPE


async def test_letting_somebody_in_costs_six_queries_and_a_stranger_no_more_for_a_plan_that_is_there(world):
    marcus, nadia = [await in_database(signed_in, person) for person in (world.marcus, world.nadia)]
    async with writing(world.tess):
        assert await _queries(marcus, place_of_section()) == 6
        there = await _queries(nadia, place_of_section())
        assert there == await _queries(nadia, place_of_section(reference="ZZZZ-ZZZZ")) == 4


async def _queries(browser, path):
    """Count what connecting asks besides whose session it is, in the thread that asks it."""
    here = rooms_here(lambda: None)
    counting = count_queries()
    counted = await here._reader.run(counting.__enter__)
    socket = socket_at(browser, path)
    await socket.connect(SOON)
    await here._reader.run(counting.__exit__, None, None, None)
    await socket.disconnect(timeout=SOON)
    return counted.number
