"""An invitation lets one person in once, by its link and the joining code together."""

from datetime import timedelta

import pytest

from permissions.actions.accept_invitation import accept_invitation
from permissions.actions.invite_person import invite_person
from permissions.actions.withdraw_invitation import withdraw_invitation
from permissions.models import Invitation, ServiceEntry, User
from permissions.refusals import Invalid, NotFound
from tests.world import World


@pytest.fixture
def newcomer(world: World) -> User:
    return User.objects.create_user("ravi@example.org", "Ravi Menon")


@pytest.fixture
def issued(world: World, newcomer: User):
    return invite_person(newcomer, by=world.marcus, now=world.now)


def wrong(issued) -> str:
    return "0000-0000" if issued.joining_code != "0000-0000" else "1111-1111"


def test_link_and_code_together_let_the_person_in(world, newcomer, issued):
    answer = accept_invitation(issued.link_token, issued.joining_code, now=world.now + timedelta(hours=71))
    newcomer.refresh_from_db()
    assert answer.person == newcomer
    assert newcomer.joined_at == world.now + timedelta(hours=71)


@pytest.mark.parametrize("written", [str.lower, lambda code: code.replace("-", ""), lambda code: f"  {code[:3]} {code[3:]} "])
def test_the_code_is_read_in_any_case_with_or_without_the_dash(world, issued, written):
    assert accept_invitation(issued.link_token, written(issued.joining_code), now=world.now).person


def test_neither_link_nor_code_is_kept(world, issued):
    kept = " ".join(str(value) for value in Invitation.objects.values_list().get(pk=issued.invitation.pk))
    assert issued.link_token not in kept
    assert issued.joining_code not in kept
    assert issued.joining_code.replace("-", "") not in kept


def test_the_same_code_has_another_hash_in_another_invitation(world, newcomer, issued):
    from permissions.joining import hash_of_code

    assert hash_of_code(issued.joining_code, "a") != hash_of_code(issued.joining_code, "b")


def test_a_link_works_once(world, issued):
    accept_invitation(issued.link_token, issued.joining_code, now=world.now)
    with pytest.raises(NotFound):
        accept_invitation(issued.link_token, issued.joining_code, now=world.now)


def test_four_wrong_codes_leave_a_try_and_the_fifth_ends_it(world, newcomer, issued):
    left = [accept_invitation(issued.link_token, wrong(issued), now=world.now).tries_left for _ in range(5)]
    assert left == [4, 3, 2, 1, 0]
    with pytest.raises(NotFound):
        accept_invitation(issued.link_token, issued.joining_code, now=world.now)
    newcomer.refresh_from_db()
    assert newcomer.joined_at is None


def test_after_four_wrong_codes_the_right_one_still_works(world, issued):
    for _ in range(4):
        accept_invitation(issued.link_token, wrong(issued), now=world.now)
    assert accept_invitation(issued.link_token, issued.joining_code, now=world.now).person


@pytest.mark.parametrize(("hours", "works"), [(71.99, True), (72, False), (73, False)])
def test_it_lasts_72_hours(world, issued, hours, works):
    then = world.now + timedelta(hours=hours)
    if works:
        assert accept_invitation(issued.link_token, issued.joining_code, now=then).person
    else:
        with pytest.raises(NotFound):
            accept_invitation(issued.link_token, issued.joining_code, now=then)


def test_a_newer_invitation_ends_the_earlier_one(world, newcomer, issued):
    newer = invite_person(newcomer, by=world.marcus, now=world.now)
    with pytest.raises(NotFound):
        accept_invitation(issued.link_token, issued.joining_code, now=world.now)
    assert accept_invitation(newer.link_token, newer.joining_code, now=world.now).person


def test_the_code_of_one_invitation_is_not_that_of_another(world, newcomer, issued):
    other = invite_person(User.objects.create_user("li@example.org", "Li Wen"), by=world.marcus, now=world.now)
    assert accept_invitation(issued.link_token, other.joining_code, now=world.now).person is None


def test_a_withdrawn_one_does_not_work(world, newcomer, issued):
    assert withdraw_invitation(newcomer, by=world.marcus, now=world.now)
    with pytest.raises(NotFound):
        accept_invitation(issued.link_token, issued.joining_code, now=world.now)


def test_withdrawing_what_is_not_there_says_so(world, newcomer):
    assert not withdraw_invitation(newcomer, by=world.marcus, now=world.now)


def test_who_was_closed_meanwhile_does_not_come_in(world, newcomer, issued):
    User.objects.filter(pk=newcomer.pk).update(is_active=False)
    with pytest.raises(NotFound):
        accept_invitation(issued.link_token, issued.joining_code, now=world.now)


def test_who_has_joined_is_not_invited_again(world, newcomer, issued):
    accept_invitation(issued.link_token, issued.joining_code, now=world.now)
    with pytest.raises(Invalid):
        invite_person(newcomer, by=world.marcus, now=world.now)


def test_who_has_left_is_not_invited(world, newcomer):
    User.objects.filter(pk=newcomer.pk).update(is_active=False)
    with pytest.raises(Invalid):
        invite_person(newcomer, by=world.marcus, now=world.now)


def test_each_step_stands_in_the_ledger_of_the_service(world, newcomer, issued):
    accept_invitation(issued.link_token, wrong(issued), now=world.now)
    accept_invitation(issued.link_token, issued.joining_code, now=world.now)
    rows = ServiceEntry.objects.filter(person=newcomer).order_by("pk").values_list("verb", "actor")
    assert list(rows) == [("invite_person", world.marcus.pk), ("refuse_joining_code", None), ("accept_invitation", newcomer.pk)]
