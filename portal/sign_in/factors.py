"""What people sign in with beside their mailbox: passkeys and an authenticator app. Each change is one transaction with its entry and its notice."""

import base64
import json
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, clear_totp_secret, get_totp_secret
from allauth.mfa.webauthn.internal import auth
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from permissions import ledger
from permissions.access import NOTHING_HERE
from permissions.models import User
from permissions.refusals import NotFound, NotPermitted
from portal import mail
from portal.sign_in.strength import APP, PASSKEY, strength_of

LAST_ONE = "This is the only passkey or app that opens your account. Add another one first, then remove this."
SUBJECT = "Your sign-in has changed"
BODY = """Hello

{what}

If that was you, you need to do nothing.

If it was not you, tell the council at once, and ask for a new way in. They will end every open session.
"""

TRIED_SUBJECT = "Somebody tried to sign in as you"
TRIED = """Hello

Somebody typed a right code from your e-mail, and then five wrong codes for your authenticator app or passkey. They did not come in.

If that was you, you need to do nothing. If you have lost your phone, ask the council for a new way in.

If it was not you, somebody else can read your e-mail. Change its password, and tell the council.
"""


class Keys(DefaultMFAAdapter):
    """What a passkey or an app is told of this service and of the person, and how an app's secret is kept."""

    def encrypt(self, text: str) -> str:
        """Keep an app's secret readable with the key of the service only."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Read it back."""
        return _box().decrypt(encrypted_text.encode()).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Name the service as neutrally as its pages do."""
        return {**super().get_public_key_credential_rp_entity(), "name": settings.MFA_TOTP_ISSUER}

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        """Name the person, so that they find their passkey among others."""
        return {**super().get_public_key_credential_user_entity(user), "display_name": user.name}


def _box() -> MultiFernet:
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    keys = (salted_hmac("portal.sign_in.factors", "app secrets", secret=secret, algorithm="sha256").digest() for secret in secrets)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])


def creation_options(person: User) -> str:
    """Say, as JSON for the page's script, which new passkey is asked for: one that knows its owner by itself and checks that it is they."""
    return json.dumps(auth.begin_registration(person, passwordless=True), cls=DjangoJSONEncoder)


def request_options(person: User | None) -> str:
    """Say, as JSON for the page's script, which passkey is asked for: one of this person's, or anybody's."""
    return json.dumps(auth.begin_authentication(person), cls=DjangoJSONEncoder)


def app_secret() -> str:
    """Give the secret that this session offers to an app; the same until it is set up, so that a page that is loaded again shows the same picture."""
    return str(get_totp_secret(regenerate=False))


def shown_secret() -> str:
    """Write the secret as people type it: in groups of four."""
    secret = app_secret()
    return " ".join(secret[place : place + 4] for place in range(0, len(secret), 4))


def app_picture(person: User) -> str:
    """Draw the secret as a picture that an app reads, as a data: address."""
    adapter = Keys()
    drawn = adapter.build_totp_svg(adapter.build_totp_url(person, app_secret()))
    return f"data:image/svg+xml,{quote(drawn)}"


@transaction.atomic
def add_passkey(person: User, *, name: str, credential: dict[str, Any], now: datetime) -> Authenticator:
    """Keep a passkey that the form has checked."""
    added = auth.WebAuthn.add(person, name.strip() or next_name(person), credential).instance
    _note("add_passkey", person, "A passkey was added to your account.", now=now)
    return added


@transaction.atomic
def rename_passkey(person: User, number: int, *, name: str, now: datetime) -> None:
    """Give a passkey another name; raise NotFound for one that is not theirs."""
    found = find(person, number, PASSKEY)
    found.wrap().name = name.strip()
    found.save(update_fields=["data"])
    ledger.record_service("rename_passkey", actor=person, person=person, now=now)


@transaction.atomic
def remove_factor(person: User, number: int, *, today: date, now: datetime) -> None:
    """Take a passkey or the app away; raise NotPermitted where it is the last one of somebody who needs strong sign-in.

    The person's row is locked: of two who remove the last two at once, the second finds one.
    """
    User.objects.select_for_update().get(pk=person.pk)
    found = find(person, number)
    others = Authenticator.objects.filter(user=person, type__in=(PASSKEY, APP)).exclude(pk=found.pk).exists()
    if not others and strength_of(person, today=today).is_needed:
        raise NotPermitted(LAST_ONE)
    is_passkey = found.type == PASSKEY
    found.delete()
    what = "A passkey was removed from your account." if is_passkey else "The authenticator app was removed from your account."
    _note("remove_passkey" if is_passkey else "remove_app", person, what, now=now)


@transaction.atomic
def add_app(request: HttpRequest, person: User, *, now: datetime) -> None:
    """Keep the app whose code the form has checked; it takes the place of an earlier one."""
    Authenticator.objects.filter(user=person, type=APP).delete()
    TOTP.activate(person, app_secret())
    clear_totp_secret(request)
    _note("add_app", person, "An authenticator app was set up for your account.", now=now)


def find(person: User, number: int, kind: str = "") -> Authenticator:
    """Find one of this person's factors; raise NotFound for any other."""
    rows = Authenticator.objects.filter(user=person, pk=number, type__in=(kind,) if kind else (PASSKEY, APP))
    found = rows.first()
    if found is None:
        raise NotFound(NOTHING_HERE)
    return found


def next_name(person: User) -> str:
    """Name a passkey that was given no name."""
    count = Authenticator.objects.filter(user=person, type=PASSKEY).count()
    return f"Passkey {count + 1}"


def warn_of_tries(person: User, *, now: datetime) -> None:
    """Tell a person that somebody came past their mailbox and not past the rest; once an hour."""
    mail.write(to=person.email, subject=TRIED_SUBJECT, body=TRIED, key=f"tried {person.uid} {now:%Y-%m-%d %H}")


def _note(verb: str, person: User, what: str, *, now: datetime) -> None:
    ledger.record_service(verb, actor=person, person=person, now=now)
    mail.write(to=person.email, subject=SUBJECT, body=BODY.format(what=what))
