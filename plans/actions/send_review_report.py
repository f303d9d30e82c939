"""Send the report of a review to everybody who was invited. From then on it stays as it is."""

from datetime import date, datetime

from django.db import transaction

from permissions.models import User
from permissions.refusals import Invalid
from plans.access.reviewing import require_arranger
from plans.actions.reporting import keep
from plans.actions.reviewing import note, open_review
from plans.models import ReviewReport
from plans.queries.reviews import Report
from plans.statute.reviewing import is_of_year_nine

NEEDS = {
    "recommendation": "Choose what you recommend.",
    "reasons": "Say why you recommend this.",
    "views": "Write down the views of the child or young person and of the family.",
    "differences": "Say where those who were there differ. If they don’t, write that they agree.",
}
ADULTHOOD = "From year 9 on a review plans for adult life: say what was talked about, and what follows."


@transaction.atomic
def send_review_report(person: User, reference: str, report: Report, *, today: date, now: datetime) -> ReviewReport:
    """Send the whole report: the recommendation, the differences of view, the progress of each outcome, from year 9 on the plans for adult life.

    Raises NotFound, NotPermitted, NotNow before the meeting and once it was sent; Invalid with a sentence for each part that is missing.
    Law: SEND Regs 2014 regs 20(6) to (9) and 21(6), (7).
    """
    opened = open_review(person, reference, require_arranger, today=today)
    sent = keep(opened, report, now=now, sent_on=today)
    wrong = {name: said for name, said in NEEDS.items() if not getattr(sent, name)}
    born_on = opened.access.circle.circle.child.born_on
    if opened.review.met_on and is_of_year_nine(born_on, opened.review.met_on) and not sent.adulthood:
        wrong["adulthood"] = ADULTHOOD
    for number, outcome in enumerate(sent.outcomes, 1):
        if not outcome["progress"]:
            wrong[f"progress_{number}"] = f"Choose how far “{outcome['title']}” has come."
    if wrong:
        raise Invalid(wrong)
    note(opened.access, opened.circle, "send_review_report", opened.review, now=now)
    return sent
