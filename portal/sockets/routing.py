"""The addresses of the sockets; a catch-all closes anything else."""

from typing import Any

from django.urls import re_path

from portal.sockets.plan_socket import PlanSocket


async def nothing_here(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Refuse a socket that has no address here, before it is accepted."""
    await receive()
    await send({"type": "websocket.close"})


websocket_urlpatterns = [
    re_path(r"^ws/plans/(?P<reference>[0-9A-Za-z-]{1,20})/?$", PlanSocket.as_asgi()),
    re_path(r"", nothing_here),  # type: ignore[arg-type]
]
