"""Send round what was said before a review: everybody who is invited reads it from now on."""

from datetime import date, datetime

from django.db import transaction

from permissions.models import User
from permissions.refusals import Invalid, NotNow
from plans.access.reviewing import require_arranger
from plans.actions.reviewing import LAW, note, open_review, require_invited
from plans.models import Review
from plans.queries.reviews import invited

CIRCULATED_ALREADY = "This has been sent round already. What comes later is read by everybody as soon as it is there."
NOT_SURE = "From some of those who are invited nothing has come. Tick the box if you asked them and have nothing from them."


@transaction.atomic
def circulate_advice(person: User, reference: str, *, without_the_rest: bool, today: date, now: datetime) -> Review:
    """Open what came to everybody who is invited; who sent nothing is named as "asked, not received", which `without_the_rest` confirms.

    Raises NotFound, NotPermitted, NotNow before the invitations and where it was done; Invalid. Law: SEND Regs 2014 regs 20(4) and 21(4).
    """
    opened = open_review(person, reference, require_arranger, today=today)
    review = opened.review
    require_invited(review)
    if review.circulated_on:
        raise NotNow(CIRCULATED_ALREADY, source=LAW)
    if not without_the_rest and any(not one.words for one in invited(review)):
        raise Invalid({"without_the_rest": NOT_SURE})
    review.circulated_on = today
    review.save()
    note(opened.access, opened.circle, "circulate_advice", review, now=now)
    return review
