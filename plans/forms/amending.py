"""What is asked where a plan in force begins to be changed, and where it stays as it is after all."""

from typing import Any

from plans.forms.dates import DayField
from plans.forms.deciding import READ_BY_CIRCLE, reasons
from plans.forms.fields import Choice
from plans.forms.happened_on import HappenedOn
from plans.statute.amending import BECAUSE_NAMES, Because

# A reassessment is decided on its own page, which begins the change by itself.
CHOICES = [(one.value, BECAUSE_NAMES[one]) for one in (Because.AFTER_REVIEW, Because.OUTSIDE_REVIEW, Because.TRIBUNAL)]
NEEDS_MEETING = "Enter the day of the review meeting: the 4, 8 and 12 weeks of the law count from it."
NO_MEETING = "Only a change after a review follows from a review meeting. Take the day out, or choose “After a review”."


class AmendForm(HappenedOn):
    """Why a plan in force is to be changed, on which day that was decided, and on which the review meeting was."""

    because = Choice(label="Why is the plan to be changed?", choices=CHOICES, required=True, need="Choose why the plan is to be changed.")
    meeting_on = DayField(label="Day of the review meeting", hint="For a change after a review. Leave it empty otherwise.", required=False)
    on = DayField(
        label="Day of the decision", need="Enter the day of the decision.", hint="For an order of the Tribunal, the day that stands on it."
    )
    reasons = reasons("What is to change, and why", hint=READ_BY_CIRCLE, required=True, need="Say what is to change, and why.")
    field_order = ["because", "meeting_on", "on", "sure", "reasons", "sure_of"]

    def clean_because(self) -> Because:
        """Read the reason."""
        return Because(self.cleaned_data["because"])

    def clean(self) -> dict[str, Any]:
        """Ask for the day of the meeting after a review, and for none otherwise."""
        data = super().clean()
        met, because = data.get("meeting_on"), data.get("because")
        if because is Because.AFTER_REVIEW and met is None and "meeting_on" not in self.errors:
            self.add_error("meeting_on", NEEDS_MEETING)
        if because not in (None, Because.AFTER_REVIEW) and met is not None:
            self.add_error("meeting_on", NO_MEETING)
        return data


class NotAmendingForm(HappenedOn):
    """When it was decided not to change a plan after all, and why."""

    on = DayField(label="Day of the decision", need="Enter the day of the decision.")
    reasons = reasons(
        "The reasons, in plain words",
        required=True,
        need="Write the reasons, in plain words. The law asks for them, and the family reads them.",
    )
    field_order = ["on", "sure", "reasons", "sure_of"]
