"""Cut a version of a plan whose circle is locked: keep for good what is put forward, word for word."""

from datetime import datetime
from uuid import UUID

from permissions.models import Circle
from plans.access import PlanAccess
from plans.livetext.settling import settle_locked
from plans.models import PlanVersion, SectionBlob
from plans.record.append import append_version
from plans.record.canonical import SCHEMA, section_json, sha256_of
from plans.record.rows import put_forward


def contents_now(access: PlanAccess, *, now: datetime) -> dict[str, str]:
    """Settle the live texts and read every section that is put forward as canonical JSON, its rows locked."""
    settle_locked(access.plan, now=now)
    return {code.value: section_json(section) for code, section in put_forward(access.plan, lock=True).items()}


def manifest_of(contents: dict[str, str]) -> dict[str, str]:
    """Name each section by the hash of its words."""
    return {code: sha256_of(content) for code, content in contents.items()}


def cut(
    access: PlanAccess,
    kind: PlanVersion.Kind,
    *,
    circle: Circle,
    note: str,
    now: datetime,
    verb: str = "cut_version",
    contents: dict[str, str] | None = None,
    uid: UUID | None = None,
) -> PlanVersion:
    """Append a version of what is put forward now, with its ledger entry (`verb`), inside the caller's transaction, which has locked the circle and asked who may.

    `contents` are what `contents_now` gave in the same transaction, where the caller had to read them before.
    """
    contents = contents_now(access, now=now) if contents is None else contents
    manifest = manifest_of(contents)
    _store(access, {manifest[code]: content for code, content in contents.items()})
    return append_version(access, kind, circle=circle, manifest=manifest, note=note, shares=None, verb=verb, now=now, uid=uid)


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
