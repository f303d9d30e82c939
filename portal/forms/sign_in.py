"""The small forms of the front door."""

import struct
from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.core import context, ratelimit
from allauth.core.internal.ratelimit import get_ip
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm, LoginWebAuthnForm
from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError
from django.forms import CharField, EmailField, TextInput

from portal.sign_in.door import TOO_MANY
from portal.sign_in.strength import may_sign_in, person_at

WRONG_APP_CODE = "That is not the code the app shows now. Wait for the next one and type it."
TOO_MANY_APP_CODES = "There were too many tries from here. Wait five minutes, then try again."
WRONG_PASSKEY = "That passkey does not open an account here. Try another one, or sign in with a code."
# What a passkey's answer that was made up can run into, deep in the libraries that read it.
FAULTS = (ValidationError, ValueError, TypeError, KeyError, IndexError, AttributeError, struct.error)


def tries_left(key: str, *, action: str = "login_failed") -> bool:
    """Count one try from where this request comes: somebody else's tries, from elsewhere, are counted apart and stop nobody here."""
    return bool(ratelimit.consume(context.request, action=action, key=f"{get_ip(context.request)} {key}"))


def forget_tries(key: str) -> None:
    """Begin to count anew after a right answer."""
    ratelimit.clear(context.request, action="login_failed", key=f"{get_ip(context.request)} {key}")


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
        email = str(self.cleaned_data["email"]).lower()
        if not tries_left(email, action="request_login_code"):
            raise ValidationError(TOO_MANY)
        self._user = person_at(email)
        return email


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


class AppCode(CharField):
    """The six digits that an authenticator app shows."""

    def __init__(self) -> None:
        super().__init__(
            label="The code from your authenticator app",
            max_length=12,
            help_text="Six digits. The app shows a new code every 30 seconds.",
            error_messages={"required": "Enter the six digits that the app shows", "max_length": WRONG_APP_CODE},
            widget=TextInput(
                attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "spellcheck": "false", "class": "govuk-input--width-10"}
            ),
        )


class EnterAppCode(AuthenticateForm):
    """Take the app's code of a person whose mailbox was shown, or who confirms that it is they."""

    code = AppCode()

    def clean_code(self) -> str:
        """Accept a code once; count wrong ones from here, so that nobody else's tries lock the owner out."""
        key = f"app {self.user.pk}"
        if not tries_left(key):
            raise ValidationError(TOO_MANY_APP_CODES)
        code = "".join(self.cleaned_data["code"].split())
        found = Authenticator.objects.filter(user=self.user, type=Authenticator.Type.TOTP).first()
        if found is None or not found.wrap().validate_code(code):
            raise ValidationError(WRONG_APP_CODE)
        forget_tries(key)
        found.user, self.authenticator = self.user, found
        return code


class UsePasskey(AuthenticateWebAuthnForm):
    """Take what a passkey says, of a person who is known already. There is nothing to guess in it, so no tries are counted."""

    def clean_credential(self) -> Authenticator:
        """Give the passkey that answered."""
        return answered(self, self.user)


class SignInWithPasskey(LoginWebAuthnForm):
    """Take what a passkey says; whose it is stands in it."""

    def clean_credential(self) -> Authenticator:
        """Give the passkey that answered, of somebody who may sign in."""
        found = answered(self, None)
        if not may_sign_in(found.user):
            raise ValidationError(WRONG_PASSKEY)
        return found


def answered(form: Any, person: Any) -> Authenticator:
    """Check a passkey's answer to what this session asked; raise ValidationError with words for any other."""
    credential = form.cleaned_data["credential"]
    try:
        auth.parse_authentication_response(credential)
        return auth.complete_authentication(person or auth.extract_user_from_response(credential), credential)
    except FAULTS as fault:
        raise ValidationError(WRONG_PASSKEY) from fault
