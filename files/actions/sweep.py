"""Sweep up files that no row names."""

from datetime import datetime

from files import store
from files.models import StoredFile

UNNAMED_FOR = 24 * 3600
LOST_FOR = 30 * 24 * 3600


def sweep(*, now: datetime) -> int:
    """Move what has lain a day without a row to the lost ones, and take away what was lost for thirty days. Give how many were moved.

    Such a file is left when a server is killed between the disk and the row. It is moved first and not deleted, because a store beside the wrong
    database, or beside one that was restored from before, looks the same.
    """
    for path in store.lost():
        if _age(path.stat().st_mtime, now) > LOST_FOR:
            path.unlink(missing_ok=True)
    old = [path for path in store.every() if _age(path.stat().st_mtime, now) > UNNAMED_FOR]
    named = set(StoredFile.objects.filter(stored_as__in=[path.name for path in old]).values_list("stored_as", flat=True)) if old else set()
    loose = [path for path in old if path.name not in named]
    for path in loose:
        store.lose(path)
    return len(loose)


def _age(written: float, now: datetime) -> float:
    return now.timestamp() - written
