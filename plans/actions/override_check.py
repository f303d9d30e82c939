"""Let a plan go out although a check stops it: a service leader, with a reason that is kept."""

from datetime import date, datetime

from django.db import transaction

from permissions.models import User
from permissions.refusals import Invalid, NotPermitted
from plans.access.checks import NEVER, ONLY_A_LEADER, require_open
from plans.actions.checks import checked_words, current_finding, keep_reason, open_to_reason
from plans.models import QualityReason
from plans.statute.quality import Severity
from plans.striking.door import leads

IS_NO_STOP = "This does not stop the plan, so there is nothing to override. Whoever writes the section gives a reason for it."
NOT_SURE = "Tick the box if you want the plan to go out as it is."


@transaction.atomic
def override_check(
    person: User, reference: str, key: str, *, words_hash: str, reason: str, is_sure: bool, today: date, now: datetime
) -> QualityReason:
    """Keep a leader's reason to let one stop pass, for these words and this one issue. Raises NotFound, NotPermitted, Invalid, NotNow when the words changed.

    Law: domain.md 6: a BLOCK may be overridden by a leader with a stored reason, except those of `may_override`.
    """
    access, circle = open_to_reason(person, reference, today=today)
    if not leads(access):
        raise NotPermitted(ONLY_A_LEADER)
    require_open(access)
    finding = current_finding(access, key, words_hash)
    if finding.severity is not Severity.BLOCK:
        raise NotPermitted(IS_NO_STOP)
    if not finding.overridable:
        raise NotPermitted(NEVER, source=finding.source)
    words = checked_words(reason)
    if not is_sure:
        raise Invalid({"sure": NOT_SURE})
    return keep_reason(access, circle, finding, words, is_override=True, now=now)
