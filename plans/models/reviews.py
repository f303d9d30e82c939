"""The yearly review of a plan in force: the meeting, who is invited, what each says, the report, and early reviews that are asked for (domain.md 3.2, 5.4)."""

import uuid
from typing import ClassVar

from django.db import models

from permissions.append_only import Opening
from plans.models.strikes import may_be_struck


class Review(models.Model):
    """One review of a plan in force. Where it stands follows from its days; the plan is final all the while. What was decided after it is a Happening.

    `phase` names the change of phase it has to come before, with the calendar year of it; `met` is the happening of the meeting, `met_on` its day.
    A review that was called off stays in the record with its reason; at most one is open.
    """

    class Kind(models.TextChoices):
        YEARLY = "yearly", "Yearly review"
        EARLY = "early", "Early review"

    class Phase(models.TextChoices):
        NONE = "", "No change of phase"
        SCHOOL = "school", "Into a school, or to another phase of school"
        POST_16 = "post_16", "From secondary school to college or another post-16 place"

    class ChildsPart(models.TextChoices):
        WHOLE = "whole", "They were there the whole time"
        PART = "part", "They were there for a part"
        NOT = "not", "They were not there"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="reviews")
    kind = models.CharField(max_length=6, choices=Kind)
    phase = models.CharField(max_length=7, choices=Phase, blank=True)
    transfer_year = models.PositiveSmallIntegerField(null=True)
    meeting_on = models.DateField()
    place = models.CharField(max_length=300)
    late_because = models.CharField(max_length=1000, blank=True)
    scheduled_by = models.ForeignKey("permissions.User", on_delete=models.PROTECT, related_name="+")
    scheduled_at = models.DateTimeField()
    invited_on = models.DateField(null=True)
    circulated_on = models.DateField(null=True)
    met_on = models.DateField(null=True)
    met = models.OneToOneField("plans.Happening", null=True, on_delete=models.PROTECT, related_name="review")
    childs_part = models.CharField(max_length=5, choices=ChildsPart, blank=True)
    childs_voice = models.CharField(max_length=2000, blank=True)
    called_off_on = models.DateField(null=True)
    called_off_because = models.CharField(max_length=1000, blank=True)

    class Meta:
        indexes = [models.Index(fields=["plan", "meeting_on"], name="review_by_plan")]
        constraints = [
            models.UniqueConstraint(fields=["plan"], condition=models.Q(met_on=None, called_off_on=None), name="one_review_to_come"),
            models.CheckConstraint(
                condition=models.Q(phase="", transfer_year=None) | (~models.Q(phase="") & models.Q(transfer_year__isnull=False)),
                name="a_change_of_phase_has_its_year",
            ),
            models.CheckConstraint(
                condition=models.Q(met_on=None, met=None) | models.Q(met_on__isnull=False, met__isnull=False, invited_on__isnull=False),
                name="whoever_met_was_invited",
            ),
        ]

    def __str__(self) -> str:
        return f"review {self.uid}"


class ReviewInvitee(models.Model):
    """Somebody who is invited to a review and asked for advice: a person of the circle, or somebody without an account, by name.

    `group` is the one of the five whom the law names (SEND Regs 2014 regs 20(2) and 21(2)) for which they come, or none of them.
    """

    class Group(models.TextChoices):
        FAMILY = "family", "The family"
        SETTING = "setting", "The school or other setting"
        COUNCIL = "council", "The council’s SEN officer"
        HEALTH = "health", "Health"
        SOCIAL_CARE = "social_care", "Social care"
        OTHER = "other", "Others"

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="invitees")
    group = models.CharField(max_length=11, choices=Group)
    person = models.ForeignKey("permissions.User", null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=30, blank=True)
    invited_on = models.DateField()
    attended = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "person"], condition=models.Q(person__isnull=False), name="invited_once"),
            models.CheckConstraint(condition=models.Q(person__isnull=False) | ~models.Q(name=""), name="an_invitee_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"invitee {self.pk} of review {self.review_id}"


class ReviewAdvice(models.Model):
    """What somebody invited says before the meeting: views of the family, advice of a professional, in their own words; the newest row of an invitee counts.

    Append-only. `came_on` is the day on which it came; `by` whoever typed it: they themselves, or whoever arranges the review, for what came on paper.
    """

    append_only: ClassVar[bool] = True
    opens: ClassVar[tuple[Opening, ...]] = (may_be_struck("plans_reviewadvice", "words"),)

    invitee = models.ForeignKey(ReviewInvitee, on_delete=models.PROTECT, related_name="advice")
    words = models.TextField(max_length=10000)
    came_on = models.DateField()
    by = models.ForeignKey("permissions.User", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=30)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"advice {self.pk} of invitee {self.invitee_id}"


class ReviewReport(models.Model):
    """The report of a review. It can be written on until it is sent, and then never again.

    `outcomes` holds, for each outcome of Section E, its uid, its title as it stood, the progress and the words about it.
    """

    append_only: ClassVar[bool] = True
    opens: ClassVar[tuple[Opening, ...]] = (
        Opening(
            ("recommendation", "reasons", "views", "differences", "adulthood", "outcomes", "by_id", "at", "sent_on"),
            'OLD."sent_on" IS NULL',
        ),
        *(may_be_struck("plans_reviewreport", name) for name in ("reasons", "views", "differences", "adulthood", "outcomes")),
    )

    class Recommendation(models.TextChoices):
        KEEP = "keep", "Keep the plan as it is"
        CHANGE = "change", "Change the plan"
        END = "end", "End the plan"

    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="report")
    recommendation = models.CharField(max_length=6, choices=Recommendation, blank=True)
    reasons = models.TextField(max_length=10000, blank=True)
    views = models.TextField(max_length=10000, blank=True)
    differences = models.TextField(max_length=6000, blank=True)
    adulthood = models.TextField(max_length=6000, blank=True)
    outcomes = models.JSONField(default=list, blank=True)
    by = models.ForeignKey("permissions.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    sent_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"report of review {self.review_id}"


class ReviewRequest(models.Model):
    """An early review that the family or the setting asks for, and what the council answers. Append-only but for the answer, which is given once."""

    append_only: ClassVar[bool] = True
    opens: ClassVar[tuple[Opening, ...]] = (
        Opening(("is_agreed", "answer", "answered_by_id", "answered_at"), 'OLD."answered_at" IS NULL'),
        may_be_struck("plans_reviewrequest", "words"),
        may_be_struck("plans_reviewrequest", "answer"),
    )

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="review_requests")
    words = models.TextField(max_length=4000)
    by = models.ForeignKey("permissions.User", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=30)
    at = models.DateTimeField()
    is_agreed = models.BooleanField(null=True)
    answer = models.TextField(max_length=4000, blank=True)
    answered_by = models.ForeignKey("permissions.User", null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"request {self.uid} for an early review"
