"""Read OIDC_PROVIDERS, the JSON list of the councils' and schools' own sign-in services; what does not hold stops the start with a sentence."""

import json
import os
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from portal.environment import stop
from portal.environment.mail import THIS_MACHINE

KNOWN = frozenset({"id", "name", "issuer", "client_id", "client_secret", "claims", "amr_required"})
IDENTIFIER = re.compile(r"[a-z][a-z0-9-]{1,30}")


@dataclass(frozen=True)
class ProviderSettings:
    """One sign-in service. `claims` are pinned: an identity without these very values is not let in. `amr_required` says what counts as more than a password."""

    id: str
    name: str
    issuer: str
    client_id: str
    client_secret: str
    claims: dict[str, str]
    amr_required: frozenset[str]


def oidc_providers(*, demo: bool) -> tuple[ProviderSettings, ...]:
    """Read the list; empty means none."""
    try:
        found = json.loads(os.environ.get("OIDC_PROVIDERS") or "[]")
    except ValueError:
        stop("OIDC_PROVIDERS must be a JSON list.")
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
        stop("OIDC_PROVIDERS must be a JSON list of objects.")
    providers = tuple(_provider(entry, place, demo=demo) for place, entry in enumerate(found, start=1))
    for what in ("id", "issuer"):
        if len({getattr(provider, what) for provider in providers}) < len(providers):
            stop(f"OIDC_PROVIDERS has two entries with the same {what}.")
    return providers


def _provider(entry: dict[str, Any], place: int, *, demo: bool) -> ProviderSettings:
    strange = sorted(set(entry) - KNOWN)
    if strange:
        stop(f"OIDC_PROVIDERS, entry {place}: nobody knows {strange[0]!r}. There are: {', '.join(sorted(KNOWN))}.")
    words = {name: _word(entry, name, place) for name in ("id", "name", "issuer", "client_id", "client_secret")}
    if not IDENTIFIER.fullmatch(words["id"]):
        stop(f"OIDC_PROVIDERS, entry {place}: id must be 2 to 31 small letters, digits and hyphens; it stands in an address.")
    address = urlsplit(words["issuer"])
    if not (address.scheme == "https" or (demo and address.scheme == "http" and address.hostname in THIS_MACHINE)) or address.query:
        stop(f"OIDC_PROVIDERS, entry {place}: issuer must begin with https://.")
    claims, amr = entry.get("claims", {}), entry.get("amr_required", ["mfa"])
    if not isinstance(claims, dict) or not all(isinstance(value, str) and value for value in claims.values()):
        stop(f"OIDC_PROVIDERS, entry {place}: claims must be names with the one value that each must have.")
    if not isinstance(amr, list) or not amr or not all(isinstance(value, str) and value for value in amr):
        stop(f'OIDC_PROVIDERS, entry {place}: amr_required must be a list of words, for example ["mfa"].')
    return ProviderSettings(**words, claims=claims, amr_required=frozenset(amr))


def _word(entry: dict[str, Any], name: str, place: int) -> str:
    value = entry.get(name)
    if not isinstance(value, str) or not value.strip():
        stop(f"OIDC_PROVIDERS, entry {place}: {name} is missing.")
    return value.strip()
