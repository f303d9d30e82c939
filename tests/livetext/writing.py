"""Write in a live text in a test: the socket of one signed-in person, with a real Yjs document behind it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.test import Client
from pycrdt import Doc, Text

from permissions.models import User
from plans.actions.add_item import add_item
from plans.actions.writing import ItemWords
from plans.livetext.update import read_varuint, write_varuint
from plans.statute.sections import Kind
from portal.asgi import application
from tests.portal.sockets import A_WHILE, SOON, in_database, signed_in
from tests.world import SAM

STEP1, STEP2, UPDATE = b"\x00\x00", b"\x00\x01", b"\x00\x02"
EMPTY = b"\x00\x00"


def sync(kind: bytes, content: bytes) -> bytes:
    """Make a frame of the sync protocol."""
    return kind + write_varuint(len(content)) + content


def awareness(*clients: tuple[int, int, str]) -> bytes:
    """Make a frame of the awareness protocol: the client, its clock, its state as JSON."""
    content = write_varuint(len(clients))
    for client, clock, state in clients:
        said = state.encode()
        content += write_varuint(client) + write_varuint(clock) + write_varuint(len(said)) + said
    return b"\x01" + write_varuint(len(content)) + content


def content_of(frame: bytes, at: int = 2) -> bytes:
    """Give what a frame carries."""
    size, at = read_varuint(frame, at)
    assert at + size == len(frame)
    return frame[at:]


class Ended(Exception):  # noqa: N818 an answer, not a fault
    """The socket was closed, with this code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Writer:
    """One open page with a live text in it."""

    def __init__(self, socket: WebsocketCommunicator, doc: Doc | None = None) -> None:
        self.socket = socket
        self.doc = doc or Doc()
        self.text = self.doc.get("text", type=Text)
        self.acknowledged = 0
        self.hour = ""
        self.sent = 0
        self.who: dict[int, str] = {}
        self.server_vector: bytes | None = None
        self.is_synced = False

    @property
    def words(self) -> str:
        """Give the words as this page has them."""
        return str(self.text)

    @property
    def client(self) -> int:
        """Give the Yjs client number of this page."""
        return self.doc.client_id

    async def send(self, frame: bytes) -> None:
        """Send a frame."""
        await self.socket.send_input({"type": "websocket.receive", "bytes": frame})

    async def send_update(self, update: bytes, kind: bytes = UPDATE) -> None:
        """Send an update."""
        self.sent += 1
        await self.send(sync(kind, update))

    async def greet(self) -> None:
        """Say what this page has heard, as y-websocket does on opening, and hear the answers."""
        await self.send(sync(STEP1, self.doc.get_state()))
        while not (self.is_synced and self.server_vector is not None):
            await self.hear()

    async def say_whole(self) -> None:
        """Answer the server's first step with everything that it has not heard."""
        await self.send_update(self.doc.get_update(self.server_vector), STEP2)

    def edit(self, at: int, gone: int, words: str) -> bytes:
        """Change the words here (characters), and give the update."""
        before = self.doc.get_state()
        updates: list[bytes] = []
        subscription = self.doc.observe(lambda event: updates.append(event.update))
        old = self.words
        start, end = len(old[:at].encode()), len(old[: at + gone].encode())
        with self.doc.transaction():
            if end > start:
                del self.text[start:end]
            if words:
                self.text.insert(start, words)
        self.doc.unobserve(subscription)
        assert len(updates) <= 1, before
        return updates[0] if updates else EMPTY

    async def types(self, words: str, *, at: int | None = None, gone: int = 0) -> None:
        """Type something (at the end), and send it."""
        await self.send_update(self.edit(len(self.words) if at is None else at, gone, words))

    async def hear(self, timeout: float = SOON) -> bytes:
        """Hear one frame, and take it in as a page does; raise Ended at the end."""
        message = await self.socket.receive_output(timeout)
        if message["type"] == "websocket.close":
            raise Ended(message["code"])
        frame: bytes = message["bytes"]
        if frame[:2] == STEP1:
            self.server_vector = content_of(frame)
        elif frame[0] == 0:
            self.is_synced = True
            update = content_of(frame)
            if update != EMPTY:
                self.doc.apply_update(update)
        elif frame[0] == 100:
            self.acknowledged, at = read_varuint(frame, 1)
            self.hour = content_of(frame, at).decode()
        elif frame[0] == 1:
            self._hear_who(content_of(frame, 1))
        return frame

    def _hear_who(self, content: bytes) -> None:
        count, at = read_varuint(content, 0)
        for _ in range(count):
            client, at = read_varuint(content, at)
            _, at = read_varuint(content, at)
            size, at = read_varuint(content, at)
            state = content[at : at + size].decode()
            at += size
            if state == "null":
                self.who.pop(client, None)
            else:
                self.who[client] = state

    async def is_saved(self) -> None:
        """Wait until everything that was sent is acknowledged."""
        while self.acknowledged < self.sent:
            await self.hear()

    async def reads(self, words: str) -> None:
        """Wait until the page shows these words."""
        while self.words != words:
            await self.hear()

    async def hears_nothing(self, timeout: float = A_WHILE) -> bool:
        """Say that no frame comes at all."""
        return await self.socket.receive_nothing(timeout)

    async def is_closed_with(self, code: int, timeout: float = SOON) -> bool:
        """Hear on until the end, and say whether it has this code."""
        try:
            while True:
                await self.hear(timeout)
        except Ended as ended:
            return ended.code == code


def place_of_section(code: str = "F", reference: str = SAM) -> str:
    """Give the address of a section's own words."""
    return f"/ws/plans/{reference}/sections/{code}/text/"


def place_of_item(uid: UUID, reference: str = SAM) -> str:
    """Give the address of an item's words."""
    return f"/ws/plans/{reference}/items/{uid}/text/"


def socket_at(browser: Client | None, path: str) -> WebsocketCommunicator:
    """Make the socket of a browser, with its cookies and the origin of the service."""
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in browser.cookies.items()) if browser else ""
    headers = [(b"origin", settings.ORIGIN.encode()), (b"cookie", cookies.encode())]
    return WebsocketCommunicator(application, path, headers)


async def is_let_in(person: User | None, path: str) -> bool:
    """Say whether somebody's socket is accepted; refused or not, it is closed afterwards."""
    socket = socket_at(await in_database(signed_in, person) if person else None, path)
    is_open, code = await socket.connect(SOON)
    assert is_open or code == 1000
    if is_open:
        await socket.disconnect(timeout=SOON)
    return is_open


@asynccontextmanager
async def writing(
    person: User, path: str | None = None, *, browser: Client | None = None, doc: Doc | None = None, greets: bool = True
) -> AsyncIterator[Writer]:
    """Open a live text and greet; close it afterwards."""
    browser = browser or await in_database(signed_in, person)
    socket = socket_at(browser, path or place_of_section())
    is_open, _ = await socket.connect(SOON)
    assert is_open
    writer = Writer(socket, doc)
    try:
        if greets:
            await writer.greet()
        yield writer
    finally:
        await socket.disconnect(timeout=SOON)


def adds(
    world: Any, person: User, text: str, *, code: str = "A", put_forward: bool = True, kind: Kind = Kind.ASPIRATION, **spec: Any
) -> Any:
    """Let somebody add an item, as the form does."""
    words = ItemWords(kind=kind, text=text, spec=spec or {"whose": "parent"})
    return add_item(person, SAM, code, words, put_forward=put_forward, post_key=uuid4(), today=world.today, now=world.now)


async def soon(is_so: Any, timeout: float = SOON) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(timeout):
        while not is_so():
            await asyncio.sleep(0.01)
