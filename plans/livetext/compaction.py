"""Keep the logs of live texts small: a snapshot from which loading begins, and nothing older than a day before it; the history keeps its sittings as wordings."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Length

from permissions import ledger
from plans.livetext.log import load
from plans.livetext.runs import keep_runs
from plans.livetext.settling import settle_locked, take_snapshot
from plans.models import Item, LiveText, Section, TextSnapshot, TextUpdate

# A form may stand on words of so long ago and is still merged.
KEPT = timedelta(hours=24)


def compact(text: int, *, now: datetime) -> None:
    """Settle a text, take a snapshot of it as it is, and let go what a snapshot of more than 24 hours ago covers. Harmless where there is nothing to do."""
    circle = LiveText.objects.values_list("section__plan__circle", flat=True).filter(pk=text).first()
    if circle is None:
        return
    with transaction.atomic():
        ledger.lock(circle)
        found = LiveText.objects.select_for_update(of=("self",)).select_related("section__plan").get(pk=text)
        if found.is_behind:
            settle_locked(found.section.plan, now=now, only=[text])
            found.refresh_from_db(fields=["settled_n", "settled_number", "stored_bytes"])
        if found.n and not TextSnapshot.objects.filter(text=found, n=found.n).exists():
            take_snapshot(found, load(found), now=now)
        _let_go(found, now=now)
        found.save(update_fields=["stored_bytes"])


def _let_go(text: LiveText, *, now: datetime) -> None:
    """Delete the updates and snapshots before the newest snapshot that is a day old."""
    old = TextSnapshot.objects.filter(text=text, at__lte=now - KEPT).order_by("-n").values_list("n", flat=True).first()
    if old is None:
        return
    if text.worded_n < old:
        item = Item.objects.filter(pk=text.item_id).first() if text.item_id else None
        keep_runs(text, section=Section.objects.get(pk=text.section_id), item=item)
    for rows in (TextUpdate.objects.filter(text=text, n__lte=old), TextSnapshot.objects.filter(text=text, n__lt=old)):
        text.stored_bytes -= rows.aggregate(bytes=Sum(Length("content")))["bytes"] or 0
        rows.delete()


def texts_to_compact(*, now: datetime) -> QuerySet[LiveText]:
    """Find the texts in which nobody has written for a day and of which a snapshot is missing, or of which something can be let go."""
    updates = TextUpdate.objects.filter(text=OuterRef("pk"))
    snapshots = TextSnapshot.objects.filter(text=OuterRef("pk"))
    covered = snapshots.filter(at__lte=now - KEPT).order_by("-n").values("n")[:1]
    is_bare = Exists(updates.filter(n=OuterRef("n"), at__lte=now - KEPT)) & ~Exists(snapshots.filter(n=OuterRef("n")))
    return (
        LiveText.objects.annotate(covered=Subquery(covered))
        .filter(Q(is_bare) | Exists(updates.filter(n__lte=OuterRef("covered"))))
        .order_by("pk")
    )


def compact_old(*, now: datetime) -> int:
    """Compact every text of which something can be let go; give their number. Each in a transaction of its own."""
    due: Iterable[int] = list(texts_to_compact(now=now).values_list("pk", flat=True))
    for text in due:
        compact(text, now=now)
    return len(list(due))
