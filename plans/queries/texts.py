"""Say to a page which live text a box is: where it is heard and sent, on which number of the log its words stand."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from permissions.vocabulary import Code
from plans.access import PlanAccess
from plans.models import Item
from plans.models.content import NARRATIVE_LIMIT, WORDS_LIMIT
from plans.statute.sections import Kind

SECTION_LABEL = "The section’s own words"
SECTION_HINT = "What belongs to the whole section. Needs, help and outcomes are items of their own."

WORDS_LABELS: dict[Kind, str] = {
    Kind.VOICE: "The words, just as they were said",
    Kind.ASPIRATION: "The hope, in your own words",
    Kind.NEED: "The need",
    Kind.OUTCOME: "The outcome",
    Kind.PROVISION: "What help is given?",
    Kind.PLACEMENT: "What is said about the place",
    Kind.BUDGET: "What this part of the budget secures",
    Kind.EVIDENCE: "What it says, in a few plain sentences",
}


@dataclass(frozen=True)
class TextBox:
    """A box in which a live text is written. `place` is "items/<uid>" or "sections/<code>"; `words` are those after update `n` of its log.

    Of a form that came back `is_returned`: `words` are what was posted, and what was wrong with them stands in `errors`.
    """

    place: str
    reference: str
    n: int
    words: str
    limit: int
    label: str
    hint: str = ""
    rows: int = 5
    id: str = ""
    errors: tuple[str, ...] = ()
    is_returned: bool = False

    @property
    def anchor(self) -> str:
        """Give the number under which the box stands on its page."""
        return self.id or self.place.replace("/", "")

    @property
    def http_url(self) -> str:
        """Give the address at which the text is brought and sent where no socket opens."""
        return f"/plans/{self.reference}/{self.place}/text/"

    @property
    def socket_url(self) -> str:
        """Give the address of the socket."""
        return f"/ws{self.http_url}"

    @property
    def form_url(self) -> str:
        """Give the address to which the box is posted without JavaScript."""
        return f"/plans/{self.reference}/{self.place}/words/"


def section_box(access: PlanAccess, code: Code, words: str, settled_n: int | None) -> TextBox:
    """Write the box of a section's own words; `settled_n` was read in one query with the words (None: nobody has written here live yet)."""
    return _box(access, f"sections/{code}", words, settled_n, limit=NARRATIVE_LIMIT, label=SECTION_LABEL, hint=SECTION_HINT, rows=8)


def item_box(access: PlanAccess, item: Item) -> TextBox:
    """Write the box of an item's words; the item was read with its `live_text`."""
    text = getattr(item, "live_text", None)
    label = WORDS_LABELS[Kind(item.kind)]
    return _box(access, f"items/{item.uid}", item.text, text and text.settled_n, limit=WORDS_LIMIT, label=label)


def _box(access: PlanAccess, place: str, words: str, settled_n: int | None, **said: Any) -> TextBox:
    # A log begins with the words that stand, where there are any, as its first update.
    n = int(bool(words)) if settled_n is None else settled_n
    return TextBox(place=place, reference=access.circle.circle.shown_reference, n=n, words=words, **said)


def returned(box: TextBox, posted: str, *, n: int = -1, errors: Iterable[str] = ()) -> TextBox:
    """Give a box in which stands what somebody posted; `n` is the number on which it stands from now on, -1 where the box knows it."""
    return replace(box, words=posted, n=box.n if n < 0 else n, errors=tuple(errors), is_returned=True)


def box_errors(*boxes: TextBox | None) -> list[tuple[str, str]]:
    """List what is wrong in boxes, each sentence with the address of its box on the page."""
    return [(sentence, f"#{box.anchor}") for box in boxes if box for sentence in box.errors]
