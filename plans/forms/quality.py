"""What is asked where a plan goes out although a check found something."""

from django import forms

from plans.forms.fields import Words
from plans.models.quality import REASON_LIMIT


class ReasonForm(forms.Form):
    """Why a warning is right as it is. `words_hash` names the words that the person read."""

    reason = Words(
        label="Why this is right for the plan as it is",
        limit=REASON_LIMIT,
        rows=3,
        hint="Everyone of the council who checks the plan reads it, and it is kept. It holds as long as these words stand.",
        need="Say why, in a few words. The reason is kept.",
    )
    words_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)


class OverrideForm(ReasonForm):
    """Why a plan goes out although a check stops it, and that the leader is sure."""

    reason = Words(
        label="Why the plan goes out all the same",
        limit=REASON_LIMIT,
        rows=3,
        hint="It is kept with your name. It holds for these words, and for this one time that the plan is sent.",
        need="Say why, in a few words. The reason is kept.",
    )
    sure = forms.BooleanField(label="I have read what was found, and the plan is to go out as it is", required=False)
    field_order = ["reason", "sure"]
