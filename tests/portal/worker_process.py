"""A real worker in a process of its own, which a test kills. Where it stops for that is arranged here, in the tests; the product knows nothing of it."""

import multiprocessing
import time
from typing import Any

STOPS = ("before the claim", "after the claim", "after the answer")


def work(database: dict[str, Any], port: int, stop_at: str, here: Any, most: int) -> None:
    """Be a worker: `manage.py db_worker`, on the tests' database and with the tests' mail server. At `stop_at` it says `here` and waits to be killed."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connections

    connections.settings["default"] |= database
    settings.MAIL_TRANSPORT, settings.EMAIL_HOST, settings.EMAIL_PORT = "smtp", "127.0.0.1", port
    _arrange(stop_at, here)
    call_command("db_worker", interval=0.05, startup_delay=False, batch=True, max_tasks=most, verbosity=0)


def _arrange(stop_at: str, here: Any) -> None:
    from portal.mail import carrying, smtp

    def wait(*args: Any, **facts: Any) -> None:
        here.set()
        time.sleep(120)

    if stop_at == "before the claim":
        carrying.claim = wait
    elif stop_at == "after the claim":
        smtp.hand_over = wait
    elif stop_at == "after the answer":
        carrying.settle = wait


def context() -> Any:
    """Give the way to start processes: each is forked from a clean one, so that no connection or thread of the test goes with it."""
    found = multiprocessing.get_context("forkserver")
    found.set_forkserver_preload(["tests.portal.worker_ready"])
    return found
