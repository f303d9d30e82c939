"""A form counts as ours where the browser says so, or says nothing; the token is asked for in any case."""

import pytest
from django.test import Client

from tests.world import SAM

ADDRESS = f"/plans/{SAM}/sections/A/add/voice/"


def sends(world, **headers: str) -> int:
    """Send a form with its token, and these headers; give the status. 422: it was read, and found empty."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(world.amara)
    token = browser.get(ADDRESS).content.decode().split('csrfmiddlewaretoken" value="')[1].split('"')[0]
    return browser.post(ADDRESS, {"csrfmiddlewaretoken": token}, headers=headers).status_code


@pytest.mark.parametrize(
    "headers",
    [{"origin": "null", "sec-fetch-site": "same-origin"}, {"origin": "null"}, {"origin": "http://testserver"}, {}],
)
def test_a_form_of_our_own_pages_is_read(world, headers):
    assert sends(world, **headers) == 422


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "null", "sec-fetch-site": "cross-site"},
        {"origin": "null", "sec-fetch-site": "same-site"},
        {"origin": "null", "sec-fetch-site": "none"},
        {"origin": "https://elsewhere.example", "sec-fetch-site": "same-origin"},
        {"origin": "https://elsewhere.example"},
    ],
)
def test_a_form_from_elsewhere_is_refused_with_a_token_too(world, headers):
    assert sends(world, **headers) == 403


@pytest.mark.parametrize("headers", [{"origin": "null", "sec-fetch-site": "same-origin"}, {"origin": "null"}])
def test_a_form_without_a_token_is_refused_wherever_it_says_it_comes_from(world, headers):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(world.amara)
    assert browser.post(ADDRESS, {}, headers=headers).status_code == 403
