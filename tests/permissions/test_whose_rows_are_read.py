"""Which rows decide who somebody is in a circle: exactly those of that circle, of that person, of today, and of whoever chose them."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import OuterRef, Subquery
from guardian.models import GroupObjectPermission

from permissions import grants
from permissions.models import Circle, Conflict, Membership, SectionType, User
from permissions.refusals import NotFound
from permissions.vocabulary import Code, Role, Verb
from plans.access import open_plan
from tests.world import NADIAS, SAM


@pytest.fixture
def two(world):
    """Add to Sam's plan what stands there, and to Nadia's some who are not in Sam's."""
    world.people["vic"] = User.objects.create_user("vic@example.org", "Vic Field")
    world.people["una"] = User.objects.create_user("una@example.org", "Una Moss")
    return world


def gives(world, slug, role, *, plan=None, chosen_by=None):
    plan, chooser = plan or world.sam, getattr(world, chosen_by) if chosen_by else None
    return grants.give_role(circle=plan.circle, person=getattr(world, slug), role=role, from_on=world.today, chosen_by=chooser)


def team_of(world, name, *slugs, plan=None, role=Role.WRITER):
    group = Group.objects.create(name=name)
    group.user_set.add(*(getattr(world, slug) for slug in slugs))
    grants.give_team_role(circle=(plan or world.sam).circle, group=group, role=role, from_on=world.today)
    return group


def declares(world, slug, *, plan=None, ended=False):
    ended_at = world.now if ended else None
    Conflict.objects.create(
        circle=(plan or world.sam).circle, person=getattr(world, slug), reason="My neighbour.", declared_at=world.now, ended_at=ended_at
    )


def held(world, *slugs, plan=None):
    """Name whose rows are read where these people are asked for, with their roles."""
    people = [getattr(world, slug).pk for slug in slugs]
    names = {person.pk: slug for slug, person in world.people.items()}
    return {(names[row.person], row.role.value) for row in grants.roles_in((plan or world.sam).circle_id, people, today=world.today)}


def lists(world, slug, but_as=None):
    """Name the circles in a person's list, by both ways of asking."""
    person, known = getattr(world, slug), {world.sam.circle_id: "sam", world.nadias.circle_id: "nadias"}
    first = {known[row[0]] for row in grants.first_circles_of(person, today=world.today, at_most=50, but_as=but_as)}
    asked = Circle.objects.filter(grants.is_in_circle(person, "pk", today=world.today, but_as=but_as)).values_list("pk", flat=True)
    assert {known[one] for one in asked} == first
    return first


def across(world, slug):
    """Name the roles of a person in both circles."""
    found = grants.roles_across(getattr(world, slug), [world.sam.circle_id, world.nadias.circle_id], today=world.today)
    known = {world.sam.circle_id: "sam", world.nadias.circle_id: "nadias"}
    return {known[circle]: {role.value for role in roles} for circle, roles in found.items()}


def test_only_those_are_read_who_were_asked_for_and_who_chose_them(two):
    team_of(two, "Writers", "vic", "una")
    assert held(two, "pam") == {("pam", "supporter"), ("amara", "parent")}
    assert held(two, "priya") == {("priya", "senco")}
    assert held(two, "vic") == {("vic", "writer")}
    assert held(two, "nadia") == set()


def test_who_chose_somebody_in_another_plan_is_not_read_here(two):
    gives(two, "vic", Role.SUPPORTER, plan=two.nadias, chosen_by="joel")
    gives(two, "vic", Role.THERAPIST)
    assert held(two, "vic") == {("vic", "therapist")}


def test_whoever_chose_somebody_that_is_over_is_not_read(two):
    grants.end_role(gives(two, "vic", Role.SUPPORTER, chosen_by="joel"), now=two.now)
    gives(two, "vic", Role.THERAPIST)
    assert held(two, "vic") == {("vic", "therapist")}


def test_a_team_counts_in_its_own_plan_and_for_its_active_people_only(two):
    team_of(two, "Nadia's writers", "vic", plan=two.nadias)
    team_of(two, "Sam's writers", "una")
    assert held(two, "vic", "una") == {("una", "writer")}
    assert held(two, "vic", "una", plan=two.nadias) == {("vic", "writer")}
    User.objects.filter(pk=two.una.pk).update(is_active=False)
    assert held(two, "vic", "una") == set()


def test_whoever_can_sign_in_no_more_holds_nothing(two):
    User.objects.filter(pk__in=[two.priya.pk, two.amara.pk]).update(is_active=False)
    assert held(two, "priya", "amara", "joel") == {("joel", "parent")}
    assert held(two, "pam") == {("pam", "supporter")}, "and Pam is nobody, since whoever chose her is not there"
    with pytest.raises(NotFound):
        open_plan(two.pam, SAM, today=two.today)


def test_roles_are_told_of_the_plans_that_were_asked_for_only(two):
    team_of(two, "Sam's team", "vic")
    team_of(two, "Nadia's team", "vic", plan=two.nadias)
    for slug, role in (("marcus", Role.COORDINATOR), ("vic", Role.WRITER)):
        person = getattr(two, slug)
        assert grants.roles_across(person, [two.sam.circle_id], today=two.today) == {two.sam.circle_id: (role,)}
        assert grants.roles_across(person, [], today=two.today) == {}


def test_what_is_asked_beside_each_plan_of_a_list_is_answered(two):
    reference = Subquery(Circle.objects.filter(pk=OuterRef("content_object")).values("reference")[:1])
    rows = grants.first_circles_of(two.priya, today=two.today, at_most=5, also={"called": reference})
    assert rows == [(two.sam.circle_id, "00000SAM")]
    assert grants.first_circles_of(two.priya, today=two.today, at_most=5) == [(two.sam.circle_id,)]


def test_a_conflict_counts_in_its_own_plan_while_it_stands(two):
    declares(two, "tess", plan=two.nadias)
    declares(two, "hana", ended=True)
    assert held(two, "tess", "hana") == {("tess", "writer"), ("hana", "manager")}
    declares(two, "tess")
    declares(two, "hana")
    assert held(two, "tess", "hana") == set()


def test_a_supporter_whom_nobody_of_the_family_chose_is_nobody(two):
    gives(two, "vic", Role.SUPPORTER, chosen_by="priya")
    gives(two, "una", Role.SUPPORTER, chosen_by="pam")
    for person in (two.vic, two.una):
        with pytest.raises(NotFound):
            open_plan(person, SAM, today=two.today)
    assert open_plan(two.pam, SAM, today=two.today).role is Role.SUPPORTER


def test_a_list_of_plans_holds_those_of_this_person_only(two):
    team_of(two, "Nadia's writers", "vic", plan=two.nadias)
    assert lists(two, "vic") == {"nadias"}
    assert lists(two, "una") == set()
    assert lists(two, "priya") == {"sam"}
    assert lists(two, "marcus") == {"sam", "nadias"}


def test_a_conflict_takes_one_plan_from_one_persons_list_while_it_stands(two):
    team_of(two, "Both teams", "vic", "una")
    team_of(two, "Nadia's team", "vic", "una", plan=two.nadias)
    declares(two, "vic")
    declares(two, "marcus", plan=two.nadias)
    declares(two, "una", ended=True)
    assert (lists(two, "vic"), across(two, "vic")) == ({"nadias"}, {"nadias": {"writer"}})
    assert (lists(two, "una"), lists(two, "tess")) == ({"sam", "nadias"}, {"sam"})
    assert (lists(two, "marcus"), across(two, "marcus")) == ({"sam"}, {"sam": {"coordinator"}})


def test_a_list_leaves_out_the_role_that_is_not_asked_for_in_person_and_by_team(two):
    team_of(two, "Nadia's team", "priya", plan=two.nadias, role=Role.COORDINATOR)
    assert lists(two, "marcus", but_as=Role.COORDINATOR) == set()
    assert lists(two, "priya", but_as=Role.COORDINATOR) == {"sam"}
    assert lists(two, "priya", but_as=Role.SENCO) == {"nadias"}


def test_a_supporter_has_a_part_while_whoever_chose_them_has_one_there_of_the_family(two):
    gives(two, "pam", Role.SUPPORTER, plan=two.nadias, chosen_by="amara")
    gives(two, "vic", Role.SUPPORTER, chosen_by="priya")
    gives(two, "una", Role.SUPPORTER, chosen_by="pam")
    assert across(two, "pam") == {"sam": {"supporter"}}, "Amara has no part in Nadia's plan"
    assert across(two, "vic") == {}
    assert across(two, "una") == {}


def test_a_supporter_has_no_part_once_whoever_chose_them_can_sign_in_no_more(two):
    assert across(two, "pam") == {"sam": {"supporter"}}
    User.objects.filter(pk=two.amara.pk).update(is_active=False)
    assert across(two, "pam") == {}


def test_ending_a_parents_part_leaves_what_ended_before_as_it_ended(two):
    before = two.now - timedelta(days=3)
    earlier = gives(two, "vic", Role.SUPPORTER, chosen_by="amara")
    grants.end_role(earlier, now=before)
    grants.end_role(Membership.objects.get(user=two.amara, content_object=two.sam.circle), now=two.now)
    assert Membership.objects.get(pk=earlier.pk).ended_at == before
    assert Membership.objects.get(user=two.pam, content_object=two.sam.circle).ended_at == two.now
    assert Membership.objects.get(user=two.joel, content_object=two.sam.circle).ended_at is None


def test_the_matrix_is_read_from_the_rows_of_roles_on_sections_only(two):
    section = SectionType.objects.get(code="D")
    view = Permission.objects.get(content_type=ContentType.objects.get_for_model(SectionType), codename="view_sectiontype")
    editors = Group.objects.create(name="Editors of guidance")
    GroupObjectPermission.objects.create(group=editors, permission=view, content_type=view.content_type, object_pk=str(section.pk))
    senco = Group.objects.get(name="role: senco")
    other = ContentType.objects.get_for_model(Circle)
    on_circle = Permission.objects.filter(content_type=other).first()
    GroupObjectPermission.objects.create(group=senco, permission=on_circle, content_type=other, object_pk=str(two.sam.circle_id))
    grants.forget_policy()
    assert grants.verbs_of(Role.SENCO, Code.D, policy=1) == frozenset()
    assert grants.verbs_of(Role.SENCO, Code.B, policy=1) == {Verb.VIEW, Verb.COMMENT, Verb.SUGGEST, Verb.ADD}


def test_the_matrix_is_written_where_there_is_none_yet_whatever_else_is_there(two):
    content_type = ContentType.objects.get_for_model(SectionType)
    GroupObjectPermission.objects.filter(content_type=content_type).delete()
    other = ContentType.objects.get_for_model(Circle)
    GroupObjectPermission.objects.create(
        group=Group.objects.create(name="Others"), permission=Permission.objects.filter(content_type=other).first(), content_type=other,
        object_pk=str(two.sam.circle_id),
    )  # fmt: skip
    grants.install_matrix()
    grants.forget_policy()
    assert grants.verbs_of(Role.SENCO, Code.B, policy=1) == {Verb.VIEW, Verb.COMMENT, Verb.SUGGEST, Verb.ADD}
    written = GroupObjectPermission.objects.filter(content_type=content_type).count()
    grants.install_matrix()
    assert GroupObjectPermission.objects.filter(content_type=content_type).count() == written


def test_nadia_is_in_her_own_plan_and_in_no_other(two):
    assert open_plan(two.nadia, NADIAS, today=two.today).role is Role.PARENT
    with pytest.raises(NotFound):
        open_plan(two.nadia, SAM, today=two.today)
