"""The portal with what it stands on, in processes of the test's own that can be killed, paused and starved; each comes back as a supervisor would bring it."""

import asyncio
import http.client
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests import servers
from tests.faults.line import Line

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0
ROOM = 12 * 1024 * 1024


@dataclass
class Process:
    """One process of the portal, reached by a line that can be cut."""

    settings: dict[str, str]
    module: str
    log: Path
    port: int = field(default_factory=servers.free_port)
    running: subprocess.Popen[bytes] | None = None
    line: Line = field(init=False)

    def __post_init__(self) -> None:
        self.line = Line(self.port)

    @property
    def origin(self) -> str:
        """Give the origin that the server takes for its own."""
        return self.settings["ORIGIN"]

    def start(self) -> None:
        """Start, without waiting."""
        command = [sys.executable, "-m", *self.module.split(), "--port", str(self.port), "--verbosity", "0"]
        with self.log.open("ab") as said:
            self.running = subprocess.Popen(command, env=os.environ | self.settings, cwd=ROOT, stdout=said, stderr=said)

    def kill(self) -> None:
        """Kill it on the spot."""
        assert self.running is not None
        self.running.kill()
        self.running.wait()

    def signal(self, what: signal.Signals) -> None:
        """Send it a signal."""
        assert self.running is not None
        self.running.send_signal(what)

    async def is_up(self) -> bool:
        """Wait until it answers; False where it never does."""
        ends = time.monotonic() + PATIENCE
        while time.monotonic() < ends:
            if await asyncio.to_thread(self._answers):
                return True
            await asyncio.sleep(0.1)
        return False

    def _answers(self) -> bool:
        door = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            door.request("GET", "/health/")
            return door.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            door.close()


@dataclass
class Stack:
    """Everything of one portal. `faults` names what can be done to it."""

    folder: Path
    processes: list[Process]
    database: str
    redis_port: int = 0
    faults: tuple[str, ...] = ()

    async def open(self) -> None:
        """Start the portal."""
        for process in self.processes:
            process.start()
            await process.line.open()
        for process in self.processes:
            assert await process.is_up(), process.log.read_text(encoding="utf-8")[-3000:]

    async def close(self) -> None:
        """Stop the portal."""
        for process in self.processes:
            await process.line.close()
            if process.running is not None:
                with suppress(ProcessLookupError):
                    process.signal(signal.SIGCONT)
                process.kill()

    @property
    def file(self) -> Path:
        """Give the file of an SQLite database."""
        return Path("/" + urlsplit(self.database).path.lstrip("/"))

    def ask(self, question: str, *with_: Any) -> list[tuple[Any, ...]]:
        """Ask the database."""
        if self.database.startswith("sqlite"):
            with sqlite3.connect(f"file:{self.file}?mode=ro", uri=True, timeout=20) as database:
                return database.execute(question, with_).fetchall()
        import psycopg

        with psycopg.connect(self.database) as connection:
            return connection.execute(question.replace("?", "%s").encode(), with_).fetchall()

    async def settle(self, circle: int) -> None:
        """Bring the words that the plan shows up to the log, as every page does."""
        command = [sys.executable, "-m", "tests.faults.settle", str(circle)]
        settings = os.environ | self.processes[0].settings
        done = await asyncio.to_thread(subprocess.run, command, env=settings, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    # What can happen. Each does it, waits as long as it lasts, and puts right what a person or a supervisor would put right.

    async def killed(self, process: Process, lasts: float) -> None:
        """Kill one process of the portal and start it again."""
        process.kill()
        await asyncio.sleep(lasts / 4)
        process.start()
        assert await process.is_up()

    async def paused(self, process: Process, lasts: float) -> None:
        """Stop one process of the portal where it stands, and let it go on."""
        process.signal(signal.SIGSTOP)
        await asyncio.sleep(lasts)
        process.signal(signal.SIGCONT)

    async def cut(self, process: Process, _lasts: float) -> None:
        """Break every connection to one process."""
        process.line.cut()

    async def lost(self, process: Process, lasts: float) -> None:
        """Lose for a while whatever goes to one process and comes from it, then break the connections."""
        process.line.lose()
        await asyncio.sleep(lasts / 2)
        process.line.mend()

    async def full(self, process: Process, lasts: float) -> None:
        """Let the disk of the database be full for a while: its own small file system, or, where none can be made, a limit to the size of a file."""
        place = self.file.parent
        if os.path.ismount(place):
            ballast = place / "ballast"
            with suppress(OSError), ballast.open("wb", buffering=0) as file:
                while True:
                    file.write(bytes(4096))
            await asyncio.sleep(lasts)
            ballast.unlink()
        else:
            assert process.running is not None
            largest = Path(f"{self.file}-wal").stat().st_size
            soft, hard = resource.prlimit(process.running.pid, resource.RLIMIT_FSIZE)
            resource.prlimit(process.running.pid, resource.RLIMIT_FSIZE, (largest, hard))
            await asyncio.sleep(lasts)
            resource.prlimit(process.running.pid, resource.RLIMIT_FSIZE, (soft, hard))

    async def postgres(self, _process: Process, lasts: float) -> None:
        """Kill PostgreSQL with all its processes and start it again."""
        data = self.folder / "postgres"
        postmaster = int((data / "postmaster.pid").read_text(encoding="utf-8").splitlines()[0])
        children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text(encoding="ascii").split()
        for process in (postmaster, *map(int, children)):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        await asyncio.sleep(lasts / 4)
        options = (
            f"-p {urlsplit(self.database).port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={data} -c max_connections=200"
        )
        tool = str(servers._postgres_tools() / "pg_ctl")
        await asyncio.to_thread(servers._as_postgres, tool, "-D", str(data), "-w", "-l", str(data / "log"), "-o", options, "start")

    async def redis(self, _process: Process, lasts: float) -> None:
        """Kill Redis, with everything that is in it, and start it again."""
        os.kill(int((self.folder / "redis.pid").read_text(encoding="ascii")), signal.SIGKILL)
        await asyncio.sleep(lasts / 4)
        await asyncio.to_thread(start_redis, self.folder, self.redis_port)


def start_redis(folder: Path, port: int) -> str:
    """Start Redis on a port that stays the same."""
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--daemonize", "yes"]
    command = ["redis-server", *options, "--dir", str(folder), "--pidfile", str(folder / "redis.pid")]
    for _ in range(100):
        if subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode == 0:
            break
        time.sleep(0.05)
    servers._wait_for(port)
    return f"redis://127.0.0.1:{port}/0"


def _settings(database: str, **more: str) -> dict[str, str]:
    return {"DEMO": "1", "DATABASE_URL": database, "REDIS_URL": "", "DATABASE_POOL": "8"} | more


@contextmanager
def embedded(seeded: Path, module: str = "portal.serve", *, with_redis: bool = False) -> Iterator[Stack]:
    """Give one process on an SQLite file that lies on a small file system of its own, if one can be made."""
    folder = Path(tempfile.mkdtemp(prefix="portal-faults-"))
    place = folder / "disk"
    place.mkdir()
    size = sum(path.stat().st_size for path in seeded.parent.glob(f"{seeded.name}*")) * 2 + ROOM
    mounted = (
        os.geteuid() == 0
        and subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)], check=False).returncode == 0
    )
    try:
        for path in seeded.parent.glob(f"{seeded.name}*"):
            shutil.copyfile(path, place / path.name.replace(seeded.name, "portal.sqlite3"))
        database = f"sqlite:///{place / 'portal.sqlite3'}"
        more = {}
        if with_redis:
            port = servers.free_port()
            more = {"STORE": start_redis(folder, port)}
        process = Process(_settings(database, **more), module, folder / "portal.log")
        process.settings["ORIGIN"] = f"http://127.0.0.1:{process.port}"
        process.settings["FILES_ROOT"] = str(folder / "files")
        faults = ("killed", "paused", "cut", "lost", "full")
        yield Stack(folder, [process], database, redis_port=port if with_redis else 0, faults=faults)
    finally:
        servers.stop(folder)
        if mounted:
            subprocess.run(["umount", "-l", str(place)], check=True)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def distributed(seed: Any, *, processes: int = 2) -> Iterator[Stack]:
    """Give two processes on PostgreSQL and Redis; `seed` makes the people and plans and is told the address of the database."""
    folder = Path(tempfile.mkdtemp(prefix="portal-faults-"))
    folder.chmod(0o755)
    try:
        database = servers.start_postgres(folder)
        port = servers.free_port()
        url = start_redis(folder, port)
        seed(database)
        origin = "http://127.0.0.1"
        every = [
            Process(_settings(database, REDIS_URL=url, ORIGIN=origin), "portal.serve", folder / f"portal{one}.log")
            for one in range(processes)
        ]
        for process in every:
            process.settings["FILES_ROOT"] = str(folder / "files")
        yield Stack(folder, every, database, redis_port=port, faults=("killed", "paused", "cut", "lost", "postgres", "redis"))
    finally:
        with suppress(OSError, ProcessLookupError):
            servers.stop(folder)
        shutil.rmtree(folder, ignore_errors=True)
