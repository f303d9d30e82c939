"""Read what the end of a plan stands on: who was asked, what they said, when the notice left; and when the child was last assessed."""

from dataclasses import dataclass
from datetime import date

from permissions import grants
from permissions.access import NOTHING_HERE
from permissions.models import Membership, User
from permissions.refusals import NotFound
from permissions.vocabulary import ROLE_NAMES, Role
from plans.access import PlanAccess
from plans.access.deciding import require_decider
from plans.models import EndingView, Happening, Plan, ReassessmentRequest, Request
from plans.queries.notice_letters import Recipient, read_recipients
from plans.saying import in_london, long_date
from plans.statute.ceasing import age_on

Kind = Happening.Kind
SCHOOL = "school"
# Who is told of a school and of health that a plan may end: the law names the head, and the responsible commissioning body.
OF_THE_SCHOOL, OF_HEALTH = (Role.SENCO,), (Role.DCO,)


@dataclass(frozen=True, kw_only=True)
class ViewLine:
    """What somebody said, or that they have not answered (no words)."""

    words: str
    facts: str


@dataclass(frozen=True, kw_only=True)
class Consulted:
    """One who is asked whether a plan should end: an adult of the family, or the school. `key` names them in a form, `person` is None for the school."""

    key: str
    name: str
    role: str
    person: int | None
    said: tuple[ViewLine, ...]


def considered_by(plan: Plan) -> Happening | None:
    """Give the letter by which the family and the school were asked; None where they were not. One query."""
    if plan.considering_on is None:
        return None
    return Happening.objects.filter(plan=plan, kind=Kind.CONSIDERING_CEASE).order_by("-pk").first()


def read_consulted(access: PlanAccess) -> tuple[Consulted, ...]:
    """List who is asked and what each said. Raises NotPermitted for whoever does not decide. Seven queries."""
    require_decider(access)
    asked = considered_by(access.plan)
    rows = EndingView.objects.filter(happening=asked).select_related("keyed_by").order_by("pk") if asked else EndingView.objects.none()
    said: dict[int | None, list[ViewLine]] = {}
    for row in rows:
        said.setdefault(row.person_id, []).append(_line(row))
    family = read_recipients(access)
    numbers = dict(User.objects.filter(email__in=[one.email.lower() for one in family]).values_list("email", "pk"))
    found = [_consulted(one, numbers[one.email.lower()], said) for one in family]
    school = access.plan.setting
    if school is not None:
        found.append(
            Consulted(key=SCHOOL, name=school.name, role="The school or other setting", person=None, said=tuple(said.get(None, ())))
        )
    return tuple(found)


def _consulted(one: Recipient, number: int, said: dict[int | None, list[ViewLine]]) -> Consulted:
    return Consulted(key=str(number), name=one.name, role=one.role, person=number, said=tuple(said.get(number, ())))


def _line(row: EndingView) -> ViewLine:
    way = Request.Route(row.route).label
    return ViewLine(
        words=row.words, facts=f"{long_date(row.on)}, {way.lower()}. Written down by {row.keyed_by.name}, {in_london(row.keyed_at)}"
    )


def find_consulted(access: PlanAccess, key: str) -> Consulted:
    """Find one of those who are asked. Raises NotFound for anybody else."""
    found = next((one for one in read_consulted(access) if one.key == key), None)
    if found is None:
        raise NotFound(NOTHING_HERE)
    return found


def not_heard(access: PlanAccess) -> tuple[str, ...]:
    """Name those of whom nothing is written down: neither what they said nor that they have not answered."""
    return tuple(one.name for one in read_consulted(access) if not one.said)


def read_told(access: PlanAccess, roles: tuple[Role, ...]) -> tuple[Recipient, ...]:
    """List those of the school, or of health, to whom a letter about the end of a plan goes. One query."""
    rows = Membership.objects.select_related("user").filter(
        grants.in_force(access.today), content_object=access.plan.circle_id, user__is_active=True, stands_for__in=roles
    )
    first = {row.user_id: row for row in rows.order_by("user__name", "pk")}
    return tuple(
        Recipient(
            email=row.user.email,
            name=row.user.name,
            role=ROLE_NAMES[Role(row.stands_for)],
            address=(),
            is_electronic=row.user.joined_at is not None,
            is_at_work=True,
        )
        for row in first.values()
    )


def age_of_child(access: PlanAccess, on: date) -> int:
    """Give the age of the child or young person on a day. No query."""
    return age_on(access.circle.circle.child.born_on, on)


def last_assessed_on(plan: Plan) -> date | None:
    """Give the day on which it was decided what the last assessment led to, or on which a reassessment was decided; None where no day is known. One query."""
    kinds = (Kind.PLAN_YES, Kind.REASSESS_YES)
    return Happening.objects.filter(plan=plan, kind__in=kinds).order_by("-on", "-pk").values_list("on", flat=True).first()


def open_reassessment(plan: Plan) -> ReassessmentRequest | None:
    """Give the request for a reassessment that waits for an answer. One query."""
    if plan.reassess_asked_on is None:
        return None
    return ReassessmentRequest.objects.filter(happening__plan=plan).select_related("happening", "keyed_by").order_by("-pk").first()
