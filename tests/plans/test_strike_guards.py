"""The guard of the record opens for a confirmed strike and for nothing else, and verify_record follows what was struck and names what was planted."""

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from permissions import append_only
from permissions.models import LedgerEntry
from plans.models import Happening, PlanVersion, SectionBlob, Strike, StruckText, Wording
from plans.striking.seal import sealed_text
from tests.plans.altered_record import is_refused, unguarded
from tests.plans.striking_help import confirm, plant, propose, struck
from tests.plans.test_verify_record import change, fault, guards_down, verify
from tests.world import SAM

# Something else than stands there, in the type of the column.
ANOTHER = {
    "UUIDField": "00000000-0000-4000-8000-000000000000",
    "JSONField": '{"x": 1}',
    "DateField": "2020-01-01",
    "DateTimeField": "2020-01-01 00:00:00+00:00",
    "PositiveIntegerField": 999,
    "PositiveSmallIntegerField": 999,
}
WORDS = [(SectionBlob, "content"), (PlanVersion, "note"), (Wording, "content"), (Happening, "reason")]


@pytest.fixture
def planted(world):
    world.extra.update(plant(world))
    return world


def sql(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        connection.check_constraints()
        cursor.execute(statement, values)


def update(model, column, value, pk):
    return lambda: sql(f'UPDATE "{model._meta.db_table}" SET "{column}" = %s WHERE id = %s', value, pk)  # noqa: S608 our own tables


def open_by_hand(world, model, column):
    """Write a confirmed strike that is not done and a sealed text, as the action does inside its transaction; give the row that is open now."""
    row = model.objects.order_by("pk").first()
    strike = propose(world)
    Strike.objects.filter(pk=strike.pk).update(confirmed_by=world.hana, confirmed_at=world.now)
    sealed_text(strike, table=model._meta.db_table, row=row.pk, field=column, before="before", after="after").save()
    return strike, row


@pytest.mark.parametrize(("model", "column"), WORDS)
def test_without_a_strike_the_words_are_closed(planted, model, column):
    row = model.objects.order_by("pk").first()
    assert is_refused(update(model, column, '{"a": "b"}', row.pk))
    propose(planted)
    assert is_refused(update(model, column, '{"a": "b"}', row.pk)), "a proposal opens nothing"
    struck(planted, "near the school")
    assert is_refused(update(model, column, '{"a": "b"}', row.pk)), "a strike that is done opens nothing"
    assert unguarded(model) == []


@pytest.mark.parametrize(("model", "column"), WORDS)
def test_a_confirmed_strike_opens_the_words_of_its_sealed_rows_and_nothing_else(planted, model, column):
    strike, row = open_by_hand(planted, model, column)
    other = model.objects.exclude(pk=row.pk).first()
    assert not is_refused(update(model, column, '{"a": "b"}', row.pk))
    assert is_refused(update(model, column, '{"a": "b"}', other.pk)), "the row beside it"
    for field in model._meta.concrete_fields:
        if field.column != column and not field.is_relation and not field.primary_key:
            value = ANOTHER.get(type(field).__name__, "x" * 8)
            assert is_refused(update(model, field.column, value, row.pk)), field.column
    assert is_refused(lambda: sql(f'DELETE FROM "{model._meta.db_table}" WHERE id = %s', row.pk))  # noqa: S608
    Strike.objects.filter(pk=strike.pk).update(done_at=planted.now)
    assert is_refused(update(model, column, '{"c": "d"}', row.pk)), "closed again"


def test_a_strike_and_its_sealed_texts_are_of_the_record(planted):
    done = struck(planted)
    assert unguarded(Strike) == []
    assert unguarded(StruckText) == []
    assert is_refused(update(Strike, "done_at", None, done.pk))
    assert is_refused(update(Strike, "confirmed_by_id", planted.susan.pk, done.pk))
    assert is_refused(update(Strike, "passage", b"x", propose(planted, "hana", "near the school").pk))


def test_a_guard_whose_words_were_changed_is_missed(planted):
    if connection.vendor == "postgresql":
        connection.check_constraints()
        connection.cursor().execute(
            'CREATE OR REPLACE FUNCTION "plans_sectionblob_refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$'
        )
        name = "plans_sectionblob_append_only"
    else:
        connection.cursor().execute("DROP TRIGGER plans_sectionblob_no_update")
        connection.cursor().execute(
            "CREATE TRIGGER plans_sectionblob_no_update BEFORE UPDATE ON plans_sectionblob WHEN 0 BEGIN SELECT 1; END"
        )
        name = "plans_sectionblob_no_update"
    assert append_only.missing() == [name]
    append_only.install()
    assert append_only.missing() == []
    assert unguarded(SectionBlob) == []


def test_a_record_from_which_was_struck_holds(planted):
    whole = verify()
    struck(planted)
    assert verify() == whole
    struck(planted, "near the school")
    assert verify() == whole


def test_it_holds_without_the_key_of_the_seal_but_for_a_note_that_only_the_key_can_tell(planted, settings):
    struck(planted, "near the school")
    settings.SEAL_KEYS = []
    assert verify().startswith("The record holds")
    settings.SEAL_KEYS = ["another key" * 9]
    assert "does not open to the text that was sealed" in fault()


def test_a_planted_edit_of_a_struck_text_is_named(planted):
    struck(planted)
    for model, column in WORDS[:3]:
        text = StruckText.objects.filter(table=model._meta.db_table).order_by("pk").first()
        words = f"replace(CAST({column} AS text), 'struck out', 'struck off')"
        cast = f"({words})::jsonb" if connection.vendor == "postgresql" and model is Wording else words
        change(text.table, f"{column} = {cast}", f"id = {text.row}")
        assert f"a text that was struck was altered since: {column} of row {text.row} of {text.table}" in fault()
        back = f"replace(CAST({column} AS text), 'struck off', 'struck out')"
        cast = f"({back})::jsonb" if connection.vendor == "postgresql" and model is Wording else back
        change(text.table, f"{column} = {cast}", f"id = {text.row}")
        assert verify()


def test_a_planted_edit_of_a_text_that_was_not_struck_is_named_as_before(planted):
    struck(planted)
    version = PlanVersion.objects.get(kind="shared", kind_number=1)
    blob = SectionBlob.objects.get(sha256=version.manifest["B"])
    other = SectionBlob.objects.get(sha256=version.manifest["G"])
    assert StruckText.objects.filter(table="plans_sectionblob", row=blob.pk).exists()
    change("plans_sectionblob", "content = replace(content, 'false', 'true')", f"id = {other.pk}")
    assert f"the words of section G were altered (blob row {other.pk})" in fault()


def test_a_struck_text_that_is_gone_is_missed(planted):
    strike = struck(planted)
    text = StruckText.objects.filter(table="plans_item").first()
    with guards_down("plans_strucktext") as cursor:
        cursor.execute("DELETE FROM plans_strucktext WHERE id = %s", [text.pk])
    assert f"strike row {strike.pk} was altered, or a struck text of it is missing" in fault("--plan", SAM)


def test_a_whole_strike_that_is_gone_is_missed(planted):
    strike = struck(planted)
    with guards_down("plans_strucktext") as cursor:
        cursor.execute("DELETE FROM plans_strucktext")
    with guards_down("plans_strike") as cursor:
        cursor.execute("DELETE FROM plans_strike")
    entry = LedgerEntry.objects.get(object_uid=strike.uid, verb="propose_strike")
    assert f"a strike is missing: ledger entry {entry.number} speaks of one that is not there" in fault()


@pytest.mark.parametrize("column", ["before", "after", "mac", "sealed", "row", "field"])
def test_a_forged_struck_text_is_named(planted, column):
    struck(planted)
    text = StruckText.objects.filter(table="plans_sectionblob").order_by("-pk").first()
    value = {"sealed": "passage", "row": "row + 1", "field": "'note'"}.get(column, "'" + "0" * 64 + "'")
    if column == "sealed":
        value = f"(SELECT passage FROM plans_strike WHERE id = {text.strike_id})"  # noqa: S608 our own tables
    change("plans_strucktext", f'"{column}" = {value}', f"id = {text.pk}")
    assert f"struck text row {text.pk} was altered or put in: its signature does not hold" in fault()


def test_a_struck_text_put_in_to_cover_an_edit_is_named(planted, settings):
    """Somebody who writes the database can hash and seal anything, and cannot sign."""
    strike = struck(planted)
    version = PlanVersion.objects.get(kind="shared", kind_number=1)
    blob = SectionBlob.objects.get(sha256=version.manifest["G"])
    edited = blob.content.replace("false", "true")
    key, settings.RECORD_KEY = settings.RECORD_KEY, "not the key of the record"
    planted_text = sealed_text(strike, table="plans_sectionblob", row=blob.pk, field="content", before=blob.content, after=edited)
    settings.RECORD_KEY = key
    planted_text.save()
    change("plans_sectionblob", "content = replace(content, 'false', 'true')", f"id = {blob.pk}")
    assert f"struck text row {planted_text.pk} was altered or put in" in fault()


def test_a_struck_text_of_one_strike_put_under_another_is_named(planted):
    first = struck(planted)
    second = confirm(planted, propose(planted, passage="near the school"))
    text = StruckText.objects.exclude(strike=second).first()
    change("plans_strucktext", f"strike_id = {second.pk}", f"id = {text.pk}")
    assert f"strike row {first.pk} was altered, or a struck text of it is missing" in fault()


def test_who_confirmed_is_signed(planted):
    strike = struck(planted)
    change("plans_strike", f"confirmed_by_id = {planted.susan.pk}", f"id = {strike.pk}")
    assert f"strike row {strike.pk} was altered" in fault()


def test_sqlite_lets_a_table_be_remade_of_which_a_guard_speaks(planted):
    """The guards that look into other tables are taken away before a migration and come back after it."""
    if connection.vendor != "sqlite":
        append_only.before_migrate(None, "default", plan=["a migration"])
        assert append_only.missing() == []
        return
    append_only.before_migrate(None, "default", plan=[])
    assert append_only.missing() == []
    append_only.before_migrate(None, "default", plan=["a migration"])
    opened = """
        agreement capacityrecord endingdecision endingview happening issueddocument move moretime planversion qualityreason reassessmentrequest
        reply reviewadvice reviewreport reviewrequest sectionblob serviceconsent strike takenover trackedchange wording
    """
    assert set(append_only.missing()) == {f"plans_{table}_no_update" for table in opened.split()}
    call_command("migrate", verbosity=0)
    assert append_only.missing() == []
