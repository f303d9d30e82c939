"""Keep a document exactly as it was issued to one person."""

import hashlib
from datetime import datetime

from permissions import ledger
from permissions.ledger import Act
from permissions.models import User
from plans.access import PlanAccess
from plans.models import Happening, IssuedDocument


def issue_document(
    access: PlanAccess, happening: Happening | None, recipient: User, content: bytes, *, kind: IssuedDocument.Kind, now: datetime
) -> IssuedDocument:
    """Store a PDF that goes out, mostly because of a happening, and enter it in the ledger, inside the caller's transaction, which has asked who may."""
    circle = ledger.lock(access.plan.circle_id)
    document = IssuedDocument.objects.create(
        plan=access.plan,
        happening=happening,
        recipient=recipient,
        kind=kind,
        format=IssuedDocument.Format.PDF,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        made_by_id=access.person,
        made_at=now,
    )
    act = Act(actor=access.person, role=access.role, verb="issue_document", object_kind="document", object_uid=document.uid)
    ledger.record(act, circle=circle, now=now)
    return document
