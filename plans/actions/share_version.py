"""Share a version: open a working version to the whole circle, for good."""

import uuid
from datetime import datetime

from django.db import transaction

from permissions import ledger
from permissions.access import NOTHING_HERE
from permissions.refusals import NotFound
from plans.access import PlanAccess, open_again
from plans.models import PlanVersion
from plans.record.append import append_version, checked_note, require_cutter


@transaction.atomic
def share_version(access: PlanAccess, version_uid: uuid.UUID, *, note: str, now: datetime) -> PlanVersion:
    """Make the shared version of a working one, with the same words; a version is shared once, and sharing it again gives the first.

    Raises NotPermitted; NotFound for what is no working version of this plan; Invalid.
    """
    circle = ledger.lock(access.plan.circle_id)
    access = open_again(access)
    require_cutter(access)
    note = checked_note(note, needed=False)
    working = PlanVersion.objects.filter(plan=access.plan, uid=version_uid, kind=PlanVersion.Kind.WORKING).first()
    if working is None:
        raise NotFound(NOTHING_HERE)
    already = working.shared_as.first()
    if already:
        return already
    return append_version(
        access, PlanVersion.Kind.SHARED, circle=circle, manifest=working.manifest, note=note, shares=working, verb="share_version", now=now
    )
