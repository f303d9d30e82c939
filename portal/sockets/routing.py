"""The addresses of the sockets; a catch-all closes anything else."""

from typing import Any

from django.urls import re_path

from portal.sockets.plan_socket import PlanSocket
from portal.sockets.texts import text_socket


async def nothing_here(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Refuse a socket that has no address here, before it is accepted."""
    await receive()
    await send({"type": "websocket.close"})


PLAN = r"^ws/plans/(?P<reference>[0-9A-Za-z-]{1,20})"
UID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"

websocket_urlpatterns = [
    re_path(PLAN + r"/?$", PlanSocket.as_asgi()),
    re_path(PLAN + r"/sections/(?P<code>[0-9A-Z]{1,3})/text/?$", text_socket),  # type: ignore[arg-type]
    re_path(PLAN + rf"/items/(?P<uid>{UID})/text/?$", text_socket),  # type: ignore[arg-type]
    re_path(r"", nothing_here),  # type: ignore[arg-type]
]
