"""When an e-mail is due: after seven in the morning in London, never within quiet hours; also across midnight and in the nights on which the clocks change."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permissions.clock import LONDON
from portal.models import NoticeChoices
from portal.notices.choices import mail_due_at
from portal.notices.hours import after_quiet, is_quiet, next_digest


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-01-12 06:59", "2026-01-12 07:00"),
        ("2026-01-12 07:00", "2026-01-13 07:00"),
        ("2026-01-12 23:30", "2026-01-13 07:00"),
        # In summer seven in London is six in UTC.
        ("2026-07-06 05:59", "2026-07-06 06:00"),
        ("2026-07-06 06:00", "2026-07-07 06:00"),
        # Just after midnight in London it is yesterday in UTC.
        ("2026-07-05 23:30", "2026-07-06 06:00"),
        # The nights on which the clocks change.
        ("2026-03-28 20:00", "2026-03-29 06:00"),
        ("2026-03-29 00:59", "2026-03-29 06:00"),
        ("2026-03-29 01:00", "2026-03-29 06:00"),
        ("2026-10-24 20:00", "2026-10-25 07:00"),
        ("2026-10-25 00:30", "2026-10-25 07:00"),
        ("2026-10-25 01:30", "2026-10-25 07:00"),
    ],
)
def test_the_daily_letter_is_due_at_seven_in_london(now, due):
    assert next_digest(utc(now)) == utc(due)


@pytest.mark.parametrize(
    ("quiet_from", "quiet_until", "now", "due"),
    [
        # Over midnight.
        ("22:00", "07:30", "2026-01-12 21:59", "2026-01-12 21:59"),
        ("22:00", "07:30", "2026-01-12 22:00", "2026-01-13 07:30"),
        ("22:00", "07:30", "2026-01-13 03:00", "2026-01-13 07:30"),
        ("22:00", "07:30", "2026-01-13 07:29", "2026-01-13 07:30"),
        ("22:00", "07:30", "2026-01-13 07:30", "2026-01-13 07:30"),
        # Within a day.
        ("09:00", "15:00", "2026-01-12 08:59", "2026-01-12 08:59"),
        ("09:00", "15:00", "2026-01-12 09:00", "2026-01-12 15:00"),
        ("09:00", "15:00", "2026-01-12 15:00", "2026-01-12 15:00"),
        # In summer.
        ("22:00", "07:30", "2026-07-06 20:59", "2026-07-06 20:59"),
        ("22:00", "07:30", "2026-07-06 21:00", "2026-07-07 06:30"),
        # The night into summer time: from 22:00 (UTC 22:00) until 07:30 (UTC 06:30).
        ("22:00", "07:30", "2026-03-28 22:00", "2026-03-29 06:30"),
        ("22:00", "07:30", "2026-03-29 06:29", "2026-03-29 06:30"),
        ("22:00", "07:30", "2026-03-29 06:30", "2026-03-29 06:30"),
        # The night into winter time: from 22:00 (UTC 21:00) until 07:30 (UTC 07:30).
        ("22:00", "07:30", "2026-10-24 20:59", "2026-10-24 20:59"),
        ("22:00", "07:30", "2026-10-24 21:00", "2026-10-25 07:30"),
        ("22:00", "07:30", "2026-10-25 07:29", "2026-10-25 07:30"),
        # Half past one comes twice in that night: quiet hours end with the second one, and begin with the first.
        ("22:00", "01:30", "2026-10-25 00:30", "2026-10-25 01:30"),
        ("22:00", "01:30", "2026-10-25 01:30", "2026-10-25 01:30"),
        ("01:30", "05:00", "2026-10-25 00:30", "2026-10-25 05:00"),
        ("01:30", "05:00", "2026-10-25 00:29", "2026-10-25 00:29"),
        # Half past one never comes in the other one: not before two, by whichever clock.
        ("22:00", "01:30", "2026-03-29 00:59", "2026-03-29 01:30"),
        ("22:00", "01:30", "2026-03-29 01:30", "2026-03-29 01:30"),
    ],
)
def test_nothing_leaves_within_quiet_hours(quiet_from, quiet_until, now, due):
    begins, ends = time.fromisoformat(quiet_from), time.fromisoformat(quiet_until)
    assert after_quiet(utc(now), begins, ends) == utc(due)
    assert is_quiet(utc(now), begins, ends) is (now != due)


def test_without_quiet_hours_everything_leaves_when_it_is_due():
    assert after_quiet(utc("2026-01-12 03:00"), None, None) == utc("2026-01-12 03:00")


@given(
    now=st.integers(0, 60 * 24 * 730).map(lambda minutes: utc("2026-01-01 00:00") + timedelta(minutes=minutes)),
    quiet_from=st.times(),
    quiet_until=st.times(),
)
def test_what_leaves_after_quiet_hours_leaves_outside_of_them_and_within_a_day(now, quiet_from, quiet_until):
    if quiet_from == quiet_until:
        return
    due = after_quiet(now, quiet_from, quiet_until)
    assert now <= due
    assert (due - now).total_seconds() <= 25 * 3600
    local = due.astimezone(LONDON).replace(tzinfo=None).time()
    inside = quiet_from <= local < quiet_until if quiet_from < quiet_until else local >= quiet_from or local < quiet_until
    assert not inside


@pytest.mark.parametrize(
    ("kind", "facts", "due"),
    [
        ("mention", {}, "2026-01-12 23:00"),
        ("mention", {"mentions_at_once": False}, "2026-01-13 07:00"),
        ("deadline", {}, "2026-01-12 23:00"),
        ("deadline", {"deadlines_at_once": False}, "2026-01-13 07:00"),
        ("talk", {}, "2026-01-13 07:00"),
        ("answer", {}, "2026-01-13 07:00"),
        ("words", {}, "2026-01-13 07:00"),
        ("stage", {}, "2026-01-13 07:00"),
        ("mention", {"quiet_from": time(22), "quiet_until": time(6)}, "2026-01-13 06:00"),
        ("talk", {"quiet_from": time(22), "quiet_until": time(9)}, "2026-01-13 09:00"),
        ("mention", {"how": "off"}, None),
        ("deadline", {"how": "off"}, None),
        ("talk", {"how": "off"}, None),
    ],
)
def test_what_is_due_when_by_what_somebody_chose(kind, facts, due):
    assert mail_due_at(NoticeChoices(**facts), kind, now=utc("2026-01-12 23:00")) == (utc(due) if due else None)
