"""The drill of docs/deploy.md: destroy a service that is being written to, bring it back from its copies, and count what was lost.

python -m tests.drill [SECONDS]      prints the figures as JSON; needs PostgreSQL and rsync, and takes about two minutes

It uses what a real service uses: deploy/backup, deploy/restore, the roles of deploy/postgresql/roles.sql and the settings of portal.conf (without TLS).
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from tests.servers import _as_postgres, _postgres_tools, free_port

HOUSE = Path(__file__).parent.parent
EVERY = 30  # seconds between two copies of the files, as in deploy/systemd/portal-backup-files.timer


@dataclass
class Figures:
    """What the drill saw: acknowledged and lost acts and files, seconds of loss and of the way back, and what the checks said."""

    acts: int = 0
    files: int = 0
    lost_acts: int = 0
    lost_files: int = 0
    seconds_of_acts_lost: float = 0
    seconds_of_files_lost: float = 0
    seconds_to_be_back: float = 0
    record: str = ""
    store: str = ""
    at_the_moment: dict[str, int] = field(default_factory=dict)


class Drill:
    """A cluster, a store and their copies in a folder that is thrown away."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.data, self.files, self.copies = folder / "cluster", folder / "files", folder / "copies"
        self.tools = _postgres_tools()
        self.acks = folder / "acknowledged"
        self.running: list[subprocess.Popen] = []

    def env(self, role: str, **more: str) -> dict[str, str]:
        """Give the environment of a process that signs in with a role."""
        return {
            **os.environ,
            "PATH": f"{self.tools}:{os.environ['PATH']}",
            "DEMO": "1",
            "DATABASE_POOL": "0",
            "DATABASE_URL": f"postgres://{role}@127.0.0.1:{self.port}/portal",
            "FILES_ROOT": str(self.files),
            "BACKUP_ROOT": str(self.copies),
            "FILES_SOURCE": str(self.files),
            "PGHOST": "127.0.0.1",
            "PGPORT": str(self.port),
            "PGUSER": "portal_backup",
            **more,
        }

    def run(self, *command: str, role: str = "portal_app") -> str:
        """Run a command to its end and give what it printed; a command that fails, fails the drill."""
        done = subprocess.run(command, cwd=HOUSE, env=self.env(role), capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)}: {done.stdout}{done.stderr}")
        return done.stdout

    def go_on(self, *command: str, role: str = "portal_app") -> subprocess.Popen:
        """Start a command that goes on by itself."""
        with (self.folder / "said").open("a") as said:
            running = subprocess.Popen(command, cwd=HOUSE, env=self.env(role), stdout=said, stderr=said, start_new_session=True)
        self.running.append(running)
        return running

    def sql(self, words: str, role: str = "postgres", base: str = "portal") -> str:
        """Ask the cluster something."""
        return self.run(str(self.tools / "psql"), "-qAt", "-v", "ON_ERROR_STOP=1", "-U", role, "-d", base, "-c", words)

    def make(self) -> None:
        """Make the cluster with the roles of a real service, and the demo council in it."""
        for folder in (self.data, self.files, self.copies):
            folder.mkdir()
        self._own(self.data)
        _as_postgres(
            str(self.tools / "initdb"), "-D", str(self.data), "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"
        )
        conf = (HOUSE / "deploy/postgresql/portal.conf").read_text().replace("ssl = on\n", "")
        with (self.data / "postgresql.conf").open("a") as settings:
            settings.write(conf)
        self.start()
        self.run(str(self.tools / "createdb"), "-U", "postgres", "portal")
        self.run(str(self.tools / "psql"), "-q", "-U", "postgres", "-d", "portal", "-f", str(HOUSE / "deploy/postgresql/roles.sql"))
        self.run(sys.executable, "manage.py", "seed_demo", "--crowd", "5", role="portal_owner")

    def start(self) -> None:
        """Start the cluster and wait until it can be written to."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.data}"
        _as_postgres(
            str(self.tools / "pg_ctl"), "-D", str(self.data), "-w", "-t", "600", "-l", str(self.data / "log"), "-o", options, "start"
        )
        while self.sql("SELECT pg_is_in_recovery()", base="postgres").strip() != "f":
            time.sleep(0.1)

    def destroy(self) -> float:
        """Kill everything at once and throw the cluster and the store away; give the moment."""
        postmaster = int((self.data / "postmaster.pid").read_text().splitlines()[0])
        moment = time.time()
        children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
        for process in (postmaster, *map(int, children)):
            os.kill(process, signal.SIGKILL)
        time.sleep(1)  # what was on its way to the copies may still get there
        self.end()
        shutil.rmtree(self.data)
        shutil.rmtree(self.files)
        return moment

    def restore(self, moment: str = "") -> float:
        """Bring it back, and give the seconds from the first command until the record was checked and the service could be opened."""
        begun = time.monotonic()
        self.run("deploy/restore", str(self.data), str(self.files), *([moment] if moment else []))
        self._own(self.data)
        self.start()
        return begun

    def end(self) -> None:
        """End whatever goes on."""
        for running in self.running:
            if running.poll() is None:
                os.killpg(running.pid, signal.SIGKILL)
            running.wait()
        self.running.clear()

    def stop(self) -> None:
        """Stop the cluster, if it runs."""
        self.end()
        if (self.data / "postmaster.pid").exists():
            _as_postgres(str(self.tools / "pg_ctl"), "-D", str(self.data), "-m", "immediate", "-w", "stop")

    def acknowledged(self, kind: str) -> list[tuple[float, str]]:
        """List what the writer had acknowledged: when, and which."""
        rows = (line.split() for line in self.acks.read_text().splitlines())
        return [(float(at), uid) for what, at, uid in rows if what == kind]

    def _own(self, folder: Path) -> None:
        if os.geteuid() == 0:
            subprocess.run(["chown", "-R", "postgres", str(folder)], check=True)


def drill(seconds: int = 40) -> Figures:
    """Do the whole drill and give its figures."""
    folder = Path(tempfile.mkdtemp(prefix="drill-"))
    folder.chmod(0o755)
    one = Drill(folder)
    try:
        return _drill(one, seconds)
    finally:
        one.stop()
        shutil.rmtree(folder)


def _drill(one: Drill, seconds: int) -> Figures:
    one.make()
    one.go_on("deploy/backup", "wal")
    one.run("deploy/backup", "base")
    one.go_on("sh", "-c", f"while :; do deploy/backup files; sleep {EVERY}; done")
    one.go_on(sys.executable, "-m", "tests.drill_writer", str(one.acks))
    time.sleep(seconds)
    died = one.destroy()
    acts, files = one.acknowledged("act"), one.acknowledged("file")
    begun = one.restore()
    figures = Figures(acts=len(acts), files=len(files))
    figures.record = one.run(sys.executable, "manage.py", "verify_record", "--without-files").strip()
    figures.seconds_to_be_back = round(time.monotonic() - begun, 1)
    there = set(one.sql("SELECT uid FROM plans_item").split())
    lost = [at for at, uid in acts if uid not in there]
    figures.lost_acts, figures.seconds_of_acts_lost = len(lost), round(died - min(lost, default=died), 2)
    rows = dict(line.split("|") for line in one.sql("SELECT uid, stored_as FROM files_storedfile").split())
    gone = [at for at, uid in files if uid not in rows or not list(one.files.rglob(rows[uid]))]
    figures.lost_files, figures.seconds_of_files_lost = len(gone), round(died - min(gone, default=died), 2)
    kept = len(files) - len(gone)
    figures.store = f"{kept} files are there" if _same(one, rows) else "a file is not what it was"
    one.stop()
    shutil.rmtree(one.data)
    shutil.rmtree(one.files)
    middle = acts[len(acts) // 2][0] + 0.02
    one.restore(datetime.fromtimestamp(middle, UTC).isoformat(sep=" "))
    there = set(one.sql("SELECT uid FROM plans_item").split())
    figures.at_the_moment = {
        "missing_from_before": sum(at < middle - 1 and uid not in there for at, uid in acts),
        "there_from_after": sum(at > middle + 1 and uid in there for at, uid in acts),
    }
    return figures


def _same(one: Drill, rows: dict[str, str]) -> bool:
    hashes = dict(line.split("|") for line in one.sql("SELECT stored_as, sha256 FROM files_storedfile").split())
    found = [path for path in one.files.rglob("*") if path.is_file() and path.name in hashes]
    return all(
        subprocess.run(["sha256sum", str(path)], capture_output=True, text=True, check=True).stdout.split()[0] == hashes[path.name]
        for path in found
    )


if __name__ == "__main__":
    print(json.dumps(asdict(drill(*map(int, sys.argv[1:]))), indent=2))
