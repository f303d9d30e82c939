"""Keep demo and real apart: a database is born as one of them, and the server refuses the other."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from django.conf import settings
from django.db import Error, connection

from portal.environment import stop
from portal.models import Birth


def register_birth(*, is_demo: bool, now: datetime) -> None:
    """Write down what this database is for, once; stop the start when it is for the other."""
    birth, _ = Birth.objects.get_or_create(pk=1, defaults={"is_demo": is_demo, "at": now})
    refuse_the_other(birth, is_demo=is_demo)


def refuse_the_other(birth: Birth | None, *, is_demo: bool) -> None:
    """Stop the start when the database was born for the other use."""
    if birth is not None and birth.is_demo != is_demo:
        words = ("the demo", "real children") if birth.is_demo else ("real children", "the demo")
        stop(f"this database was made for {words[0]}, and the settings say {words[1]} (DEMO).")


def check_at_start() -> None:
    """Stop the start of a server whose database is for the other use, not prepared, or away.

    Asked in a thread of its own, since some servers load the application inside a running event loop, where the database can't be asked.
    """
    with ThreadPoolExecutor(max_workers=1) as thread:
        birth = thread.submit(_read_birth).result()
    if birth is None:
        stop("the database (DATABASE_URL) can't be read or is not prepared yet. Prepare it with: python manage.py prepare")
    refuse_the_other(birth, is_demo=settings.DEMO)


def _read_birth() -> Birth | None:
    try:
        return Birth.objects.filter(pk=1).first()
    except Error:
        return None
    finally:
        connection.close()
