"""Days that people type, and clocks that are wrong: refused, or shown back and asked for again, never silently taken.

Which day may lie where stands in typed_days.txt, written by hand; a form with a day that is not in it fails here.
"""

import importlib
import os
import pkgutil
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django import forms
from django.db import transaction

import comments.forms  # noqa: F401 one module, whose forms are looked at as well
import permissions.clock as clock
import plans.forms
import portal.forms
from permissions.models import LedgerEntry
from permissions.refusals import Invalid
from plans.actions.answering import Said
from plans.actions.ask_more_time import ask_more_time
from plans.actions.enter_answer import Entered, enter_answer
from plans.actions.give_consent import give_consent
from plans.actions.give_more_time import give_more_time
from plans.actions.record_school_reply import SchoolAnswer, record_school_reply
from plans.actions.withdraw_consent import withdraw_consent
from plans.forms.dates import DayField
from plans.forms.happened_on import HappenedOn
from plans.queries.serving import Window
from tests.plans.ready_for_final import consulted
from tests.plans.ready_to_serve import number_of
from tests.plans.serving import serve
from tests.world import SAM

TABLE = Path(__file__).with_name("typed_days.txt")
TODAY = date(2027, 3, 31)
SCRIPTS = Path(__file__).resolve().parents[2] / "static" / "src" / "js"
# What a script measures: how long ago something was on this very page. What it measures is never sent, and decides nothing that the server has not decided.
MEASURES = {
    "send_once.js": "how long ago this form was sent",
    "text/live_text.js": "how long the line has been silent",
    "text/state_line.js": "when a screen reader was last told who writes",
    "text/line.js": "when to try the line again",
    "shell.js": "which words that were not sent may still be read on this device",
    "plan/announcer.js": "when something was last said aloud",
    "plan/connection.js": "how long the line has been silent",
    "unsent.js": "which of two copies of unsent words is the newer",
    "session_end.js": "when to ask whether somebody is still there; the server ends the session",
}


def all_forms():
    for package in (plans.forms, portal.forms):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(found.name)
    waiting, found = [forms.Form], set()
    while waiting:
        for one in waiting.pop().__subclasses__():
            waiting.append(one)
            if one.__module__.split(".")[0] in ("plans", "portal", "comments"):
                found.add(one)
    return sorted(found, key=lambda one: (one.__module__, one.__name__))


def days_of(form):
    return [name for name, field in form.base_fields.items() if isinstance(field, DayField)]


def table():
    rows = [line.split("#")[0].split() for line in TABLE.read_text().splitlines()]
    return {row[0]: row[1] for row in rows if row}


HAPPENED = [form for form in all_forms() if issubclass(form, HappenedOn) and form.day_name in form.base_fields]


def test_each_day_that_somebody_types_stands_in_the_table():
    there = {f"{form.__module__}.{form.__name__}.{name}" for form in all_forms() for name in days_of(form)}
    assert there == set(table())


def test_what_has_happened_is_asked_for_by_the_form_that_looks_at_the_day():
    asked = {f"{form.__module__}.{form.__name__}.{form.day_name}" for form in HAPPENED}
    assert asked == {name for name, rule in table().items() if rule == "happened"}


def typed(form, day, **more):
    """Fill in the day alone, as a browser sends it, whatever else the form asks for."""

    class Bare(form):
        def __init__(self, data):
            HappenedOn.__init__(self, data, today=TODAY)

        def clean(self):
            return HappenedOn.clean(self)

    year, month, number = day.split("-")
    name = form.day_name
    return Bare({f"{name}_year": year, f"{name}_month": month, f"{name}_day": number} | more)


# Day -> what is said beside the day, and whether it is shown back to be confirmed. Today is the last of March 2027.
TYPED = [
    ("2027-3-31", "", False),
    ("2027-3-3", "", False),  # 28 days ago
    ("2027-3-2", "", True),
    ("2026-3-31", "", True),
    ("2027-4-1", "future", False),
    ("2028-3-31", "future", False),
    ("2027-2-29", "real date", False),
    ("2027-13-1", "real date", False),
    ("27-3-31", "real date", False),
    ("1889-3-31", "1990 to 2100", False),
    ("--", "Enter", False),
    ("tomorrow--", "real date", False),
]


@pytest.mark.parametrize("form", HAPPENED, ids=lambda form: form.__name__)
def test_a_day_that_has_not_come_is_refused_and_one_long_ago_is_shown_back(form):
    for day, said, asks in TYPED:
        sent = typed(form, day)
        wrong = " ".join(sent.errors.get(form.day_name, []))
        assert (said in wrong) if said else not wrong, (day, wrong)
        assert ("sure" in sent.errors) is asks, day
    shown = typed(form, "2026-3-31")
    assert "31 March 2026 is 365 days ago" in " ".join(shown.errors["sure"])


@pytest.mark.parametrize("form", HAPPENED, ids=lambda form: form.__name__)
def test_a_tick_holds_for_the_day_that_was_shown_and_for_no_other(form):
    for day, of, tick, goes in [
        ("2026-3-31", "2026-03-31", "on", True),
        ("2026-3-31", "2026-03-31", "", False),
        ("2026-3-30", "2026-03-31", "on", False),
        ("2026-3-31", "", "on", False),
    ]:
        sent = typed(form, day, sure=tick, sure_of=of)
        assert ("sure" not in sent.errors) is goes, (day, of, tick)


# How many days from today -> whether the act takes it. Amara was served three days ago with fifteen days; she agreed to the portal ten days ago.
DAYS = {
    "consent given": ({1: False, 0: True, -40: True}, "given_on"),
    "consent taken back": ({1: False, 0: True, -10: True, -11: False}, "withdrawn_on"),
    "an answer on paper came": ({1: False, 0: True, -3: True, -4: False}, "came_on"),
    "more time asked for": ({-1: False, 11: False, 12: True, 120: True, 121: False}, "until"),
    "more time given": ({-1: False, 11: False, 12: True}, "closes_on"),
    "a school was visited": ({1: False, 0: True, -100: True}, "visited_on"),
}


def acts_of(world, day):
    """Do each of them for a day."""
    when = {"today": world.today, "now": world.now}
    amaras = world.extra["amaras"]
    number = number_of(world, "joel")
    paper = Entered(what="other", said=Said(kind="other", reason="We wait."), code=None, came_on=day, original=None, is_spoken=True)
    school = SchoolAnswer(can_meet="yes", visited_on=day, decided_by="The head")
    return {
        "consent given": lambda: give_consent(world.marcus, SAM, "portal", of=number, how="By letter", given_on=day, **when),
        "consent taken back": lambda: withdraw_consent(world.amara, SAM, "portal", of=None, withdrawn_on=day, **when),
        "an answer on paper came": lambda: enter_answer(world.marcus, SAM, amaras.uid, paper, file=None, post_key=uuid4(), **when),
        "more time asked for": lambda: ask_more_time(world.amara, SAM, until=day, reason="", **when),
        "more time given": lambda: give_more_time(world.marcus, SAM, amaras.uid, closes_on=day, answer="", **when),
        "a school was visited": lambda: record_school_reply(world.extra["asked"], school, by=world.marcus, **when),
    }


def test_an_act_takes_no_day_on_the_wrong_side_of_today_or_of_what_it_follows(world):
    world.extra["amaras"], _ = serve(world)
    world.extra["version"] = world.extra["amaras"].version
    world.extra["asked"] = consulted(world, "Elm Street Primary School", answers=False)
    given_on = world.today - timedelta(days=10)
    give_consent(world.amara, SAM, "portal", of=None, how="", given_on=given_on, today=world.today, now=world.now)
    for name, (days, field) in DAYS.items():
        for ahead, goes in days.items():
            with transaction.atomic():
                entries = LedgerEntry.objects.count()
                try:
                    acts_of(world, world.today + timedelta(days=ahead))[name]()
                    was = ""
                except Invalid as wrong:
                    was = next(iter(wrong.errors))
                assert was == ("" if goes else field), (name, ahead)
                assert (LedgerEntry.objects.count() > entries) is goes
                transaction.set_rollback(True)


# A moment in UTC -> the day in London. In summer a day begins at 23:00 UTC of the one before.
MOMENTS = [
    (datetime(2027, 6, 30, 22, 59, 59, tzinfo=UTC), date(2027, 6, 30)),
    (datetime(2027, 6, 30, 23, 0, 0, tzinfo=UTC), date(2027, 7, 1)),
    (datetime(2027, 6, 30, 23, 59, 59, tzinfo=UTC), date(2027, 7, 1)),
    (datetime(2027, 1, 30, 23, 0, 0, tzinfo=UTC), date(2027, 1, 30)),
    (datetime(2027, 1, 30, 23, 59, 59, tzinfo=UTC), date(2027, 1, 30)),
    (datetime(2027, 1, 31, 0, 0, 0, tzinfo=UTC), date(2027, 1, 31)),
    (datetime(2027, 3, 28, 0, 59, 59, tzinfo=UTC), date(2027, 3, 28)),  # the clocks go forward
    (datetime(2027, 3, 28, 23, 0, 0, tzinfo=UTC), date(2027, 3, 29)),
    (datetime(2027, 10, 30, 23, 0, 0, tzinfo=UTC), date(2027, 10, 31)),  # they go back in the night after
    (datetime(2027, 10, 31, 23, 0, 0, tzinfo=UTC), date(2027, 10, 31)),
]
ZONES = ("UTC", "America/Los_Angeles", "Pacific/Kiritimati")


@pytest.fixture
def at_moment(monkeypatch):
    """Let it be a moment, on a server that stands anywhere."""
    was = os.environ.get("TZ")

    def set_(moment, zone):
        class At(datetime):
            @classmethod
            def now(cls, tz=None):
                return moment.astimezone(tz)

        monkeypatch.setattr(clock, "datetime", At)
        os.environ["TZ"] = zone
        time.tzset()

    yield set_
    os.environ.pop("TZ") if was is None else os.environ.update(TZ=was)
    time.tzset()


@pytest.mark.parametrize(("moment", "day"), MOMENTS)
def test_a_day_is_londons_wherever_the_server_stands(at_moment, moment, day):
    for zone in ZONES:
        at_moment(moment, zone)
        assert clock.today() == day, zone
        assert Window(day - timedelta(days=14), day).is_open(clock.today())
        assert not Window(day - timedelta(days=15), day - timedelta(days=1)).is_open(clock.today())


def test_no_script_asks_the_browser_for_a_day_or_a_zone():
    """Days left, last days and moments are words that the server wrote; a computer whose clock was changed shows the same."""
    reads = {path.relative_to(SCRIPTS).as_posix(): path.read_text() for path in SCRIPTS.rglob("*.js")}
    assert {name for name, text in reads.items() if "Date" in text.replace("DateInput", "")} == set(MEASURES)
    for name, text in reads.items():
        for word in ("new Date", "toLocaleDate", "toLocaleTime", "Intl.", "getTimezone", "Date.parse", "Date.UTC"):
            assert word not in text, f"{name} asks for {word}"
        assert text.count("Date") == text.count("Date.now()"), name
