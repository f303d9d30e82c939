"""Keep what somebody typed into a form that was sent after the session had ended, until the same person has signed in again on that browser.

The words lie in the browser's new session, encrypted under a key that is made of the service's secret and of a cookie which only that browser has; an
hour later nobody can read them. Whose they are is read from the session that ended, not from the form. Another person who signs in there loses them.
"""

import base64
import json
import re
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import Resolver404, resolve
from django.utils.crypto import get_random_string

from portal.routes import policy_of
from portal.sessions import use as sessions

COOKIE = "__Host-kept" if settings.SECURE else "kept"
SECONDS = 3600
MOST_FORMS = 3
MOST_CHARACTERS = 200_000
IN_SESSION = "kept_words"
OWNER = "kept_for"
WAS_SHOWN = "kept_shown"
NOT_KEPT = frozenset({"csrfmiddlewaretoken", "kept_action", "kept_words"})
# The boxes for words; what was chosen or is short goes with them unseen.
WORDS = frozenset({"text", "narrative", "words", "reason"})
# Codes and passkeys are no words; what editors of the guidance write, Wagtail's own pages keep.
CLOSED = ("account/", "cms/")
# What these pages ask is not kept anywhere but where it belongs: words that are being struck out, the reason for breaking glass, a code handed over.
SECRET = re.compile(r"(^|/)(striking|break-glass|join)/")


@dataclass(frozen=True)
class Field:
    """One field of a kept form; `is_words` where a person typed words into it."""

    name: str
    value: str
    is_words: bool


@dataclass(frozen=True)
class KeptForm:
    """A form as it was typed; `path` is where it is sent to, `page` where it can be read again ("" where there is no such page)."""

    path: str
    page: str
    fields: tuple[Field, ...]


def keep(request: HttpRequest, path: str, typed: QueryDict) -> str:
    """Keep a form for the person whose session has just ended here; give the key for the cookie, or "" where nothing was kept."""
    person = sessions.whose(request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")) or request.session.get(OWNER, "")
    fields = [[name, value] for name, values in typed.lists() if name not in NOT_KEPT for value in values]
    body = json.dumps({"person": person, "path": path, "fields": fields})
    if not person or not _takes_forms(path) or len(body) > MOST_CHARACTERS:
        return ""
    key = request.COOKIES.get(COOKIE) or get_random_string(43)
    kept = request.session.get(IN_SESSION, [])
    request.session[IN_SESSION] = [*kept, _lock(key).encrypt(body.encode()).decode()][-MOST_FORMS:]
    request.session[OWNER] = person
    return key


def remember(response: HttpResponse, key: str) -> None:
    """Leave the key with the browser, for an hour."""
    response.set_cookie(COOKIE, key, max_age=SECONDS, secure=settings.SECURE, httponly=True, samesite="Lax")


def wait_in(session: SessionBase) -> bool:
    """Say whether anything was kept here. No query where the session was read."""
    return bool(session.get(IN_SESSION))


def forms_for(request: HttpRequest, person: str) -> tuple[KeptForm, ...]:
    """Give back what this person typed, newest first; for anybody else, or too late, forget it."""
    kept = [_open(request.COOKIES.get(COOKIE, ""), token) for token in request.session.get(IN_SESSION, [])]
    if not kept or any(found is None or found["person"] != person for found in kept):
        forget(request.session)
        return ()
    return tuple(_form(found) for found in reversed(kept) if found)


def forget(session: SessionBase) -> None:
    """Let the words go."""
    for name in (IN_SESSION, OWNER, WAS_SHOWN):
        session.pop(name, None)


def _form(found: dict[str, object]) -> KeptForm:
    path, fields = str(found["path"]), found["fields"]
    pairs = fields if isinstance(fields, list) else []
    page = path if "GET" in getattr(resolve(path.partition("?")[0]).func, "methods", ()) else ""
    return KeptForm(path, page, tuple(Field(name, value, _is_words(name, value)) for name, value in pairs))


def _is_words(name: str, value: str) -> bool:
    return bool(value.strip()) and (name in WORDS or len(value) > 40 or "\n" in value)


def _takes_forms(path: str) -> bool:
    """Say whether a path is one of ours to which a signed-in person sends words."""
    try:
        match = resolve(path.partition("?")[0])
    except Resolver404:
        return False
    policy = policy_of(match.func, match.route)
    return policy is not None and policy.signed_in and not match.route.startswith(CLOSED) and not SECRET.search(match.route)


def _lock(key: str) -> Fernet:
    derived = HKDF(SHA256(), 32, salt=key.encode(), info=b"kept words").derive(settings.SECRET_KEY.encode())
    return Fernet(base64.urlsafe_b64encode(derived))


def _open(key: str, token: str) -> dict[str, object] | None:
    try:
        found: dict[str, object] = json.loads(_lock(key).decrypt(token.encode(), ttl=SECONDS))
    except InvalidToken:
        return None
    return found
