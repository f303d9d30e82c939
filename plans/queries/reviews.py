"""Find the review that goes on, what was decided after one, and from which day the next one counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from permissions.models import User
from plans.access import PlanAccess
from plans.models import Happening, Plan, Review, ReviewAdvice, ReviewInvitee
from plans.statute.reviewing import Due, review_due
from plans.statute.turn import review_by

# What ends a review: the plan stays, is changed, or ends (SEND Regs 2014 reg 20(10)).
DECISIONS = (Happening.Kind.MAINTAINED, Happening.Kind.AMENDING, Happening.Kind.CEASING)


@dataclass(frozen=True, kw_only=True)
class Invited:
    """One invitee with the newest of what they said; `words` is "" where nothing came."""

    row: ReviewInvitee
    words: str
    came_on: date | None
    by: User | None

    @property
    def name(self) -> str:
        """Name them."""
        return self.row.person.name if self.row.person else self.row.name


@dataclass(frozen=True, kw_only=True)
class Report:
    """What a report says. `outcomes`: for each outcome of Section E its uid, title, progress and words."""

    recommendation: str = ""
    reasons: str = ""
    views: str = ""
    differences: str = ""
    adulthood: str = ""
    outcomes: Sequence[Mapping[str, str]] = ()


def current_review(plan: Plan) -> Review | None:
    """Find the review that is arranged, or whose meeting was held and about which nothing is decided yet. One query, or two."""
    review = Review.objects.filter(plan=plan, called_off_on=None).select_related("met", "report").order_by("-pk").first()
    return None if review is None or decision_of(review) else review


def decision_of(review: Review) -> Happening | None:
    """Find what was decided after a review. One query; none before the meeting."""
    if review.met_id is None:
        return None
    after = Happening.objects.filter(plan=review.plan_id, pk__gt=review.met_id, kind__in=DECISIONS)
    return after.order_by("pk").first()


def next_due(plan: Plan, review: Review | None) -> Due | None:
    """Say until when the next review has to be finished and held; None before the plan was first made. No query."""
    finish_by = review_by(plan.dates)
    if finish_by is None:
        return None
    return review_due(finish_by, phase=review.phase if review else "", transfer_year=review.transfer_year if review else None)


def invited(review: Review) -> tuple[Invited, ...]:
    """List the invitees, the family first, each with the newest of what they said. Two queries."""
    newest = {one.invitee_id: one for one in ReviewAdvice.objects.filter(invitee__review=review).select_related("by").order_by("pk")}
    order = list(ReviewInvitee.Group.values)
    rows = sorted(review.invitees.select_related("person").order_by("pk"), key=lambda row: order.index(row.group))
    return tuple(_with(row, newest.get(row.pk)) for row in rows)


def _with(row: ReviewInvitee, said: ReviewAdvice | None) -> Invited:
    return Invited(row=row, words=said.words if said else "", came_on=said.came_on if said else None, by=said.by if said else None)


def own_invitation(access: PlanAccess, review: Review) -> ReviewInvitee | None:
    """Find this very person's invitation. One query."""
    return review.invitees.filter(person=access.person).first()
