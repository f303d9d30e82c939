"""A world whose rows are really committed, for tests with several threads, sockets or processes.

The guarded tables refuse DELETE, so nothing is flushed: the database is put back as a whole, as it was prepared.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from channels.layers import channel_layers
from django.db import connection, connections

from tests.world import World, build_world

SPARE = "_as_prepared"


@pytest.fixture
def committed_world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """Give the cast around Sam's plan, committed; afterwards the database is as before."""
    with committed(django_db_blocker) as world:
        yield world


@contextmanager
def committed(blocker: Any) -> Iterator[World]:
    """Commit the cast around Sam's plan, for one test or for all of a file; afterwards the database is as before."""
    with blocker.unblock():
        _keep()
        channel_layers.backends.clear()
        try:
            yield build_world()
        finally:
            _put_back()


def _keep() -> None:
    assert "test" in Path(_name()).name, "this database is not one of the tests"
    if connection.vendor == "postgresql":
        _on_postgres(f'CREATE DATABASE "{_name()}{SPARE}" TEMPLATE "{_name()}"')
    else:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connections.close_all()
        shutil.copyfile(_name(), f"{_name()}{SPARE}")


def _put_back() -> None:
    if connection.vendor == "postgresql":
        _on_postgres(f'DROP DATABASE "{_name()}" WITH (FORCE)', f'ALTER DATABASE "{_name()}{SPARE}" RENAME TO "{_name()}"')
    else:
        connections.close_all()
        for ending in ("-wal", "-shm"):
            Path(f"{_name()}{ending}").unlink(missing_ok=True)
        shutil.move(f"{_name()}{SPARE}", _name())


def _name() -> str:
    return str(connection.settings_dict["NAME"])


def _on_postgres(*statements: str) -> None:
    connections.close_all()
    if hasattr(connection, "close_pool"):
        connection.close_pool()
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
