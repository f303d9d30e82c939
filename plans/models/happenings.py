"""What has happened to a plan: each event of its statutory life, and by which way a request came in (domain.md 3)."""

from typing import ClassVar

from django.db import models

from permissions.append_only import Opening
from plans.models.strikes import may_be_struck
from plans.statute.amending import BECAUSE_NAMES


class Happening(models.Model):
    """Something that moved the plan: a request, a decision, service, final. Append-only.

    `on` is the civil day on which it happened, `at` the moment at which it was written down; `closes_on` the last day of the family's window, where it opens
    or moves one. `reason` is read by the family. `because` and `met_on` say why a plan in force is being changed (`plans.statute.amending`), and on which day
    the review meeting was held from which that follows.
    """

    append_only: ClassVar[bool] = True
    opens: ClassVar[tuple[Opening, ...]] = (may_be_struck("plans_happening", "reason"),)

    class Kind(models.TextChoices):
        REQUEST_RECEIVED = "request_received", "Request received"
        WITHDRAWN = "withdrawn", "Request withdrawn"
        ASSESS_YES = "assess_yes", "Decided to assess"
        ASSESS_NO = "assess_no", "Decided not to assess"
        OVERTURNED = "overturned", "Decision overturned"
        PLAN_YES = "plan_yes", "Decided to write a plan"
        PLAN_NO = "plan_no", "Decided not to write a plan"
        CHECKING = "checking", "Sent to be checked"
        RETURNED = "returned", "Returned from the check"
        CHECKED = "checked", "Passed the check"
        SERVED = "served", "Draft served"
        REOPENED = "reopened", "Draft taken back to writing"
        SERVED_AGAIN = "served_again", "Draft served again"
        MORE_TIME = "more_time", "More time given to answer"
        FINAL = "final", "Final plan issued"
        REVIEW_MET = "review_met", "Review meeting held"
        MAINTAINED = "maintained", "Reviewed, the plan stays as it is"
        REASSESS_ASKED = "reassess_asked", "Reassessment asked for"
        REASSESS_YES = "reassess_yes", "Decided to reassess"
        REASSESS_NO = "reassess_no", "Decided not to reassess"
        AMENDING = "amending", "Changes proposed"
        NOT_AMENDING = "not_amending", "Decided not to change the plan"
        CONSIDERING_CEASE = "considering_cease", "Thinking about ending the plan"
        CEASING = "ceasing", "Decided to end the plan"
        CEASE_APPEALED = "cease_appealed", "Appeal against ending the plan"
        NOT_CEASING = "not_ceasing", "The plan goes on"
        ENDED = "ended", "Plan ended"
        MOVED_OUT = "moved_out", "Moved to another council"
        TRANSFERRED_OUT = "transferred_out", "Handed over to another council"
        TRANSFERRED_IN = "transferred_in", "Taken over from another council"
        RIGHTS_TOLD = "rights_told", "The change of rights explained"
        RIGHTS_MOVED = "rights_moved", "The young person holds the rights"
        DIED = "died", "The child has died"

    # What one person did, and of which nobody else of the family hears: it dates no page of theirs (invariant 11).
    QUIET: ClassVar[frozenset[str]] = frozenset({Kind.REASSESS_ASKED, Kind.CEASE_APPEALED})

    plan = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="happenings")
    kind = models.CharField(max_length=20, choices=Kind)
    on = models.DateField()
    at = models.DateTimeField(null=True)
    closes_on = models.DateField(null=True)
    because = models.CharField(max_length=16, blank=True, choices=list(BECAUSE_NAMES.items()))
    met_on = models.DateField(null=True)
    by = models.ForeignKey("permissions.User", null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=4000, blank=True)

    class Meta:
        indexes = [models.Index(fields=["plan", "on"], name="happening_by_plan")]

    def __str__(self) -> str:
        return f"{self.kind} on {self.on}"


class Request(models.Model):
    """The request for an assessment: who made it, by which way, and what is still missing. It starts the clocks however incomplete it is (domain.md 0, fact 5).

    `missing` lists what the council asked for besides, in words; `original` is the letter or form as it came in.
    """

    class MadeBy(models.TextChoices):
        PARENT = "parent", "A parent or carer"
        YOUNG_PERSON = "young_person", "The young person"
        SETTING = "setting", "The school or other setting"
        OTHER = "other", "Somebody else"

    class Route(models.TextChoices):
        PORTAL = "portal", "In this portal"
        EMAIL = "email", "By e-mail"
        POST = "post", "By post"
        PHONE = "phone", "By phone"
        IN_PERSON = "in_person", "In person"

    plan = models.OneToOneField("plans.Plan", on_delete=models.PROTECT, related_name="request")
    received_on = models.DateField()
    made_by = models.CharField(max_length=14, choices=MadeBy)
    route = models.CharField(max_length=10, choices=Route)
    words = models.TextField(max_length=4000, blank=True)
    missing = models.TextField(max_length=2000, blank=True)
    original = models.OneToOneField("files.StoredFile", null=True, on_delete=models.PROTECT, related_name="request")
    keyed_by = models.ForeignKey("permissions.User", on_delete=models.PROTECT, related_name="+")
    keyed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"request for plan {self.plan_id}"
