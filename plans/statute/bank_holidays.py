"""Say which days are bank holidays in England: data that others keep, and the only door to it."""

from collections.abc import Mapping
from datetime import date
from functools import cache

from holidays.countries.united_kingdom import UnitedKingdom


class _UnitedKingdom(UnitedKingdom):
    """Go on where the data end, so that a day counted from the last year that can be meant is a working day or not, and never unknown."""

    end_year = 2110


def bank_holiday(day: date) -> str:
    """Name the bank holiday of a day in England, substitutes among them; empty where there is none.

    Law: Banking and Financial Dealings Act 1971 s.1 and Sch.1; Christmas Day and Good Friday by common law; days by proclamation as they are made known.
    """
    return _of_year(day.year).get(day, "")


@cache
def _of_year(year: int) -> Mapping[date, str]:
    """Make a year whole before anybody reads it: the package fills its own table while it is asked, which a second thread would see half done."""
    return dict(_UnitedKingdom(subdiv="ENG", years=year, expand=False))  # type: ignore[no-untyped-call]
