"""How a draft reaches the people who answer it: consent to be served by the portal, service on each person, more time (SEND Regs 2014 reg 13)."""

import uuid
from typing import ClassVar

from django.db import models

from permissions.append_only import Opening
from plans.models.strikes import may_be_struck
from plans.statute.window import MINIMUM_DAYS


class ServiceConsent(models.Model):
    """One person's agreement to be served through the portal or by e-mail, which they may take back at any time (domain.md 1.1, "Served").

    Append-only but for its end.
    """

    append_only: ClassVar[bool] = True
    opens: ClassVar[tuple[Opening, ...]] = (
        Opening(("withdrawn_on", "withdrawn_by_id"), 'OLD."withdrawn_on" IS NULL'),
        may_be_struck("plans_serviceconsent", "how"),
    )

    class Channel(models.TextChoices):
        PORTAL = "portal", "In this portal"
        EMAIL = "email", "By e-mail"

    plan = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="consents")
    person = models.ForeignKey("permissions.User", on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=6, choices=Channel)
    how = models.CharField(max_length=300)
    given_on = models.DateField()
    recorded_by = models.ForeignKey("permissions.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn_on = models.DateField(null=True)
    withdrawn_by = models.ForeignKey("permissions.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "person", "channel"], condition=models.Q(withdrawn_on=None), name="one_consent_a_channel"
            )
        ]

    def __str__(self) -> str:
        return f"consent {self.pk} of person {self.person_id}"


class Service(models.Model):
    """A version served on one person. Append-only.

    `sent_on` is the day it left, `served_on` the day on which it counts as served (by post later), the first day of the window; `closes_on` the last day.
    A final plan and a copy have no window. `role` is the part in which the person was served.
    """

    append_only: ClassVar[bool] = True

    class Channel(models.TextChoices):
        PORTAL = "portal", "In this portal"
        EMAIL = "email", "By e-mail"
        POST = "post", "By first-class post"
        HAND = "hand", "By hand"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey("plans.PlanVersion", on_delete=models.PROTECT, related_name="services")
    recipient = models.ForeignKey("permissions.User", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=30)
    channel = models.CharField(max_length=6, choices=Channel)
    consent = models.ForeignKey(ServiceConsent, null=True, on_delete=models.PROTECT, related_name="services")
    sent_on = models.DateField()
    served_on = models.DateField()
    window_days = models.PositiveSmallIntegerField(null=True)
    closes_on = models.DateField(null=True)
    by = models.ForeignKey("permissions.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "recipient"], name="served_once"),
            models.CheckConstraint(
                condition=models.Q(window_days=None) | models.Q(window_days__gte=MINIMUM_DAYS), name="fifteen_days_at_least"
            ),
            models.CheckConstraint(
                condition=models.Q(window_days=None, closes_on=None) | models.Q(window_days__isnull=False, closes_on__isnull=False),
                name="a_window_has_its_end",
            ),
            models.CheckConstraint(condition=models.Q(served_on__gte=models.F("sent_on")), name="served_after_it_left"),
        ]

    def __str__(self) -> str:
        return f"service {self.uid}"


class MoreTime(models.Model):
    """More time to answer: asked by the person who was served, given or not by the council. Decided once, never shortened; the last day is the latest given."""

    append_only: ClassVar[bool] = True
    opens: ClassVar[tuple[Opening, ...]] = (
        Opening(("decided_by_id", "decided_at", "closes_on", "answer"), 'OLD."decided_at" IS NULL'),
        may_be_struck("plans_moretime", "reason"),
        may_be_struck("plans_moretime", "answer"),
    )

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="more_time")
    until = models.DateField()
    reason = models.CharField(max_length=500, blank=True)
    asked_by = models.ForeignKey("permissions.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey("permissions.User", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    closes_on = models.DateField(null=True)
    answer = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return f"more time {self.pk} for service {self.service_id}"


class IssuedDocument(models.Model):
    """A document exactly as it was issued to one recipient: its bytes, their hash, and what it was. Append-only; a strike seals the bytes and leaves the hash."""

    append_only: ClassVar[bool] = True
    opens: ClassVar[tuple[Opening, ...]] = (may_be_struck("plans_issueddocument", "content"),)

    class Kind(models.TextChoices):
        VERSION = "version", "The plan"
        NOTICE = "notice", "Notice of a decision"
        LETTER = "letter", "Letter"
        SCHEDULE = "schedule", "What you said and what we did"
        CHANGES = "changes", "The plan with the proposed changes marked"

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        WORD = "docx", "Word"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="documents")
    version = models.ForeignKey("plans.PlanVersion", null=True, on_delete=models.PROTECT, related_name="documents")
    happening = models.ForeignKey("plans.Happening", null=True, on_delete=models.PROTECT, related_name="documents")
    recipient = models.ForeignKey("permissions.User", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    format = models.CharField(max_length=4, choices=Format)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_by = models.ForeignKey("permissions.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["plan", "recipient"], name="document_by_recipient")]

    def __str__(self) -> str:
        return f"document {self.uid}"
