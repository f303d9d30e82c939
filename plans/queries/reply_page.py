"""The page on which the council answers one thing that was asked of a draft: what was asked, what the plan says there now, the words that shall stand."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from plans.access import PlanAccess
from plans.contents import spec_values
from plans.models import Item, Reply, Suggestion
from plans.models.content import NARRATIVE_LIMIT, WORDS_LIMIT
from plans.queries.changes import text_runs
from plans.queries.fields import field_said
from plans.queries.item_page import read_sources
from plans.queries.items import Strand, plan_url
from plans.queries.plan_page import PlanHead, plan_head
from plans.queries.replies_page import ReplyRow, named_field, reply_row
from plans.queries.replying import changes_words, stands_now
from plans.queries.three_ways import put_together
from plans.queries.words import Run
from plans.record.shall import Does, Shall, shall_of
from plans.statute.sections import KINDS, Kind

Outcome = Reply.Outcome
# How each kind of asking can be answered: a question is answered, a change is agreed or not.
OUTCOMES: dict[str, tuple[Outcome, ...]] = {
    Suggestion.Kind.CHANGE: (Outcome.AGREED, Outcome.PARTLY, Outcome.NOT_AGREED),
    Suggestion.Kind.MISSING: (Outcome.AGREED, Outcome.PARTLY, Outcome.NOT_AGREED),
    Suggestion.Kind.QUESTION: (Outcome.ANSWERED, Outcome.AGREED, Outcome.PARTLY, Outcome.NOT_AGREED),
}
EVERY_OUTCOME = tuple(Outcome)
# Items whose words are somebody's own, or that are no part of what the council proposes.
NEVER_ADDED = frozenset({Kind.VOICE, Kind.ASPIRATION, Kind.PLACEMENT, Kind.EVIDENCE})


@dataclass(frozen=True)
class ReplyPage:
    """What the form of a reply stands on. `live` is what the plan says now, `differs` that it is not what the person was asked about.

    `meets` is set where the wish can't be put together with what stands there now: both are shown, and the coordinator writes the words. `kind` is of the
    item, or of one that could be added (`adds`); None where there are no typed fields.
    """

    head: PlanHead
    row: ReplyRow
    url: str
    live: str
    stands: str
    changes_words: bool
    differs: bool
    meets: tuple[Run, ...]
    limit: int
    first_words: str
    outcomes: tuple[tuple[str, str], ...]
    kind: Kind | None
    adds: bool
    is_item: bool
    typed: Mapping[str, Any]
    sources: tuple[Strand, ...]
    reply: Reply | None
    shall: Shall

    @property
    def initial(self) -> dict[str, Any]:
        """Fill the form: with the reply that was written, or with what was asked for."""
        if self.reply is None:
            return {"shall": self.first_words, "stands": self.stands, "into": Does.ADDS.value}
        facts = {"outcome": self.reply.outcome, "reason": self.reply.reason, "shall": self.reply.words or self.first_words}
        into = Does.ADDS if self.shall.does is Does.ADDS else Does.WORDS
        return facts | {"stands": self.stands, "takes_out": self.shall.does is Does.TAKES_OUT, "into": into.value}


def stands_hash(words: str) -> str:
    """Name the words that a form was opened on."""
    return hashlib.sha256(words.encode()).hexdigest()


def read_reply_page(access: PlanAccess, row: Suggestion) -> ReplyPage:
    """Read the page for one thing that was asked."""
    live, may = stands_now(row), changes_words(row)
    together = put_together(row.before, row.proposed, live) if row.kind == Suggestion.Kind.CHANGE else live
    kind, adds = _kind(row, may=may)
    reply = getattr(row, "reply", None)
    shall = shall_of(reply.typed) if reply else Shall()
    return ReplyPage(
        head=plan_head(access),
        row=reply_row(access, row),
        url=f"{plan_url(access)}replies/{row.uid}/",
        live=live,
        stands=stands_hash(live),
        changes_words=may,
        differs=bool(row.before) and live != row.before,
        meets=text_runs(row.before, live) if together is None else (),
        limit=WORDS_LIMIT if row.item or adds else NARRATIVE_LIMIT,
        first_words=row.proposed if adds else (live if together is None else together),
        outcomes=tuple((one.value, one.label) for one in OUTCOMES.get(row.kind, EVERY_OUTCOME)),
        kind=kind,
        adds=adds,
        is_item=row.item is not None,
        typed=typed_now(row.item) | dict(shall.set) if row.item and kind else dict(shall.set),
        sources=read_sources(access, kind) if adds and kind else (),
        reply=reply,
        shall=shall,
    )


def _kind(row: Suggestion, *, may: bool) -> tuple[Kind | None, bool]:
    if not may or row.section is None:
        return None, False
    if row.item:
        kind = Kind(row.item.kind)
        return (None if kind in NEVER_ADDED else kind), False
    kinds = [kind for kind in KINDS[row.section.code] if kind not in NEVER_ADDED]
    return (kinds[0], True) if kinds and row.kind == Suggestion.Kind.MISSING else (None, False)


def typed_now(item: Item) -> dict[str, Any]:
    """Give an item's typed fields, with what every item has."""
    return {"source": item.source, "is_safety": item.is_safety, "is_travel": item.is_travel, **spec_values(item)}


def fields_changed(kind: Kind, shall: Shall) -> tuple[tuple[str, str, str], ...]:
    """Say each typed field that a reply would set: its label, what it says, what it shall say."""
    return tuple(
        (named_field(kind, name), _said(kind, name, shall.was.get(name)), _said(kind, name, value)) for name, value in shall.set.items()
    )


def _said(kind: Kind, name: str, value: Any) -> str:
    if name in ("source", "is_safety", "is_travel"):
        return {True: "yes", False: ""}.get(value, str(value or "")) if isinstance(value, bool) else str(value or "")
    return field_said(kind, name, value)
