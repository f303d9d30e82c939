"""What is asked when somebody agrees to be sent a plan, when a draft is served, and when somebody needs more time."""

from datetime import date
from typing import Any

from django import forms

from plans.actions.give_consent import LONGEST_HOW
from plans.forms.dates import DayField
from plans.forms.fields import Words


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
