"""Lives that somebody thought of, walked by the same acts and held against the same model as those that are drawn."""

from contextlib import contextmanager
from datetime import date

import pytest

from tests.plans.life_cast import make_people
from tests.plans.test_whole_life import WholeLife


@pytest.fixture
def begins(db):
    people = make_people()

    @contextmanager
    def walk(far, *, born_on=date(2018, 2, 3)):
        life = type("ByHand", (WholeLife,), {"people": people})()
        try:
            life.it_is_asked_for(far=far, born_on=born_on)
            yield life
            life.what_holds()
        finally:
            life.teardown()

    return walk


def test_what_was_replied_to_stays_with_the_council_when_its_author_is_given_more_time(begins):
    with begins("consulting") as life:
        life.say("amara", "need")
        life.the_last_day_comes(1)
        life.reply("marcus", 0, "not_agreed")
        life.give_time("marcus", "amara", 5)
        assert life.life.stage == "consulting"


def test_the_rights_move_at_the_end_of_the_friday_while_a_draft_is_out(begins):
    """Born on 31 August 2011: until Friday 25 June 2027 the parents answer, from Saturday on Sam does, once he was served."""
    with begins("consulting", born_on=date(2011, 8, 31)) as life:
        life.say("amara", "need")
        life.say("sam", "need")
        life.the_friday_comes(0)
        life.say("amara", "need")
        life.what_holds()
        assert life.life.holders == {"amara", "joel"}
        life.days_pass(1)
        for by in ("amara", "joel", "sam"):
            life.say(by, "need")
        life.what_holds()
        assert life.life.holders == {"sam"}
        life.serve("marcus", 15)
        life.say("sam", "need")
        life.say("amara", "need")
        life.send_or_finish("sam", "finish")
        life.what_holds()
        life.the_last_day_comes(1)
        for number in range(len(life.shown())):
            life.reply("marcus", number, "agreed")
        life.step_forward()
        assert life.life.stage == "final"


def test_whoever_is_born_a_day_later_has_the_rights_a_year_later(begins):
    with begins("consulting", born_on=date(2011, 9, 1)) as life:
        life.days_pass(15)
        life.days_pass(15)
        life.say("sam", "need")
        life.say("joel", "need")
        assert life.life.holders == {"amara", "joel"}
