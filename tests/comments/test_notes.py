"""The council's own notes: who reads, writes, changes and withdraws them."""

from datetime import timedelta
from uuid import uuid4

import pytest

from comments.access_notes import note_places
from comments.actions.add_note import add_note
from comments.actions.edit_note import edit_note
from comments.actions.withdraw_note import withdraw_note
from comments.models import COMMENT_LIMIT, Note
from comments.notes import read_notes
from permissions import grants
from permissions.models import LedgerEntry, User
from permissions.refusals import Invalid, NotFound, NotNow, NotPermitted
from permissions.vocabulary import Code, Role
from plans.access import open_plan
from tests.world import SAM

NOT_OF_THE_COUNCIL = ("amara", "joel", "pam", "priya", "owen", "okafor", "lena", "rao", "bea", "grace", "iqbal")
OUTSIDERS = ("nadia", "zoe", "ines", "root")


def adds(world, by, text="We wait for the therapist.", *, about=None, key=None, now=None):
    """Let somebody write a note about Sam's plan."""
    return add_note(text, reference=SAM, about=about, by=by, post_key=key or uuid4(), today=world.today, now=now or world.now)


def edits(world, by, note, text="Better words.", *, after=timedelta(0)):
    """Let somebody change a note, so long after it was written."""
    return edit_note(text, reference=SAM, note=note.uid, by=by, today=world.today, now=note.at + after)


def withdraws(world, by, note, *, after=timedelta(hours=1)):
    """Let somebody withdraw a note."""
    return withdraw_note(reference=SAM, note=note.uid, by=by, today=world.today, now=note.at + after)


def notes_read_by(world, person):
    """List what somebody reads: the title of each place with the words below it."""
    page = read_notes(open_plan(person, SAM, today=world.today), now=world.now)
    return [(group.title, [note.text or note.withdrawn for note in group.notes]) for group in page.groups]


def test_marcus_writes_about_the_plan_and_about_a_section_and_his_manager_reads_both(world):
    adds(world, world.marcus, "Ask the panel first.")
    adds(world, world.marcus, "Two reports differ here.", about=Code.F)
    expected = [("The whole plan", ["Ask the panel first."]), ("Special educational provision (Section F)", ["Two reports differ here."])]
    assert notes_read_by(world, world.hana) == expected
    assert notes_read_by(world, world.tess) == expected
    assert notes_read_by(world, world.susan) == expected


def test_whoever_of_the_council_sees_a_part_reads_the_notes_about_that_part_only(world):
    adds(world, world.marcus, "About the plan.")
    adds(world, world.marcus, "About needs.", about=Code.B)
    adds(world, world.marcus, "About the school.", about=Code.I)
    assert notes_read_by(world, world.corinne) == [("School or other placement (Section I)", ["About the school."])]
    assert [title for title, _words in notes_read_by(world, world.tess)] == ["The whole plan", "Special educational needs (Section B)"]


def test_an_auditor_who_reads_without_names_reads_no_note(world):
    auditor = User.objects.create_user("audit@example.org", "Ada Audit")
    grants.give_role(circle=world.sam.circle, person=auditor, role=Role.AUDITOR, from_on=world.today)
    adds(world, world.marcus)
    adds(world, world.marcus, about=Code.B)
    assert notes_read_by(world, auditor) == []
    with pytest.raises(Invalid):
        adds(world, auditor, about=Code.B)


@pytest.mark.parametrize("slug", NOT_OF_THE_COUNCIL)
def test_whoever_is_not_of_the_council_neither_reads_nor_writes(world, slug):
    person = getattr(world, slug)
    note = adds(world, world.marcus)
    for act in (
        lambda: read_notes(open_plan(person, SAM, today=world.today), now=world.now),
        lambda: adds(world, person),
        lambda: edits(world, person, note),
        lambda: withdraws(world, person, note),
    ):
        with pytest.raises(NotPermitted) as refused:
            act()
        assert "ask the council for the records" in refused.value.because
    assert Note.objects.get().text == "We wait for the therapist."


@pytest.mark.parametrize("slug", OUTSIDERS)
def test_for_an_outsider_there_is_nothing(world, slug):
    person = getattr(world, slug)
    note = adds(world, world.marcus)
    for act in (lambda: adds(world, person), lambda: edits(world, person, note), lambda: withdraws(world, person, note)):
        with pytest.raises(NotFound):
            act()
    assert Note.objects.count() == 1


def test_a_father_who_works_for_the_council_is_family_in_his_childs_plan(world):
    grants.give_role(circle=world.sam.circle, person=world.joel, role=Role.MANAGER, from_on=world.today)
    note = adds(world, world.marcus)
    with pytest.raises(NotPermitted):
        notes_read_by(world, world.joel)
    with pytest.raises(NotPermitted):
        withdraws(world, world.joel, note)


def test_a_note_about_a_section_that_one_does_not_read_is_not_there(world):
    note = adds(world, world.marcus, about=Code.B)
    with pytest.raises(NotFound):
        withdraws(world, world.corinne, note)
    with pytest.raises(Invalid):
        adds(world, world.corinne, about=Code.B)
    with pytest.raises(Invalid):
        adds(world, world.corinne, about=None)


def test_a_note_of_another_plan_is_not_there(world):
    note = add_note("Of Ada.", reference="0000-0NAD", about=None, by=world.marcus, post_key=None, today=world.today, now=world.now)
    with pytest.raises(NotFound):
        edits(world, world.marcus, note)
    with pytest.raises(NotFound):
        withdraws(world, world.marcus, note)


def test_whoever_wrote_it_changes_it_within_ten_minutes_and_it_says_so(world):
    note = adds(world, world.marcus)
    edits(world, world.marcus, note, "We wait for Lena.", after=timedelta(minutes=10))
    page = read_notes(open_plan(world.hana, SAM, today=world.today), now=world.now)
    shown = page.groups[0].notes[0]
    assert shown.text == "We wait for Lena."
    assert shown.edited.startswith("Edited on ")
    assert (shown.edit_url, shown.withdraw_url) == ("", "")


def test_saving_the_same_words_is_no_change(world):
    note = adds(world, world.marcus)
    edits(world, world.marcus, note, "We wait for the therapist. ")
    assert Note.objects.get().edited_at is None
    assert not LedgerEntry.objects.filter(verb="edit_note").exists()


def test_after_ten_minutes_it_stays_as_it_is(world):
    note = adds(world, world.marcus)
    with pytest.raises(NotNow):
        edits(world, world.marcus, note, after=timedelta(minutes=10, seconds=1))
    assert Note.objects.get().text == "We wait for the therapist."


def test_the_note_that_is_meant_is_changed_and_withdrawn_and_no_other(world):
    _first, second, third = (adds(world, world.marcus, f"Note {number}.") for number in (1, 2, 3))
    edits(world, world.marcus, second, "Note 2, better.")
    withdraws(world, world.marcus, third)
    assert [note.text for note in Note.objects.order_by("pk")] == ["Note 1.", "Note 2, better.", "Note 3."]
    assert [note.withdrawn_at is not None for note in Note.objects.order_by("pk")] == [False, False, True]


def test_whoever_is_not_of_the_council_has_no_place_for_a_note(world):
    for slug in NOT_OF_THE_COUNCIL:
        assert note_places(open_plan(getattr(world, slug), SAM, today=world.today)) == ()
    assert None in note_places(open_plan(world.hana, SAM, today=world.today))
    assert note_places(open_plan(world.corinne, SAM, today=world.today)) == (Code.I,)


def test_nobody_changes_or_withdraws_what_somebody_else_wrote(world):
    note = adds(world, world.marcus)
    for person in (world.hana, world.susan):
        with pytest.raises(NotPermitted, match="Only whoever wrote"):
            edits(world, person, note)
        with pytest.raises(NotPermitted, match="Only whoever wrote"):
            withdraws(world, person, note)


def test_what_was_withdrawn_leaves_a_trace_and_its_row(world):
    note = adds(world, world.marcus, "Not so kind.")
    withdraws(world, world.marcus, note)
    ((_title, (said,)),) = notes_read_by(world, world.hana)
    assert said.startswith("Marcus Bell withdrew this note on ")
    assert "Not so kind." not in repr(read_notes(open_plan(world.marcus, SAM, today=world.today), now=world.now))
    assert Note.objects.get().text == "Not so kind."
    with pytest.raises(NotNow):
        edits(world, world.marcus, note)
    with pytest.raises(NotNow):
        withdraws(world, world.marcus, note)


def test_once_the_plan_has_ended_nothing_is_written_and_everything_is_read(world):
    note = adds(world, world.marcus)
    world.move_to("ended")
    for act in (lambda: adds(world, world.marcus), lambda: edits(world, world.marcus, note), lambda: withdraws(world, world.marcus, note)):
        with pytest.raises(NotNow):
            act()
    page = read_notes(open_plan(world.marcus, SAM, today=world.today), now=world.now)
    assert [note.withdraw_url for note in page.groups[0].notes] == [""]


@pytest.mark.parametrize("text", ["", " \n ", "x" * (COMMENT_LIMIT + 1), "bell \x07"])
def test_bad_words_are_refused_with_a_sentence(world, text):
    note = adds(world, world.marcus)
    with pytest.raises(Invalid):
        adds(world, world.marcus, text)
    with pytest.raises(Invalid):
        edits(world, world.marcus, note, text)
    assert Note.objects.count() == 1


def test_a_form_that_was_sent_twice_writes_one_note(world):
    key = uuid4()
    first, second = adds(world, world.marcus, key=key), adds(world, world.marcus, key=key)
    assert first.pk == second.pk
    assert Note.objects.count() == 1
    assert LedgerEntry.objects.filter(verb="add_note").count() == 1


def test_each_act_is_written_down_and_names_no_section(world):
    note = adds(world, world.marcus, about=Code.F)
    edits(world, world.marcus, note)
    withdraws(world, world.marcus, note)
    entries = LedgerEntry.objects.filter(object_kind="note").order_by("number")
    assert [(entry.verb, entry.actor_id, entry.object_uid, entry.sections) for entry in entries] == [
        (verb, world.marcus.pk, note.uid, "") for verb in ("add_note", "edit_note", "withdraw_note")
    ]
