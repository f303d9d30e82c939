"""Who leaves loses every access in one act, and nothing of theirs is stuck; who is away is covered for."""

import time
from datetime import timedelta

import pytest

from permissions import clock, grants, ledger
from permissions.models import Membership, Organisation, ServiceEntry, User
from permissions.refusals import Invalid, NotFound, NotPermitted
from permissions.vocabulary import Role
from plans.access import open_plan
from plans.actions.add_item import add_item
from plans.actions.arrange_cover import arrange_cover
from plans.actions.end_cover import end_cover
from plans.actions.end_membership import end_membership
from plans.actions.leave_service import leave_service
from plans.actions.open_plan import PlanFacts
from plans.actions.open_plan import open_plan as open_new
from plans.actions.writing import ItemWords
from plans.models import Item, Plan
from plans.statute.sections import Kind
from portal.letters.leaving import see_off
from portal.models import OutgoingMail
from tests.world import NADIAS, SAM


@pytest.fixture
def council(world):
    """Let Susan lead, and Hana and Marcus be of the council."""
    organisation = Organisation.objects.get(kind="council")
    User.objects.filter(pk__in=[world.susan.pk, world.hana.pk, world.marcus.pk]).update(organisation=organisation)
    User.objects.filter(pk=world.susan.pk).update(is_leader=True)
    for person in (world.susan, world.hana, world.marcus):
        person.refresh_from_db()
    return world


def leave(world, by=None, who=None, successor=None):
    who = who or world.marcus
    heir = successor.pk if successor else None
    return leave_service(by or world.susan, who.pk, successor=heir, today=world.today, now=clock.now())


def kept(world, person, code="B", kind=Kind.NEED):
    words = ItemWords(kind=kind, text="Unfinished.", spec={"area": "communication"})
    return add_item(person, SAM, code, words, put_forward=False, post_key=None, today=world.today, now=world.now)


def test_who_leaves_is_out_everywhere_and_the_successor_has_the_plans(client, council):
    world = council
    client.force_login(world.marcus)
    assert client.get(f"/plans/{SAM}/").status_code == 200
    left = see_off(world.susan, world.marcus.pk, successor=world.hana.pk, today=world.today, now=clock.now())
    assert left.handed_over == 2
    assert client.get(f"/plans/{SAM}/").status_code in (302, 404)
    assert client.get("/home/").status_code == 302
    world.marcus.refresh_from_db()
    assert (world.marcus.is_active, world.marcus.may_open_plans, world.marcus.groups.count()) == (False, False, 0)
    assert world.marcus.left_at is not None
    for reference in (SAM, NADIAS):
        assert Role.COORDINATOR in open_plan(world.hana, reference, today=world.today).circle.roles
        with pytest.raises(NotFound):
            open_plan(world.marcus, reference, today=world.today)
    assert set(Plan.objects.values_list("coordinator", flat=True)) == {world.hana.pk}
    assert "2 plans" in OutgoingMail.objects.get(to="hana@example.org").body
    for plan in Plan.objects.all():
        assert ledger.first_broken(plan.circle) is None


def test_plans_are_never_left_without_a_coordinator(council):
    with pytest.raises(Invalid) as wrong:
        leave(council)
    assert "Choose who takes them over" in wrong.value.errors["successor"]
    council.marcus.refresh_from_db()
    assert council.marcus.is_active


def test_a_successor_of_the_family_or_in_conflict_is_refused_and_nothing_is_done(council):
    world = council
    membership = Membership.objects.get(user=world.hana, content_object=world.sam.circle)
    grants.end_role(membership, now=world.now)
    grants.give_role(circle=world.sam.circle, person=world.hana, role=Role.PARENT, from_on=world.today)
    with pytest.raises(Invalid) as wrong:
        leave(world, successor=world.hana)
    assert SAM in wrong.value.errors["successor"]
    world.marcus.refresh_from_db()
    assert world.marcus.is_active
    assert Membership.objects.filter(user=world.marcus, ended_at=None).count() == 2


def test_what_was_kept_in_a_coordinated_plan_goes_on_with_the_successor(council):
    world = council
    item = kept(world, world.marcus)
    leave(world, successor=world.hana)
    assert Item.objects.get(pk=item.pk).author == world.hana


def test_what_a_professional_kept_stays_unread(council):
    world = council
    item = kept(world, world.lena)
    User.objects.filter(pk=world.lena.pk).update(organisation=world.susan.organisation)
    leave(world, who=world.lena)
    assert Item.objects.get(pk=item.pk).author == world.lena


def test_a_parent_who_leaves_the_job_stays_a_parent(council):
    world = council
    User.objects.filter(pk=world.nadia.pk).update(organisation=world.susan.organisation, keeps_colleagues=True)
    grants.give_role(circle=world.sam.circle, person=world.nadia, role=Role.TEACHER, from_on=world.today)
    assert leave(world, who=world.nadia).stays_as_family
    world.nadia.refresh_from_db()
    assert (world.nadia.is_active, world.nadia.keeps_colleagues, world.nadia.organisation) == (True, False, None)
    assert open_plan(world.nadia, NADIAS, today=world.today).role is Role.PARENT
    with pytest.raises(NotFound):
        open_plan(world.nadia, SAM, today=world.today)


@pytest.mark.parametrize("slug", ["marcus", "hana", "amara", "root"])
def test_nobody_without_the_duty_lets_anybody_leave(council, slug):
    with pytest.raises(NotPermitted):
        leave(council, by=getattr(council, slug), who=council.tess, successor=council.hana)


def test_who_keeps_colleagues_reaches_their_own_organisation_only(council):
    world = council
    User.objects.filter(pk=world.hana.pk).update(keeps_colleagues=True)
    with pytest.raises(NotFound):
        leave(world, by=world.hana, who=world.lena)
    with pytest.raises(NotPermitted):
        leave(world, by=world.hana, who=world.susan)
    assert leave(world, by=world.hana, who=world.marcus, successor=world.susan).handed_over == 2


@pytest.mark.parametrize("slug", ["susan", "hana"])
def test_nobody_of_the_office_hands_plans_to_themselves(council, slug):
    world = council
    User.objects.filter(pk=world.hana.pk).update(keeps_colleagues=True)
    by = User.objects.get(pk=getattr(world, slug).pk)
    Membership.objects.filter(user=by).update(ended_at=clock.now())
    with pytest.raises(Invalid):
        leave(world, by=by, successor=by)
    with pytest.raises(Invalid):
        arrange_cover(by, world.marcus.pk, covering=by.pk, from_on=world.today, until_on=world.today, today=world.today, now=clock.now())
    for reference in (SAM, NADIAS):
        with pytest.raises(NotFound):
            open_plan(by, reference, today=world.today)


def test_nobody_outside_the_council_takes_plans_over(council):
    world = council
    User.objects.filter(pk=world.priya.pk).update(organisation=Organisation.objects.get(kind="setting"))
    with pytest.raises(Invalid):
        leave(world, successor=world.priya)
    with pytest.raises(Invalid):
        cover(world, who=world.priya)


def test_the_last_leader_stays_and_nobody_ends_themselves(council):
    world = council
    with pytest.raises(NotPermitted):
        leave(world, who=world.susan)
    User.objects.filter(pk=world.hana.pk).update(is_leader=True)
    leave(world, by=world.hana, who=world.susan)
    assert User.objects.filter(is_leader=True).get() == world.hana


def test_a_family_is_nobody_of_the_office(council):
    with pytest.raises(NotFound):
        leave(council, who=council.amara)


def test_a_hundred_and_fifty_plans_are_handed_over_in_under_five_seconds(council, django_assert_max_num_queries):
    world = council
    for number in range(148):
        facts = PlanFacts(
            first_name="Child",
            last_name=str(number),
            born_on=world.today - timedelta(days=3000),
            request_received_on=world.today,
        )
        open_new(facts, by=world.marcus, today=world.today, now=world.now)
    begun = time.perf_counter()
    with django_assert_max_num_queries(40 + 150 * 4):
        assert leave(world, successor=world.hana).handed_over == 150
    took = time.perf_counter() - begun
    print(f"150 plans handed over in {took:.2f} s")
    assert took < 5


def cover(world, days=(0, 14), who=None):
    since, until = (world.today + timedelta(days=day) for day in days)
    who = (who or world.hana).pk
    return arrange_cover(world.susan, world.marcus.pk, covering=who, from_on=since, until_on=until, today=world.today, now=world.now)


@pytest.mark.parametrize(("days", "field"), [((-1, 5), "from_on"), ((5, 4), "until_on"), ((0, 367), "until_on")])
def test_a_cover_begins_today_or_later_and_ends_within_a_year(council, days, field):
    with pytest.raises(Invalid) as wrong:
        cover(council, days=days)
    assert list(wrong.value.errors) == [field]
    assert cover(council, days=(0, 366)).plans > 0


@pytest.mark.parametrize(("day", "covers"), [(4, False), (5, True), (14, True), (15, False)])
def test_a_cover_holds_from_the_first_day_to_the_last_and_ends_by_itself(council, day, covers):
    world = council
    User.objects.filter(pk=world.tess.pk).update(organisation=world.susan.organisation)
    assert cover(world, (5, 14), world.tess).plans == 2
    then = world.today + timedelta(days=day)
    assert (Role.COORDINATOR in open_plan(world.tess, SAM, today=then).circle.roles) is covers
    assert Role.COORDINATOR in open_plan(world.marcus, SAM, today=then).circle.roles


def test_the_list_of_people_says_for_whom_and_until_when(client, council):
    cover(council)
    client.force_login(council.amara)
    page = client.get(f"/plans/{SAM}/people/").content.decode()
    assert "Covers for Marcus Bell" in page


def test_a_cover_ends_early(council):
    world = council
    cover(world)
    ended = end_cover(world.susan, world.marcus.pk, covering=world.hana.pk, today=world.today, now=world.now)
    assert ended == 2
    assert Role.COORDINATOR not in open_plan(world.hana, SAM, today=world.today).circle.roles
    with pytest.raises(NotFound):
        end_cover(world.susan, world.marcus.pk, covering=world.hana.pk, today=world.today, now=world.now)


def test_nobody_covers_in_the_plan_of_their_own_child(council):
    world = council
    User.objects.filter(pk=world.nadia.pk).update(organisation=world.susan.organisation)
    arranged = cover(world, who=world.nadia)
    assert arranged.left_out == (NADIAS,)
    assert arranged.plans == 1
    assert open_plan(world.nadia, NADIAS, today=world.today).circle.roles == (Role.PARENT,)


def test_a_cover_is_not_arranged_twice_nor_backwards(council):
    cover(council)
    with pytest.raises(Invalid):
        cover(council)
    with pytest.raises(Invalid):
        cover(council, (3, 2), council.susan)
    with pytest.raises(Invalid):
        cover(council, (-1, 2), council.susan)


def test_a_cover_is_no_coordinator_to_leave_a_plan_to(council):
    from permissions.refusals import NotNow

    world = council
    cover(world)
    marcus = Membership.objects.get(user=world.marcus, content_object=world.sam.circle)
    with pytest.raises(NotNow):
        end_membership(world.hana, SAM, marcus.pk, reason="Moves on", today=world.today, now=world.now)


def test_whoever_covers_and_takes_over_stays_for_good(council):
    world = council
    cover(world)
    leave(world, successor=world.hana)
    later = world.today + timedelta(days=400)
    assert Role.COORDINATOR in open_plan(world.hana, SAM, today=later).circle.roles


def test_leaving_and_covering_stand_in_the_ledgers(council):
    world = council
    cover(world)
    leave(world, successor=world.hana)
    verbs = set(world.sam.circle.entries.values_list("verb", flat=True))
    assert {"arrange_cover", "take_plan_over", "end_membership"} <= verbs
    assert ServiceEntry.objects.filter(verb="leave_service", person=world.marcus, actor=world.susan).count() == 1
