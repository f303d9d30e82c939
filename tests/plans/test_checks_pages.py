"""The sheet of the checks, the short list where a section is written, and who reads which finding."""

import pytest

from plans.access import open_plan
from plans.models import QualityReason
from plans.queries.quality import findings_of, moment_of
from plans.queries.quality_pages import read_checks, read_section_checks
from plans.statute.quality import LaterFacts, Moment
from tests.plans.finishing import asks
from tests.plans.pages import PLAN, is_nothing_to_strangers, is_refused, page_of, visit
from tests.plans.ready_for_final import make_ready
from tests.plans.versions_help import narrate, write
from tests.queries import count_queries
from tests.world import SAM

SHEET = f"{PLAN}checks/"
AT_THE_FINAL = {"Q39", "Q42", "Q43", "Q44", "Q45", "Q46"}


def accessed(world, slug):
    return open_plan(getattr(world, slug), SAM, today=world.today)


def found_for(world, slug="marcus", **asked):
    access = accessed(world, slug)
    return findings_of(access, **{"moment": moment_of(access)} | asked)


def keys(findings, check_id):
    return [one.key for one in (*findings.blocks, *findings.unreasoned_warnings, *findings.hints) if one.id == check_id]


@pytest.fixture
def written(world):
    """Let Lena put a need and vague help forward, and everybody keep something that would be found."""
    world.extra["need"] = write(world, "lena", "B", "need", "Sam follows two words.")
    world.extra["help"] = write(world, "lena", "F", "provision", "He has regular help.")
    for slug, code, kind in (("okafor", "F", "provision"), ("amara", "A", "voice"), ("priya", "B", "need")):
        write(world, slug, code, kind, "Quokka [name] has some regular access to Oakfield School.", put_forward=False)
    return world


def test_the_sheet_shows_what_was_found_to_whoever_writes_and_checks_the_plan(written):
    for slug in ("marcus", "tess", "hana", "susan"):
        read = page_of(visit(getattr(written, slug)).get(SHEET)).words
        assert "Stops the plan" in read
        assert "It is not said which report this need comes from." in read
        assert "“regular”" in read
        assert "Quokka" not in read, "what somebody keeps is not checked"


@pytest.mark.parametrize("slug", ["amara", "joel", "pam", "priya", "lena", "corinne", "sonia"])
def test_nobody_else_reads_the_sheet(written, slug):
    is_refused(visit(getattr(written, slug)).get(SHEET), "for those who write and check this plan for the council")


def test_for_strangers_there_is_no_sheet(written):
    is_nothing_to_strangers(written, SHEET)


def test_the_sheet_says_when_nothing_is_found(written):
    page = read_checks(accessed(written, "hana"))
    assert not page.is_empty
    assert page.stops_number == sum(len(group.found) for group in page.stops) > 0
    assert page.hidden == 0
    assert read_checks(accessed(written, "tess")).hidden == 0


def test_what_stands_in_a_section_that_somebody_does_not_read_is_counted_and_not_shown(written):
    item = write(written, "marcus", "B", "need", "Words.")
    item.section = written.sam.sections.get(type="I")
    item.kind = "placement"
    written.sam.sections.filter(type="I").update(narrative="Oakfield School.")
    assert "Section I says something" in str(read_checks(accessed(written, "hana")))
    tess = read_checks(accessed(written, "tess"))
    assert "Section I says something" not in str(tess)
    assert tess.hidden == 1


def test_only_what_was_put_forward_is_checked(written):
    of = found_for(written)
    assert keys(of, "Q03") == keys(of, "Q31") == []
    assert len(keys(of, "Q13")) == 1
    assert len(of.rows) == 2


def test_the_whole_plan_is_checked_in_seven_queries(written):
    access = accessed(written, "marcus")
    with count_queries() as few:
        findings_of(access, moment=Moment.FIRST_DRAFT)
    for number in range(5):
        write(written, "lena", "F", "provision", f"Help {number}.")
    with count_queries() as many:
        findings_of(access, moment=Moment.FIRST_DRAFT)
    assert few.number == many.number == 7, many


def test_what_is_issued_next_follows_from_the_stage(written):
    expected = {
        "drafting": "first_draft",
        "checking": "first_draft",
        "consulting": "final",
        "finalising": "final",
        "final": "amendment",
        "amending": "amendment",
    }
    for stage, moment in expected.items():
        written.move_to(stage)
        assert moment_of(accessed(written, "marcus")) == moment


def test_at_the_final_what_nobody_has_said_stops_the_plan_and_what_is_handed_in_counts(written):
    of = found_for(written, moment=Moment.FINAL)
    assert {"Q42", "Q43", "Q44", "Q45", "Q46"} <= {one.id for one in of.blocks}
    said = LaterFacts(changes_without_origin=(), answers_open=0, notice_missing=())
    assert not {"Q42", "Q43", "Q44"} & {one.id for one in found_for(written, moment=Moment.FINAL, later=said).blocks}


def test_at_the_final_the_sheet_knows_what_was_answered_consulted_and_signed(world):
    make_ready(world)
    assert {group.id for group in read_checks(accessed(world, "marcus")).stops} & AT_THE_FINAL == set()
    asks(world, "amara", world.extra["amaras"], "B", kind="question", proposed="Why?")
    write(world, "marcus", "I", "placement", "Sam goes to Oakfield.", name="Oakfield School")
    world.sam.sections.filter(type="B").update(narrative="Nobody asked for these words.")
    page = read_checks(accessed(world, "marcus"))
    assert {group.id for group in page.stops} & AT_THE_FINAL == {"Q42", "Q43", "Q45", "Q46"}
    assert "is asked where the plan is made final" in page_of(visit(world.hana).get(SHEET)).words


def edit_page(world, slug, code):
    return page_of(visit(getattr(world, slug)).get(f"{PLAN}sections/{code}/edit/")).words


def test_where_somebody_writes_they_see_what_was_found_in_their_own(written):
    assert "Before this can be sent" in edit_page(written, "lena", "F")
    assert "“regular”" in edit_page(written, "lena", "F")
    assert "“regular”" in edit_page(written, "marcus", "F")
    assert "“regular”" not in edit_page(written, "marcus", "B"), "each section its own"


def test_who_adds_to_a_section_sees_nothing_of_what_others_wrote(written):
    for slug in ("okafor", "priya"):
        assert "Before this can be sent" not in edit_page(written, slug, "F")
    assert "Before this can be sent" not in edit_page(written, "priya", "B")


def test_the_family_is_shown_nothing_of_it(written):
    write(written, "amara", "A", "aspiration", "He should have some [name].")
    for slug, code in (("amara", "A"), ("joel", "A"), ("amara", "K")):
        assert "Before this can be sent" not in edit_page(written, slug, code)


def test_the_list_changes_with_a_save(written):
    browser = visit(written.marcus)
    before = page_of(browser.get(f"{PLAN}sections/F/edit/")).words
    narrate(written, "marcus", "F", "Some help is given where possible.")
    after = page_of(browser.get(f"{PLAN}sections/F/edit/")).words
    assert "“where possible”" not in before
    assert "“where possible” and “Some”" in after


def test_what_only_the_council_may_know_is_kept_from_a_professional_who_writes_there(written):
    """Amara's address in the words of a professional: the council is told, and not the professional, who could find it out by trying."""
    write(written, "lena", "B", "need", "He runs home to 7 Safe Harbour Row.")
    address = "An address seems to stand here"
    assert address in str(read_section_checks(accessed(written, "marcus"), "B"))
    assert address not in str(read_section_checks(accessed(written, "lena"), "B"))
    assert address in str(read_checks(accessed(written, "hana")))


@pytest.mark.parametrize(
    ("stage", "is_shown"),
    [("requested", False), ("drafting", True), ("checking", True), ("consulting", False), ("final", False), ("amending", True)],
)
def test_the_list_is_there_while_something_is_written_that_is_to_be_sent(written, stage, is_shown):
    written.move_to(stage)
    assert (read_section_checks(accessed(written, "marcus"), "B") is not None) is is_shown
    assert QualityReason.objects.count() == 0
