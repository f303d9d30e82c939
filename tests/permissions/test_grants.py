"""A starred section granted to one person in one plan, and the grant taken back."""

import pytest

from permissions.models import LedgerEntry, Membership
from permissions.refusals import Invalid, NotFound, NotPermitted
from permissions.vocabulary import Code, Role, Verb
from plans.access import open_plan
from plans.actions.grant_section import grant_section
from plans.actions.limit_membership import limit_membership
from plans.actions.ungrant_section import ungrant_section
from plans.models import SectionGrant
from tests.permissions import expected
from tests.world import IN_SAMS_CIRCLE, SAM


def number_of(world, slug):
    return Membership.objects.get(user=getattr(world, slug), content_object=world.sam.circle, ended_at=None).pk


def grants_to(world, slug, code, by="marcus", reason="Reads it for the review"):
    return grant_section(getattr(world, by), SAM, number_of(world, slug), code, reason=reason, today=world.today, now=world.now)


def takes_back(world, slug, code, by="marcus"):
    return ungrant_section(getattr(world, by), SAM, number_of(world, slug), code, today=world.today, now=world.now)


def sees(world, slug):
    return open_plan(getattr(world, slug), SAM, today=world.today)


def test_a_senco_reads_section_d_once_it_is_granted_and_no_longer_once_it_is_taken_back(world):
    assert Code.D not in sees(world, "priya").visible_sections
    grants_to(world, "priya", Code.D)
    assert sees(world, "priya").may(Verb.VIEW, Code.D)
    assert not sees(world, "priya").may(Verb.EDIT, Code.D)
    takes_back(world, "priya", Code.D)
    assert Code.D not in sees(world, "priya").visible_sections
    assert not SectionGrant.objects.exists()
    verbs = list(LedgerEntry.objects.filter(circle=world.sam.circle).order_by("-number").values_list("verb", "sections")[:2])
    assert verbs == [("ungrant_section", " D "), ("grant_section", " D ")]


def test_a_grant_adds_to_what_the_role_has(world):
    assert not sees(world, "priya").may(Verb.COMMENT, Code.C)
    grants_to(world, "priya", Code.C)
    assert sees(world, "priya").may(Verb.COMMENT, Code.C)
    takes_back(world, "priya", Code.C)
    assert sees(world, "priya").may(Verb.VIEW, Code.C)
    assert not sees(world, "priya").may(Verb.COMMENT, Code.C)


def test_a_grant_is_for_one_person_only(world):
    grants_to(world, "owen", Code.D)
    world.move_to("consulting")
    assert Code.D in sees(world, "owen").visible_sections
    assert Code.D not in sees(world, "priya").visible_sections


def test_exactly_what_the_table_stars_can_be_granted(world):
    for slug, role in [(slug, role) for slug, (_, role) in IN_SAMS_CIRCLE.items()] + [("pam", Role.SUPPORTER), ("amara", Role.PARENT)]:
        for code in Code:
            if expected.starred(role, code):
                grants_to(world, slug, code)
                takes_back(world, slug, code)
            else:
                with pytest.raises(NotPermitted):
                    grants_to(world, slug, code)
    assert not SectionGrant.objects.exists()


def test_granting_twice_writes_one_row_a_verb(world):
    grants_to(world, "priya", Code.D)
    grants_to(world, "priya", Code.D)
    assert SectionGrant.objects.filter(user=world.priya).count() == 1
    takes_back(world, "priya", Code.D)
    entries = LedgerEntry.objects.filter(circle=world.sam.circle).count()
    takes_back(world, "priya", Code.D)
    assert LedgerEntry.objects.filter(circle=world.sam.circle).count() == entries


@pytest.mark.parametrize("by", ["amara", "priya", "tess", "susan"])
def test_nobody_else_grants_or_takes_back(world, by):
    with pytest.raises(NotPermitted):
        grants_to(world, "priya", Code.D, by=by)
    grants_to(world, "priya", Code.D)
    with pytest.raises(NotPermitted):
        takes_back(world, "priya", Code.D, by=by)
    assert Code.D in sees(world, "priya").visible_sections


def test_a_stranger_grants_nothing(world):
    for by in ("nadia", "root"):
        with pytest.raises(NotFound):
            grants_to(world, "priya", Code.D, by=by)


def test_a_grant_asks_for_a_reason(world):
    with pytest.raises(Invalid):
        grants_to(world, "priya", Code.D, reason=" ")
    assert not SectionGrant.objects.exists()


def test_a_supporter_sees_by_a_grant_no_more_than_who_chose_them(world):
    grants_to(world, "pam", Code.D)
    assert Code.D in sees(world, "pam").visible_sections
    limit_membership(world.marcus, SAM, number_of(world, "amara"), keep={Code.A}, reason="Order", today=world.today, now=world.now)
    assert Code.D not in sees(world, "pam").visible_sections


def test_sections_are_granted_and_taken_back_by_the_pages(world, client):
    client.force_login(world.marcus)
    address = f"/plans/{SAM}/people/{number_of(world, 'priya')}/"
    page = client.get(address).content.decode()
    assert "Social care needs" in page
    assert "Outcomes (Section E)" not in page.split("Some sections only")[0]
    assert client.post(f"{address}sections/D/", {"reason": ""}).status_code == 422
    assert client.post(f"{address}sections/E/", {"reason": "x"}).status_code == 403
    answer = client.post(f"{address}sections/D/", {"reason": "For the review"}, follow=True)
    assert "may now read in Social care needs (Section D)" in answer.content.decode()
    assert "Granted" in client.get(address).content.decode()
    client.post(f"{address}sections/D/take-back/")
    assert Code.D not in sees(world, "priya").visible_sections
    assert client.get(f"{address}sections/D/take-back/").status_code == 405
