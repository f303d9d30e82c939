"""What was issued stays what it was: `verify_record` sees it, and a struck passage is in no stored document any more."""

import hashlib
import io

import pypdf
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from permissions import append_only
from plans.models import IssuedDocument, Plan, Service, StruckText
from plans.record.verify import first_fault
from plans.striking.seal import unseal
from tests.plans.ready_to_serve import make_ready, override, serve_light, serve_now
from tests.plans.striking_help import struck
from tests.plans.versions_help import write


@pytest.fixture
def ready(world):
    make_ready(world)
    return world


def words_of(content):
    return " ".join("\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(bytes(content))).pages).split())


def alter(statement, *values):
    """Change the record as somebody with the database can, its guards taken away."""
    connection.check_constraints()
    with connection.cursor() as cursor:
        for table in append_only.guarded_tables():
            if connection.vendor == "postgresql":
                cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
            else:
                cursor.execute(f'DROP TRIGGER IF EXISTS "{table}_no_update"')
                cursor.execute(f'DROP TRIGGER IF EXISTS "{table}_no_delete"')
        cursor.execute(statement, values)


def fault(world):
    return first_fault(Plan.objects.select_related("circle").get(pk=world.sam.pk))


def test_a_record_with_what_was_served_holds(ready):
    serve_light(ready)
    call_command("verify_record", "--without-files")


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE plans_issueddocument SET content = %s", "document row"),
        ("DELETE FROM plans_issueddocument", ""),
        ("DELETE FROM plans_service", "a service is missing: ledger entry"),
    ],
)
def test_what_was_altered_or_taken_away_is_named(ready, statement, named):
    serve_light(ready)
    if "plans_service" in statement:
        alter("SELECT 1")
        Service.objects.all()._raw_delete("default")
    else:
        alter(statement, *([b"other bytes"] if "%s" in statement else []))
    assert fault(ready).startswith(named)
    if named:
        with pytest.raises(CommandError):
            call_command("verify_record", "--without-files")


def test_one_lost_service_is_enough(ready):
    serve_light(ready)
    alter("SELECT 1")
    Service.objects.filter(recipient=ready.joel)._raw_delete("default")
    assert "a service is missing" in fault(ready)


def test_a_struck_passage_is_in_no_stored_document_and_the_record_holds(ready):
    write(ready, "priya", "B", "need", "Sam is calm at 11 Quokka Quilt Lane.")
    override(ready)
    serve_now(ready)
    before = {one.pk: bytes(one.content) for one in IssuedDocument.objects.filter(kind="version")}
    assert all("Quokka" in words_of(content) for content in before.values())
    struck(ready)
    for one in IssuedDocument.objects.filter(kind="version"):
        said = words_of(one.content)
        assert "Quokka" not in said
        assert "Quilt" not in said
        assert "Sam loves trains." in said
        assert "made again on that day" in said
        assert one.sha256 == hashlib.sha256(before[one.pk]).hexdigest()
    assert not any("Quokka" in words_of(one.content) for one in IssuedDocument.objects.all())
    assert fault(ready) == ""
    sealed = StruckText.objects.filter(table="plans_issueddocument")
    assert sealed.count() == 2
    assert all(unseal(one.sealed) for one in sealed)


def test_a_document_without_the_passage_keeps_its_bytes(ready):
    serve_light(ready)
    write(ready, "priya", "B", "need", "Sam is calm at 11 Quokka Quilt Lane.") if ready.move_to("drafting") else None
    before = {one.pk: bytes(one.content) for one in IssuedDocument.objects.all()}
    struck(ready)
    assert {one.pk: bytes(one.content) for one in IssuedDocument.objects.all()} == before
    assert fault(ready) == ""


def test_an_altered_document_is_seen_after_a_strike_too(ready):
    write(ready, "priya", "B", "need", "Sam is calm at 11 Quokka Quilt Lane.")
    override(ready)
    serve_light(ready)
    struck(ready)
    assert fault(ready) == ""
    alter("UPDATE plans_issueddocument SET content = %s", b"other bytes")
    assert "IssuedDocument" in fault(ready) or "issueddocument" in fault(ready)
