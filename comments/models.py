"""Talk beside the words: threads, each with the people who may read it, and the council's own notes."""

import uuid
from typing import ClassVar

from django.db import models

COMMENT_LIMIT = 4_000
QUOTE_LIMIT = 1_000


class Thread(models.Model):
    """A conversation beside a section, an item, a quoted passage of either, or a version. Its audience is chosen before the first word and never widened.

    EVERYONE: all who may see the section. PROFESSIONALS: all of them but the family. COUNCIL: the council's people. PERSON: `person`, who is of the family,
    and the EHC coordinator. `quote` is the passage as it was when it was quoted, `anchor` the place that follows it through the words; `version` is set where
    the thread is about a version (and then `section` is None where it is about the whole of it), `stood_at` names the newest version that whoever raised it
    could see. `status` is the newest of its turns.
    """

    class Audience(models.TextChoices):
        EVERYONE = "everyone", "Everyone who may see this section"
        PROFESSIONALS = "professionals", "Professionals and the council"
        COUNCIL = "council", "The council's team only"
        PERSON = "person", "One person of the family and the coordinator"

    class Kind(models.TextChoices):
        QUESTION = "question", "Question"
        CORRECTION = "correction", "Correction"
        PRAISE = "praise", "Praise"
        DISAGREEMENT = "disagreement", "Disagreement"
        COMMENT = "comment", "Comment"

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        ANSWERED = "answered", "Answered"
        RESOLVED = "resolved", "Resolved"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    circle = models.ForeignKey("permissions.Circle", on_delete=models.PROTECT, related_name="threads")
    section = models.ForeignKey("plans.Section", null=True, on_delete=models.PROTECT, related_name="threads")
    item = models.ForeignKey("plans.Item", null=True, on_delete=models.PROTECT, related_name="threads")
    anchor = models.ForeignKey("plans.Anchor", null=True, on_delete=models.PROTECT, related_name="threads")
    quote = models.TextField(blank=True, max_length=QUOTE_LIMIT)
    version = models.ForeignKey("plans.PlanVersion", null=True, on_delete=models.PROTECT, related_name="threads")
    stood_at = models.ForeignKey("plans.PlanVersion", null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.COMMENT)
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)
    audience = models.CharField(max_length=14, choices=Audience)
    person = models.ForeignKey("permissions.User", null=True, on_delete=models.PROTECT, related_name="+")
    opened_by = models.ForeignKey("permissions.User", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(models.Q(audience="person") & models.Q(person__isnull=False))
                | (~models.Q(audience="person") & models.Q(person=None)),
                name="a_private_thread_names_its_person",
            ),
            models.CheckConstraint(
                condition=models.Q(section__isnull=False) | models.Q(version__isnull=False), name="a_thread_has_a_place"
            ),
        ]
        indexes = [models.Index(fields=["section", "opened_at"], name="thread_by_section")]

    def __str__(self) -> str:
        return f"thread {self.uid}"


class Comment(models.Model):
    """One comment of a thread, in plain words. `post_key` makes a form that was posted twice one comment.

    What was withdrawn is shown to nobody and stays a row: it can be asked for, and its trace says who withdrew it and when.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="comments")
    author = models.ForeignKey("permissions.User", on_delete=models.PROTECT, related_name="+")
    author_role = models.CharField(max_length=30)
    text = models.TextField(max_length=COMMENT_LIMIT)
    at = models.DateTimeField()
    post_key = models.UUIDField(null=True, editable=False)
    edited_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author", "post_key"], name="one_comment_a_posted_form")]
        indexes = [models.Index(fields=["thread", "at"], name="comment_by_thread")]

    def __str__(self) -> str:
        return f"comment {self.uid}"


class Turn(models.Model):
    """What became of a thread: answered by somebody else, resolved or opened again by whoever raised it. Append-only."""

    append_only: ClassVar[bool] = True

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="turns")
    status = models.CharField(max_length=8, choices=Thread.Status)
    by = models.ForeignKey("permissions.User", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=30)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["thread", "at"], name="turn_by_thread")]

    def __str__(self) -> str:
        return f"turn {self.status} of thread {self.thread_id}"


class Mention(models.Model):
    """Somebody who was called into a comment by name; they read the thread, or they could not have been."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="mentions")
    person = models.ForeignKey("permissions.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "person"], name="mentioned_once")]

    def __str__(self) -> str:
        return f"mention of {self.person_id} in comment {self.comment_id}"


class ReadMark(models.Model):
    """Up to which comment somebody has read a thread. It is theirs alone: nobody is told who has read what."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="marks")
    person = models.ForeignKey("permissions.User", on_delete=models.PROTECT, related_name="+")
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "person"], name="one_mark_a_reader")]

    def __str__(self) -> str:
        return f"mark of {self.person_id} in thread {self.thread_id}"


class Note(models.Model):
    """A note of the council's own, in no conversation. The family can ask for it with the rest of their records, and the page says so."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    circle = models.ForeignKey("permissions.Circle", on_delete=models.PROTECT, related_name="notes")
    section = models.ForeignKey("plans.Section", null=True, on_delete=models.PROTECT, related_name="notes")
    author = models.ForeignKey("permissions.User", on_delete=models.PROTECT, related_name="+")
    author_role = models.CharField(max_length=30)
    text = models.TextField(max_length=COMMENT_LIMIT)
    at = models.DateTimeField()
    post_key = models.UUIDField(null=True, editable=False)
    edited_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author", "post_key"], name="one_note_a_posted_form")]
        indexes = [models.Index(fields=["circle", "at"], name="note_by_circle")]

    def __str__(self) -> str:
        return f"note {self.uid}"
