"""Consent to be served electronically: each adult's own, given before, taken back at any time (domain.md 1.1, "Served")."""

from datetime import timedelta

import pytest
from django.test import Client

from permissions.models import LedgerEntry, Membership
from permissions.refusals import Invalid, NotFound, NotPermitted
from plans.actions.give_consent import give_consent
from plans.actions.withdraw_consent import withdraw_consent
from plans.models import ServiceConsent
from tests.world import SAM

BASE = f"/plans/{SAM}/consents/"


def client_of(world, slug):
    client = Client()
    client.force_login(world.people[slug])
    return client


def number_of(world, slug):
    return Membership.objects.get(content_object=world.sam.circle_id, user=world.people[slug]).pk


def give(world, by, channel="portal", *, of=None, how="On the request form", given_on=None):
    of = number_of(world, of) if of else None
    given_on = given_on or world.today
    return give_consent(world.people[by], SAM, channel, of=of, how=how, given_on=given_on, today=world.today, now=world.now)


def take_back(world, by, channel="portal", *, of=None, on=None):
    of = number_of(world, of) if of else None
    return withdraw_consent(world.people[by], SAM, channel, of=of, withdrawn_on=on or world.today, today=world.today, now=world.now)


def test_a_parent_agrees_for_themselves_once(world):
    first, again = give(world, "amara"), give(world, "amara")
    assert (first.pk, first.person, first.recorded_by, first.how) == (
        again.pk, world.amara, world.amara, "They agreed in this portal, signed in as themselves.",
    )  # fmt: skip
    assert LedgerEntry.objects.filter(verb="give_consent", object_uid=world.amara.uid).count() == 1


def test_the_coordinator_records_what_a_parent_said_on_a_day(world):
    consent = give(world, "marcus", "email", of="joel", how=" By letter ", given_on=world.today - timedelta(days=3))
    assert (consent.person, consent.channel, consent.how, consent.recorded_by) == (world.joel, "email", "By letter", world.marcus)


@pytest.mark.parametrize("slug", ["susan", "tess", "priya", "amara"])
def test_nobody_else_records_for_another(world, slug):
    with pytest.raises(NotPermitted):
        give(world, slug, of="joel")
    assert not ServiceConsent.objects.exists()


@pytest.mark.parametrize("slug", ["pam", "priya", "marcus"])
def test_nothing_is_served_on_others_so_they_agree_to_nothing(world, slug):
    with pytest.raises(NotPermitted):
        give(world, slug)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"how": " "}, "how"), ({"how": "x" * 301}, "how"), ({"days": 1}, "given_on"), ({"days": -71}, "given_on")],
)
def test_consent_without_a_way_or_on_an_impossible_day_is_refused(world, wrong, field):
    days = wrong.pop("days", 0)
    with pytest.raises(Invalid) as refused:
        give(world, "marcus", of="joel", given_on=world.today + timedelta(days=days), **wrong)
    assert set(refused.value.errors) == {field}


def test_it_is_taken_back_by_themselves_and_may_be_given_anew(world):
    give(world, "amara")
    ended = take_back(world, "amara")
    assert (ended.withdrawn_on, ended.withdrawn_by) == (world.today, world.amara)
    with pytest.raises(NotFound):
        take_back(world, "amara")
    assert give(world, "amara").pk != ended.pk


def test_one_way_or_person_is_not_another(world):
    give(world, "amara", "portal")
    for who, channel in (("amara", "email"), ("joel", "portal")):
        with pytest.raises(NotFound):
            take_back(world, who, channel)


@pytest.mark.parametrize("days", [1, -4])
def test_it_is_not_taken_back_in_the_future_or_before_it_was_given(world, days):
    give(world, "marcus", of="amara", given_on=world.today - timedelta(days=3))
    with pytest.raises(Invalid):
        take_back(world, "marcus", of="amara", on=world.today + timedelta(days=days))


def test_each_sees_their_own_and_the_council_sees_each(world):
    give(world, "marcus", of="amara", how="Said so at the door")
    for slug, names, there in (("marcus", ("Amara", "Joel"), True), ("amara", (), True), ("joel", (), False)):
        page = client_of(world, slug).get(BASE if slug == "marcus" else f"{BASE}yours/").content.decode()
        assert ("Said so at the door" in page) is there
        assert all(name in page for name in names)
    assert "Amara" not in client_of(world, "joel").get(f"{BASE}yours/").content.decode()


def test_the_pages_give_and_take_back(world):
    yours = client_of(world, "amara")
    assert yours.post(f"{BASE}yours/", {"channel": "email", "act": "give"}).status_code == 302
    assert yours.post(f"{BASE}yours/", {"channel": "post", "act": "give"}).status_code == 422
    theirs = f"{BASE}{number_of(world, 'amara')}/email/"
    day = {"withdrawn_on_day": world.today.day, "withdrawn_on_month": world.today.month, "withdrawn_on_year": world.today.year}
    council = client_of(world, "hana")
    assert council.post(f"{theirs}withdraw/", day | {"withdrawn_on_year": "2031"}).status_code == 422
    assert council.post(f"{theirs}withdraw/", day).status_code == 302
    assert council.post(theirs, {}).status_code == 422
    assert council.get(f"{BASE}{number_of(world, 'priya')}/email/").status_code == 404
    assert council.get(f"{BASE}{number_of(world, 'amara')}/post/").status_code == 404
