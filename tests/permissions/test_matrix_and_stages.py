"""The matrix and the stages give every role exactly what the table written by hand says, also the roles that nobody of the cast holds; no database."""

from datetime import date

import pytest

from permissions.matrix import in_order, matrix
from permissions.vocabulary import CODES, Code, Part, Role, Stage, Verb
from plans.statute.lifecycle import PlanDates, allows, stage
from tests.permissions.expected import expected_verbs, starred

# Where a cell opens named fields only (domain.md 4.3), written by hand; everywhere else it is the whole section.
PARTS = {
    Role.SENCO: {Part.NO_HEALTH_OR_SOCIAL: "K"},
    Role.TEACHER: {Part.EXTRACT: "A", Part.SAFETY: "C G"},
    Role.THERAPIST: {Part.TITLES: "K"},
    Role.DCO: {Part.HEALTH: "J K"},
    Role.SOCIAL_WORKER: {Part.SOCIAL_CARE: "J"},
    Role.DSCO: {Part.SOCIAL_CARE: "J K"},
    Role.ADULT_CARE: {Part.TITLES: "K"},
    Role.VIRTUAL_SCHOOL_HEAD: {Part.TITLES: "K"},
    Role.FINANCE: {Part.LINE_ITEMS: "F H1 H2"},
    Role.TRAVEL: {Part.TRAVEL: "B C F G H1 H2"},
    Role.AUDITOR: {Part.PSEUDONYMISED: "A", Part.TITLES: "K"},
}


@pytest.mark.parametrize("at", list(Stage))
def test_every_role_has_in_every_section_what_the_table_says(at):
    for role in Role:
        for code in CODES:
            left = {verb for verb in matrix()[role, code].verbs if allows(role, code, verb, at)}
            assert in_order(left) == expected_verbs(role, code, at), (role, code)


def test_what_may_be_granted_is_what_the_table_stars():
    assert {cell: in_order(found.grantable) for cell, found in matrix().items()} == {
        (role, code): starred(role, code) for role, code in matrix()
    }


def test_a_cell_opens_the_named_fields_of_the_table_and_otherwise_the_whole():
    named = {(role, Code(code)): part for role, parts in PARTS.items() for part, codes in parts.items() for code in codes.split()}
    assert {cell: found.part for cell, found in matrix().items() if found.part is not Part.WHOLE} == named


def test_there_is_a_cell_for_every_role_and_section():
    assert set(matrix()) == {(role, code) for role in Role for code in CODES}


@pytest.mark.parametrize(
    ("role", "code", "verb", "at", "because"),
    [
        (Role.CONSULTED_SETTING, Code.B, Verb.VIEW, Stage.DRAFTING, "Your setting is not being consulted at this stage."),
        (Role.TEACHER, Code.B, Verb.VIEW, Stage.CONSULTING, "Teachers read the plan once it is final."),
        (Role.SENCO, Code.I, Verb.VIEW, Stage.CONSULTING, "Section I is read by the school once the plan is final."),
        (
            Role.CONSULTED_SETTING,
            Code.B,
            Verb.COMMENT,
            Stage.DRAFTING,
            "A school or other place is not named before the family has answered the draft.",
        ),
        (Role.PARENT, Code.B, Verb.COMMENT, Stage.ENDED, "This plan has ended. It is kept as a record."),
    ],
)
def test_a_stage_says_why_it_takes_something_away(role, code, verb, at, because):
    assert (bool(allows(role, code, verb, at)), allows(role, code, verb, at).because) == (False, because)


def test_the_window_needs_both_the_day_of_sending_and_its_last_day():
    drafting = {"request_received_on": date(2026, 1, 7), "assess_yes_on": date(2026, 2, 2), "plan_yes_on": date(2026, 3, 2)}
    sent, closes = {"served_on": date(2026, 3, 6)}, {"closes_on": date(2026, 3, 20)}
    assert stage(PlanDates(**drafting, **sent), today=date(2026, 3, 10)) is Stage.DRAFTING
    assert stage(PlanDates(**drafting, **closes), today=date(2026, 3, 10)) is Stage.DRAFTING
    assert stage(PlanDates(**drafting, **sent, **closes), today=date(2026, 3, 10)) is Stage.CONSULTING
