"""Read what the forms of a review ask about: who can be invited, who is invited, the outcomes of Section E."""

from dataclasses import dataclass
from uuid import UUID

from permissions.access import NOTHING_HERE
from permissions.models import User
from permissions.refusals import NotFound, NotPermitted
from permissions.vocabulary import ROLE_NAMES, Code
from plans.access import PlanAccess
from plans.access.reviewing import ALWAYS, NOT_INVITED, may_be_invited
from plans.models import Review, ReviewAdvice, ReviewInvitee, ReviewReport
from plans.queries.facts import title_said
from plans.queries.items import visible_items
from plans.queries.reviews import Invited, Report, invited
from plans.rendering import first_sentence
from plans.statute.reviewing import GROUP_NAMES, is_of_year_nine, next_phase
from plans.statute.sections import Kind


@dataclass(frozen=True, kw_only=True)
class ToInvite:
    """Somebody of the circle who can be invited. `is_of_the_five`: they come for one of those whom the law names."""

    number: int
    name: str
    role: str
    is_of_the_five: bool


@dataclass(frozen=True, kw_only=True)
class OutcomeToReport:
    """One outcome of Section E, and what the report says of it so far."""

    uid: str
    title: str
    progress: str
    words: str


@dataclass(frozen=True, kw_only=True)
class ReportToWrite:
    """The report so far, the outcomes that it speaks of, and whether it has to plan for adult life."""

    written: Report
    outcomes: tuple[OutcomeToReport, ...]
    needs_adulthood: bool


def able_to_come(access: PlanAccess) -> tuple[ToInvite, ...]:
    """List whoever of the circle is invited by a tick; the family is invited always, and stands in no list. Three queries."""
    able = {number: place for number, place in may_be_invited(access).items() if place[1] not in ALWAYS}
    names = dict(User.objects.filter(pk__in=able).values_list("pk", "name"))
    found = [
        ToInvite(number=number, name=names[number], role=ROLE_NAMES[role], is_of_the_five=group in GROUP_NAMES)
        for number, (group, role) in able.items()
    ]
    return tuple(sorted(found, key=lambda one: (not one.is_of_the_five, one.name)))


def likely_phase(access: PlanAccess) -> dict[str, object]:
    """Guess the change of phase that comes next, from the child's age. No query."""
    phase, year = next_phase(access.circle.circle.child.born_on, access.today)
    return {"phase": str(phase), "transfer_year": year}


def own_words(access: PlanAccess, review: Review) -> str:
    """Read what this person has said so far. NotPermitted for whoever is not invited. Two queries."""
    invitee = ReviewInvitee.objects.filter(review=review, person=access.person).first()
    if invitee is None:
        raise NotPermitted(NOT_INVITED)
    said = ReviewAdvice.objects.filter(invitee=invitee).order_by("-pk").first()
    return said.words if said else ""


def find_invitee(review: Review, number: int) -> Invited:
    """Find somebody who is invited, with what they said. NotFound for anybody else."""
    found = next((one for one in invited(review) if one.row.pk == number), None)
    if found is None:
        raise NotFound(NOTHING_HERE)
    return found


def report_to_write(access: PlanAccess, review: Review) -> ReportToWrite:
    """Read the report so far, and the outcomes as they stand in the plan. Three queries."""
    row = ReviewReport.objects.filter(review=review).first()
    said = {one["uid"]: one for one in row.outcomes} if row else {}
    written = (
        Report(**{name: getattr(row, name) for name in ("recommendation", "reasons", "views", "differences", "adulthood")})
        if row
        else Report()
    )
    return ReportToWrite(
        written=written,
        outcomes=tuple(
            _outcome(item.uid, title_said(item) or first_sentence(item.text)[0], said)
            for item in visible_items(access).of(Code.E)
            if item.kind == Kind.OUTCOME
        ),
        needs_adulthood=is_of_year_nine(access.circle.circle.child.born_on, review.met_on or access.today),
    )


def _outcome(uid: UUID, title: str, said: dict[str, dict[str, str]]) -> OutcomeToReport:
    so_far = said.get(str(uid), {})
    return OutcomeToReport(uid=str(uid), title=title, progress=so_far.get("progress", ""), words=so_far.get("words", ""))
