"""The forms of notices: how one wants to hear of things, what one has seen."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from plans.saying import count
from portal.models import NoticeChoices
from portal.notices.choices import ChoicesPage, Chosen
from portal.notices.reminding import DAYS

BOTH = "Enter both times, or leave both empty."
SAME = "The two times are the same. Choose different ones, or leave both empty."
TIMES_FIRST = "Enter first the hours in which no e-mail may come. The tick says that e-mails outside them are safe."
MOST_NUMBERS = 6_000


class ClockTime(forms.TimeField):
    """A time of the day, as people type it: 22:00, 22.00 or 22."""

    def __init__(self, *, label: str, hint: str = "") -> None:
        super().__init__(
            label=label,
            help_text=hint,
            required=False,
            input_formats=["%H:%M", "%H.%M", "%H"],
            widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "govuk-input--width-10", "autocomplete": "off"}),
            error_messages={"invalid": "Enter a time such as 22:00."},
        )


class Reminder(forms.TypedChoiceField):
    """So many days before a date, or not at all; a form that does not say leaves it as it is."""

    def __init__(self, *, label: str) -> None:
        days = [(str(one), f"{count(one, 'day', 'days')} before") for one in DAYS]
        super().__init__(
            label=label,
            choices=[*days, ("0", "Not at all")],
            coerce=lambda typed: int(typed) or None,
            required=False,
            empty_value="",
            error_messages={"invalid_choice": "Choose one of the list."},
        )

    def prepare_value(self, value: Any) -> Any:
        """Show that there is none as such."""
        return "0" if value is None else value


class Choices(forms.Form):
    """How e-mails come, and when not. The box about safe times is there for whoever has some."""

    how = forms.ChoiceField(
        label="E-mails about what is new",
        choices=NoticeChoices.How.choices,
        widget=forms.RadioSelect,
        help_text="The e-mail of the day comes soon after 7 in the morning, and only when there is something new.",
        error_messages={"required": "Choose whether you want e-mails.", "invalid_choice": "Choose one of the two."},
    )
    mentions_at_once = forms.BooleanField(label="Write to me at once when somebody calls me by name", required=False)
    deadlines_at_once = forms.BooleanField(label="Write to me at once when a date is near and it is my turn", required=False)
    first_reminder = Reminder(label="Remind me of my last day to answer a draft")
    last_reminder = Reminder(label="And once more")
    quiet_from = ClockTime(label="No e-mails from", hint="For example 22:00. They wait until your quiet hours end.")
    quiet_until = ClockTime(label="No e-mails until", hint="For example 7:30.")
    keeps_to_safe_times = forms.BooleanField(label="With these hours, an e-mail comes only when it is safe for me", required=False)

    def __init__(self, data: Any = None, *, page: ChoicesPage) -> None:
        super().__init__(data, initial=vars(page.initial))
        self.page = page
        if not page.safe_times:
            del self.fields["keeps_to_safe_times"]

    def clean(self) -> dict[str, Any]:
        """Check that quiet hours have two ends, and that safe times are not answered without any."""
        data = super().clean() or {}
        begins, ends = data.get("quiet_from"), data.get("quiet_until")
        if {"quiet_from", "quiet_until"} & set(self.errors):
            return data
        if (begins is None) is not (ends is None):
            self.add_error("quiet_until" if ends is None else "quiet_from", BOTH)
        elif begins is not None and begins == ends:
            self.add_error("quiet_until", SAME)
        elif begins is None and data.get("keeps_to_safe_times"):
            self.add_error("quiet_from", TIMES_FIRST)
        return data

    def chosen(self) -> Chosen:
        """Give what was chosen."""
        data = self.cleaned_data
        begins: time | None = data["quiet_from"]
        return Chosen(
            how=data["how"],
            mentions_at_once=data["mentions_at_once"],
            deadlines_at_once=data["deadlines_at_once"],
            first_reminder=self._reminder("first_reminder"),
            last_reminder=self._reminder("last_reminder"),
            quiet_from=begins,
            quiet_until=data["quiet_until"],
            keeps_to_safe_times=data.get("keeps_to_safe_times", False),
        )

    def _reminder(self, name: str) -> int | None:
        typed = self.cleaned_data[name]
        return getattr(self.page.initial, name) if typed == "" else typed


class Seen(forms.Form):
    """Which notices somebody has seen, by their numbers between commas."""

    numbers = forms.CharField(max_length=MOST_NUMBERS)

    def clean_numbers(self) -> list[int]:
        """Read the numbers."""
        parts = str(self.cleaned_data["numbers"]).split(",")
        if not all(part.isascii() and part.isdigit() and len(part) < 16 for part in parts):
            raise ValidationError("These are no numbers of notices.")
        return [int(part) for part in parts]


class SeenChanges(forms.Form):
    """Up to where somebody has seen the changes of a plan: the place of the page, and when it was made."""

    cursor = forms.CharField(max_length=200)
    at = forms.DateTimeField(required=False, input_formats=["%Y-%m-%dT%H:%M:%S.%f%z", "%Y-%m-%dT%H:%M:%S%z"])

    def made_at(self, now: datetime) -> datetime:
        """Say when the page was made; now, where it does not say so."""
        at: datetime | None = self.cleaned_data.get("at")
        return min(at, now) if at else now
