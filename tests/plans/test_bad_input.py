"""Bad input: a clear message, what was typed is kept, nothing is stored, and nothing fails."""

import random
import uuid
from io import BytesIO

import pytest
from django import forms
from django.core.handlers.asgi import ASGIRequest
from django.core.handlers.base import BaseHandler
from django.test import Client

from permissions.models import LedgerEntry
from plans.forms.fields import Words
from plans.forms.items import FORMS
from plans.models import Item, ItemLink, Section, Wording
from plans.statute.sections import Kind
from tests.plans.pages import PLAN, TYPED, page_of, visit
from tests.plans.versions_help import write
from tests.world import SAM

# Where each kind is added in drafting, and by whom.
WHERE = {
    "voice": ("A", "amara"),
    "aspiration": ("A", "amara"),
    "need": ("B", "okafor"),
    "outcome": ("E", "priya"),
    "provision": ("F", "lena"),
    "budget": ("J", "marcus"),
    "evidence": ("K", "amara"),
}
NO_TEXT = ["\x00", "\x07", "\x1b[31m", "\x7f", "\x85", "\ufffd", "\ufffe", "\U0010ffff"]


def add_url(kind):
    return f"{PLAN}sections/{WHERE[kind][0]}/add/{kind}/"


def stored():
    """Give everything that writing could have changed."""
    return (
        list(Item.objects.order_by("pk").values_list("text", "state", "seq", "position", "source")),
        list(Section.objects.order_by("pk").values_list("narrative", "seq", "none_identified")),
        (Wording.objects.count(), ItemLink.objects.count(), LedgerEntry.objects.exclude(verb="read").count()),
    )


@pytest.fixture
def nothing_stored(world):
    """Hold that a test leaves everything as it was, but for the readings."""
    before = stored()
    yield
    assert stored() == before


def adds(world, kind, **typed):
    """Send the form of a new item with these fields in it."""
    browser = visit(getattr(world, WHERE[kind][1]))
    return browser.post(add_url(kind), TYPED[kind] | {"audience": "keep"} | typed)


def is_told(answer, *sentences, status=422):
    """Hold that each sentence stands beside a field (and, for 422, nothing else is wrong)."""
    assert answer.status_code == status, answer.content.decode()[:2000]
    page = page_of(answer)
    errors = [error.removeprefix("Error: ").strip() for error in page.errors]
    for sentence in sentences:
        assert sentence in errors, errors
    return page


def boxes(kind):
    return {name: field for name, field in FORMS[Kind(kind)](is_new=True).fields.items() if isinstance(field, Words)}


@pytest.mark.usefixtures("nothing_stored")
def test_too_many_characters_are_counted_and_kept(world):
    for kind in WHERE:
        for name, field in boxes(kind).items():
            text = "é" * (field.limit + 3)
            page = is_told(adds(world, kind, **{name: text}), f"“{field.label}” can hold {field.limit:,} characters. Yours has 3 too many.")
            assert page.form_with("text")[name] == [text], (kind, name)


def test_the_longest_that_is_allowed_is_stored_whole_on_either_database(world):
    for kind in WHERE:
        typed = {name: "👩" * field.limit for name, field in boxes(kind).items()}
        assert adds(world, kind, **typed).status_code == 302, kind
        assert Item.objects.get(kind=kind).text == "👩" * 8000


@pytest.mark.usefixtures("nothing_stored")
def test_what_is_no_text_is_refused_beside_its_box_and_kept(world):
    for odd in NO_TEXT:
        for name in ("text", "delivered_by", "flexibility_reason"):
            label = boxes("provision")[name].label
            page = is_told(
                adds(world, "provision", **{name: f"Speech{odd} sessions"}),
                f"“{label}” has characters that can't be shown. Take them out, or type the words again.",
            )
            assert "Speech" in page.form_with("text")[name][0]
            assert "sessions" in page.form_with("text")[name][0]


def test_a_lone_surrogate_is_no_text_either():
    for odd in ("\ud800", "a\udfff", *NO_TEXT):
        with pytest.raises(forms.ValidationError, match="can't be shown"):
            Words(label="Words", limit=99).clean(f"x{odd}x")


def test_what_is_text_in_any_script_is_stored_and_made_one_kind(world):
    for text in ["two\r\nlines", "tab\there", "e\u0301", "👩🏽‍🦽", "ਸਤ ਸ੍ਰੀ ਅਕਾਲ", "مرحبا‏", "a\u2028line", "a\u200bb"]:
        assert adds(world, "need", text=text).status_code == 302
        assert Item.objects.order_by("pk").last().text == text.replace("\r\n", "\n").replace("e\u0301", "é")


@pytest.mark.usefixtures("nothing_stored")
def test_what_is_missing_is_asked_for_by_name(world):
    needed = {
        "voice": [
            "Write something under “The words, just as they were said”.",
            "Choose whose words these are.",
            "Write the name of the person whose words these are.",
        ],
        "aspiration": ["Choose whose hope this is."],
        "need": ["Choose the area."],
        "outcome": ["Write something under “The outcome”."],
        "provision": ["Write something under “What help is given?”."],
        "budget": ["Choose whose part it is."],
        "evidence": ["Choose the kind of advice.", "Write the title of the report."],
    }
    for kind, sentences in needed.items():
        for typed in ({}, dict.fromkeys(TYPED[kind], ""), dict.fromkeys(TYPED[kind], "   ")):
            answer = visit(getattr(world, WHERE[kind][1])).post(add_url(kind), typed)
            page = is_told(answer, "Choose who can see this.", *(sentences if "   " not in typed.values() else []))
            assert "Something needs putting right" in page.words


@pytest.mark.usefixtures("nothing_stored")
def test_numbers_and_choices_outside_their_bounds_are_said_so(world):
    for field, values, sentence in [
        ("sessions", ["0", "201", "-1", "two", "1.5", "9" * 5000, "1e3", "٠"], "“How many times?” must be a whole number from 1 to 200."),
        ("minutes", ["0", "1441", "NaN"], "“How many minutes each time?” must be a whole number from 1 to 1440."),
        ("weeks_a_year", ["53", "-5"], "“In how many weeks a year?” must be a whole number from 1 to 52."),
        ("per", ["decade", "\x07", "x" * 500], "Choose one of the list under “In what time?”."),
        ("grouping", ["<script>"], "Choose one of the list under “Alone or with others?”."),
        ("audience", ["everybody", ""], None),
    ]:
        for value in values:
            page = is_told(adds(world, "provision", **{field: value}), *([sentence] if sentence else []))
            assert page.form_with("text")["text"] == ["Speech sessions."]
            if field in ("sessions", "minutes", "weeks_a_year"):
                assert page.form_with("text")[field] == [value]


@pytest.mark.usefixtures("nothing_stored")
def test_amounts_outside_their_bounds_are_said_so(world):
    for value in ("-1", "20000001", "1.001", "lots", "NaN", "Infinity", "1e400", "1e-400", "9" * 400):
        page = is_told(
            adds(world, "budget", pounds=value), "“Pounds a year” must be an amount from 0 to 20,000,000, such as 2640 or 2640.50."
        )
        assert page.form_with("text")["pounds"] == [value]


@pytest.mark.usefixtures("nothing_stored")
def test_a_day_that_there_is_not_is_said_so_and_stays_in_its_boxes(world):
    for day, month, year, sentence in [
        ("31", "2", "2026", "“From which day?” must be a real date, such as 27 3 2026."),
        ("29", "2", "2025", "“From which day?” must be a real date, such as 27 3 2026."),
        ("7", "September", "2026", "“From which day?” must be a real date, such as 27 3 2026."),
        ("7", "9", "26", "“From which day?” must be a real date, such as 27 3 2026."),
        ("7", "", "", "“From which day?” must be a real date, such as 27 3 2026."),
        ("-1", "9", "2026", "“From which day?” must be a real date, such as 27 3 2026."),
        ("1", "1", "99999999999", "“From which day?” must be a real date, such as 27 3 2026."),
        ("1", "1", "0001", "“From which day?” must have a year from 1990 to 2100."),
        ("1", "1", "9999", "“From which day?” must have a year from 1990 to 2100."),
        ("\x07", "1", "2026", "“From which day?” must be a real date, such as 27 3 2026."),
    ]:
        page = is_told(adds(world, "provision", starts_on_day=day, starts_on_month=month, starts_on_year=year), sentence)
        if "-" not in day and day != "\x07":
            kept = page.form_with("text")
            assert [kept[f"starts_on_{part}"] for part in ("day", "month")] == [[day], [month]]
            assert kept["starts_on_year"][0].lstrip("0") == year.lstrip("0")


@pytest.mark.usefixtures("nothing_stored")
def test_an_end_before_its_start_is_said_so(world):
    days = {
        "starts_on_day": "2",
        "starts_on_month": "9",
        "starts_on_year": "2026",
        "ends_on_day": "1",
        "ends_on_month": "9",
        "ends_on_year": "2026",
    }
    page = is_told(adds(world, "provision", **days), "The last day can't be before the first.")
    assert page.form_with("text")["ends_on_day"] == ["1"]


def test_an_end_on_the_day_of_the_start_is_a_day(world):
    days = {
        "starts_on_day": "2",
        "starts_on_month": "9",
        "starts_on_year": "2026",
        "ends_on_day": "2",
        "ends_on_month": "9",
        "ends_on_year": "2026",
    }
    assert adds(world, "provision", **days).status_code == 302


def test_a_change_that_is_wrong_keeps_what_was_typed_and_what_is_stored(world):
    item = write(world, "lena", "F", "provision", "Speech sessions.", minutes=30)
    before, address = stored(), f"{PLAN}items/{item.uid}/"
    typed = {"kind": "provision", "seq": "0", "text": "Mine \x07", "minutes": "9999", "where": "In the hall", "is_safety": "on"}
    page = is_told(visit(world.lena).post(address, typed), "“How many minutes each time?” must be a whole number from 1 to 1440.")
    kept = page.form_with("text")
    assert (kept["minutes"], kept["where"], kept["seq"], kept["is_safety"]) == (["9999"], ["In the hall"], ["0"], ["on"])
    assert stored() == before


@pytest.mark.usefixtures("nothing_stored")
def test_the_words_of_a_section_are_held_to_the_same(world):
    browser = visit(world.marcus)
    for text, sentence in (
        ("x" * 20_001, "“The section’s own words” can hold 20,000 characters. Yours has 1 too many."),
        ("bell \x07", "“The section’s own words” has characters that can't be shown. Take them out, or type the words again."),
    ):
        page = is_told(browser.post(f"{PLAN}sections/F/edit/", {"narrative": text, "seq": "0"}), sentence)
        assert page.form_with("narrative")["narrative"] == [text]


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
