"""Guard the tables that are only ever added to: the database itself refuses UPDATE and DELETE.

A model says `append_only = True`. On SQLite a migration that remakes a table silently drops its triggers, so they are made again after every migrate,
and `/health/` and `verify_record` ask `missing()`.
"""

from typing import Any

from django.apps import AppConfig, apps
from django.db import connection, models

_REFUSED = "this record is append-only"


def guarded_models() -> list[type[models.Model]]:
    """List the models whose rows are never altered."""
    return [model for model in apps.get_models() if getattr(model, "append_only", False)]


def guarded_tables() -> list[str]:
    """List the tables whose rows are never altered."""
    return sorted(model._meta.db_table for model in guarded_models())


def after_migrate(sender: AppConfig, using: str, **facts: Any) -> None:
    """Make the triggers again, once the tables of every room are there."""
    install()


def install() -> None:
    """Make every missing trigger on every guarded table that exists."""
    with connection.cursor() as cursor:
        existing = set(connection.introspection.table_names(cursor))
        for table in guarded_tables():
            if table in existing:
                for statement in _statements(table):
                    cursor.execute(statement)


def _statements(table: str) -> list[str]:
    if connection.vendor == "postgresql":
        return [
            f"CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{_REFUSED}'; END $$",
            f'CREATE OR REPLACE TRIGGER "{table}_append_only" BEFORE UPDATE OR DELETE ON "{table}" FOR EACH ROW EXECUTE FUNCTION refuse_change()',
            f'CREATE OR REPLACE TRIGGER "{table}_never_emptied" BEFORE TRUNCATE ON "{table}" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()',
        ]
    return [
        f'CREATE TRIGGER IF NOT EXISTS "{table}_no_{act.lower()}" BEFORE {act} ON "{table}" BEGIN SELECT RAISE(ABORT, \'{_REFUSED}\'); END'
        for act in ("UPDATE", "DELETE")
    ]


def _expected(table: str) -> set[str]:
    if connection.vendor == "postgresql":
        return {f"{table}_append_only", f"{table}_never_emptied"}
    return {f"{table}_no_update", f"{table}_no_delete"}


def missing() -> list[str]:
    """Name every trigger that should be there and is not (or, on PostgreSQL, is switched off)."""
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {row[0] for row in cursor.fetchall()}
    return sorted(name for table in guarded_tables() for name in _expected(table) - present)
