"""Where words stand in what was said beside a plan, for striking a passage."""

from comments.access import facts_of_thread, reads_thread
from comments.models import Comment, Note, Thread
from plans.saying import day_in_london
from plans.striking.places import Place, Reader, Shown, columns, section_said


def _is_quote_seen(reader: Reader, row: Thread) -> bool:
    return reads_thread(reader.access, facts_of_thread(row)) and (row.item is None or reader.sees_item(row.item))


def _place(thread: Thread) -> str:
    return f"beside {section_said(thread.section.code)}" if thread.section else "about a version"


def _shown(thread: Thread) -> Shown | None:
    return Shown("thread", thread.section.code, thread.uid) if thread.section else None


PLACES = (
    Place(
        model=Comment,
        circle="thread__circle",
        columns=columns(Comment, "text"),
        said=lambda reader, row, name: f"A comment {_place(row.thread)}, on {day_in_london(row.at)}",
        is_seen=lambda reader, row: row.withdrawn_at is None and reads_thread(reader.access, facts_of_thread(row.thread)),
        shown=lambda row: _shown(row.thread),
        related=("thread__section", "thread__version"),
    ),
    Place(
        model=Thread,
        circle="circle",
        columns=columns(Thread, "quote"),
        said=lambda reader, row, name: f"A passage quoted in a conversation {_place(row)}, on {day_in_london(row.opened_at)}",
        is_seen=_is_quote_seen,
        shown=_shown,
        related=("section", "version", "item"),
    ),
    Place(
        model=Note,
        circle="circle",
        columns=columns(Note, "text"),
        said=lambda reader, row, name: f"A note of the council’s own, on {day_in_london(row.at)}",
        is_seen=lambda reader, row: row.withdrawn_at is None and reader.access.circle.is_council,
        related=("section",),
    ),
)
