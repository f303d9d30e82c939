"""/health/ says how the service is and never fails; a database of the other kind stops the start."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.db.utils import OperationalError

from files.models import StoredFile
from permissions import append_only, clock
from portal import birth
from portal.models import Birth


def test_a_service_that_is_well_says_so_to_anybody(client, db):
    answer = client.get("/health/")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"
    waits = {"mail_waits": 0, "mail_unsent": 0, "files_wait": 0}
    assert json.loads(answer.content) == {"status": "ok", "database": True, "triggers": True} | waits
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("state", "minutes", "counted"), [("waiting", 16, 1), ("waiting", 14, 0), ("ready", 16, 0), ("refused", 16, 0)])
def test_a_file_that_waits_long_for_the_scanner_is_a_number_and_no_failure(client, db, state, minutes, counted):
    added_at = clock.now() - timedelta(minutes=minutes)
    facts = {"name": "A letter about Sam.pdf", "kind": "pdf", "size": 5, "sha256": "0" * 64, "stored_as": "x"}
    StoredFile.objects.create(owner=uuid4(), added_by=uuid4(), state=state, added_at=added_at, **facts)
    answer = client.get("/health/")
    assert (answer.status_code, answer.json()["files_wait"]) == (200, counted)
    assert b"Sam" not in answer.content


def test_a_missing_trigger_is_named(client, db):
    gone = append_only.guarded_tables()[0]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f'DROP TRIGGER "{gone}_append_only" ON "{gone}"')
        else:
            cursor.execute(f'DROP TRIGGER "{gone}_no_update"')
    answer = client.get("/health/")
    facts = json.loads(answer.content)
    assert answer.status_code == 503
    assert (facts["status"], facts["database"], facts["triggers"]) == ("failing", True, False)
    assert [name for name in facts["missing"] if name.startswith(gone)]


def test_a_database_that_is_away_is_an_answer(client, db, monkeypatch):
    def away():
        raise OperationalError("no route to host 10.0.0.1, password=secret")

    monkeypatch.setattr("permissions.append_only.missing", away)
    answer = client.get("/health/")
    assert answer.status_code == 503
    assert json.loads(answer.content) == {"status": "failing", "database": False, "triggers": False}
    assert b"secret" not in answer.content


def test_health_is_looked_at_and_never_posted_to(client, db):
    assert client.post("/health/").status_code == 405


@pytest.mark.parametrize(("born_demo", "is_demo"), [(True, False), (False, True)])
def test_a_database_of_the_other_kind_stops_the_start_with_a_sentence(born_demo, is_demo, capsys):
    with pytest.raises(SystemExit) as stopped:
        birth.refuse_the_other(Birth(is_demo=born_demo), is_demo=is_demo)
    assert stopped.value.code == 78
    words = capsys.readouterr().err
    assert words.startswith("The portal cannot start: this database was made for")
    assert words.count("\n") == 1


@pytest.mark.parametrize("is_demo", [True, False])
def test_a_database_of_this_kind_starts(is_demo):
    birth.refuse_the_other(Birth(is_demo=is_demo), is_demo=is_demo)


async def test_the_server_asks_at_its_start_also_inside_a_running_loop(settings, monkeypatch):
    monkeypatch.setattr("portal.birth._read_birth", lambda: Birth(is_demo=True))
    settings.DEMO = True
    birth.check_at_start()
    settings.DEMO = False
    with pytest.raises(SystemExit):
        birth.check_at_start()


def test_a_database_that_cannot_be_read_stops_the_start(monkeypatch, capsys):
    monkeypatch.setattr("portal.birth._read_birth", lambda: None)
    with pytest.raises(SystemExit):
        birth.check_at_start()
    assert "python manage.py prepare" in capsys.readouterr().err
