"""Read from the log of live texts who wrote what, in sittings: what one person typed within a quarter of an hour is one change in the history."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from permissions.ledger import quarter_of
from plans.contents import item_content
from plans.livetext.document import Document
from plans.livetext.log import Row, read_log
from plans.models import Item, LiveText, Section, TextSnapshot, TextUpdate, Wording

# From so many changes of hand on within one quarter of an hour, it is one sitting of several people.
MOST_TURNS = 12


@dataclass(frozen=True)
class TextRun:
    """One sitting: who wrote (`others` in turns too short to tell apart), when it ended, up to which update, and what the text said then."""

    by: int
    role: str
    others: tuple[tuple[int, str], ...]
    at: datetime
    n: int
    words: str


def runs_of(texts: Iterable[LiveText]) -> dict[int, tuple[TextRun, ...]]:
    """Read the sittings of these texts that are no wordings yet. Two queries where there are any, none otherwise."""
    open_ones = [text for text in texts if text.worded_n < text.n]
    if not open_ones:
        return {}
    keys = [text.pk for text in open_ones]
    newest = Subquery(_snapshots_before(OuterRef("text_id"), OuterRef("text__worded_n")))
    whole = TextSnapshot.objects.filter(text__in=keys, n=newest).values_list("text_id", "content")
    starts = {text: bytes(content) for text, content in whole}
    start = Coalesce(Subquery(_snapshots_before(OuterRef("text_id"), OuterRef("text__worded_n"))), Value(0))
    rows = TextUpdate.objects.filter(text__in=keys, n__gt=start, n__lte=F("text__n")).order_by("text_id", "n")
    listed = rows.values_list("text_id", "n", "by", "role", "content", "at")
    log = {
        text: [Row(n, by, role, bytes(content), at) for _, n, by, role, content, at in of]
        for text, of in groupby(listed, lambda row: row[0])
    }
    return {text.pk: tuple(_runs(text, starts.get(text.pk, b""), log.get(text.pk, []))) for text in open_ones}


def _snapshots_before(text: OuterRef, n: OuterRef) -> "QuerySet[TextSnapshot, dict[str, Any]]":
    return TextSnapshot.objects.filter(text=text, n__lte=n).order_by("-n").values("n")[:1]  # type: ignore[return-value]


def _runs(text: LiveText, start: bytes, rows: Sequence[Row]) -> Iterator[TextRun]:
    worded = [row.content for row in rows if row.n <= text.worded_n]
    document = Document([start, *worded] if start else worded)
    for sitting in sittings([row for row in rows if row.n > text.worded_n]):
        for row in sitting:
            document.apply(row.content)
        last = next((row for row in reversed(sitting) if row.by is not None), None)
        if last is not None and last.by is not None:
            people = dict.fromkeys((row.by, row.role) for row in sitting if row.by not in (None, last.by))
            others = tuple((by, role) for by, role in people if by is not None)
            yield TextRun(last.by, last.role, others, last.at, sitting[-1].n, document.words)


def sittings(rows: Iterable[Row]) -> list[list[Row]]:
    """Divide a log: by the quarters of the clock, and within them by whoever wrote, unless the turns are too short to tell apart."""
    divided: list[list[Row]] = []
    for _, quarter in groupby(rows, lambda row: quarter_of(row.at)):
        of_quarter = list(quarter)
        turns = [list(turn) for _, turn in groupby(of_quarter, lambda row: row.by)]
        divided += turns if len(turns) <= MOST_TURNS + 1 else [of_quarter]
    return divided


def _stood(section: Section, item: Item | None) -> dict[str, Any]:
    """Give what was written beside the words while they were typed: the typed fields have not changed since the last wording."""
    if item is None:
        return {"none_identified": section.none_identified}
    newest = Wording.objects.filter(item=item).order_by("-pk").values_list("content", flat=True).first()
    return newest or item_content(item)


def keep_runs(text: LiveText, *, section: Section, item: Item | None) -> None:
    """Let the sittings in a text's log become wordings, before its typed fields or its state change, or its log is thrown away.

    Inside a transaction that has locked the circle. `section` and `item` are as they stood while it was written, the typed fields of the item included.
    """
    Wording.objects.bulk_create(wordings_of(text, section=section, item=item))
    mark_worded(text)


def wordings_of(text: LiveText, *, section: Section, item: Item | None, stood: dict[str, Any] | None = None) -> list[Wording]:
    """Make the wordings of the sittings in a text's log that are none yet, for a caller who keeps them; `stood` is what was written beside the words, if known.

    One query, and one more for `stood`.
    """
    if text.worded_n == text.n:
        return []
    whole, rows = read_log(text.pk, text.worded_n, to=text.n)
    runs = list(_runs(text, whole.content if whole else b"", rows))
    beside = _stood(section, item) if runs and stood is None else stood or {}
    return [
        Wording(
            section=section,
            item=item,
            seq=None,
            content=beside | {"text" if item else "narrative": run.words},
            state=item.state if item else "",
            by_id=run.by,
            role=run.role,
            at=run.at,
            others=[list(other) for other in run.others],
        )
        for run in runs
    ]


def mark_worded(text: LiveText) -> None:
    """Write down that every sitting in a text's log is a wording."""
    if text.worded_n != text.n:
        text.worded_n = text.n
        text.save(update_fields=["worded_n"])
