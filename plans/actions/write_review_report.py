"""Write the report of a review, and go on with it later, until it is sent."""

from datetime import date, datetime

from django.db import transaction

from permissions.models import User
from plans.access.reviewing import require_arranger
from plans.actions.reporting import keep
from plans.actions.reviewing import note, open_review
from plans.models import ReviewReport
from plans.queries.reviews import Report


@transaction.atomic
def write_review_report(person: User, reference: str, report: Report, *, today: date, now: datetime) -> ReviewReport:
    """Keep the report as far as it is written; nobody but those who arrange the review reads it yet.

    Raises NotFound, NotPermitted, NotNow before the meeting and once it was sent; Invalid for what is too long.
    Law: SEND Regs 2014 regs 20(7) to (9) and 21(7).
    """
    opened = open_review(person, reference, require_arranger, today=today)
    kept = keep(opened, report, now=now)
    note(opened.access, opened.circle, "write_review_report", opened.review, now=now)
    return kept
