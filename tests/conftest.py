"""What every test starts from: a prepared database, the cast, and Sam's plan opened by the action that opens plans."""

import math

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test.utils import setup_databases, teardown_databases
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from permissions import grants, ledger
from plans.livetext import committing
from portal import council, kept
from tests.world import World, build_world

# No example is judged by its time: the machine has two cores and others at work.
hypothesis_settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("untimed")


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, django_db_keepdb, django_db_createdb, django_db_modify_db_settings):
    """Make the tests' own database and prepare it, as `manage.py prepare` does.

    Whichever tests run: the plugin's own fixture makes none where all of them ask for a committed world, and they would work on the real one.
    """
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, keepdb=django_db_keepdb and not django_db_createdb)
        call_command("prepare", verbosity=0)
        read_once()
    yield
    if not django_db_keepdb:
        with django_db_blocker.unblock():
            teardown_databases(made, verbosity=0)


def read_once() -> None:
    """Read what a process keeps of the council now and for good, so that no test is the one that pays for it when half a minute is over."""
    kept.FRESH_FOR = math.inf
    for one in council.KEPT:
        one.get()


@pytest.fixture(scope="session", autouse=True)
def _own_store(tmp_path_factory):
    """Let no test lay files beside those of somebody's own database."""
    settings.FILES_ROOT = str(tmp_path_factory.mktemp("files"))


@pytest.fixture(autouse=True)
def _fresh_process():
    """Let no test lean on what another one left in the process."""
    grants.forget_policy()
    ledger.forget_reads()
    committing.forget()
    before = [(one, dict(vars(one))) for one in council.KEPT]
    yield
    for one, was in before:
        vars(one).update(was | {"_generation": kept._generation})


@pytest.fixture
def world(db) -> World:
    """Give the cast around Sam's plan in drafting, and Nadia's child's plan."""
    return build_world()
