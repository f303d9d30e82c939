"""Why a plan goes out although a check found something: reasons for warnings, and what a leader let pass (domain.md 6)."""

from typing import ClassVar

from django.db import models

from permissions.append_only import Opening
from plans.models.strikes import may_be_struck

REASON_LIMIT = 1000


class QualityReason(models.Model):
    """The reason that somebody gave for one finding, or with which a leader overrode it. Append-only.

    `check_id` is that of the table (Q13), `item_uid` None where it is about a section or the whole plan, `section` empty for the whole plan. A reason holds while
    the words stand for which it was given (`words_hash`), and the newest one counts.
    """

    append_only: ClassVar[bool] = True
    opens: ClassVar[tuple[Opening, ...]] = (may_be_struck("plans_qualityreason", "reason"),)

    plan = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="quality_reasons")
    check_id = models.CharField(max_length=4)
    section = models.CharField(max_length=2, blank=True)
    item_uid = models.UUIDField(null=True)
    words_hash = models.CharField(max_length=64)
    reason = models.CharField(max_length=REASON_LIMIT)
    is_override = models.BooleanField(default=False)
    by = models.ForeignKey("permissions.User", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=30)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["plan", "words_hash"], name="quality_reason_by_words")]

    def __str__(self) -> str:
        return f"reason {self.pk} for {self.check_id} in plan {self.plan_id}"
