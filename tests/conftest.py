"""What every test starts from: a prepared database, the cast, and Sam's plan opened by the action that opens plans."""

import pytest

from permissions import grants, ledger
from tests.world import World, build_world


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Prepare the database once, as `manage.py prepare` does."""
    from django.core.management import call_command

    with django_db_blocker.unblock():
        call_command("prepare", verbosity=0)


@pytest.fixture(autouse=True)
def _fresh_process():
    """Let no test lean on what another one left in the process."""
    grants.forget_policy()
    ledger.forget_reads()


@pytest.fixture
def world(db) -> World:
    """Give the cast around Sam's plan in drafting, and Nadia's child's plan."""
    return build_world()
