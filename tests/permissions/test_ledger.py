"""The ledger: every act in its order, each read once a quarter of an hour, a chain that shows any change."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from permissions import ledger
from permissions.ledger import Act
from permissions.models import Circle, LedgerEntry
from permissions.vocabulary import Code, Role

MORNING = datetime(2026, 3, 20, 9, 7, tzinfo=UTC)


def entries(world, **which):
    return list(LedgerEntry.objects.filter(circle=world.sam.circle, **which).order_by("number"))


def acts(world, verb="save_item", *, at=MORNING, **facts):
    with transaction.atomic():
        circle = ledger.lock(world.sam.circle_id)
        return ledger.record(Act(actor=world.lena.pk, role=Role.THERAPIST, verb=verb, **facts), circle=circle, now=at)


def reads(world, slug, *codes, at=MORNING, plan="sam"):
    person, circle = getattr(world, slug), getattr(world, plan).circle_id
    ledger.record_read(circle=circle, actor=person.pk, role=Role.THERAPIST, codes=codes, now=at)


@pytest.fixture
def bell(monkeypatch):
    """Give the numbers of the circles for which the bell rang."""
    rung = []
    monkeypatch.setattr(ledger, "_bells", [rung.append])
    return rung


def test_an_entry_says_who_did_what_where_to_what(world):
    uid = uuid.uuid4()
    entry = acts(world, sections=(Code.B, Code.F), object_kind="item", object_uid=uid, on_behalf_of=world.amara.pk)
    kept = LedgerEntry.objects.get(pk=entry.pk)
    assert (kept.actor, kept.on_behalf_of, kept.role, kept.verb, kept.sections) == (
        world.lena,
        world.amara,
        "therapist",
        "save_item",
        " B F ",
    )
    assert (kept.object_kind, kept.object_uid, kept.at) == ("item", uid, MORNING)
    assert ledger.codes_of(kept) == (Code.B, Code.F)


def test_numbers_count_up_in_each_circle_without_a_gap(world):
    before = Circle.objects.get(pk=world.sam.circle_id).ledger_number
    assert [acts(world).number for _ in range(3)] == [before + 1, before + 2, before + 3]
    assert [entry.number for entry in entries(world)] == list(range(1, before + 4))
    other = ledger.lock(world.nadias.circle_id)
    assert ledger.record(Act(actor=None, role="", verb="x"), circle=other, now=MORNING).number == other.ledger_number


def test_each_entry_holds_the_one_before(world):
    first, second = acts(world), acts(world)
    assert second.previous == first.hash
    assert ledger.first_broken(world.sam.circle) is None
    assert Circle.objects.get(pk=world.sam.circle_id).ledger_hash == second.hash


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("actor_id", None), ("role", "parent"), ("verb", "x"), ("sections", " A "), ("object_uid", uuid.uuid4()), ("number", 99),
        ("at", MORNING + timedelta(microseconds=1)), ("on_behalf_of_id", 1), ("request_id", "x"), ("previous", "x"), ("circle_id", 0), ("object_kind", "x"),
    ],
)  # fmt: skip
def test_every_fact_of_an_entry_is_in_its_hash(world, fact, value):
    entry = acts(world, sections=(Code.F,), object_kind="item", object_uid=uuid.uuid4())
    assert ledger.entry_hash(entry) == entry.hash
    setattr(entry, fact, value)
    assert ledger.entry_hash(entry) != entry.hash


def test_an_entry_is_neither_altered_nor_taken_out(world):
    entry = acts(world)
    for change in (lambda rows: rows.update(verb="nothing"), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(LedgerEntry.objects.filter(pk=entry.pk))
    assert ledger.first_broken(world.sam.circle) is None


def test_a_row_that_was_put_in_by_hand_is_found(world):
    entry = acts(world)
    forged = LedgerEntry.objects.get(pk=entry.pk)
    forged.pk, forged.number, forged.verb = None, entry.number + 1, "issue_final_plan"
    forged.save(force_insert=True)
    assert ledger.first_broken(world.sam.circle).number == entry.number + 1


def test_an_act_that_fails_leaves_no_entry_and_rings_no_bell(world, bell, django_capture_on_commit_callbacks):
    before = len(entries(world))
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        acts(world)
        transaction.set_rollback(True)
    assert (len(entries(world)), bell) == (before, [])
    assert Circle.objects.get(pk=world.sam.circle_id).ledger_number == before


def test_the_bell_rings_after_the_commit_and_not_for_a_read(world, bell, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        acts(world)
        assert bell == []
        reads(world, "lena", Code.F)
    assert bell == [world.sam.circle_id]


def test_a_read_is_written_once_a_person_section_and_quarter_of_an_hour(world):
    reads(world, "lena", Code.F, Code.B)
    reads(world, "lena", Code.F, at=MORNING + timedelta(minutes=7, seconds=59))
    assert [entry.sections for entry in entries(world, verb="read")] == [" F B "]
    reads(world, "lena", Code.F, Code.G)
    reads(world, "okafor", Code.F)
    reads(world, "lena", Code.F, at=MORNING + timedelta(minutes=8))
    assert [(entry.actor.name, entry.sections) for entry in entries(world, verb="read")] == [
        ("Lena Novak", " F B "),
        ("Lena Novak", " G "),
        ("Dr Ngozi Okafor", " F "),
        ("Lena Novak", " F "),
    ]


def test_what_another_process_wrote_down_is_not_written_again(world):
    reads(world, "lena", Code.H1)
    ledger.forget_reads()
    reads(world, "lena", Code.H1)
    assert len(entries(world, verb="read")) == 1
    reads(world, "lena", Code.H1, Code.H2)
    assert [entry.sections for entry in entries(world, verb="read")] == [" H1 ", " H2 "]


def test_a_read_of_one_plan_is_none_of_another(world):
    reads(world, "lena", Code.F)
    reads(world, "lena", Code.F, plan="nadias")
    assert LedgerEntry.objects.filter(circle=world.nadias.circle, verb="read").count() == 1


def test_a_read_that_can_not_be_written_down_is_not_remembered_as_written(world):
    with pytest.raises(Circle.DoesNotExist):
        ledger.record_read(circle=0, actor=world.lena.pk, role=Role.THERAPIST, codes=(Code.F,), now=MORNING)
    with pytest.raises(Circle.DoesNotExist):
        ledger.record_read(circle=0, actor=world.lena.pk, role=Role.THERAPIST, codes=(Code.F,), now=MORNING)


def test_nothing_read_is_nothing_written(world):
    with connection.execute_wrapper(lambda *question: pytest.fail("nothing is to be asked")):
        reads(world, "lena")


@pytest.mark.parametrize(("minute", "begins"), [(0, 0), (14, 0), (15, 15), (29, 15), (59, 45)])
def test_a_quarter_begins_on_the_quarter(minute, begins):
    assert ledger.quarter_of(datetime(2026, 3, 20, 9, minute, 59, 5, tzinfo=UTC)) == datetime(2026, 3, 20, 9, begins, tzinfo=UTC)
