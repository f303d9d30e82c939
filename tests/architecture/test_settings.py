"""A service with real children's plans starts only with settings that keep them; every check that is silenced says why."""

import os
import re
import subprocess
import sys

import pytest

from tests.architecture import house

SECRET = "k" * 30 + "0123456789abcdefghijklmnopqrstuvwxyz"
REAL = {
    "DEMO": "0",
    "ORIGIN": "https://plans.example.org",
    "ALLOWED_HOSTS": "plans.example.org",
    "SECRET_KEY": SECRET,
    "RECORD_KEY": SECRET[::-1],
    "SEAL_KEY": f"{SECRET.swapcase()},{SECRET[::-1].swapcase()}",
    "MAIL_FROM": "plans@example.org",
    "CLAMD": "127.0.0.1:3310",
}
NOTIFY = {"MAIL_TRANSPORT": "notify", "NOTIFY_API_KEY": "k" * 73, "NOTIFY_TEMPLATE_ID": "11111111-2222-3333-4444-555555555555"}


def check(tmp_path, **changed):
    """Run Django's own checks of a deployment, in a process of its own."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
    facts = {**kept, "DATABASE_URL": f"sqlite:///{tmp_path}/real.sqlite3", **REAL, **changed}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    environment = {name: value for name, value in facts.items() if value is not None}
    return subprocess.run(command, cwd=house.ROOT, env=environment, capture_output=True, text=True, check=False)


def test_a_real_service_passes_every_check_of_a_deployment(tmp_path):
    found = check(tmp_path)
    assert (found.returncode, found.stdout + found.stderr) == (0, "System check identified no issues (1 silenced).\n")


def test_a_real_service_without_a_virus_scanner_is_warned(tmp_path):
    found = check(tmp_path, CLAMD="")
    assert found.returncode == 1
    assert "No virus scanner looks at the files that people add." in found.stderr


def test_the_checks_find_what_a_demo_without_https_may_leave_open(tmp_path):
    found = check(tmp_path, DEMO="1", ORIGIN="http://localhost:8000")
    assert found.returncode == 1
    assert "security.W" in found.stderr


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY is missing."),
        ({"RECORD_KEY": None}, "RECORD_KEY is missing."),
        ({"SEAL_KEY": None}, "SEAL_KEY is missing."),
        ({"SEAL_KEY": f"{SECRET},short"}, "SEAL_KEY must have at least 50 characters in each of its keys."),
        ({"SECRET_KEY": "short"}, "SECRET_KEY must have at least 50 characters."),
        ({"ORIGIN": "http://plans.example.org"}, "ORIGIN must be the https:// address"),
        ({"DEMO": "yes"}, "DEMO must be 1 or 0, not 'yes'."),
        ({"DATABASE_URL": "mysql://somewhere/plans"}, "DATABASE_URL must begin with"),
        ({"REDIS_URL": "http://somewhere"}, "REDIS_URL must begin with"),
        ({"CLAMD": "somewhere"}, "CLAMD must be host:port"),
        ({"FILES_ROOT": "var/files"}, "FILES_ROOT must be the whole path of a folder"),
        ({"FILE_LIMIT_MB": "0"}, "FILE_LIMIT_MB must be a whole number from 1 to 100"),
        ({"MAIL_PORT": "many"}, "MAIL_PORT must be a whole number from 1 to 65535"),
        ({"MAIL_FROM": None}, "MAIL_FROM must be the address"),
        ({"MAIL_FROM": "plans"}, "MAIL_FROM must be the address"),
        ({"MAIL_TRANSPORT": "pigeon"}, "MAIL_TRANSPORT must be smtp, notify or demo, not 'pigeon'."),
        ({"MAIL_TRANSPORT": "demo"}, "MAIL_TRANSPORT=demo sends nothing."),
        ({"MAIL_HOST": "mail.example.org", "MAIL_TLS": "none"}, "MAIL_TLS=none would send mail in the clear."),
        ({"MAIL_TLS": "ssl"}, "MAIL_TLS must be none, starttls or tls, not 'ssl'."),
        ({"MAIL_USER": "plans"}, "MAIL_USER and MAIL_PASSWORD belong together"),
        ({"MAIL_TRANSPORT": "notify"}, "NOTIFY_API_KEY is missing or too short."),
        ({"MAIL_TRANSPORT": "notify", "NOTIFY_API_KEY": "k" * 73}, "NOTIFY_TEMPLATE_ID is missing."),
        ({**NOTIFY, "NOTIFY_BASE_URL": "http://notify.example.org"}, "NOTIFY_BASE_URL must begin with https://."),
        ({**NOTIFY, "NOTIFY_CALLBACK_TOKEN": "short"}, "NOTIFY_CALLBACK_TOKEN must have at least 30 characters."),
    ],
)
def test_a_bad_or_missing_setting_stops_the_start_with_a_sentence_that_names_it(tmp_path, changed, words):
    found = check(tmp_path, **changed)
    assert found.returncode == 78
    assert found.stderr.startswith(f"The portal cannot start: {words}")
    assert "Traceback" not in found.stderr
    assert SECRET not in found.stderr


def test_every_silenced_check_says_why():
    line = next(line for line in house.read(house.ROOT / "portal/settings.py").splitlines() if line.startswith("SILENCED_SYSTEM_CHECKS"))
    assert re.fullmatch(r'SILENCED_SYSTEM_CHECKS = \["guardian\.W001"\]  # .{20,}', line)
