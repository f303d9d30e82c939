"""The short way between a live text and its page, on real sockets of both servers: nothing is lost, overtakes, or is read otherwise than by the long way."""

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.servers import free_port

APPLICATION = "tests.livetext.line_app:application"
SERVERS = {
    "daphne": ["daphne", "--bind", "127.0.0.1", "-v", "0", "-p"],
    "uvicorn": [
        "uvicorn",
        "--ws",
        "websockets-sansio",
        "--ws-per-message-deflate",
        "false",
        "--lifespan",
        "off",
        "--log-level",
        "error",
        "--port",
    ],
}
TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10
MASK = bytes((7, 250, 33, 128))
PATIENCE = 30


@pytest.fixture(params=SERVERS, scope="module")
def port(request):
    """Serve the application on one of the servers."""
    port, command = free_port(), SERVERS[request.param]
    options = [*command, str(port), APPLICATION]
    with subprocess.Popen([sys.executable, "-m", *options], cwd=Path(__file__).parents[2], env=os.environ | {"PYTHONPATH": "."}) as process:
        yield port
        process.kill()


def message(content: bytes, kind: int = BINARY, *, is_last: bool = True) -> bytes:
    """Write a frame of a page, masked as RFC 6455 wants it."""
    size = len(content)
    if size < 126:
        length = bytes((128 | size,))
    elif size < 65_536:
        length = bytes((254,)) + size.to_bytes(2, "big")
    else:
        length = bytes((255,)) + size.to_bytes(8, "big")
    return bytes((128 * is_last | kind,)) + length + MASK + bytes(one ^ MASK[place % 4] for place, one in enumerate(content))


class Page:
    """A page that speaks WebSocket by hand."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self.says = line.sendall

    def reads(self, size: int) -> bytes:
        """Read so many bytes."""
        found = bytearray()
        while len(found) < size:
            more = self._line.recv(size - len(found))
            assert more, "the server hung up"
            found += more
        return bytes(found)

    def hears(self) -> tuple[int, bytes]:
        """Read a frame: its kind and its content."""
        kind, size = self.reads(2)
        assert kind & 0xF0 == 128, "every message of the server is whole"
        assert size < 128, "and without a mask"
        if size > 125:
            size = int.from_bytes(self.reads(2 if size == 126 else 8), "big")
        return kind & 15, self.reads(size)

    def hears_words(self, many: int) -> list[str]:
        """Read so many messages."""
        return [content.decode() for kind, content in (self.hears() for _ in range(many)) if kind == BINARY]


@contextmanager
def page(port):
    """Open a socket, as soon as the server answers."""
    began = time.monotonic()
    while True:
        try:
            line = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
            break
        except ConnectionRefusedError:
            assert time.monotonic() - began < PATIENCE
    with line:
        line.sendall(
            b"GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
        )
        opened = Page(line)
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += opened.reads(1)
        assert head.startswith(b"HTTP/1.1 101")
        yield opened


def test_small_messages_are_taken_at_once_and_in_their_order_however_they_are_cut_on_the_way(port):
    with page(port) as amara:
        amara.says(message(b"one") + message("ਦੋ".encode()) + message(b"three")[:5])
        amara.says(message(b"three")[5:])
        for place in range(len(message(b"four"))):
            amara.says(message(b"four")[place : place + 1])
        assert amara.hears_words(4) == ["now one", "now ਦੋ", "now three", "now four"]


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65_535, 65_536, 1_048_000])
def test_a_message_of_any_length_comes_whole_and_goes_whole(port, size):
    content = bytes(place % 251 for place in range(size))
    with page(port) as amara:
        amara.says(message(content) + message(b"behind it"))
        assert [amara.hears(), amara.hears()] == [(BINARY, b"now " + content), (BINARY, b"now behind it")]


def test_nothing_overtakes_a_message_that_comes_in_pieces(port):
    pieces = message(b"in ", is_last=False) + message(b"three ", 0, is_last=False) + message(b"still here?", PING) + message(b"pieces", 0)
    with page(port) as amara:
        amara.says(message(b"before") + pieces + message(b"behind") + message(b"and again"))
        heard = [amara.hears() for _ in range(5)]
        words = [content.split(b" ", 1)[1] for kind, content in heard if kind == BINARY]
        assert words == [b"before", b"in three pieces", b"behind", b"and again"]
        assert (PONG, b"still here?") in heard


def test_what_a_page_does_not_read_is_known_to_wait_and_nothing_of_it_is_lost(port):
    with page(port) as amara:
        amara.says(message(b"much"))
        heard = [amara.hears()[1] for _ in range(41)]
        assert {len(content) for content in heard[:40]} == {1_000_000}
        assert heard[40] == b"waiting True"
        amara.says(message(b"well?"))
        assert amara.hears_words(1) == ["now well?"]


def test_words_of_text_come_the_long_way_and_the_socket_closes_with_its_code(port):
    with page(port) as amara:
        amara.says(message(b"last") + message(b"words", TEXT))
        assert amara.hears_words(1) == ["now last"]
        assert amara.hears() == (CLOSE, (4403).to_bytes(2, "big"))


@pytest.mark.parametrize(
    "wrong", [b"\x82\x03abc", b"\xc2\x83" + MASK + b"abc", b"\x83\x81" + MASK + b"a"], ids=["no mask", "reserved bit", "unknown kind"]
)
def test_a_frame_that_is_none_ends_the_socket(port, wrong):
    with page(port) as amara:
        amara.says(message(b"before"))
        assert amara.hears_words(1) == ["now before"]
        amara.says(wrong)
        with suppress(ConnectionResetError):
            assert amara.hears()[0] == CLOSE
