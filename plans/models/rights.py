"""What a young person lets each parent keep once the rights are theirs, and what was found of their capacity, decision by decision (domain.md 4.5)."""

import uuid
from typing import ClassVar

from django.db import models

from permissions.append_only import Opening
from permissions.vocabulary import SECTION_NAMES
from plans.models.strikes import may_be_struck
from plans.statute.rights import KEEPS_NAMES, MATTER_NAMES


class ParentChoice(models.Model):
    """What one parent keeps in one section, as the young person, or whoever represents them, said. Append-only: the newest of a parent and section counts."""

    append_only: ClassVar[bool] = True

    plan = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="parent_choices")
    parent = models.ForeignKey("permissions.User", on_delete=models.PROTECT, related_name="+")
    section_code = models.CharField(max_length=2, choices=[(code.value, name) for code, name in SECTION_NAMES.items()])
    keeps = models.CharField(max_length=4, choices=[(one.value, name) for one, name in KEEPS_NAMES.items()])
    by = models.ForeignKey("permissions.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["plan", "parent"], name="parent_choice_by_plan")]

    def __str__(self) -> str:
        return f"choice {self.pk}"


class CapacityRecord(models.Model):
    """What was found of a young person's capacity to make one kind of decision. Append-only: the newest of a matter counts.

    Capacity is presumed: without a record, and with one that found it, the young person decides. `own_view` is what the young person wants, written down in
    either case; `representative` acts in this matter where capacity was found to be lacking.
    """

    append_only: ClassVar[bool] = True
    opens: ClassVar[tuple[Opening, ...]] = tuple(
        may_be_struck("plans_capacityrecord", column) for column in ("decision", "assessor", "evidence", "own_view")
    )

    class Standing(models.TextChoices):
        PARENT = "parent", "A parent or carer"
        DEPUTY = "deputy", "A deputy of the Court of Protection, or an attorney"
        OTHER = "other", "Somebody else"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="capacity_records")
    matter = models.CharField(max_length=10, choices=[(one.value, name) for one, name in MATTER_NAMES.items()])
    decision = models.CharField(max_length=500)
    has_capacity = models.BooleanField()
    assessor = models.CharField(max_length=200)
    assessed_on = models.DateField()
    evidence = models.TextField(max_length=4000)
    own_view = models.TextField(max_length=4000)
    representative = models.ForeignKey("permissions.User", null=True, on_delete=models.PROTECT, related_name="+")
    acts_as = models.CharField(max_length=6, choices=Standing, blank=True)
    by = models.ForeignKey("permissions.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["plan", "matter"], name="capacity_by_matter")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(has_capacity=True, representative=None) | models.Q(has_capacity=False, representative__isnull=False),
                name="a_lack_of_capacity_names_who_acts",
            )
        ]

    def __str__(self) -> str:
        return f"capacity record {self.pk}"
