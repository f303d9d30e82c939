"""Read what the database holds of a live text, in the thread of the database; the document itself is built in the thread of its room."""

from dataclasses import dataclass

from plans.livetext.log import Gone, read_log
from plans.models import LiveText


@dataclass(frozen=True)
class Stored:
    """The log of a text up to `n`, the newest snapshot (at `whole_n`) first; `epoch` counts the strikes that replaced it."""

    n: int
    epoch: int
    whole_n: int
    updates: list[bytes]


def read_stored(text: int) -> Stored:
    """Read the whole log of a text. Two queries; raises Gone where something in between is missing."""
    epoch = LiveText.objects.values_list("epoch", flat=True).get(pk=text)
    whole, rows = read_log(text)
    whole_n = whole.n if whole else 0
    if [row.n for row in rows] != list(range(whole_n + 1, whole_n + 1 + len(rows))):
        raise Gone
    contents = [row.content for row in rows]
    return Stored(whole_n + len(rows), epoch, whole_n, [whole.content, *contents] if whole else contents)
