"""Speak OpenID Connect with one provider: send a person there, fetch what it says about them, and believe none of it before everything was checked.

The signature is checked although the token comes straight from the provider: what stands between us and it may be a proxy.
"""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import jwt
import requests
from django.core.cache import cache

from portal.environment.mail import THIS_MACHINE
from portal.environment.oidc import ProviderSettings

SECONDS = 10
KEPT_FOR = 600
AGAIN_AFTER = 30
LEEWAY = 60
FRESH = 300
# Signatures by a key that only the provider holds. Never one by a shared secret, never none.
ALGORITHMS = ("RS256", "PS256", "ES256")
REQUIRED = ["exp", "iat", "iss", "aud", "sub", "nonce"]


class NotBelievedError(Exception):
    """Stop: what came back from the provider, or from somebody else, does not hold. The words are for the log and name nobody."""


@dataclass(frozen=True)
class Journey:
    """What one way to the provider and back is bound to; kept in the session of the person who began it."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class Identity:
    """Who the provider says it is. `key` stands for issuer and subject; `is_strong` when it asked for more than a password.

    `is_fresh`: it says that it asked within the last five minutes. Without that a person who is at work since morning comes in, and confirms nothing.
    """

    key: str
    is_strong: bool
    is_fresh: bool = False


def set_out() -> Journey:
    """Draw what binds a journey."""
    return Journey(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48))


def address_of(provider: ProviderSettings, journey: Journey, back: str, *, anew: bool = False) -> str:
    """Give the provider's page to which the person goes; `anew`: it is to ask again also whom it knows."""
    challenge = base64.urlsafe_b64encode(hashlib.sha256(journey.verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": back,
        "scope": "openid",
        "state": journey.state,
        "nonce": journey.nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    if anew:
        asked |= {"prompt": "login", "max_age": "0"}
    endpoint = _endpoint(provider, "authorization_endpoint")
    return f"{endpoint}{'&' if urlsplit(endpoint).query else '?'}{urlencode(asked)}"


def come_back(provider: ProviderSettings, journey: Journey, answer: dict[str, str], back: str) -> Identity:
    """Check what the browser brought, exchange the code, check the token. Raises NotBelievedError."""
    if not hmac.compare_digest(answer.get("state", "").encode(), journey.state.encode()):
        raise NotBelievedError("state")
    if answer.get("iss", provider.issuer) != provider.issuer:
        raise NotBelievedError("answer of another issuer")
    if "error" in answer or not answer.get("code"):
        raise NotBelievedError("no code")
    return read_token(provider, _exchange(provider, journey, answer["code"], back), nonce=journey.nonce)


def read_token(provider: ProviderSettings, token: str, *, nonce: str) -> Identity:
    """Check a token: signature, issuer, audience, times, nonce, pinned claims. Raises NotBelievedError."""
    try:
        header = jwt.get_unverified_header(token)
        algorithm = header.get("alg")
        if algorithm not in ALGORITHMS:
            raise NotBelievedError("algorithm")
        key = jwt.PyJWK.from_dict(_key(provider, header), algorithm=algorithm)
        claims = jwt.decode(
            token,
            key,
            algorithms=[algorithm],
            audience=provider.client_id,
            issuer=provider.issuer,
            leeway=LEEWAY,
            options={"require": REQUIRED},
        )
    except (jwt.PyJWTError, ValueError, TypeError) as wrong:
        raise NotBelievedError(type(wrong).__name__) from wrong
    return _identity(provider, claims, nonce)


def _identity(provider: ProviderSettings, claims: dict[str, Any], nonce: str) -> Identity:
    if not hmac.compare_digest(str(claims["nonce"]).encode(), nonce.encode()):
        raise NotBelievedError("nonce")
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if claims.get("azp", None if several else provider.client_id) != provider.client_id:
        raise NotBelievedError("made for another service")
    if any(claims.get(name) != value for name, value in provider.claims.items()):
        raise NotBelievedError("a pinned claim")
    subject = claims["sub"]
    if not isinstance(subject, str) or not subject.strip():
        raise NotBelievedError("subject")
    amr = claims.get("amr")
    shown = {word for word in amr if isinstance(word, str)} if isinstance(amr, list) else set()
    return Identity(hashlib.sha256(f"{provider.issuer}\n{subject}".encode()).hexdigest(), provider.amr_required <= shown, _is_fresh(claims))


def _is_fresh(claims: dict[str, Any]) -> bool:
    asked_at = claims.get("auth_time")
    return isinstance(asked_at, int | float) and claims["iat"] - asked_at < FRESH


def _exchange(provider: ProviderSettings, journey: Journey, code: str, back: str) -> str:
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": journey.verifier}
    methods = _facts(provider).get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    headers = {"Accept": "application/json"}
    if "client_secret_basic" in methods:
        pair = f"{quote(provider.client_id, safe='')}:{quote(provider.client_secret, safe='')}"
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    else:
        form |= {"client_id": provider.client_id, "client_secret": provider.client_secret}
    found = _ask("POST", _endpoint(provider, "token_endpoint"), data=form, headers=headers)
    token = found.get("id_token")
    if not isinstance(token, str):
        raise NotBelievedError("no token")
    return token


def _key(provider: ProviderSettings, header: dict[str, Any]) -> dict[str, Any]:
    """Find the provider's key that a token names; for a name that is new, ask again, but not more often than every half minute."""
    where = _endpoint(provider, "jwks_uri")
    found = _keys(where)
    wanted = header.get("kid")
    if wanted not in {key.get("kid") for key in found} and cache.add(f"oidc asked {where}", 1, AGAIN_AFTER):
        cache.delete(f"oidc {where}")
        found = _keys(where)
    fitting = [key for key in found if key.get("kid") == wanted and key.get("use", "sig") == "sig" and key.get("kty") in ("RSA", "EC")]
    if not fitting or fitting[0].get("alg", header["alg"]) != header["alg"]:
        raise NotBelievedError("key")
    return fitting[0]


def _keys(where: str) -> list[dict[str, Any]]:
    found = _kept(where).get("keys")
    return [key for key in found if isinstance(key, dict)] if isinstance(found, list) else []


def _facts(provider: ProviderSettings) -> dict[str, Any]:
    """Read what the provider says of itself, and that it is the one we mean."""
    facts = _kept(f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration")
    if facts.get("issuer") != provider.issuer:
        raise NotBelievedError("the provider calls itself otherwise")
    return facts


def _endpoint(provider: ProviderSettings, name: str) -> str:
    found = _facts(provider).get(name)
    address = urlsplit(found if isinstance(found, str) else "")
    is_near = urlsplit(provider.issuer).scheme == "http" and address.hostname in THIS_MACHINE
    if address.scheme != "https" and not is_near:
        raise NotBelievedError(f"{name} is not protected")
    return str(found)


def _kept(where: str) -> dict[str, Any]:
    facts = cache.get(f"oidc {where}")
    if facts is None:
        facts = _ask("GET", where)
        cache.set(f"oidc {where}", facts, KEPT_FOR)
    return dict(facts)


def _ask(method: str, where: str, **facts: Any) -> dict[str, Any]:
    try:
        answer = requests.request(method, where, timeout=SECONDS, allow_redirects=False, **facts)
        found = answer.json() if answer.status_code == 200 else None
    except (requests.RequestException, ValueError) as wrong:
        raise NotBelievedError(f"no answer: {type(wrong).__name__}") from wrong
    if not isinstance(found, dict):
        raise NotBelievedError(f"answer {answer.status_code}")
    return found
