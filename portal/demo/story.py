"""Read a demo plan's story from its file, its dates laid around the day on which it is told."""

import re
import tomllib
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from plans.saying import long_date

CONTENT = Path(__file__).parent / "content"
_DAY = re.compile(r"\{d:([+-]\d+)\}")


@dataclass(frozen=True)
class Story:
    """One plan as its file tells it, placeholders already dates."""

    child: dict[str, Any]
    sections: list[dict[str, Any]]
    items: list[dict[str, Any]]
    threads: list[dict[str, Any]]
    versions: list[dict[str, Any]] = field(default_factory=list)


def read_story(name: str, *, today: date) -> Story:
    """Read a story; `{d:-40}` alone becomes a date, within words it is written out."""
    told = _dated(tomllib.loads((CONTENT / f"{name}.toml").read_text()), today)
    return Story(told["child"], told.get("section", []), told["item"], told.get("thread", []), told.get("version", []))


def _dated(value: Any, today: date) -> Any:
    if isinstance(value, dict):
        return {key: _dated(one, today) for key, one in value.items()}
    if isinstance(value, list):
        return [_dated(one, today) for one in value]
    if isinstance(value, str):
        whole = _DAY.fullmatch(value.strip())
        if whole:
            return today + timedelta(days=int(whole.group(1)))
        return _DAY.sub(lambda match: long_date(today + timedelta(days=int(match.group(1)))), value).strip()
    return value


def born_on(child: dict[str, Any], *, today: date) -> date:
    """Find the birthday that gives the child the age of the story today."""
    day = date(today.year - child["age_years"], child["birthday_month"], child["birthday_day"])
    has_had_it = (today.month, today.day) >= (day.month, day.day)
    return day if has_had_it else day.replace(year=day.year - 1)
