"""What is asked when somebody agrees to be sent a plan, when a draft is served, and when somebody needs more time."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField

from plans.actions.ask_more_time import LONGEST_REASON
from plans.actions.give_consent import LONGEST_HOW
from plans.actions.more_time import LONGEST_ANSWER
from plans.forms.dates import DayField
from plans.forms.fields import Choice, Number, Words
from plans.models import Service
from plans.queries.serve_page import Delivery, Recipient, ServePage, Serving

MOST_DAYS = 90
PAPER = (Service.Channel.POST.value, Service.Channel.HAND.value)


class ConsentForm(forms.Form):
    """How, and on which day, somebody agreed."""

    how = Words(
        label="How did they tell you?",
        limit=LONGEST_HOW,
        rows=2,
        hint="For example: they ticked it on the request form. They can read what you write here.",
        need="Say how they told you: for example, on the request form, or in a letter of a certain day.",
    )
    given_on = DayField(label="On which day did they agree?", need="Enter the day on which they agreed.")


class WithdrawConsentForm(forms.Form):
    """On which day somebody took it back."""

    withdrawn_on = DayField(label="On which day did they take it back?", need="Enter the day on which they took it back.")

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"withdrawn_on": today})


class OwnConsentForm(forms.Form):
    """Which way of one's own, and whether to agree to it or to take that back."""

    channel = forms.ChoiceField(choices=[("portal", "portal"), ("email", "email")])
    act = forms.ChoiceField(choices=[("give", "give"), ("withdraw", "withdraw")])


class ServeForm(forms.Form):
    """How each recipient is to have the draft, and how long they have to answer; asked twice, `sure` the second time."""

    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    sure = forms.CharField(required=False, max_length=3, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, page: ServePage, least_days: int, today: date) -> None:
        super().__init__(data, initial={"seen": page.seen})
        self.recipients: Sequence[Recipient] = page.recipients
        self.today = today
        self.fields["days"] = Number(
            label="Days to answer",
            least=least_days,
            most=MOST_DAYS,
            hint="The day on which it is served is the first. Weekends and holidays count.",
        )
        self.fields["days"].required, self.fields["days"].initial = True, least_days
        self.fields["days"].error_messages["required"] = f"Enter how many days the family has: {least_days} or more."
        for one in page.recipients:
            ways = [(way.channel, way.words) for way in one.open_ways]
            self.fields[f"way_{one.number}"] = Choice(
                label="How do they get it?", choices=ways, required=True, need=f"Choose how {one.name} gets the draft."
            )
            day = DayField(
                label="If on paper: on which day does it leave?",
                hint="Today, or one of the next 7 days. Leave it empty for today.",
                required=False,
            )
            self.fields[f"day_{one.number}"] = day

    @property
    def groups(self) -> list[tuple[Recipient, BoundField, BoundField]]:
        """Give the fields of each recipient together."""
        return [(one, self[f"way_{one.number}"], self[f"day_{one.number}"]) for one in self.recipients]

    @property
    def is_sure(self) -> bool:
        """Say whether it was asked and confirmed."""
        return bool(self.cleaned_data["sure"] == "yes")

    @property
    def again(self) -> list[tuple[str, str]]:
        """Give what was typed, to be sent once more with the confirmation."""
        own = [name for name in self.data if name.split("_")[0] in ("seen", "days", "way", "day")]
        return [(name, str(self.data[name])) for name in own] + [("sure", "yes")]

    def serving(self) -> Serving:
        """Give what was chosen."""
        data = self.cleaned_data
        deliveries = tuple(self._delivery(one, data) for one in self.recipients)
        return Serving(deliveries=deliveries, days=data["days"], seen=data["seen"])

    def _delivery(self, to: Recipient, data: dict[str, Any]) -> Delivery:
        channel = data[f"way_{to.number}"]
        day = data.get(f"day_{to.number}") if channel in PAPER else None
        return Delivery(number=to.number, channel=channel, sent_on=day or self.today)


class AskMoreTimeForm(forms.Form):
    """Until when somebody needs time, and why."""

    until = DayField(label="Until which day do you need?", need="Enter the day until which you need time.")
    reason = Words(
        label="Why do you need more time?",
        limit=LONGEST_REASON,
        rows=3,
        required=False,
        hint="You do not have to say. For example: we are waiting for a report, or for an interpreter. You and the council read this.",
    )


class GiveMoreTimeForm(forms.Form):
    """The new last day, and a word to the person."""

    closes_on = DayField(label="New last day", need="Enter the new last day.")
    answer = Words(label="A word to them", limit=LONGEST_ANSWER, rows=3, required=False, hint="They read this.")


class DecideMoreTimeForm(GiveMoreTimeForm):
    """Whether more time is given; if not, why not."""

    gives = Choice(label="Do they get more time?", choices=[("yes", "Yes"), ("no", "No")], required=True, need="Choose yes or no.")
    field_order = ("gives", "closes_on", "answer")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["closes_on"].required = False

    def clean(self) -> dict[str, Any]:
        """Ask for the day where more time is given, and forget it where none is."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("gives") == "yes" and not data.get("closes_on") and "closes_on" not in self.errors:
            self.add_error("closes_on", "Enter the new last day.")
        if data.get("gives") == "no":
            data["closes_on"] = None
        return data
