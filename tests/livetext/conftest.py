"""A committed world for the tests of live texts; the rooms are closed before the database is thrown away."""

import asyncio

import channels.db
import pytest
from django.db import close_old_connections

from plans.livetext import committing, rooms
from tests.committed import committed_world  # noqa: F401 a fixture


@pytest.fixture
async def world(committed_world):  # noqa: F811
    """Give the cast around Sam's plan, committed."""
    committing.forget()
    yield committed_world
    # The communicators of channels take this away while they send, and two at once never give it back.
    channels.db.close_old_connections = close_old_connections
    here = rooms._open.get(asyncio.get_running_loop())
    if here is not None:
        await here.end()
    committing.forget()
