"""Visit the pages of Sam's plan and send their forms, as a browser without JavaScript does."""

import re
from html.parser import HTMLParser

from django.test import Client

from tests.queries import count_queries
from tests.world import SAM, World

PLAN = f"/plans/{SAM}/"
NOWHERE = "ZZZZ-ZZZZ"

# What a person types at least in the form of each kind.
TYPED = {
    "voice": {"text": "I like maths.", "speaker": "child", "speaker_name": "Sam", "verbatim": "yes"},
    "aspiration": {"text": "I want to walk to school.", "whose": "child"},
    "need": {"text": "Long instructions are hard.", "area": "communication"},
    "outcome": {"text": "Sam follows a two-part instruction."},
    "provision": {"text": "Speech sessions."},
    "placement": {"text": "Elm Street.", "type": "mainstream"},
    "budget": {"text": "A laptop.", "part": "education"},
    "evidence": {"text": "What the report says.", "advice_type": "family", "title": "What we see at home"},
}


class Page(HTMLParser):
    """Read a page: `forms` are (address, {name: [values]}) as they would be sent, `errors` the sentences beside fields, `words` all that is read."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, list[str]]]] = []
        self.errors: list[str] = []
        self.words = ""
        self._area: str | None = None
        self._error = 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        facts = dict(attrs)
        if tag == "form":
            self.forms.append((facts.get("action", ""), {}))
        if not self.forms and tag != "p":
            return
        if tag == "input" and (facts.get("type") not in ("radio", "checkbox") or "checked" in facts):
            self._put(facts.get("name"), facts.get("value", "on" if facts.get("type") in ("radio", "checkbox") else ""))
        elif tag == "textarea":
            self._area = facts.get("name")
            self._put(self._area, "")
        if tag == "p" and "govuk-error-message" in (facts.get("class") or ""):
            self._error = 1
            self.errors.append("")

    def handle_endtag(self, tag):
        if tag == "textarea":
            values = self.forms[-1][1][self._area]
            values[-1] = values[-1].removeprefix("\r").removeprefix("\n")
            self._area = None
        elif tag == "p":
            self._error = 0
        elif tag == "dialog":
            self.errors = [
                words for words in self.errors if words
            ]  # where the dialog of the session's end will say what went wrong, nothing did

    def handle_data(self, data):
        self.words += data
        if self._area:
            self.forms[-1][1][self._area][-1] += data
        if self._error:
            self.errors[-1] += data

    def _put(self, name: str | None, value: str | None) -> None:
        if name and self.forms:
            self.forms[-1][1].setdefault(name, []).append(value or "")

    def form_with(self, name: str) -> dict[str, list[str]]:
        """Give the last form that has a field of this name."""
        return next(fields for _address, fields in reversed(self.forms) if name in fields)


def visit(person) -> Client:
    """Sign a person in."""
    browser = Client()
    browser.force_login(person)
    return browser


def page_of(answer) -> Page:
    """Read an answer."""
    return Page(answer.content.decode())


def form_on(browser: Client, address: str, name: str = "text") -> dict[str, list[str]]:
    """Open a page and give its form as it would be sent."""
    answer = browser.get(address)
    assert answer.status_code == 200, answer.content.decode()
    return page_of(answer).form_with(name)


def masked(answer) -> bytes:
    """Give the bytes of a page without what is drawn anew for each."""
    return re.sub(rb'(csrfmiddlewaretoken" value=|nonce=|data-cursor=)"[^"]*"', b"", answer.content)


def sends(browser: Client, address: str, typed: dict | None):
    """Open an address, or send a form to it."""
    return browser.get(address) if typed is None else browser.post(address, typed)


def is_nothing_to_strangers(world: World, address: str, typed: dict | None = None) -> None:
    """Hold that everybody outside gets the page, and costs the queries, of a plan that is not there; root too, and whoever has left."""
    for slug in ("nadia", "ines", "root", "zoe"):
        browser = visit(getattr(world, slug))
        browser.get("/home/")
        with count_queries() as here:
            answer = sends(browser, address, typed)
        with count_queries() as nowhere:
            nothing = sends(browser, address.replace(SAM, NOWHERE), typed)
        assert (answer.status_code, nothing.status_code) == (404, 404), slug
        assert masked(answer) == masked(nothing), slug
        assert answer.headers.items() == nothing.headers.items()
        assert here.number == nowhere.number, f"{here}\n\n{nowhere}"
    assert Client().post(address, typed or {}).status_code == 302, "nobody who is not signed in comes through"


def is_refused(answer, *words: str) -> None:
    """Hold that an insider is told no, and why."""
    assert answer.status_code == 403
    for one in words:
        assert one in page_of(answer).words


def is_too_late(answer, *words: str) -> None:
    """Hold that an insider is told why not now, and by which law."""
    assert answer.status_code == 409
    read = page_of(answer).words
    assert "regulation" in read or "Act 2014" in read
    for one in words:
        assert one in read
