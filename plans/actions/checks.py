"""What giving a reason and overriding a check share: the lock, the finding as it stands, the row and its ledger entry."""

from datetime import date, datetime

from permissions import ledger
from permissions.ledger import Act
from permissions.models import Circle, User
from permissions.refusals import Invalid, NotNow
from plans.access import PlanAccess, open_plan
from plans.access.checks import require_reader
from plans.models import QualityReason
from plans.models.quality import REASON_LIMIT
from plans.queries.quality_pages import NOT_THERE_ANY_MORE, found_by_key
from plans.queries.sheet import findings_now
from plans.statute.quality import Finding


def open_to_reason(person: User, reference: str, *, today: date) -> tuple[PlanAccess, Circle]:
    """Lock the circle of a plan and open it for whoever reads what the checks found. Raises NotFound or NotPermitted for anybody else."""
    found = open_plan(person, reference, today=today)
    circle = ledger.lock(found.plan.circle_id)
    access = open_plan(person, reference, today=today)
    require_reader(access)
    return access, circle


def current_finding(access: PlanAccess, key: str, words_hash: str) -> Finding:
    """Find what a check finds now, for the words that the person read. Raises NotFound, NotNow when it or the words have changed since."""
    found = found_by_key(findings_now(access), key).finding
    if found.words_hash != words_hash:
        raise NotNow(NOT_THERE_ANY_MORE)
    return found


def checked_words(reason: str) -> str:
    """Take a reason that was given; raise Invalid without one, or for one too long."""
    words = reason.strip()
    if not words:
        raise Invalid({"reason": "Say why, in a few words. The reason is kept."})
    if len(words) > REASON_LIMIT:
        raise Invalid({"reason": f"The reason can hold {REASON_LIMIT} characters."})
    return words


def keep_reason(access: PlanAccess, circle: Circle, finding: Finding, words: str, *, is_override: bool, now: datetime) -> QualityReason:
    """Append the reason, and write into the ledger that it was given: where, and never what."""
    kept = QualityReason.objects.create(
        plan=access.plan,
        check_id=finding.id,
        section=finding.section or "",
        item_uid=finding.item,
        words_hash=finding.words_hash,
        reason=words,
        is_override=is_override,
        by_id=access.person,
        role=access.role,
        at=now,
    )
    act = Act(
        actor=access.person,
        role=access.role,
        verb="override_check" if is_override else "give_reason",
        sections=(finding.section,) if finding.section else (),
        object_kind="check",
    )
    ledger.record(act, circle=circle, now=now)
    return kept
