"""An officer declares a conflict of interest and loses access at once, also by a team, until somebody else ends it."""

import pytest

from permissions import grants
from permissions.models import Conflict, LedgerEntry, Membership
from permissions.refusals import Invalid, NotFound, NotPermitted
from permissions.vocabulary import Role
from plans.access import everyone_in, open_plan
from plans.actions.declare_conflict import declare_conflict
from plans.actions.end_conflict import end_conflict
from plans.models import Plan
from tests.world import NADIAS, SAM

WHY = "Her sister is my neighbour"


def declares(world, slug, reference=SAM, reason=WHY, successor=None):
    return declare_conflict(getattr(world, slug), reference, reason=reason, successor=successor, today=world.today, now=world.now)


def is_in(world, slug, plan=None):
    return getattr(world, slug).pk in everyone_in(plan or world.sam, today=world.today)


def test_an_officer_who_declares_is_nobody_in_the_plan_from_then_on(client, world):
    declares(world, "tess")
    with pytest.raises(NotFound):
        open_plan(world.tess, SAM, today=world.today)
    assert not is_in(world, "tess")
    client.force_login(world.tess)
    assert SAM not in client.get("/home/?all=1").content.decode()


def test_a_team_does_not_bring_the_officer_back(world):
    team = world.sam.team
    world.tess.groups.add(team.group)
    declares(world, "tess")
    assert not is_in(world, "tess")
    assert Conflict.objects.get().person == world.tess


def test_somebody_else_of_the_team_stays(world):
    for one in (world.tess, world.corinne):
        one.groups.add(world.sam.team.group)
    Membership.objects.filter(user=world.corinne).update(ended_at=world.now)
    declares(world, "tess")
    assert is_in(world, "corinne")


def test_other_plans_stay_open_to_the_officer(world):
    grants.give_role(circle=world.nadias.circle, person=world.tess, role=Role.WRITER, from_on=world.today)
    declares(world, "tess")
    assert is_in(world, "tess", world.nadias)


def test_it_is_in_the_ledger_and_nowhere_is_the_reason(world):
    declares(world, "tess")
    entry = LedgerEntry.objects.filter(circle=world.sam.circle).latest("number")
    assert (entry.verb, entry.actor, entry.object_uid) == ("declare_conflict", world.tess, world.tess.uid)


def test_the_last_coordinator_names_the_colleague_who_takes_over(world):
    with pytest.raises(Invalid) as wrong:
        declares(world, "marcus")
    assert list(wrong.value.errors) == ["successor"]
    assert is_in(world, "marcus")
    world.hana.may_open_plans = True
    world.hana.save()
    declares(world, "marcus", successor=world.hana.pk)
    assert not is_in(world, "marcus")
    assert Role.COORDINATOR in everyone_in(world.sam, today=world.today)[world.hana.pk].circle.roles
    assert Plan.objects.get(pk=world.sam.pk).coordinator == world.hana


@pytest.mark.parametrize("slug", ["amara", "priya", "marcus", "root"])
def test_nobody_of_the_family_or_without_the_duty_takes_over(world, slug):
    world.amara.may_open_plans = True
    world.amara.save()
    with pytest.raises(Invalid):
        declares(world, "marcus", successor=getattr(world, slug).pk)
    assert is_in(world, "marcus")


@pytest.mark.parametrize("slug", ["amara", "priya", "owen"])
def test_only_officers_of_the_council_declare(world, slug):
    with pytest.raises(NotPermitted):
        declares(world, slug)


@pytest.mark.parametrize("slug", ["nadia", "ines", "root"])
def test_whoever_is_not_in_the_plan_finds_nothing_to_declare(world, slug):
    with pytest.raises(NotFound):
        declares(world, slug)


def test_a_reason_is_asked_for(world):
    with pytest.raises(Invalid):
        declares(world, "tess", reason=" ")


def test_a_keeper_ends_it_and_the_parts_of_before_do_not_come_back(client, world):
    conflict = declares(world, "tess")
    end_conflict(world.hana, SAM, conflict.pk, today=world.today, now=world.now)
    assert not is_in(world, "tess")
    grants.give_role(circle=world.sam.circle, person=world.tess, role=Role.WRITER, from_on=world.today)
    assert is_in(world, "tess")
    client.force_login(world.tess)
    assert SAM in client.get("/home/?all=1").content.decode()


def test_nobody_ends_their_own_nor_one_of_another_plan(world):
    world.hana.may_open_plans = True
    world.hana.save()
    conflict = declares(world, "marcus", successor=world.hana.pk)
    with pytest.raises(NotFound):
        end_conflict(world.marcus, SAM, conflict.pk, today=world.today, now=world.now)
    with pytest.raises(NotFound):
        end_conflict(world.marcus, NADIAS, conflict.pk, today=world.today, now=world.now)
    with pytest.raises(NotPermitted):
        end_conflict(world.corinne, SAM, conflict.pk, today=world.today, now=world.now)


def test_the_pages_say_what_happens_and_lead_away(client, world):
    client.force_login(world.tess)
    assert client.get(f"/plans/{SAM}/conflict/").status_code == 200
    assert client.post(f"/plans/{SAM}/conflict/", {"reason": ""}).status_code == 422
    assert client.post(f"/plans/{SAM}/conflict/", {"reason": WHY})["Location"] == "/home/?all=1"
    assert client.get(f"/plans/{SAM}/conflict/").status_code == 404
    client.force_login(world.hana)
    shown = client.get(f"/plans/{SAM}/conflicts/").content.decode()
    assert WHY in shown
    number = Conflict.objects.get().pk
    assert client.post(f"/plans/{SAM}/conflicts/{number}/end/").status_code == 302
    assert WHY not in client.get(f"/plans/{SAM}/conflicts/").content.decode()
