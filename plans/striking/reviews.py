"""Where words stand that people wrote about a review: as `plans.striking.places`, for those tables."""

from typing import Any

from plans.models import Review, ReviewAdvice, ReviewInvitee, ReviewReport, ReviewRequest
from plans.striking.places import Place, columns, everybody
from plans.striking.spelling import Change


def _outcomes(value: list[dict[str, Any]], change: Change) -> list[dict[str, Any]]:
    """Rewrite the titles of the outcomes and the words about them."""
    return [one | {name: change(one[name], None) for name in ("title", "words") if isinstance(one.get(name), str)} for one in value]


PLACES: tuple[Place, ...] = (
    Place(
        model=Review,
        circle="plan__circle",
        columns=columns(Review, "place", "late_because", "childs_voice", "called_off_because"),
        said=lambda reader, row, name: "What is written about a review meeting",
        is_seen=everybody,
    ),
    Place(
        model=ReviewInvitee,
        circle="review__plan__circle",
        columns=columns(ReviewInvitee, "name"),
        said=lambda reader, row, name: "Who was invited to a review by name",
        is_seen=everybody,
    ),
    Place(
        model=ReviewAdvice,
        circle="invitee__review__plan__circle",
        columns=columns(ReviewAdvice, "words"),
        said=lambda reader, row, name: "What somebody said before a review meeting",
        is_seen=everybody,
    ),
    Place(
        model=ReviewReport,
        circle="review__plan__circle",
        columns=columns(ReviewReport, "reasons", "views", "differences", "adulthood") | {"outcomes": _outcomes},
        said=lambda reader, row, name: "The report of a review",
        is_seen=everybody,
    ),
    Place(
        model=ReviewRequest,
        circle="plan__circle",
        columns=columns(ReviewRequest, "words", "answer"),
        said=lambda reader, row, name: "What was said about an early review",
        is_seen=everybody,
    ),
)
