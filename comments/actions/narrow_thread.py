"""Narrow who may read a thread."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from comments.access import NARROWED_FROM, require_raiser
from comments.actions.say import note, open_to_act
from comments.models import Thread
from comments.narrowing import narrower_choices
from comments.people import people_around
from permissions.models import User
from permissions.refusals import Invalid

CHOOSE = "Choose who can still see this. It can only become fewer people, and everybody who has said something stays among them."


@transaction.atomic
def narrow_thread(
    audience: str, person: UUID | None = None, *, reference: str, thread: UUID, by: User, today: date, now: datetime
) -> Thread:
    """Let fewer people read a thread that this person raised. It can't be undone: nothing in the portal widens an audience.

    Raises NotFound for outsiders and for a thread that they do not read, NotPermitted for whoever did not raise it, NotNow once the plan has ended, Invalid for an
    audience that is not smaller or in which somebody who has said something would not read any more.
    """
    opened = open_to_act(by, reference, thread, today=today)
    require_raiser(opened.access, opened.facts, raised_by=opened.row.opened_by_id)
    choices = narrower_choices(opened.access, opened.row, opened.facts, people_around(opened.access))
    chosen = next((one for one in choices if (one.audience, one.person_uid) == (audience, person)), None)
    if chosen is None:
        raise Invalid({"audience": CHOOSE})
    row, before = opened.row, opened.row.audience
    row.audience, row.person_id = chosen.audience, chosen.person
    row.save(update_fields=["audience", "person"])
    note(opened, "narrow_thread", kind=f"{NARROWED_FROM}{before}", now=now)
    return row
