"""Chain the versions of a plan: each hash covers every fact of its version and the hash before it, and is signed with a key from outside the database."""

import hashlib
import hmac
from datetime import UTC

from django.conf import settings

from plans.models import PlanVersion
from plans.record.canonical import canonical, sha256_of


def version_hash(version: PlanVersion, *, note: str | None = None) -> str:
    """Hash every fact of a version together with the hash of the one before it (its plan's circle, `shares` and `cut_by` are read already).

    `note` is what the note said when the version was cut, where a passage was struck from it since.
    """
    facts = {
        "circle": str(version.plan.circle.uid),
        "uid": str(version.uid),
        "number": version.number,
        "kind": str(version.kind),
        "kind_number": version.kind_number,
        "note": version.note if note is None else note,
        "shares": str(version.shares.uid) if version.shares else "",
        "manifest": version.manifest,
        "cut_by": str(version.cut_by.uid),
        "cut_at": version.cut_at.astimezone(UTC).isoformat(timespec="microseconds"),
        "key_id": version.key_id,
    }
    return sha256_of(version.previous + canonical(facts))


def version_mac(of_hash: str) -> str:
    """Sign a hash with the key of the record."""
    return hmac.new(settings.RECORD_KEY.encode(), of_hash.encode(), hashlib.sha256).hexdigest()


def seal(version: PlanVersion) -> None:
    """Set the key, the hash and the signature of a version that is about to be stored."""
    version.key_id = settings.RECORD_KEY_ID
    version.hash = version_hash(version)
    version.mac = version_mac(version.hash)


def is_sealed(version: PlanVersion, *, note: str | None = None) -> bool:
    """Say whether a stored version's hash and signature hold."""
    return hmac.compare_digest(version.hash, version_hash(version, note=note)) and hmac.compare_digest(
        version.mac, version_mac(version.hash)
    )
