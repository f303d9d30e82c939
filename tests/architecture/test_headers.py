"""The headers that every answer carries, looked at on real answers of every kind."""

import re

import pytest
from django.templatetags.static import static
from django.test import Client

from tests.architecture import house
from tests.world import SAM

SAMS_PLAN = f"/plans/{SAM}/"
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
SWITCHED_OFF = ("camera", "geolocation", "microphone", "payment", "usb")
TO_NOBODY = ("default-src", "frame-ancestors", "base-uri", "object-src")
# What a policy may name at all: this origin, nobody, and pictures inside a page.
MAY_BE_NAMED = {"'self'", "'none'", "data:"}


@pytest.fixture
def client_with_checks(world):
    """Give a signed-in browser whose forms are checked as in the service."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(world.amara)
    return browser


def faults_of_policy(policy: str) -> list[str]:
    """Name what a content security policy leaves open."""
    directives = {words[0]: set(words[1:]) for part in policy.split(";") if (words := part.split())}
    open_ones = [f"{name} {word}" for name, words in directives.items() for word in sorted(words - MAY_BE_NAMED)]
    pictures = [f"{name} data:" for name, words in directives.items() if "data:" in words and name != "img-src"]
    return open_ones + pictures + [f"{name} missing" for name in TO_NOBODY if directives.get(name) != {"'none'"}]


def faults(response) -> list[str]:
    """Name every header that is missing or says something else."""
    found = [f"{name}: {response.headers.get(name)}" for name, value in EVERYWHERE.items() if response.headers.get(name) != value]
    off = response.headers.get("Permissions-Policy", "")
    found += [f"{thing} is not switched off" for thing in SWITCHED_OFF if f"{thing}=()" not in off]
    return found + faults_of_policy(response.headers.get("Content-Security-Policy", ""))


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/", 200),
        ("/sign-in/", 200),
        ("/demo/", 200),
        ("/health/", 200),
        ("/home/", 302),
        (SAMS_PLAN, 302),
        ("/not-there/", 404),
        ("/plans/%00/", 400),
        ("/static/not-there.css", 404),
    ],
)
def test_whoever_is_not_signed_in_gets_every_header(db, client, address, status):
    response = client.get(address)
    assert response.status_code == status
    assert faults(response) == []


@pytest.mark.parametrize(
    ("name", "address", "status"),
    [
        ("marcus", "/home/", 200),
        ("amara", SAMS_PLAN, 200),
        ("amara", f"{SAMS_PLAN}sections/B/", 200),
        ("amara", "/plans/0000-0NAD/", 404),
        ("priya", f"{SAMS_PLAN}people/add/", 403),
    ],
)
def test_what_a_signed_in_person_reads_is_kept_by_no_cache(world, client, name, address, status):
    client.force_login(world.people[name])
    response = client.get(address)
    assert response.status_code == status
    assert faults(response) == []
    assert "no-store" in response.headers["Cache-Control"]


def test_a_method_that_nobody_declared_gets_every_header(world, client):
    client.force_login(world.amara)
    response = client.delete(SAMS_PLAN)
    assert response.status_code == 405
    assert faults(response) == []


def test_a_form_from_elsewhere_gets_every_header(world, client_with_checks):
    response = client_with_checks.post(f"{SAMS_PLAN}sections/A/words/", {"words": "Hello"})
    assert response.status_code == 403
    assert faults(response) == []


def test_a_request_for_another_host_gets_every_header(db, client):
    response = client.get("/", headers={"host": "plans.example.com"})
    assert response.status_code == 400
    assert faults(response) == []


@pytest.mark.urls("tests.architecture.undeclared_urls")
def test_the_page_of_a_fault_gets_every_header_and_says_nothing_of_the_fault(db, client):
    client.raise_request_exception = False
    response = client.get("/failing/")
    assert response.status_code == 500
    assert faults(response) == []
    assert "fault of the house" not in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("name", ["app.css", "app.js", "images/mark.svg"])
def test_styles_and_scripts_get_every_header_and_may_be_kept(client, name):
    response = client.get(static(name))
    assert response.status_code == 200
    assert faults(response) == []
    assert "immutable" in response.headers["Cache-Control"]


def test_the_page_says_the_same_of_referrers_as_the_header():
    layout = house.read(house.ROOT / "templates/layouts/page.html")
    assert re.findall(r'<meta name="referrer" content="([^"]+)">', layout) in ([], [EVERYWHERE["Referrer-Policy"]])


def test_the_way_out_tells_the_other_page_nothing():
    ways_out = re.findall(r'<a href="{{ exit_url }}"[^>]*>', house.read(house.ROOT / "templates/components/exit_this_page.html"))
    assert ways_out
    assert all("noreferrer" in way and "nofollow" in way for way in ways_out)


@pytest.mark.parametrize(
    "policy",
    [
        "",
        "default-src 'self'",
        "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'; script-src 'self' 'unsafe-inline'",
        "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'; style-src https://cdn.example.org",
        "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'; script-src data:",
        "default-src 'none'; frame-ancestors *; base-uri 'none'; object-src 'none'",
    ],
)
def test_a_policy_that_leaves_something_open_is_found(policy):
    assert faults_of_policy(policy) != []


def test_an_answer_without_its_headers_is_found(client):
    response = client.get("/static/not-there.css")
    del response.headers["X-Content-Type-Options"]
    assert faults(response) == ["X-Content-Type-Options: None"]
