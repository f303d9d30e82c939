"""A committed world for the tests of live texts; the rooms are closed before the database is thrown away."""

import asyncio

import pytest

from plans.livetext import committing, rooms
from tests.committed import committed_world  # noqa: F401 a fixture


@pytest.fixture
async def world(committed_world):  # noqa: F811
    """Give the cast around Sam's plan, committed."""
    committing.forget()
    yield committed_world
    here = rooms._open.get(asyncio.get_running_loop())
    if here is not None:
        await here.end()
    committing.forget()
