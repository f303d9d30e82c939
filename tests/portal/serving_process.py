"""Somebody who serves Sam's draft in a process of their own, which a test kills before a write, or runs beside another one."""

import time
from datetime import date, datetime
from typing import Any


def serve(database: dict[str, Any], by: str, at: tuple[date, datetime], stop_before: int, here: Any, said: Any) -> None:
    """Serve the draft as `by`, in the portal on both parents. Before the write of this number, say `here` and wait to be killed; 0 stops nowhere."""
    from django.conf import settings
    from django.db import connection, connections

    connections.settings["default"] |= database
    settings.MAIL_TRANSPORT = "smtp"
    from permissions.models import User
    from plans.models import PlanVersion
    from plans.queries.serve_page import Delivery, Serving
    from portal.letters import serve as letters
    from tests.plans.ready_to_serve import light
    from tests.world import SAM

    today, now = at
    writes = 0

    def stop(execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        nonlocal writes
        if sql.startswith(("INSERT", "UPDATE")):
            writes += 1
            if writes == stop_before:
                here.set()
                time.sleep(120)
        return execute(sql, params, many, context)

    family = User.objects.filter(email__in=("amara@example.org", "joel@example.org"), membership__ended_at=None)
    numbers = list(family.order_by("email").values_list("membership__pk", flat=True))
    seen = PlanVersion.objects.filter(services__isnull=False).order_by("-number").values_list("uid", flat=True).first()
    serving = Serving(
        deliveries=tuple(Delivery(number=number, channel="portal", sent_on=today) for number in numbers), days=15, seen=str(seen or "")
    )
    person = User.objects.get(email=f"{by}@example.org")
    prepared = letters.make_ready(person, SAM, serving, today=today, now=now)
    if not stop_before:
        here.wait(60)
    try:
        with connection.execute_wrapper(stop):
            letters.serve_prepared(person, SAM, serving, prepared, light(prepared), today=today, now=now)
        said.put("Served")
    except Exception as refused:  # noqa: BLE001 the test looks at what it was
        said.put(type(refused).__name__)
    finally:
        connections.close_all()
