"""What one person may do with one section and one item, each guard for itself: facts in, answer out, no database."""

from datetime import date

import pytest

from permissions.access import CircleAccess
from permissions.grants import Held
from permissions.models import Circle
from permissions.refusals import NotFound, NotNow, NotPermitted
from permissions.vocabulary import CODES, Code, Part, Role, Stage, Verb
from plans.access import ItemFacts, PlanAccess, SectionAccess, When
from plans.access.files import reads_whole, sees_file
from plans.models import Item, Plan
from plans.statute.sections import Kind

ME, OTHER = 1, 2
KEPT, SHOWN = Item.State.KEPT, Item.State.PUT_FORWARD
NOTHING = SectionAccess(frozenset(), frozenset(), frozenset())


def section(verbs="", *, by_role=None, parts=(Part.WHOLE,), held_back=""):
    """Give what somebody may do in Section B, in words: "view comment"."""
    named, ever = (frozenset(map(Verb, words.split())) for words in (verbs, verbs if by_role is None else by_role))
    return SectionAccess(named, ever, frozenset(parts) if named else frozenset(), held_back)


def access(here, *roles, stage=Stage.DRAFTING, closes_on=None):
    """Give the access of a person who has this in Section B and nothing elsewhere."""
    held = tuple(Held(ME, role, False, None) for role in roles or (Role.SENCO,))
    circle = CircleAccess(ME, Circle(), held, (), 1, date(2026, 3, 2))
    return PlanAccess(circle, Plan(closes_on=closes_on), stage, {code: here if code is Code.B else NOTHING for code in CODES})


def item(author=OTHER, *, state=SHOWN, kind=Kind.NEED, **flags):
    return ItemFacts(kind, state, author, **flags)


@pytest.mark.parametrize(
    ("here", "is_open"),
    [
        (section("view"), True),
        (section("view", parts=[Part.NO_HEALTH_OR_SOCIAL]), True),
        (section("view", parts=[Part.PSEUDONYMISED]), True),
        (section("view", parts=[Part.TITLES]), False),
        (section("view", parts=[Part.SAFETY]), False),
        (section("add"), False),
        (section(""), False),
    ],
)
def test_the_words_of_a_section_are_for_whoever_views_more_than_named_fields(here, is_open):
    assert here.sees_narrative is is_open


def test_a_verb_is_answered_by_what_one_has_now_then_by_what_is_held_back_then_by_the_stage():
    assert access(section("view comment")).may(Verb.COMMENT, Code.B)
    assert access(section("view", by_role="view comment", held_back="We ask first.")).may(Verb.COMMENT, Code.B).because == "We ask first."
    by_stage = access(section("view", by_role="view comment"), Role.PARENT, stage=Stage.ENDED).may(Verb.COMMENT, Code.B)
    assert not by_stage
    assert by_stage.because != "This part of the plan is written by other people."
    never = access(section("view")).may(Verb.COMMENT, Code.B)
    assert never.because == "This part of the plan is written by other people."
    assert not access(section("view comment")).may(Verb.COMMENT, Code.C)


def test_a_refusal_says_whether_it_is_the_person_or_the_stage():
    access(section("view comment")).require(Verb.COMMENT, Code.B)
    with pytest.raises(NotPermitted):
        access(section("view")).require(Verb.COMMENT, Code.B)
    with pytest.raises(NotPermitted):
        access(section("", by_role="comment")).require(Verb.COMMENT, Code.B)
    with pytest.raises(NotPermitted):
        access(section("view", by_role="view comment", held_back="We ask first.")).require(Verb.COMMENT, Code.B)
    with pytest.raises(NotNow):
        access(section("view", by_role="view comment"), Role.PARENT, stage=Stage.ENDED).require(Verb.COMMENT, Code.B)


def test_a_refusal_says_until_when_while_the_family_answers_and_not_otherwise():
    closes, here = date(2026, 3, 20), section("view", by_role="view edit")
    with pytest.raises(NotNow) as now:
        access(here, Role.WRITER, stage=Stage.CONSULTING, closes_on=closes).require(Verb.EDIT, Code.B)
    assert now.value.until == closes
    with pytest.raises(NotNow) as later:
        access(here, Role.WRITER, stage=Stage.ENDED, closes_on=closes).require(Verb.EDIT, Code.B)
    assert later.value.until is None


def test_whoever_edits_a_section_adds_to_it_and_does_nothing_else_by_that():
    assert access(section("view edit")).may(Verb.ADD, Code.B)
    assert not access(section("view edit")).may(Verb.APPROVE, Code.B)
    assert not access(section("view comment")).may(Verb.ADD, Code.B)
    assert access(section("view add")).may(Verb.ADD, Code.B)
    assert not access(section("view add")).may(Verb.EDIT, Code.B)
    assert access(section("view edit", by_role="view add edit")).may(Verb.ADD, Code.B), "the stage took the one and left the other"
    with pytest.raises(NotNow):
        access(section("view", by_role="view edit"), Role.WRITER, stage=Stage.ENDED).require(Verb.ADD, Code.B)
    with pytest.raises(NotPermitted):
        access(section("view", by_role="view comment"), Role.WRITER, stage=Stage.ENDED).require(Verb.ADD, Code.B)


@pytest.mark.parametrize(
    ("here", "facts", "is_seen"),
    [
        (section("view"), item(), True),
        (section("add"), item(ME, state=KEPT), True),
        (section("view"), item(state=KEPT), False),
        (section("view"), item(state=Item.State.RETIRED), False),
        (section("add"), item(), False),
        (section("view", parts=[Part.SAFETY]), item(), False),
        (section("view", parts=[Part.SAFETY]), item(is_safety=True), True),
        (section("view", parts=[Part.TITLES]), item(), True),
        (section(""), item(ME), False),
        (section(""), item(), False),
    ],
)
def test_an_item_is_seen_by_its_author_and_once_put_forward_by_whoever_views_its_part(here, facts, is_seen):
    assert access(here).sees_item(Code.B, facts) is is_seen
    assert access(here).sees_item(Code.C, facts) is False


@pytest.mark.parametrize(
    ("parts", "author", "reads"),
    [((Part.WHOLE,), OTHER, True), ((Part.TITLES,), OTHER, False), ((Part.TITLES,), ME, True), ((Part.TITLES, Part.HEALTH), OTHER, True)],
)
def test_whoever_sees_titles_only_reads_the_words_of_their_own_items(parts, author, reads):
    assert access(section("view add", parts=parts)).sees_words(Code.B, item(author)) is reads


@pytest.mark.parametrize(
    ("part", "facts", "shows"),
    [
        (Part.WHOLE, {}, True),
        (Part.EXTRACT, {}, True),
        (Part.PSEUDONYMISED, {}, True),
        (Part.TRAVEL, {"is_travel": True}, True),
        (Part.TRAVEL, {"is_safety": True}, False),
        (Part.LINE_ITEMS, {"kind": Kind.PROVISION}, True),
        (Part.LINE_ITEMS, {"kind": Kind.OUTCOME}, False),
        (Part.HEALTH, {"advice_type": "medical"}, True),
        (Part.HEALTH, {"budget_part": "health"}, True),
        (Part.HEALTH, {"advice_type": "social_care", "budget_part": "social_care"}, False),
        (Part.SOCIAL_CARE, {"advice_type": "social_care"}, True),
        (Part.SOCIAL_CARE, {"budget_part": "social_care"}, True),
        (Part.SOCIAL_CARE, {"advice_type": "medical", "budget_part": "health"}, False),
        (Part.NO_HEALTH_OR_SOCIAL, {"advice_type": "educational"}, True),
        (Part.NO_HEALTH_OR_SOCIAL, {"advice_type": "medical"}, False),
        (Part.NO_HEALTH_OR_SOCIAL, {"advice_type": "social_care"}, False),
    ],
)
def test_a_part_shows_the_named_fields_only(part, facts, shows):
    assert access(section("view", parts=[part])).sees_item(Code.B, item(**facts)) is shows


@pytest.mark.parametrize(
    ("verbs", "author", "kind", "may"),
    [
        ("view add", ME, Kind.NEED, True),
        ("view add", OTHER, Kind.NEED, False),
        ("view edit", OTHER, Kind.NEED, True),
        ("view edit", OTHER, Kind.VOICE, False),
        ("view edit", OTHER, Kind.ASPIRATION, False),
        ("view edit", ME, Kind.VOICE, True),
        ("view add", ME, Kind.VOICE, True),
        ("view", ME, Kind.VOICE, False),
    ],
)
def test_an_item_is_changed_by_its_author_and_but_for_own_words_by_whoever_edits(verbs, author, kind, may):
    asked = access(section(verbs))
    assert bool(asked.may_change(Code.B, item(author, kind=kind))) is may
    if may:
        asked.require_change(Code.B, item(author, kind=kind))
    else:
        with pytest.raises(NotPermitted):
            asked.require_change(Code.B, item(author, kind=kind))


def test_the_refusal_to_change_an_item_fits():
    writes = access(section("view edit"))
    with pytest.raises(NotFound):
        writes.require_change(Code.B, item(state=KEPT))
    with pytest.raises(NotFound):
        writes.require_change(Code.C, item())
    ended = access(section("view", by_role="view add edit"), Role.WRITER, stage=Stage.ENDED)
    with pytest.raises(NotNow):
        ended.require_change(Code.B, item())
    with pytest.raises(NotNow):
        ended.require_change(Code.B, item(ME))
    with pytest.raises(NotNow):
        ended.require_change(Code.B, item(ME, kind=Kind.VOICE))
    with pytest.raises(NotPermitted, match="somebody's own words"):
        ended.require_change(Code.B, item(kind=Kind.VOICE))


@pytest.mark.parametrize(
    ("reader", "actor", "role", "how"),
    [
        (Role.PARENT, OTHER, Role.PARENT, When.NEVER),
        (Role.PARENT, OTHER, Role.SUPPORTER, When.NEVER),
        (Role.PARENT, ME, Role.PARENT, When.MOMENT),
        (Role.PARENT, OTHER, Role.SENCO, When.MOMENT),
        (Role.PARENT, OTHER, Role.COORDINATOR, When.MOMENT),
        (Role.SENCO, OTHER, Role.PARENT, When.DAY),
        (Role.SENCO, OTHER, Role.THERAPIST, When.MOMENT),
        (Role.COORDINATOR, OTHER, Role.PARENT, When.MOMENT),
    ],
)
def test_the_hour_of_the_family_is_for_themselves_and_the_council(reader, actor, role, how):
    assert access(section("view"), reader).shows_when(actor, role) is how


def test_a_list_is_dated_as_that_one_of_which_one_may_know_least():
    ours, theirs, hers = (OTHER, Role.SENCO), (OTHER, Role.COORDINATOR), (OTHER, Role.PARENT)
    assert access(section("view"), Role.THERAPIST).shows_list_when([ours, theirs]) is When.MOMENT
    assert access(section("view"), Role.THERAPIST).shows_list_when([ours, hers]) is When.DAY
    assert access(section("view"), Role.PARENT).shows_list_when([ours, hers]) is When.NEVER


@pytest.mark.parametrize(
    ("parts", "facts", "role", "has"),
    [
        ((Part.WHOLE,), item(), Role.SENCO, True),
        ((Part.TITLES,), item(), Role.SENCO, False),
        ((Part.EXTRACT,), item(), Role.SENCO, False),
        ((Part.TITLES,), item(ME), Role.SENCO, True),
        ((Part.WHOLE,), item(state=KEPT), Role.SENCO, False),
        ((Part.NO_HEALTH_OR_SOCIAL,), item(advice_type="medical"), Role.SENCO, False),
        ((Part.NO_HEALTH_OR_SOCIAL,), item(advice_type="educational"), Role.SENCO, True),
        ((Part.WHOLE,), item(), Role.AUDITOR, False),
    ],
)
def test_a_file_is_for_its_author_and_for_whoever_reads_the_whole_report_by_name(parts, facts, role, has):
    assert sees_file(access(section("view add", parts=parts), role), Code.B, facts) is has


def test_whoever_reads_without_names_reads_no_report_whole():
    assert reads_whole(access(section("view")), Code.B)
    assert not reads_whole(access(section("view"), Role.AUDITOR), Code.B)
    assert not reads_whole(access(section("view", parts=[Part.TITLES])), Code.B)
    assert not reads_whole(access(section("")), Code.B)
