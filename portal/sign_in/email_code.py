"""Send a code to an address and take it back: in the same session, within 10 minutes, at the third wrong one never more, and once. Three codes a minute are sent."""

from datetime import datetime

from allauth.core import ratelimit
from allauth.core.internal.cryptokit import generate_user_code, normalize_user_code
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

from permissions.refusals import Invalid
from portal import mail

LASTS = 600
MOST_TRIES = 3
WRONG = "That is not the code we sent. Check the e-mail and type it again."
TOO_MANY = "You asked for several codes within a minute. Wait a minute, then ask again."
OVER = "This code does not work any more. Ask for a new one."
BODY = """Hello

This is your code to confirm that it is you:

{code}

Type it into the page where you asked for it. It works for 10 minutes, and once.

If you did not ask for a code, somebody else may be signed in to your account. Tell the council.
"""


def send(request: HttpRequest, purpose: str, *, to: str, now: datetime, body: str = BODY) -> None:
    """Send a fresh code for a purpose; an earlier one for it stops working. Only its hash is kept, in the session. Raises Invalid for too many."""
    _require_few(request)
    code = generate_user_code()
    kept = {"hash": _hash(purpose, code), "at": now.timestamp(), "wrong": 0, "to": to}
    request.session[_place(purpose)] = kept
    mail.write(to=to, subject="Your code", body=body.format(code=code))


def pretend(request: HttpRequest, purpose: str, *, to: str, now: datetime, body: str) -> None:
    """Go on as if a code had been sent: nobody has it. The address is told why. Raises Invalid for too many."""
    _require_few(request)
    request.session[_place(purpose)] = {"hash": _hash(purpose, generate_user_code()), "at": now.timestamp(), "wrong": 0, "to": to}
    mail.write(to=to, subject="Your code", body=body)


def sent_to(request: HttpRequest, purpose: str) -> str:
    """Say where a code that can still be typed was sent; "" where there is none."""
    return str(request.session.get(_place(purpose), {}).get("to", ""))


def take(request: HttpRequest, purpose: str, typed: str, *, now: datetime) -> str:
    """Take a code back and give the address to which it was sent; raise Invalid for a wrong one, and for one that is too old or was tried too often."""
    kept = request.session.get(_place(purpose))
    if kept is None or now.timestamp() - kept["at"] > LASTS:
        request.session.pop(_place(purpose), None)
        raise Invalid({"code": OVER})
    if not constant_time_compare(kept["hash"], _hash(purpose, typed)):
        kept["wrong"] += 1
        request.session[_place(purpose)] = kept
        if kept["wrong"] >= MOST_TRIES:
            del request.session[_place(purpose)]
            raise Invalid({"code": OVER})
        raise Invalid({"code": WRONG})
    del request.session[_place(purpose)]
    return str(kept["to"])


def _require_few(request: HttpRequest) -> None:
    """Count one code of this person, whatever it is for and wherever it goes."""
    if not ratelimit.consume(request, action="email_code", user=request.user):
        raise Invalid({"ask": TOO_MANY})


def _place(purpose: str) -> str:
    return f"code_to_{purpose}"


def _hash(purpose: str, code: str) -> str:
    return salted_hmac(f"portal.sign_in.email_code.{purpose}", normalize_user_code(code), algorithm="sha256").hexdigest()
