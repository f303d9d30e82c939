"""Put a file to a report, put another in its place, or take it away: what adding, saving and taking out share."""

from datetime import datetime

from files.actions.let_go import let_go
from files.actions.take_in import take_in
from files.intake import Received
from files.refused import FileRefused
from permissions.models import User
from permissions.refusals import Invalid
from plans.access import PlanAccess
from plans.models import EvidenceSpec, Item


def set_file(item: Item, received: Received | None, access: PlanAccess, person: User, *, now: datetime) -> None:
    """Let a report have this file, or none, inside the caller's transaction. Raises Invalid where the plan's room for files is used up.

    A file that nobody but its author could see goes for good; one that was put forward stays, for the versions that name it.
    """
    before = item.evidence.file
    try:
        file = take_in(received, owner=access.circle.circle.uid, added_by=person.uid, now=now) if received else None
    except FileRefused as refused:
        raise Invalid({"file": str(refused)}) from refused
    EvidenceSpec.objects.filter(pk=item.pk).update(file=file)
    item.evidence.file = file
    if before and not item.was_put_forward:
        let_go(before)
