"""Compare the plan page with a bare Django page of the same HTML, through the same server (Daphne on uvloop).

    python -m benchmarks.page

One request at a time, on a connection that stays open, the pages by turns. The demo's PostgreSQL database.
"""

import http.client
import random
import time
from pathlib import Path

from benchmarks.house import House, cookie_of, open_house, served
from benchmarks.report import Report, Row, Target, finish, milliseconds, p50_p95

PERSON, REFERENCE = "amara", "0000-0SAM"
TIMES, WARM_UP = 120, 5
TARGET = 2.0
PAGE = "plan page"
BARE = {
    "bare page that reads who is signed in and the plan's rows": "/bare/rows/",
    "bare page, the same template with everything ready": "/bare/ready/",
    "bare page, the same bytes as a fixed text": "/bare/text/",
}
SIGNED_IN, FIXED = "/bare/rows/", "bare page, the same bytes as a fixed text"


class Door:
    """One open connection to a server, with a cookie."""

    def __init__(self, port: int, cookie: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.cookie = cookie

    def get(self, address: str) -> bytes:
        """Fetch a page that must be there."""
        self.connection.request("GET", address, headers={"Cookie": self.cookie})
        answer = self.connection.getresponse()
        body = answer.read()
        assert answer.status == 200, (address, answer.status)
        return body


def measure() -> Report:
    """Serve the portal and the bare pages side by side, and fetch them by turns."""
    began = time.perf_counter()
    with open_house() as house:
        rows, notes = _measure(house)
    return Report(
        "page", "The plan page against a bare Django page of the same HTML (Daphne, PostgreSQL)", rows, notes, time.perf_counter() - began
    )


def _measure(house: House) -> tuple[tuple[Row, ...], tuple[str, ...]]:
    database = house.postgres_copy("page")
    cookie, html = cookie_of(PERSON, database), house.folder / "bare.html"
    with served(database) as port:
        page = Door(port, cookie)
        address = f"/plans/{REFERENCE}/"
        html.write_bytes(page.get(address))
        with served(database, DJANGO_SETTINGS_MODULE="benchmarks.bare_settings", BARE_PAGE=str(html)) as bare_port:
            doors = {PAGE: (page, address)}
            for name, there in BARE.items():
                doors[name] = (Door(bare_port, cookie if there == SIGNED_IN else ""), there)
            sizes = {name: len(door.get(there)) for name, (door, there) in doors.items()}
            times = _by_turns(doors)
    return _rows(sizes, times), _notes(html)


def _by_turns(doors: dict[str, tuple[Door, str]]) -> dict[str, list[float]]:
    for door, address in doors.values():
        for _ in range(WARM_UP):
            door.get(address)
    times: dict[str, list[float]] = {name: [] for name in doors}
    for _ in range(TIMES):
        for name in random.sample(list(doors), len(doors)):
            door, address = doors[name]
            times[name].append(milliseconds(lambda door=door, address=address: door.get(address)))
    return times


def _rows(sizes: dict[str, int], times: dict[str, list[float]]) -> tuple[Row, ...]:
    found = {name: p50_p95(times[name]) for name in times}
    rows = [Row(PAGE, {"bytes of HTML": sizes[PAGE], **found[PAGE]})]
    for name in BARE:
        ratios = {
            f"plan page is times, {key.removesuffix(' ms')}": round(float(found[PAGE][key]) / float(found[name][key]), 3)
            for key in found[PAGE]
        }
        rows.append(
            Row(
                name,
                {"bytes of HTML": sizes[name], **found[name], **ratios},
                tuple(Target(key, TARGET) for key in ratios) if name != FIXED else (),
            )
        )
    return tuple(rows)


def _notes(html: Path) -> tuple[str, ...]:
    return (
        f"{TIMES} requests each, by turns, by {PERSON} for {REFERENCE}: {html.stat().st_size:,} bytes.",
        "The first bare page asks the session and the database as any Django page does, so that its ratio is the price of permissions, ledger and wording.",
        "The second renders the portal's own template from a page read beforehand; the third renders a template that is the HTML's text, and asks nothing.",
        f"Target (design.md 11): at most {TARGET:g} times its time; asked of the first two, the third is the floor.",
    )


if __name__ == "__main__":
    finish(measure())
