"""The pages of account, details, letters, looking, striking and office by axe, in a narrow and in a wide window."""

import pytest

from tests.journeys.conftest import Invite
from tests.journeys.person import DESK, PHONE, SAM, Person
from tests.journeys.test_accessibility import walk
from tests.journeys.test_joining import found_on

pytestmark = pytest.mark.browser

AMARAS = (
    "/account/",
    "/account/confirm/",
    "/account/devices/",
    "/account/email/",
    "/account/kept-words/",
    "/sign-in/time-is-up/",
    f"{SAM}details/",
    f"{SAM}child/",
    f"{SAM}child/helpers/",
    f"{SAM}who-has-looked/",
    f"{SAM}people/supporter/",
    f"{SAM}sections/K/add/evidence/",
)
MARCUSES = (
    f"{SAM}people/",
    f"{SAM}details/",
    f"{SAM}letters/",
    f"{SAM}who-has-looked/",
    f"{SAM}conflict/",
    f"{SAM}conflicts/",
    f"{SAM}striking/",
    f"{SAM}striking/new/",
    f"{SAM}sections/K/add/evidence/",
)
SUSANS = (
    "/office/",
    "/office/people/",
    "/office/people/add/",
    "/office/organisations/",
    "/office/organisations/add/",
    "/office/mail/",
    "/break-glass/",
)


def first_link(person: Person, address: str, starts: str) -> str:
    """Find the first link on a page that leads below a place."""
    person.goes_to(address)
    found = person.page.locator(f'main a[href^="{starts}"]').evaluate_all("links => links.map((link) => link.getAttribute('href'))")
    return next(link for link in found if link.removeprefix(starts)[:1].isdigit())


def test_nothing_is_found_on_the_pages_of_a_mother(invite: Invite) -> None:
    assert walk(invite("amara", **PHONE), AMARAS, found_on) == []


def test_nothing_is_found_on_the_pages_of_the_coordinator(invite: Invite) -> None:
    marcus = invite("marcus", **DESK)
    assert walk(marcus, MARCUSES, found_on) == []
    assert (
        walk(
            marcus, (first_link(marcus, f"{SAM}people/", f"{SAM}people/"), first_link(marcus, f"{SAM}letters/", f"{SAM}letters/")), found_on
        )
        == []
    )


def test_nothing_is_found_on_the_pages_of_a_leader(invite: Invite) -> None:
    susan = invite("susan", **DESK)
    person = first_link(susan, "/office/people/", "/office/people/")
    organisation = first_link(susan, "/office/organisations/", "/office/organisations/")
    below = (person, f"{person}change/", f"{person}duties/", f"{person}leave/", f"{person}cover/", organisation)
    assert walk(susan, SUSANS + below, found_on) == []
