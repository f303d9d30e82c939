"""Change the address with which a person signs in: a code to the new one, a notice to the old one, and every other session ends."""

from datetime import datetime

from django.db import transaction
from django.http import HttpRequest

from permissions.actions.change_email import change_email
from permissions.models import User
from portal import mail
from portal.sessions.use import end_sessions_of
from portal.sign_in import email_code

PURPOSE = "new_address"
CODE = """Hello

Somebody, we hope you, wants to sign in with this e-mail address from now on. This is the code that confirms it:

{code}

Type it into the page where you asked for it. It works for 10 minutes, and once.

If it was not you, you can leave this message alone. Nothing changes without the code.
"""
TAKEN = """Hello

Somebody, perhaps you, wants to sign in with this e-mail address from now on. That is not possible: there is an account with it already, so there is no code.

If it was you, sign in with this address, or ask the council. If it was not you, you can leave this message alone.
"""
CHANGED = """Hello

The e-mail address of your account was changed. This address does not open it any more.

If that was you, you need to do nothing.

If it was not you, tell the council at once, and ask for a new way in. They will end every open session.
"""
WELCOME = """Hello

You sign in with this e-mail address from now on.
"""


def ask(request: HttpRequest, person: User, address: str, *, now: datetime) -> None:
    """Send a code to an address; where somebody has it already, the page goes on the same and the letter says so. Raises Invalid for too many."""
    if User.objects.filter(email=address).exists():
        email_code.pretend(request, PURPOSE, to=address, now=now, body=TAKEN)
    else:
        email_code.send(request, PURPOSE, to=address, now=now, body=CODE)


def asked_for(request: HttpRequest) -> str:
    """Say to which address the code went; "" where there is none to type."""
    return email_code.sent_to(request, PURPOSE)


def change(request: HttpRequest, person: User, code: str, *, now: datetime) -> None:
    """Change the address to that from which the code came back; raise Invalid for a wrong code."""
    address = email_code.take(request, PURPOSE, code, now=now)
    with transaction.atomic():
        old = change_email(person, address, now=now)
        end_sessions_of(person.pk, but=request.session.session_key or "")
        mail.write(to=old, subject="Your e-mail address was changed", body=CHANGED)
        mail.write(to=address, subject="Your e-mail address was changed", body=WELCOME)
