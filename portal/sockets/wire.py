"""The messages of the plan socket, version 1: a dataclass for every message both ways, read strictly.

    from the page   hello {cursor, page, section}   here {section}   ping {}
    to the page     welcome {cursor}   news {regions: [{region, html}], notices: [words], texts: [place], cursor}   presence {people: [{section, words}]}
                    pong {}   bye {reason}

Whatever is not exactly one of these closes the socket with 4400.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, NoReturn

from permissions.policy import IN_CIRCLE, Policy
from permissions.vocabulary import Code
from plans.livetext import wire as texts

MALFORMED, NO_LONGER_YOURS, SLOW_READER, TOO_MANY, FAULT = 4400, 4403, 1013, 1008, 1011
LONGEST = 64 * 1024
LONGEST_CURSOR = 200
PAGES = frozenset({"plan", "section", "edit", "versions", "version", "talk", "other"})
ADDRESS = "ws/plans/<reference>/"

# Who may send what. Every message asks `access` again, whatever the answer was when the socket opened.
MESSAGES: dict[str, Policy] = {
    "connect": IN_CIRCLE,
    "hello": IN_CIRCLE,
    "here": Policy("in the circle, not of the family, and writes in this section; from anybody else it is dropped"),
    "ping": IN_CIRCLE,
}


class Malformed(Exception):  # noqa: N818 what no page of ours sends
    """Say that a frame is not a message."""


@dataclass(frozen=True)
class Hello:
    """A page is there: which one, and from which place on it wants news."""

    cursor: str | None
    page: str
    section: Code | None


@dataclass(frozen=True)
class Here:
    """This person is writing in a section, or (None) in none."""

    section: Code | None


@dataclass(frozen=True)
class Ping:
    """The page is still there."""


FromPage = Hello | Here | Ping


@dataclass(frozen=True)
class Welcome:
    """The socket hears; from `cursor` on, news will come."""

    type: ClassVar[str] = "welcome"
    cursor: str


@dataclass(frozen=True)
class Region:
    """A part of the page, as this person sees it now."""

    region: str
    html: str


@dataclass(frozen=True)
class News:
    """What changed, for this person; `texts` are the live texts of the page in which others write; `cursor` is the place behind it."""

    type: ClassVar[str] = "news"
    regions: tuple[Region, ...]
    notices: tuple[str, ...]
    texts: tuple[str, ...]
    cursor: str


@dataclass(frozen=True)
class Writing:
    """Somebody is writing in a section."""

    section: str
    words: str


@dataclass(frozen=True)
class Presence:
    """Everybody who is writing, as far as this person may know."""

    type: ClassVar[str] = "presence"
    people: tuple[Writing, ...]


@dataclass(frozen=True)
class Pong:
    """The socket is still there."""

    type: ClassVar[str] = "pong"


@dataclass(frozen=True)
class Bye:
    """It ends here: "gone" (no place in this plan), "changed" (the place is a smaller one), "signed-out"."""

    type: ClassVar[str] = "bye"
    reason: str


ToPage = Welcome | News | Presence | Pong | Bye


def write(message: ToPage) -> str:
    """Write a message to the page."""
    return json.dumps({"type": message.type, **asdict(message)}, ensure_ascii=False)


def read(text: str | None) -> FromPage:
    """Read a frame of the page; raise Malformed for anything that is not exactly a message."""
    if text is None or len(text) > LONGEST or len(text.encode("utf-8", "surrogatepass")) > LONGEST:
        raise Malformed
    try:
        found = json.loads(text, object_pairs_hook=_once_each, parse_constant=_no_constant, parse_int=_no_number, parse_float=_no_number)
    except (ValueError, RecursionError) as wrong:
        raise Malformed from wrong
    if not isinstance(found, dict):
        raise Malformed
    kind = found.pop("type", None)
    reader = READERS.get(kind) if isinstance(kind, str) and kind in MESSAGES else None
    if reader is None:
        raise Malformed
    return reader(found)


def _hello(found: dict[str, Any]) -> Hello:
    _holds_exactly(found, "cursor", "page", "section")
    cursor, page, section = found["cursor"], found["page"], _section(found["section"])
    if not (cursor is None or (isinstance(cursor, str) and cursor.isascii() and len(cursor) <= LONGEST_CURSOR)):
        raise Malformed
    if not isinstance(page, str) or page not in PAGES or (section is None and page in ("section", "edit")):
        raise Malformed
    return Hello(cursor, page, section)


def _here(found: dict[str, Any]) -> Here:
    _holds_exactly(found, "section")
    return Here(_section(found["section"]))


def _ping(found: dict[str, Any]) -> Ping:
    _holds_exactly(found)
    return Ping()


READERS: dict[str, Callable[[dict[str, Any]], FromPage]] = {"hello": _hello, "here": _here, "ping": _ping}


def _section(value: Any) -> Code | None:
    if value is None:
        return None
    if not isinstance(value, str) or value not in Code.__members__:
        raise Malformed
    return Code(value)


def _holds_exactly(found: dict[str, Any], *names: str) -> None:
    if set(found) != set(names):
        raise Malformed


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Malformed
    return found


def _no_constant(_: str) -> NoReturn:
    raise Malformed


def _no_number(_: str) -> NoReturn:
    raise Malformed


def socket_policies() -> dict[str, Policy | None]:
    """Name every message that the socket takes, with its policy, for the table of routes; None is a fault of the build."""
    ours = {f"{ADDRESS} {kind}": MESSAGES.get(kind) for kind in ("connect", *READERS)}
    return ours | texts.socket_policies()
