"""Cut a version: keep the plan for good as it stands, put-forward words only."""

from datetime import datetime

from django.db import transaction

from permissions import ledger
from plans.access import PlanAccess, open_again
from plans.livetext.settling import settle_locked
from plans.models import PlanVersion, SectionBlob
from plans.record.append import append_version, checked_note, require_cutter
from plans.record.canonical import SCHEMA, section_json, sha256_of
from plans.record.rows import put_forward


@transaction.atomic
def cut_version(access: PlanAccess, *, note: str, now: datetime) -> PlanVersion:
    """Cut a working version, which the council reads.

    The same cut asked for twice (nothing changed since the newest working version, and the same note) gives that version. Raises NotPermitted, Invalid.
    """
    circle = ledger.lock(access.plan.circle_id)
    access = open_again(access)
    require_cutter(access)
    note = checked_note(note, needed=True)
    settle_locked(access.plan, now=now)
    contents = {code.value: section_json(section) for code, section in put_forward(access.plan, lock=True).items()}
    manifest = {code: sha256_of(content) for code, content in contents.items()}
    newest = PlanVersion.objects.filter(plan=access.plan, kind=PlanVersion.Kind.WORKING).order_by("-number").first()
    if newest and newest.manifest == manifest and newest.note == note:
        return newest
    _store(access, {manifest[code]: content for code, content in contents.items()})
    return append_version(
        access, PlanVersion.Kind.WORKING, circle=circle, manifest=manifest, note=note, shares=None, verb="cut_version", now=now
    )


def _store(access: PlanAccess, contents: dict[str, str]) -> None:
    """Store the blobs that this plan does not have yet."""
    stored = set(SectionBlob.objects.filter(plan=access.plan, sha256__in=contents).values_list("sha256", flat=True))
    SectionBlob.objects.bulk_create(
        [
            SectionBlob(plan=access.plan, sha256=sha, schema=SCHEMA, content=content)
            for sha, content in contents.items()
            if sha not in stored
        ]
    )
