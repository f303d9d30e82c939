"""Bring what stands in the plan up to the log of its live texts, inside a transaction that has locked the circle."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet

from permissions import ledger
from plans.livetext.document import Document, Span
from plans.livetext.log import load, load_with_later
from plans.models import Anchor, Item, LiveText, Plan, Section, TextSnapshot, TextUpdate

SNAPSHOT_EVERY = 500


def texts_behind(circle: int, only: Collection[int] | None = None) -> QuerySet[LiveText]:
    """Find the texts of a plan (or of those that are named) of which words are committed that the plan does not show yet."""
    rows = LiveText.objects.filter(section__plan__circle=circle, settled_n__lt=F("n"))
    return rows if only is None else rows.filter(pk__in=only)


def settle_locked(plan: Plan, *, now: datetime, only: Collection[int] | None = None) -> int:
    """Write the newest committed words, and who wrote last, into the section or item of each text that is behind; let the passages spoken about follow.

    Gives the number of those texts. The saves of typed fields (`seq`) are not counted. Open pages are told after the commit. One query when nothing is behind.
    """
    texts = list(texts_behind(plan.circle_id, only).select_for_update(of=("self",)).order_by("pk"))
    if not texts:
        return 0
    Plan.objects.filter(pk=plan.pk).update(words_number=F("words_number") + 1)
    plan.words_number = Plan.objects.values_list("words_number", flat=True).get(pk=plan.pk)
    for text in texts:
        _settle(text, plan.words_number, now=now)
    circle = plan.circle_id
    transaction.on_commit(lambda: ledger.ring(circle))
    return len(texts)


def _settle(text: LiveText, number: int, *, now: datetime) -> None:
    anchors = list(Anchor.objects.filter(text=text, starts_at__isnull=False))
    document = _moved(text, anchors) if anchors else load(text)
    write_words(text, document.words, **_newest_writer(text))
    fresh = is_worth_a_snapshot(text.settled_n, text.n) and take_snapshot(text, document, now=now)
    text.settled_n, text.settled_number = text.n, number
    text.save(update_fields=["settled_n", "settled_number", *(["stored_bytes"] if fresh else [])])


def _moved(text: LiveText, anchors: list[Anchor]) -> Document:
    """Build the text, and carry the passages that stand in its settled words through what was written since."""
    document, later = load_with_later(text, text.settled_n)
    move_anchors(document, [row.content for row in later], anchors)
    return document


def move_anchors(document: Document, updates: list[bytes], anchors: list[Anchor]) -> None:
    """Apply updates to a text as it was settled, and write where each passage stands then."""
    spans: list[Span] = [(anchor.starts_at or 0, anchor.ends_at or 0) for anchor in anchors]
    for anchor, span in zip(anchors, document.apply_moving(updates, spans), strict=True):
        anchor.starts_at, anchor.ends_at = span or (None, None)
    if anchors:
        Anchor.objects.bulk_update(anchors, ["starts_at", "ends_at"])


def _newest_writer(text: LiveText) -> dict[str, object]:
    rows = TextUpdate.objects.filter(text=text, n__gt=text.settled_n, by__isnull=False).order_by("-n")
    newest = rows.values_list("by", "at").first()
    return {"saved_by": newest[0], "saved_at": newest[1]} if newest else {}


def write_words(text: LiveText, words: str, **who: object) -> None:
    """Write the words of a text into the row that holds them."""
    if text.item_id is None:
        Section.objects.filter(pk=text.section_id).update(narrative=words, **who)
    else:
        Item.objects.filter(pk=text.item_id).update(text=words, **who)


def is_worth_a_snapshot(before: int, now: int) -> bool:
    """Say whether a log that grew from one number to another has passed one at which a snapshot is kept."""
    return now // SNAPSHOT_EVERY > before // SNAPSHOT_EVERY


def take_snapshot(text: LiveText, document: Document, *, now: datetime) -> bool:
    """Keep the whole state of a text as it is at its newest update, and count its bytes; the caller writes the count. False where one is kept already."""
    whole = document.snapshot()
    _, is_new = TextSnapshot.objects.get_or_create(text=text, n=text.n, defaults={"content": whole, "at": now})
    if is_new:
        text.stored_bytes += len(whole)
    return is_new
