"""Let the rights of a plan pass from the parents to the young person by the date alone: no timer, no row and no query does it (domain.md 4.5, CK40).

Everything that decides stands on the plan, which was read anyway: until which day the parents hold the rights, what each keeps after it, who acts in which
matter. Invariant: on each day the rights are of the parents, or of the young person, or of whoever represents them; nobody gains by the day but the holder.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from permissions.access import CircleAccess
from permissions.grants import Held
from permissions.refusals import NoLongerYours, NotNow, NotPermitted
from permissions.vocabulary import Code, Role, Verb
from plans.access.deciding import DECIDERS
from plans.access.decision import PlanAccess
from plans.models import Plan
from plans.saying import long_date
from plans.statute.lifecycle import Phase
from plans.statute.rights import Keeps, Matter, first_day_of_young_person, has_moved, told_from

LAW = "Children and Families Act 2014, sections 80 and 83; SEND Regulations 2014, regulation 64"
PARENTAL = frozenset({Role.PARENT, Role.REPRESENTATIVE})
YOUNG = frozenset({Role.CHILD, Role.YOUNG_PERSON})
# The parts in which somebody of the family can hold the rights of a plan.
HOLDERS = PARENTAL | {Role.YOUNG_PERSON}
# What a parent keeps who takes part: no approval, which is the holder's alone.
_VERBS: dict[str, frozenset[Verb]] = {
    Keeps.FULL: frozenset({Verb.VIEW, Verb.COMMENT, Verb.SUGGEST, Verb.ADD}),
    Keeps.VIEW: frozenset({Verb.VIEW}),
    Keeps.NONE: frozenset(),
}

NOT_THE_HOLDER = "Only the young person, or whoever represents them in this, says what their parents keep."
NOT_YET = "Until then the parents hold the rights in this plan. The young person says what their parents keep from that day on."
NOT_A_RECORDER = "What was found of somebody’s capacity is kept by the EHC coordinator, the manager or a service leader."
NOTHING_OPEN = "There is no draft that was sent to the parents and waits for an answer now."
SENT_BEFORE = (
    "This draft was sent to your parents, before the rights were yours. You can answer it yourself, in the time that is left: open “Who holds the rights” on "
    "the page of the plan."
)
TOO_EARLY = "This begins in the autumn before the rights move: at the start of Year 11."
MOVED = (
    "The rights in this plan are {name}’s own now, since {day}: the law gives them to a young person at the end of compulsory school age. {name} decides who "
    "reads the plan, and at the moment it is not open to you. Ask {name} to open it to you: they can choose what you see, and change it at any time. What you "
    "wrote stays in the plan. If {name} can’t decide this, even with help, ask {coordinator}."
)


def first_day(plan: Plan) -> date:
    """Give the Saturday on which the rights are the young person's. Raises ValueError where no day of birth is known."""
    if plan.rights_move_on is None:
        raise ValueError("the day on which the rights move is not known")
    return first_day_of_young_person(plan.rights_move_on)


def moved(plan: Plan, today: date) -> bool:
    """Say whether the rights in a plan have passed to the young person."""
    return has_moved(plan.rights_move_on, today)


def role_on(role: Role, plan: Plan, today: date) -> Role:
    """Give the part that a child has on a day: the child's until the rights are theirs, the young person's from then on, whichever was written down."""
    if role in YOUNG:
        return Role.YOUNG_PERSON if moved(plan, today) else Role.CHILD
    return role


def acts_in(plan: Plan, matter: Matter) -> int | None:
    """Name the person who acts for the young person in a matter; None where the young person does."""
    number: int | None = plan.rights.get("acts", {}).get(matter.value)
    return number


def represents(plan: Plan) -> frozenset[int]:
    """Name everybody who acts for the young person in some matter."""
    return frozenset(plan.rights.get("acts", {}).values())


def kept_by(plan: Plan, person: int) -> Mapping[str, str]:
    """Give what a parent keeps, by section; a section that is not named is kept from them."""
    found: Mapping[str, str] = plan.rights.get("keeps", {}).get(str(person), {})
    return found


def verbs_by_leave(plan: Plan, person: int, code: Code) -> frozenset[Verb]:
    """Give what a parent may do in a section after the rights moved: what was chosen; and whoever acts in some matter reads what it is about."""
    kept = _VERBS[kept_by(plan, person).get(code.value, Keeps.NONE)]
    return kept | _VERBS[Keeps.VIEW] if person in represents(plan) else kept


def is_addressed(access: PlanAccess, person: int, role: Role) -> bool:
    """Say whether letters and drafts go to an adult of the family (in a part as it is on the day): to the holder of the rights, and nobody besides.

    Law: SEND Regs 2014 reg 64: what is sent to a young person who lacks capacity for it is sent to whoever represents them.
    """
    if not moved(access.plan, access.today):
        return role in PARENTAL
    acts = acts_in(access.plan, Matter.ANSWER)
    return role is Role.YOUNG_PERSON if acts is None else person == acts


def holds_rights(access: PlanAccess, person: int, role: Role) -> bool:
    """Say whether somebody, with the part that is written down for them, is one of those who hold rights today: who choose supporters, who are told."""
    return any(row.role in HOLDERS and not row.by_leave for row in by_date([Held(person, role, False, None)], access.plan, access.today))


def by_date(held: Iterable[Held], plan: Plan, today: date) -> tuple[Held, ...]:
    """Read what people hold as it is on a day: the young person's part from the Saturday on, and the parents' by leave.

    Whoever acts where a draft is answered has the family's rights; whoever acts in another matter reads the plan.
    """
    if not moved(plan, today):
        return tuple(replace(row, role=Role.CHILD) if row.role is Role.YOUNG_PERSON else row for row in held)
    return tuple(_after(row, plan) for row in held)


def parts_on(person: int, roles: Iterable[Role], plan: Plan, today: date) -> tuple[Role, ...]:
    """Give the parts in which somebody acts in a plan on a day, from those that are written down."""
    held = by_date([Held(person, role, False, None) for role in roles], plan, today)
    return tuple(Role.SUPPORTER if row.by_leave else row.role for row in held)


def keeps_something(plan: Plan, person: int) -> bool:
    """Say whether the young person's leave lets a parent see anything."""
    return any(verbs_by_leave(plan, person, code) for code in Code)


def _after(row: Held, plan: Plan) -> Held:
    if row.role in YOUNG:
        return replace(row, role=Role.YOUNG_PERSON)
    if row.role not in PARENTAL:
        return row
    if row.person == acts_in(plan, Matter.ANSWER):
        return replace(row, role=Role.REPRESENTATIVE)
    return replace(row, by_leave=True)


def on_the_day(circle: CircleAccess, plan: Plan) -> CircleAccess:
    """Give somebody's part in a circle as it is on the day of asking."""
    return replace(circle, held=by_date(circle.held, plan, circle.today), chooser_held=by_date(circle.chooser_held, plan, circle.today))


def has_nothing_left(circle: CircleAccess, plan: Plan) -> bool:
    """Say whether the young person's leave leaves nothing to a parent, or to a supporter whom such a parent chose."""
    if not moved(plan, circle.today):
        return False
    return all(_is_left_out(row, circle, plan) for row in circle.held)


def _is_left_out(row: Held, circle: CircleAccess, plan: Plan) -> bool:
    if row.by_leave:
        return not keeps_something(plan, row.person)
    choosers = [other for other in circle.chooser_held if other.person == row.chosen_by]
    return row.role is Role.SUPPORTER and bool(choosers) and all(_is_left_out(other, circle, plan) for other in choosers)


def refuse(circle: CircleAccess, plan: Plan) -> NoLongerYours:
    """Say to a parent, in words, that the rights have moved, and whom to ask."""
    child, coordinator = circle.circle.child, plan.coordinator
    said = MOVED.format(
        name=child.calling_name, day=long_date(first_day(plan)), coordinator=coordinator.name if coordinator else "the council’s EHC team"
    )
    return NoLongerYours(said, source=LAW)


def may_choose_for_parents(access: PlanAccess) -> bool:
    """Say whether this person says what the parents keep: the young person, or whoever acts for them where it is about who reads the plan."""
    acts = acts_in(access.plan, Matter.SHARING)
    if acts is not None and moved(access.plan, access.today):
        return acts == access.person
    return bool(YOUNG & set(access.circle.roles))


def require_chooses_for_parents(access: PlanAccess) -> None:
    """Raise NotPermitted for whoever doesn't say what the parents keep, NotNow before the rights have moved."""
    if not may_choose_for_parents(access):
        raise NotPermitted(NOT_THE_HOLDER, source=LAW)
    if not moved(access.plan, access.today):
        raise NotNow(NOT_YET, source=LAW, until=access.plan.rights_move_on)


def may_keep_capacity(access: PlanAccess) -> bool:
    """Say whether this person records, and reads, what was found of the young person's capacity."""
    return bool(DECIDERS & set(access.circle.roles))


def has_begun(access: PlanAccess) -> bool:
    """Say whether it is time to speak of the change of rights: from the autumn of Year 11 on."""
    last_day = access.plan.rights_move_on
    return last_day is not None and access.today >= told_from(last_day)


def speaks_of_rights(access: PlanAccess) -> bool:
    """Say whether this person is led to the page about the change: the family and the council, from the autumn of Year 11 on."""
    return has_begun(access) and (access.circle.is_family or access.circle.is_council)


def require_keeps_capacity(access: PlanAccess) -> None:
    """Raise NotPermitted for whoever doesn't record what was found of capacity or write the letters of the change, NotNow before the autumn of Year 11."""
    if not may_keep_capacity(access):
        raise NotPermitted(NOT_A_RECORDER, source="Mental Capacity Act 2005")
    if not has_begun(access):
        raise NotNow(TOO_EARLY, source=LAW)


def require_writes_of_rights(access: PlanAccess) -> None:
    """Raise NotPermitted for whoever doesn't write down that the rights moved: the council does, and whoever first acts with them."""
    if not (may_keep_capacity(access) or may_choose_for_parents(access)):
        raise NotPermitted(NOT_THE_HOLDER, source=LAW)


def is_new_holder(access: PlanAccess) -> bool:
    """Say whether this person holds the rights that the parents held before."""
    return moved(access.plan, access.today) and any(is_addressed(access, access.person, role) for role in access.circle.roles)


def require_takes_over(access: PlanAccess) -> None:
    """Raise NotPermitted for whoever is neither the holder of the rights nor decides for the council, NotNow where there is nothing to take over."""
    if not (may_keep_capacity(access) or is_new_holder(access)):
        raise NotPermitted(NOT_THE_HOLDER, source=LAW)
    if not moved(access.plan, access.today) or access.phase not in (Phase.WINDOW, Phase.AFTER):
        raise NotNow(NOTHING_OPEN, source="SEND Regulations 2014, regulation 13")


def is_by_leave(access: PlanAccess) -> bool:
    """Say whether this person is a parent who reads by the young person's leave."""
    return any(row.by_leave for row in access.circle.held)
