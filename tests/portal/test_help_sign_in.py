"""The council's staff help with a sign-in: a keeper those of the plan, a leader everybody; nobody chooses what another person signs in with."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.test import Client

from permissions import grants
from permissions.models import Invitation, LedgerEntry, Membership, ServiceEntry, User
from permissions.vocabulary import Role
from portal.models import OutgoingMail
from tests.portal.signing_in import Door
from tests.world import NADIAS


@pytest.fixture(autouse=True)
def _fresh_door(settings):
    settings.EMAIL_BACKEND = "portal.mail.OutboxBackend"
    cache.clear()


def signed_in(person):
    browser = Client()
    browser.force_login(person)
    return browser


def door_to(world, person, act="", plan="0000-0SAM"):
    number = Membership.objects.get(user=person, content_object=world.sam.circle, ended_at=None).pk
    return f"/plans/{plan}/people/{number}/sign-in/{act}"


def test_the_coordinator_protects_a_mother_and_every_session_of_hers_ends(world):
    amara = Door(world.amara)
    amara.comes_by_code()
    signed_in(world.marcus).post(door_to(world, world.amara, "protect/"))
    assert not amara.is_in()
    amara.comes_by_code()
    assert not amara.is_in()
    assert ServiceEntry.objects.filter(verb="protect_sign_in", actor=world.marcus, person=world.amara).count() == 1
    assert LedgerEntry.objects.filter(circle=world.sam.circle, verb="protect_sign_in", actor=world.marcus).count() == 1
    assert "protected sign-in" in OutgoingMail.objects.filter(to="amara@example.org", subject="Your sign-in has changed").get().body


def test_the_coordinator_switches_it_off_again(world):
    browser = signed_in(world.marcus)
    browser.post(door_to(world, world.amara, "protect/"))
    browser.post(door_to(world, world.amara, "unprotect/"))
    amara = Door(world.amara)
    amara.comes_by_code()
    assert amara.is_in()


def test_a_new_way_in_ends_what_was_and_shows_the_code_once(world):
    amara = Door(world.amara).holds("both")
    amara.comes_by_passkey()
    browser = signed_in(world.marcus)
    page = browser.post(door_to(world, world.amara, "recover/"), {"is_checked": "on"}).content.decode()
    code = re.search(r'govuk-heading-l">([0-9A-Z]{4}-[0-9A-Z]{4})<', page)[1]
    assert not amara.is_in()
    assert not Authenticator.objects.filter(user=world.amara).exists()
    assert Invitation.objects.get(person=world.amara, accepted_at=None).invited_by == world.marcus
    letters = "".join(OutgoingMail.objects.values_list("body", flat=True))
    assert code not in letters
    assert "every open session was ended" in letters
    assert code not in browser.get(door_to(world, world.amara)).content.decode()


def test_nothing_happens_before_it_was_made_sure_who_it_is(world):
    answer = signed_in(world.marcus).post(door_to(world, world.amara, "recover/"), {"email": "new@example.org"})
    assert answer.status_code == 422
    assert "Make sure first that it is really this person" in answer.content.decode()
    world.amara.refresh_from_db()
    assert world.amara.joined_at is not None


def test_a_new_address_gets_the_link_and_the_old_one_is_told(world):
    facts = {"is_checked": "on", "email": "Safe@Example.org"}
    signed_in(world.marcus).post(door_to(world, world.amara, "recover/"), facts)
    world.amara.refresh_from_db()
    assert world.amara.email == "safe@example.org"
    assert "/join/" in OutgoingMail.objects.get(to="safe@example.org").body
    old = OutgoingMail.objects.get(to="amara@example.org").body
    assert "has changed the e-mail address" in old
    assert "safe@example.org" not in old


def test_the_address_of_somebody_else_is_refused_with_words(world):
    facts = {"is_checked": "on", "email": "joel@example.org"}
    answer = signed_in(world.marcus).post(door_to(world, world.amara, "recover/"), facts)
    assert answer.status_code == 422
    world.amara.refresh_from_db()
    assert (world.amara.email, world.amara.joined_at is None) == ("amara@example.org", False)


@pytest.mark.parametrize("act", ["protect/", "unprotect/", "recover/"])
@pytest.mark.parametrize("who", ["joel", "amara", "priya", "tess", "susan"])
def test_who_does_not_keep_the_plan_is_refused(world, who, act):
    assert signed_in(getattr(world, who)).post(door_to(world, world.amara, act), {"is_checked": "on"}).status_code == 403
    unchanged(world.amara)


@pytest.mark.parametrize("act", ["", "protect/", "unprotect/", "recover/"])
@pytest.mark.parametrize("who", ["nadia", "zoe", "ines", "root"])
def test_for_an_outsider_there_is_no_such_page(world, who, act):
    browser = signed_in(getattr(world, who))
    here = browser.post(door_to(world, world.amara, act), {"is_checked": "on"}) if act else browser.get(door_to(world, world.amara))
    nowhere = (
        browser.post(door_to(world, world.amara, act, "ZZZZ-ZZZZ")) if act else browser.get(door_to(world, world.amara, plan="ZZZZ-ZZZZ"))
    )
    assert here.status_code == nowhere.status_code == 404
    unchanged(world.amara)


@pytest.mark.parametrize("facts", [{"is_leader": True}, {"keeps_colleagues": True}, {"may_open_plans": True}, {"is_superuser": True}])
def test_a_keeper_does_not_reach_whoever_has_duties_beyond_the_plan(world, facts):
    User.objects.filter(pk=world.susan.pk).update(**facts)
    for act in ("protect/", "unprotect/", "recover/"):
        assert signed_in(world.hana).post(door_to(world, world.susan, act), {"is_checked": "on"}).status_code == 403
    unchanged(world.susan)


def test_who_adds_somebody_of_another_plan_to_their_own_gets_no_way_into_that_account(world):
    grants.give_role(circle=world.nadias.circle, person=world.tess, role=Role.COORDINATOR, from_on=world.today)
    grants.give_role(circle=world.nadias.circle, person=world.amara, role=Role.TEACHER, from_on=world.today)
    number = Membership.objects.get(user=world.amara, content_object=world.nadias.circle).pk
    address = f"/plans/{NADIAS}/people/{number}/sign-in/"
    tess = signed_in(world.tess)
    assert tess.post(f"{address}recover/", {"is_checked": "on", "email": "tess.at.home@example.org"}).status_code == 403
    for act in ("protect/", "unprotect/"):
        assert tess.post(address + act).status_code == 403
    assert "Only a service leader helps" in tess.get(address).content.decode()
    unchanged(world.amara)
    assert not OutgoingMail.objects.filter(to="tess.at.home@example.org").exists()


def test_who_keeps_both_plans_of_a_person_helps_them(world):
    grants.give_role(circle=world.nadias.circle, person=world.amara, role=Role.REPRESENTATIVE, from_on=world.today)
    assert signed_in(world.marcus).post(door_to(world, world.amara, "recover/"), {"is_checked": "on"}).status_code == 200
    assert signed_in(world.hana).post(door_to(world, world.amara, "recover/"), {"is_checked": "on"}).status_code == 403


def test_a_keeper_does_not_reach_whoever_is_of_a_team(world):
    world.lena.groups.add(Group.objects.get(name="North team"))
    assert signed_in(world.marcus).post(door_to(world, world.lena, "recover/"), {"is_checked": "on"}).status_code == 403
    unchanged(world.lena)


@pytest.mark.parametrize("act", ["protect/", "unprotect/", "recover/"])
def test_nobody_helps_themselves(world, act):
    assert signed_in(world.hana).post(door_to(world, world.hana, act), {"is_checked": "on"}).status_code == 403
    User.objects.filter(pk=world.susan.pk).update(is_leader=True)
    assert signed_in(world.susan).post(f"/people/{world.susan.uid}/sign-in/{act}", {"is_checked": "on"}).status_code == 403
    unchanged(world.hana)
    unchanged(world.susan)


def test_a_leader_helps_everybody_and_nobody_else_comes_by_that_door(world):
    address = f"/people/{world.root.uid}/sign-in/"
    for who in ("marcus", "hana", "susan", "amara", "root"):
        browser = signed_in(getattr(world, who))
        assert browser.get(address).status_code == 404
        assert browser.post(f"{address}recover/", {"is_checked": "on"}).status_code == 404
    unchanged(world.root)
    User.objects.filter(pk=world.susan.pk).update(is_leader=True)
    world.susan.refresh_from_db()
    browser = signed_in(world.susan)
    assert browser.get(address).status_code == 200
    assert browser.get("/people/00000000-0000-4000-8000-000000000000/sign-in/").status_code == 404
    assert browser.post(f"{address}recover/", {"is_checked": "on"}).status_code == 200
    world.root.refresh_from_db()
    assert world.root.joined_at is None


def test_whoever_has_left_gets_no_new_way_in(world):
    User.objects.filter(pk=world.lena.pk).update(left_at=world.now)
    answer = signed_in(world.marcus).post(door_to(world, world.lena, "recover/"), {"is_checked": "on"})
    assert answer.status_code in (404, 422)
    assert not Invitation.objects.filter(person=world.lena).exists()


def unchanged(person):
    before = person.email
    person.refresh_from_db()
    assert (person.email, person.protected_sign_in, person.joined_at is None) == (before, False, False)
    assert not Invitation.objects.filter(person=person, accepted_at=None).exists()
