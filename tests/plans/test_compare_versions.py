"""Compare two versions: item by item, field by field, word by word, and only what this person may see."""

import uuid

import pytest

from permissions.refusals import NotFound
from plans.actions.link_item import link_item
from plans.actions.move_item import move_item
from plans.actions.retire_item import retire_item
from plans.contents import spec_names
from plans.models import Service
from plans.queries.changes import FieldChange, _moved
from plans.queries.compare import WORKING_COPY, compare_versions, read_choices
from plans.queries.fields import FIELDS
from plans.queries.words import Run
from plans.statute.sections import Kind
from tests.plans.versions_help import access_of, cut, narrate, rewrite, share, write
from tests.world import SAM


def compare(world, slug, older, newer, *, everything=False):
    access = access_of(world, slug)
    named = [value if isinstance(value, str) else str(value.uid) for value in (older, newer)]
    return compare_versions(access, read_choices(access), *named, everything=everything)


def section_of(page, code):
    return next(section for section in page.sections if section.code == code)


def all_words(page):
    """Everything that a comparison would print."""
    return repr(page)


def test_an_amount_that_changed_is_shown_as_the_field_that_changed(world):
    help_ = write(world, "lena", "F", "provision", "Speech sessions", minutes=30, sessions=2, per="week")
    first = share(world, note="one")
    rewrite(world, "lena", help_, minutes=45)
    page = compare(world, "amara", first, share(world, note="two"))
    (section,) = page.sections
    (item,) = section.items
    assert (section.name, section.counts) == ("Special educational provision", "1 changed")
    assert (item.kind, item.title, item.words) == ("changed", "Speech sessions", ())
    assert item.fields == (FieldChange("How long", "30 minutes", "45 minutes"),)
    assert page.unchanged == "11 sections are the same in both."


def test_words_that_changed_are_shown_word_by_word(world):
    need = write(world, "priya", "B", "need", "Sam needs *more* time to answer.")
    first = share(world, note="one")
    rewrite(world, "priya", need, "Sam needs *ten seconds* to answer.")
    (item,) = section_of(compare(world, "joel", first, share(world, note="two")), "B").items
    assert item.words == (
        Run("same", "Sam needs "),
        Run("removed", "more time"),
        Run("added", "ten seconds"),
        Run("same", " to answer."),
    )


def test_added_taken_out_and_moved_items_are_told_apart(world):
    one, two, three = [write(world, "priya", "B", "need", f"Need {name}") for name in ("one", "two", "three")]
    first = share(world, note="one")
    retire_item(world.priya, SAM, two.uid, today=world.today, now=world.now)
    move_item(world.marcus, SAM, three.uid, "up", today=world.today, now=world.now)
    write(world, "priya", "B", "need", "Need four")
    section = section_of(compare(world, "amara", first, share(world, note="two")), "B")
    assert section.counts == "1 added, 1 taken out, 1 moved"
    assert {item.title: item.kind for item in section.items} in (
        {"Need two": "taken_out", "Need three": "moved", "Need four": "added"},
        {"Need two": "taken_out", "Need one": "moved", "Need four": "added"},
    )
    everything = section_of(compare(world, "amara", first, share(world, note="three"), everything=True), "B")
    assert len(everything.items) == 4
    assert one.text in {item.title for item in everything.items}


@pytest.mark.parametrize(
    ("was", "now", "moved"),
    [
        ("abcd", "abcd", ""),
        ("abcd", "bcda", "a"),
        ("abcd", "dabc", "d"),
        ("abc", "cab", "c"),
        ("abcd", "badc", 2),
        ("", "", ""),
        ("a", "a", ""),
    ],
)
def test_the_fewest_items_that_moved_are_said_to_have_moved(was, now, moved):
    found = _moved(list(was), list(now))
    assert len(found) == moved if isinstance(moved, int) else found == set(moved)


def test_the_running_text_and_the_statement_of_none_are_compared(world):
    narrate(world, "marcus", "J", "No budget was asked for.")
    first = share(world, note="one")
    narrate(world, "marcus", "J", "No budget was asked for yet.", none_identified=True)
    section = section_of(compare(world, "amara", first, share(world, note="two")), "J")
    assert section.counts == "the section’s own words changed"
    assert section.narrative == (Run("same", "No budget was asked for"), Run("added", " yet"), Run("same", "."))
    assert section.none_identified == FieldChange("None identified", "", "stated")


def test_a_new_tie_of_the_golden_thread_is_shown_at_both_ends(world):
    need = write(world, "priya", "B", "need", "Sam needs time.")
    help_ = write(world, "lena", "F", "provision", "Speech sessions.")
    first = share(world, note="one")
    link_item(world.lena, SAM, help_.uid, [need.uid], today=world.today, now=world.now)
    page = compare(world, "amara", first, share(world, note="two"))
    assert page.counts == "2 tied differently"
    assert section_of(page, "B").items[0].fields == (
        FieldChange("So that", "", "Speech sessions, Special educational provision (Section F)"),
    )
    assert section_of(page, "F").items[0].fields == (FieldChange("Because", "", "Sam needs time, Special educational needs (Section B)"),)


def test_a_section_that_somebody_does_not_see_is_in_no_word_count_or_tie(world):
    need = write(world, "grace", "D", "need", "DSECRET at home.")
    write(world, "priya", "B", "need", "Sam needs time.")
    first = share(world, note="one")
    rewrite(world, "grace", need, "DCHANGED at home.")
    narrate(world, "marcus", "D", "DNARRATIVE")
    write(world, "marcus", "H1", "provision", "H1SECRET", comes_from=(need,))
    second = share(world, note="two")
    theirs = compare(world, "priya", first, second, everything=True)
    assert not any(word in all_words(theirs) for word in ("DSECRET", "DCHANGED", "DNARRATIVE", "H1SECRET", "Social care"))
    assert theirs.counts == ""
    assert theirs.unchanged == "7 sections are the same in both."
    assert compare(world, "priya", first, second).sections == ()
    assert compare(world, "grace", first, second).counts == "1 added, 1 changed, the section’s own words changed"


def test_only_the_changes_in_what_somebody_sees_of_a_section_are_counted(world):
    """The teacher's part of Section C is what adults must know for safety; a health report is not Priya's to read."""
    first = share(world, note="one")
    write(world, "marcus", "K", "evidence", "HEALTHWORDS", advice_type="medical", title="HEALTHTITLE")
    write(world, "marcus", "K", "evidence", "A school report", advice_type="educational", title="School report")
    second = share(world, note="two")
    theirs = compare(world, "priya", first, second)
    assert theirs.counts == "1 added"
    assert "HEALTH" not in all_words(theirs)
    assert compare(world, "amara", first, second).counts == "2 added"


def test_where_only_titles_are_open_nothing_but_the_title_is_compared(world):
    report = write(world, "marcus", "K", "evidence", "INNERWORDS", title="Psychology advice", author_name="Dr Okafor")
    first = share(world, note="one")
    rewrite(world, "marcus", report, "OTHERWORDS", author_role="Psychologist")
    second = share(world, note="two")
    assert compare(world, "lena", first, second).counts == ""
    rewrite(world, "marcus", report, "OTHERWORDS", title="Advice of a psychologist")
    page = compare(world, "lena", first, share(world, note="three"))
    assert page.counts == "1 changed"
    assert page.sections[0].items[0].fields == (FieldChange("Title", "Psychology advice", "Advice of a psychologist"),)
    assert "WORDS" not in all_words(page)


def test_a_section_held_back_from_the_family_is_not_compared_for_them(world):
    write(world, "priya", "B", "need", "HELDBACK")
    empty = share(world, note="one")
    write(world, "priya", "B", "need", "HELDBACK too")
    full = share(world, note="two")
    assert compare(world, "amara", empty, full).counts == "1 added"
    world.sam.held_back = {"B": "The advice is not in yet."}
    world.sam.save()
    assert compare(world, "amara", empty, full).counts == ""
    assert compare(world, "priya", empty, full).counts == "1 added"


def test_the_plan_as_it_stands_is_compared_by_the_council_only(world):
    shared = share(world)
    write(world, "amara", "A", "voice", "KEPTWORDS", put_forward=False)
    write(world, "amara", "A", "aspiration", "Sam takes the train.")
    page = compare(world, "marcus", shared, WORKING_COPY)
    assert (page.counts, page.newer) == ("1 added", "The plan as it stands now")
    assert "KEPTWORDS" not in all_words(page)
    for slug in ("amara", "priya", "pam"):
        with pytest.raises(NotFound):
            compare(world, slug, shared, WORKING_COPY)


def test_a_working_version_is_compared_by_the_council_only(world):
    working = cut(world, note="Early")
    write(world, "priya", "B", "need", "Sam needs time.")
    shared = share(world)
    assert compare(world, "susan", working, shared).counts == "1 added"
    for slug in ("amara", "priya", "okafor"):
        with pytest.raises(NotFound):
            compare(world, slug, working, shared)
        assert [row.title for row in read_choices(access_of(world, slug)).rows] == ["Shared version 1"]
    with pytest.raises(NotFound):
        compare(world, "marcus", shared, str(uuid.uuid4()))


def test_somebody_to_whom_nothing_is_open_has_no_version_to_choose(world):
    share(world)
    assert read_choices(access_of(world, "owen")).rows == ()
    world.move_to("consulting")
    assert len(read_choices(access_of(world, "owen")).rows) == 1


@pytest.mark.parametrize("many", [1, 50])
def test_a_comparison_costs_two_queries_for_one_change_and_for_fifty(world, many, django_assert_num_queries):
    first = share(world, note="one")
    for number in range(many):
        write(world, "priya", "B", "need", f"Need {number}")
        write(world, "lena", "F", "provision", f"Help {number}")
    second = share(world, note="two")
    access = access_of(world, "amara")
    with django_assert_num_queries(2):
        page = compare_versions(access, read_choices(access), str(first.uid), str(second.uid))
    assert page.counts == f"{2 * many} added"
    access = access_of(world, "marcus")
    with django_assert_num_queries(5):
        compare_versions(access, read_choices(access), str(first.uid), WORKING_COPY)


@pytest.mark.parametrize("kind", list(Kind))
def test_every_field_of_every_kind_has_a_name_of_its_own(kind):
    assert set(FIELDS[kind]) == set(spec_names(kind))
    assert len({label for label, _said in FIELDS[kind].values()}) == len(FIELDS[kind])


@pytest.mark.parametrize(
    ("read", "served", "guess"),
    [
        ((), (), ("third", "second")),
        (("first",), (), ("third", "first")),
        (("first", "second"), (), ("third", "second")),
        ((), ("first",), ("third", "first")),
        (("second",), ("first",), ("third", "second")),
        (("third",), ("first",), ("third", "first")),
        (("third",), (), ("third", "second")),
    ],
)
def test_what_is_newest_is_compared_with_what_somebody_knows(world, client, read, served, guess):
    versions = {}
    for name in ("first", "second", "third"):
        write(world, "priya", "B", "need", f"The {name} need")
        versions[name] = share(world, note=name)
    client.force_login(world.amara)
    for name in read:
        assert client.get(f"/plans/{SAM}/versions/{versions[name].uid}/").status_code == 200
    for name in served:
        day = world.today
        Service.objects.create(
            version=versions[name],
            recipient=world.joel,
            role="parent",
            channel="hand",
            sent_on=day,
            served_on=day,
            by=world.marcus,
            at=world.now,
        )
    choices = read_choices(access_of(world, "amara"))
    assert choices.first_guess == {"to": str(versions[guess[0]].uid), "from": str(versions[guess[1]].uid)}
