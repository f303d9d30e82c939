"""Where words stand in what was said beside a plan, for striking a passage."""

from typing import Any

from comments.access import ThreadFacts, reads_thread
from comments.models import Comment
from plans.saying import day_in_london
from plans.striking.places import Place, Reader, Shown, columns, section_said


def _is_seen(reader: Reader, row: Comment) -> bool:
    thread = row.thread
    return reads_thread(reader.access, ThreadFacts(thread.section.code, thread.audience, thread.person_id))


def _said(reader: Reader, row: Any, name: str) -> str:
    return f"A comment beside {section_said(row.thread.section.code)}, on {day_in_london(row.at)}"


PLACES = (
    Place(
        model=Comment,
        circle="thread__circle",
        columns=columns(Comment, "text"),
        said=_said,
        is_seen=_is_seen,
        shown=lambda row: Shown("thread", row.thread.section.code, row.thread.uid),
        related=("thread__section",),
    ),
)
