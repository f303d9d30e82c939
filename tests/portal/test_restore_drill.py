"""The service comes back from its copies: what was acknowledged is there, the files are there, the record holds."""

import pytest

from tests.drill import Drill, drill

pytestmark = pytest.mark.two_servers


@pytest.fixture(scope="module")
def figures():
    found = drill()
    print(found)
    return found


def test_the_drill_wrote_something_to_lose(figures):
    assert figures.acts > 50
    assert figures.files > 10


def test_at_most_a_minute_of_what_was_acknowledged_is_lost(figures):
    assert figures.seconds_of_acts_lost <= 60
    assert figures.seconds_of_files_lost <= 60


def test_it_is_back_within_a_quarter_of_an_hour(figures):
    assert figures.seconds_to_be_back <= 15 * 60


def test_the_record_and_the_files_are_what_they_were(figures):
    assert figures.record.startswith("The record holds")
    assert figures.store.endswith("files are there")


def test_it_comes_back_to_a_moment_that_was_asked_for(figures):
    assert figures.at_the_moment == {"missing_from_before": 0, "there_from_after": 0}


def test_the_web_process_can_neither_alter_a_table_nor_switch_a_guard_off(tmp_path_factory):
    import shutil
    import tempfile
    from pathlib import Path

    folder = Path(tempfile.mkdtemp(prefix="roles-"))
    folder.chmod(0o755)
    one = Drill(folder)
    try:
        one.make()
        assert int(one.sql("SELECT count(*) FROM plans_plan", role="portal_app")) > 3
        for forbidden in (
            "ALTER TABLE permissions_ledgerentry DISABLE TRIGGER ALL",
            "DROP TRIGGER permissions_ledgerentry_append_only ON permissions_ledgerentry",
            "TRUNCATE permissions_ledgerentry",
            "UPDATE permissions_ledgerentry SET verb = 'x'",
            "SET session_replication_role = replica",
            "CREATE TABLE mine (a int)",
        ):
            with pytest.raises(RuntimeError):
                one.sql(forbidden, role="portal_app")
        with pytest.raises(RuntimeError):
            one.sql("SELECT count(*) FROM plans_item", role="portal_backup")
    finally:
        one.stop()
        shutil.rmtree(folder)
