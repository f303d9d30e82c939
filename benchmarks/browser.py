"""A person's browser, as little of it as is needed: cookies, pages, and forms that are filled in and sent."""

import http.client
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode


@dataclass
class Form:
    """A form as a page has it: where it goes, and what is in its fields."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)


class _Forms(HTMLParser):
    """Read the forms of a page with what is filled in already."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._text = self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a form, take a field."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(given.get("action", ""))
            self.forms.append(self._form)
        elif self._form is None:
            return
        elif tag == "input" and given.get("name") and (given.get("type") not in ("radio", "checkbox", "submit") or "checked" in given):
            self._form.fields[given["name"]] = given.get("value", "")
        elif tag in ("textarea", "select"):
            self._form.fields[given["name"]] = ""
            self._text, self._select = (given["name"], "") if tag == "textarea" else ("", given["name"])
        elif tag == "option" and self._select and "selected" in given:
            self._form.fields[self._select] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        """End a form or a field."""
        if tag == "form":
            self._form = None
        if tag in ("textarea", "select"):
            self._text = self._select = ""

    def handle_data(self, data: str) -> None:
        """Take the words of a text area."""
        if self._form and self._text:
            self._form.fields[self._text] += data


def forms_in(html: str) -> list[Form]:
    """Read the forms of a page."""
    reader = _Forms()
    reader.feed(html)
    return reader.forms


class Browser:
    """One person at one server, on a connection that stays open."""

    def __init__(self, port: int, cookie: str = "") -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.cookies = dict([cookie.split("=", 1)]) if cookie else {}

    def ask(self, method: str, address: str, body: str = "", **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
        """Send a request and take the whole answer."""
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} | headers
        self.connection.request(method, address, body=body or None, headers=sent)
        answer = self.connection.getresponse()
        content = answer.read()
        for given in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = given.split(";", 1)[0].partition("=")
            self.cookies[name] = value
        return answer, content

    def get(self, address: str) -> str:
        """Fetch a page that must be there."""
        answer, content = self.ask("GET", address)
        assert answer.status == 200, (address, answer.status)
        return content.decode()

    def form(self, address: str, action: str) -> Form:
        """Fetch a page and read the form of it that goes to this address (or, with no action, to the page's own)."""
        return next(
            form
            for form in forms_in(self.get(address))
            if (form.action or address).endswith(action) and "csrfmiddlewaretoken" in form.fields
        )

    def send(self, address: str, fields: dict[str, str]) -> None:
        """Post a form that must be taken."""
        answer, _ = self.ask("POST", address, urlencode(fields), **{"Content-Type": "application/x-www-form-urlencoded"})
        assert answer.status == 302, (address, answer.status)
