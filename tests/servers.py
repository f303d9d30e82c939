"""Start PostgreSQL and Redis of the tests' own, on free ports of the loopback, in a folder that is thrown away.

python -m tests.servers start FOLDER     prints `export DATABASE_URL=... REDIS_URL=...` for the shell
python -m tests.servers stop FOLDER
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _postgres_tools() -> Path:
    """Find Debian's PostgreSQL, or whatever is on the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    if not found and not on_path:
        raise SystemExit("PostgreSQL is missing: apt-get install postgresql")
    return found[-1].parent if found else Path(on_path).parent


def _as_postgres(*command: str) -> None:
    """Run a PostgreSQL tool; it refuses to be run as root, so root becomes Debian's `postgres`."""
    prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    subprocess.run([*prefix, *command], check=True, stdout=subprocess.DEVNULL, cwd="/")


def start(folder: Path) -> dict[str, str]:
    """Start both servers and give their addresses. What these tests hold lives no longer than they: it need not survive a power cut."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    return {"DATABASE_URL": start_postgres(folder, is_durable=False), "REDIS_URL": start_redis(folder)}


def start_postgres(folder: Path, *, is_durable: bool = True) -> str:
    """Make a cluster and start it: with durable commits as a real service runs, for faults and benchmarks, or without waiting for the disk."""
    tools, data, port = _postgres_tools(), folder / "postgres", free_port()
    data.mkdir()
    if os.geteuid() == 0:
        shutil.chown(data, "postgres")
    _as_postgres(str(tools / "initdb"), "-D", str(data), "-U", "portal", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={data} -c max_connections=200"
    options += "" if is_durable else " -c fsync=off -c full_page_writes=off -c synchronous_commit=off"
    _as_postgres(str(tools / "pg_ctl"), "-D", str(data), "-w", "-l", str(data / "log"), "-o", options, "start")
    _as_postgres(str(tools / "createdb"), "-h", "127.0.0.1", "-p", str(port), "-U", "portal", "portal")
    return f"postgres://portal@127.0.0.1:{port}/portal"


def start_redis(folder: Path) -> str:
    """Start Redis without persistence."""
    port = free_port()
    server = shutil.which("redis-server")
    if server is None:
        raise SystemExit("Redis is missing: apt-get install redis-server")
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--daemonize", "yes"]
    subprocess.run([server, *options, "--dir", str(folder), "--pidfile", str(folder / "redis.pid")], check=True, stdout=subprocess.DEVNULL)
    _wait_for(port)
    return f"redis://127.0.0.1:{port}/0"


def _wait_for(port: int) -> None:
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit(f"nothing answers on port {port}")


def stop(folder: Path) -> None:
    """Stop what was started in a folder; nothing was started there is fine."""
    data = folder / "postgres"
    if (data / "postmaster.pid").exists():
        _as_postgres(str(_postgres_tools() / "pg_ctl"), "-D", str(data), "-m", "immediate", "-w", "stop")
    pid = folder / "redis.pid"
    if pid.exists():
        os.kill(int(pid.read_text()), 15)


if __name__ == "__main__":
    verb, where = sys.argv[1], Path(sys.argv[2])
    if verb == "start":
        print("export " + " ".join(f"{name}={value}" for name, value in start(where).items()))
    else:
        stop(where)
