"""A member of staff ties the account of the own council to the portal, and comes in with it, in Chromium, with and without JavaScript."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.house import House, copy_of, serving
from tests.journeys.person import sign_in
from tests.portal.oidc_provider import CLIENT, SECRET, Provider

pytestmark = pytest.mark.browser
TIED = "You can sign in with Brookshire Council from now on."


@pytest.fixture
def house_with_provider(seeded: Path, tmp_path: Path) -> Iterator[House]:
    provider = Provider()
    entry = {"id": "brookshire", "name": "Brookshire Council", "issuer": provider.url, "client_id": CLIENT, "client_secret": SECRET}
    database = f"sqlite:///{copy_of(seeded, tmp_path)}"
    with serving({"DATABASE_URL": database, "REDIS_URL": "", "OIDC_PROVIDERS": json.dumps([entry])}) as house:
        yield house
    provider.shutdown()


def test_the_account_of_the_council_is_added_once_and_then_opens_the_portal(house_with_provider: House, browser: Browser) -> None:
    marcus = sign_in(browser, house_with_provider.door(), "marcus")
    marcus.goes_to("/account/services/brookshire/add/")
    marcus.presses("Go on to Brookshire Council")
    expect(marcus.page.get_by_text(TIED)).to_be_visible()
    assert [said for said in marcus.complaints if "Content Security Policy" in said] == []
    marcus.context.close()
    for has_scripts in (True, False):
        context = browser.new_context(java_script_enabled=has_scripts)
        page = context.new_page()
        page.goto(f"{house_with_provider.door()}/sign-in/with/")
        page.get_by_role("button", name="Sign in with Brookshire Council").click()
        page.wait_for_url("**/home/**")
        context.close()
