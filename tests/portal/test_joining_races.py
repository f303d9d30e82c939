"""Two at one moment at the front door: one comes in, wrong codes are all counted, and who leaves is cut off where a page is open."""

import time

import pytest

from permissions import clock
from permissions.actions.accept_invitation import accept_invitation
from permissions.actions.invite_person import invite_person
from permissions.models import Invitation, Organisation, ServiceEntry, User
from permissions.refusals import NotFound
from portal.letters.leaving import see_off
from tests.at_once import MARKS, TIMES, at_once
from tests.committed import committed_world as world  # noqa: F401
from tests.portal.sockets import in_database, page_open

# In these tests `world` is the fixture above.
# ruff: noqa: F811

pytestmark = MARKS


def invited(world, number):
    person = User.objects.create_user(f"race{number}@example.org", f"Race {number}")
    return person, invite_person(person, by=world.marcus, now=clock.now())


def test_of_two_who_accept_at_one_moment_one_comes_in(world):
    for seed in range(TIMES):
        person, issued = invited(world, seed)
        act = lambda issued=issued: accept_invitation(issued.link_token, issued.joining_code, now=clock.now())  # noqa: E731
        outcomes = at_once(act, act, seed=seed)
        assert sorted(type(one).__name__ for one in outcomes) == ["Answer", "NotFound"], outcomes
        assert ServiceEntry.objects.filter(person=person, verb="accept_invitation").count() == 1


def test_wrong_codes_at_one_moment_are_all_counted_and_the_sixth_finds_it_dead(world):
    for seed in range(TIMES):
        person, issued = invited(world, f"w{seed}")
        wrong = "0000-0000" if issued.joining_code != "0000-0000" else "1111-1111"
        act = lambda issued=issued, wrong=wrong: accept_invitation(issued.link_token, wrong, now=clock.now())  # noqa: E731
        outcomes = at_once(*[act] * 6, seed=seed)
        assert sorted(one.tries_left for one in outcomes if not isinstance(one, Exception)) == [0, 1, 2, 3, 4]
        assert sum(isinstance(one, NotFound) for one in outcomes) == 1
        assert Invitation.objects.get(person=person).wrong_codes == 5


def test_two_new_invitations_at_one_moment_leave_one_that_works(world):
    for seed in range(TIMES):
        person = User.objects.create_user(f"two{seed}@example.org", "Two")
        outcomes = at_once(*[lambda person=person: invite_person(person, by=None, now=clock.now())] * 2, seed=seed)
        assert not [one for one in outcomes if isinstance(one, Exception)]
        assert Invitation.objects.filter(person=person, withdrawn_at=None).count() == 1


def _leave(world):
    organisation = Organisation.objects.get(kind="council")
    User.objects.filter(pk__in=[world.susan.pk, world.hana.pk]).update(organisation=organisation, is_leader=True)
    see_off(world.susan, world.marcus.pk, successor=world.hana.pk, today=world.today, now=clock.now())


async def test_the_open_page_of_who_leaves_is_cut_off_within_five_seconds(world):
    async with page_open(world.marcus) as marcus, page_open(world.amara) as amara:
        began = time.monotonic()
        await in_database(_leave, world)
        assert (await marcus.hear("bye", timeout=5.0))["reason"] in ("gone", "signed-out")
        assert await marcus.is_closed_with(4403)
        assert time.monotonic() - began < 5.0
        assert await amara.hears_nothing()


@pytest.mark.parametrize("slug", ["amara"])
def test_nobody_else_is_touched_by_it(world, client, slug):
    _leave(world)
    client.force_login(getattr(world, slug))
    assert client.get("/plans/0000-0SAM/").status_code == 200
