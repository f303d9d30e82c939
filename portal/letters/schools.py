"""Ask a school or other place about a served draft, and write to it, in one transaction. The letter holds the reference, the last day and a link to a form.

How the place reads the draft: by signing in as a consulted setting of this plan, as an invited person does (a link by e-mail and a code by phone), or on paper.
The link of the letter opens a form that names the council's reference and asks the questions of the law; no name and no word of the plan is there, so whoever
a letter reaches by mistake learns of nobody. Its key is drawn at random, kept as a hash, and opens nothing any more once the plan is final.
"""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from permissions.models import User
from plans.actions.consult_school import consult_school
from plans.models import SchoolConsultation
from plans.saying import long_date
from portal import mail

SUBJECT = "A council asks for your answer about {reference}"
BODY = """Hello

The council asks whether your school or other place can meet the needs described in a draft plan. The reference is {reference}.

Please answer by {due}: {origin}/schools/reply/{key}/

To read the draft, sign in at {origin}/. If you have no account here, the council will invite you, or send you the draft in another way.
If nothing has come, ask the council by phone.

No answer does not mean that you agree. The council decides after that day, with or without one.
"""


@transaction.atomic
def consult(
    person: User, reference: str, *, organisation: int, email: str, is_requested: bool, today: date, now: datetime
) -> SchoolConsultation:
    """Write down that a place was asked, and write to it. Raises what `consult_school` raises."""
    asked = consult_school(person, reference, organisation=organisation, email=email, is_requested=is_requested, today=today, now=now)
    made = asked.consultation
    shown = made.plan.circle.shown_reference
    body = BODY.format(reference=shown, due=long_date(made.due_on), origin=settings.ORIGIN, key=asked.key)
    mail.write(to=email, subject=SUBJECT.format(reference=shown), body=body, key=f"consultation {made.uid}")
    return made
