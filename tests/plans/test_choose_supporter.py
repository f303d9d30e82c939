"""The family chooses who supports it; the other parent never learns, and the page tells nobody which addresses are known."""

import re
from datetime import timedelta

import pytest

from permissions import clock
from permissions.actions.accept_invitation import accept_invitation
from permissions.joining import is_code_of
from permissions.models import Invitation, LedgerEntry, Membership, User
from permissions.refusals import NotFound, NotPermitted
from permissions.vocabulary import Role
from plans.access import open_plan
from plans.actions.add_member import MemberFacts
from plans.actions.choose_supporter import choose_supporter
from plans.actions.let_supporter_go import let_supporter_go
from portal.letters.invite import invite
from portal.models import OutgoingMail
from tests.world import NADIAS, SAM

ADDRESS = f"/plans/{SAM}/people/supporter/"


def choose(client, person, email="rosa@example.org", name="Rosa Diaz"):
    client.force_login(person)
    return client.post(ADDRESS, {"email": email, "name": name})


def code_on(answer) -> str:
    return re.search(r'<code translate="no">([^<]+)</code>', answer.content.decode())[1]


def masked(answer, *typed) -> str:
    body = re.sub(r'value="[^"]+"|data-person-key="[^"]*"|[0-9A-Z]{4}-[0-9A-Z]{4}|\d\d:\d\d', "", answer.content.decode())
    for word in typed:
        body = body.replace(word, "")
    return body


def people(client, person) -> str:
    client.force_login(person)
    page = client.get(f"/plans/{SAM}/people/").content.decode()
    return page[page.index("<main") : page.index("</main>")]


def test_a_parent_chooses_somebody_new_who_then_comes_in_and_sees_the_plan(client, world):
    code = code_on(choose(client, world.joel))
    letter = OutgoingMail.objects.get(to="rosa@example.org")
    for told in (SAM, "Sam ", "Joel", "Adeyemi", "Amara", code):
        assert told not in letter.body + letter.subject
    token = re.search(r"/join/(\S+)/", letter.body)[1]
    rosa = accept_invitation(token, code, now=clock.now()).person
    assert open_plan(rosa, SAM, today=world.today).role is Role.SUPPORTER
    assert "Rosa Diaz" in people(client, world.joel)


def test_the_other_parent_and_their_supporter_never_learn(client, world):
    before = {slug: people(client, getattr(world, slug)) for slug in ("amara", "pam")}
    choose(client, world.joel)
    User.objects.filter(email="rosa@example.org").update(joined_at=clock.now())
    for slug, page in before.items():
        after = people(client, getattr(world, slug))
        assert after == page, slug
        assert "Rosa" not in after
    assert not OutgoingMail.objects.filter(to__in=["amara@example.org", "pam@example.org"]).exists()


def test_the_coordinator_sees_the_supporter_who_has_not_joined_yet(client, world):
    choose(client, world.joel)
    page = people(client, world.marcus)
    assert "Rosa Diaz" in page
    assert "Has not joined yet" in page
    assert "Rosa Diaz" not in people(client, world.joel)


@pytest.mark.parametrize("email", ["amara@example.org", "AMARA@example.org", "pam@example.org"])
def test_an_address_of_the_other_parents_side_gets_the_same_answer_as_a_new_one_and_nothing_is_done(client, world, email):
    count = Membership.objects.count()
    known = choose(client, world.joel, email, "Somebody")
    assert Membership.objects.count() == count
    assert not OutgoingMail.objects.filter(to__in=["amara@example.org", "pam@example.org"]).exists()
    new = choose(client, world.joel, "rosa@example.org", "Somebody")
    assert known.status_code == new.status_code == 200
    assert masked(known, email) == masked(new, "rosa@example.org")
    assert people(client, world.joel).count("Somebody") == 0


def test_somebody_who_uses_the_service_already_gets_the_same_answer_and_a_letter(client, world):
    known = choose(client, world.joel, "nadia@example.org", "Somebody")
    new = choose(client, world.joel, "rosa@example.org", "Somebody")
    assert masked(known, "nadia@example.org") == masked(new, "rosa@example.org")
    assert SAM in OutgoingMail.objects.get(to="nadia@example.org").body


@pytest.mark.parametrize("email", ["lena@example.org", "marcus@example.org"])
def test_somebody_whom_the_family_sees_in_the_plan_is_refused_with_words(client, world, email):
    answer = choose(client, world.joel, email)
    assert answer.status_code == 422
    assert "is in the plan already" in answer.content.decode()


def test_ones_own_address_is_refused(client, world):
    assert choose(client, world.joel, "Joel@example.org").status_code == 422


@pytest.mark.parametrize("slug", ["pam", "priya", "marcus", "hana", "susan"])
def test_nobody_else_chooses(client, world, slug):
    assert choose(client, getattr(world, slug)).status_code == 403
    with pytest.raises(NotPermitted):
        choose_supporter(getattr(world, slug), SAM, email="x@example.org", name="X", today=world.today, now=world.now)


@pytest.mark.parametrize("slug", ["nadia", "ines", "root"])
def test_an_outsider_finds_nothing(client, world, slug):
    assert choose(client, getattr(world, slug)).status_code == 404


def test_five_a_day_whatever_came_of_it(client, world):
    for number in range(5):
        address = "amara@example.org" if number % 2 else f"one{number}@example.org"
        assert choose(client, world.joel, address).status_code == 200
    assert choose(client, world.joel, "six@example.org").status_code == 422
    assert choose(client, world.amara, "seven@example.org").status_code == 200


def test_chosen_again_before_coming_in_makes_a_new_code_and_no_second_part(client, world):
    first, second = code_on(choose(client, world.joel)), code_on(choose(client, world.joel))
    assert first != second
    assert Membership.objects.filter(user__email="rosa@example.org").count() == 1
    assert User.objects.get(email="rosa@example.org").invitations.filter(withdrawn_at=None).count() == 1


def test_whoever_chose_them_ends_it_at_one_press(client, world):
    pam = Membership.objects.get(user=world.pam, content_object=world.sam.circle)
    address = f"/plans/{SAM}/people/{pam.pk}/supporter/end/"
    client.force_login(world.amara)
    assert f'href="{address}"' in client.get(f"/plans/{SAM}/people/").content.decode()
    assert "Pam Whitlock" in client.get(address).content.decode()
    assert Membership.objects.get(pk=pam.pk).ended_at is None
    assert client.post(address).status_code == 302
    client.force_login(world.pam)
    assert client.get(f"/plans/{SAM}/").status_code == 404
    assert LedgerEntry.objects.filter(circle=world.sam.circle, verb="end_membership", actor=world.amara).count() == 1


@pytest.mark.parametrize(("slug", "status"), [("joel", 404), ("pam", 403), ("priya", 403), ("marcus", 403), ("nadia", 404)])
def test_nobody_else_ends_it_so(client, world, slug, status):
    pam = Membership.objects.get(user=world.pam, content_object=world.sam.circle)
    lena = Membership.objects.get(user=world.lena, content_object=world.sam.circle)
    client.force_login(getattr(world, slug))
    for number in (pam.pk, lena.pk):
        assert client.post(f"/plans/{SAM}/people/{number}/supporter/end/").status_code == status
    assert not Membership.objects.filter(pk__in=[pam.pk, lena.pk]).exclude(ended_at=None).exists()


def test_nobody_else_ends_it_by_the_action_either(world):
    number = Membership.objects.get(user=world.pam, content_object=world.sam.circle).pk
    for slug, refusal in (
        ("pam", NotPermitted),
        ("priya", NotPermitted),
        ("marcus", NotPermitted),
        ("joel", NotFound),
        ("nadia", NotFound),
    ):
        with pytest.raises(refusal):
            let_supporter_go(getattr(world, slug), SAM, number, today=world.today, now=world.now)
    assert Membership.objects.get(pk=number).ended_at is None


def invited(world, by, email="rosa@example.org"):
    return Invitation.objects.filter(person__email=email, invited_by=by, withdrawn_at=None).exists()


@pytest.mark.parametrize("days", [0, 5])
def test_nobody_of_a_family_gets_a_code_for_an_account_that_waits_for_another_part(client, world, days):
    facts = MemberFacts(email="rosa@example.org", name="Rosa Diaz", role=Role.PARENT, from_on=world.today, basis="Mother")
    invite(world.marcus, NADIAS, facts, today=world.today, now=world.now - timedelta(days=days))
    given = code_on(choose(client, world.joel))
    assert invited(world, world.marcus)
    assert not invited(world, world.joel)
    rosa = Invitation.objects.filter(person__email="rosa@example.org").latest("pk")
    assert not is_code_of(rosa, given)


def test_a_code_that_a_family_holds_ends_when_the_person_gets_a_part_from_the_council(client, world):
    given = code_on(choose(client, world.joel))
    token = re.search(r"/join/(\S+)/", OutgoingMail.objects.get(to="rosa@example.org").body)[1]
    facts = MemberFacts(email="rosa@example.org", name="Rosa Diaz", role=Role.EDUCATIONAL_PSYCHOLOGIST, from_on=world.today, basis="Advice")
    taken = invite(world.marcus, NADIAS, facts, today=world.today, now=world.now)
    assert taken.code is not None
    with pytest.raises(NotFound):
        accept_invitation(token, given, now=clock.now())


def test_somebody_whom_the_council_invited_elsewhere_keeps_their_code(world):
    for reference, is_new in ((NADIAS, True), (SAM, False)):
        facts = MemberFacts(email="rosa@example.org", name="Rosa Diaz", role=Role.THERAPIST, from_on=world.today, basis="Advice")
        assert bool(invite(world.marcus, reference, facts, today=world.today, now=world.now).code) is is_new


def test_a_supporter_does_not_find_the_plan_in_the_list_once_the_account_of_whoever_chose_them_is_closed(client, world):
    client.force_login(world.pam)
    assert SAM in client.get("/home/?all=1").content.decode()
    world.amara.is_active = False
    world.amara.save()
    assert SAM not in client.get("/home/?all=1").content.decode()
