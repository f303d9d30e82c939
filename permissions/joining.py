"""Draw the two halves of an invitation, and hash them with a key: the link that is mailed, and the joining code that is given outside the e-mail."""

import secrets

from django.utils.crypto import constant_time_compare, salted_hmac

from permissions.models import Invitation
from permissions.models.circle import ALPHABET

CODE_LENGTH = 8


def new_link_token() -> str:
    """Draw what the link carries: 32 random bytes."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """Draw a joining code of 8 characters that can be read out over the phone: 40 random bits, five tries."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def shown_code(code: str) -> str:
    """Write a joining code as people read it: XXXX-XXXX."""
    return f"{code[:4]}-{code[4:]}"


def normal_code(typed: str) -> str:
    """Read a joining code as people type it: in any case, with or without the dash; letters that look like a digit are that digit."""
    kept = "".join(typed.split()).upper().replace("-", "").replace("–", "")
    return kept.translate(str.maketrans("ILO", "110"))


def hash_of_link(token: str) -> str:
    """Hash a link's token with the key of the service."""
    return salted_hmac("permissions.invitation.link", token, algorithm="sha256").hexdigest()


def hash_of_code(code: str, link_hash: str) -> str:
    """Hash a joining code with the key of the service; the same code of another invitation has another hash."""
    return salted_hmac(f"permissions.invitation.code.{link_hash}", normal_code(code), algorithm="sha256").hexdigest()


def is_code_of(invitation: Invitation, typed: str) -> bool:
    """Say whether this is the joining code of an invitation, in the same time for every wrong one."""
    return constant_time_compare(invitation.code_hash, hash_of_code(typed, invitation.link_hash))
