"""A look-alike of clamd on the loopback: it knows one virus, looks into packed files, and can be slow or talk rubbish."""

import io
import socket
import struct
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from tests.files.samples import EICAR


@dataclass
class Clamd:
    """Answers INSTREAM; `mood` is one of: right, slow, rubbish, silent, too_large."""

    mood: str = "right"
    asked: list[int] = field(default_factory=list)
    address: str = ""

    def answer(self, line: socket.socket) -> None:
        with line:
            if self.mood == "silent":
                return
            if _exactly(line, 10) != b"zINSTREAM\0":
                line.sendall(b"UNKNOWN COMMAND\0")
                return
            content = b""
            while size := struct.unpack(">I", _exactly(line, 4))[0]:
                content += _exactly(line, size)
            self.asked.append(len(content))
            time.sleep(3 if self.mood == "slow" else 0)
            said = {
                "rubbish": b"\x00\xffstream: perhaps OK FOUND? \n" * 20,
                "too_large": b"INSTREAM size limit exceeded. ERROR\0",
            }
            line.sendall(said.get(self.mood) or (b"stream: Eicar-Test-Signature FOUND\0" if is_infected(content) else b"stream: OK\0"))


def _exactly(line: socket.socket, size: int) -> bytes:
    content = b""
    while len(content) < size:
        piece = line.recv(size - len(content))
        if not piece:
            raise ConnectionError
        content += piece
    return content


def is_infected(content: bytes) -> bool:
    if EICAR in content:
        return True
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return any(EICAR in packed.read(entry) for entry in packed.infolist() if entry.file_size < 1_000_000)
    except (zipfile.BadZipFile, RuntimeError, OSError, ValueError):
        return False


@contextmanager
def clamd(mood: str = "right") -> Iterator[Clamd]:
    """Listen on a free port until the end of the block."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(20)
        here = Clamd(mood, address=f"127.0.0.1:{listener.getsockname()[1]}")

        def serve() -> None:
            while True:
                try:
                    line, _ = listener.accept()
                except OSError:
                    return
                threading.Thread(target=_quietly, args=(here, line), daemon=True).start()

        threading.Thread(target=serve, daemon=True).start()
        try:
            yield here
        finally:
            listener.shutdown(socket.SHUT_RDWR)


def _quietly(here: Clamd, line: socket.socket) -> None:
    with suppress(OSError):
        here.answer(line)
