"""Print the statutory clocks CK1 to CK47 for what has happened: last lawful day, day to act by and law, as CSV, a line for each.

A clock of which no day can be said has a line without dates. An event or fact that is given twice counts as it was given last.
"""

import csv
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser

from plans.statute.clock_rules import IN_FORCE_FROM, About, Facts, Trigger
from plans.statute.clocks import Clock, clocks

FIRST_YEAR, LAST_YEAR = 2014, 2100
# Whoever was 25 when plans began.
FIRST_YEAR_OF_BIRTH = 1989
LONGEST_MARGIN = 60
MISUSE = 2


class Command(BaseCommand):
    """Reckon the clocks by the tables of the law; it reads neither the database nor the day's date."""

    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what has happened, what is known, and the council's margin."""
        parser.add_argument("--event", action="append", default=[], metavar="NAME=YYYY-MM-DD", help="what happened, and on which day")
        parser.add_argument("--fact", action="append", default=[], metavar="NAME=VALUE", help=f"what is known: {', '.join(_FACTS)}")
        parser.add_argument("--margin", default="0", metavar="DAYS", help="working days before the last one by which the council acts")
        parser.add_argument("--steps", action="store_true", help="print the days on the way as well, as CK43/1 and so on")

    def handle(self, *args: Any, event: list[str], fact: list[str], margin: str, steps: bool, **options: Any) -> None:
        """Print them."""
        events = dict(_event(*_pair(words)) for words in event)
        facts = Facts(**dict(_fact(*_pair(words)) for words in fact))
        reckoned = clocks(events, facts, margin=_number("margin", margin, 0, LONGEST_MARGIN))
        rows = csv.writer(self.stdout, lineterminator="\n")
        rows.writerow(["id", "name", "last_day", "do_by", "law"])
        for clock in reckoned:
            rows.writerows(_rows(clock, with_steps=steps))
        for words in _remarks(events, facts):
            self.stderr.write(words)


def _rows(clock: Clock, *, with_steps: bool) -> Iterator[list[str]]:
    if with_steps:
        for number, step in enumerate(clock.steps, 1):
            yield [f"{clock.id}/{number}", step.name, step.last_day.isoformat(), step.do_by.isoformat(), clock.law]
    yield [clock.id, clock.name, _written(clock.last_day), _written(clock.do_by), clock.law]


def _remarks(events: dict[Trigger, date], facts: Facts) -> Iterator[str]:
    """Say why something that was given has no line with a date."""
    if Trigger.APPEAL_CONCEDED in events and facts.appeal_about is None:
        yield f"CK45 has no date until it is known what the appeal was about: --fact appeal_about=, one of {_any_of(About)}."
    early = [event for event, day in events.items() if day < IN_FORCE_FROM and event is not Trigger.BORN_ON]
    if early:
        yield f"Before {IN_FORCE_FROM.isoformat()} these clocks did not run: {', '.join(early)}."


def _written(day: date | None) -> str:
    return day.isoformat() if day else ""


def _pair(words: str) -> tuple[str, str]:
    name, equals, value = words.partition("=")
    if not equals:
        raise _misuse(f"“{words}” has no value: write NAME=VALUE.")
    return name.strip(), value.strip()


def _event(name: str, value: str) -> tuple[Trigger, date]:
    if name not in set(Trigger):
        raise _misuse(f"There is no event “{name}”. The events are: {_any_of(Trigger)}.")
    return Trigger(name), _day(name, value, FIRST_YEAR_OF_BIRTH if name == Trigger.BORN_ON else FIRST_YEAR)


def _day(name: str, value: str, first_year: int) -> date:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        day = None
    if day is None or value != day.isoformat():
        raise _misuse(f"{name}: “{value}” is not a day. Write it as year, month and day: 2026-01-07.")
    if not first_year <= day.year <= LAST_YEAR:
        raise _misuse(f"{name}: {value} is not a day that can be meant. The years are {first_year} to {LAST_YEAR}.")
    return day


def _fact(name: str, value: str) -> tuple[str, Any]:
    if name not in _FACTS:
        raise _misuse(f"There is no fact “{name}”. The facts are: {', '.join(_FACTS)}.")
    return name, _FACTS[name](value)


def _about(value: str) -> About:
    if value not in set(About):
        raise _misuse(f"appeal_about: “{value}” is none of {_any_of(About)}.")
    return About(value)


def _number(name: str, value: str, lowest: int, highest: int) -> int:
    if not (value.isascii() and value.isdigit() and len(value) < len("10000") and lowest <= int(value) <= highest):
        raise _misuse(f"{name}: “{value}” is not a whole number from {lowest} to {highest}.")
    return int(value)


def _any_of(words: type[Trigger] | type[About]) -> str:
    return ", ".join(word.value for word in words)


def _misuse(words: str) -> CommandError:
    return CommandError(words, returncode=MISUSE)


_FACTS: dict[str, Callable[[str], Any]] = {
    "year_group": lambda value: _number("year_group", value, 0, 14),
    "transfer_year": lambda value: _number("transfer_year", value, FIRST_YEAR, LAST_YEAR),
    "appeal_about": _about,
}
