"""Say which days are bank holidays in England: data that others keep, and the only door to it."""

from datetime import date

from holidays.countries.united_kingdom import UnitedKingdom


class _UnitedKingdom(UnitedKingdom):
    """Go on where the data end, so that a day counted from the last lawful year is a working day or not, and never unknown."""

    end_year = 2110


_ENGLAND = _UnitedKingdom(subdiv="ENG")


def bank_holiday(day: date) -> str:
    """Name the bank holiday of a day in England, substitutes among them; empty where there is none.

    Law: Banking and Financial Dealings Act 1971 s.1 and Sch.1; Christmas Day and Good Friday by common law; days by proclamation as they are made known.
    """
    return str(_ENGLAND.get(day, ""))
