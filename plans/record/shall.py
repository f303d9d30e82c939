"""What an agreed reply does to the plan besides the words: typed fields, a new item, or that an item goes; kept as plain JSON with the reply until it is sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from plans.statute.sections import Kind


class Does(StrEnum):
    """Which of the three a reply does."""

    WORDS = "words"
    ADDS = "adds"
    TAKES_OUT = "takes_out"


@dataclass(frozen=True)
class Shall:
    """What shall stand besides the words. `set` are typed fields by name as plain values, `was` what they said when the reply was written.

    `kind` and `comes_from` (uids) are of a new item.
    """

    does: Does = Does.WORDS
    kind: Kind | None = None
    comes_from: tuple[str, ...] = ()
    set: Mapping[str, Any] = field(default_factory=dict)
    was: Mapping[str, Any] = field(default_factory=dict)

    def kept(self) -> dict[str, Any]:
        """Write it as JSON holds it."""
        return {
            "does": self.does.value,
            "kind": self.kind.value if self.kind else "",
            "comes_from": list(self.comes_from),
            "set": dict(self.set),
            "was": dict(self.was),
        }


def shall_of(kept: Mapping[str, Any]) -> Shall:
    """Read it back; nothing kept is nothing besides the words."""
    if not kept:
        return Shall()
    kind = Kind(kept["kind"]) if kept["kind"] else None
    return Shall(Does(kept["does"]), kind, tuple(kept["comes_from"]), dict(kept["set"]), dict(kept["was"]))
