"""What the page of an invitation asks for."""

from django import forms

from permissions.joining import CODE_LENGTH, normal_code

LONGEST_TOKEN = 100


class JoiningCode(forms.Form):
    """The joining code; the link's own half travels hidden, so that the form is sent to an address without it."""

    token = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LONGEST_TOKEN)
    code = forms.CharField(
        label="Your joining code",
        max_length=60,
        help_text="It has 8 letters and numbers, like 7K2M-9QXD. Whoever invited you gives it to you. It is not in the e-mail.",
        error_messages={
            "required": "Enter your joining code.",
            "max_length": "A joining code has 8 letters and numbers, like 7K2M-9QXD.",
        },
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "govuk-input--width-10"}
        ),
    )

    def clean_code(self) -> str:
        """Ask again for what can't be a joining code; that costs no try."""
        code = normal_code(self.cleaned_data["code"])
        if len(code) != CODE_LENGTH:
            raise forms.ValidationError("A joining code has 8 letters and numbers, like 7K2M-9QXD. Check it and type it again.")
        return code

    def refuse(self, tries_left: int) -> None:
        """Say that it was not the code, and how often it can still be tried."""
        again = "You can try once more." if tries_left == 1 else f"You can try {tries_left} more times."
        self.add_error("code", f"That is not the joining code of this invitation. {again}")
