"""The committed log of the live texts, in the database. No permission is asked here: whoever appends (`committing`, and `merging` for a form) has asked it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from plans.livetext.document import Document, first_update
from plans.livetext.update import check
from plans.models import Item, LiveText, Section, TextClient, TextSnapshot, TextUpdate


class Gone(Exception):  # noqa: N818 an answer, not a fault
    """Say that a text can't be read as it was at a number: that is too long ago, or never was."""


@dataclass(frozen=True)
class Row:
    """One committed update: its number, who wrote it (None: the service), the bytes, when."""

    n: int
    by: int | None
    role: str
    content: bytes
    at: datetime


@dataclass(frozen=True)
class NewRow:
    """One update that is being committed."""

    text: int
    by: int | None
    role: str
    content: bytes


def find_text(section: int, item: int | None = None) -> LiveText | None:
    """Find the live text of a section's own words, or of an item; None where nobody has written in it live yet."""
    return LiveText.objects.filter(section=section, item=item).first()


def text_of(section: Section, item: Item | None = None, *, now: datetime) -> LiveText:
    """Lock the live text of a section's own words, or of an item, inside a transaction that has locked the circle; make it with the words that stand.

    Its first update is the service's: who wrote those words is in the history already. Two queries where it is there, otherwise five.
    """
    found = LiveText.objects.select_for_update().filter(section=section, item=item).first()
    if found:
        return found
    words = item.text if item else section.narrative
    text = LiveText.objects.create(section=section, item=item)
    if words:
        update = first_update(words)
        [client] = check(update).spans
        TextClient.objects.create(text=text, number=client, person=None)
        append([NewRow(text.pk, None, "", update)], {text.pk: 0}, now=now)
        text.n = text.settled_n = text.worded_n = 1
        text.save(update_fields=["settled_n", "worded_n"])
    return text


def load(text: LiveText, n: int | None = None) -> Document:
    """Build a text as it is, or as it was at update `n`. Two queries. Raises Gone for a number that is no longer, or not yet, in the log."""
    wanted = text.n if n is None else n
    start, whole = _start(text, wanted)
    later = TextUpdate.objects.filter(text=text, n__gt=start, n__lte=wanted).order_by("n").values_list("content", flat=True)
    updates = [bytes(content) for content in later]
    if len(updates) != wanted - start:
        raise Gone
    return Document([*whole, *updates])


def load_with_later(text: LiveText, n: int) -> tuple[Document, list[Row]]:
    """Build a text as it was at update `n`, as `load`, and read what came after. Two queries."""
    start, whole = _start(text, n)
    rows = updates_after(text.pk, start)
    if len(rows) != text.n - start:
        raise Gone
    return Document([*whole, *(row.content for row in rows if row.n <= n)]), [row for row in rows if row.n > n]


def _start(text: LiveText, n: int) -> tuple[int, list[bytes]]:
    """Find the snapshot from which loading up to update `n` begins: its number, and its content where there is one."""
    if not 0 <= n <= text.n:
        raise Gone
    snapshot = TextSnapshot.objects.filter(text=text, n__lte=n).order_by("-n").values_list("n", "content").first()
    return (snapshot[0], [bytes(snapshot[1])]) if snapshot else (0, [])


def updates_after(text: int, n: int) -> list[Row]:
    """List the updates that were committed after one, oldest first; raises Gone where the log begins later. One query."""
    rows = TextUpdate.objects.filter(text=text, n__gt=n).order_by("n").values_list("n", "by", "role", "content", "at")
    listed = [Row(number, by, role, bytes(content), at) for number, by, role, content, at in rows]
    if listed and listed[0].n != n + 1:
        raise Gone
    return listed


def append(rows: Sequence[NewRow], newest: Mapping[int, int], *, now: datetime) -> list[int]:
    """Append updates to texts whose rows are locked (`newest`: the number of each one's newest update), and give each its number. Two statements."""
    numbers = dict(newest)
    sizes: dict[int, int] = {}
    given = []
    for row in rows:
        numbers[row.text] += 1
        sizes[row.text] = sizes.get(row.text, 0) + len(row.content)
        given.append(numbers[row.text])
    at = connection.ops.adapt_datetimefield_value(now)
    values = [(row.text, n, row.by, row.role, row.content, at) for row, n in zip(rows, given, strict=True)]
    with connection.cursor() as cursor:
        cursor.executemany(_INSERT, values)
        cursor.executemany(_COUNT, [(numbers[text], sizes[text], text) for text in sorted(sizes)])
    return given


# By hand, because a row of Django's for every keystroke costs ten times as much.
_INSERT = f'INSERT INTO "{TextUpdate._meta.db_table}" (text_id, n, by_id, role, content, at) VALUES (%s, %s, %s, %s, %s, %s)'  # noqa: S608 our own name
_COUNT = f'UPDATE "{LiveText._meta.db_table}" SET n = %s, stored_bytes = stored_bytes + %s WHERE id = %s'  # noqa: S608 our own name


def numbers_of(texts: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Read of each text the number of its newest update, and its epoch: whoever follows it compares. One query."""
    return {pk: (n, epoch) for pk, n, epoch in LiveText.objects.filter(pk__in=list(texts)).values_list("pk", "n", "epoch")}
