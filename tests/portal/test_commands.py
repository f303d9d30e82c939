"""The table of permissions and the table of routes, as commands print them; settings that stop the start."""

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from permissions.policy import Policy
from portal import routes
from tests.permissions import expected

HOUSE = Path(__file__).resolve().parents[2]


def printed(*command):
    out = io.StringIO()
    call_command(*command, stdout=out)
    return list(csv.DictReader(io.StringIO(out.getvalue())))


def test_the_printed_table_equals_the_table_written_by_hand():
    rows = printed("permission_table")
    assert len(rows) == 25 * 12 * 11
    seen = {(row["role"], row["section"], row["stage"]): tuple(row["verbs"].split()) for row in rows}
    wanted = {
        (role, section, stage): expected.expected_verbs(role, section, stage)
        for role in expected.roles()
        for section in expected.SECTIONS
        for stage in expected.stages()
    }
    assert seen == wanted


def test_the_head_of_the_table_and_one_stage_of_it():
    rows = printed("permission_table", "--stage", "consulting")
    assert list(rows[0]) == ["role", "section", "stage", "verbs"]
    assert len(rows) == 25 * 12
    assert {row["stage"] for row in rows} == {"consulting"}
    assert next(row for row in rows if (row["role"], row["section"]) == ("parent", "F"))["verbs"] == "view comment suggest"
    assert next(row for row in rows if (row["role"], row["section"]) == ("coordinator", "F"))["verbs"] == "view comment"


def test_a_stage_that_is_none_is_refused():
    with pytest.raises(CommandError):
        call_command("permission_table", "--stage", "serving")


def test_every_route_and_every_message_of_a_socket_has_a_policy():
    rows = printed("routes")
    assert list(rows[0]) == ["route", "methods", "policy"]
    assert all(row["policy"] and row["methods"] for row in rows)
    named = {row["route"]: row for row in rows}
    assert named["plans/<str:reference>/people/"]["policy"] == "in the circle of this plan"
    assert named["plans/<str:reference>/people/add/"] == {
        "route": "plans/<str:reference>/people/add/",
        "methods": "GET POST",
        "policy": "in the circle as coordinator or manager",
    }
    assert named["demo/"]["policy"] == "anyone, in the demo only"
    assert named["health/"]["policy"] == "anyone"
    assert named["ws/plans/<reference>/ hello"] == {
        "route": "ws/plans/<reference>/ hello",
        "methods": "WEBSOCKET",
        "policy": "in the circle of this plan",
    }


def test_a_route_without_a_policy_fails_and_is_named(monkeypatch):
    bare = [routes.Route("plans/<str:reference>/", ("GET",), Policy("somebody")), routes.Route("secret/door/", ("GET",), None)]
    monkeypatch.setattr("portal.management.commands.routes.every_route", lambda: iter(bare))
    with pytest.raises(CommandError, match="secret/door/") as stopped:
        printed("routes")
    assert stopped.value.returncode == 1
    assert "plans/<str:reference>" not in str(stopped.value)


def start(tmp_path, **environment):
    """Run `manage.py check` in a process of its own, with these settings and no others."""
    fit = {"DEMO": "1", "DATABASE_URL": f"sqlite:///{tmp_path / 'x.sqlite3'}", "PATH": os.environ["PATH"]}
    chosen = {name: value for name, value in (fit | environment).items() if value is not None}
    return subprocess.run([sys.executable, "manage.py", "check"], cwd=HOUSE, env=chosen, capture_output=True, text=True, check=False)


def test_good_settings_start(tmp_path):
    assert start(tmp_path).returncode == 0


@pytest.mark.parametrize(
    ("named", "environment"),
    [
        ("DATABASE_URL", {"DATABASE_URL": "mysql://localhost/x"}),
        ("DATABASE_URL", {"DATABASE_URL": "postgres"}),
        ("DEMO", {"DEMO": "maybe"}),
        ("SECRET_KEY", {"DEMO": None, "ORIGIN": "https://plans.example.org"}),
        ("SECRET_KEY", {"SECRET_KEY": "short"}),
        ("MAIL_PORT", {"MAIL_PORT": "abc"}),
        ("MAIL_PORT", {"MAIL_PORT": "0"}),
        ("REDIS_URL", {"REDIS_URL": "http://localhost"}),
        ("ORIGIN", {"DEMO": "0", "SECRET_KEY": "s" * 50, "RECORD_KEY": "r" * 50, "ORIGIN": "http://plans.example.org"}),
    ],
)
def test_a_bad_setting_stops_the_start_with_one_sentence_that_names_it(tmp_path, named, environment):
    ended = start(tmp_path, **environment)
    assert ended.returncode != 0
    assert ended.stderr.startswith("The portal cannot start: ")
    assert named in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1
    assert "Traceback" not in ended.stderr
