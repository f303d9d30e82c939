"""What can come of handing a message over; and the name under which the world outside knows a message."""

from dataclasses import dataclass
from enum import Enum

from django.utils.crypto import salted_hmac


class What(Enum):
    """TAKEN: it left. LATER: surely not taken, try again. REFUSED: surely not taken, and another try is in vain. UNSURE: nobody can tell. CAME_BACK: not delivered."""

    TAKEN = "taken"
    LATER = "later"
    REFUSED = "refused"
    UNSURE = "unsure"
    CAME_BACK = "came back"


@dataclass(frozen=True)
class Outcome:
    """What came of it; `fault` says in plain words what went wrong and never quotes the other side, which may name the address."""

    what: What
    fault: str = ""


TAKEN = Outcome(What.TAKEN)
SECONDS = 20


def token_of(number: int) -> str:
    """Give the opaque name of a message (32 hexadecimal digits): nobody outside learns how many there are, or can make one up."""
    return salted_hmac("portal.mail", str(number), algorithm="sha256").hexdigest()[:32]
