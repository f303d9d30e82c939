"""The production decision equals the table written by hand, for every role, section and stage."""

import pytest

from permissions.matrix import in_order
from permissions.refusals import NotFound
from permissions.vocabulary import CODES, Role, Stage
from plans.access import everyone_in, open_plan
from plans.models import Section
from tests.permissions.expected import expected_verbs
from tests.world import IN_SAMS_CIRCLE, SAM


@pytest.mark.parametrize("stage", list(Stage))
def test_everybody_may_do_what_the_table_says(world, stage):
    world.move_to(stage)
    roles = {slug: role for slug, (_name, role) in IN_SAMS_CIRCLE.items()} | {
        "amara": Role.PARENT,
        "joel": Role.PARENT,
        "marcus": Role.COORDINATOR,
        "pam": Role.SUPPORTER,
    }
    for slug, role in roles.items():
        access = open_plan(getattr(world, slug), SAM, today=world.today)
        for code in CODES:
            assert in_order(access.sections[code].verbs) == expected_verbs(role, code, stage), (slug, code, stage)


def test_a_plan_is_opened_in_three_queries_and_a_stranger_costs_as_many(world, django_assert_num_queries):
    open_plan(world.amara, SAM, today=world.today)
    with django_assert_num_queries(3):
        open_plan(world.amara, "0000 0sam", today=world.today)
    for who, reference in ((world.nadia, SAM), (world.nadia, "ZZZZ-ZZZZ"), (world.root, SAM), (world.ines, SAM)):
        with django_assert_num_queries(3), pytest.raises(NotFound):
            open_plan(who, reference, today=world.today)


def test_what_one_person_is_told_equals_what_the_circle_is_told(world):
    together = everyone_in(world.sam, today=world.today)
    assert world.ines.pk not in together
    assert world.nadia.pk not in together
    for person in (world.amara, world.pam, world.hana, world.grace):
        assert open_plan(person, SAM, today=world.today).sections == together[person.pk].sections


def test_a_superuser_has_no_permission_on_a_section(world):
    section = Section.objects.get(plan=world.sam, type="F")
    assert world.root.has_perm("plans.view_section", section) is False
    assert world.nadia.has_perm("plans.view_section", section) is False
    assert world.amara.has_perm("plans.view_section", section) is True
    assert world.amara.has_perm("plans.edit_section", section) is False
