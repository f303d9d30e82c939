"""The forms of one's own account."""

from typing import Any

from allauth.mfa.totp.internal.auth import validate_totp_code
from allauth.mfa.webauthn.internal import auth
from django import forms
from django.core.exceptions import ValidationError

from permissions.models import User
from portal.forms.fields import EmailLine
from portal.forms.sign_in import FAULTS, TOO_MANY_APP_CODES, WRONG_APP_CODE, AppCode, EnterCode, tries_left
from portal.sign_in.factors import app_secret

NOT_ADDED = "The passkey was not added. Try again, or use an authenticator app."


class PasskeyName(forms.Form):
    """How a person calls one of their passkeys."""

    name = forms.CharField(
        label="Name of this passkey",
        max_length=60,
        help_text="So that you can tell it from others. For example: my phone.",
        error_messages={"required": "Enter a name for this passkey", "max_length": "A name has at most 60 characters"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class NewPasskey(forms.Form):
    """A passkey that the person's device has just made, for what this session asked."""

    name = forms.CharField(
        label="Name of this passkey",
        required=False,
        max_length=60,
        help_text="So that you can tell it from others. For example: my phone.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    credential = forms.JSONField(widget=forms.HiddenInput, error_messages={"required": NOT_ADDED, "invalid": NOT_ADDED})

    def clean_credential(self) -> dict[str, Any]:
        """Check that it answers what was asked, and that the device made sure whose it is."""
        credential: dict[str, Any] = self.cleaned_data["credential"]
        try:
            auth.parse_registration_response(credential)
            auth.complete_registration(credential)
        except FAULTS as fault:
            raise ValidationError(NOT_ADDED) from fault
        return credential


class SetUpApp(forms.Form):
    """The first code of an app, which shows that it holds the secret."""

    code = AppCode()

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_code(self) -> str:
        """Compare it with the secret that this session offers."""
        code = "".join(self.cleaned_data["code"].split())
        if not tries_left(f"set up {self.person.pk}"):
            raise ValidationError(TOO_MANY_APP_CODES)
        if not validate_totp_code(app_secret(), code):
            raise ValidationError(WRONG_APP_CODE)
        return code


class NewEmail(forms.Form):
    """The address with which a person wants to sign in from now on."""

    email = EmailLine(label="New e-mail address", hint="We send a code to it. Your address changes when you type that code here.")

    def clean_email(self) -> str:
        """Take it in small letters."""
        return str(self.cleaned_data["email"]).lower()


class EmailCode(forms.Form):
    """A code that was sent to an address."""

    code = EnterCode.base_fields["code"]


class NewWayIn(forms.Form):
    """A new way in for somebody, at a new address where theirs is lost."""

    is_checked = forms.BooleanField(
        label="I have made sure that it is really this person",
        help_text="Make sure in person, by a phone number that we know already, or with a colleague who knows them. Not by e-mail.",
        error_messages={"required": "Make sure first that it is really this person, then tick the box."},
    )
    email = EmailLine(
        label="New e-mail address, if theirs is lost", hint="We also write to the old one that it has changed.", required=False
    )

    def clean_email(self) -> str:
        """Take it in small letters."""
        return str(self.cleaned_data["email"]).lower()
