"""The forms of break-glass and of conflicts of interest."""

from typing import Any

from django import forms

from plans.forms.dates import DayField
from plans.forms.fields import Words
from portal.forms.fields import Pick
from portal.forms.people import Reason


class BreakGlass(forms.Form):
    """Which plan a leader opens, and why."""

    reference = Words(
        label="Reference of the plan",
        limit=20,
        rows=1,
        hint="Eight letters and figures, like 7K2M-90QX.",
        need="Enter the reference of the plan.",
    )
    reason = Words(
        label="Why you have to open it",
        limit=500,
        rows=4,
        hint="The family reads this. Write nothing here that would put a child or an adult in danger.",
        need="Say why you have to open this plan. The family reads it.",
    )


class DelayTelling(Reason):
    """Until when the family is not told, and the safeguarding reason."""

    until = DayField(label="Not before")
    field_order = ("until", "reason")


class DeclareConflict(Reason):
    """What the interest is, and who takes over where nobody else coordinates the plan."""

    successor = Pick(label="Who coordinates this plan from now on", required=False)

    def __init__(self, *args: Any, colleagues: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if colleagues:
            self.fields["successor"].choices = [("", "Choose a colleague"), *colleagues]  # type: ignore[attr-defined]
        else:
            del self.fields["successor"]

    def who_takes_over(self) -> int | None:
        """Give the number of the colleague who was chosen."""
        chosen = self.cleaned_data.get("successor")
        return int(chosen) if chosen else None
