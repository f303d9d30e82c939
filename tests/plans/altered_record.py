"""Alter every table of the record as a migration does, and try to change its rows before and after.

Run as a program on SQLite, with a database of its own: there a table can't be remade inside the transaction of a test.
"""

from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction

# One column of each table that a migration might well make longer.
COLUMNS = {"planversion": "note", "sectionblob": "sha256", "happening": "reason", "ledgerentry": "request_id", "wording": "role"}


def is_refused(act) -> bool:
    """Say whether the database refused an act because the record is append-only."""
    try:
        with transaction.atomic():
            act()
    except DatabaseError as refusal:
        return "append-only" in str(refusal)
    return False


def unguarded(model: type[models.Model]) -> list[str]:
    """Name what can be done to a row of the record, by SQL and by the ORM, and should not."""
    row, before = model.objects.order_by("pk").first(), list(model.objects.order_by("pk").values())
    table = connection.ops.quote_name(model._meta.db_table)
    tries = {
        "UPDATE": lambda: connection.cursor().execute(f"UPDATE {table} SET id = id WHERE id = %s", [row.pk]),  # noqa: S608 our own table
        "DELETE": lambda: connection.cursor().execute(f"DELETE FROM {table} WHERE id = %s", [row.pk]),  # noqa: S608
        "save()": lambda: row.save(force_update=True),
        "update()": lambda: model.objects.filter(pk=row.pk).update(id=row.pk),
        "delete()": lambda: model.objects.filter(pk=row.pk)._raw_delete("default"),
    }
    done = [name for name, act in tries.items() if not is_refused(act)]
    return done if list(model.objects.order_by("pk").values()) == before else [*done, "rows are not what they were"]


def lengthen(model: type[models.Model]) -> None:
    """Make one column of a table longer: on SQLite the table is remade, and its triggers are gone."""
    old = model._meta.get_field(COLUMNS[model._meta.model_name])
    new = old.clone()
    new.max_length = old.max_length + 10
    new.set_attributes_from_name(old.name)
    new.model = model
    connection.check_constraints()
    with connection.schema_editor() as editor:
        editor.alter_field(model, old, new)


def alter_and_migrate(guarded: list[type[models.Model]]) -> None:
    """Alter the tables, then do what every migration ends with."""
    for model in guarded:
        lengthen(model)
    call_command("migrate", verbosity=0)


def main() -> None:
    """Lay a plan with a record, alter its tables, and print what is open before and after the migration's end."""
    import django

    django.setup()
    from permissions import append_only
    from tests.plans.test_append_only import GUARDED, lay_a_record
    from tests.world import build_world

    lay_a_record(build_world())
    for model in GUARDED:
        lengthen(model)
    print("dropped:", len(append_only.missing()))
    call_command("migrate", verbosity=0)
    print("missing:", append_only.missing())
    print("open:", {model.__name__: unguarded(model) for model in GUARDED if unguarded(model)})


if __name__ == "__main__":
    main()
