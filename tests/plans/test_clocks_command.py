"""`manage.py clocks`: a line of CSV for each clock, and words with exit code 2 for whatever cannot be meant."""

import csv
import re
import subprocess
import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command


def run(*words):
    out, remarks = StringIO(), StringIO()
    call_command("clocks", *words, stdout=out, stderr=remarks)
    return out.getvalue(), remarks.getvalue()


def lines(*words):
    return {row["id"]: row for row in csv.DictReader(StringIO(run(*words)[0]))}


def events(*pairs):
    return [part for pair in pairs for part in ("--event", pair)]


def test_a_request_gives_its_clocks_a_date_and_leaves_the_others_without():
    out, remarks = run("--event", "request_received=2026-01-07")
    rows = out.splitlines()
    assert rows[0] == "id,name,last_day,do_by,law"
    assert [row.split(",")[0] for row in rows[1:]] == [f"CK{number}" for number in range(1, 48)]
    assert rows[10] == 'CK10,Send the final plan,2026-05-27,2026-05-27,"SEND Regulations 2014, regulation 13(2)"'
    assert rows[18].startswith("CK18,Finish the yearly review and tell the family what was decided,,,")
    assert remarks == ""


def test_events_and_facts_are_taken_together():
    found = lines(
        *events("advice_request_received=2026-07-20", "review_meeting=2027-02-09"), "--fact", "year_group=9", "--fact", "transfer_year=2027"
    )
    assert (found["CK4"]["last_day"], found["CK4"]["do_by"]) == ("2026-08-31", "2026-08-28")
    assert (found["CK29"]["last_day"], found["CK29"]["do_by"]) == ("2027-02-14", "2027-02-12")
    assert (found["CK30"]["last_day"], found["CK33"]["last_day"]) == ("2027-03-30", "2027-02-09")


def test_without_anything_every_clock_has_its_line_and_none_a_date():
    found = lines()
    assert len(found) == 47
    assert {row["last_day"] + row["do_by"] for row in found.values()} == {""}


def test_what_is_given_twice_counts_as_it_was_given_last():
    found = lines(*events("draft_served=2026-03-20", "draft_served=2026-03-06"), "--fact", "year_group=8", "--fact", "year_group=9")
    assert found["CK7"]["last_day"] == "2026-03-20"
    assert lines(*events("draft_served=2026-03-06", "draft_served=2026-03-20"))["CK7"]["last_day"] == "2026-04-03"


def test_the_margin_of_the_council():
    assert lines("--event", "request_received=2026-01-07", "--margin", "3")["CK10"]["do_by"] == "2026-05-21"


def test_the_days_on_the_way_are_lines_of_their_own_where_they_are_asked_for():
    found = lines("--event", "tribunal_assess_order=2026-07-09", "--steps")
    assert [found[id_]["last_day"] for id_ in ("CK44/1", "CK44/2", "CK44/3", "CK44")] == [
        "2026-07-23",
        "2026-09-17",
        "2026-10-15",
        "2026-10-15",
    ]
    assert found["CK44/1"]["name"] == "the notice that there will be an assessment"
    assert "CK44/1" not in lines("--event", "tribunal_assess_order=2026-07-09")


def test_an_appeal_asks_what_it_was_about():
    assert "appeal_about=" in run("--event", "appeal_conceded=2026-07-09")[1]
    found, remarks = run("--event", "appeal_conceded=2026-07-09", "--fact", "appeal_about=setting")
    assert "2026-07-23" in found
    assert remarks == ""


def test_before_the_law_was_in_force_there_is_no_date_and_it_is_said():
    assert "2014-09-01" in run("--event", "request_received=2014-08-31")[1]
    assert lines("--event", "request_received=2014-08-31")["CK10"]["last_day"] == ""
    assert lines("--event", "request_received=2014-09-01")["CK10"]["last_day"] == "2015-01-19"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--event", "request_recieved=2026-01-07"], "There is no event “request_recieved”"),
        (["--event", "=2026-01-07"], "There is no event “”"),
        (["--event", "request_received"], "has no value"),
        (["--event", "request_received="], "is not a day"),
        (["--event", "request_received=2026-02-29"], "is not a day"),
        (["--event", "request_received=07/01/2026"], "is not a day"),
        (["--event", "request_received=20260107"], "is not a day"),
        (["--event", "request_received=2026-W02-3"], "is not a day"),
        (["--event", "request_received=2026-01-07T10:00"], "is not a day"),
        (["--event", "request_received=2013-12-31"], "The years are 2014 to 2100"),
        (["--event", "request_received=2101-01-01"], "The years are 2014 to 2100"),
        (["--event", "request_received=0026-01-07"], "The years are 2014 to 2100"),
        (["--event", "born_on=1988-12-31"], "The years are 1989 to 2100"),
        (["--fact", "age=9"], "There is no fact “age”"),
        (["--fact", "year_group=nine"], "year_group: “nine” is not a whole number from 0 to 14"),
        (["--fact", "year_group=15"], "from 0 to 14"),
        (["--fact", "year_group=²"], "from 0 to 14"),
        (["--fact", "transfer_year=2013"], "from 2014 to 2100"),
        (["--fact", "transfer_year=2101"], "from 2014 to 2100"),
        (["--fact", "appeal_about=school"], "none of amend, setting, plan, assess"),
        (["--margin", "-1"], "from 0 to 60"),
        (["--margin", "9999999999"], "from 0 to 60"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_words(words, says):
    with pytest.raises(CommandError, match=re.escape(says)) as refused:
        run(*words)

    assert refused.value.returncode == 2


@pytest.mark.parametrize("day", ["2014-01-01", "2100-12-31"])
def test_the_first_and_the_last_day_that_can_be_meant_are_taken(day):
    assert len(lines("--event", f"review_meeting={day}", "--event", "born_on=1989-01-01")) == 47


def test_the_shell_gets_two_and_no_traceback():
    asked = [sys.executable, "manage.py", "clocks", "--event", "request_received=yesterday"]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "is not a day" in done.stderr
    assert "Traceback" not in done.stderr
