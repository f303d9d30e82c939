"""Days of the law are counted in one place, plans/statute/counting.py, and bank holidays are asked for at one door."""

import ast

import pytest

from tests.architecture import house
from tests.architecture.imports import imported

COUNTS = "plans/statute/counting.py"
ASKS_FOR_HOLIDAYS = "plans/statute/bank_holidays.py"
# Lengths of our own, no period of law.
KNOWS_A_LENGTH = {
    "plans/queries/looked.py": "how many weeks of looks one page shows",
    "plans/statute/events.py": "from when on a day that was typed in is shown as long ago",
}
OUTSIDE_THE_HOUSE = ("calendar.", "holidays.", "dateutil.")
# Most files have none of these words and need not be parsed.
WORDS = ("timedelta", "calendar", "holidays", "dateutil")


def second_ways_to_count(source):
    """Name the tools with which somebody could count months, working days or weeks of the law themselves."""
    if not any(word in source for word in WORDS):
        return []
    tools = [name for name in imported(source) if name.startswith(OUTSIDE_THE_HOUSE)]
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    weeks = [key for call in calls for key in call.keywords if key.arg == "weeks" and "timedelta" in ast.dump(call.func)]
    return tools + ["timedelta(weeks=...)" for _ in weeks]


def knows_a_length(source):
    """Name each `timedelta` that a rule of law could count with."""
    return [name for name in imported(source) if name == "datetime.timedelta"]


def test_nobody_counts_months_weeks_or_working_days_on_their_own():
    left_out = {COUNTS, ASKS_FOR_HOLIDAYS, *KNOWS_A_LENGTH}
    assert house.offences([path for path in house.python_of() if path.as_posix() not in left_out], second_ways_to_count) == {}


def test_the_law_leaves_counting_to_counting():
    law = [path for path in house.python_of("plans/statute") if path.as_posix() not in {COUNTS, *KNOWS_A_LENGTH}]
    assert len(law) > 10
    assert house.offences(law, knows_a_length) == {}


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import timedelta\nby = start + timedelta(weeks=6)",
        "import datetime\nby = start + datetime.timedelta(weeks=6)",
        "from calendar import monthrange",
        "from dateutil.relativedelta import relativedelta",
        "import holidays.utils",
    ],
)
def test_each_second_way_to_count_is_found(source):
    assert second_ways_to_count(source) != []


@pytest.mark.parametrize(
    "source", ["from datetime import timedelta\nold = now - timedelta(days=30)", "from plans.statute.counting import weeks_after"]
)
def test_an_age_in_days_and_our_own_counting_are_fine(source):
    assert second_ways_to_count(source) == []
