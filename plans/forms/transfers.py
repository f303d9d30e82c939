"""What is asked where a plan in force moves between councils."""

from django import forms

from plans.forms.dates import DayField
from plans.forms.deciding import NO, READ_BY, YES, reasons
from plans.forms.fields import Choice, Words
from plans.forms.happened_on import SURE, HappenedOn


class LeavingForm(HappenedOn):
    """When the council came to know of a move, when the child moves, and to which council."""

    on = None  # type: ignore[assignment]
    day_name = "aware_on"
    aware_on = DayField(
        label="Day on which we came to know of the move",
        need="Enter the day on which you came to know of it.",
        hint="The last day for handing the plan over counts from this day, also where you write it down here later.",
    )
    sure = forms.BooleanField(label=SURE, required=False)
    moves_on = DayField(label="Day of the move", need="Enter the day of the move.", hint="It may lie ahead. For example, 27 3 2026")
    council = Words(
        label="The new council",
        limit=150,
        rows=1,
        need="Enter the name of the new council.",
        hint="Only those of the council who decide read this: it tells where the child lives. It stands in no letter.",
    )
    field_order = ["aware_on", "sure", "moves_on", "council", "sure_of"]


class HandOverForm(HappenedOn):
    """On which day a plan was handed over."""

    on = DayField(label="Day on which you hand the plan over", need="Enter the day.")
    reasons = reasons("Anything else that the family should know", hint=f"Do not write where the family lives now. {READ_BY}")
    field_order = ["on", "sure", "reasons", "sure_of"]


class TellForm(HappenedOn):
    """What the family is told of a plan that was taken over: whether the child is assessed anew, and when the plan is reviewed."""

    is_yes = Choice(
        label="Will you carry out a new needs assessment?",
        choices=((YES, "Yes, we carry out a new assessment"), (NO, "No, we do not carry out a new assessment now")),
        required=True,
        need="Choose whether you carry out a new assessment.",
    )
    review_by = DayField(label="Day by which you review the plan", need="Enter the day by which you review the plan.")
    on = DayField(label="Day of these decisions", need="Enter the day of these decisions.")
    reasons = reasons("Anything else that the family should know")
    field_order = ["is_yes", "review_by", "on", "sure", "reasons", "sure_of"]

    @property
    def day_boxes(self) -> tuple[tuple[str, str], ...]:
        """Give the boxes of both days."""
        names = [self.add_prefix(f"review_by_{part}") for part in ("day", "month", "year")]
        return (*super().day_boxes, *((name, str(self.data.get(name, ""))) for name in names))
