"""What has to be agreed before a plan is final: agreements to provision, the signature, and what each consulted setting answered (domain.md 2.5, 3.1)."""

import uuid
from typing import ClassVar

from django.db import models

from permissions.append_only import Opening
from plans.models.strikes import may_be_struck


class Agreement(models.Model):
    """That health agreed Section G, social care Section H, or that a leader signed the plan: for exactly these words (`sha256` of what they read). Append-only.

    An agreement to words that changed since holds no more; whoever gave it may also take it back (`is_given` False in a newer row).
    """

    append_only: ClassVar[bool] = True
    opens: ClassVar[tuple[Opening, ...]] = (may_be_struck("plans_agreement", "note"),)

    class Kind(models.TextChoices):
        HEALTH = "health", "Health agrees the health provision"
        SOCIAL_CARE = "social_care", "Social care agrees the social care provision"
        SIGNED = "signed", "Signed for the council"

    plan = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="agreements")
    kind = models.CharField(max_length=11, choices=Kind)
    is_given = models.BooleanField(default=True)
    sha256 = models.CharField(max_length=64)
    note = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey("permissions.User", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=30)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"agreement {self.pk} for plan {self.plan_id}"


class SchoolConsultation(models.Model):
    """A school or other institution that was asked whether it can meet the child's needs, with the served draft (Children and Families Act 2014 s.39(2)).

    `can_meet` is empty until it answers; `lapsed_on` is set by a person after the fifteenth day without an answer: silence is no consent.
    `key_hash` opens the reply form to whoever holds the link, without an account.
    """

    class CanMeet(models.TextChoices):
        YES = "yes", "Yes"
        WITH_CHANGES = "with_changes", "Yes, with changes to the plan"
        NO = "no", "No"

    class Ground(models.TextChoices):
        UNSUITABLE = "unsuitable", "It would be unsuitable for the child’s age, ability, aptitude or needs"
        OTHERS = "others", "It would not fit with the efficient education of others"
        RESOURCES = "resources", "It would not fit with the efficient use of resources"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="consultations")
    version = models.ForeignKey("plans.PlanVersion", on_delete=models.PROTECT, related_name="consultations")
    organisation = models.ForeignKey("permissions.Organisation", on_delete=models.PROTECT, related_name="+")
    email = models.EmailField()
    is_requested = models.BooleanField(default=False)
    key_hash = models.CharField(max_length=64, unique=True)
    sent_on = models.DateField()
    due_on = models.DateField()
    sent_by = models.ForeignKey("permissions.User", on_delete=models.PROTECT, related_name="+")
    can_meet = models.CharField(max_length=12, choices=CanMeet, blank=True)
    ground = models.CharField(max_length=10, choices=Ground, blank=True)
    cannot_meet = models.TextField(max_length=4000, blank=True)
    evidence = models.TextField(max_length=4000, blank=True)
    capacity = models.TextField(max_length=2000, blank=True)
    yearly_cost_pence = models.PositiveIntegerField(null=True)
    start_on = models.DateField(null=True)
    visited_on = models.DateField(null=True)
    decided_by = models.CharField(max_length=200, blank=True)
    replied_at = models.DateTimeField(null=True)
    lapsed_on = models.DateField(null=True)
    lapsed_by = models.ForeignKey("permissions.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "organisation"], name="one_consultation_a_setting")]

    def __str__(self) -> str:
        return f"consultation {self.uid}"
