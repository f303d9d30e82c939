"""Check that the record of a plan is what it was: the ledger, what was struck, the chain of versions, the words that each version names,
what was served and issued, the logs of live texts."""

from collections import Counter

from permissions import ledger
from permissions.models import LedgerEntry
from plans.livetext.verifying import first_text_fault
from plans.models import Plan, PlanVersion, SectionBlob
from plans.record import chain
from plans.record.issued import issued_fault
from plans.record.struck import Struck, read_struck


def first_fault(plan: Plan) -> str:
    """Name the first row of a plan's record that does not hold, in words; "" when it holds. Eleven queries, three more where a passage was struck, and two
    a live text.
    """
    struck = read_struck(plan)
    return _ledger_fault(plan) or struck.fault() or _version_fault(plan, struck) or issued_fault(plan, struck) or first_text_fault(plan)


def _ledger_fault(plan: Plan) -> str:
    broken = ledger.first_broken(plan.circle)
    if broken is not None:
        return f"ledger entry {broken.number} (row {broken.pk}) was altered, or one before it is missing"
    newest = LedgerEntry.objects.filter(circle=plan.circle_id).order_by("-number").first()
    number, of_hash = (newest.number, newest.hash) if newest else (0, "")
    if (number, of_hash) != (plan.circle.ledger_number, plan.circle.ledger_hash):
        return f"ledger entry {number + 1} is missing: the ledger ends before its own count of {plan.circle.ledger_number}"
    return ""


def _version_fault(plan: Plan, struck: Struck) -> str:
    blobs = {blob.sha256: blob for blob in SectionBlob.objects.filter(plan=plan).order_by("pk")}
    previous = ""
    of_kind: Counter[str] = Counter()
    versions = PlanVersion.objects.filter(plan=plan).select_related("plan__circle", "shares", "cut_by").order_by("number")
    for number, version in enumerate(versions, start=1):
        of_kind[version.kind] += 1
        if (version.number, version.kind_number) != (number, of_kind[version.kind]):
            return f"version {number} is missing: the next one is version {version.number} (row {version.pk})"
        if version.previous != previous:
            return f"version {number} (row {version.pk}) does not follow from the version before it"
        if not chain.is_sealed(version, note=struck.note_of(version)):
            return f"version {number} (row {version.pk}) was altered: its seal does not hold"
        fault = _content_fault(version, blobs, struck)
        if fault:
            return fault
        previous = version.hash
    return _lost_fault(plan, sum(of_kind.values())) or _loose_fault(blobs, struck)


def _content_fault(version: PlanVersion, blobs: dict[str, SectionBlob], struck: Struck) -> str:
    for code, sha in version.manifest.items():
        blob = blobs.get(sha)
        if blob is None:
            return f"version {version.number} (row {version.pk}): the words of section {code} are missing"
        if not struck.holds(blob, "content", sha):
            return f"version {version.number} (row {version.pk}): the words of section {code} were altered (blob row {blob.pk})"
    return ""


def _lost_fault(plan: Plan, versions: int) -> str:
    """A version taken off the end leaves no gap behind it; the ledger remembers that it was there."""
    spoken_of = LedgerEntry.objects.filter(circle=plan.circle_id, object_kind="version").values("object_uid")
    stored = PlanVersion.objects.filter(plan=plan).values("uid")
    lost = spoken_of.exclude(object_uid__in=stored).order_by("number").first()
    return f"version {versions + 1} is missing: the ledger speaks of one that is not there" if lost else ""


def _loose_fault(blobs: dict[str, SectionBlob], struck: Struck) -> str:
    broken = next((blob for sha, blob in blobs.items() if not struck.holds(blob, "content", sha)), None)
    return f"blob row {broken.pk} was altered" if broken else ""
