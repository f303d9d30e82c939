"""The record: what the plan was, in versions that are never altered (design, 9)."""

import uuid
from typing import ClassVar

from django.db import models

from permissions.append_only import Opening
from plans.models.strikes import may_be_struck


class SectionBlob(models.Model):
    """Canonical JSON of one section as put forward, once a plan and content; `sha256` is of the bytes of `content`."""

    append_only: ClassVar[bool] = True
    opens: ClassVar[tuple[Opening, ...]] = (may_be_struck("plans_sectionblob", "content"),)

    plan = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="blobs")
    sha256 = models.CharField(max_length=64)
    schema = models.PositiveSmallIntegerField()
    content = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "sha256"], name="one_blob_a_content")]

    def __str__(self) -> str:
        return f"blob {self.sha256[:12]}"


class PlanVersion(models.Model):
    """A version of a plan: which blob each section was.

    `number` counts within the plan and is not shown to those who see fewer kinds; `kind_number` counts within the kind and is.
    `shares` names the working version that a shared one opened to the circle. `hash` covers `previous` and every other fact; `mac` is keyed from outside the database.
    """

    append_only: ClassVar[bool] = True
    opens: ClassVar[tuple[Opening, ...]] = (may_be_struck("plans_planversion", "note"),)

    class Kind(models.TextChoices):
        WORKING = "working", "Working version"
        SHARED = "shared", "Shared version"
        DRAFT = "draft", "Draft plan"
        AMENDED_DRAFT = "amended_draft", "Amended draft plan"
        NOTICE = "notice", "Amendment notice"
        FINAL = "final", "Final plan"
        AMENDED_FINAL = "amended_final", "Amended final plan"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=14, choices=Kind)
    kind_number = models.PositiveIntegerField()
    note = models.CharField(max_length=500, blank=True)
    shares = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="shared_as")
    manifest = models.JSONField()
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
    mac = models.CharField(max_length=64)
    key_id = models.CharField(max_length=20)
    cut_by = models.ForeignKey("permissions.User", on_delete=models.PROTECT, related_name="+")
    cut_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="one_version_a_number"),
            models.UniqueConstraint(fields=["plan", "kind", "kind_number"], name="one_version_a_kind_number"),
            models.UniqueConstraint(fields=["plan", "previous"], name="one_chain"),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of plan {self.plan_id}"
