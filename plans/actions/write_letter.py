"""Write down that a letter, or a copy of a version, was made for one adult of the family."""

from datetime import date, datetime

from django.db import transaction

from permissions import ledger
from permissions.access import normal_reference
from permissions.ledger import Act
from permissions.models import User
from plans.access import open_plan
from plans.access.details import require_keeps_cards
from plans.queries.letters import recipient

KINDS = frozenset({"letter", "copy"})


@transaction.atomic
def write_letter(person: User, reference: str, number: int, *, kind: str, today: date, now: datetime) -> None:
    """Record that a letter or a copy was made for the adult of a membership. Raises NotFound, NotPermitted."""
    circle = ledger.lock_named(normal_reference(reference))
    access = open_plan(person, reference, today=today)
    require_keeps_cards(access)
    holder, _theirs = recipient(access, number)
    if circle is None or kind not in KINDS:
        return
    act = Act(actor=access.person, role=access.role, verb="write_letter", object_kind=kind, object_uid=holder.person.uid, on_behalf_of=None)
    ledger.record(act, circle=circle, now=now)
