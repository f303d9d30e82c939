"""Bad requests: bytes, forms and addresses that no browser sends are answered in words, nothing is stored, and nothing fails."""

import random
import uuid
from io import BytesIO

import pytest
from django.core.handlers.asgi import ASGIRequest
from django.core.handlers.base import BaseHandler
from django.test import Client

from plans.forms.items import FORMS
from plans.models import Item
from tests.plans.nothing_stored import NO_TEXT, WHERE, add_url, adds, boxes, is_told, nothing_stored, stored  # noqa: F401
from tests.plans.pages import PLAN, TYPED, page_of, visit
from tests.plans.versions_help import write
from tests.world import SAM


@pytest.mark.usefixtures("nothing_stored")
def test_bytes_that_are_no_text_are_a_sentence_beside_the_box(world):
    for content_type, body in [
        ("application/x-www-form-urlencoded", b"text=%FF%FE&audience=keep"),
        ("application/x-www-form-urlencoded", b"text=%ED%A0%80&audience=keep"),
        ("application/x-www-form-urlencoded", b"text=%C0%AF&audience=keep"),
        ("application/x-www-form-urlencoded", b"text=%F0%9F%98&audience=keep"),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n\xff\xfe\r\n--x--\r\n'),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\na\x00b\r\n--x--\r\n'),
        ("application/json", b'{"text": "x"}'),
        ("text/plain", b"text=x&audience=keep"),
        ("", b"text=x&audience=keep"),
        ("application/x-www-form-urlencoded", b""),
        ("application/x-www-form-urlencoded", b"&&&===&%&%%"),
    ]:
        answer = visit(world.lena).generic("POST", add_url("provision"), body, content_type=content_type)
        page = is_told(answer)
        assert page.errors


@pytest.mark.usefixtures("nothing_stored")
def test_a_form_that_can_not_be_taken_apart_is_answered_in_words(world):
    for content_type, body in [
        ("application/x-www-form-urlencoded", b"text=\xff\xfe&audience=keep"),
        ("application/x-www-form-urlencoded", "text=Zoë&audience=keep".encode("latin-1")),
        ("application/x-www-form-urlencoded; charset=utf-7", b"text=+ADw-script+AD4-&audience=keep"),
        ("application/x-www-form-urlencoded; charset=utf-16", b"text=x"),
        ("multipart/form-data", b"text=x"),
        ("multipart/form-data; boundary=", b"text=x"),
        ("multipart/form-data; boundary=\xc3\xa9", b"--x"),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="text"\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!\r\n--x--\r\n',
        ),
    ]:
        answer = visit(world.lena).generic("POST", add_url("provision"), body, content_type=content_type)
        assert answer.status_code in (400, 422)
        assert "Nothing was saved." in page_of(answer).words or page_of(answer).errors


@pytest.mark.usefixtures("nothing_stored")
@pytest.mark.parametrize("checks_the_token", [False, True])
def test_too_much_at_once_is_answered_in_words(world, checks_the_token):
    browser = Client(enforce_csrf_checks=checks_the_token)
    browser.force_login(world.lena)
    token = page_of(browser.get(add_url("provision"))).form_with("text")["csrfmiddlewaretoken"][0]
    for typed in (dict.fromkeys((f"field{number}" for number in range(10_000)), "x"), {"text": "x" * 1_000_001, "audience": "keep"}):
        for address in (add_url("provision"), f"{PLAN}sections/F/edit/", f"{PLAN}items/{uuid.uuid4()}/"):
            body = f"csrfmiddlewaretoken={token}&" + "&".join(f"{name}={value}" for name, value in typed.items())
            answer = browser.generic("POST", address, body, content_type="application/x-www-form-urlencoded")
            assert answer.status_code == 413
            words = page_of(answer).words
            assert "That was too much at once" in words
            assert "Nothing was saved. Go back: your words are still in the form." in words


@pytest.mark.usefixtures("nothing_stored")
def test_many_files_and_a_large_file_are_answered_in_words(world):
    files = (
        b"".join(b'--x\r\nContent-Disposition: form-data; name="f%d"; filename="a"\r\n\r\nx\r\n' % number for number in range(200))
        + b"--x--\r\n"
    )
    large = b'--x\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\n' + b"x" * 3_000_000 + b"\r\n--x--\r\n"
    for body in (files, large):
        answer = visit(world.lena).generic("POST", add_url("provision"), body, content_type="multipart/form-data; boundary=x")
        assert answer.status_code in (413, 422)


@pytest.mark.usefixtures("nothing_stored")
def test_a_form_of_another_site_or_another_session_is_told_that_it_is_too_old(world):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(world.lena)
    for typed in (
        TYPED["provision"],
        TYPED["provision"] | {"csrfmiddlewaretoken": "x" * 64},
        TYPED["provision"] | {"csrfmiddlewaretoken": "\x00é"},
    ):
        answer = browser.post(add_url("provision"), typed | {"audience": "keep"})
        assert answer.status_code == 403
        assert "This form is too old" in page_of(answer).words
        assert "Nothing was saved." in page_of(answer).words


ODD = [
    "%00",
    "%FF",
    "%ED%A0%80",
    "%C0%AF",
    "%EF%BF%BD",
    "..",
    "%2e%2e%2f",
    "%0d%0aX: y",
    "a" * 3000,
    "%F0%9F%98%80",
    "'%20OR%201=1",
    "{{7*7}}",
    "%3Cscript%3E",
]
DOORS = [
    "/plans/{}/",
    "/plans/{}/thread/",
    f"{PLAN}sections/{{}}/",
    f"{PLAN}sections/{{}}/edit/",
    f"{PLAN}sections/{{}}/history/",
    f"{PLAN}sections/{{}}/add/need/",
    f"{PLAN}sections/B/add/{{}}/",
    f"{PLAN}items/{{}}/",
    f"{PLAN}items/{{}}/ties/",
    f"{PLAN}items/{{}}/show/",
    f"{PLAN}items/{{}}/move/",
    f"{PLAN}items/{{}}/take-out/",
]


@pytest.mark.usefixtures("nothing_stored")
def test_an_odd_address_is_a_page_that_is_not_there(world):
    browser = visit(world.marcus)
    for door in DOORS:
        for odd in ODD:
            for method in ("get", "post"):
                answer = getattr(browser, method)(door.format(odd))
                allowed = (400, 404) if method == "get" else (400, 404, 405)
                assert answer.status_code in allowed, (door, odd, answer.status_code)
                assert b"<script>" not in answer.content


@pytest.mark.usefixtures("nothing_stored")
def test_an_odd_address_is_one_on_the_server_that_is_used_too(world):
    """Daphne hands over paths that were decoded by other rules than the test client's."""
    browser, handler = visit(world.marcus), BaseHandler()
    handler.load_middleware()
    cookie = "; ".join(f"{name}={one.value}" for name, one in browser.cookies.items()).encode()

    def status_of(path: str, query: bytes = b"") -> int:
        headers = [(b"cookie", cookie), (b"host", b"localhost")]
        scope = {"type": "http", "method": "GET", "path": path, "query_string": query, "headers": headers}
        return handler.get_response(ASGIRequest(scope, BytesIO())).status_code

    assert status_of(PLAN) == 200
    for odd in ("\x00", "\ufffd", "a\nb", "é" * 900, "\u202e", "\ud800"):
        for door in DOORS:
            assert status_of(door.format(odd)) in (400, 404, 405), (door, odd)
    for query in (b"from=%00", b"from=%FF", b"from=" + b"x" * 9000, b"%", b"from[]=1&from=2"):
        assert status_of(f"{PLAN}thread/", query) in (200, 400)


@pytest.mark.usefixtures("nothing_stored")
def test_other_methods_are_not_allowed(world):
    browser = visit(world.lena)
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "NONSENSE"):
        assert browser.generic(method, f"{PLAN}sections/F/edit/").status_code == 405
        assert browser.generic(method, add_url("provision")).status_code == 405


def test_whatever_is_sent_to_any_door_nothing_fails(world):
    """Forms of drawn nonsense: every answer is a page, and what is stored is what was allowed."""
    drawn = random.Random(26)
    items = [write(world, slug, code, kind, "As it was.") for kind, (code, slug) in WHERE.items()]
    names = sorted(
        {name for form in FORMS.values() for name in form(is_new=True).fields}
        | {"kind", "seq", "post_key", "comes_from", "state", "direction", "narrative"}
    )
    values = [
        "",
        " ",
        "x",
        "keep",
        "put_forward",
        "up",
        "need",
        "provision",
        "0",
        "-1",
        "9" * 40,
        "\x00",
        "\ufffd",
        "<b>",
        "True",
        SAM,
        *map(str, (one.uid for one in items)),
    ]
    doors = [f"{PLAN}sections/{code}/{way}" for code in "ABEFJK" for way in ("edit/", "add/need/", "add/provision/", "add/voice/")]
    doors += [f"{PLAN}items/{one.uid}/{way}" for one in items for way in ("", "ties/", "show/", "move/")]
    browsers = [visit(getattr(world, slug)) for slug in ("amara", "lena", "marcus", "okafor")]
    for _ in range(400):
        typed = {
            name: [drawn.choice(values) for _ in range(drawn.choice((1, 1, 1, 2)))] for name in drawn.sample(names, drawn.randint(0, 12))
        }
        answer = drawn.choice(browsers).post(drawn.choice(doors), typed)
        assert answer.status_code in (302, 403, 404, 409, 422), (typed, answer.status_code)
    assert Item.objects.exclude(text__regex=r"\S").count() == 0
