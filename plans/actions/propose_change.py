"""Propose a change to a served draft, as somebody on whom it was not served."""

import uuid
from datetime import date, datetime

from django.db import transaction

from permissions import ledger
from permissions.access import NOTHING_HERE, normal_reference
from permissions.models import User
from permissions.refusals import NotFound
from permissions.vocabulary import Verb
from plans.access import open_plan
from plans.actions.answering import OF_A_SECTION, Said, note, standing_on
from plans.models import Suggestion
from plans.queries.proposing import open_proposing


@transaction.atomic
def propose_change(person: User, reference: str, said: Said, *, post_key: uuid.UUID, today: date, now: datetime) -> Suggestion:
    """Propose it: the council, the family and the professionals who read the section see it at once. The same form posted twice proposes it once.

    It changes the plan only when somebody on whom the draft was served has made it theirs (SEND Regs 2014 reg 14(1); domain.md 0, fact 4).
    Raises NotFound, NotPermitted, NotNow; Invalid for words that change nothing.
    """
    circle = ledger.lock_named(normal_reference(reference))
    access = open_plan(person, reference, today=today)
    version = open_proposing(access)
    if circle is None or said.code is None or said.kind not in OF_A_SECTION:
        raise NotFound(NOTHING_HERE)
    access.require(Verb.SUGGEST, said.code)
    again = Suggestion.objects.filter(by=person, post_key=post_key).first()
    if again is not None and (again.proposed, again.reason) == (said.proposed, said.reason):
        return again
    row = Suggestion.objects.create(
        version=version,
        kind=said.kind,
        proposed=said.proposed,
        reason=said.reason,
        page=said.page,
        by=person,
        role=access.role,
        saved_at=now,
        sent_at=now,
        post_key=uuid.uuid4() if again else post_key,
        **standing_on(access, version, said),
    )
    note(access, circle, "propose_change", uid=row.uid, code=said.code, on_behalf_of=None, now=now)
    return row
