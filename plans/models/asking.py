"""A request for an assessment as somebody with an account makes it here, page by page, until it is sent and the council opens a plan for it."""

import uuid
from typing import Any

from django.db import models

from plans.models.happenings import Request

PARTS = ("school", "year", "needs", "health", "tried", "views", "parents", "contact", "relation")


class Asking(models.Model):
    """What one person asks for. Its writer alone reads it until it is sent, then whoever opens plans for the council, too.

    `sent_on` is the civil day on which the request counts as received. Once a plan is opened for it (`plan`), its words stand in that plan's Request and no
    longer here.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    by = models.ForeignKey("permissions.User", on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    made_by = models.CharField(max_length=14, choices=Request.MadeBy, blank=True)
    relation = models.CharField(max_length=60, blank=True)
    contact = models.CharField(max_length=200, blank=True)
    first_name = models.CharField(max_length=80, blank=True)
    last_name = models.CharField(max_length=80, blank=True)
    born_on = models.DateField(null=True)
    school = models.CharField(max_length=100, blank=True)
    year = models.CharField(max_length=20, blank=True)
    needs = models.CharField(max_length=800, blank=True)
    health = models.CharField(max_length=500, blank=True)
    tried = models.CharField(max_length=700, blank=True)
    views = models.CharField(max_length=700, blank=True)
    parents = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True)
    sent_on = models.DateField(null=True)
    plan = models.OneToOneField("plans.Plan", null=True, on_delete=models.PROTECT, related_name="asked")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sent_at=None, sent_on=None) | models.Q(sent_at__isnull=False, sent_on__isnull=False),
                name="a_request_is_sent_on_a_day",
            ),
            models.CheckConstraint(condition=models.Q(plan=None) | models.Q(sent_on__isnull=False), name="a_plan_for_what_was_sent"),
        ]
        indexes = [models.Index(fields=["sent_on"], condition=models.Q(plan=None, sent_on__isnull=False), name="asking_waits")]

    def __str__(self) -> str:
        return f"request {self.uid}"

    @property
    def values(self) -> dict[str, Any]:
        """Give what was typed, by field."""
        return {name: getattr(self, name) for name in ("made_by", "first_name", "last_name", "born_on", *PARTS)}
