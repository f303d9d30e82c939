"""What the rows, the matrix and the stage come to for one person in one section, each guard for itself; only the matrix is read from the database."""

from datetime import date

import pytest

from permissions.access import CircleAccess
from permissions.grants import Held
from permissions.matrix import in_order
from permissions.models import Circle
from permissions.vocabulary import Code, Part, Role, Verb
from plans.access.build import build
from plans.models import Plan

ME, AMARA = 1, 2
TODAY = date(2026, 3, 4)
DRAFTING = {"request_received_on": date(2026, 1, 7), "assess_yes_on": date(2026, 2, 2), "plan_yes_on": date(2026, 3, 2)}
CONSULTING = {**DRAFTING, "served_on": date(2026, 3, 3), "closes_on": date(2026, 3, 20)}
FINAL = {**DRAFTING, "served_on": date(2026, 2, 3), "closes_on": date(2026, 2, 20), "final_on": date(2026, 3, 1)}
BACK = {"B": "We ask first."}

pytestmark = pytest.mark.django_db


def holds(role, *, restricted=False, chosen_by=None, person=ME):
    return Held(person, role, restricted, chosen_by)


def built(*held, chooser=(), given=None, dates=DRAFTING, held_back=None):
    """Build the access of somebody who holds this; `given` are exceptions: {"D": "view"}."""
    circle = CircleAccess(ME, Circle(), held, chooser, 1, TODAY)
    grants = {(ME, Code(code)): set(map(Verb, words.split())) for code, words in (given or {}).items()}
    return build(circle, Plan(held_back=held_back or {}, **dates), grants)


def verbs(access, code):
    return " ".join(in_order(access.sections[Code(code)].verbs))


def test_what_is_held_back_is_closed_to_the_family_alone_with_its_reason():
    parent = built(holds(Role.PARENT), held_back=BACK).sections[Code.B]
    assert (parent.verbs, parent.parts, parent.held_back) == (frozenset(), frozenset(), "We ask first.")
    assert in_order(parent.by_role) == ("view", "comment", "suggest")
    assert verbs(built(holds(Role.PARENT), held_back=BACK), "E") == "view comment suggest"
    senco = built(holds(Role.SENCO), held_back=BACK).sections[Code.B]
    assert (in_order(senco.verbs), senco.parts, senco.held_back) == (("view", "comment", "suggest", "add"), {Part.WHOLE}, "")


def test_whoever_is_of_the_family_and_a_professional_keeps_what_the_second_part_gives():
    both = built(holds(Role.PARENT), holds(Role.SENCO), held_back=BACK)
    assert verbs(both, "B") == "view comment suggest add"
    assert verbs(both, "A") == "view comment suggest add approve"
    assert both.sections[Code.B].held_back == ""


def test_nothing_is_held_back_once_the_draft_was_served():
    assert verbs(built(holds(Role.PARENT), held_back=BACK, dates=CONSULTING), "B") == "view comment suggest"
    assert verbs(built(holds(Role.PARENT), held_back=BACK, dates=FINAL), "B") == "view comment"


def test_the_reason_is_not_told_to_whoever_would_not_see_the_section():
    child = built(holds(Role.CHILD), held_back={"G": "We ask first."}).sections[Code.G]
    assert (child.verbs, child.held_back) == (frozenset(), "")


def test_a_limited_person_has_what_is_left_of_their_role_and_no_more():
    limited = built(holds(Role.SENCO, restricted=True), given={"B": "view edit", "D": "view", "J": "comment"})
    assert (verbs(limited, "B"), verbs(limited, "D"), verbs(limited, "J"), verbs(limited, "E")) == ("view", "view", "", "")
    assert limited.visible_sections == (Code.B, Code.D)


def test_an_exception_adds_what_the_matrix_stars_and_nothing_else():
    senco = built(holds(Role.SENCO), given={"C": "comment edit", "D": "view comment"})
    assert (verbs(senco, "C"), verbs(senco, "D"), verbs(senco, "H1")) == ("view comment", "view", "")


@pytest.mark.parametrize(
    ("held", "given", "part"),
    [
        (holds(Role.SENCO), {}, Part.NO_HEALTH_OR_SOCIAL),
        (holds(Role.SENCO), {"K": "add"}, Part.NO_HEALTH_OR_SOCIAL),
        (holds(Role.SENCO), {"K": "view"}, Part.WHOLE),
        (holds(Role.SENCO), {"D": "view"}, Part.NO_HEALTH_OR_SOCIAL),
        (holds(Role.SENCO, restricted=True), {"K": "view"}, Part.NO_HEALTH_OR_SOCIAL),
        (holds(Role.THERAPIST), {"K": "view"}, Part.TITLES),
        (holds(Role.EDUCATIONAL_PSYCHOLOGIST), {}, Part.WHOLE),
    ],
)
def test_the_whole_of_the_advice_is_open_to_a_school_once_it_was_granted_and_to_nobody_limited(held, given, part):
    assert built(held, given=given).sections[Code.K].parts == {part}


def test_what_a_stage_takes_away_leaves_no_part_open():
    teacher = built(holds(Role.TEACHER)).sections[Code.A]
    assert (teacher.verbs, teacher.parts, in_order(teacher.by_role)) == (frozenset(), frozenset(), ("view",))
    assert built(holds(Role.TEACHER), dates=FINAL).sections[Code.A].parts == {Part.EXTRACT}
    both = built(holds(Role.TEACHER), holds(Role.EDUCATIONAL_PSYCHOLOGIST)).sections[Code.A]
    assert both.parts == {Part.WHOLE}, "and adds none to what another part opens"


def test_a_supporter_has_at_most_what_whoever_chose_them_has():
    amara = holds(Role.PARENT, person=AMARA)
    supporter = holds(Role.SUPPORTER, chosen_by=AMARA)
    beside = built(supporter, chooser=(amara,), given={"C": "view comment"})
    assert (verbs(beside, "B"), verbs(beside, "C"), verbs(beside, "D")) == ("view comment suggest", "view comment", "")
    limited = built(supporter, chooser=(holds(Role.PARENT, person=AMARA, restricted=True),))
    assert verbs(limited, "B") == ""
    assert verbs(built(supporter), "B") == "", "nobody is there who chose them"
    assert verbs(built(supporter, chooser=(holds(Role.PARENT, person=3),)), "B") == "", "somebody else did"
    assert verbs(built(supporter, chooser=(holds(Role.SUPPORTER, person=AMARA, chosen_by=3),)), "B") == ""
    child = built(supporter, chooser=(holds(Role.CHILD, person=AMARA),))
    assert (verbs(child, "A"), verbs(child, "F"), verbs(child, "I")) == ("view", "view comment", "")
