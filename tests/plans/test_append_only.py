"""The database itself refuses to change the record, on SQLite and on PostgreSQL, also after a migration that alters a table."""

import os
import sqlite3
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from permissions import append_only
from permissions.models import LedgerEntry
from plans.models import Happening, PlanVersion, SectionBlob, Wording
from tests.plans.altered_record import alter_and_migrate, is_refused, unguarded
from tests.plans.versions_help import narrate, share, write

GUARDED = [PlanVersion, SectionBlob, Happening, LedgerEntry, Wording]


def lay_a_record(world):
    """Give a plan a row in every guarded table."""
    narrate(world, "marcus", "F", "All amounts are for term time.")
    write(world, "priya", "B", "need", "He needs it quiet.")
    share(world)


@pytest.mark.parametrize("model", GUARDED, ids=lambda model: model.__name__)
def test_a_row_of_the_record_is_neither_changed_nor_deleted(world, model):
    lay_a_record(world)
    assert unguarded(model) == []


def test_a_table_of_the_record_is_not_emptied(world):
    lay_a_record(world)
    if connection.vendor == "postgresql":
        connection.check_constraints()
        assert is_refused(lambda: connection.cursor().execute("TRUNCATE plans_planversion CASCADE"))
    assert is_refused(lambda: connection.cursor().execute("DELETE FROM plans_planversion"))
    assert PlanVersion.objects.count() == 2


def test_a_row_that_may_change_does_change(world):
    world.sam.held_back = {"F": "Not yet"}
    world.sam.save()
    world.sam.refresh_from_db()
    assert world.sam.held_back == {"F": "Not yet"}


def test_every_model_of_the_record_is_guarded(db):
    assert set(append_only.guarded_models()) >= set(GUARDED)
    assert append_only.missing() == []


def test_a_guard_that_is_taken_away_is_missed_and_comes_back(world):
    lay_a_record(world)
    if connection.vendor == "postgresql":
        connection.check_constraints()
        connection.cursor().execute("DROP TRIGGER plans_planversion_append_only ON plans_planversion")
        name = "plans_planversion_append_only"
    else:
        connection.cursor().execute("DROP TRIGGER plans_planversion_no_update")
        name = "plans_planversion_no_update"
    assert append_only.missing() == [name]
    assert not is_refused(lambda: connection.cursor().execute("UPDATE plans_planversion SET id = id"))
    append_only.install()
    assert append_only.missing() == []
    assert unguarded(PlanVersion) == []


def test_the_record_is_guarded_after_a_migration_that_alters_its_tables(world, tmp_path):
    if connection.vendor == "postgresql":
        lay_a_record(world)
        alter_and_migrate(GUARDED)
        assert append_only.missing() == []
        assert {model.__name__: unguarded(model) for model in GUARDED if unguarded(model)} == {}
        return
    copy = tmp_path / "altered.sqlite3"
    with sqlite3.connect(connection.settings_dict["NAME"]) as prepared, sqlite3.connect(copy) as target:
        prepared.backup(target)
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{copy}", "DJANGO_SETTINGS_MODULE": "portal.settings"}
    program = [sys.executable, "-m", "tests.plans.altered_record"]
    said = subprocess.run(program, env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)
    assert said.stdout == "dropped: 10\nmissing: []\nopen: {}\n", said.stderr
