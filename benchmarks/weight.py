"""What a page weighs for a parent who comes for the first time: HTML, style sheets and scripts as they come over the wire, without images.

    python -m benchmarks.weight

Every address is fetched from Daphne with `Accept-Encoding: gzip` and what it answers is counted as it is.
"""

import re
import time
from html.parser import HTMLParser

from benchmarks.browser import Browser
from benchmarks.house import House, cookie_of, open_house, served
from benchmarks.report import Report, Row, Target, finish

SAM = "/plans/0000-0SAM/"
PAGE_KB, EDITOR_KB = 60.0, 100.0


class _Parts(HTMLParser):
    """Find the style sheets and scripts of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take the address of a style sheet or script."""
        given = dict(attrs)
        if tag == "link" and given.get("rel") in ("stylesheet", "modulepreload"):
            self.found.append(given["href"] or "")
        if tag == "script" and given.get("src"):
            self.found.append(given["src"] or "")


def parts_of(html: str) -> list[str]:
    """List the style sheets and scripts that a page names, each once."""
    reader = _Parts()
    reader.feed(html)
    return list(dict.fromkeys(reader.found))


def _fetch(browser: Browser, address: str) -> tuple[int, str, bool]:
    """Fetch what a browser would; give the bytes that came, the text, and whether it came compressed."""
    import gzip

    answer, content = browser.ask("GET", address, **{"Accept-Encoding": "gzip"})
    assert answer.status == 200, (address, answer.status)
    is_small = answer.headers.get("Content-Encoding") == "gzip"
    return len(content), (gzip.decompress(content) if is_small else content).decode(), is_small


def weigh(browser: Browser, what: str, address: str, most: float) -> Row:
    """Count one page with everything it names, and what its scripts import."""
    size, html, is_small = _fetch(browser, address)
    kinds = {"css": 0, "js": 0}
    waiting, seen = parts_of(html), set[str]()
    while waiting:
        part = waiting.pop()
        if part in seen:
            continue
        seen.add(part)
        bytes_of, text, _ = _fetch(browser, part)
        kinds["css" if ".css" in part else "js"] += bytes_of
        if ".js" in part:
            waiting += [
                f"{part.rpartition('/')[0]}/{name}" for name in re.findall(r"""(?:from|import)\s*\(?["']\./([\w.-]+\.js)["']""", text)
            ]
    total = size + sum(kinds.values())
    figures = {"html kB": size / 1000, "css kB": kinds["css"] / 1000, "js kB": kinds["js"] / 1000, "all kB": total / 1000}
    return Row(what, {**figures, "html compressed": "yes" if is_small else "no"}, (Target("all kB", most),))


def measure() -> Report:
    """Weigh the pages of Amara."""
    began = time.perf_counter()
    with open_house() as house:
        rows = _measure(house)
    notes = (
        "1 kB is 1,000 bytes. Each page as if it were the first: its style sheet and scripts are counted every time, though a browser keeps them.",
        f"Targets (design.md 11): {PAGE_KB:g} kB for a page, {EDITOR_KB:g} kB for a section editor.",
    )
    return Report("weight", "What a page weighs for a parent on the first visit", rows, notes, time.perf_counter() - began)


def _measure(house: House) -> tuple[Row, ...]:
    database = house.sqlite_copy("weight")
    with served(database) as port:
        stranger, amara = Browser(port), Browser(port, cookie_of("amara", database))
        edit = f"{SAM}sections/A/edit/"
        item = re.findall(rf'href="({SAM}items/[0-9a-f-]+/)"', amara.get(edit))[0]
        pages = (
            ("sign-in", stranger, "/sign-in/", PAGE_KB),
            ("front page", stranger, "/", PAGE_KB),
            ("home", amara, "/home/?all=1", PAGE_KB),
            ("plan page", amara, SAM, PAGE_KB),
            ("section A, to read", amara, f"{SAM}sections/A/", PAGE_KB),
            ("section F, to read", amara, f"{SAM}sections/F/", PAGE_KB),
            ("section A, editor", amara, edit, EDITOR_KB),
            ("an item's form", amara, item, EDITOR_KB),
        )
        return tuple(weigh(browser, what, address, most) for what, browser, address, most in pages)


if __name__ == "__main__":
    finish(measure())
