"""Send the council's replies to those who asked; what was agreed comes to stand in the plan in the same transaction."""

import uuid
from datetime import date, datetime

from django.db import transaction

from permissions import ledger
from permissions.access import NOTHING_HERE
from permissions.ledger import Act
from permissions.models import User
from permissions.refusals import Invalid, NotFound, NotNow, Stale
from plans.access import open_again, open_plan
from plans.access.finishing import require_sender
from plans.actions.apply_reply import apply_reply
from plans.models import Reply
from plans.queries.items import section_said
from plans.queries.replying import asked_of, require_sending
from plans.queries.serving import served_draft

ONE_BY_ONE = "Send the first of the two by itself with “Send this one”; then change the other, which shows what the plan says by then."
SILENCED = "Nothing is sent about this plan any more."


@transaction.atomic
def send_replies(person: User, reference: str, uid: uuid.UUID | None, *, today: date, now: datetime) -> tuple[Reply, ...]:
    """Send one reply, or all that are written (`uid` None), and apply what they agree; all of it or nothing.

    Raises NotFound where there is none to send, NotPermitted, NotNow before the family's time is over; Invalid and Stale as `apply_reply`, naming the section.
    """
    access = open_plan(person, reference, today=today)
    circle = ledger.lock(access.plan.circle_id)
    access = open_again(access)
    require_sender(access)
    require_sending(access)
    if access.plan.silenced_on:
        raise NotNow(SILENCED)
    version = served_draft(access)
    asked = asked_of(access).filter(reply__isnull=False, reply__sent_at=None)
    rows = list((asked.filter(uid=uid) if uid else asked).order_by("pk"))
    if not rows or version is None:
        raise NotFound(NOTHING_HERE)
    for row in rows:
        reply = row.reply
        reply.suggestion = row
        where = section_said(row.section.code) if row.section else ""
        try:
            apply_reply(access, person, reply, version, circle=circle, now=now)
        except Stale as stale:
            how = "" if uid else f" {ONE_BY_ONE}"
            raise Stale(f"{where}: {stale.because}{how}", clashes=stale.clashes) from stale
        except Invalid as wrong:
            raise Invalid({name: f"{where}: {words}" for name, words in wrong.errors.items()}) from wrong
        reply.sent_at = now
        reply.save(update_fields=["sent_at"])
        act = Act(actor=access.person, role=access.role, verb="send_reply", object_kind="suggestion", object_uid=row.uid)
        ledger.record(act, circle=circle, now=now)
    return tuple(row.reply for row in rows)
