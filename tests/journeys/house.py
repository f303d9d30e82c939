"""A portal of a test's own: the demo in a database that is thrown away, served as `make run` serves it."""

import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.servers import free_port

CROWD = "3"
PATIENCE = 60


@dataclass
class Server:
    """One process on one port; `restart` brings it back on the same port, and `days_later` if that is set."""

    settings: Mapping[str, str]
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    days_later: int = 0

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.port}"

    def start(self) -> None:
        serve = ["tests.journeys.later", str(self.days_later)] if self.days_later else ["portal.serve"]
        command = [sys.executable, "-m", *serve, "--port", str(self.port)]
        environment = os.environ | {"DEMO": "1", "ORIGIN": self.origin} | dict(self.settings)
        self.process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._wait()

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def restart(self) -> None:
        self.stop()
        self.start()

    def _wait(self) -> None:
        ends = time.monotonic() + PATIENCE
        while time.monotonic() < ends:
            try:
                with urllib.request.urlopen(f"{self.origin}/health/", timeout=PATIENCE) as answer:  # noqa: S310 our own server
                    if answer.status == 200:
                        return
            except OSError:
                time.sleep(0.1)
        raise AssertionError(f"nothing answers at {self.origin}")


@dataclass
class House:
    """The processes that serve one database; people come in by one door or another."""

    servers: tuple[Server, ...]

    def door(self, number: int = 0) -> str:
        return self.servers[number % len(self.servers)].origin


def manage(*words: str, **settings: str) -> str:
    """Run a command of the portal."""
    environment = os.environ | {"DEMO": "1"} | settings
    done = subprocess.run([sys.executable, "manage.py", *words], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def seed(database_url: str) -> None:
    """Make the demo council."""
    manage("seed_demo", "--crowd", CROWD, DATABASE_URL=database_url)


def copy_of(seeded: Path, folder: Path) -> Path:
    """Copy a seeded SQLite file, so that nobody sees what another test wrote."""
    copied = folder / "portal.sqlite3"
    for ending in ("", "-wal"):
        if Path(f"{seeded}{ending}").exists():
            shutil.copyfile(f"{seeded}{ending}", f"{copied}{ending}")
    return copied


@contextmanager
def serving(settings: Mapping[str, str], *, processes: int = 1) -> Iterator[House]:
    """Serve until the end of the block."""
    house = House(tuple(Server(settings) for _ in range(processes)))
    try:
        for server in house.servers:
            server.start()
        yield house
    finally:
        for server in house.servers:
            server.stop()
