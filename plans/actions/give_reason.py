"""Give the reason why a plan may go out although a check warns."""

from datetime import date, datetime

from django.db import transaction

from permissions.models import User
from permissions.refusals import NotPermitted
from plans.access.checks import require_reason
from plans.actions.checks import checked_words, current_finding, keep_reason, open_to_reason
from plans.models import QualityReason
from plans.statute.quality import Severity

IS_NO_WARNING = "What stops the plan is put right, or overridden by a service leader. A reason is not enough for it."


@transaction.atomic
def give_reason(person: User, reference: str, key: str, *, words_hash: str, reason: str, today: date, now: datetime) -> QualityReason:
    """Keep the reason for one warning, for the words as they stand. Raises NotFound, NotPermitted, Invalid, NotNow when the words have changed since.

    Law: domain.md 6: a warning needs a recorded reason; it never stops a plan on its due day.
    """
    access, circle = open_to_reason(person, reference, today=today)
    finding = current_finding(access, key, words_hash)
    require_reason(access, finding.section)
    if finding.severity is not Severity.WARN:
        raise NotPermitted(IS_NO_WARNING)
    return keep_reason(access, circle, finding, checked_words(reason), is_override=False, now=now)
