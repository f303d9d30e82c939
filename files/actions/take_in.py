"""Take a received file in."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db.models import Sum

from files.intake import Received
from files.models import StoredFile
from files.names import size_said
from files.refused import FileRefused

State = StoredFile.State


def take_in(received: Received, *, owner: uuid.UUID, added_by: uuid.UUID, now: datetime) -> StoredFile:
    """Write the row of a file that lies on the disk, inside the caller's transaction (which has locked what the quota counts for).

    What the scanner has not seen waits and is not handed out. Raises FileRefused when the owner's room is used up.
    """
    used = StoredFile.objects.filter(owner=owner).exclude(state=State.REFUSED).aggregate(used=Sum("size"))["used"] or 0
    if used + received.size > settings.FILE_QUOTA:
        raise FileRefused(
            f"The files of this plan have {size_said(used)} of {size_said(settings.FILE_QUOTA)} already, so this one has no room. Ask the council to help."
        )
    return StoredFile.objects.create(
        owner=owner,
        stored_as=received.stored_as,
        name=received.name,
        kind=received.kind,
        size=received.size,
        sha256=received.sha256,
        state=State.READY if received.is_scanned else State.WAITING,
        added_by=added_by,
        added_at=now,
    )
