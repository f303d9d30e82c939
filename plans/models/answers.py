"""What people say to a served draft, and how each of it is treated: answers, suggestions, replies, changes with their origin (SEND Regs 2014 regs 13, 14)."""

import uuid
from typing import ClassVar

from django.db import models

from permissions.append_only import Opening
from plans.models.content import NARRATIVE_LIMIT
from plans.models.strikes import may_be_struck


class SectionAnswer(models.Model):
    """What one person who was served says to one section: that they agree, or that they ask for something. No row: they have said nothing."""

    class Says(models.TextChoices):
        AGREE = "agree", "I agree with this section"
        ASK = "ask", "I want to change or ask something"

    service = models.ForeignKey("plans.Service", on_delete=models.PROTECT, related_name="section_answers")
    section = models.ForeignKey("plans.Section", on_delete=models.PROTECT, related_name="+")
    says = models.CharField(max_length=5, choices=Says)
    by = models.ForeignKey("permissions.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "section"], name="one_answer_a_section")]

    def __str__(self) -> str:
        return f"answer of service {self.service_id} to section {self.section_id}"


class Finished(models.Model):
    """That somebody who was served has finished answering, or took that back. The newest row of a service holds. Append-only."""

    append_only: ClassVar[bool] = True

    service = models.ForeignKey("plans.Service", on_delete=models.PROTECT, related_name="finished")
    is_finished = models.BooleanField()
    by = models.ForeignKey("permissions.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"service {self.service_id} finished: {self.is_finished}"


class Suggestion(models.Model):
    """One thing that somebody asks of a served version: other words, a question, something missing, a school, a meeting.

    `service` is that of the person whose representation it is (their own, or that of whoever a supporter acts for); None: a proposal of somebody on whom
    nothing was served, which changes the plan only when a served person has adopted it (`adopted_for`).
    `item` None means the section's own words; `before` is what the served version says there, `proposed` what it shall say.
    Before `sent_at` it is its author's alone; from then on it stays as it is, but may be withdrawn. `keyed_by` entered it on behalf, from a paper form
    (`original`). `is_late`: it came after the last day and before the plan was final.
    """

    class Kind(models.TextChoices):
        CHANGE = "change", "Change these words"
        QUESTION = "question", "A question"
        MISSING = "missing", "Something is missing"
        MEETING = "meeting", "Ask for a meeting"
        PREFERENCE = "preference", "The school or other place I ask for"
        BUDGET = "budget", "A personal budget"
        OTHER = "other", "Something else"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey("plans.PlanVersion", on_delete=models.PROTECT, related_name="suggestions")
    service = models.ForeignKey("plans.Service", null=True, on_delete=models.PROTECT, related_name="suggestions")
    section = models.ForeignKey("plans.Section", null=True, on_delete=models.PROTECT, related_name="suggestions")
    item = models.ForeignKey("plans.Item", null=True, on_delete=models.PROTECT, related_name="suggestions")
    kind = models.CharField(max_length=10, choices=Kind)
    before = models.TextField(max_length=NARRATIVE_LIMIT, blank=True)
    proposed = models.TextField(max_length=NARRATIVE_LIMIT, blank=True)
    reason = models.TextField(max_length=4000, blank=True)
    report = models.ForeignKey("plans.Item", null=True, on_delete=models.PROTECT, related_name="+")
    page = models.CharField(max_length=40, blank=True)
    by = models.ForeignKey("permissions.User", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=30)
    keyed_by = models.ForeignKey("permissions.User", null=True, on_delete=models.PROTECT, related_name="+")
    original = models.ForeignKey("files.StoredFile", null=True, on_delete=models.PROTECT, related_name="suggestions")
    saved_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    is_late = models.BooleanField(default=False)
    withdrawn_at = models.DateTimeField(null=True)
    adopted_for = models.ForeignKey("plans.Service", null=True, on_delete=models.PROTECT, related_name="adopted")
    adopted_by = models.ForeignKey("permissions.User", null=True, on_delete=models.PROTECT, related_name="+")
    adopted_at = models.DateTimeField(null=True)
    post_key = models.UUIDField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["by", "post_key"], name="one_suggestion_a_posted_form"),
            models.CheckConstraint(condition=models.Q(adopted_for=None) | models.Q(service=None), name="only_a_proposal_is_adopted"),
        ]
        indexes = [models.Index(fields=["version", "sent_at"], name="suggestion_by_version")]

    def __str__(self) -> str:
        return f"suggestion {self.uid}"


class Reply(models.Model):
    """The council's answer to one suggestion: the outcome, the reason that its author reads, and the words that shall stand where it is agreed.

    Before `sent_at` it is the council's alone and may be changed; afterwards nothing of it is altered (domain.md 3.1, "representation").
    `stands_on` is what the plan said there when the reply was written; `typed` holds what shall stand besides the words (`plans.record.shall`): typed fields of the
    item, that it goes, or a new one.
    """

    append_only: ClassVar[bool] = True
    opens: ClassVar[tuple[Opening, ...]] = (
        Opening(("outcome", "reason", "words", "stands_on", "typed", "by_id", "at", "sent_at"), 'OLD."sent_at" IS NULL'),
        may_be_struck("plans_reply", "reason"),
        may_be_struck("plans_reply", "words"),
        may_be_struck("plans_reply", "stands_on"),
        may_be_struck("plans_reply", "typed"),
    )

    class Outcome(models.TextChoices):
        AGREED = "agreed", "Agreed"
        PARTLY = "partly", "Partly agreed"
        NOT_AGREED = "not_agreed", "Not agreed"
        ANSWERED = "answered", "Answered"

    suggestion = models.OneToOneField(Suggestion, on_delete=models.PROTECT, related_name="reply")
    outcome = models.CharField(max_length=10, choices=Outcome)
    reason = models.TextField(max_length=4000)
    words = models.TextField(max_length=NARRATIVE_LIMIT, blank=True)
    stands_on = models.TextField(max_length=NARRATIVE_LIMIT, blank=True)
    typed = models.JSONField(default=dict)
    by = models.ForeignKey("permissions.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"reply to suggestion {self.suggestion_id}"


class TrackedChange(models.Model):
    """One change of the plan after service, with its origin: which reply changed which words from what to what. Append-only.

    `field` is empty for the words of an item, or of a section where `item` is None; else the name of a typed field, and `before` and `after` its plain values. An
    item that was not there says nothing before, one that was taken out nothing after.
    """

    append_only: ClassVar[bool] = True
    opens: ClassVar[tuple[Opening, ...]] = (may_be_struck("plans_trackedchange", "before"), may_be_struck("plans_trackedchange", "after"))

    reply = models.ForeignKey(Reply, on_delete=models.PROTECT, related_name="changes")
    version = models.ForeignKey("plans.PlanVersion", on_delete=models.PROTECT, related_name="changes")
    section = models.ForeignKey("plans.Section", on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey("plans.Item", null=True, on_delete=models.PROTECT, related_name="+")
    field = models.CharField(max_length=40, blank=True)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    by = models.ForeignKey("permissions.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"change {self.pk} from reply {self.reply_id}"
