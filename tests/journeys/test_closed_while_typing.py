"""A text that is closed while somebody has it open, because the draft is served (4403). In Chromium."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Invite
from tests.journeys.house import House
from tests.journeys.live import LATER, writes_in
from tests.journeys.person import DESK
from tests.journeys.served import serve_sams_draft

pytestmark = pytest.mark.browser


def test_whoever_has_a_text_open_when_the_draft_goes_out_is_told_and_types_no_more(house: House, invite: Invite) -> None:
    open_box = writes_in(invite("marcus", **DESK), "F")
    serve_sams_draft(house)
    expect(open_box.line).to_have_text(re.compile("The draft has been sent"), timeout=LATER)
    assert open_box.area.get_attribute("readonly") is not None
