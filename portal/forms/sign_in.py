"""The two small forms of the front door."""

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from django.forms import CharField, EmailField, TextInput


class AskForCode(RequestLoginCodeForm):
    """Take the address to which the code goes."""

    email = EmailField(
        label="Your e-mail address",
        max_length=254,
        help_text="We send a code to this address. You need no password.",
        error_messages={
            "required": "Enter your e-mail address",
            "invalid": "Enter an e-mail address in the right form, like name@example.org",
        },
        widget=TextInput(attrs={"type": "email", "autocomplete": "email", "inputmode": "email", "spellcheck": "false"}),
    )

    def clean_email(self) -> str:
        """Take the address as it stands in the account, in small letters: the code goes there and nowhere that only looks like it."""
        self.cleaned_data["email"] = self.cleaned_data["email"].lower()
        return str(super().clean_email())


class EnterCode(ConfirmLoginCodeForm):
    """Take the code."""

    code = CharField(
        label="The code from the e-mail",
        max_length=20,
        help_text="It works for 10 minutes.",
        error_messages={"required": "Enter the code from the e-mail"},
        widget=TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false", "class": "govuk-input--width-10"}
        ),
    )
