"""What is asked where a review is arranged, announced, prepared, held, reported and asked for."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from plans.actions import answer_early_review, ask_early_review, give_review_advice, hold_review
from plans.actions.invite_to_review import LONGEST_NAME, Outsider
from plans.actions.reporting import LIMITS, LONGEST_PROGRESS
from plans.actions.schedule_review import LONGEST_PLACE, LONGEST_REASON, Meeting
from plans.forms.dates import DayField
from plans.forms.fields import Choice, Number, Words
from plans.forms.happened_on import HappenedOn
from plans.models import Review, ReviewInvitee, ReviewReport
from plans.queries.review_forms import OutcomeToReport, ReportToWrite, ToInvite
from plans.queries.review_pages import PROGRESS_NAMES
from plans.queries.reviews import Report

BY_ALL = "Everybody who is invited reads this, both parents too. Write nothing that one of them may not know of another."


class ScheduleForm(forms.Form):
    """When and where the meeting is, and whether it comes before a change of phase."""

    kind = Choice(label="What kind of review is it?", choices=Review.Kind.choices, required=True)
    meeting_on = DayField(label="Day of the meeting", need="Enter the day of the meeting.")
    place = Words(
        label="Where is it, and at what time?",
        limit=LONGEST_PLACE,
        rows=2,
        hint="For example: at Elm Street Primary School, in the library, at 2 pm. Both parents read this.",
        need="Say where and at what time the meeting is.",
    )
    phase = Choice(
        label="Does the child change phase of education next September?",
        choices=Review.Phase.choices,
        hint="Before a child goes into school, to secondary school or to college, the plan is reviewed and changed by a day of its own, and that day wins.",
    )
    transfer_year = Number(
        label="In which year is the change?", least=2014, most=2100, hint="The year of that September, for example 2027."
    )
    late_because = Words(
        label="If the meeting is after its last day: why?",
        limit=LONGEST_REASON,
        rows=2,
        required=False,
        hint="It is held all the same, and stays marked as late. Everybody who reads about this review reads the reason.",
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the year of a change of phase, and forget it where there is none."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("phase") and not data.get("transfer_year") and "transfer_year" not in self.errors:
            self.add_error("transfer_year", "Enter the year of the change.")
        if not data.get("phase"):
            data["transfer_year"] = None
        return data

    def meeting(self) -> Meeting:
        """Give what was arranged."""
        return Meeting(**self.cleaned_data)


class InviteForm(forms.Form):
    """Who of the circle is invited beside the family, and who else by name."""

    people = forms.MultipleChoiceField(
        label="Who of this plan is invited?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="The family is always invited, each of them by themselves.",
        error_messages={"invalid_choice": "Choose people of this plan."},
    )

    def __init__(self, data: Any = None, *, able: Sequence[ToInvite]) -> None:
        super().__init__(data, initial={"people": [str(one.number) for one in able if one.is_of_the_five]})
        self.fields["people"].choices = [(str(one.number), f"{one.name} ({one.role})") for one in able]  # type: ignore[attr-defined]
        for group, name in ReviewInvitee.Group.choices:
            if group != ReviewInvitee.Group.FAMILY:
                words = Words(label=f"{name}: somebody without an account here", limit=LONGEST_NAME, rows=1, required=False)
                words.help_text = "Name and part, for example: Dr Mills, paediatrician. Invite them by letter or phone yourself."
                self.fields[f"outside_{group}"] = words

    def invited(self) -> dict[str, Any]:
        """Give who was chosen."""
        data = self.cleaned_data
        named = [(name.removeprefix("outside_"), words) for name, words in data.items() if name.startswith("outside_") and words]
        return {"people": [int(one) for one in data["people"]], "outsiders": [Outsider(group, words) for group, words in named]}


class ViewsForm(forms.Form):
    """One's own words before the meeting."""

    words = Words(label="What you want to say", limit=give_review_advice.LONGEST, rows=10, need=give_review_advice.NEED)


class PaperForm(HappenedOn):
    """What came on paper or by phone from somebody who is invited, and when."""

    words = Words(label="What they say, word for word", limit=give_review_advice.LONGEST, rows=10, need=give_review_advice.NEED)
    on = DayField(label="On which day did it come?", need="Enter the day on which it came.")
    field_order = ["words", "on", "sure", "sure_of"]


class CirculateForm(forms.Form):
    """That those from whom nothing came were asked."""

    without_the_rest = forms.BooleanField(
        label="I asked everybody who is invited. From those who are named below nothing has come: asked, not received", required=False
    )


class MeetingForm(HappenedOn):
    """When the meeting was, who was there, and how the child or young person took part."""

    on = DayField(label="Day of the meeting", need="Enter the day on which the meeting was held.")
    there = forms.MultipleChoiceField(
        label="Who was there?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Also whoever took part by phone or video.",
        error_messages={"invalid_choice": "Choose those who are invited."},
    )
    childs_part = Choice(
        label="Was the child or young person there?", choices=Review.ChildsPart.choices, required=True, need=hold_review.CHOOSE
    )
    childs_voice = Words(
        label="How were their views heard?",
        limit=hold_review.LONGEST,
        rows=3,
        required=False,
        hint=f"Needed where they were not there the whole time. {BY_ALL}",
    )
    field_order = ["on", "sure", "there", "childs_part", "childs_voice", "sure_of"]

    def __init__(self, data: Any = None, *, invited: Sequence[tuple[int, str]], today: date) -> None:
        super().__init__(data, today=today)
        self.fields["there"].choices = [(str(number), name) for number, name in invited]  # type: ignore[attr-defined]

    def held(self) -> hold_review.Held:
        """Give what was recorded."""
        data = self.cleaned_data
        there = [int(one) for one in data["there"]]
        return hold_review.Held(on=data["on"], there=there, childs_part=data["childs_part"], childs_voice=data["childs_voice"])


class ReportForm(forms.Form):
    """The report of a review; what is needed to send it is asked by the act, so that it can be saved half written."""

    views = Words(label="What the child or young person and the family say", limit=LIMITS["views"], rows=6, required=False, hint=BY_ALL)
    adulthood = Words(
        label="Preparing for adult life",
        limit=LIMITS["adulthood"],
        rows=5,
        required=False,
        hint="From year 9 on: further education and work, where to live, friends and being part of things, health. What follows from it.",
    )
    differences = Words(
        label="Where those who were there differ",
        limit=LIMITS["differences"],
        rows=5,
        required=False,
        hint="Say each view. If everybody agrees, write that.",
    )
    recommendation = Choice(label="What do you recommend?", choices=ReviewReport.Recommendation.choices)
    reasons = Words(label="Why do you recommend this, and what should change?", limit=LIMITS["reasons"], rows=8, required=False)

    def __init__(self, data: Any = None, *, so_far: ReportToWrite) -> None:
        outcomes, written = so_far.outcomes, so_far.written
        super().__init__(data, initial={name: getattr(written, name) for name in (*LIMITS, "recommendation")} | _of_outcomes(outcomes))
        self.outcomes = outcomes
        for number, one in enumerate(outcomes, 1):
            self.fields[f"progress_{number}"] = Choice(label=f"Outcome {number}: {one.title}", choices=list(PROGRESS_NAMES.items()))
            self.fields[f"words_{number}"] = Words(
                label=f"Outcome {number}: how far has it come, and what shows this?", limit=LONGEST_PROGRESS, rows=3, required=False
            )
        own = [f"{name}_{number}" for number in range(1, len(outcomes) + 1) for name in ("progress", "words")]
        self.order_fields([*own, "views", "adulthood", "differences", "recommendation", "reasons"])
        if not so_far.needs_adulthood:
            self.fields["adulthood"].label = "Preparing for adult life, if it was talked about"

    def report(self) -> Report:
        """Give what was written."""
        data = self.cleaned_data
        said = [
            {"uid": one.uid, "title": one.title, "progress": data[f"progress_{number}"], "words": data[f"words_{number}"]}
            for number, one in enumerate(self.outcomes, 1)
        ]
        return Report(**{name: data[name] for name in (*LIMITS, "recommendation")}, outcomes=said)


def _of_outcomes(outcomes: Sequence[OutcomeToReport]) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, one in enumerate(outcomes, 1):
        found |= {f"progress_{number}": one.progress, f"words_{number}": one.words}
    return found


class CallOffForm(forms.Form):
    """Why a review is called off."""

    because = Words(
        label="Why is it called off?",
        limit=LONGEST_REASON,
        rows=3,
        hint=BY_ALL,
        need="Say why it is called off. Everybody who reads about this review reads it.",
    )


class AskEarlyForm(forms.Form):
    """Why the plan should be reviewed earlier."""

    words = Words(
        label="Why should the plan be reviewed earlier?",
        limit=ask_early_review.LONGEST,
        rows=6,
        hint="For example: a need has changed, or the help does not work. You and the council read this, and nobody else.",
        need="Say why the plan should be reviewed earlier.",
    )


class AnswerEarlyForm(forms.Form):
    """Whether there will be an early review, and a word to whoever asked."""

    is_agreed = Choice(
        label="Will there be an early review?",
        choices=[("yes", "Yes, arrange it next"), ("no", "No")],
        required=True,
        need="Choose yes or no.",
    )
    answer = Words(
        label="Your answer, in plain words",
        limit=answer_early_review.LONGEST,
        rows=5,
        required=False,
        hint="For a no, give the reasons. Whoever asked reads this, and nobody else of the family.",
    )

    def said(self) -> dict[str, Any]:
        """Give what was decided."""
        return {"is_agreed": self.cleaned_data["is_agreed"] == "yes", "answer": self.cleaned_data["answer"]}
