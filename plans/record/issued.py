"""Check what was served and issued: each document is what it was, and what the ledger says was served is there."""

import base64
import hashlib
from binascii import Error

from permissions.models import LedgerEntry
from plans.models import IssuedDocument, Plan, PlanVersion, Service
from plans.record.struck import Struck
from plans.striking.seal import Unopened, unseal

SERVES = "serve_draft"


def issued_fault(plan: Plan, struck: Struck) -> str:
    """Name the first document or service that does not hold, in words; "" when they hold. Four queries."""
    return _service_fault(plan) or _document_fault(plan, struck)


def _service_fault(plan: Plan) -> str:
    spoken_of = LedgerEntry.objects.filter(circle=plan.circle_id)
    services = Service.objects.filter(version__plan=plan)
    lost = spoken_of.filter(object_kind="service").exclude(object_uid__in=services.values("uid")).order_by("number").first()
    if lost:
        return f"a service is missing: ledger entry {lost.number} speaks of one that is not there"
    served = PlanVersion.objects.filter(plan=plan, uid__in=spoken_of.filter(verb=SERVES).values("object_uid"))
    unserved = served.exclude(pk__in=services.values("version")).order_by("number").first()
    return f"version {unserved.number} (row {unserved.pk}) was served, and on whom is missing" if unserved else ""


def _document_fault(plan: Plan, struck: Struck) -> str:
    for document in IssuedDocument.objects.filter(plan=plan).order_by("pk").iterator(chunk_size=20):
        if not _is_as_issued(document, struck):
            return f"document row {document.pk} was altered: its hash does not hold"
    return ""


def _is_as_issued(document: IssuedDocument, struck: Struck) -> bool:
    texts = struck.texts.get((IssuedDocument._meta.db_table, document.pk, "content"))
    if not texts:
        return hashlib.sha256(bytes(document.content)).hexdigest() == document.sha256
    return struck.holds(document, "content", texts[0].before) and _opens_to(texts[0].sealed, document.sha256)


def _opens_to(sealed: bytes | memoryview, sha256: str) -> bool:
    """Say whether the sealed bytes are those that were issued; without a key nothing is said against them (their signature is checked elsewhere)."""
    try:
        return hashlib.sha256(base64.b64decode(unseal(sealed))).hexdigest() == sha256
    except Unopened:
        return True
    except (Error, ValueError):
        return False
