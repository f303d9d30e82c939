"""Passages that must not be known any more: who had them struck, why, and the sealed bytes (design, 6)."""

import uuid

from django.db import models


class Strike(models.Model):
    """One passage that two people of the council strike from everything that was ever kept of a plan.

    `passage` is sealed (encrypted with a key outside the database). Proposed by one, confirmed or declined by another; `done_at` when every place was struck.
    """

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

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None) | ~models.Q(confirmed_by=models.F("proposed_by")), name="two_people_strike"
            ),
        ]

    def __str__(self) -> str:
        return f"strike {self.uid}"


class StruckText(models.Model):
    """One text from which a passage was struck: the sealed bytes of before, the hashes of before and after, signed with the key of the record."""

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
