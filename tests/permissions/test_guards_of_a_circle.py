"""The guards about the people of a plan: who is the last coordinator, which exceptions count, whose supporter, whose side, who opens by glass."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType

from comments.models import Comment
from comments.strands import chooser_of, is_apart, parents_of
from permissions import grants
from permissions.access import normal_reference
from permissions.models import Circle, Conflict, Membership, User
from permissions.refusals import Invalid, NotFound, NotNow, NotPermitted
from permissions.vocabulary import Code, Role, Verb
from plans.access import open_item, open_plan, open_section, section_permission
from plans.access.circle import (
    chosen_by,
    exceptions_of,
    is_last_coordinator,
    other_coordinators,
    require_chooser,
    require_drafting,
    require_keeper,
    starred,
    written_for,
)
from plans.access.looking import may_watch, needs_successor, require_leader, require_no_part, require_officer, require_watcher
from plans.actions.retire_item import retire_item
from plans.models import Section, SectionGrant
from tests.comments.saying import opens
from tests.plans.versions_help import write
from tests.world import NADIAS, SAM


def opened(world, slug, reference=SAM):
    return open_plan(getattr(world, slug), reference, today=world.today)


def gives(world, person, role, *, plan=None, **more):
    membership = grants.give_role(circle=(plan or world.sam).circle, person=person, role=role, from_on=world.today)
    Membership.objects.filter(pk=membership.pk).update(**more)
    membership.refresh_from_db()
    return membership


def grants_one(world, person, code, verb=Verb.VIEW, *, plan=None):
    permission = Permission.objects.get(content_type=ContentType.objects.get_for_model(Section), codename=f"{verb}_section")
    section = Section.objects.get(plan=plan or world.sam, type__code=code)
    SectionGrant.objects.create(
        user=person, permission=permission, content_object=section, granted_at=world.now, granted_by=world.marcus, reason="Asked for."
    )


def held_in_sams(world, slug, role):
    return Membership.objects.get(user=getattr(world, slug), content_object=world.sam.circle, stands_for=role, ended_at=None)


def test_an_exception_counts_in_its_plan_and_for_its_person_only(world):
    gives(world, world.priya, Role.SENCO, plan=world.nadias)
    grants_one(world, world.priya, "D", plan=world.nadias)
    grants_one(world, world.okafor, "D")
    assert Code.D not in opened(world, "priya").visible_sections
    assert Code.D in opened(world, "okafor").visible_sections
    world.move_to("drafting", world.nadias)
    assert (Code.D, Verb.VIEW) in written_for(opened(world, "marcus", NADIAS), world.priya)


def test_the_exceptions_of_one_person_in_one_plan_are_read_and_no_others(world):
    grants_one(world, world.priya, "D")
    grants_one(world, world.owen, "H1")
    grants_one(world, world.priya, "H2", plan=world.nadias)
    access = opened(world, "marcus")
    assert written_for(access, world.priya) == {(Code.D, Verb.VIEW)}
    assert exceptions_of(access, world.priya).count() == 1


def test_the_last_coordinator_is_whoever_would_leave_none(world):
    access = opened(world, "marcus")
    assert is_last_coordinator(access, held_in_sams(world, "marcus", Role.COORDINATOR))
    assert not is_last_coordinator(access, held_in_sams(world, "priya", Role.SENCO))
    second = gives(world, world.marcus, Role.WRITER)
    assert not is_last_coordinator(access, second), "his other part may end"
    gives(world, world.tess, Role.COORDINATOR)
    assert not is_last_coordinator(access, held_in_sams(world, "marcus", Role.COORDINATOR))


def test_whoever_covers_here_now_is_not_one_to_leave_a_plan_to_and_any_other_coordinator_is(world):
    access = opened(world, "marcus")
    assert other_coordinators(access, world.marcus.pk) == []
    assert other_coordinators(access, world.priya.pk) == [world.marcus.pk]
    cover = gives(world, world.tess, Role.COORDINATOR, covers_for=world.marcus)
    assert other_coordinators(access, world.marcus.pk) == []
    Membership.objects.filter(pk=cover.pk).update(ended_at=world.now)
    gives(world, world.tess, Role.COORDINATOR)
    assert other_coordinators(access, world.marcus.pk) == [world.tess.pk], "a cover that is over takes nothing away"
    gives(world, world.hana, Role.COORDINATOR, plan=world.nadias, covers_for=world.marcus)
    gives(world, world.hana, Role.COORDINATOR)
    assert set(other_coordinators(access, world.marcus.pk)) == {world.tess.pk, world.hana.pk}, "nor does covering in another plan"


def test_who_has_to_name_a_successor_is_the_only_coordinator(world):
    assert needs_successor(opened(world, "marcus"))
    assert not needs_successor(opened(world, "priya"))
    gives(world, world.tess, Role.COORDINATOR)
    assert not needs_successor(opened(world, "marcus"))
    Membership.objects.filter(content_object=world.sam.circle, stands_for=Role.COORDINATOR).update(ended_at=world.now)
    assert not needs_successor(opened(world, "priya")), "where nobody coordinates, it is not for her to name one"


def test_a_supporter_is_found_by_whoever_chose_them_here_while_it_lasts(world):
    amara, joel = opened(world, "amara"), opened(world, "joel")
    pam = held_in_sams(world, "pam", Role.SUPPORTER)
    assert chosen_by(amara, pam.pk) == pam
    elsewhere = gives(world, world.tess, Role.SUPPORTER, plan=world.nadias, chosen_by=world.amara)
    therapist = gives(world, world.owen, Role.THERAPIST, chosen_by=world.amara)
    priyas = held_in_sams(world, "priya", Role.SENCO)
    for access, number in ((joel, pam.pk), (amara, elsewhere.pk), (amara, therapist.pk), (amara, priyas.pk), (amara, 0)):
        with pytest.raises(NotFound):
            chosen_by(access, number)
    grants.end_role(pam, now=world.now)
    with pytest.raises(NotFound):
        chosen_by(amara, pam.pk)


def test_who_keeps_who_chooses_who_watches_and_who_is_an_officer(world):
    doors = {require_keeper: ("marcus", "hana"), require_chooser: ("amara", "joel"), require_officer: ("marcus", "hana", "tess", "susan")}
    doors[require_watcher] = ("amara", "joel", "marcus", "hana", "susan")
    for door, welcome in doors.items():
        for slug in ("amara", "joel", "pam", "priya", "marcus", "hana", "tess", "susan"):
            access = opened(world, slug)
            if slug in welcome:
                door(access)
            else:
                with pytest.raises(NotPermitted):
                    door(access)
    assert may_watch(opened(world, "susan"))
    assert not may_watch(opened(world, "tess"))


def test_a_section_is_held_back_while_the_draft_is_written_only(world):
    require_drafting(opened(world, "marcus"))
    for stage in ("consulting", "final"):
        world.move_to(stage)
        with pytest.raises(NotNow):
            require_drafting(opened(world, "marcus"))


def test_only_what_the_table_stars_is_granted(world):
    assert starred(Role.SENCO, Code.D) == (Verb.VIEW,)
    with pytest.raises(NotPermitted):
        starred(Role.SENCO, Code.B)
    with pytest.raises(NotPermitted):
        starred(Role.THERAPIST, Code.D)


def test_glass_is_broken_by_a_leader_without_a_part_and_without_a_conflict_there(world):
    User.objects.filter(pk=world.zoe.pk).update(is_leader=True)
    world.zoe.refresh_from_db()
    circle, when = Circle.objects.get(reference=normal_reference(SAM)), {"today": world.today}
    require_leader(world.zoe)
    with pytest.raises(NotPermitted):
        require_leader(world.susan)
    assert require_no_part(world.zoe, circle, **when) == circle
    with pytest.raises(Invalid, match="no plan with this reference"):
        require_no_part(world.zoe, None, **when)
    with pytest.raises(Invalid, match="have a part"):
        require_no_part(world.priya, circle, **when)
    for person, place, ended in ((world.zoe, world.nadias.circle, None), (world.tess, circle, None), (world.zoe, circle, world.now)):
        Conflict.objects.create(circle=place, person=person, reason="A neighbour.", declared_at=world.now, ended_at=ended)
    assert require_no_part(world.zoe, circle, **when) == circle, "another plan's, another person's, and one that is over"
    Conflict.objects.create(circle=circle, person=world.zoe, reason="A neighbour.", declared_at=world.now)
    with pytest.raises(Invalid, match="conflict of interest"):
        require_no_part(world.zoe, circle, **when)


def test_each_parent_stands_with_themselves_and_their_supporter_with_them(world):
    sides = {slug: parents_of(opened(world, slug).circle) for slug in ("amara", "joel", "pam", "priya", "marcus")}
    nobody = frozenset()
    assert sides == {
        "amara": {world.amara.pk},
        "joel": {world.joel.pk},
        "pam": {world.amara.pk},
        "priya": nobody,
        "marcus": nobody,
    }


@pytest.mark.parametrize(
    ("reader", "actor", "role", "chooser", "apart"),
    [
        ("joel", "amara", Role.PARENT, None, True),
        ("joel", "joel", Role.PARENT, None, False),
        ("joel", "pam", Role.SUPPORTER, "amara", True),
        ("amara", "pam", Role.SUPPORTER, "amara", False),
        ("amara", "pam", Role.SUPPORTER, None, True),
        ("amara", "joel", Role.REPRESENTATIVE, None, True),
        ("amara", "priya", Role.SENCO, None, False),
        ("pam", "joel", Role.PARENT, None, True),
        ("pam", "amara", Role.PARENT, None, False),
        ("pam", "pam", Role.SUPPORTER, "amara", False),
        ("pam", "pam", Role.SUPPORTER, None, False),
        ("priya", "amara", Role.PARENT, None, False),
        ("marcus", "pam", Role.SUPPORTER, "amara", False),
    ],
)
def test_somebody_is_apart_from_the_other_parents_side_only(world, reader, actor, role, chooser, apart):
    chosen = getattr(world, chooser).pk if chooser else None
    assert is_apart(opened(world, reader).circle, actor=getattr(world, actor).pk, role=role, chosen_by=chosen) is apart


def test_who_had_chosen_a_supporter_is_read_from_their_part_here_when_they_spoke(world):
    vic = User.objects.create_user("vic@example.org", "Vic Field")
    gives(world, vic, Role.SUPPORTER, plan=world.nadias, chosen_by=world.nadia)
    gives(world, vic, Role.THERAPIST, chosen_by=world.amara)
    part = gives(world, vic, Role.SUPPORTER, chosen_by=world.joel)
    said = opens(world, vic, "Mine.", audience="everyone")
    priyas = opens(world, world.priya, "Hers.", audience="everyone")

    def choosers():
        return dict(Comment.objects.annotate(by=chooser_of("author", world.sam.circle_id)).values_list("pk", "by"))

    assert choosers() == {said.pk: world.joel.pk, priyas.pk: None}
    grants.end_role(part, now=world.now + timedelta(hours=1))
    assert choosers()[said.pk] == world.joel.pk, "also of one who has left since"
    Comment.objects.filter(pk=said.pk).update(at=world.now + timedelta(hours=2))
    assert choosers()[said.pk] is None, "what they had said after they left would not be theirs as a supporter"


def test_a_section_is_opened_by_its_letter_in_its_plan(world):
    for code in ("B", "F"):
        access, section = open_section(world.priya, SAM, code, today=world.today)
        assert (section.plan_id, section.code.value, access.plan.pk) == (world.sam.pk, code, world.sam.pk)
    _access, section = open_section(world.marcus, NADIAS, "F", today=world.today)
    assert (section.plan_id, section.code.value) == (world.nadias.pk, "F")
    for reference, code in ((SAM, "Q"), (NADIAS, "B"), ("ZZZZ-ZZZZ", "B")):
        with pytest.raises(NotFound):
            open_section(world.priya, reference, code, today=world.today)


def test_an_item_is_opened_by_its_number_by_whoever_sees_it_and_while_it_is_in_the_plan(world):
    first, second = (write(world, "lena", "B", "need", f"Need {number}.") for number in (1, 2))
    kept = write(world, "lena", "B", "need", "Kept.", put_forward=False)
    for item in (first, second):
        assert open_item(world.priya, SAM, item.uid, today=world.today)[1].pk == item.pk
    assert open_item(world.lena, SAM, kept.uid, today=world.today)[1].pk == kept.pk
    retire_item(world.lena, SAM, second.uid, today=world.today, now=world.now)
    for person, item in ((world.priya, kept), (world.priya, second), (world.lena, second), (world.nadia, first)):
        with pytest.raises(NotFound):
            open_item(person, SAM, item.uid, today=world.today)
    with pytest.raises(NotFound):
        open_item(world.marcus, NADIAS, first.uid, today=world.today)


def test_a_plan_is_opened_by_its_own_reference(world):
    assert opened(world, "marcus").plan.pk == world.sam.pk
    assert opened(world, "marcus", NADIAS).plan.pk == world.nadias.pk
    for slug, reference in (("priya", NADIAS), ("nadia", SAM), ("marcus", "ZZZZ-ZZZZ")):
        with pytest.raises(NotFound):
            opened(world, slug, reference)


def test_a_permission_on_a_section_is_asked_by_its_verb(world):
    section = Section.objects.get(plan=world.sam, type="B")
    assert section_permission(world.priya, "plans.view_section", section)
    assert not section_permission(world.priya, "plans.edit_section", section)
    assert not section_permission(world.priya, "plans.delete_section", section)
    assert not section_permission(world.nadia, "plans.view_section", section)
