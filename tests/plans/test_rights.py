"""The change of rights: through the Friday the parents, from the first moment of the Saturday the young person, by the day alone (domain.md 4.5, CK40)."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permissions import clock, grants
from permissions.models import Membership
from permissions.refusals import NoLongerYours, NotFound
from permissions.vocabulary import CODES, Code, Role, Verb
from plans.access import everyone_in, open_plan
from plans.access.rights import holds_rights, is_addressed
from plans.access.serving import recipients_among
from plans.models import Plan
from plans.statute.rights import Holder, has_moved, holder_on, last_day_of_parents, told_from
from tests.world import SAM

THURSDAY, FRIDAY, SATURDAY, SUNDAY = (date(2026, 6, day) for day in (25, 26, 27, 28))


@pytest.mark.parametrize(
    ("born_on", "last_day"),
    [
        (date(2010, 8, 31), date(2026, 6, 26)),  # the last birthday of a school year: the June before
        (date(2010, 9, 1), date(2027, 6, 25)),  # the first of the next: the June after
        (date(2010, 6, 26), date(2026, 6, 26)),
        (date(2009, 9, 1), date(2026, 6, 26)),
        (date(2011, 12, 31), date(2028, 6, 30)),  # the Friday is the last day of June
        (date(2012, 2, 29), date(2028, 6, 30)),
        (date(2013, 1, 1), date(2029, 6, 29)),
    ],
)
def test_the_parents_hold_the_rights_through_the_last_friday_of_june_of_the_school_year_of_the_sixteenth_birthday(born_on, last_day):
    assert last_day_of_parents(born_on) == last_day
    assert last_day.strftime("%A") == "Friday"


@pytest.mark.parametrize(("day", "moved"), [(THURSDAY, False), (FRIDAY, False), (SATURDAY, True), (SUNDAY, True)])
def test_the_rights_move_with_the_end_of_the_friday(day, moved):
    assert has_moved(FRIDAY, day) is moved
    assert not has_moved(None, day)


def test_the_change_is_spoken_of_from_the_autumn_of_year_eleven_on():
    assert told_from(FRIDAY) == date(2025, 9, 1)


@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.dates(date(2010, 1, 1), date(2050, 1, 1)), st.booleans())
def test_on_each_day_exactly_one_holds_the_rights_and_they_never_go_back(born_on, day, is_represented):
    last_day = last_day_of_parents(born_on)
    holder = holder_on(last_day, day, is_represented=is_represented)
    assert (holder is Holder.PARENTS) is (day <= last_day)
    assert (holder is Holder.YOUNG_PERSON) is (day > last_day and not is_represented)
    assert (holder is Holder.REPRESENTATIVE) is (day > last_day and is_represented)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-06-26T22:59:59Z", FRIDAY),  # 23:59 in London, in summer
        ("2026-06-26T23:00:00Z", SATURDAY),  # midnight in London, an hour before it is in Greenwich
    ],
)
def test_the_day_ends_at_midnight_in_london(moment, day, monkeypatch):
    class Then(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.fromisoformat(moment).astimezone(tz)

    monkeypatch.setattr(clock, "datetime", Then)
    assert clock.today() == day
    assert has_moved(FRIDAY, clock.today()) is (day == SATURDAY)


@pytest.fixture
def zoe(world):
    """Sam's plan as that of a sixteen-year-old who is in it as its child; it is in force."""
    grants.give_role(circle=world.sam.circle, person=world.zoe, role=Role.CHILD, from_on=date(2025, 1, 1))
    Membership.objects.filter(content_object=world.sam.circle).update(from_on=date(2025, 1, 1))
    world.sam.rights_move_on = FRIDAY
    world.sam.save()
    return world


def may(world, slug, day):
    return open_plan(getattr(world, slug), SAM, today=day)


FULL = {Verb.VIEW, Verb.COMMENT, Verb.SUGGEST}


@pytest.mark.parametrize("day", [THURSDAY, FRIDAY])
def test_until_the_end_of_the_friday_nothing_has_changed(zoe, day):
    for slug in ("amara", "joel"):
        assert may(zoe, slug, day).sections[Code.F].by_role >= FULL
        assert may(zoe, slug, day).circle.roles == (Role.PARENT,)
    child = may(zoe, "zoe", day)
    assert child.circle.roles == (Role.CHILD,)
    assert child.sections[Code.G].verbs == frozenset()
    assert set(recipients_among(everyone_in(zoe.sam, today=day))) == {zoe.amara.pk, zoe.joel.pk}


@pytest.mark.parametrize("day", [SATURDAY, SUNDAY])
def test_from_the_saturday_on_the_young_person_has_the_familys_rights_and_the_parents_none(zoe, day):
    young = may(zoe, "zoe", day)
    assert young.circle.roles == (Role.YOUNG_PERSON,)
    assert all(young.sections[code].by_role >= {Verb.VIEW} for code in CODES)
    assert young.sections[Code.F].by_role == may(zoe, "amara", FRIDAY).sections[Code.F].by_role
    for slug in ("amara", "joel", "pam"):  # pam supports amara
        with pytest.raises(NoLongerYours) as refused:
            may(zoe, slug, day)
        assert "Sam" in refused.value.because
        assert "Marcus Bell" in refused.value.because
        assert "27 June 2026" in refused.value.because
    everyone = everyone_in(zoe.sam, today=day)
    assert set(recipients_among(everyone)) == {zoe.zoe.pk}
    assert not {zoe.amara.pk, zoe.joel.pk, zoe.pam.pk} & set(everyone)


def test_a_young_person_who_was_taken_in_as_one_before_the_day_is_the_child_until_then(zoe):
    grants.give_role(circle=zoe.sam.circle, person=zoe.ines, role=Role.YOUNG_PERSON, from_on=date(2026, 1, 1))
    assert may(zoe, "ines", FRIDAY).circle.roles == (Role.CHILD,)
    assert may(zoe, "ines", SATURDAY).circle.roles == (Role.YOUNG_PERSON,)


def test_to_whoever_never_was_in_the_plan_it_is_still_not_there(zoe):
    for day in (FRIDAY, SATURDAY):
        with pytest.raises(NotFound) as refused:
            may(zoe, "nadia", day)
        assert refused.value.status == 404


def test_professionals_and_the_council_notice_no_difference(zoe):
    for slug in ("priya", "lena", "marcus", "hana", "tess"):
        assert may(zoe, slug, FRIDAY).sections == may(zoe, slug, SATURDAY).sections


def keep(world, slug, **sections):
    keeps = {str(getattr(world, slug).pk): sections}
    world.sam.rights = {"keeps": world.sam.rights.get("keeps", {}) | keeps}
    world.sam.save()


def test_a_parent_keeps_what_the_young_person_chose_and_nothing_besides(zoe):
    keep(zoe, "amara", A="full", F="view")
    amara = may(zoe, "amara", SATURDAY)
    assert amara.visible_sections == (Code.A, Code.F)
    assert amara.sections[Code.F].by_role == {Verb.VIEW}
    assert amara.sections[Code.A].by_role == {Verb.VIEW, Verb.COMMENT, Verb.SUGGEST, Verb.ADD}  # and no approval
    assert amara.circle.roles == (Role.SUPPORTER,)  # no rights of their own: nothing is served on them
    assert set(recipients_among(everyone_in(zoe.sam, today=SATURDAY))) == {zoe.zoe.pk}
    with pytest.raises(NoLongerYours):  # what one parent keeps is not the other's
        may(zoe, "joel", SATURDAY)


def test_a_supporter_of_a_parent_sees_at_most_what_that_parent_keeps(zoe):
    keep(zoe, "amara", A="view", I="view")
    pam = may(zoe, "pam", SATURDAY)
    assert pam.visible_sections == (Code.A, Code.I)
    assert {verb for section in pam.sections.values() for verb in section.verbs} == {Verb.VIEW}
    assert may(zoe, "amara", FRIDAY).sections[Code.F].by_role >= FULL  # before the day the choice takes nothing away


def test_what_a_stage_or_the_council_holds_back_stays_so_for_whoever_holds_the_rights(zoe):
    keep(zoe, "amara", **{code.value: "full" for code in CODES})
    zoe.sam.held_back = {"F": "The advice is not in yet."}
    zoe.sam.save()
    for slug in ("zoe", "amara"):
        assert may(zoe, slug, SATURDAY).sections[Code.F].verbs == frozenset()
    zoe.move_to("ended")
    assert not any(Verb.SUGGEST in section.verbs for section in may(zoe, "amara", SATURDAY).sections.values())


def act(world, matter, slug):
    world.sam.rights = {"acts": {matter: getattr(world, slug).pk}}
    world.sam.save()


def test_who_acts_where_a_draft_is_answered_holds_the_rights_alone(zoe):
    act(zoe, "answer", "joel")
    assert may(zoe, "joel", SATURDAY).circle.roles == (Role.REPRESENTATIVE,)
    assert may(zoe, "joel", SATURDAY).sections == may(zoe, "joel", FRIDAY).sections
    assert recipients_among(everyone_in(zoe.sam, today=SATURDAY)) == {zoe.joel.pk: Role.REPRESENTATIVE}
    assert may(zoe, "zoe", SATURDAY).visible_sections == CODES  # the young person goes on reading and saying what they think
    with pytest.raises(NoLongerYours):
        may(zoe, "amara", SATURDAY)
    assert set(recipients_among(everyone_in(zoe.sam, today=FRIDAY))) == {zoe.amara.pk, zoe.joel.pk}  # before the day it means nothing


def test_who_acts_in_another_matter_reads_the_plan_and_is_sent_nothing(zoe):
    act(zoe, "review", "joel")
    joel = may(zoe, "joel", SATURDAY)
    assert joel.visible_sections == CODES
    assert {verb for section in joel.sections.values() for verb in section.by_role} == {Verb.VIEW}
    assert set(recipients_among(everyone_in(zoe.sam, today=SATURDAY))) == {zoe.zoe.pk}


@pytest.mark.parametrize("acts", [None, "amara", "joel"])
@pytest.mark.parametrize("day", [THURSDAY, FRIDAY, SATURDAY, SUNDAY])
def test_letters_supporters_and_drafts_are_of_one_and_the_same_holder(zoe, day, acts):
    if acts:
        act(zoe, "answer", acts)
    access = may(zoe, "marcus", day)
    written = {zoe.amara: Role.PARENT, zoe.joel: Role.PARENT, zoe.zoe: Role.CHILD}
    holders = {person for person, role in written.items() if holds_rights(access, person.pk, role)}
    everyone = everyone_in(zoe.sam, today=day)
    served = {person for person in written if person.pk in recipients_among(everyone)}
    if day <= FRIDAY:
        assert holders == served == {zoe.amara, zoe.joel}
    else:
        assert served == {getattr(zoe, acts or "zoe")}
        assert served <= holders <= {zoe.zoe, *served}


def test_it_costs_no_query_more(zoe, django_assert_num_queries):
    may(zoe, "marcus", FRIDAY)  # the matrix is read
    for day, slug in ((FRIDAY, "amara"), (FRIDAY, "zoe"), (SATURDAY, "zoe"), (SATURDAY, "marcus")):
        with django_assert_num_queries(3):
            may(zoe, slug, day)
    plan = Plan.objects.get(pk=zoe.sam.pk)
    plan.circle  # noqa: B018 read before
    for day in (FRIDAY, SATURDAY):
        with django_assert_num_queries(2):
            everyone_in(plan, today=day, policy=1)


def test_letters_are_for_the_parents_before_and_for_the_young_person_after(zoe):
    before, after = may(zoe, "marcus", FRIDAY), may(zoe, "marcus", SATURDAY)
    assert is_addressed(before, zoe.amara.pk, Role.PARENT)
    assert not is_addressed(before, zoe.zoe.pk, Role.CHILD)
    assert is_addressed(after, zoe.zoe.pk, Role.YOUNG_PERSON)
    assert not is_addressed(after, zoe.amara.pk, Role.PARENT)
