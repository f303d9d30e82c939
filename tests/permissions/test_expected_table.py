"""Hold the reader of the hand-written table against cells that are written out here one by one, again by hand.

Where a period begins or ends, the stage before it and the stage after it stand beside it.
"""

import pytest

from tests.permissions.expected import (
    SECTIONS,
    VERBS,
    expected_verbs,
    matrix,
    parse_cell,
    parse_matrix,
    parse_stages,
    roles,
    stage_table,
    stages,
    starred,
)

ROLES = [
    *("child", "parent", "young_person", "representative", "supporter", "senco", "consulted_setting", "teacher"),
    *("educational_psychologist", "therapist", "medical", "dco", "social_worker", "dsco", "adult_care", "virtual_school_head"),
    *("coordinator", "writer", "business_support", "panel_member", "manager", "leader", "finance", "travel", "auditor"),
]
STAGES = ["requested", "assessing", "refused", "drafting", "checking", "consulting", "finalising", "final", "amending", "ceasing", "ended"]

CELLS = [
    # A parent's own words in Section A: hers until the draft is served, then proposed, then only asked about.
    ("parent", "A", "checking", "view comment suggest add approve"),
    ("parent", "A", "consulting", "view comment suggest approve"),
    ("parent", "A", "finalising", "view comment suggest approve"),
    ("parent", "A", "final", "view comment"),
    # The fifteen days do not stop a family that sends in evidence; the final plan does, and an amendment opens it again.
    ("parent", "K", "drafting", "view add"),
    ("parent", "K", "consulting", "view add"),
    ("parent", "K", "finalising", "view add"),
    ("parent", "K", "final", "view"),
    ("parent", "K", "amending", "view add"),
    ("parent", "K", "ceasing", "view"),
    # Nobody of the family writes Section I, at whatever stage.
    ("parent", "I", "drafting", "view"),
    ("parent", "I", "finalising", "view"),
    ("representative", "J", "refused", "view comment"),
    ("young_person", "F", "ended", "view"),
    # The child.
    ("child", "A", "drafting", "view add"),
    ("child", "A", "consulting", "view"),
    ("child", "E", "consulting", "view comment"),
    ("child", "G", "drafting", ""),
    ("child", "K", "consulting", ""),
    # A supporter speaks beside the family and sends in nothing.
    ("supporter", "A", "drafting", "view comment suggest"),
    ("supporter", "C", "drafting", ""),
    ("supporter", "K", "consulting", ""),
    # The SENCo's own rows close when the draft is served; the placement is read once there has been a final plan.
    ("senco", "F", "checking", "view comment suggest add"),
    ("senco", "F", "consulting", "view comment suggest"),
    ("senco", "C", "drafting", "view"),
    ("senco", "K", "checking", "view add"),
    ("senco", "K", "consulting", "view"),
    ("senco", "I", "finalising", ""),
    ("senco", "I", "final", "view"),
    ("senco", "I", "ended", "view"),
    ("senco", "J", "final", ""),
    # A consulted setting is there for the consultation, a teacher from the final plan on.
    ("consulted_setting", "B", "checking", ""),
    ("consulted_setting", "B", "consulting", "view"),
    ("consulted_setting", "B", "finalising", "view"),
    ("consulted_setting", "B", "final", ""),
    ("consulted_setting", "B", "amending", "view"),
    ("consulted_setting", "B", "ceasing", ""),
    ("consulted_setting", "D", "consulting", ""),
    ("teacher", "F", "finalising", ""),
    ("teacher", "F", "final", "view"),
    ("teacher", "D", "final", ""),
    # Specialists.
    ("educational_psychologist", "B", "assessing", "view comment suggest add"),
    ("educational_psychologist", "B", "refused", "view comment"),
    ("therapist", "D", "drafting", ""),
    ("medical", "K", "assessing", "add"),
    ("medical", "K", "consulting", ""),
    ("social_worker", "H2", "amending", "view comment suggest"),
    ("virtual_school_head", "H1", "final", "view comment"),
    # Health and social care agree their own provision before the final plan, not after.
    ("dco", "G", "finalising", "view comment suggest approve"),
    ("dco", "G", "final", "view comment"),
    ("dco", "J", "drafting", "view approve"),
    ("dsco", "H1", "amending", "view comment suggest approve"),
    # The council's own writing: open before serving, shut in the window, Section I the other way about.
    ("coordinator", "A", "drafting", "view"),
    ("coordinator", "F", "checking", "view comment edit"),
    ("coordinator", "F", "consulting", "view comment"),
    ("coordinator", "F", "finalising", "view comment"),
    ("coordinator", "F", "amending", "view comment edit"),
    ("coordinator", "I", "checking", "view comment"),
    ("coordinator", "I", "consulting", "view comment"),
    ("coordinator", "I", "finalising", "view comment edit"),
    ("coordinator", "I", "final", "view comment"),
    ("coordinator", "I", "amending", "view comment edit"),
    ("coordinator", "K", "drafting", "view comment edit"),
    ("writer", "I", "finalising", ""),
    ("manager", "I", "consulting", "view comment"),
    ("manager", "I", "finalising", "view comment edit approve"),
    ("manager", "J", "consulting", "view approve"),
    ("leader", "I", "checking", "view"),
    ("leader", "I", "finalising", "view approve"),
    ("leader", "I", "final", "view"),
    # Business support keys in what came on paper, and reads no word of the child.
    ("business_support", "A", "drafting", "add"),
    ("business_support", "A", "consulting", ""),
    ("business_support", "K", "consulting", "add"),
    ("business_support", "K", "final", ""),
    ("panel_member", "D", "drafting", "view comment"),
    ("finance", "F", "drafting", "view"),
    ("finance", "A", "drafting", ""),
    ("travel", "E", "final", ""),
    ("auditor", "K", "ended", "view"),
]


@pytest.mark.parametrize(("role", "section", "stage", "verbs"), CELLS)
def test_the_table_says_what_is_written_here(role: str, section: str, stage: str, verbs: str) -> None:
    assert expected_verbs(role, section, stage) == tuple(verbs.split())


@pytest.mark.parametrize(
    ("role", "section", "verbs"),
    [
        ("supporter", "C", "view comment"),
        ("supporter", "D", "view comment"),
        ("supporter", "H1", "view"),
        ("senco", "C", "comment"),
        ("senco", "J", "view"),
        ("consulted_setting", "K", "view"),
        ("educational_psychologist", "D", "view"),
        ("senco", "I", ""),
        ("supporter", "A", ""),
        ("teacher", "D", ""),
        ("parent", "K", ""),
        ("coordinator", "I", ""),
        ("consulted_setting", "I", ""),
    ],
)
def test_a_coordinator_may_grant_only_what_bears_a_star(role: str, section: str, verbs: str) -> None:
    assert starred(role, section) == tuple(verbs.split())


def test_every_role_has_a_cell_in_every_section_and_there_are_no_others() -> None:
    assert list(roles()) == ROLES
    assert list(stages()) == STAGES
    assert set(matrix()) == {(role, section) for role in ROLES for section in SECTIONS}


def test_who_edits_also_views_and_comments_and_who_approves_also_views() -> None:
    for cell in matrix().values():
        assert "edit" not in cell.given or {"view", "comment"} <= cell.given
        assert "approve" not in cell.given or "view" in cell.given
        assert not cell.given & cell.starred


def test_every_name_in_the_stage_file_is_a_role_a_stage_or_a_verb() -> None:
    table = stage_table()
    named_roles = {role for rule in table.rules.values() for role in rule.roles or ()}
    assert named_roles | table.never.keys() | (table.present.keys() - {"after_final"}) <= set(ROLES)
    assert frozenset().union(*table.present.values()) <= set(STAGES)
    assert frozenset().union(*table.never.values()) <= set(VERBS)


def test_nobody_edits_in_the_window_and_nobody_but_the_council_edits_ever() -> None:
    family_and_specialists = ROLES[: ROLES.index("coordinator")]
    for section in SECTIONS:
        assert not [role for role in ROLES if "edit" in expected_verbs(role, section, "consulting")]
        assert not [r for r in family_and_specialists for stage in STAGES if "edit" in expected_verbs(r, section, stage)]


@pytest.mark.parametrize("key", [("stranger", "A", "drafting"), ("parent", "H", "drafting"), ("parent", "A", "draft")])
def test_a_name_the_table_does_not_know_is_an_error_and_not_an_empty_answer(key: tuple[str, str, str]) -> None:
    with pytest.raises(KeyError):
        expected_verbs(*key)


@pytest.mark.parametrize("written", ["X", "CV", "VV", "*V", "V**", "Cf", "V-", "v"])
def test_a_cell_that_is_miswritten_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"is not a cell|repeats a letter"):
        parse_cell(written)


@pytest.mark.parametrize("row", ["parent V V", "parent " + "V " * 13, "parent" + " -" * 12 + "\nparent" + " -" * 12])
def test_a_row_that_is_short_long_or_repeated_is_refused(row: str) -> None:
    with pytest.raises(ValueError, match="parent"):
        parse_matrix("role A B C D E F G H1 H2 I J K\n" + row)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("sometimes parent = add", "says nothing known"),
        ("group council", "says nothing known"),
        ("final | everyone | everyone | nobody | nobody | nobody", "is short"),
        ("final | everyone | strangers | nobody | nobody | nobody | nobody", "nobody is called 'strangers'"),
        ("final | everyone | everyone but I | nobody | nobody | nobody | nobody", "does not say where"),
        ("final | everyone not H | nobody | nobody | nobody | nobody | nobody", "does not say where"),
        ("final | nobody not I | nobody | nobody | nobody | nobody | nobody", "nobody is called 'nobody'"),
    ],
)
def test_a_line_of_the_stage_file_that_is_miswritten_is_refused(line: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        parse_stages("stage | view | comment | suggest | add | edit | approve\n" + line)
