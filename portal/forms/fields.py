"""Fields that several forms of the portal share."""

from typing import Any

from django import forms


class EmailLine(forms.EmailField):
    """One e-mail address."""

    def __init__(self, *, label: str, hint: str = "", required: bool = True) -> None:
        super().__init__(
            label=label,
            help_text=hint,
            required=required,
            max_length=254,
            widget=forms.TextInput(attrs={"type": "email", "autocomplete": "off", "inputmode": "email", "spellcheck": "false"}),
            error_messages={
                "required": "Enter an e-mail address.",
                "invalid": "Enter an e-mail address in the right form, like name@example.org.",
                "max_length": "An e-mail address has at most 254 characters.",
            },
        )


class Pick(forms.ChoiceField):
    """One of a list."""

    def __init__(self, *, label: str, hint: str = "", required: bool = True, need: str = "") -> None:
        super().__init__(
            label=label,
            help_text=hint,
            required=required,
            widget=forms.Select,
            error_messages={"required": need or f"Choose one under “{label}”.", "invalid_choice": "Choose one of the list."},
        )


def add_errors(form: forms.BaseForm, errors: dict[str, Any]) -> None:
    """Put what an action found wrong beside the fields of its form; what belongs to no field stands above."""
    for name, sentence in errors.items():
        form.add_error(name if name in form.fields else None, sentence)
