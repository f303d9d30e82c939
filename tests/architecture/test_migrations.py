"""The migrations say what the models say."""

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from tests.architecture import house


def unwritten(wanted):
    """Name the rooms whose models say something that no migration says yet."""
    loader = MigrationLoader(connection)
    found = MigrationAutodetector(loader.project_state(), wanted).changes(loader.graph)
    return {
        label: [str(step) for migration in steps for step in migration.operations] for label, steps in found.items() if label in house.ROOMS
    }


@pytest.mark.django_db
def test_no_migration_is_missing():
    assert unwritten(ProjectState.from_apps(apps)) == {}


@pytest.mark.django_db
def test_a_missing_migration_is_found():
    wanted = ProjectState.from_apps(apps)
    wanted.remove_field("plans", "plan", "next_due_on")
    assert list(unwritten(wanted)) == ["plans"]
