"""What is asked when a version is cut, shared or compared."""

from collections.abc import Mapping
from typing import Any

from django import forms

from plans.forms.fields import Words
from plans.record.append import NOTE_LIMIT


class CutForm(forms.Form):
    """What a working version is for."""

    note = Words(
        label="What is this version for?",
        limit=NOTE_LIMIT,
        rows=3,
        hint="For example: all advice is in, ready to be checked. The council reads this note.",
        need="Say in a few words what this version is for.",
    )


class ShareForm(forms.Form):
    """What everyone in the circle reads beside a shared version."""

    note = Words(
        label="A note to everyone who reads it",
        limit=NOTE_LIMIT,
        rows=3,
        required=False,
        hint="Everyone in the circle reads this note, the family first of all. For example: please read this before we meet on Thursday.",
    )


class CompareForm(forms.Form):
    """Which two versions to compare, of those that this person sees."""

    SHOW = (("changes", "Only what changed"), ("everything", "Everything"))

    def __init__(self, *args: Any, offered: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (("from", "From"), ("to", "To")):
            again = f"Choose a version from the list under “{label}”."
            self.fields[name] = forms.ChoiceField(
                label=label, choices=list(offered.items()), error_messages={"invalid_choice": again, "required": again}
            )
        self.fields["show"] = forms.ChoiceField(choices=self.SHOW, required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Refuse to compare a version with itself."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("from") and data.get("from") == data.get("to"):
            self.add_error("to", "Choose two different versions.")
        return data
