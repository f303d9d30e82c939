"""What is put on a paper for a meeting."""

from typing import Any

from django import forms

from permissions.vocabulary import Code
from plans.forms.fields import Choice
from portal.pages.meeting import ALL, NONE, OPEN, Chosen, Offered

PRIVATE = "Not everybody in this plan may read this. Tick the box if you want it on paper all the same."


class Boxes(forms.MultipleChoiceField):
    """Several of a list."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, label: str, required: bool, hint: str = "") -> None:
        wrong = {"required": "Choose at least one section.", "invalid_choice": "Choose from the list."}
        super().__init__(label=label, required=required, help_text=hint, error_messages=wrong)


class MeetingForm(forms.Form):
    """Which sections, which talk, and what of that which not everybody reads; that is asked twice (`sure`)."""

    use_required_attribute = False
    sections = Boxes(label="Which sections?", required=True)
    talk = Choice(
        label="Which talk?",
        choices=[(OPEN, "What is open or answered"), (ALL, "What is resolved, too"), (NONE, "None, the plan only")],
        required=True,
        hint="Talk that everyone who may see the section reads. Anything else you choose below.",
    )
    also = Boxes(
        label="What not everybody may read",
        required=False,
        hint="A paper lies on a table, and others see it. Leave these empty for a meeting with others.",
    )
    sure = forms.BooleanField(label="I keep this paper to those who may read it", required=False)
    make = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, offered: Offered, only: str = "", **kwargs: Any) -> None:
        codes = [code for code, _words in offered.sections]
        super().__init__(*args, **kwargs)
        self.initial = {"sections": [only] if only in codes else codes, "talk": OPEN if offered.has_talk else NONE}
        for name, choices in (("sections", offered.sections), ("also", offered.also)):
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 tells the type checker
            field.choices = list(choices)

    def clean(self) -> dict[str, Any]:
        """Ask once more where something was chosen that not everybody may read."""
        if self.cleaned_data.get("also") and not self.cleaned_data.get("sure"):
            self.add_error("sure", PRIVATE)
        return self.cleaned_data

    @property
    def asks_twice(self) -> bool:
        """Say whether the second question is shown: something was chosen that not everybody may read."""
        return self.is_bound and bool(self.data.getlist("also") if hasattr(self.data, "getlist") else self.data.get("also"))

    @property
    def chosen(self) -> Chosen:
        """Give what was chosen."""
        data = self.cleaned_data
        return Chosen(codes=tuple(Code(code) for code in data["sections"]), talk=data["talk"], also=frozenset(data["also"]))
