"""Take struck words out of the log of a live text: where the log held them at any time, one snapshot of the words that are left takes its place."""

import base64
import json
from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from plans.livetext import news
from plans.livetext.document import Document, first_update
from plans.livetext.merging import moved_place
from plans.livetext.runs import keep_runs
from plans.livetext.settling import settle_locked
from plans.livetext.update import check
from plans.models import Anchor, Item, LiveText, Plan, Section, TextClient, TextSnapshot, TextUpdate
from plans.queries.words import word_runs
from plans.striking.spelling import find


def texts_holding(plan: Plan, spellings: tuple[str, ...], *, now: datetime) -> list[LiveText]:
    """Find the live texts of a plan in whose logs a passage stands, also if it was typed and taken out again; all are settled, and these are wordings.

    Inside a transaction that has locked the circle.
    """
    settle_locked(plan, now=now)
    specs = ("section", "item")
    holding = [
        text for text in LiveText.objects.filter(section__plan=plan).select_related(*specs).order_by("pk") if _holds(text, spellings)
    ]
    for text in holding:
        keep_runs(text, section=text.section, item=text.item)
    return holding


def _holds(text: LiveText, spellings: tuple[str, ...]) -> bool:
    return any(find(said, spellings) for said in _readings(text))


def _readings(text: LiveText) -> Iterator[str]:
    """Read a log through as it grew: what the text said after each update, and what each of them brought, one after another."""
    snapshots = list(TextSnapshot.objects.filter(text=text).order_by("n").values_list("n", "content"))
    for _, content in snapshots:
        yield _raw(content)
    updates = TextUpdate.objects.filter(text=text).order_by("n").values_list("n", "content")
    first = updates.values_list("n", flat=True).first() or text.n + 1
    start, whole = next(((n, content) for n, content in reversed(snapshots) if n < first), (0, b""))
    document = Document([bytes(whole)] if whole else [])
    yield document.words
    for n, content in updates.iterator():
        yield _raw(content)
        if n > start:
            document.apply(bytes(content))
            yield document.words


def _raw(content: bytes | memoryview) -> str:
    return bytes(content).decode("utf-8", "replace")


def text_for(section: Section, item: Item | None) -> LiveText:
    """Give the live text of struck words that had none: a form that stands on the old ones is then told that they are gone."""
    text, _ = LiveText.objects.get_or_create(section=section, item=item, defaults={"n": 1, "settled_n": 1, "worded_n": 1})
    return text


def log_as_text(text: LiveText) -> str:
    """Write a log out, to be sealed: every update and snapshot that is kept, with who wrote it and when."""
    rows = TextUpdate.objects.filter(text=text).order_by("n").values_list("n", "by__uid", "role", "at", "content")
    updates = [[n, str(by or ""), role, at.isoformat(), _base64(content)] for n, by, role, at, content in rows]
    kept = TextSnapshot.objects.filter(text=text).order_by("n").values_list("n", "at", "content")
    return json.dumps(
        {"updates": updates, "snapshots": [[n, at.isoformat(), _base64(content)] for n, at, content in kept]}, separators=(",", ":")
    )


def _base64(content: bytes | memoryview) -> str:
    return base64.b64encode(bytes(content)).decode()


def replace_log(text: LiveText, *, before: str, words: str, now: datetime) -> None:
    """Throw the log of a text away, and begin another with these words: numbers count on, and whoever wrote in the old one can bring nothing of it back.

    `before` are the words as they stood, through whose change the passages that people speak about are carried.
    """
    _retire_clients(text)
    TextUpdate.objects.filter(text=text).delete()
    TextSnapshot.objects.filter(text=text).delete()
    whole = first_update(words)
    text.n, text.epoch = text.n + 1, text.epoch + 1
    text.settled_n = text.worded_n = text.n
    text.stored_bytes = len(whole)
    text.save(update_fields=["n", "epoch", "settled_n", "worded_n", "stored_bytes"])
    TextSnapshot.objects.create(text=text, n=text.n, content=whole, at=now)
    TextClient.objects.bulk_create([TextClient(text=text, number=client, person=None) for client in check(whole).spans])
    _move_anchors(text, before, words)
    number = text.pk
    transaction.on_commit(lambda: news.struck(number))


def _retire_clients(text: LiveText) -> None:
    known = set(TextClient.objects.filter(text=text).values_list("number", flat=True))
    TextClient.objects.filter(text=text).update(is_retired=True)
    snapshots = TextSnapshot.objects.filter(text=text).values_list("content", flat=True)
    updates = TextUpdate.objects.filter(text=text).values_list("content", flat=True)
    wrote = {client for contents in (snapshots, updates) for content in contents.iterator() for client in check(bytes(content)).spans}
    TextClient.objects.bulk_create([TextClient(text=text, number=client, person=None, is_retired=True) for client in wrote - known])


def _move_anchors(text: LiveText, before: str, words: str) -> None:
    anchors = list(Anchor.objects.filter(text=text, starts_at__isnull=False))
    runs = word_runs(before, words)
    for anchor in anchors:
        span = moved_place(runs, anchor.starts_at or 0), moved_place(runs, anchor.ends_at or 0)
        anchor.starts_at, anchor.ends_at = span if span[0] < span[1] else (None, None)
    Anchor.objects.bulk_update(anchors, ["starts_at", "ends_at"])
