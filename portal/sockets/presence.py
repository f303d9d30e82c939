"""Know who is writing where in a plan: professionals and the council only; a family's presence is shown to nobody.

Between processes travel numbers and a letter. Each word of "here" lives 40 seconds and is renewed by the pings of its page.
"""

from dataclasses import dataclass, field

from permissions.vocabulary import Code, Verb
from plans.access import PlanAccess

LIFE = 40.0
RENEW_AFTER = 15.0


@dataclass
class Board:
    """What one open page has heard of the others: by socket, the person, the section and until when it holds."""

    heard: dict[str, tuple[int, Code, float]] = field(default_factory=dict)

    def note(self, socket: str, person: int, section: str, *, now: float) -> None:
        """Note where a socket's person is writing; "" is nowhere."""
        if section in Code.__members__:
            self.heard[socket] = (person, Code(section), now + LIFE)
        else:
            self.heard.pop(socket, None)

    def writing(self, access: PlanAccess, *, now: float) -> tuple[tuple[Code, int], ...]:
        """List who is writing in the sections that this person sees, without themselves; what has run out is forgotten."""
        self.heard = {socket: word for socket, word in self.heard.items() if word[2] > now}
        seen = {(code, person) for person, code, _ in self.heard.values() if person != access.person and sees(access, code)}
        return tuple(sorted(seen))


def sees(access: PlanAccess, code: Code) -> bool:
    """Say whether this person may know who writes in a section."""
    return Verb.VIEW in access.sections[code].verbs and access.sees_names


def may_be_shown(access: PlanAccess, code: Code) -> bool:
    """Say whether others may know that this person writes in a section: never of the family, and only who does write there."""
    return not access.circle.is_family and bool(access.may(Verb.ADD, code) or access.may(Verb.EDIT, code))
