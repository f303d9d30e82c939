"""What serving a draft and issuing the final share: the documents that go to each, what was done, and keeping each document as it was made."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from plans.models import Happening, IssuedDocument, PlanVersion, Service


@dataclass(frozen=True, kw_only=True)
class Issued:
    """One document, made for one recipient: its kind and its bytes."""

    person: int
    kind: IssuedDocument.Kind
    content: bytes


@dataclass(frozen=True, kw_only=True)
class Served:
    """What was done: the version, its services and the happening."""

    version: PlanVersion
    services: tuple[Service, ...]
    happening: Happening


def keep_issued(
    version: PlanVersion,
    happening: Happening,
    documents: Collection[Issued],
    now: datetime,
    *,
    with_version: Collection[IssuedDocument.Kind],
) -> None:
    """Keep every document as it was made, with its hash; those of the kinds `with_version` beside the version with which they went."""
    IssuedDocument.objects.bulk_create(
        [
            IssuedDocument(
                plan=version.plan,
                version=version if one.kind in with_version else None,
                happening=happening,
                recipient_id=one.person,
                kind=one.kind,
                format=IssuedDocument.Format.PDF,
                content=one.content,
                sha256=hashlib.sha256(one.content).hexdigest(),
                made_by=version.cut_by,
                made_at=now,
            )
            for one in documents
        ]
    )
