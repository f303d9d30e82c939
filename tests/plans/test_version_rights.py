"""What a version shows is what the live plan would: the same rules, item by item, at today's stage."""

import pytest

from permissions import grants
from permissions.vocabulary import Code, Role
from plans.queries.items import visible_items
from plans.queries.versions import read_version
from plans.record.project import NameTaker
from tests.plans.versions_help import access_of, narrate, share, write
from tests.world import IN_SAMS_CIRCLE


@pytest.fixture
def filled(world):
    """Give Sam's plan with an item of each kind that rights differ for, and a shared version of it."""
    hope = write(world, "amara", "A", "aspiration", "Sam has friends.")
    write(world, "amara", "A", "voice", "Amara speaking of Sam.", speaker_name="Amara")
    need = write(world, "okafor", "B", "need", "Sam needs time.", comes_from=(hope,))
    write(world, "rao", "C", "need", "Asthma.", is_safety=True, area="health")
    write(world, "marcus", "C", "need", "Sleep.", is_travel=True, area="health")
    write(world, "grace", "D", "need", "A break.", area="social_care")
    outcome = write(world, "lena", "E", "outcome", "Sam tells a story.", comes_from=(need,))
    help_ = write(world, "lena", "F", "provision", "Speech sessions.", comes_from=(need,), is_travel=True)
    write(world, "marcus", "H2", "provision", "Short breaks.")
    write(world, "marcus", "J", "budget", "Health part.", part="health")
    write(world, "marcus", "J", "budget", "Care part.", part="social_care")
    write(world, "marcus", "K", "evidence", "Medical words.", advice_type="medical", title="Medical report")
    write(world, "rao", "K", "evidence", "Rao's own words.", advice_type="medical", title="Rao's report")
    write(world, "marcus", "K", "evidence", "School words.", title="School report")
    write(world, "priya", "E", "outcome", "KEPT", put_forward=False)
    for code in Code:
        if code not in (Code.A, Code.I):
            narrate(world, "marcus", code, f"Narrative of {code.value}.")
    world.extra |= {"version": share(world), "thread": (hope, need, outcome, help_)}
    return world


def read(world, slug):
    return read_version(access_of(world, slug), world.extra["version"].uid)


@pytest.mark.parametrize("stage", ["drafting", "checking", "consulting", "finalising", "final", "amending", "ended"])
def test_a_version_of_now_shows_everybody_the_items_that_the_plan_shows_them_now(filled, stage):
    filled.move_to(stage)
    for slug in (*IN_SAMS_CIRCLE, "amara", "joel", "pam", "marcus"):
        access = access_of(filled, slug)
        if not access.visible_sections:
            continue
        live = {row.uid for row in visible_items(access).rows if row.state == "put_forward"}
        shown = {item.uid for section in read(filled, slug).sections for item in section.items}
        assert shown == live, (slug, stage)


def test_a_narrative_is_shown_to_whoever_reads_the_whole_of_the_section(filled):
    shown = {section.code: section.narrative_html for section in read(filled, "lena").sections}
    assert "Narrative of F." in shown[Code.F]
    assert shown[Code.K] == ""
    assert Code.D not in shown


def test_ones_own_words_are_shown_where_nothing_else_of_a_section_is(filled):
    (section,) = [section for section in read(filled, "rao").sections if section.code is Code.K]
    assert [item.title for item in section.items] == ["Rao's report"]
    assert section.narrative_html == ""


def test_where_only_titles_are_open_the_words_and_fields_stay_closed(filled):
    (section,) = [section for section in read(filled, "lena").sections if section.code is Code.K]
    assert {item.title for item in section.items} == {"Medical report", "Rao's report", "School report"}
    assert all((item.words, item.facts, item.source_words) == ("", (), "") for item in section.items)


def test_the_thread_leads_only_to_what_this_person_sees(filled):
    grants.give_role(circle=filled.sam.circle, person=filled.zoe, role=Role.TRAVEL, from_on=filled.today)
    sections = read(filled, "zoe").sections
    assert {item.title for section in sections for item in section.items} == {"Sleep", "Speech sessions"}
    assert all((item.because, item.so_that) == ((), ()) for section in sections for item in section.items)


def test_an_auditor_reads_without_names(filled):
    grants.give_role(circle=filled.sam.circle, person=filled.zoe, role=Role.AUDITOR, from_on=filled.today)
    page = read(filled, "zoe")
    said = repr((page.sections, page.row))
    assert not any(name in said for name in ("Sam", "Amara", "Okafor", "Lena", "Marcus", "Adeyemi"))
    assert "A parent or carer says" in said
    assert "[name] needs time" in said
    assert page.head.title == "Plan 0000-0SAM"


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("Sam's mother, Amara Adeyemi, spoke with Dr Okafor.", "[name]'s mother, [name] [name], spoke with Dr [name]."),
        ("The same samples; in his own words.", "The same samples; in his own words."),
    ],
)
def test_names_are_taken_out_as_words_of_their_own(words, left):
    assert NameTaker(["Sam", "Amara Adeyemi, his mother", "Dr Ngozi Okafor"])(words) == left
