"""Who reads and changes a personal detail, who hears a text being written, who opens the child's page: each guard for itself, no database."""

from datetime import date

import pytest

from permissions.access import CircleAccess
from permissions.grants import Held
from permissions.models import Circle, Release
from permissions.refusals import NotFound, NotNow, NotPermitted
from permissions.vocabulary import CODES, Code, Part, Role, Stage
from plans.access import PlanAccess
from plans.access.childs_page import lets_helpers, opens_childs_page, require_childs_page, require_lets_helpers
from plans.access.details import (
    ASK_COORDINATOR,
    ASK_FAMILY,
    ENDED,
    ChildsFact,
    Fact,
    may_change_child,
    reads,
    reads_child,
    require_change_child,
    require_keeps_cards,
    require_own_card,
)
from plans.access.texts import may_hear_text, may_write_text, require_text_writer
from plans.models import Plan
from tests.permissions.test_decisions import KEPT, ME, NOTHING, OTHER, item, section

TO_ALL, TO_PROFESSIONALS = Release.Readers.EVERYONE, Release.Readers.PROFESSIONALS


def access(*roles, restricted=False, here=NOTHING, stage=Stage.DRAFTING):
    """Give the access of somebody in these roles, who has this in Section B and nothing elsewhere."""
    held = tuple(Held(ME, role, restricted, None) for role in roles)
    circle = CircleAccess(ME, Circle(), held, (), 1, date(2026, 3, 2))
    return PlanAccess(circle, Plan(), stage, {code: here if code is Code.B else NOTHING for code in CODES})


@pytest.mark.parametrize(
    ("who", "fact", "released", "does"),
    [
        (access(Role.COORDINATOR), Fact.ADDRESS, "", True),
        (access(Role.MANAGER), Fact.SAFE_WORDING, "", True),
        (access(Role.WRITER), Fact.ADDRESS, "", False),
        (access(Role.WRITER), Fact.INTERPRETER, "", True),
        (access(Role.SENCO), Fact.INTERPRETER, "", True),
        (access(Role.SENCO, restricted=True), Fact.INTERPRETER, "", False),
        (access(Role.COORDINATOR, restricted=True), Fact.ADDRESS, "", False),
        (access(Role.CONSULTED_SETTING), Fact.INTERPRETER, "", False),
        (access(Role.PARENT), Fact.INTERPRETER, TO_ALL, False),
        (access(Role.SENCO), Fact.ADDRESS, "", False),
        (access(Role.SENCO), Fact.ADDRESS, TO_PROFESSIONALS, True),
        (access(Role.SENCO, restricted=True), Fact.ADDRESS, TO_PROFESSIONALS, False),
        (access(Role.PARENT), Fact.ADDRESS, TO_PROFESSIONALS, False),
        (access(Role.CONSULTED_SETTING), Fact.ADDRESS, TO_PROFESSIONALS, False),
        (access(Role.SENCO), Fact.ADDRESS, TO_ALL, True),
        (access(Role.SENCO, restricted=True), Fact.ADDRESS, TO_ALL, True),
        (access(Role.PARENT), Fact.ADDRESS, TO_ALL, True),
        (access(Role.PARENT), Fact.CHILD_LIVES_HERE, TO_ALL, True),
        (access(Role.AUDITOR), Fact.ADDRESS, TO_ALL, False),
        (access(Role.PARENT), Fact.PHONE, TO_ALL, False),
        (access(Role.PARENT), Fact.SAFE_WORDING, TO_ALL, False),
    ],
)
def test_who_reads_a_fact_of_somebody_else(who, fact, released, does):
    assert reads(who, fact, owner=OTHER, released={Release.Fact.ADDRESS: released} if released else {}) is does


@pytest.mark.parametrize("fact", list(Fact))
def test_everybody_reads_their_own_card(fact):
    assert reads(access(Role.PARENT), fact, owner=ME, released={})
    assert not reads(access(Role.PARENT), fact, owner=OTHER, released={})


def test_the_childs_facts_are_for_whoever_reads_by_name():
    for role, does in ((Role.PARENT, True), (Role.CONSULTED_SETTING, True), (Role.AUDITOR, False)):
        assert reads_child(access(role), ChildsFact.BORN_ON) is does
    assert not reads_child(access(Role.COORDINATOR), Fact.ADDRESS), "which is none of the child's"


NAME, CALLED = ChildsFact.FIRST_NAME, ChildsFact.CALLED


@pytest.mark.parametrize(
    ("role", "stage", "facts", "because"),
    [
        (Role.COORDINATOR, Stage.DRAFTING, {NAME}, ""),
        (Role.MANAGER, Stage.DRAFTING, {CALLED}, ""),
        (Role.PARENT, Stage.DRAFTING, {CALLED}, ""),
        (Role.PARENT, Stage.DRAFTING, {NAME}, ASK_COORDINATOR),
        (Role.PARENT, Stage.DRAFTING, {CALLED, NAME}, ASK_COORDINATOR),
        (Role.SUPPORTER, Stage.DRAFTING, {CALLED}, ASK_FAMILY),
        (Role.WRITER, Stage.DRAFTING, {CALLED}, ASK_FAMILY),
        (Role.SENCO, Stage.DRAFTING, {NAME}, ASK_FAMILY),
        (Role.COORDINATOR, Stage.ENDED, {NAME}, ENDED),
        (Role.PARENT, Stage.ENDED, {CALLED}, ENDED),
        (Role.PARENT, Stage.ENDED, {NAME}, ASK_COORDINATOR),
        (Role.SENCO, Stage.ENDED, {CALLED}, ASK_FAMILY),
    ],
)
def test_who_changes_which_fact_of_the_child_and_what_others_are_told(role, stage, facts, because):
    asked, facts = access(role, stage=stage), frozenset(facts)
    answer = may_change_child(asked, facts)
    assert (bool(answer), answer.because) == (not because, because)
    if not because:
        require_change_child(asked, facts)
        return
    with pytest.raises(NotNow if because == ENDED else NotPermitted, match=because[:30]):
        require_change_child(asked, facts)


@pytest.mark.parametrize(
    ("door", "welcome"),
    [
        (require_own_card, {Role.PARENT, Role.YOUNG_PERSON, Role.REPRESENTATIVE}),
        (require_keeps_cards, {Role.COORDINATOR, Role.MANAGER}),
        (require_lets_helpers, {Role.PARENT, Role.YOUNG_PERSON, Role.REPRESENTATIVE}),
    ],
)
def test_a_door_is_for_the_roles_it_names_and_for_nobody_else(door, welcome):
    for role in Role:
        if role in welcome:
            door(access(role))
        else:
            with pytest.raises(NotPermitted):
                door(access(role))


def test_the_childs_page_opens_for_the_family_without_asking_and_for_no_other_side_whatever_anybody_let():
    for role in (Role.CHILD, Role.PARENT, Role.YOUNG_PERSON, Role.REPRESENTATIVE):
        assert opens_childs_page(access(role))
        require_childs_page(access(role))
    for role in (Role.SUPPORTER, Role.COORDINATOR, Role.TEACHER, Role.CONSULTED_SETTING):
        assert not opens_childs_page(access(role))
        with pytest.raises(NotPermitted):
            require_childs_page(access(role))
    assert not lets_helpers(access(Role.CHILD))


@pytest.mark.parametrize(
    ("who", "facts", "may"),
    [
        (access(Role.WRITER, here=section("view edit")), None, True),
        (access(Role.SENCO, here=section("view add")), None, False),
        (access(Role.SENCO, here=section("view add")), item(ME), True),
        (access(Role.SENCO, here=section("view add")), item(OTHER), False),
        (access(Role.WRITER, here=section("view edit")), item(OTHER), True),
    ],
)
def test_who_writes_in_a_text(who, facts, may):
    assert bool(may_write_text(who, Code.B, facts)) is may
    if may:
        require_text_writer(who, Code.B, facts)
    else:
        with pytest.raises(NotPermitted):
            require_text_writer(who, Code.B, facts)


def test_whoever_does_not_see_an_item_is_not_told_that_it_is_there():
    with pytest.raises(NotFound):
        require_text_writer(access(Role.WRITER, here=section("view edit")), Code.B, item(OTHER, state=KEPT))


READS = section("view")


@pytest.mark.parametrize(
    ("who", "facts", "author_role", "hears"),
    [
        (access(Role.SENCO, here=READS), None, "", True),
        (access(Role.SENCO, here=section("view", parts=[Part.TITLES])), None, "", False),
        (access(Role.AUDITOR, here=READS), None, "", False),
        (access(Role.AUDITOR, here=READS), item(OTHER), Role.SENCO, False),
        (access(Role.SENCO, here=READS), item(OTHER), Role.THERAPIST, True),
        (access(Role.PARENT, here=READS), item(OTHER), Role.THERAPIST, True),
        (access(Role.SENCO, here=section("view", parts=[Part.TITLES])), item(OTHER), Role.THERAPIST, False),
        (access(Role.COORDINATOR, here=READS), item(OTHER, state=KEPT), Role.SENCO, False),
        (access(Role.SENCO, here=READS), item(OTHER), Role.PARENT, False),
        (access(Role.PARENT, here=READS), item(OTHER), Role.PARENT, False),
        (access(Role.COORDINATOR, here=READS), item(OTHER), Role.PARENT, True),
        (access(Role.PARENT, here=READS), item(ME), Role.PARENT, True),
        (access(Role.PARENT, here=section("add")), item(ME, state=KEPT), Role.PARENT, True),
    ],
)
def test_who_hears_words_as_they_are_typed(who, facts, author_role, hears):
    assert may_hear_text(who, Code.B, facts, author_role) is hears
