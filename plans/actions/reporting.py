"""What writing the report of a review and sending it share: its parts, and how they are kept."""

from datetime import datetime
from typing import Any

from permissions.refusals import NotNow
from plans.actions.reviewing import LAW, OpenReview, checked, require_met
from plans.models import ReviewReport
from plans.queries.reviews import Report

LIMITS = {"reasons": 10000, "views": 10000, "differences": 6000, "adulthood": 6000}
LONGEST_PROGRESS = 4000
SENT_ALREADY = "The report of this review has been sent already."


def keep(opened: OpenReview, report: Report, *, now: datetime, **more: Any) -> ReviewReport:
    """Keep what is written, inside the caller's transaction. Raises as `write_review_report`."""
    require_met(opened.review)
    row = ReviewReport.objects.filter(review=opened.review).first()
    if row is not None and row.sent_on:
        raise NotNow(SENT_ALREADY, source=LAW)
    words = {name: checked(getattr(report, name), name, limit=limit) for name, limit in LIMITS.items()}
    for number, outcome in enumerate(report.outcomes, 1):
        checked(outcome["words"], f"words_{number}", limit=LONGEST_PROGRESS)
    facts = words | {"recommendation": report.recommendation, "outcomes": [dict(one) for one in report.outcomes]} | more
    row = row or ReviewReport(review=opened.review)
    for name, value in (facts | {"by": opened.person, "at": now}).items():
        setattr(row, name, value)
    row.save()
    return row
