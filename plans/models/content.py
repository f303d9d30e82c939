"""The words of a plan: sections, items, the golden thread between them, and single exceptions to who may see a section."""

import uuid
from typing import ClassVar

from django.db import models

from permissions.append_only import Opening
from permissions.models.grants import SectionGrantBase
from permissions.vocabulary import Code, Verb
from plans.models.strikes import may_be_struck
from plans.statute.sections import Kind

NARRATIVE_LIMIT = 20_000
WORDS_LIMIT = 8_000


class Section(models.Model):
    """One of the twelve sections of one plan.

    `narrative` is settled from its live text. `seq` counts the saves of the statement: a save names the number that it was written on.
    """

    plan = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="sections")
    type = models.ForeignKey("permissions.SectionType", to_field="code", on_delete=models.PROTECT, related_name="+")
    narrative = models.TextField(blank=True, max_length=NARRATIVE_LIMIT)
    none_identified = models.BooleanField(default=False)
    seq = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True)
    saved_by = models.ForeignKey("permissions.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        permissions = [(f"{verb}_section", f"May {verb} this section") for verb in Verb]
        constraints = [models.UniqueConstraint(fields=["plan", "type"], name="one_section_a_type")]

    def __str__(self) -> str:
        return f"section {self.type_id} of plan {self.plan_id}"

    @property
    def code(self) -> Code:
        """Give the section's code as a word of the vocabulary."""
        return Code(self.type_id)


class SectionGrant(SectionGrantBase):
    """guardian's own row on a section: what the coordinator granted one person, or left of a limited person's role."""

    content_object = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="grants")

    class Meta(SectionGrantBase.Meta):
        abstract = False


class Item(models.Model):
    """One voice, hope, need, outcome, piece of provision, placement, budget line or report.

    KEPT: its author sees it. PUT FORWARD: all who may see the section. RETIRED: out of the plan, never out of a version.
    `author` is who wrote it here; whose voice it is stands in its spec. `text` is settled from its live text; `seq` counts the saves of everything else.
    """

    class State(models.TextChoices):
        KEPT = "kept", "Kept to yourself"
        PUT_FORWARD = "put_forward", "Put forward"
        RETIRED = "retired", "Taken out"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="items")
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="items")
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in Kind])
    position = models.PositiveIntegerField()
    text = models.TextField(max_length=WORDS_LIMIT)
    state = models.CharField(max_length=12, choices=State, default=State.KEPT)
    was_put_forward = models.BooleanField(default=False)
    author = models.ForeignKey("permissions.User", on_delete=models.PROTECT, related_name="+")
    author_role = models.CharField(max_length=30)
    source = models.CharField(max_length=300, blank=True)
    is_safety = models.BooleanField(default=False)
    is_travel = models.BooleanField(default=False)
    seq = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey("permissions.User", on_delete=models.PROTECT, related_name="+")
    post_key = models.UUIDField(null=True, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author", "post_key"], name="one_item_a_posted_form")]
        indexes = [models.Index(fields=["section", "position"], name="item_by_section")]

    def __str__(self) -> str:
        return f"item {self.uid}"


class ItemLink(models.Model):
    """One strand of the golden thread: hope to need to provision to outcome, within one plan."""

    plan = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="links")
    source = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="leads_to")
    target = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="comes_from")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "target"], name="one_link_a_pair"),
            models.CheckConstraint(condition=~models.Q(source=models.F("target")), name="no_link_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} leads to {self.target_id}"


class Wording(models.Model):
    """What an item, or a section's own words, said after one save or one sitting of writing. Append-only.

    The history of a section is these rows and, after the newest of them, what stands in the log of the live text. `content` holds the words and every typed
    field; `state` is the item's state at that time, so that what was kept stays kept. `seq` is None for words that came from the log; `others` are the
    people who wrote in the same sitting, in turns too short to tell apart.
    """

    append_only: ClassVar[bool] = True
    opens: ClassVar[tuple[Opening, ...]] = (may_be_struck("plans_wording", "content"),)

    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="wordings")
    item = models.ForeignKey(Item, null=True, on_delete=models.PROTECT, related_name="wordings")
    seq = models.PositiveIntegerField(null=True)
    content = models.JSONField()
    state = models.CharField(max_length=12, blank=True)
    by = models.ForeignKey("permissions.User", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=30)
    at = models.DateTimeField()
    others = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "seq"], name="one_wording_a_save_of_an_item"),
            models.UniqueConstraint(fields=["section", "seq"], condition=models.Q(item=None), name="one_wording_a_save_of_a_section"),
        ]
        indexes = [models.Index(fields=["section", "at"], name="wording_by_section")]

    def __str__(self) -> str:
        return f"wording {self.pk} of section {self.section_id}"
