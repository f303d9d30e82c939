"""A plan in force that moves from one council to another: the move as it became known here, and the plan as it came from elsewhere (SEND Regs 2014 reg 15)."""

from typing import ClassVar

from django.db import models

from permissions.append_only import Opening
from plans.models.strikes import may_be_struck


class Move(models.Model):
    """A move out of the council's area, as the council came to know of it; the newest row counts. Append-only.

    `aware_on` starts the clock, `moves_on` may lie ahead. `council` is the new one, and only the council reads it: it tells where a family lives.
    """

    append_only: ClassVar[bool] = True
    opens: ClassVar[tuple[Opening, ...]] = (may_be_struck("plans_move", "council"),)

    plan = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="moves")
    aware_on = models.DateField()
    moves_on = models.DateField()
    council = models.CharField(max_length=150)
    by = models.ForeignKey("permissions.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"move of plan {self.plan_id}"


class TakenOver(models.Model):
    """A plan that another council made and this one took over, with its file as it came. Append-only but for what the family is told, once.

    `made_on` is the day on which it was made or last reviewed there; `review_by` the day by which the family was told that it is reviewed here.
    """

    append_only: ClassVar[bool] = True
    opens: ClassVar[tuple[Opening, ...]] = (
        Opening(("assesses_again", "review_by", "told_on", "told_by_id"), 'OLD."told_on" IS NULL'),
        may_be_struck("plans_takenover", "council"),
    )

    plan = models.OneToOneField("plans.Plan", on_delete=models.PROTECT, related_name="taken_over")
    council = models.CharField(max_length=150)
    transferred_on = models.DateField()
    made_on = models.DateField()
    original = models.OneToOneField("files.StoredFile", on_delete=models.PROTECT, related_name="taken_over")
    by = models.ForeignKey("permissions.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    assesses_again = models.BooleanField(null=True)
    review_by = models.DateField(null=True)
    told_on = models.DateField(null=True)
    told_by = models.ForeignKey("permissions.User", null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"plan {self.plan_id} as taken over"
