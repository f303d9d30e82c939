"""Guard the tables that are only ever added to: the database itself refuses UPDATE and DELETE.

A model says `append_only = True`. One that also says `opens` lets single columns be written, and nothing else of the row, while a condition holds that the
database asks itself: so a passage is struck from a record that nobody alters. On SQLite a migration that remakes a table silently drops its triggers, so
they are made again after every migrate, and `/health/` and `verify_record` ask `missing()`.
"""

from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig, apps
from django.db import connection, models

_REFUSED = "this record is append-only"


@dataclass(frozen=True)
class Opening:
    """Let these columns of a guarded row be written while a condition in SQL holds; the row as it was is OLD, as it is to be NEW."""

    columns: tuple[str, ...]
    while_sql: str


def guarded_models() -> list[type[models.Model]]:
    """List the models whose rows are never altered."""
    return [model for model in apps.get_models() if getattr(model, "append_only", False)]


def guarded_tables() -> list[str]:
    """List the tables whose rows are never altered."""
    return sorted(model._meta.db_table for model in guarded_models())


def before_migrate(sender: AppConfig, using: str, plan: list[Any], **facts: Any) -> None:
    """Take away the guards that look into other tables: SQLite refuses to remake a table that a trigger speaks of."""
    if not plan or connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for model in guarded_models():
            if _openings(model):
                cursor.execute(f'DROP TRIGGER IF EXISTS "{model._meta.db_table}_no_update"')


def after_migrate(sender: AppConfig, using: str, **facts: Any) -> None:
    """Make the triggers again, once the tables of every room are there."""
    install()


def install() -> None:
    """Make every trigger that is missing or different on every guarded table that exists."""
    with connection.cursor() as cursor:
        existing = set(connection.introspection.table_names(cursor))
        present = _present()
        triggers = [trigger for model in guarded_models() if model._meta.db_table in existing for trigger in _triggers(model)]
        for statement in [statement for one in triggers if present.get(one.name) != one.words for statement in one.making]:
            cursor.execute(statement)


@dataclass(frozen=True)
class _Trigger:
    """One trigger: how it is made, and the words by which the database knows it."""

    name: str
    words: str
    making: tuple[str, ...]


def _openings(model: type[models.Model]) -> tuple[Opening, ...]:
    found: tuple[Opening, ...] = getattr(model, "opens", ())
    return found


def _triggers(model: type[models.Model]) -> list[_Trigger]:
    return _on_postgresql(model) if connection.vendor == "postgresql" else _on_sqlite(model)


def _on_sqlite(model: type[models.Model]) -> list[_Trigger]:
    table = model._meta.db_table
    refuse = f"BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END"
    open_when = " OR ".join(_open_when(model, opening, "IS") for opening in _openings(model))
    when = f"WHEN NOT ({open_when}) " if open_when else ""
    made = {
        f"{table}_no_update": f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE ON "{table}" {when}{refuse}',
        f"{table}_no_delete": f'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" {refuse}',
    }
    return [_Trigger(name, words, (f'DROP TRIGGER IF EXISTS "{name}"', words)) for name, words in made.items()]


def _on_postgresql(model: type[models.Model]) -> list[_Trigger]:
    table = model._meta.db_table
    refuse = f" BEGIN RAISE EXCEPTION '{_REFUSED}'; END "
    open_when = " OR ".join(_open_when(model, opening, "IS NOT DISTINCT FROM") for opening in _openings(model))
    nested = f"IF TG_OP = 'UPDATE' THEN IF {open_when} THEN RETURN NEW; END IF; END IF;"
    words, function = (
        (f" BEGIN {nested} RAISE EXCEPTION '{_REFUSED}'; END ", f"{table}_refuse_change") if open_when else (refuse, "refuse_change")
    )
    row, whole = f"{table}_append_only", f"{table}_never_emptied"
    return [
        _Trigger(
            row,
            words,
            (
                _function(function, words),
                f'CREATE OR REPLACE TRIGGER "{row}" BEFORE UPDATE OR DELETE ON "{table}" FOR EACH ROW EXECUTE FUNCTION "{function}"()',
            ),
        ),
        _Trigger(
            whole,
            refuse,
            (
                _function("refuse_change", refuse),
                f'CREATE OR REPLACE TRIGGER "{whole}" BEFORE TRUNCATE ON "{table}" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"()',
            ),
        ),
    ]


def _function(name: str, words: str) -> str:
    return f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $${words}$$'


def _open_when(model: type[models.Model], opening: Opening, same: str) -> str:
    """Say in SQL that the condition holds and that every other column stays as it is."""
    columns = [str(field.column) for field in model._meta.concrete_fields]
    unknown = set(opening.columns) - set(columns)
    if unknown:
        raise ValueError(f"{model.__name__} has no column {', '.join(sorted(unknown))}")
    kept = [f'NEW."{column}" {same} OLD."{column}"' for column in columns if column not in opening.columns]
    return "(" + " AND ".join([*kept, f"({opening.while_sql})"]) + ")"


def _present() -> dict[str, str]:
    """Read the triggers that are there and switched on, with their words: one whose words were changed guards nothing that we know of."""
    query = (
        "SELECT tgname, prosrc FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid WHERE NOT tgisinternal AND tgenabled = 'O'"
        if connection.vendor == "postgresql"
        else "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return dict(cursor.fetchall())


def missing() -> list[str]:
    """Name every trigger that should be there and is not, says something else (or, on PostgreSQL, is switched off)."""
    present = _present()
    return sorted(trigger.name for model in guarded_models() for trigger in _triggers(model) if present.get(trigger.name) != trigger.words)
