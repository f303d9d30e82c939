"""Threads beside a section, each with the people who may read it."""

import uuid

from django.db import models

COMMENT_LIMIT = 4_000


class Thread(models.Model):
    """A conversation beside a section. Its audience is chosen before the first word and never widened.

    EVERYONE: all who may see the section. PROFESSIONALS: all of them but the family. COUNCIL: the council's people. PERSON: `person`, who is of the family,
    and the EHC coordinator.
    """

    class Audience(models.TextChoices):
        EVERYONE = "everyone", "Everyone who may see this section"
        PROFESSIONALS = "professionals", "Professionals and the council"
        COUNCIL = "council", "The council's team only"
        PERSON = "person", "One person of the family and the coordinator"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    circle = models.ForeignKey("permissions.Circle", on_delete=models.PROTECT, related_name="threads")
    section = models.ForeignKey("plans.Section", on_delete=models.PROTECT, related_name="threads")
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
            )
        ]
        indexes = [models.Index(fields=["section", "opened_at"], name="thread_by_section")]

    def __str__(self) -> str:
        return f"thread {self.uid}"


class Comment(models.Model):
    """One comment of a thread, in plain words. `post_key` makes a form that was posted twice one comment."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="comments")
    author = models.ForeignKey("permissions.User", on_delete=models.PROTECT, related_name="+")
    author_role = models.CharField(max_length=30)
    text = models.TextField(max_length=COMMENT_LIMIT)
    at = models.DateTimeField()
    post_key = models.UUIDField(null=True, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author", "post_key"], name="one_comment_a_posted_form")]
        indexes = [models.Index(fields=["thread", "at"], name="comment_by_thread")]

    def __str__(self) -> str:
        return f"comment {self.uid}"
