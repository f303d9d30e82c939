"""Open plan pages in a test: the socket of one signed-in person, through the whole application as the server runs it."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from channels.db import database_sync_to_async
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.test import Client

from permissions.models import User
from portal.asgi import application
from tests.world import SAM

# Longer than the debounce and a look at the ledger.
A_WHILE = 0.5
# Patience with a busy machine; what must happen at once is measured otherwise.
SOON = 30.0


class PageOpen:
    """One open page: what it hears."""

    def __init__(self, communicator: WebsocketCommunicator) -> None:
        self.socket = communicator
        self.cursor: str | None = None

    async def hello(self, page: str = "section", section: str | None = "F", cursor: str | None = None) -> None:
        """Greet, as the page's script does, and be welcomed."""
        await self.socket.send_json_to({"type": "hello", "cursor": cursor, "page": page, "section": section})
        assert (await self.hear("welcome"))["cursor"]

    async def hear(self, kind: str, timeout: float = SOON) -> dict[str, Any]:
        """Hear the next message, which must be of this kind."""
        message = await self.socket.receive_json_from(timeout)
        assert message["type"] == kind, message
        self.cursor = message.get("cursor", self.cursor)
        return message

    async def hears_nothing(self, timeout: float = A_WHILE) -> bool:
        """Say that no frame comes at all."""
        return await self.socket.receive_nothing(timeout)

    async def is_closed_with(self, code: int, timeout: float = SOON) -> bool:
        """Say that the next thing is the end, with this code."""
        message = await self.socket.receive_output(timeout)
        assert message["type"] == "websocket.close", message
        return message["code"] == code


def signed_in(person: User) -> Client:
    """Sign a person in."""
    browser = Client()
    browser.force_login(person)
    return browser


def socket_of(browser: Client | None, reference: str = SAM) -> WebsocketCommunicator:
    """Make the socket of a browser, with its cookies and the origin of the service."""
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in browser.cookies.items()) if browser else ""
    headers = [(b"origin", settings.ORIGIN.encode()), (b"cookie", cookies.encode())]
    return WebsocketCommunicator(application, f"/ws/plans/{reference}/", headers)


@asynccontextmanager
async def page_open(person: User, *, reference: str = SAM, browser: Client | None = None, **greeting: Any) -> AsyncIterator[PageOpen]:
    """Open a page, greet, and close it afterwards."""
    browser = browser or await in_database(signed_in, person)
    socket = socket_of(browser, reference)
    is_open, _ = await socket.connect(SOON)
    assert is_open
    page = PageOpen(socket)
    try:
        await page.hello(**greeting)
        yield page
    finally:
        await socket.disconnect(timeout=SOON)


async def in_database(act: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Let somebody act, in the thread in which the server acts."""
    return await database_sync_to_async(act)(*args, **kwargs)
