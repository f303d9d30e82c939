"""The forms between the answers and the final plan: an agreement, a signature, a consultation and its answer."""

from collections.abc import Sequence
from typing import Any

from django import forms

from plans.actions.record_school_reply import SchoolAnswer
from plans.forms.dates import DayField
from plans.forms.fields import Choice, Words
from plans.models import SchoolConsultation

AMOUNT = "“Cost a year in pounds” must be an amount from 0 to 20,000,000, such as 26400."


class AgreeForm(forms.Form):
    """An agreement to what was read (`seen`), with a note."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    note = Words(label="A note, if you want to add one", limit=1000, rows=2, required=False, hint="The council reads this.")


class TakeOutForm(forms.Form):
    """Why health has not agreed a piece of help."""

    note = Words(
        label="Why has health not agreed it?",
        limit=1000,
        rows=3,
        hint="This stands in Section G from now on. The family reads it.",
        need="Say why health has not agreed it. The family reads this.",
    )


class ConsultForm(forms.Form):
    """Which place is asked, and where the letter goes."""

    email = forms.EmailField(
        label="E-mail address of its head or SENCo",
        help_text="The letter names the reference and no child. The draft itself is not in it.",
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages=dict.fromkeys(("required", "invalid"), "Enter an e-mail address, like name@example.org."),
    )
    is_requested = forms.BooleanField(label="The family asked for this place", required=False)

    def __init__(self, *args: Any, offered: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        again = "Choose a school or other place from the list."
        self.fields["organisation"] = forms.TypedChoiceField(
            label="School or other place",
            choices=[("", "Choose one"), *offered],
            coerce=int,
            error_messages={"required": again, "invalid_choice": again},
        )
        self.order_fields(["organisation", "email", "is_requested"])


class SchoolReplyForm(forms.Form):
    """What a consulted place answers (domain.md 2.5)."""

    can_meet = Choice(
        label="Can you meet this child’s needs?",
        choices=SchoolConsultation.CanMeet.choices,
        required=True,
        need="Choose whether you can meet the needs.",
    )
    ground = Choice(
        label="If not: on which ground?",
        choices=[("", "Not said"), *SchoolConsultation.Ground.choices],
        hint="These are the only grounds that the law knows (Children and Families Act 2014 section 39(4)).",
    )
    cannot_meet = Words(label="Which needs or which help can you not meet, or would have to change?", limit=4000, rows=4, required=False)
    evidence = Words(label="What shows this?", limit=4000, rows=3, required=False)
    capacity = Words(label="How many children are in the class or year, and how many could be?", limit=2000, rows=2, required=False)
    pounds = forms.DecimalField(
        label="Cost a year in pounds, if you know it",
        required=False,
        min_value=0,
        max_value=20_000_000,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-10"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value", "max_digits", "max_decimal_places", "max_whole_digits"), AMOUNT),
    )
    start_on = DayField(label="From which day could the child start?", required=False)
    visited_on = DayField(label="If the family visited: on which day?", required=False)
    decided_by = Words(
        label="Who decided this answer, and in what role?", limit=200, rows=1, need="Say who decided this, and in what role."
    )

    def answer(self) -> SchoolAnswer:
        """Give what was written, for the action."""
        data = dict(self.cleaned_data)
        amount = data.pop("pounds")
        return SchoolAnswer(yearly_cost_pence=int(amount * 100) if amount is not None else None, **data)
