"""The addresses of the sockets; a catch-all closes anything else."""

from typing import Any

from django.urls import re_path


async def nothing_here(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Refuse a socket that has no address here, before it is accepted."""
    await receive()
    await send({"type": "websocket.close", "code": 4404})


websocket_urlpatterns = [re_path(r"", nothing_here)]  # type: ignore[arg-type]
