"""Passages that must not be known any more: who had them struck, why, and the sealed bytes (design, 6)."""

import uuid
from typing import ClassVar

from django.db import models

from permissions.append_only import Opening


def may_be_struck(table: str, column: str) -> Opening:
    """Open one column of a guarded row while its text of before is sealed for a strike that is confirmed and not done: within that one transaction."""
    asked = (
        'SELECT 1 FROM "plans_strucktext" JOIN "plans_strike" ON "plans_strike"."id" = "plans_strucktext"."strike_id"'  # noqa: S608 our own tables
        f' WHERE "plans_strucktext"."table" = \'{table}\' AND "plans_strucktext"."row" = OLD."id" AND "plans_strucktext"."field" = \'{column}\''
        ' AND "plans_strike"."confirmed_by_id" IS NOT NULL AND "plans_strike"."done_at" IS NULL'
    )
    return Opening((column,), f"EXISTS ({asked})")


class Strike(models.Model):
    """One passage that two people of the council strike from everything that was ever kept of a plan. Never deleted, and as it is once it is decided.

    `passage` holds the spellings, sealed (encrypted with a key outside the database). Proposed by one, confirmed or declined by another (declined by the one
    who proposed it: withdrawn); `done_at` when every place was struck. `mac` signs who, when, why and every struck text, with the key of the record.
    """

    append_only: ClassVar[bool] = True
    opens: ClassVar[tuple[Opening, ...]] = (
        Opening(
            ("confirmed_by_id", "confirmed_at", "declined_by_id", "declined_at", "done_at", "mac"),
            'OLD."done_at" IS NULL AND OLD."declined_at" IS NULL',
        ),
        may_be_struck("plans_strike", "reason"),
    )

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="strikes")
    passage = models.BinaryField()
    reason = models.CharField(max_length=500)
    proposed_by = models.ForeignKey("permissions.User", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey("permissions.User", null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    declined_by = models.ForeignKey("permissions.User", null=True, on_delete=models.PROTECT, related_name="+")
    declined_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    mac = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None) | ~models.Q(confirmed_by=models.F("proposed_by")), name="two_people_strike"
            ),
            models.CheckConstraint(condition=models.Q(confirmed_by=None) | models.Q(declined_by=None), name="a_strike_is_decided_once"),
        ]

    def __str__(self) -> str:
        return f"strike {self.uid}"


class StruckText(models.Model):
    """One text from which a passage was struck: the sealed bytes of before, the hashes of before and after, signed with the key of the record."""

    append_only: ClassVar[bool] = True

    strike = models.ForeignKey(Strike, on_delete=models.PROTECT, related_name="texts")
    table = models.CharField(max_length=60)
    row = models.BigIntegerField()
    field = models.CharField(max_length=40)
    sealed = models.BinaryField()
    before = models.CharField(max_length=64)
    after = models.CharField(max_length=64)
    mac = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["table", "row"], name="struck_text_by_row")]

    def __str__(self) -> str:
        return f"struck text {self.pk}"
