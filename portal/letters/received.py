"""Open a plan because a request was received, invite the parents, and send each the letter that says so: one transaction, the documents made before."""

from datetime import date, datetime

from django.db import transaction

from files.intake import Received
from permissions.models import Contact, User
from permissions.vocabulary import ROLE_NAMES, Role
from plans.access import open_plan as open_access
from plans.actions.open_plan import ParentFacts, PlanFacts
from plans.models import Happening, IssuedDocument, Plan
from plans.queries.notice_letters import Case, Recipient, address_of
from plans.statute.notices import Notice
from portal.letters.invite import Code, open_and_invite
from portal.letters.notice_letters import Ready, issue, pdfs_of, ready


def letters_for(facts: PlanFacts, *, by: User, today: date) -> Ready:
    """Put the acknowledgements together from what was typed. Raises Invalid where a part of the letter has no words."""
    reference = facts.reference
    case = Case(
        child=f"{facts.first_name} {facts.last_name}",
        reference=f"{reference[:4]}-{reference[4:]}",
        coordinator=by.name,
        received_on=facts.request_received_on,
    )
    known = dict(User.objects.filter(email__in=[one.email.lower() for one in facts.parents]).values_list("email", "name"))
    recipients = [_recipient(parent, known.get(parent.email.lower(), parent.name)) for parent in facts.parents]
    return ready(Notice.RECEIVED, case, recipients, today=today, missing=facts.missing)


def _recipient(parent: ParentFacts, name: str) -> Recipient:
    contact = Contact(channel=parent.channel, address=parent.address)
    return Recipient(email=parent.email, name=name, role=ROLE_NAMES[Role.PARENT], address=address_of(contact), is_electronic=False)


def take_request(facts: PlanFacts, *, by: User, original: Received | None, today: date, now: datetime) -> tuple[Plan, tuple[Code, ...]]:
    """Open the plan with its request, and send the acknowledgements; give the codes of the parents who are new. Raises what `open_plan` raises, and Invalid."""
    letters = letters_for(facts, by=by, today=today)
    return _taken(facts, letters, pdfs_of(letters), by, original, today, now)


@transaction.atomic
def _taken(
    facts: PlanFacts, letters: Ready, pdfs: tuple[bytes, ...], by: User, original: Received | None, today: date, now: datetime
) -> tuple[Plan, tuple[Code, ...]]:
    plan, codes = open_and_invite(facts, by=by, original=original, today=today, now=now)
    access = open_access(by, plan.circle.reference, today=today)
    happening = Happening.objects.get(plan=plan, kind=Happening.Kind.REQUEST_RECEIVED)
    issue(access, happening, letters, pdfs, kind=IssuedDocument.Kind.LETTER, now=now)
    return plan, codes
