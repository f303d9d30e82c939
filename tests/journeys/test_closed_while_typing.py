"""A text that is closed while somebody has it open, because the draft is served (4403). In Chromium."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Invite
from tests.journeys.house import House
from tests.journeys.live import LATER, cut, kept, mend, writes_in
from tests.journeys.person import DESK
from tests.journeys.served import serve_sams_draft

pytestmark = pytest.mark.browser

SENT = re.compile("The draft has been sent")
UNSENT = "Typed without a line."


def test_when_the_draft_goes_out_whoever_has_a_text_open_is_told_and_whoever_was_away_has_their_words_back(
    house: House, invite: Invite
) -> None:
    open_box, away = writes_in(invite("marcus", **DESK), "F"), writes_in(invite("tess", **DESK), "F")
    cut(away.person)
    away.types(UNSENT)
    expect(away.line).to_contain_text("You are not connected", timeout=LATER)
    serve_sams_draft(house)
    mend(away.person)
    expect(open_box.line).to_have_text(SENT, timeout=LATER)
    assert open_box.area.get_attribute("readonly") is not None
    expect(away.line).to_have_text(SENT, timeout=2 * LATER)
    assert away.area.get_attribute("readonly") is not None
    expect(away.person.page.get_by_label("These are your own words that were not sent. You can copy them.")).to_have_value(UNSENT)
    assert kept(away.person) == []
