"""A person limited to single sections, the whole role given back, and a section held back from the family."""

import pytest

from permissions.models import LedgerEntry, Membership
from permissions.refusals import Invalid, NotFound, NotNow, NotPermitted
from permissions.vocabulary import Code, Verb
from plans.access import open_plan
from plans.actions.grant_section import grant_section
from plans.actions.hold_back_section import hold_back_section
from plans.actions.lift_limit import lift_limit
from plans.actions.limit_membership import limit_membership
from plans.actions.release_section import release_section
from plans.models import Plan, SectionGrant
from tests.world import SAM


def number_of(world, slug):
    return Membership.objects.get(user=getattr(world, slug), content_object=world.sam.circle, ended_at=None).pk


def limits(world, slug, keep, by="marcus", reason="An order of the court"):
    return limit_membership(getattr(world, by), SAM, number_of(world, slug), keep=keep, reason=reason, today=world.today, now=world.now)


def sees(world, slug):
    return open_plan(getattr(world, slug), SAM, today=world.today)


def hold(world, code, by="marcus", reason="We are checking an address in it."):
    return hold_back_section(getattr(world, by), SAM, code, reason=reason, today=world.today, now=world.now)


def release(world, code, by="marcus"):
    return release_section(getattr(world, by), SAM, code, today=world.today, now=world.now)


def test_a_limited_parent_keeps_the_sections_left_and_their_rights_there(world):
    limits(world, "joel", {Code.A, Code.F})
    access = sees(world, "joel")
    assert access.visible_sections == (Code.A, Code.F)
    assert access.may(Verb.ADD, Code.A)
    assert access.may(Verb.SUGGEST, Code.F)
    assert not access.may(Verb.VIEW, Code.D)
    assert sees(world, "amara").visible_sections == tuple(Code)
    entry = LedgerEntry.objects.filter(circle=world.sam.circle).latest("number")
    assert (entry.verb, entry.sections, entry.object_uid) == ("limit_membership", " A F ", world.joel.uid)


def test_a_limit_can_be_narrowed_and_widened(world):
    limits(world, "joel", {Code.A, Code.F})
    limits(world, "joel", {Code.F, Code.G})
    assert sees(world, "joel").visible_sections == (Code.F, Code.G)


def test_the_whole_role_comes_back(world):
    before = sees(world, "joel").sections
    limits(world, "joel", {Code.A})
    lift_limit(world.marcus, SAM, number_of(world, "joel"), today=world.today, now=world.now)
    assert sees(world, "joel").sections == before
    assert not SectionGrant.objects.filter(user=world.joel).exists()


def test_a_limit_gives_nothing_that_the_role_does_not_have(world):
    limits(world, "lena", {Code.B, Code.D, Code.I})
    assert sees(world, "lena").visible_sections == (Code.B,)


def test_what_was_granted_stays_granted_through_a_limit_that_keeps_its_section(world):
    grant_section(world.marcus, SAM, number_of(world, "priya"), Code.D, reason="Needs it", today=world.today, now=world.now)
    limits(world, "priya", {Code.B, Code.D})
    assert sees(world, "priya").visible_sections == (Code.B, Code.D)
    lift_limit(world.marcus, SAM, number_of(world, "priya"), today=world.today, now=world.now)
    assert sees(world, "priya").may(Verb.VIEW, Code.D)


@pytest.mark.parametrize("slug", ["marcus", "hana"])
def test_who_keeps_the_circle_is_not_limited(world, slug):
    with pytest.raises(NotNow):
        limits(world, slug, {Code.A}, by="hana")
    assert sees(world, slug).visible_sections == tuple(Code)


@pytest.mark.parametrize(("keep", "reason"), [(set(), "x"), ({Code.I}, "x"), ({Code.B}, " ")])
def test_a_limit_needs_a_section_and_a_reason(world, keep, reason):
    with pytest.raises(Invalid):
        limits(world, "lena", keep, reason=reason)
    assert Code.F in sees(world, "lena").visible_sections


@pytest.mark.parametrize("by", ["amara", "tess", "priya"])
def test_nobody_else_limits(world, by):
    with pytest.raises(NotPermitted):
        limits(world, "joel", {Code.A}, by=by)


def test_a_stranger_limits_nobody(world):
    with pytest.raises(NotFound):
        limits(world, "joel", {Code.A}, by="nadia")


def test_a_limit_is_made_and_lifted_by_the_pages(world, client):
    client.force_login(world.marcus)
    address = f"/plans/{SAM}/people/{number_of(world, 'joel')}/"
    assert client.post(f"{address}limit/", {"keep": ["F", "Z"], "reason": "x"}).status_code == 422
    assert client.post(f"{address}limit/", {"keep": [], "reason": "x"}).status_code == 422
    page = client.post(f"{address}limit/", {"keep": ["F"], "reason": "Court order"}, follow=True).content.decode()
    assert "Some sections only" in page
    assert sees(world, "joel").visible_sections == (Code.F,)
    assert "This person is limited to" in client.get(address).content.decode()
    client.post(f"{address}whole/")
    assert sees(world, "joel").visible_sections == tuple(Code)
    client.force_login(world.joel)
    assert "Some sections only" not in client.get(f"/plans/{SAM}/people/").content.decode()


# Held back from the family


@pytest.mark.parametrize("stage", ["requested", "assessing", "drafting", "checking"])
def test_a_section_is_held_back_from_the_family_while_it_is_drafted(world, stage):
    world.move_to(stage)
    hold(world, Code.D)
    for slug in ("amara", "joel", "pam"):
        access = sees(world, slug)
        assert Code.D not in access.visible_sections
        said = "We are checking an address in it." if slug != "pam" else "This part of the plan is written by other people."
        assert access.may(Verb.VIEW, Code.D).because == said
    assert Code.D in sees(world, "grace").visible_sections
    release(world, Code.D)
    assert Code.D in sees(world, "amara").visible_sections
    verbs = list(LedgerEntry.objects.filter(circle=world.sam.circle).order_by("-number").values_list("verb", "sections")[:2])
    assert verbs == [("release_section", " D "), ("hold_back_section", " D ")]


@pytest.mark.parametrize("stage", ["refused", "consulting", "finalising", "final", "amending", "ceasing", "ended"])
def test_from_service_on_nothing_is_held_back(world, stage):
    hold(world, Code.D)
    world.move_to(stage, Plan.objects.get(pk=world.sam.pk))
    assert Code.D in sees(world, "amara").visible_sections
    for act in (hold, release):
        with pytest.raises(NotNow, match="only while the draft is written") as refusal:
            act(world, Code.C)
        assert refusal.value.source == "SEND Regulations 2014, regulation 13"


def test_the_familys_own_words_are_never_held_back(world):
    with pytest.raises(NotPermitted):
        hold(world, Code.A)
    assert Code.A in sees(world, "amara").visible_sections


@pytest.mark.parametrize("by", ["amara", "tess", "grace", "susan"])
def test_nobody_else_holds_back_or_releases(world, by):
    hold(world, Code.D)
    for act in (hold, release):
        with pytest.raises(NotPermitted):
            act(world, Code.D, by=by)
    assert Plan.objects.get(pk=world.sam.pk).held_back == {"D": "We are checking an address in it."}


def test_two_sections_are_held_back_beside_each_other(world):
    hold(world, Code.D)
    hold(world, Code.C, reason="Not ready")
    release(world, Code.D)
    assert Plan.objects.get(pk=world.sam.pk).held_back == {"C": "Not ready"}
    release(world, Code.D)


def test_holding_back_asks_for_a_reason(world):
    with pytest.raises(Invalid):
        hold(world, Code.D, reason="")


def test_sections_are_held_back_and_released_by_the_pages(world, client):
    client.force_login(world.marcus)
    assert client.post(f"/plans/{SAM}/held-back/D/", {"reason": ""}).status_code == 422
    page = client.post(f"/plans/{SAM}/held-back/D/", {"reason": "Being <b>checked</b>"}, follow=True).content.decode()
    assert "Being &lt;b&gt;checked&lt;/b&gt;" in page
    assert "Social care needs (Section D) is held back from the family." in page
    assert client.post(f"/plans/{SAM}/held-back/A/", {"reason": "x"}).status_code == 403
    assert client.post(f"/plans/{SAM}/held-back/Q/", {"reason": "x"}).status_code == 404
    client.post(f"/plans/{SAM}/held-back/D/release/")
    assert Plan.objects.get(pk=world.sam.pk).held_back == {}
    world.move_to("consulting", Plan.objects.get(pk=world.sam.pk))
    assert client.get(f"/plans/{SAM}/held-back/").status_code == 409
