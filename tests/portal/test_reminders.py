"""Reminders of one's own last day to answer a draft: so many days before as each chose, once, and never of another's day."""

from datetime import timedelta

import pytest
from django.test import Client

from permissions import grants
from permissions.models import Membership
from plans.models import Finished, Plan, Service
from plans.saying import long_date
from portal.letters.more_time import give_and_tell
from portal.models import Notice, NoticeChoices
from portal.notices.keeping import keep_up
from portal.notices.reminding import remind
from tests.plans.ready_to_serve import chosen, make_ready, serve_light
from tests.world import SAM


@pytest.fixture
def served(world):
    """Sam's draft, served by hand today: both have until 14 days from today."""
    make_ready(world)
    serve_light(world, serving=chosen(world))
    return world


def on(world, day):
    """Let the worker look at what is due so many days from today; give whom it told."""
    told = remind(now=world.now + timedelta(days=day), today=world.today + timedelta(days=day))
    return sorted(slug for slug, person in world.people.items() if person.pk in told)


def chooses(world, slug, **facts):
    NoticeChoices.objects.update_or_create(person=world.people[slug], defaults=facts)


def service_of(world, slug):
    return Service.objects.get(recipient=world.people[slug])


def test_who_chose_nothing_is_reminded_seven_days_and_two_days_before(served):
    told = {day: on(served, day) for day in range(17)}
    assert {day: who for day, who in told.items() if who} == {7: ["amara", "joel"], 12: ["amara", "joel"]}


def test_each_chooses_for_themselves(served):
    chooses(served, "amara", first_reminder=3, last_reminder=1)
    chooses(served, "joel", first_reminder=None, last_reminder=None)
    told = {day: on(served, day) for day in range(17)}
    assert {day: who for day, who in told.items() if who} == {11: ["amara"], 13: ["amara"]}


def test_a_worker_that_was_away_tells_of_the_nearest_once(served):
    assert on(served, 13) == ["amara", "joel"]
    assert on(served, 13) == []
    assert on(served, 14) == []


def test_whoever_has_finished_is_left_in_peace_until_they_take_it_back(served):
    for is_finished, told in ((True, ["joel"]), (False, ["amara"])):
        Finished.objects.create(service=service_of(served, "amara"), is_finished=is_finished, by=served.amara, at=served.now)
        assert on(served, 7) == told


def test_more_time_moves_the_reminder_of_that_person_only(served):
    closes_on = served.today + timedelta(days=20)
    uid = service_of(served, "joel").uid
    give_and_tell(served.marcus, SAM, uid, closes_on=closes_on, answer="", today=served.today, now=served.now)
    assert [on(served, day) for day in (7, 13)] == [["amara"], ["amara", "joel"]]


@pytest.mark.parametrize("gone", ["left the plan", "silenced", "final"])
def test_nobody_is_reminded_of_what_is_over(served, gone):
    if gone == "left the plan":
        for row in Membership.objects.filter(user__in=[served.amara, served.joel]):
            grants.end_role(row, now=served.now)
    elif gone == "silenced":
        Plan.objects.filter(pk=served.sam.pk).update(silenced_on=served.today)
    else:
        served.move_to("final")
    assert on(served, 7) == []


def test_a_draft_that_was_served_again_takes_the_place_of_the_first(served):
    serve_light(served, serving=chosen(served, days=30))
    assert [on(served, day) for day in (7, 22)] == [[], ["amara", "joel"]]


def test_the_notice_stands_in_the_portal_with_ones_own_day_and_only_there(served):
    closes_on = served.today + timedelta(days=6)
    Plan.objects.filter(pk=served.sam.pk).update(next_due_on=closes_on)
    chooses(served, "amara", first_reminder=14)
    assert keep_up(now=served.now, today=served.today) >= 0
    assert [row.person for row in Notice.objects.filter(kind="deadline")] == [served.amara]
    client = Client()
    client.force_login(served.amara)
    assert long_date(served.today + timedelta(days=14)) in client.get("/notices/").content.decode()


def test_the_page_of_choices_asks_and_keeps(world):
    client = Client()
    client.force_login(world.amara)
    assert client.post("/account/notices/", {"how": "daily", "first_reminder": "14", "last_reminder": "0"}).status_code == 302
    row = NoticeChoices.objects.get(person=world.amara)
    assert (row.first_reminder, row.last_reminder) == (14, None)
    assert client.post("/account/notices/", {"how": "daily", "first_reminder": "4"}).status_code == 422
    assert client.post("/account/notices/", {"how": "daily"}).status_code == 302
    row.refresh_from_db()
    assert (row.first_reminder, row.last_reminder) == (14, None)
