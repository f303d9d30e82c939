"""The four refusals: every door of the portal answers "no" with one of these, and with nothing else."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Decision:
    """Answer a question of permission, and be able to explain the answer.

    Truthy when allowed. `because` is plain words for the person; `source` names the law; `until` is the civil date on which the answer changes.
    """

    allowed: bool
    because: str = ""
    source: str = ""
    until: date | None = None

    def __bool__(self) -> bool:
        return self.allowed


class Refusal(Exception):  # noqa: N818 a refusal is an answer, not a fault
    """Stop an act because the answer is no."""

    status = 403
    title = "You can't do this"

    def __init__(self, because: str = "", *, source: str = "", until: date | None = None) -> None:
        super().__init__(because)
        self.because = because
        self.source = source
        self.until = until


class NotFound(Refusal):
    """Say that there is nothing here: the same words for what is not there and for what is not theirs."""

    status = 404
    title = "Page not found"


class NoLongerYours(NotFound):
    """Tell somebody who had a part in a plan why nothing of it is theirs any more, and whom to ask.

    For every door it is as if the plan were not there (NotFound); only the page says it in words, to this one person, who knew of the plan.
    """

    status = 403
    title = "This plan is no longer open to you"


class NotPermitted(Refusal):
    """Tell a person inside the circle that this is not theirs to do, and whom to ask."""

    status = 403
    title = "This is not yours to change"


class NotNow(Refusal):
    """Tell a person that the plan's stage does not allow it now: since when, until when, by which law."""

    status = 409
    title = "You can't change this now"


@dataclass(frozen=True)
class Clash:
    """One field that two people changed: `label` for the page, what `theirs` is now in the plan, what was `yours`."""

    name: str
    label: str
    yours: str
    theirs: str


@dataclass
class Stale(Refusal):
    """Tell a person that someone saved first, with both values; nothing of either is lost.

    `seq` and `words_n` are what the form stands on when it is sent again; -1 where the words were none of the clashes.
    """

    because: str = "Someone else saved this while you were writing. Both texts are below; nothing is lost."
    clashes: tuple[Clash, ...] = ()
    seq: int = 0
    saved_by: str = ""
    words_n: int = -1
    source: str = ""
    until: date | None = None
    status: int = field(default=409, init=False)
    title: str = field(default="Someone saved this before you", init=False)

    def __post_init__(self) -> None:
        Exception.__init__(self, self.because)

    def __reduce__(self) -> Any:
        return (Stale, (self.because, self.clashes, self.seq, self.saved_by, self.words_n))


@dataclass
class Invalid(Exception):  # noqa: N818 bad input is an answer, not a fault
    """Carry what is wrong with an act's input, a sentence a field, for the form that sent it."""

    errors: dict[str, str]

    def __post_init__(self) -> None:
        super().__init__("; ".join(self.errors.values()))
