"""What is asked where a plan may end, and where a reassessment is asked for and answered."""

from collections.abc import Sequence
from typing import Any

from django import forms

from plans.actions.ask_reassessment import Requested
from plans.actions.record_ending_view import Heard
from plans.forms.dates import DayField
from plans.forms.deciding import LONGEST, NO, READ_BY, YES, YesOrNo, reasons
from plans.forms.fields import Choice, Words
from plans.forms.happened_on import HappenedOn
from plans.models import ReassessmentRequest, Request
from plans.statute.ceasing import (
    CHOSEN,
    GROUND_NAMES,
    REASON_NAMES,
    WHY_NAMES,
    WISH_NAMES,
    Ending,
    Grounds,
    asks_outcomes,
    asks_review,
    grounds_at,
)
from plans.statute.reassessing import REFUSAL_NAMES

IF_YES = "Only if the plan is to end."
BY_WHICH_WAY = Choice(label="How did it reach you?", choices=Request.Route.choices, required=True, need="Choose how it reached you.")


class WithDays(HappenedOn):
    """A form with further days beside the one on which something happened; all of them go with it to the second page."""

    @property
    def day_boxes(self) -> tuple[tuple[str, str], ...]:
        """Give the three boxes of every day as they were sent."""
        others = [name for name, field in self.fields.items() if isinstance(field, DayField) and name != self.day_name]
        names = [self.add_prefix(f"{name}_{part}") for name in others for part in ("day", "month", "year")]
        return (*super().day_boxes, *((name, str(self.data.get(name, ""))) for name in names))


class ConsiderForm(HappenedOn):
    """That the council thinks about ending a plan, and why."""

    on = DayField(label="Day on which you began to think about it", need="Enter the day.")
    reasons = reasons(
        "Why you are thinking about it, in plain words",
        required=True,
        need="Say why you are thinking about it. The family and the school read it, and answer it.",
        hint=f"The school reads this, too. {READ_BY}",
    )
    field_order = ["on", "sure", "reasons", "sure_of"]


class DecideEndingForm(YesOrNo, WithDays):
    """Whether a plan ends; what the decision stands on is asked by age."""

    choices = ((YES, "End the plan"), (NO, "The plan goes on"))
    ground = Choice(label="On what does the decision stand?", choices=[], hint=IF_YES)
    reviewed_on = DayField(label="Day of the review meeting", required=False, hint=f"{IF_YES} From 18 on, the plan is reviewed first.")
    wish = Choice(
        label="What does the young person want?",
        choices=[(one.value, name) for one, name in WISH_NAMES.items()],
        hint=f"{IF_YES} From 18 on, they are asked first.",
    )
    outcomes = Words(
        label="Which outcomes of the plan have been achieved, and which have not?",
        limit=LONGEST,
        rows=5,
        required=False,
        hint=f"{IF_YES} From 19 on, the law has the council consider it. It is kept with the decision, and is in no letter.",
    )
    reasons = reasons(
        "The reasons, in plain words", hint=READ_BY, required=True, need="Write the reasons, in plain words. The family reads them."
    )
    field_order = ["is_yes", "on", "sure", "ground", "reviewed_on", "wish", "outcomes", "reasons", "sure_of"]

    def __init__(self, *args: Any, age: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ground"].choices = [(one.value, GROUND_NAMES[one]) for one in grounds_at(age)]  # type: ignore[attr-defined]
        unasked = (() if asks_review(age) else ("reviewed_on", "wish")) + (() if asks_outcomes(age) else ("outcomes",))
        for name in unasked:
            del self.fields[name]

    def details(self) -> dict[str, Any]:
        """Give what the decision stands on."""
        data = self.cleaned_data
        named = {name: data.get(name) or "" for name in ("ground", "wish", "outcomes")}
        return {"grounds": Grounds(reviewed_on=data.get("reviewed_on"), **named)}


class GoOnForm(HappenedOn):
    """That a plan goes on which was to end."""

    on = DayField(label="Day of the order, the agreement or the new decision", need="Enter the day.")
    reasons = reasons("Why the plan goes on, in plain words", required=True, need="Say why the plan goes on. The family reads it.")
    field_order = ["on", "sure", "reasons", "sure_of"]


class EndForm(WithDays):
    """On which day a plan ended, why it could end then, and the reason of the yearly return."""

    because = Choice(
        label="Why can it end now?",
        choices=[(one.value, name) for one, name in WHY_NAMES.items()],
        required=True,
        need="Choose why the plan can end now.",
    )
    certificate_on = DayField(
        label="Day on the mediation certificate",
        required=False,
        hint="If there is one: the family can appeal for a month from that day. Else leave it empty.",
    )
    decided_on = DayField(label="Day on which the appeal was dismissed or withdrawn", required=False, hint="Only if there was an appeal.")
    on = DayField(
        label="Day on which the plan ended",
        need="Enter the day on which the plan ended.",
        hint="The real end, not the day of the decision. For example, 27 3 2026",
    )
    reason = Choice(
        label="Why did the plan end?",
        choices=[(one.value, f"{one.value}. {REASON_NAMES[one]}") for one in CHOSEN],
        required=True,
        need="Choose the reason that the yearly return asks for.",
        hint="For the yearly return (SEN2). It is in no letter. A move to another council (5) and a death (8) are recorded in their own places.",
    )
    reasons = reasons("Anything else that the family and the school should know", hint=f"The school reads this, too. {READ_BY}")
    field_order = ["because", "certificate_on", "decided_on", "on", "sure", "reason", "reasons", "sure_of"]

    def details(self) -> dict[str, Any]:
        """Give how the plan ended."""
        data = self.cleaned_data
        return {"ending": Ending(**{name: data[name] for name in ("on", "because", "reason", "certificate_on", "decided_on")})}


class ReassessForm(YesOrNo):
    """Whether to carry out a reassessment."""

    choices = ((YES, "Yes, we carry out a reassessment"), (NO, "No, we do not carry out a reassessment"))
    refusal = Choice(label="If not, why not?", choices=[(one.value, name) for one, name in REFUSAL_NAMES.items()])
    field_order = ["is_yes", "on", "sure", "refusal", "reasons", "sure_of"]

    def details(self) -> dict[str, Any]:
        """Give why it is refused."""
        return {"refusal": self.cleaned_data.get("refusal") or ""}


class AppealForm(HappenedOn):
    """On which day an appeal was registered."""

    on = DayField(label="Day on which the Tribunal registered the appeal", need="Enter the day.")


class AskReassessForm(HappenedOn):
    """A request for a reassessment, as it came in."""

    made_by = Choice(label="Who asks for it?", choices=ReassessmentRequest.MadeBy.choices, required=True, need="Choose who asks for it.")
    on = DayField(
        label="Day on which it reached the council",
        need="Enter the day on which it reached the council.",
        hint="The 15 days count from this day. For example, 27 3 2026",
    )
    route = BY_WHICH_WAY
    words = Words(
        label="What they ask for, in their own words",
        limit=LONGEST,
        rows=6,
        hint="Only those of the council who work on it read this. A parent is not told that another parent asked.",
        need="Write down what they ask for, in their words.",
    )
    field_order = ["made_by", "on", "sure", "route", "words", "sure_of"]

    def requested(self) -> Requested:
        """Give the request."""
        data = self.cleaned_data
        return Requested(made_by=data["made_by"], route=data["route"], words=data["words"])


class HeardForm(HappenedOn):
    """What one who was asked said about ending a plan."""

    who = Choice(label="Who was asked?", choices=[], required=True, need="Choose who was asked.")
    on = DayField(label="Day on which they answered, or on which you write that they have not", need="Enter the day.")
    route = BY_WHICH_WAY
    words = Words(
        label="What they said, in their own words",
        limit=LONGEST,
        rows=6,
        required=False,
        hint="Only those of the council who decide read this.",
    )
    is_silent = forms.BooleanField(label="They were asked, and have not answered", required=False)
    field_order = ["who", "on", "sure", "route", "words", "is_silent", "sure_of"]

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = list(people)  # type: ignore[attr-defined]

    def heard(self) -> Heard:
        """Give what was said."""
        data = self.cleaned_data
        return Heard(who=data["who"], on=data["on"], route=data["route"], words=data["words"], is_silent=data["is_silent"])
