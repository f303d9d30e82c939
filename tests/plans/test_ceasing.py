"""The law of the end of a plan and of a reassessment, by hand from domain.md: what each age asks for, until when a plan stays in force, what is due when."""

from datetime import date, timedelta

import pytest

from plans.statute import reassessing
from plans.statute.ceasing import Ending, Grounds, wrong_with, wrong_with_end

# By hand from domain.md 3.3: the age, what the decision is said to stand on, and beside which fields a sentence stands.
BY_AGE = [
    (9, {}, "ground"),
    (9, {"ground": "upper_age"}, "ground"),
    (9, {"ground": "unnecessary"}, ""),
    (17, {"ground": "unnecessary"}, ""),
    (18, {"ground": "unnecessary"}, "reviewed_on wish"),
    (18, {"ground": "unnecessary", "wish": "wants_return", "reviewed": 5}, "wish"),
    (18, {"ground": "unnecessary", "wish": "no_return", "reviewed": -1}, "reviewed_on"),
    (18, {"ground": "unnecessary", "wish": "no_return", "reviewed": 5}, ""),
    (18, {"ground": "unnecessary", "wish": "attends", "reviewed": 0}, ""),
    (19, {"ground": "unnecessary", "wish": "no_return", "reviewed": 5}, "outcomes"),
    (19, {"ground": "unnecessary", "wish": "no_return", "reviewed": 5, "outcomes": "  "}, "outcomes"),
    (19, {"ground": "unnecessary", "wish": "no_return", "reviewed": 5, "outcomes": "All are achieved."}, ""),
    (19, {"ground": "upper_age", "wish": "no_return", "reviewed": 5, "outcomes": "All."}, "ground"),
    (24, {"ground": "upper_age", "wish": "no_return", "reviewed": 5, "outcomes": "All."}, "ground"),
    (24, {"ground": "not_responsible"}, ""),
    (25, {"ground": "upper_age"}, ""),
    (25, {}, "ground"),
]


@pytest.mark.parametrize(("age", "said", "wrong"), BY_AGE)
def test_what_a_decision_to_end_a_plan_stands_on_is_the_law_of_each_age(age, said, wrong):
    day = date(2026, 11, 26)
    reviewed = {"reviewed_on": day - timedelta(days=said["reviewed"])} if "reviewed" in said else {}
    grounds = Grounds(**{name: value for name, value in said.items() if name != "reviewed"}, **reviewed)
    assert set(wrong_with(grounds, age=age, decided_on=day)) == set(wrong.split())


def test_a_child_whose_time_to_appeal_runs_keeps_the_plan_to_the_last_day_and_a_certificate_gives_a_month_more():
    """By hand from domain.md 1.4: a notice of 31 December 2026, the last day is 28 February 2027; a certificate of 10 February gives until 10 March."""
    sent, born = date(2026, 12, 31), date(2014, 5, 4)

    def wrong(ended, today, **said):
        appealed = said.pop("appealed_on", None)
        ending = Ending(on=ended, reason=said.pop("reason", "2"), because=said.pop("because", "time"), **said)
        return set(wrong_with_end(ending, sent_on=sent, appealed_on=appealed, born_on=said.get("born", born), today=today))

    last, after = date(2027, 2, 28), date(2027, 3, 1)
    assert wrong(last, last) == {"because"}
    assert wrong(last, after) == {"on"}
    assert wrong(after, after) == set()
    certificate = {"certificate_on": date(2027, 2, 10)}
    assert wrong(date(2027, 3, 10), date(2027, 3, 10), **certificate) == {"because"}
    assert wrong(date(2027, 3, 11), date(2027, 3, 11), **certificate) == set()
    assert wrong(after, after, certificate_on=date(2026, 12, 30)) == {"certificate_on"}
    assert wrong(after, after, appealed_on=date(2027, 1, 20)) == {"because"}
    dismissed = {"because": "dismissed", "appealed_on": date(2027, 1, 20)}
    assert wrong(after, after, because="dismissed") == {"because"}
    assert wrong(after, after, **dismissed) == {"decided_on"}
    assert wrong(date(2027, 5, 3), date(2027, 5, 9), **dismissed, decided_on=date(2027, 5, 4)) == {"on"}
    assert wrong(date(2027, 5, 4), date(2027, 5, 9), **dismissed, decided_on=date(2027, 5, 4)) == set()
    assert wrong(date(2027, 2, 1), date(2027, 2, 1), **dismissed, decided_on=date(2027, 2, 1)) == {"because"}, (
        "the other parent can still appeal"
    )


@pytest.mark.parametrize(
    ("reason", "born", "fits"),
    [
        ("1", date(2002, 3, 1), True),
        ("1", date(2002, 3, 2), False),
        ("2", date(2014, 5, 4), True),
        ("3", date(2008, 9, 1), True),
        ("3", date(2014, 5, 4), False),
        ("4", date(2014, 5, 4), False),
        ("5", date(2002, 3, 1), False),
        ("6", date(2014, 5, 4), False),
        ("7", date(2014, 5, 4), True),
        ("8", date(2014, 5, 4), False),
        ("9", date(2014, 5, 4), True),
    ],
)
def test_the_reason_of_the_yearly_return_fits_the_age(reason, born, fits):
    ending = Ending(on=date(2027, 3, 1), because="time", reason=reason)
    wrong = wrong_with_end(ending, sent_on=date(2026, 12, 31), appealed_on=None, born_on=born, today=date(2027, 3, 1))
    assert set(wrong) == (set() if fits else {"reason"})


# The last assessment was so many days before the request (of 3 days ago): whether "less than six months" holds.
@pytest.mark.parametrize(
    ("assessed", "asked", "is_recent"),
    [("2026-05-26", "2026-11-25", True), ("2026-05-26", "2026-11-26", False), (None, "2026-11-26", False)],
)
def test_a_reassessment_is_refused_as_too_soon_within_six_months_only(assessed, asked, is_recent):
    last = date.fromisoformat(assessed) if assessed else None
    assert reassessing.is_recent(last, asked_on=date.fromisoformat(asked)) is is_recent


def test_the_answer_is_due_in_fifteen_days_and_the_final_plan_in_fourteen_weeks():
    """Domain.md 1.1 and CK17: asked for on Monday 2 March 2026; decided on Friday 13 March 2026."""
    assert reassessing.answer_by(date(2026, 3, 2)) == date(2026, 3, 17)
    assert reassessing.final_by(date(2026, 3, 13)) == date(2026, 6, 19)
