"""Whether an address has an account can't be told: not by what is asked of the database, and not by time (200 requests of each kind, taken in turns)."""

import time
from statistics import median

import pytest
from django.core.cache import cache
from django.test import Client

from permissions.models import User
from portal.forms import sign_in as forms
from tests.portal.signing_in import CODE, IN
from tests.queries import count_queries

ROUNDS = 200
# As a part of the time that a step takes, so that a busy machine changes nothing: less than LIMIT is nothing; what is planted is seen also where the machine
# becomes much slower after the usual time was taken.
LIMIT = 0.1
PLANTED = 2.0
KNOWN, UNKNOWN = "amara@example.org", "nobody@example.org"


@pytest.fixture(autouse=True)
def _fresh_door(settings):
    settings.EMAIL_BACKEND = "portal.mail.OutboxBackend"
    cache.clear()


def ask(browser, address, number):
    """Ask for a code and type a wrong one, each time in a fresh session and from somewhere else; give how long both took."""
    browser.cookies.clear()
    place = {"REMOTE_ADDR": f"10.0.{number // 250}.{number % 250}"}
    began = time.perf_counter()
    browser.post(IN, {"email": address}, **place)
    asked = time.perf_counter()
    browser.post(CODE, {"code": "WRONG-CODE"}, **place)
    return asked - began, time.perf_counter() - asked


def in_turns():
    """Measure both kinds of address in turns, the first one changing, so that what else the machine does falls on both alike."""
    browser = Client()
    ask(browser, KNOWN, 999)
    times = {KNOWN: [], UNKNOWN: []}
    for number in range(ROUNDS):
        for place, address in enumerate((KNOWN, UNKNOWN) if number % 2 else (UNKNOWN, KNOWN)):
            times[address].append(ask(browser, address, 2 * number + place))
    return times[KNOWN], times[UNKNOWN]


def differences(known, unknown):
    """Give the median difference for each of the two steps, as a part of the median time of the step."""
    return tuple(
        median(one[step] - two[step] for one, two in zip(known, unknown, strict=True)) / median(two[step] for two in unknown)
        for step in (0, 1)
    )


def test_the_times_for_an_address_with_and_without_an_account_cant_be_told_apart(world):
    known, unknown = in_turns()
    asking, typing = differences(known, unknown)
    took = [1000 * median(row[step] for row in unknown) for step in (0, 1)]
    print(f"\nmedian difference: {asking:.1%} of {took[0]:.1f} ms asking for a code, {typing:.1%} of {took[1]:.1f} ms typing a wrong one")
    assert abs(asking) < LIMIT
    assert abs(typing) < LIMIT


def test_a_planted_difference_is_noticed(world, monkeypatch):
    found = forms.person_at
    browser = Client()
    usual = median(ask(browser, UNKNOWN, 2000 + number)[0] for number in range(30))

    def slower_for_somebody(email):
        person = found(email)
        if person is not None:
            time.sleep(PLANTED * usual)
        return person

    monkeypatch.setattr(forms, "person_at", slower_for_somebody)
    asking, _typing = differences(*in_turns())
    assert asking > LIMIT


@pytest.mark.parametrize(
    "facts",
    [{"joined_at": None}, {"is_active": False}, {"left_at": "2026-01-01T00:00Z"}, None],
    ids=["invited", "closed", "left", "nobody"],
)
def test_every_address_that_opens_nothing_asks_the_same_of_the_database(world, facts):
    if facts is not None:
        User.objects.filter(email="zoe@example.org").update(**facts)
    other = UNKNOWN if facts is None else "zoe@example.org"
    seen = []
    for address in (KNOWN, other):
        browser = Client()
        with count_queries() as asking:
            browser.post(IN, {"email": address})
        with count_queries() as reading:
            page = browser.get(CODE)
        with count_queries() as typing:
            wrong = browser.post(CODE, {"code": "WRONG-CODE"})
        seen.append((asking.number, reading.number, typing.number, page.status_code, wrong.status_code, sorted(wrong.headers)))
    assert seen[0] == seen[1]
