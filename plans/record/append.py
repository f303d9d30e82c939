"""Append a version to the chain of a plan whose circle is locked."""

import uuid
from datetime import datetime

from permissions import ledger
from permissions.ledger import Act
from permissions.models import Circle, User
from permissions.refusals import Invalid, NotPermitted
from plans.access import PlanAccess
from plans.models import PlanVersion
from plans.record import chain

NOTE_LIMIT = 500


def checked_note(note: str, *, needed: bool) -> str:
    """Give a note without the spaces around it. Raises Invalid for one that is too long, or missing where it is needed."""
    note = note.strip()
    if needed and not note:
        raise Invalid({"note": "Say in a few words what this version is for."})
    if len(note) > NOTE_LIMIT:
        raise Invalid({"note": f"The note can have at most {NOTE_LIMIT} characters."})
    return note


def require_cutter(access: PlanAccess) -> None:
    """Raise NotPermitted for whoever does not cut versions."""
    if not access.cuts_versions:
        raise NotPermitted("Versions are saved and shared by the council's EHC coordinator.")


def append_version(
    access: PlanAccess,
    kind: PlanVersion.Kind,
    *,
    circle: Circle,
    manifest: dict[str, str],
    note: str,
    shares: PlanVersion | None,
    verb: str,
    now: datetime,
    uid: uuid.UUID | None = None,
) -> PlanVersion:
    """Store a sealed version with the next numbers, and its ledger entry. Six queries."""
    version = next_version(access, kind, manifest=manifest, note=note, shares=shares, now=now, uid=uid)
    version.save(force_insert=True)
    act = Act(actor=access.person, role=access.role, verb=verb, object_kind="version", object_uid=version.uid)
    ledger.record(act, circle=circle, now=now)
    return version


def next_version(
    access: PlanAccess,
    kind: PlanVersion.Kind,
    *,
    manifest: dict[str, str],
    note: str,
    shares: PlanVersion | None,
    now: datetime,
    uid: uuid.UUID | None = None,
) -> PlanVersion:
    """Make the version that would come next, sealed and not stored. Three queries.

    The same facts under the same `uid` and `now` have the same hash as long as no other version came between: whoever has made documents beforehand sees by it
    that they are of exactly this version.
    """
    before = PlanVersion.objects.filter(plan=access.plan).order_by("-number")
    newest, newest_of_kind = before.first(), before.filter(kind=kind).first()
    version = PlanVersion(
        uid=uid or uuid.uuid4(),
        plan=access.plan,
        number=newest.number + 1 if newest else 1,
        kind=kind,
        kind_number=newest_of_kind.kind_number + 1 if newest_of_kind else 1,
        note=note,
        shares=shares,
        manifest=manifest,
        previous=newest.hash if newest else "",
        cut_by=User.objects.get(pk=access.person),
        cut_at=now,
    )
    chain.seal(version)
    return version
