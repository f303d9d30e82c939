"""Where words stand that were kept where a plan may end or a reassessment was asked for. As `plans.striking.places`, for those tables."""

from plans.access.deciding import may_decide, may_key_request
from plans.models import EndingDecision, EndingView, ReassessmentRequest
from plans.saying import long_date
from plans.striking.places import Place, columns

PLACES: tuple[Place, ...] = (
    Place(
        model=EndingView,
        circle="happening__plan__circle",
        columns=columns(EndingView, "words"),
        said=lambda reader, row, name: f"What somebody said about ending the plan, on {long_date(row.on)}",
        is_seen=lambda reader, row: may_decide(reader.access),
    ),
    Place(
        model=EndingDecision,
        circle="happening__plan__circle",
        columns=columns(EndingDecision, "outcomes"),
        said=lambda reader, row, name: (
            f"Which outcomes were considered when it was decided to end the plan, on {long_date(row.decided_on)}"
        ),
        is_seen=lambda reader, row: may_decide(reader.access),
    ),
    Place(
        model=ReassessmentRequest,
        circle="happening__plan__circle",
        columns=columns(ReassessmentRequest, "words"),
        said=lambda reader, row, name: "A request for a reassessment, as it came in",
        is_seen=lambda reader, row: may_key_request(reader.access),
    ),
)
