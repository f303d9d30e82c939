"""Start what a benchmark needs, on free ports and in a folder that is thrown away: PostgreSQL, Redis, Daphne, and databases with the demo in them.

`python -m benchmarks` opens one house for all benchmarks and says where by BENCH_HOUSE; a benchmark that is run alone opens its own.
"""

import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

from tests import servers

ROOT = Path(__file__).resolve().parent.parent
CROWD = "20"


@dataclass(frozen=True)
class House:
    """A folder with the demo's council in an SQLite file and in a PostgreSQL database; a benchmark works on copies of them."""

    folder: Path

    @property
    def postgres(self) -> str:
        """Give the address of the PostgreSQL database that is copied."""
        return (self.folder / "postgres.url").read_text(encoding="utf-8")

    def postgres_copy(self, name: str) -> str:
        """Copy the demo's PostgreSQL database and give the copy's address."""
        _psql(self.postgres, "postgres", f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}" TEMPLATE portal')
        return urlsplit(self.postgres)._replace(path=f"/{name}").geturl()

    def sqlite_copy(self, name: str) -> str:
        """Copy the demo's SQLite file and give the copy's address."""
        copied = self.folder / f"{name}.sqlite3"
        shutil.copyfile(self.folder / "demo.sqlite3", copied)
        return f"sqlite:///{copied}"

    def copy(self, kind: str, name: str) -> str:
        """Copy one of the two databases."""
        return self.postgres_copy(name) if kind == "PostgreSQL" else self.sqlite_copy(name)


@contextmanager
def open_house() -> Iterator[House]:
    """Use the house that is open, or open one for this benchmark alone; whatever was started is stopped, also on a time limit."""
    signal.signal(signal.SIGTERM, _leave)
    if there := os.environ.get("BENCH_HOUSE"):
        yield House(Path(there))
        return
    folder = Path(tempfile.mkdtemp(prefix="portal-bench-"))
    try:
        yield prepare(folder)
    finally:
        close(folder)


def prepare(folder: Path) -> House:
    """Start PostgreSQL and seed both databases, side by side."""
    folder.chmod(0o755)
    url = servers.start_postgres(folder)
    (folder / "postgres.url").write_text(url, encoding="utf-8")
    seeding = [
        subprocess.Popen(_manage("seed_demo", "--crowd", CROWD), env=environment(database), cwd=ROOT, stdout=subprocess.DEVNULL)
        for database in (url, f"sqlite:///{folder / 'demo.sqlite3'}")
    ]
    ended = [process.wait() for process in seeding]
    if any(ended):
        raise SystemExit("the demo could not be seeded")
    return House(folder)


def close(folder: Path) -> None:
    """Stop the servers of a house and throw it away."""
    servers.stop(folder)
    shutil.rmtree(folder, ignore_errors=True)


def _leave(_number: int, _frame: object) -> NoReturn:
    raise SystemExit("stopped at the time limit")


def environment(database: str, **more: str) -> dict[str, str]:
    """Give the settings of the demo on a database."""
    inherited = {name: value for name, value in os.environ.items() if name != "REDIS_URL"}
    return inherited | {"DEMO": "1", "DATABASE_URL": database} | more


def enter(database: str) -> None:
    """Set Django up in this process, on a database."""
    os.environ.update(environment(database))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    os.environ.pop("REDIS_URL", None)
    import django

    django.setup()


def inside(module: str, database: str, *arguments: str) -> Any:
    """Run the inner half of a benchmark in a process of its own on a database, and take what it prints as JSON."""
    command = [sys.executable, "-m", module, "--inside", *arguments]
    done = subprocess.run(command, env=environment(database), cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def cookie_of(person: str, database: str) -> str:
    """Sign a person of the demo in: `sessionid=...`."""
    done = subprocess.run(
        _manage("demo_session", person), env=environment(database), cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout.strip()


def _manage(*words: str) -> list[str]:
    return [sys.executable, "manage.py", *words]


def _psql(url: str, database: str, *statements: str) -> None:
    import psycopg

    with psycopg.connect(urlsplit(url)._replace(path=f"/{database}").geturl(), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


@contextmanager
def served(database: str, *, module: str = "portal.serve", port: int | None = None, **settings: str) -> Iterator[int]:
    """Serve a database by Daphne on a free port for a while; give the port."""
    port = port or servers.free_port()
    settings = {"ORIGIN": f"http://127.0.0.1:{port}"} | settings
    command = [sys.executable, "-m", module, "--port", str(port), "--verbosity", "0"]
    process = subprocess.Popen(command, env=environment(database, **settings), cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        _wait_for(port, process)
        yield port
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


@contextmanager
def redis(folder: Path) -> Iterator[str]:
    """Start Redis for a while; give its address."""
    own = Path(tempfile.mkdtemp(dir=folder))
    try:
        yield servers.start_redis(own)
    finally:
        servers.stop(own)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if process.poll() is not None:
            raise SystemExit("the server did not start")
        try:
            door = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            door.request("GET", "/health/")
            door.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"nothing answers on port {port}")
