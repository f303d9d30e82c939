"""What every act of a review shares: the lock, who may, the review that goes on, and the entry in the ledger."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from permissions import ledger
from permissions.access import NOTHING_HERE, normal_reference
from permissions.ledger import Act
from permissions.models import Circle, User
from permissions.refusals import Invalid, NotFound, NotNow
from plans.access import PlanAccess, open_plan
from plans.models import Review
from plans.queries.reviews import current_review

NO_REVIEW = "No review is arranged at the moment."
MET_ALREADY = "The meeting of this review has been held already."
NOT_INVITED_YET = "Nobody has been invited to this review yet. Send the invitations first."
NOT_MET_YET = "The meeting of this review has not been held yet."
LAW = "SEND Regulations 2014, regulations 20 and 21"


@dataclass(frozen=True)
class OpenReview:
    """A plan whose circle is locked for the rest of the transaction, with the review that goes on."""

    access: PlanAccess
    circle: Circle
    person: User
    review: Review


def open_plan_locked(person: User, reference: str, require: Callable[[PlanAccess], None], *, today: date) -> tuple[PlanAccess, Circle]:
    """Lock the circle and open its plan for somebody who may do this now. Raises NotFound, NotPermitted, NotNow."""
    circle = ledger.lock_named(normal_reference(reference))
    access = open_plan(person, reference, today=today)
    require(access)
    if circle is None:
        raise NotFound(NOTHING_HERE)
    return access, circle


def open_review(person: User, reference: str, require: Callable[[PlanAccess], None], *, today: date) -> OpenReview:
    """Lock the circle and open the review that goes on. Raises NotFound, NotPermitted, and NotNow where there is none."""
    access, circle = open_plan_locked(person, reference, require, today=today)
    return OpenReview(access, circle, person, going_on(access))


def going_on(access: PlanAccess) -> Review:
    """Give the review that goes on. Raises NotNow where there is none."""
    review = current_review(access.plan)
    if review is None:
        raise NotNow(NO_REVIEW, source=LAW)
    return review


def require_before_meeting(review: Review) -> None:
    """Raise NotNow once the meeting was held."""
    if review.met_on:
        raise NotNow(MET_ALREADY, source=LAW)


def require_invited(review: Review) -> None:
    """Raise NotNow before anybody was invited, and once the meeting was held."""
    require_before_meeting(review)
    if review.invited_on is None:
        raise NotNow(NOT_INVITED_YET, source=LAW)


def require_met(review: Review) -> None:
    """Raise NotNow before the meeting."""
    if review.met_on is None:
        raise NotNow(NOT_MET_YET, source=LAW)


def note(access: PlanAccess, circle: Circle, verb: str, review: Review, *, now: datetime) -> None:
    """Enter an act of a review in the ledger."""
    act = Act(actor=access.person, role=access.role, verb=verb, object_kind="review", object_uid=review.uid)
    ledger.record(act, circle=circle, now=now)


def checked(words: str, name: str, *, limit: int, need: str = "") -> str:
    """Take words within a limit. Raises Invalid for what is missing where it is needed (`need` says so), or too long."""
    said = words.strip()
    if need and not said:
        raise Invalid({name: need})
    if len(said) > limit:
        raise Invalid({name: f"This can hold {limit:,} characters."})
    return said
