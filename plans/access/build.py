"""Build what one person may do in a plan from what guardian's rows, the matrix and the stage say."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from permissions import grants
from permissions.access import CircleAccess
from permissions.grants import Held
from permissions.matrix import Cell, matrix
from permissions.vocabulary import CODES, PARTY_OF, Code, Part, Party, Role, Stage, Verb
from plans.access.decision import PlanAccess, SectionAccess
from plans.access.rights import verbs_by_leave
from plans.models import Plan, SectionGrant
from plans.statute import lifecycle


class At(NamedTuple):
    """Where a plan stands: its stage, and how far what is proposed in it has come."""

    stage: Stage
    phase: lifecycle.Phase | None


Grants = Mapping[tuple[int, Code], set[Verb]]

# While the draft is written the council may hold a section back from the family, with a reason they read (design, 6).
MAY_BE_HELD_BACK = frozenset({Stage.REQUESTED, Stage.ASSESSING, Stage.DRAFTING, Stage.CHECKING})


def given(plan: int, people: Iterable[int]) -> dict[tuple[int, Code], set[Verb]]:
    """Read the exceptions of these people in a plan: one query."""
    given: dict[tuple[int, Code], set[Verb]] = {}
    rows = SectionGrant.objects.filter(content_object__plan=plan, user__in=list(people))
    for person, code, codename in rows.values_list("user_id", "content_object__type_id", "permission__codename"):
        given.setdefault((person, Code(str(code))), set()).add(Verb(codename.removesuffix("_section")))
    return given


def build(circle: CircleAccess, plan: Plan, given: Grants) -> PlanAccess:
    """Build the whole answer of one person in one plan, from rows that are already read."""
    at = At(lifecycle.stage(plan.dates, today=circle.today), lifecycle.phase(plan.dates, today=circle.today))
    sections = {code: _section(circle, plan, given, code, at) for code in CODES}
    return PlanAccess(circle, plan, at.stage, sections)


def _section(circle: CircleAccess, plan: Plan, given: Grants, code: Code, at: At) -> SectionAccess:
    answers = [_by_one_role(held, circle, plan, given, code, at) for held in circle.held]
    held_back = plan.held_back.get(code, "") if at.stage in MAY_BE_HELD_BACK else ""
    open_answers = [
        answer for held, answer in zip(circle.held, answers, strict=True) if not (held_back and PARTY_OF[held.role] is Party.FAMILY)
    ]
    if not open_answers:
        by_role = frozenset[Verb]().union(*(answer.by_role for answer in answers))
        # Why it is held back is said to whoever would see the section otherwise, and to nobody else.
        return SectionAccess(frozenset(), by_role, frozenset(), held_back if by_role else "")
    return _union(open_answers)


def _union(answers: list[SectionAccess]) -> SectionAccess:
    verbs = frozenset[Verb]().union(*(answer.verbs for answer in answers))
    by_role = frozenset[Verb]().union(*(answer.by_role for answer in answers))
    parts = frozenset[Part]().union(*(answer.parts for answer in answers if answer.verbs))
    return SectionAccess(verbs, by_role, parts)


def _by_one_role(held: Held, circle: CircleAccess, plan: Plan, given: Grants, code: Code, at: At) -> SectionAccess:
    cell = matrix()[held.role, code]
    by_role = _verbs_held(held, cell, circle.policy, given, code)
    if held.by_leave:
        by_role &= verbs_by_leave(plan, held.person, code)
    if held.role is Role.SUPPORTER:
        by_role &= _of_whoever_chose(held, circle, plan, given, code, at)
    verbs = frozenset(verb for verb in by_role if lifecycle.allows(held.role, code, verb, *at))
    if not verbs:
        return SectionAccess(frozenset(), by_role, frozenset())
    granted = given.get((held.person, code), set())
    part = Part.WHOLE if cell.part is Part.NO_HEALTH_OR_SOCIAL and Verb.VIEW in granted and not held.restricted else cell.part
    return SectionAccess(verbs, by_role, frozenset({part}))


def _verbs_held(held: Held, cell: Cell, policy: int, given: Grants, code: Code) -> frozenset[Verb]:
    granted = given.get((held.person, code), set())
    if held.restricted:
        return frozenset(granted & (cell.verbs | cell.grantable))
    return grants.verbs_of(held.role, code, policy=policy) | frozenset(granted & cell.grantable)


def _of_whoever_chose(held: Held, circle: CircleAccess, plan: Plan, given: Grants, code: Code, at: At) -> frozenset[Verb]:
    """A supporter sees at most what the person who chose them sees, and nothing once that person has left; the stage takes the same from both."""
    choosers = [row for row in circle.chooser_held if row.person == held.chosen_by]
    answers = [_by_one_role(row, circle, plan, given, code, at).by_role for row in choosers if row.role is not Role.SUPPORTER]
    return frozenset[Verb]().union(*answers) if answers else frozenset()
