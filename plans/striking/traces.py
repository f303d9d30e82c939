"""Forget what this process and the embedded database still hold of words that were struck."""

from django.db import connection

from plans.rendering import words_html

PATIENCE_MS, USUAL_MS = 1_000, 20_000


def forget_traces() -> None:
    """Empty the memory of rendered words, and the log of changes that SQLite keeps beside its file (its freed bytes are zeroed at once: `secure_delete`).

    PostgreSQL frees the old rows at its next VACUUM; its archived log keeps them for as long as the backups are kept.
    """
    words_html.cache_clear()
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout={PATIENCE_MS}")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.fetchall()
            cursor.execute(f"PRAGMA busy_timeout={USUAL_MS}")
