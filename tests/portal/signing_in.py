"""What a person does at the front door, by HTTP: ask for a code, read the mail, type, hold up a passkey. For the tests of sign-in."""

import json
import re
import time
from dataclasses import dataclass, field

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client

from permissions.models import User
from portal.models import OutgoingMail
from tests.portal.passkey import Passkey, options_on

IN, CODE, PASSKEY, SECOND, SET_UP = "/sign-in/", "/sign-in/code/", "/sign-in/passkey/", "/sign-in/second/", "/sign-in/set-up/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
LINK = re.compile(r"/join/([\w-]{20,})/")


def letters_to(address):
    return OutgoingMail.objects.filter(to=address).order_by("pk")


def code_sent_to(address):
    """Read the code in the newest letter; "" where there is none in it."""
    letter = letters_to(address).last()
    found = re.search(r"^([A-Z0-9-]{6,})$", letter.body if letter else "", re.MULTILINE)
    return found[1] if found else ""


def app_code(secret=SECRET):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@dataclass
class Door:
    """One person's browser, and what they hold."""

    person: User
    browser: Client = field(default_factory=Client)
    passkey: Passkey | None = None

    def holds(self, what):
        """Give the person what the table says they hold, without going through the pages."""
        if what in ("passkey", "both"):
            self.passkey = self.passkey or Passkey()
            stored = _stored(self.passkey, self.person)
            Authenticator.objects.create(user=self.person, type="webauthn", data={"name": "Phone", "credential": stored})
        if what in ("app", "both"):
            TOTP.activate(self.person, SECRET)
        return self

    def asks_for_code(self, address=None):
        return self.browser.post(IN, {"email": address or self.person.email})

    def types_code(self, code=None):
        return self.browser.post(CODE, {"code": code or code_sent_to(self.person.email) or "WRONG-CODE"})

    def comes_by_code(self):
        self.asks_for_code()
        return self.types_code()

    def comes_by_passkey(self, key=None):
        options = self.browser.get(PASSKEY).content.decode()
        return self.browser.post(PASSKEY, {"credential": (key or self.passkey).get(options)})

    def shows_app(self, code=None):
        cache.clear()
        return self.browser.post(SECOND, {"code": code or app_code()})

    def shows_passkey(self, key=None):
        page = self.browser.get(SECOND)
        if page.status_code != 200:
            return page
        options = options_on(page.content.decode())
        return self.browser.post(SECOND, {"credential": (key or self.passkey).get(options)})

    def joins(self, code, link=None):
        token = link or LINK.search("".join(letters_to(self.person.email).values_list("body", flat=True)[::-1]))[1]
        return self.browser.post("/join/", {"token": token, "code": code})

    def sets_up_passkey(self, at=SET_UP):
        self.passkey = Passkey()
        page = self.browser.get(at)
        if page.status_code != 200 or "data-options=" not in page.content.decode():
            return page
        return self.browser.post(at, {"name": "Phone", "credential": self.passkey.create(options_on(page.content.decode()))})

    def sets_up_app(self, at="/sign-in/set-up/app/"):
        page = self.browser.get(at).content.decode()
        secret = re.search(r"<strong>([A-Z2-7 ]{39})</strong>", page)
        return self.browser.post(at, {"code": app_code(secret[1].replace(" ", ""))}) if secret else None

    def is_in(self):
        return self.browser.get("/home/?all=1").status_code == 200


def _stored(key, person):
    from allauth.mfa.adapter import get_adapter
    from fido2.utils import websafe_encode

    handle = get_adapter().get_public_key_credential_user_entity(person)["id"]
    asked = {"publicKey": {"challenge": websafe_encode(b"x" * 32), "rp": {"id": "testserver"}, "user": {"id": websafe_encode(handle)}}}
    return json.loads(key.create(json.dumps(asked)))
