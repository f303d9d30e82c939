"""The committed log of the live texts, in the database. No permission is asked here: whoever appends (`committing`, and `merging` for a form) has asked it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import BigIntegerField, F, Subquery, Value
from django.db.models.functions import Coalesce

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
    """Build a text as it is, or as it was at update `n`. One query. Raises Gone for a number that is no longer, or not yet, in the log."""
    wanted = text.n if n is None else n
    whole, rows = _kept(text, wanted, to=wanted)
    return Document([*whole, *(row.content for row in rows)])


def load_with_later(text: LiveText, n: int) -> tuple[Document, list[Row]]:
    """Build a text as it was at update `n`, as `load`, and read what came after. One query."""
    whole, rows = _kept(text, n, to=text.n)
    return Document([*whole, *(row.content for row in rows if row.n <= n)]), [row for row in rows if row.n > n]


def _kept(text: LiveText, n: int, *, to: int) -> tuple[list[bytes], list[Row]]:
    """Read the snapshot from which building a text as it was at `n` begins, where there is one, and every update behind it up to `to`; Gone where one is missing."""
    if not 0 <= n <= text.n:
        raise Gone
    whole, rows = read_log(text.pk, n, to=to)
    start = whole.n if whole else 0
    if len(rows) != to - start:
        raise Gone
    return [whole.content] if whole else [], rows


def read_log(text: int, n: int | None = None, *, to: int | None = None) -> tuple[Row | None, list[Row]]:
    """Read the newest snapshot of a text (not newer than `n`), as a row of nobody's, and the updates behind it (up to `to`), oldest first. One query."""
    snapshots = TextSnapshot.objects.filter(text=text)
    if n is not None:
        snapshots = snapshots.filter(n__lte=n)
    start = Subquery(snapshots.order_by("-n").values("n")[:1])
    updates = TextUpdate.objects.filter(text=text, n__gt=Coalesce(start, 0))
    if to is not None:
        updates = updates.filter(n__lte=to)
    nobody = Value(None, output_field=BigIntegerField())
    whole = TextSnapshot.objects.filter(text=text, n=start).annotate(is_whole=Value(1), who=nobody, part=Value(""))
    columns = ("n", "content", "at", "is_whole", "who", "part")
    both = whole.values_list(*columns).union(
        updates.annotate(is_whole=Value(0), who=F("by"), part=F("role")).values_list(*columns), all=True
    )
    listed = sorted(both, key=lambda row: (not row[3], row[0]))
    rows = [Row(number, by, role, bytes(content), at) for number, content, at, _, by, role in listed]
    return (rows[0], rows[1:]) if listed and listed[0][3] else (None, rows)


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
