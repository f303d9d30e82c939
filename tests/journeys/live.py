"""What people do with a live text in a browser: type, compose, lose the line, look at the line under the box."""

import json
import os
import queue
import re
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Locator, expect

from tests.architecture import house as source
from tests.journeys.person import SAM, Person

LATER = 20_000
LOST = "You are not connected. Your words are kept on this page and sent when the connection is back."
UNSAVED = "Not saved yet"
SAVED = re.compile(r"^Saved \d\d:\d\d$")
# Everything that the browser keeps of unsent words.
KEPT = """() => new Promise((resolve) => {
  const asked = indexedDB.open("unsent", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("texts", { keyPath: "key" });
  asked.onsuccess = () => {
    const all = asked.result.transaction("texts").objectStore("texts").getAll();
    all.onsuccess = () => {
      asked.result.close();
      const text = (changes) => new TextDecoder("latin1").decode(changes ?? new Uint8Array());
      resolve(all.result.map((one) => ({ reference: one.reference, words: one.words, person: one.person, bytes: text(one.changes) })));
    };
  };
})"""


@dataclass
class Box:
    """One live text on somebody's page."""

    person: Person
    place: str

    @property
    def area(self) -> Locator:
        return self.person.page.locator(f'textarea[data-live-text="{self.place}"]')

    @property
    def line(self) -> Locator:
        """Find the line under the box, as it is shown."""
        return self.person.page.locator("[data-live-box]", has=self.area).locator("[data-shown]")

    @property
    def others(self) -> Locator:
        """Find where it says who else writes here."""
        return self.person.page.locator("[data-live-box]", has=self.area).locator("[data-others]")

    @property
    def words(self) -> str:
        return self.area.input_value()

    def is_ready(self) -> "Box":
        """Enter the box, and wait until it is bound to the shared words."""
        self.area.focus()
        expect(self.area).to_have_attribute("data-live-bound", "words", timeout=LATER)
        return self

    def goes_in(self, place: int | None = None) -> None:
        """Enter the box, and put the caret somewhere (at the end where nothing is said)."""
        self.area.focus()
        self.area.evaluate("(area, place) => area.setSelectionRange(place ?? area.value.length, place ?? area.value.length)", place)

    def begins(self, words: str) -> "Box":
        """Let the text say this, and nothing else."""
        if self.words != words:
            self.area.fill(words)
            self.is_saved()
        return self

    def types(self, words: str, *, at: int | None = None) -> None:
        """Type words, key by key."""
        self.goes_in(at)
        self.person.page.keyboard.type(words)

    def caret(self) -> int:
        return int(self.area.evaluate("(area) => area.selectionStart"))

    def shows(self, words: str) -> None:
        """Wait until these words stand in the box, and no others."""
        expect(self.area).to_have_value(words, timeout=LATER)

    def holds(self, *parts: str) -> str:
        """Wait until each of these stands in the box once; give all that stands there."""
        for part in parts:
            self.person.page.wait_for_function(
                "([place, part]) => document.querySelector(`textarea[data-live-text='${place}']`).value.split(part).length === 2",
                arg=[self.place, part],
                timeout=LATER,
            )
        return self.words

    def is_saved(self) -> None:
        """Wait until the line says so."""
        expect(self.line).to_have_text(SAVED, timeout=LATER)


def writes_in(person: Person, code: str, place: str | None = None) -> Box:
    """Open a section of Sam's plan to write in it, and wait for the box (the section's own words where nothing is said)."""
    person.goes_to(f"{SAM}sections/{code}/edit/")
    return Box(person, place or f"sections/{code}").is_ready()


@dataclass
class Keyboard:
    """A keyboard that composes words, as those of phones do (Chromium's own protocol)."""

    person: Person
    line: Any = None

    def __post_init__(self) -> None:
        self.line = self.person.context.new_cdp_session(self.person.page)

    def composes(self, words: str) -> None:
        """Show these words as not finished yet."""
        self.line.send("Input.imeSetComposition", {"text": words, "selectionStart": len(words), "selectionEnd": len(words)})

    def finishes(self, words: str) -> None:
        """Finish with these."""
        self.line.send("Input.insertText", {"text": words})


def kept(person: Person) -> list[dict[str, str]]:
    """Read what the browser keeps of this person's unsent words."""
    found: list[dict[str, str]] = person.page.evaluate(KEPT)
    return found


def cut(person: Person) -> None:
    """Break this person's line."""
    person.context.set_offline(True)


def mend(person: Person) -> None:
    person.context.set_offline(False)


@dataclass
class SecondClient:
    """The unmodified y-websocket of npm, in a process of its own."""

    process: subprocess.Popen[str]
    states: "queue.Queue[dict[str, Any]]" = field(default_factory=queue.Queue)
    newest: dict[str, Any] = field(default_factory=dict)

    def does(self, **order: Any) -> None:
        """Give an order: insert (at), leave, come."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()

    def until(self, ready: Any) -> dict[str, Any]:
        """Wait until a state of the text is as it should be."""
        while not (self.newest and ready(self.newest)):
            self.newest = self.states.get(timeout=LATER / 1000)
        return self.newest

    def listen(self) -> None:
        """Note every state that is told."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.states.put(json.loads(line))


@contextmanager
def second_client(person: Person, place: str) -> Iterator[SecondClient]:
    """Let the y-websocket of npm into a text with the session of this person."""
    cookie = "; ".join(f"{one['name']}={one['value']}" for one in person.context.cookies())
    command = [
        "node",
        "tests/journeys/second_client.mjs",
        person.origin.replace("http", "ws"),
        f"ws{SAM}{place}/text",
        person.origin,
        cookie,
    ]
    path = f"{source.ROOT / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}"
    process = subprocess.Popen(
        command,
        cwd=source.ROOT,
        env=os.environ | {"PATH": path},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    client = SecondClient(process)
    threading.Thread(target=client.listen, daemon=True).start()
    try:
        yield client
    finally:
        process.kill()
        process.wait()
