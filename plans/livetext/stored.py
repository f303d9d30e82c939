"""Read what the database holds of a live text, in the thread of the database; the document itself is built in the thread of its room."""

from dataclasses import dataclass

from plans.livetext.log import Gone
from plans.models import LiveText, TextSnapshot, TextUpdate


@dataclass(frozen=True)
class Stored:
    """The log of a text up to `n`, the newest snapshot (at `whole_n`) first; `epoch` counts the strikes that replaced it."""

    n: int
    epoch: int
    whole_n: int
    updates: list[bytes]


def read_stored(text: int) -> Stored:
    """Read the whole log of a text. Three queries; raises Gone where something in between is missing."""
    epoch = LiveText.objects.values_list("epoch", flat=True).get(pk=text)
    snapshot = TextSnapshot.objects.filter(text=text).order_by("-n").values_list("n", "content").first()
    whole_n, whole = snapshot or (0, b"")
    rows = TextUpdate.objects.filter(text=text, n__gt=whole_n).order_by("n").values_list("n", "content")
    updates = [(n, bytes(content)) for n, content in rows]
    if [n for n, _ in updates] != list(range(whole_n + 1, whole_n + 1 + len(updates))):
        raise Gone
    contents = [content for _, content in updates]
    return Stored(whole_n + len(updates), epoch, whole_n, [bytes(whole), *contents] if whole else contents)
