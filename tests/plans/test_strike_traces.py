"""After a strike the embedded database's own files hold no byte of the passage: not in freed pages, not in the log of changes beside it."""

import os
import sqlite3
import subprocess
import sys

from django.conf import settings
from django.db import connection

from plans.rendering import words_html
from plans.striking.traces import forget_traces


def test_the_files_of_sqlite_hold_no_byte_of_it(db, tmp_path):
    if connection.vendor != "sqlite":
        forget_traces()  # PostgreSQL frees the old rows at its next VACUUM: docs/deploy.md says so
        return
    copy = tmp_path / "struck.sqlite3"
    with sqlite3.connect(connection.settings_dict["NAME"]) as prepared, sqlite3.connect(copy) as target:
        prepared.backup(target)
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{copy}", "DJANGO_SETTINGS_MODULE": "portal.settings"}
    program = [sys.executable, "-m", "tests.plans.struck_traces"]
    said = subprocess.run(program, env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)
    assert said.stdout == "before: True, after: 0\n", said.stderr


def test_rendered_words_are_forgotten(db):
    words_html("11 Quokka Quilt Lane")
    forget_traces()
    assert words_html.cache_info().currsize == 0
