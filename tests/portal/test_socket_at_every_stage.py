"""The plan socket x the cast x every stage: who is let in, and who hears what is said in a section, equals the table written by hand."""

from contextlib import AsyncExitStack

import pytest

from permissions.vocabulary import Stage
from tests.comments.saying import opens
from tests.committed import committed_world as world  # noqa: F401
from tests.permissions.expected import expected_verbs
from tests.portal.sockets import SOON, in_database, page_open, signed_in, socket_of
from tests.portal.test_every_door import OUTSIDERS, ROLES

# In these tests `world` is the fixture above.
# ruff: noqa: F811


@pytest.mark.parametrize("stage", list(Stage))
async def test_the_circle_is_let_in_and_nobody_else(world, stage):
    await in_database(world.move_to, stage)
    for slug in (*ROLES, *OUTSIDERS):
        socket = socket_of(await in_database(signed_in, getattr(world, slug)))
        is_open, _code = await socket.connect(SOON)
        assert is_open is (slug in ROLES), (slug, stage)
        await socket.disconnect(timeout=SOON)


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.ENDED])
async def test_who_hears_what_is_said_in_a_section_is_who_may_see_it(world, stage):
    await in_database(world.move_to, stage)
    listeners = ("amara", "joel", "priya", "owen", "grace", "rao", "sonia")
    for code in ("F", "D"):
        async with AsyncExitStack() as pages:
            opened = {slug: await pages.enter_async_context(page_open(getattr(world, slug), section=code)) for slug in listeners}
            speaker = world.tess
            assert "comment" in expected_verbs(ROLES["tess"], code, stage)
            await in_database(opens, world, speaker, "Heard by those who may", audience="everyone", code=code)
            for slug, page in opened.items():
                if "view" in expected_verbs(ROLES[slug], code, stage):
                    assert (await page.hear("news"))["regions"], (slug, code, stage)
                else:
                    assert await page.hears_nothing(), (slug, code, stage)
