"""Cut a version: keep the plan for good as it stands, put-forward words only."""

from datetime import datetime

from django.db import transaction

from permissions import ledger
from plans.access import PlanAccess, open_again
from plans.models import PlanVersion
from plans.record.append import checked_note, require_cutter
from plans.record.cutting import contents_now, cut, manifest_of


@transaction.atomic
def cut_version(access: PlanAccess, *, note: str, now: datetime) -> PlanVersion:
    """Cut a working version, which the council reads.

    The same cut asked for twice (nothing changed since the newest working version, and the same note) gives that version. Raises NotPermitted, Invalid.
    """
    circle = ledger.lock(access.plan.circle_id)
    access = open_again(access)
    require_cutter(access)
    note = checked_note(note, needed=True)
    contents = contents_now(access, now=now)
    newest = PlanVersion.objects.filter(plan=access.plan, kind=PlanVersion.Kind.WORKING).order_by("-number").first()
    if newest and newest.manifest == manifest_of(contents) and newest.note == note:
        return newest
    return cut(access, PlanVersion.Kind.WORKING, circle=circle, note=note, contents=contents, now=now)
