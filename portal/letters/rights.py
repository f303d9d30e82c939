"""Tell the young person and the parents, in the autumn before it happens, that the rights in a plan will change: the letters are made before, then it is one act."""

from datetime import date, datetime

from django.db import transaction

from permissions import ledger
from permissions.access import NOTHING_HERE, normal_reference
from permissions.models import User
from permissions.refusals import Invalid, NotFound, NotNow
from plans.access import PlanAccess, open_plan
from plans.access.rights import LAW, moved, require_keeps_capacity
from plans.actions.deciding import Opened, write_down
from plans.models import Happening, IssuedDocument
from plans.queries.notice_letters import case_of, read_recipients
from plans.queries.rights import days_said, young_recipients
from plans.statute.notices import Notice
from portal.letters.deciding import CHANGED
from portal.letters.notice_letters import Ready, issue, pdfs_of, ready

OVER = "The rights have moved already, so there is nothing left to announce."
SILENCED = "Nothing is sent about this plan any more."


def letters_for(access: PlanAccess) -> Ready:
    """Put the letters together. Raises NotPermitted, NotNow; Invalid where a part has no words. Six queries."""
    require_keeps_capacity(access)
    if access.plan.silenced_on:
        raise NotNow(SILENCED)
    if moved(access.plan, access.today):
        raise NotNow(OVER, source=LAW)
    recipients = (*young_recipients(access), *read_recipients(access))
    return ready(Notice.RIGHTS_TOLD, case_of(access), recipients, today=access.today, more=days_said(access.plan))


def tell_of_rights(person: User, reference: str, *, seen: str, today: date, now: datetime) -> Happening:
    """Send the letters that were seen (`seen` is their mark). Raises NotFound, NotPermitted, NotNow; Invalid where they are others now.

    Law: SEND Code of Practice 2015, paragraphs 8.15 and 8.16.
    """
    letters = letters_for(open_plan(person, reference, today=today))
    if letters.mark != seen:
        raise Invalid({"letter": CHANGED})
    return _told(person, reference, letters, pdfs_of(letters), today, now)


@transaction.atomic
def _told(person: User, reference: str, letters: Ready, pdfs: tuple[bytes, ...], today: date, now: datetime) -> Happening:
    circle = ledger.lock_named(normal_reference(reference))
    access = open_plan(person, reference, today=today)
    if circle is None:
        raise NotFound(NOTHING_HERE)
    if letters_for(access).mark != letters.mark:
        raise Invalid({"letter": CHANGED})
    told = write_down(Opened(access, circle, person), Happening.Kind.RIGHTS_TOLD, "tell_of_rights", on=today, now=now)
    issue(access, told, letters, pdfs, kind=IssuedDocument.Kind.LETTER, now=now)
    return told
