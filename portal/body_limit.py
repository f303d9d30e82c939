"""Let nobody fill the disk or the memory with one request: what is longer than any form of ours is not kept while it arrives, and answered 413.

Daphne lays every body down before anybody is asked, whatever length it claims, so it is counted there; under another server it is counted by the application.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from daphne import http_protocol
from django.conf import settings
from django.template.loader import render_to_string

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]

# From so many times the limit on nobody is told anything any more: the line is cut.
PATIENCE = 10


class TooLong(Exception):  # noqa: N818 an answer, not a fault
    """Stop reading a body."""


def limit() -> int:
    """Give the longest body: twice the largest file, so that whoever chose one that is somewhat too large is told so beside it, and the words around it."""
    return settings.FILE_LIMIT * 2 + settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def _headers() -> list[tuple[bytes, bytes]]:
    return [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"content-security-policy", b"default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none'; base-uri 'none'"),
        (b"x-content-type-options", b"nosniff"),
        (b"x-frame-options", b"DENY"),
        (b"referrer-policy", b"no-referrer"),
        (b"cross-origin-opener-policy", b"same-origin"),
        (b"cross-origin-resource-policy", b"same-origin"),
        (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
        (b"cache-control", b"no-store"),
        (b"connection", b"close"),
        *([(b"strict-transport-security", b"max-age=63072000; includeSubDomains; preload")] if settings.SECURE else []),
    ]


def _page() -> bytes:
    return render_to_string("refusals/too_long.html").encode()


class BodyLimit:
    """Count the body of every request before the application reads on."""

    def __init__(self, application: Application) -> None:
        self.application = application

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass on, and answer 413 in the application's place when the body is too long."""
        if scope["type"] != "http":
            await self.application(scope, receive, send)
            return
        try:
            await self.application(scope, _counted(receive), send)
        except TooLong:
            await send({"type": "http.response.start", "status": 413, "headers": _headers()})
            await send({"type": "http.response.body", "body": _page()})


def _counted(receive: Receive) -> Receive:
    length, most = 0, limit()

    async def count() -> Message:
        nonlocal length
        message = await receive()
        length += len(message.get("body", b""))
        if length > most:
            raise TooLong
        return message

    return count


class LimitedRequest(http_protocol.WebRequest):
    """A request to Daphne that keeps no more of its body than the limit."""

    length = 0
    content_types: list[bytes] | None = None

    def requestReceived(self, command: bytes, path: bytes, version: bytes) -> None:  # noqa: N802 Twisted's name
        """Keep Twisted from reading the form by itself: it would hold a file of 20 MB in memory ten times over, for nobody."""
        self.content_types = self.requestHeaders.getRawHeaders(b"content-type")
        self.requestHeaders.removeHeader(b"content-type")
        super().requestReceived(command, path, version)

    def handleContentChunk(self, data: bytes) -> None:  # noqa: N802 Twisted's name
        """Lay a piece down, or drop it when there were too many; cut the line when it goes on and on."""
        self.length += len(data)
        if self.length <= limit():
            super().handleContentChunk(data)
        elif self.length > limit() * PATIENCE:
            self.transport.abortConnection()
        elif self.content.tell():
            self.content.seek(0)
            self.content.truncate()

    def process(self) -> Any:
        """Answer 413 once the whole has gone by, so that a browser shows the page; everything else goes its way."""
        if self.content_types:
            self.requestHeaders.setRawHeaders(b"content-type", self.content_types)
        if self.length <= limit():
            return super().process()
        self.setResponseCode(413)
        for name, value in _headers():
            self.responseHeaders.setRawHeaders(name, [value])
        self.write(b"" if self.method == b"HEAD" else _page())
        self.finish()
        return None


def limit_daphne() -> None:
    """Let Daphne take its requests in our way."""
    http_protocol.WebRequest = LimitedRequest
