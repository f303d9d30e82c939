"""What is asked where something is decided about a request, a draft is checked, or a case ends."""

from typing import Any

from django import forms

from plans.forms.dates import DayField
from plans.forms.fields import Choice, Words
from plans.forms.happened_on import HappenedOn
from plans.statute.events import WAY_NAMES, Way

LONGEST = 4000
READ_BY = "Each adult of the family reads this in a letter of their own. Write nothing that one of them may not know of another."
READ_BY_CIRCLE = "It is kept with the plan, and the family can ask to read it. Write nothing that one of them may not know of another."
YES, NO = "yes", "no"


def reasons(label: str, *, hint: str = READ_BY, required: bool = False, need: str = "") -> Words:
    """Make the box for reasons."""
    return Words(label=label, limit=LONGEST, rows=6, required=required, hint=hint, need=need)


class YesOrNo(HappenedOn):
    """A decision with a yes and a no; a no needs its reasons."""

    is_yes = Choice(label="What was decided?", choices=[], required=True, need="Choose what was decided.")
    on = DayField(label="Day of the decision", need="Enter the day of the decision.")
    reasons = reasons("The reasons, in plain words", hint=f"For a no, the law asks for them. {READ_BY}")
    field_order = ["is_yes", "on", "sure", "reasons", "sure_of"]
    choices: tuple[tuple[str, str], ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["is_yes"].choices = self.choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for the reasons of a no."""
        data = super().clean()
        if data.get("is_yes") == NO and not data.get("reasons") and "reasons" not in self.errors:
            self.add_error("reasons", "Write the reasons, in plain words. The law asks for them, and the family reads them.")
        return data


class AssessForm(YesOrNo):
    """Whether to carry out an assessment."""

    choices = ((YES, "Yes, we carry out an assessment"), (NO, "No, we do not carry out an assessment"))


class PlanForm(YesOrNo):
    """Whether to write a plan."""

    choices = ((YES, "Yes, we write a plan"), (NO, "No, a plan is not needed"))


class OverturnedForm(HappenedOn):
    """By which way a decision was overturned, on which day, and why."""

    way = Choice(label="How was the decision changed?", choices=[(way.value, name) for way, name in WAY_NAMES.items()], required=True)
    on = DayField(
        label="Day of the order, the agreement or the new decision",
        need="Enter the day.",
        hint="For an order of the Tribunal, the day that stands on it: the new dates count from it.",
    )
    reasons = reasons(
        "Why the decision was changed, in plain words", required=True, need="Say why the decision was changed. The family reads it."
    )
    field_order = ["way", "on", "sure", "reasons", "sure_of"]

    def clean_way(self) -> Way:
        """Read the way."""
        return Way(self.cleaned_data["way"])


class MaintainForm(HappenedOn):
    """When it was decided after a review that the plan stays as it is, and why."""

    on = DayField(label="Day of the decision", need="Enter the day of the decision.")
    reasons = reasons(
        "The reasons, in plain words",
        required=True,
        need="Write the reasons, in plain words. The law asks for them, and the family reads them.",
    )
    field_order = ["on", "sure", "reasons", "sure_of"]


class WithdrawnForm(HappenedOn):
    """When a request was withdrawn, and that it was in writing."""

    in_writing = forms.BooleanField(
        label="We have it in writing from whoever made the request",
        error_messages={"required": "A request is withdrawn in writing, by whoever made it. Ask for that first."},
    )
    on = DayField(label="Day on which we got it", need="Enter the day on which you got it.")
    reasons = reasons("Anything else that the family should know")
    field_order = ["in_writing", "on", "sure", "reasons", "sure_of"]


class MovedForm(HappenedOn):
    """When a child moved to another council."""

    on = DayField(label="Day of the move", need="Enter the day of the move.")
    reasons = reasons("Anything else that the family should know", hint=f"Do not write where the family lives now. {READ_BY}")
    field_order = ["on", "sure", "reasons", "sure_of"]


class DiedForm(HappenedOn):
    """The day on which a child died; `certain` is asked on a second page."""

    on = DayField(label="Day on which the child died", need="Enter the day.")
    certain = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)
    field_order = ["on", "sure", "sure_of", "certain"]


class ReopenForm(forms.Form):
    """Why a served draft is written in again."""

    reasons = reasons("What has to change, and why", hint=READ_BY_CIRCLE, required=True, need="Say what has to change, and why.")


class CheckForm(forms.Form):
    """What the checker found. `what` is set by the button that was pressed."""

    reasons = Words(
        label="What has to change before it can be sent to the family",
        limit=LONGEST,
        rows=6,
        required=False,
        hint="Needed where you return the draft. It stays in the plan’s history, which the family can ask for.",
    )
