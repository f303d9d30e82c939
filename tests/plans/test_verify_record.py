"""verify_record: silent while the record holds, and the name of the first broken row when somebody changed it behind the database's guard."""

import io
from contextlib import contextmanager

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from permissions import append_only
from permissions.models import LedgerEntry
from plans.models import PlanVersion, SectionBlob
from plans.record import chain
from tests.plans.versions_help import cut, narrate, rewrite, share, write
from tests.world import SAM


@pytest.fixture
def record(world):
    """Give three versions of Sam's plan, with words that changed in between."""
    need = write(world, "priya", "B", "need", "Sam needs time.")
    first = cut(world, note="one")
    rewrite(world, "priya", need, "Sam needs ten seconds.")
    world.extra["versions"] = [first, share(world)]
    return world


def verify(*options):
    said = io.StringIO()
    call_command("verify_record", *options, stdout=said)
    return said.getvalue()


def fault(*options):
    with pytest.raises(CommandError) as refused:
        call_command("verify_record", *options)
    assert refused.value.returncode == 1
    return str(refused.value)


@contextmanager
def guards_down(table):
    """Change rows as somebody with the keys of the database could."""
    connection.check_constraints()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        else:
            for act in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER {table}_no_{act}")
        yield cursor
        connection.check_constraints()
        if connection.vendor == "postgresql":
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    append_only.install()
    assert append_only.missing() == []


def change(table, assignment, where):
    with guards_down(table) as cursor:
        cursor.execute(f"UPDATE {table} SET {assignment} WHERE {where}")  # noqa: S608 our own words
        assert cursor.rowcount == 1


def test_a_record_that_holds_is_counted(record):
    assert verify() == "The record holds: 2 plans, 3 versions; every entry, seal and word is as it was.\n"
    assert verify("--plan", "0000-0nad").startswith("The record holds: 1 plan, 0 versions;")


def test_a_plan_that_is_not_there_is_said(record):
    assert "no plan" in fault("--plan", "ZZZZ-ZZZZ")


def test_a_changed_byte_in_a_version_is_named(record):
    first = record.extra["versions"][0]
    blob = SectionBlob.objects.get(sha256=first.manifest["B"])
    change("plans_sectionblob", "content = replace(content, 'time.', 'tine.')", f"id = {blob.pk}")
    said = fault()
    assert f"Plan {SAM}: version 1 (row {first.pk}): the words of section B were altered (blob row {blob.pk})" in said


@pytest.mark.parametrize(
    "assignment",
    [
        "note = 'another'",
        "kind = 'draft', kind_number = 1",
        "cut_at = '2020-01-01 00:00:00+00:00'",
        "key_id = '9'",
        "mac = hash",
        "hash = mac",
        "manifest = '{}'",
    ],
)
def test_any_fact_of_a_version_that_was_changed_is_named(record, assignment):
    shared = record.extra["versions"][1]
    change("plans_planversion", assignment, f"id = {shared.pk}")
    assert f"(row {shared.pk})" in fault()


def test_who_cut_a_version_and_which_one_it_shares_are_sealed(record):
    first, shared = record.extra["versions"]
    change("plans_planversion", f"cut_by_id = {record.hana.pk}", f"id = {first.pk}")
    assert f"version 1 (row {first.pk}) was altered" in fault()
    change("plans_planversion", f"cut_by_id = {record.marcus.pk}", f"id = {first.pk}")
    change("plans_planversion", f"shares_id = {first.pk}", f"id = {shared.pk}")
    assert f"version 3 (row {shared.pk}) was altered" in fault()


def test_a_chain_that_was_computed_again_without_the_key_is_named(record, settings):
    """Somebody who can write the database can hash, and cannot sign."""
    first = PlanVersion.objects.get(number=1)
    first.note = "What somebody would rather have said"
    key = settings.RECORD_KEY
    settings.RECORD_KEY = "not the key of the record"
    chain.seal(first)
    settings.RECORD_KEY = key
    change("plans_planversion", f"note = '{first.note}', hash = '{first.hash}', mac = '{first.mac}'", f"id = {first.pk}")
    assert f"version 1 (row {first.pk}) was altered" in fault()


def test_a_version_taken_out_of_the_middle_or_off_the_end_is_missed(record):
    shared = record.extra["versions"][1]
    with guards_down("plans_planversion") as cursor:
        cursor.execute("DELETE FROM plans_planversion WHERE id = %s", [shared.pk])
    assert "version 3 is missing" in fault()
    with guards_down("plans_planversion") as cursor:
        cursor.execute("DELETE FROM plans_planversion WHERE number = 1")
    assert "version 1 is missing" in fault()


def test_words_that_are_gone_are_missed(record):
    sha = record.extra["versions"][0].manifest["F"]
    with guards_down("plans_sectionblob") as cursor:
        cursor.execute("DELETE FROM plans_sectionblob WHERE sha256 = %s", [sha])
    assert "the words of section F are missing" in fault()


def test_a_ledger_entry_that_was_changed_or_taken_off_the_end_is_named(record):
    entry = LedgerEntry.objects.get(verb="cut_version", object_uid=record.extra["versions"][0].uid)
    change("permissions_ledgerentry", "verb = 'nothing'", f"id = {entry.pk}")
    assert f"ledger entry {entry.number} (row {entry.pk}) was altered" in fault()
    change("permissions_ledgerentry", "verb = 'cut_version'", f"id = {entry.pk}")
    last = LedgerEntry.objects.filter(circle=record.sam.circle).order_by("number").last()
    with guards_down("permissions_ledgerentry") as cursor:
        cursor.execute("DELETE FROM permissions_ledgerentry WHERE id = %s", [last.pk])
    assert f"ledger entry {last.number} is missing" in fault()


def test_the_first_broken_row_is_the_one_that_is_named(record):
    first, shared = record.extra["versions"]
    change("plans_planversion", "note = 'another'", f"id = {shared.pk}")
    change("plans_planversion", "note = 'another'", f"id = {first.pk}")
    assert f"(row {first.pk})" in fault()


def test_a_guard_that_is_missing_is_named_beside_the_broken_row(record):
    narrate(record, "marcus", "F", "Words")
    names = []
    with transaction.atomic(), connection.cursor() as cursor:
        connection.check_constraints()
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE plans_sectionblob DISABLE TRIGGER plans_sectionblob_append_only")
            names.append("plans_sectionblob_append_only")
        else:
            cursor.execute("DROP TRIGGER plans_sectionblob_no_delete")
            names.append("plans_sectionblob_no_delete")
    assert fault() == f"The record is not guarded: the trigger {names[0]} is missing."
    if connection.vendor == "postgresql":
        connection.cursor().execute("ALTER TABLE plans_sectionblob ENABLE TRIGGER USER")
    append_only.install()
    assert verify()
