"""The live texts of a plan: the committed log of what was typed, its snapshots, and the passages that people speak about (design, 8).

The log is the truth: what stands in `Section.narrative` and `Item.text` is read from it ("settled"), and so is the history of who wrote what.
"""

import uuid

from django.db import models


class LiveText(models.Model):
    """One text that several people may write at the same moment: a section's own words, or the words of one item (then `item` is set).

    `n` is the number of the newest committed update, `settled_n` the one up to which the plan shows the words, `worded_n` the one up to which the history
    has left the log for rows of `Wording`. `settled_number` is the plan's `words_number` at the last settling: a cursor for pages that are open. `epoch`
    counts how often a strike put another log in the place of the one before.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    section = models.ForeignKey("plans.Section", on_delete=models.PROTECT, related_name="live_texts")
    item = models.OneToOneField("plans.Item", null=True, on_delete=models.PROTECT, related_name="live_text")
    n = models.PositiveIntegerField(default=0)
    settled_n = models.PositiveIntegerField(default=0)
    settled_number = models.PositiveIntegerField(default=0)
    worded_n = models.PositiveIntegerField(default=0)
    stored_bytes = models.PositiveIntegerField(default=0)
    epoch = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["section"], condition=models.Q(item=None), name="one_live_text_a_section"),
            models.CheckConstraint(condition=models.Q(settled_n__lte=models.F("n")), name="settled_is_committed"),
        ]
        indexes = [models.Index(fields=["section", "settled_number"], name="live_text_by_settling")]

    def __str__(self) -> str:
        return f"live text {self.pk}"

    @property
    def is_behind(self) -> bool:
        """Say whether words are committed that the plan does not show yet."""
        return self.settled_n < self.n


class TextUpdate(models.Model):
    """One committed update (Yjs, version 1), by one person; `by` is None where the service itself wrote (the first words of a text, a strike)."""

    text = models.ForeignKey(LiveText, on_delete=models.PROTECT, related_name="updates")
    n = models.PositiveIntegerField()
    by = models.ForeignKey("permissions.User", null=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=30, blank=True)
    content = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["text", "n"], name="one_update_a_number")]

    def __str__(self) -> str:
        return f"update {self.n} of live text {self.text_id}"


class TextSnapshot(models.Model):
    """The whole state of a text after update `n`, from which loading begins; the updates of the last day before it are kept."""

    text = models.ForeignKey(LiveText, on_delete=models.PROTECT, related_name="snapshots")
    n = models.PositiveIntegerField()
    content = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["text", "n"], name="one_snapshot_a_number")]

    def __str__(self) -> str:
        return f"snapshot at {self.n} of live text {self.text_id}"


class TextClient(models.Model):
    """Whose a Yjs client number is in a text: nobody writes under another person's. A retired one (its words were struck) is taken from nobody any more."""

    text = models.ForeignKey(LiveText, on_delete=models.PROTECT, related_name="clients")
    number = models.BigIntegerField()
    person = models.ForeignKey("permissions.User", null=True, on_delete=models.PROTECT, related_name="+")
    is_retired = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["text", "number"], name="one_person_a_client")]

    def __str__(self) -> str:
        return f"client {self.number} of live text {self.text_id}"


class Anchor(models.Model):
    """A passage of a live text that somebody speaks about: it follows the words through every edit.

    `starts_at` and `ends_at` are where it stands in the settled words (characters; both None once the passage has gone): every settling moves them by the
    very edits that it settles. `quote` is the passage as it was, and never changes.
    """

    text = models.ForeignKey(LiveText, on_delete=models.PROTECT, related_name="anchors")
    quote = models.TextField()
    starts_at = models.PositiveIntegerField(null=True)
    ends_at = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_at=None, ends_at=None) | models.Q(starts_at__lt=models.F("ends_at")), name="an_anchor_spans_words"
            )
        ]

    def __str__(self) -> str:
        return f"anchor {self.pk}"

    def passage_in(self, words: str) -> str:
        """Give the passage as it reads in the settled words; "" once it has gone."""
        return words[self.starts_at : self.ends_at] if self.starts_at is not None else ""
