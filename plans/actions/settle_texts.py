"""Bring the words that the plan shows up to the logs of its live texts."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from permissions import ledger
from plans.livetext.settling import settle_locked, texts_behind
from plans.models import Plan


def settle_texts(circle: int, *, now: datetime, only: Collection[int] | None = None) -> int:
    """Settle the live texts of a plan (or those of them that are named), and say how many were behind. One query when none was."""
    if not texts_behind(circle, only).exists():
        return 0
    with transaction.atomic():
        ledger.lock(circle)
        return settle_locked(Plan.objects.get(circle=circle), now=now, only=only)
