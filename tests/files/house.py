"""A real server with a database and a store of its own, and a client that sends what no browser would."""

import os
import re
import socket
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path

from tests.journeys.house import Server, manage

SAM = "/plans/0000-0SAM/"
MB = 1024 * 1024


@dataclass
class Visitor:
    """Somebody of the demo, by a session cookie, over plain HTTP."""

    server: Server
    cookie: str
    token: str = ""

    def asks(
        self, method: str, address: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        line = HTTPConnection("127.0.0.1", self.server.port, timeout=180)
        sent = {"Host": f"localhost:{self.server.port}", "Origin": self.server.origin, "Cookie": self.cookies(), **(headers or {})}
        line.request(method, address, body, sent)
        answer = line.getresponse()
        content = answer.read()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            if cookie.startswith("csrftoken="):
                self.token = cookie.partition("=")[2].partition(";")[0]
        line.close()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, content

    def cookies(self) -> str:
        return self.cookie + (f"; csrftoken={self.token}" if self.token else "")

    def form(self, address: str) -> dict[str, str]:
        """Open a page and give the hidden fields of its forms."""
        status, _, page = self.asks("GET", address)
        assert status == 200, (address, status, page[:500])
        found = re.findall(rb'<input type="hidden" name="([\w-]+)" value="([^"]*)"', page)
        return {name.decode(): value.decode() for name, value in found}

    def sends(self, address: str, fields: dict[str, str], name: str, content: bytes, *, field: str = "file", **headers: str):
        body, kind = multipart(fields, field, name, content)
        return self.asks("POST", address, body, {"Content-Type": kind, **headers})


def multipart(fields: dict[str, str], field: str, name: str, content: bytes) -> tuple[bytes, str]:
    """Write a form as bytes; the name stands in it just as it is, but for the signs that would end it."""
    mark = uuid.uuid4().hex.encode()
    named = name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A").encode("utf-8", "surrogatepass")
    parts = [
        b'--%s\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (mark, key.encode(), value.encode())
        for key, value in fields.items()
    ]
    head = b'--%s\r\nContent-Disposition: form-data; name="%s"; filename="%s"\r\nContent-Type: application/pdf\r\n\r\n'
    parts.append(head % (mark, field.encode(), named) + content + b"\r\n--%s--\r\n" % mark)
    return b"".join(parts), f"multipart/form-data; boundary={mark.decode()}"


@dataclass
class Watched:
    """A server whose memory is looked at."""

    server: Server
    settings: dict[str, str]
    visitors: dict[str, Visitor] = field(default_factory=dict)

    def visitor(self, slug: str) -> Visitor:
        if slug not in self.visitors:
            cookie = manage("demo_session", slug, **self.settings, ORIGIN=self.server.origin).strip().splitlines()[-1]
            self.visitors[slug] = Visitor(self.server, cookie)
        return self.visitors[slug]

    @property
    def pid(self) -> int:
        assert self.server.process is not None
        return self.server.process.pid

    def peak(self) -> int:
        """Give the most memory that the process ever held, in bytes."""
        lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) * 1024

    def on_disk(self) -> int:
        """Give what lies in the files that the process holds open and that have no name."""
        folder = Path(f"/proc/{self.pid}/fd")
        return sum(os.stat(place).st_size for place in folder.iterdir() if "(deleted)" in _leads_to(place))


def sent(watched: Watched, pieces: Iterable[bytes]) -> bytes:
    """Send pieces over a bare line, and read whatever comes back."""
    with socket.create_connection(("127.0.0.1", watched.server.port), timeout=120) as line:
        for piece in pieces:
            line.sendall(piece)
        answer = b""
        while more := line.recv(65_536):
            answer += more
        return answer


def _leads_to(place: Path) -> str:
    try:
        return os.readlink(place)
    except OSError:
        return ""
