"""What may happen in the life of a plan, and what it leaves behind: a small model, written by hand from domain.md 3, that knows nothing of the portal.

Law: SEND Regs 2014 regs 4, 5, 10, 13, 14 and 64; Children and Families Act 2014 ss.36, 37, 38(5), 39, 45.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

DECIDERS = {"marcus", "hana", "susan"}
SENDERS = {"marcus", "hana"}
# Event -> at which stages, and by whom.
EVENTS: dict[str, tuple[set[str], set[str]]] = {
    "assess": ({"requested"}, DECIDERS),
    "plan": ({"assessing"}, DECIDERS),
    "overturn": ({"refused"}, DECIDERS),
    "withdraw": ({"requested", "assessing"}, DECIDERS),
    "to check": ({"drafting"}, DECIDERS | {"tess"}),
    "return": ({"checking"}, {"hana"}),
    "pass": ({"checking"}, {"hana"}),
    "serve": ({"drafting", "checking", "consulting", "finalising"}, DECIDERS),
    "reopen": ({"finalising"}, DECIDERS),
    "sign": ({"consulting", "finalising"}, {"hana", "susan"}),
    "final": ({"consulting", "finalising"}, DECIDERS),
    "move": ({"requested", "assessing", "refused", "drafting", "checking", "consulting", "finalising"}, DECIDERS | {"corinne"}),
}
OUTSIDERS = {"nadia"}
PARENTS = {"amara", "joel"}
# Born on -> the Friday through which the parents hold the rights: the last in June of the school year of the sixteenth birthday.
BORN = {
    date(2018, 2, 3): date(2034, 6, 30),
    date(2011, 8, 31): date(2027, 6, 25),
    date(2011, 9, 1): date(2028, 6, 30),
}
BEING_ANSWERED = {"consulting", "finalising"}


@dataclass
class Asked:
    """One thing that somebody said to a served draft. `whose` is who was served, and empty for a proposal; `about` is what it would change, if anything."""

    token: str
    by: str
    whose: str
    about: str
    round: int
    sent: bool = False
    gone: bool = False
    adopted: str = ""
    outcome: str = ""
    answered: bool = False
    copied: bool = False


@dataclass
class Life:
    """Where one plan stands, and everything that was done."""

    today: date
    moves_after: date
    has_young_person: bool = False
    decided: str = "requested"
    out: bool = False
    last_day: date | None = None
    ended: bool = False
    silenced: bool = False
    final: bool = False
    written: bool = False
    passed: bool = False
    sent_to_check: str = ""
    round: int = 0
    present: set[str] = field(default_factory=lambda: {"amara", "joel", "pam", "lena", "bea"})
    windows: dict[str, date] = field(default_factory=dict)
    finished: set[str] = field(default_factory=set)
    asks_time: set[str] = field(default_factory=set)
    asked: list[Asked] = field(default_factory=list)
    text: str = ""
    place: int = 0
    signed: tuple[int, int] | None = None
    prepared: set[str] = field(default_factory=lambda: {"marcus"})
    consulted: set[int] = field(default_factory=set)
    happenings: list[str] = field(default_factory=lambda: ["request_received"])
    ledger: list[tuple[str, str]] = field(default_factory=lambda: [("marcus", "open_plan")])
    changes: int = 0
    number: int = 0
    older: dict[tuple[int, str], date] = field(default_factory=dict)

    @property
    def stage(self) -> str:
        """Say where the plan stands. Only a last day that is over moves it by itself, and only from being answered to being finished."""
        if self.ended:
            return "ended"
        if self.final:
            return "final"
        if self.out and self.last_day:
            return "consulting" if self.today <= self.last_day else "finalising"
        return self.decided

    @property
    def moved(self) -> bool:
        """From the Saturday on the rights are the young person's; no birthday moves them, and no timer."""
        return self.today > self.moves_after

    @property
    def holders(self) -> set[str]:
        """Name those who hold the rights today: the parents, or the young person; never both."""
        if self.moved:
            return {"sam"} if self.has_young_person else set()
        return PARENTS & self.present

    def is_shut_out(self, by: str) -> str:
        """Say how somebody is refused who has no part in the plan any more, or never had."""
        if by in OUTSIDERS or by in ({"amara", "joel", "pam", "lena", "bea"} - self.present) or (by == "sam" and not self.has_young_person):
            return "NotFound"
        return "NoLongerYours" if self.moved and by in PARENTS | {"pam"} else ""

    def refused(self, event: str, by: str) -> str:
        """Say how somebody is refused, whatever the event asks for besides; empty where they are not."""
        stages, people = EVENTS[event]
        if self.is_shut_out(by):
            return self.is_shut_out(by)
        if by not in people:
            return "NotPermitted"
        return "" if self.stage in stages else "NotNow"

    @property
    def words(self) -> tuple[int, int]:
        """Name the words of the plan as they stand: what a signature is for."""
        return (self.changes, self.place)

    def may_pass(self) -> bool:
        """A draft is whole, and names no place."""
        return self.written and not self.place

    def may_go_out(self) -> bool:
        """A first draft was passed by a second person; one that is out is served again as it is."""
        return self.may_pass() and (self.out or (self.decided == "checking" and self.passed))

    def copies(self) -> int:
        """Count who gets the final: the family, the SENCo, health, social care, and Lena while she is there."""
        return len(self.holders) + 3 + ("lena" in self.present)

    # -- the draft and its answers

    def serve(self, on: set[str], days: int) -> None:
        """The day of service is the first of at least fifteen; nobody's last day moves back."""
        last = self.today + timedelta(days=days - 1)
        self.older = self.closed
        self.windows = dict.fromkeys(on, last)
        self.last_day = max(last, self.last_day) if self.last_day and self.out else last
        self.happenings.append("served_again" if self.out else "served")
        self.out, self.finished, self.asks_time = True, set(), set()
        self.round += 1

    def reopen(self) -> None:
        """It is written again: not in the check, not out, nobody's day runs."""
        self.out, self.last_day, self.decided, self.passed = False, None, "drafting", False

    def is_late(self, whose: str) -> bool:
        return self.today > self.windows[whose]

    def rests(self, whose: str) -> bool:
        """Who has finished says nothing more before they take that back, or their day is over."""
        return whose in self.finished and not self.is_late(whose)

    def refuses_answer(self, by: str) -> str:
        """Say how an answer of somebody's is refused; empty where it is taken, late ones too."""
        if self.is_shut_out(by):
            return self.is_shut_out(by)
        if by == "sam" and not self.moved:
            return "NotPermitted"
        if self.stage not in BEING_ANSWERED:
            return "NotNow"
        return "" if whose(by) in self.windows else "NotPermitted"

    def say(self, by: str, about: str) -> Asked:
        """Other words for one thing stand in place of those that the same person asked for before, unless these were replied to."""
        self.number += 1
        new = Asked(f"{by}-says-{self.number}-", by, whose(by), about, self.round, sent=self.is_late(whose(by)))
        for old in [one for one in self.asked if about and _same_place(one, new) and not one.gone and not one.answered]:
            if old.sent:
                old.gone = True
            else:
                self.asked.remove(old)
        self.asked.append(new)
        return new

    def counts_as_sent(self, one: Asked) -> bool:
        """What was not sent counts as sent from the day after its author's last day; of an older draft, whose days are over, all of it."""
        if one.sent or not one.whose or one.answered:
            return True
        last = self.closed.get((one.round, one.whose))
        return last is not None and self.today > last

    @property
    def closed(self) -> dict[tuple[int, str], date]:
        """Give the last day of everybody in every round."""
        return self.older | {(self.round, slug): last for slug, last in self.windows.items()}

    def owed(self) -> list[Asked]:
        """List what has to be replied to before the plan is final."""
        return [one for one in self.asked if not one.gone and not one.answered and self.counts_as_sent(one)]

    def reads(self, reader: str) -> set[str]:
        """Name what somebody may read of all that was said: the family its own side and the proposals, the council what was sent, Lena the proposals."""
        proposals = {one.token for one in self.asked if not one.whose}
        if reader == "council":
            return {one.token for one in self.asked if self.counts_as_sent(one) and not (one.gone and not one.sent)}
        return proposals | {one.token for one in self.asked if one.whose == whose(reader)}

    def proposals_to(self, reader: str) -> dict[str, tuple[bool, bool]]:
        """Say of each proposal to this round whether its reader made it theirs, and whether they read what the council answered to it."""
        copied = {one.token for one in self.asked if one.copied and one.whose == reader and not one.gone}
        found = {}
        for one in self.asked:
            if not one.whose and one.round == self.round:
                is_own = one.adopted == reader or one.token in copied
                found[one.token] = (is_own, is_own and one.answered)
        return found

    def may_reply(self) -> bool:
        """Replies leave once everybody's time is over; where one person alone was served, also once they have finished."""
        if not self.windows:
            return False
        if self.today > max(self.windows.values()):
            return True
        return len(self.windows) == 1 and set(self.windows) == self.finished

    def stops_final(self) -> set[str]:
        """Name what stands between the plan and its final."""
        found = set()
        if self.today <= max(self.windows.values()):
            found.add("time")
        if self.owed():
            found.add("answers")
        if not self.place:
            found.add("place")
        elif not self.consulted:
            found.add("school")
        if self.signed != self.words:
            found.add("signature")
        if "bea" not in self.present:
            found.add("health")
        return found


def _same_place(one: Asked, other: Asked) -> bool:
    return (one.whose, one.about, one.round, one.copied) == (other.whose, other.about, other.round, other.copied)


def whose(by: str) -> str:
    """Pam speaks for Amara, everybody else for themselves."""
    return "amara" if by == "pam" else by
