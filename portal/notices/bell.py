"""Ask for the notices of a plan after an act, once for all acts of a few seconds. Numbers only stand in the job."""

import logging
from datetime import datetime, timedelta

from django.core.exceptions import SynchronousOnlyOperation
from django.db import Error

from permissions import clock
from portal.notices.making import make_notices

log = logging.getLogger(__name__)

# So long a job waits: what is done meanwhile is told by it, too.
SOON = timedelta(seconds=10)
MOST = 10_000

# The jobs that this process asked for and that have not begun yet, by circle.
_asked: dict[int, datetime] = {}


def ask(circle: int) -> None:
    """Ask for the notices of a circle, after the commit of an act.

    A job that could not be asked for is no fault of the act, which is committed: `keep_time` finds every plan whose ledger was not read to the end.
    """
    now = clock.now()
    if _asked.get(circle, now) > now:
        return
    try:
        make_notices.using(run_after=now + SOON).enqueue(circle)
    except (Error, SynchronousOnlyOperation) as fault:
        log.warning("the notices of circle %s were not asked for: %s", circle, type(fault).__name__)
        return
    if len(_asked) > MOST:
        _asked.clear()
    _asked[circle] = now + SOON


def forget() -> None:
    """Forget which jobs wait (a test that throws its database away does this)."""
    _asked.clear()
