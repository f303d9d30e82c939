"""The files that wait for the virus scanner: how many, for whoever watches the service."""

from datetime import datetime, timedelta

from files.models import StoredFile

LONG = timedelta(minutes=15)


def waiting_long(*, now: datetime) -> int:
    """Count the files that have waited for more than a quarter of an hour. One query."""
    return StoredFile.objects.filter(state=StoredFile.State.WAITING, added_at__lt=now - LONG).count()
