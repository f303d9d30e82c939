"""What is kept about the end of a plan and a reassessment, beside the happenings: who was asked and what they said, on what a decision stands (domain.md 3.2)."""

from typing import ClassVar

from django.db import models

from permissions.append_only import Opening
from plans.models.happenings import Request
from plans.models.strikes import may_be_struck
from plans.statute.ceasing import GROUND_NAMES, REASON_NAMES, WHY_NAMES, WISH_NAMES


class EndingView(models.Model):
    """What somebody said when they were asked whether a plan should end; no words: they were asked and have not answered. Append-only.

    `happening` is the letter that asked; `person` is None for the school. Read by those who decide: what one parent says is not the other's.
    """

    append_only: ClassVar[bool] = True
    opens: ClassVar[tuple[Opening, ...]] = (may_be_struck("plans_endingview", "words"),)

    happening = models.ForeignKey("plans.Happening", on_delete=models.PROTECT, related_name="views")
    person = models.ForeignKey("permissions.User", null=True, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    route = models.CharField(max_length=10, choices=Request.Route)
    words = models.TextField(max_length=4000, blank=True)
    keyed_by = models.ForeignKey("permissions.User", on_delete=models.PROTECT, related_name="+")
    keyed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"view {self.pk}"


class EndingDecision(models.Model):
    """On what a decision to end a plan stands. Append-only. The happening is dated by the day on which the notice left, `decided_on` is that of the decision.

    `reviewed_on` and `wish` for somebody of 18 or over, `outcomes` (what was considered) from 19 on.
    """

    append_only: ClassVar[bool] = True
    opens: ClassVar[tuple[Opening, ...]] = (may_be_struck("plans_endingdecision", "outcomes"),)

    happening = models.OneToOneField("plans.Happening", on_delete=models.PROTECT, related_name="ending")
    decided_on = models.DateField()
    age = models.PositiveSmallIntegerField()
    ground = models.CharField(max_length=15, choices=[(one.value, name) for one, name in GROUND_NAMES.items()])
    reviewed_on = models.DateField(null=True)
    wish = models.CharField(max_length=12, blank=True, choices=[(one.value, name) for one, name in WISH_NAMES.items()])
    outcomes = models.TextField(max_length=4000, blank=True)

    def __str__(self) -> str:
        return f"decision {self.pk}"


class PlanEnd(models.Model):
    """How a plan ended: why it could end on that day, and the reason that the yearly return (SEN2) asks for. Append-only."""

    append_only: ClassVar[bool] = True

    happening = models.OneToOneField("plans.Happening", on_delete=models.PROTECT, related_name="end")
    because = models.CharField(max_length=9, choices=[(one.value, name) for one, name in WHY_NAMES.items()])
    certificate_on = models.DateField(null=True)
    decided_on = models.DateField(null=True)
    reason = models.CharField(max_length=1, choices=[(one.value, name) for one, name in REASON_NAMES.items()])

    def __str__(self) -> str:
        return f"end {self.pk}"


class ReassessmentRequest(models.Model):
    """A request for a reassessment: who made it, by which way, in their own words. Append-only. Read by whoever works on requests, never by another parent."""

    class MadeBy(models.TextChoices):
        PARENT = "parent", "A parent or carer"
        YOUNG_PERSON = "young_person", "The young person"
        SETTING = "setting", "The school or other setting"
        ICB = "icb", "The integrated care board (health)"

    append_only: ClassVar[bool] = True
    opens: ClassVar[tuple[Opening, ...]] = (may_be_struck("plans_reassessmentrequest", "words"),)

    happening = models.OneToOneField("plans.Happening", on_delete=models.PROTECT, related_name="reassessment")
    made_by = models.CharField(max_length=14, choices=MadeBy)
    route = models.CharField(max_length=10, choices=Request.Route)
    words = models.TextField(max_length=4000)
    keyed_by = models.ForeignKey("permissions.User", on_delete=models.PROTECT, related_name="+")
    keyed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"request {self.pk}"
