"""A line of the log: when in UTC, what, who by number; what somebody sent begins no line of its own."""

import logging
import re
import sys

import pytest
from django.conf import settings
from django.test import Client

from portal.log_lines import Line
from tests.world import SAM


def line_of(words: str, *args: object, fault: bool = False) -> str:
    made = logging.LogRecord("portal.test", logging.WARNING, __file__, 1, words, args, sys.exc_info() if fault else None)
    made.created, made.msecs = 1_782_864_000.25, 250.0  # the first of July 2026, 01:00 in London
    return Line(settings.LOGGING["formatters"]["line"]["format"]).format(made)


def test_the_service_writes_its_log_so():
    assert settings.LOGGING["formatters"]["line"]["()"] == "portal.log_lines.Line"
    assert settings.LOGGING["root"]["handlers"] == ["console"]


def test_a_line_says_when_in_utc_also_in_summer():
    assert line_of("mail %s was not sent", 7) == "2026-07-01T00:00:00.250Z WARNING portal.test mail 7 was not sent"


@pytest.mark.parametrize("sign", ["\n", "\r\n", "\x1b[2J", "\x00", "\u2028", "\x85", "\t"])
def test_nothing_that_was_sent_begins_a_line_or_moves_a_terminal(sign):
    line = line_of("Not Found: %s", f"/a{sign}2026-07-01T00:00:00.000Z ERROR portal forged")
    assert line.splitlines() == [line]
    assert line.isprintable()


def test_the_report_of_a_fault_is_set_in():
    try:
        raise ValueError("words\n2026-07-01T00:00:00.000Z ERROR portal forged")
    except ValueError:
        first, *rest = line_of("failed", fault=True).split("\n")
    assert first.endswith("failed")
    assert rest
    assert all(line.startswith("    ") for line in rest)


@pytest.mark.parametrize(
    ("slug", "address", "kind"),
    [
        ("priya", f"/plans/{SAM}/people/add/", "NotPermitted"),
        ("nadia", f"/plans/{SAM}/", "NotFound"),
        ("root", f"/plans/{SAM}/", "NotFound"),
    ],
)
def test_who_was_refused_is_noted_by_number_and_route(world, client, caplog, slug, address, kind):
    person = getattr(world, slug)
    client.force_login(person)
    client.get(address)
    (note,) = [record.getMessage() for record in caplog.records if record.name == "portal.middleware.refusals"]
    assert re.fullmatch(rf"person {person.pk} was refused \({kind}\) at GET plans/<\w*:?reference>/\S*", note)
    assert person.name not in caplog.text
    assert person.email not in caplog.text


def test_what_is_bad_or_comes_from_elsewhere_is_noted_too(world, caplog):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(world.amara)
    browser.post(f"/plans/{SAM}/sections/A/add/voice/", {"text": "canary-51b2"})
    assert [record for record in caplog.records if record.name == "django.security.csrf"]
    Client().post("/sign-in/", {"email": "canary-51b2"})
    assert "Unprocessable" in caplog.text
    assert "canary-51b2" not in caplog.text


def test_who_may_is_not_noted(world, client, caplog):
    client.force_login(world.amara)
    client.get(f"/plans/{SAM}/")
    assert [record for record in caplog.records if record.name == "portal.middleware.refusals"] == []
