"""The child's own page: a parent opens it with the child, somebody at school only whom the family let; the record says who helped."""

import uuid

import pytest

from permissions import grants
from permissions.models import ChildsHelper, LedgerEntry, Membership, User
from permissions.refusals import NotFound, NotNow, NotPermitted
from permissions.vocabulary import Code, Role
from plans.access import open_plan
from plans.access.childs_page import may_be_let
from plans.actions.help_child import help_child
from plans.actions.let_help_child import let_help_child
from plans.actions.limit_membership import limit_membership
from plans.actions.take_back_help import take_back_help
from plans.models import Item
from tests.plans.pages import PLAN, form_on, is_nothing_to_strangers, is_refused, page_of, visit
from tests.plans.versions_help import write
from tests.world import NADIAS, SAM

PAGE = f"{PLAN}child/"


def when(world):
    return {"today": world.today, "now": world.now}


def number_of(world, slug):
    return Membership.objects.get(user=getattr(world, slug), content_object=world.sam.circle, ended_at=None).pk


def let(world, slug="priya", by="amara"):
    return let_help_child(getattr(world, by), SAM, number_of(world, slug), **when(world))


def say(world, slug, text="I like the big swing.", key=None):
    words = {"how": "Said", "word_for_word": True, "post_key": key or uuid.uuid4()}
    return help_child(getattr(world, slug), SAM, text, **words, **when(world))


def test_sam_says_something_with_his_mother_and_it_stands_in_section_a_for_everyone(world):
    browser = visit(world.amara)
    typed = form_on(browser, f"{PAGE}say/") | {"text": "I like the big swing.", "how": "spoke"}
    answer = browser.post(f"{PAGE}say/", typed, follow=True)
    assert "I like the big swing." in page_of(answer).words
    item = Item.objects.get(voice__speaker="child")
    assert (item.author, item.state, item.voice.speaker_name) == (world.amara, Item.State.PUT_FORWARD, "Sam")
    assert (item.voice.how_gathered, item.voice.gathered_on, item.voice.verbatim) == ("Said, with Amara Adeyemi", None, True)
    entry = LedgerEntry.objects.filter(circle=world.sam.circle).latest("number")
    assert (entry.verb, entry.actor, entry.object_uid, entry.sections) == ("help_child", world.amara, item.uid, " A ")
    for slug in ("joel", "priya", "marcus"):
        assert "I like the big swing." in visit(getattr(world, slug)).get(f"{PLAN}sections/A/").content.decode(), slug


def test_the_page_shows_what_stands_and_nobody_elses_words(world):
    write(world, "amara", "A", "voice", "PARENTWORDS", speaker="parent")
    write(world, "amara", "A", "voice", "KEPTWORDS", speaker="child", speaker_name="Sam", put_forward=False)
    write(world, "joel", "A", "aspiration", "I want to be a driver.", whose="child")
    say(world, "joel", "Green is best.")
    words = page_of(visit(world.amara).get(PAGE)).words
    assert "Green is best." in words
    assert "I want to be a driver." in words
    assert "PARENTWORDS" not in words
    assert "KEPTWORDS" not in words


def test_the_same_form_twice_adds_one_thing_and_one_entry(world):
    key = uuid.uuid4()
    assert say(world, "amara", key=key) == say(world, "amara", key=key)
    assert LedgerEntry.objects.filter(verb="help_child").count() == 1


def test_a_form_that_is_wrong_comes_back_with_what_was_said(world):
    answer = visit(world.amara).post(f"{PAGE}say/", {"text": "My words", "how": "sung"})
    assert answer.status_code == 422
    assert page_of(answer).form_with("text")["text"] == ["My words"]
    assert visit(world.amara).post(f"{PAGE}say/", {"how": "spoke"}).status_code == 422
    assert not Item.objects.exists()


def test_the_senco_opens_the_page_only_while_the_family_lets_her(world):
    is_refused(visit(world.priya).get(PAGE), "family let")
    with pytest.raises(NotPermitted):
        say(world, "priya")
    let(world)
    item = say(world, "priya")
    assert item.voice.how_gathered == "Said, with Priya Raman"
    assert LedgerEntry.objects.get(verb="help_child").actor == world.priya
    assert visit(world.priya).get(PAGE).status_code == 200
    take_back_help(world.joel, SAM, number_of(world, "priya"), **when(world))
    is_refused(visit(world.priya).get(PAGE))
    with pytest.raises(NotPermitted):
        say(world, "priya")


def test_nobody_else_opens_the_page(world):
    let(world)
    for slug in ("pam", "marcus", "hana", "lena", "owen", "grace", "okafor"):
        is_refused(visit(getattr(world, slug)).get(PAGE))
        with pytest.raises(NotPermitted):
            say(world, slug)
    is_nothing_to_strangers(world, PAGE)
    is_nothing_to_strangers(world, f"{PAGE}say/", {"text": "x", "how": "spoke"})
    assert not Item.objects.exists()


def test_only_the_family_with_rights_lets_somebody_and_only_who_adds_to_section_a(world):
    for slug in ("priya", "pam", "marcus", "hana", "owen"):
        with pytest.raises(NotPermitted):
            let(world, by=slug)
        with pytest.raises(NotPermitted):
            take_back_help(getattr(world, slug), SAM, number_of(world, "priya"), **when(world))
        is_refused(visit(getattr(world, slug)).get(f"{PAGE}helpers/"))
    for slug in ("joel", "marcus", "lena", "pam", "owen"):
        with pytest.raises(NotFound):
            let(world, slug)
    for slug in ("nadia", "ines", "root"):
        with pytest.raises(NotFound):
            let(world, by=slug)
    is_nothing_to_strangers(world, f"{PAGE}helpers/{number_of(world, 'priya')}/let/", {})


def test_who_of_the_family_let_her_is_told_to_nobody(world):
    let(world)
    let(world, by="joel")
    assert ChildsHelper.objects.filter(ended_at=None).count() == 1
    for slug in ("joel", "amara"):
        other = "Amara" if slug == "joel" else "Joel"
        body = visit(getattr(world, slug)).get(f"{PAGE}helpers/").content.decode()
        assert "May help" in body
        assert other not in body


def test_a_leave_goes_with_the_membership_it_was_given_to(world):
    let(world)
    ChildsHelper.objects.update(confirmed_at=world.now.replace(year=world.now.year - 1))
    is_refused(visit(world.priya).get(PAGE))
    let(world)
    assert visit(world.priya).get(PAGE).status_code == 200


@pytest.mark.parametrize("stage", ["ended", "finalising"])
def test_the_stage_of_section_a_holds_for_the_child_too(world, stage):
    let(world)
    world.move_to(stage)
    answers = {
        slug: visit(getattr(world, slug)).post(f"{PAGE}say/", {"text": "x", "how": "spoke"}).status_code for slug in ("amara", "priya")
    }
    assert answers["priya"] == 409
    with pytest.raises(NotNow):
        say(world, "priya")
    assert visit(world.priya).get(PAGE).status_code == 200


def may_help(world):
    """Name whom the family of Sam's plan could let, and whether they did."""
    rows = may_be_let(open_plan(world.amara, SAM, today=world.today))
    return {row.user.name: row.is_let for row in rows}


def joins(world, slug, plan):
    world.people[slug] = world.people.get(slug) or User.objects.create_user(f"{slug}@example.org", slug.title())
    return grants.give_role(circle=plan.circle, person=world.people[slug], role=Role.SENCO, from_on=world.today)


def test_a_leave_is_for_one_person_in_one_plan(world):
    joins(world, "dora", world.sam)
    elsewhere = joins(world, "priya", world.nadias)
    let_help_child(world.nadia, NADIAS, elsewhere.pk, **when(world))
    assert may_help(world) == {"Priya Raman": False, "Dora": False}
    is_refused(visit(world.priya).get(PAGE), "family let")
    let(world)
    assert may_help(world) == {"Priya Raman": True, "Dora": False}
    is_refused(visit(world.dora).get(PAGE), "family let")


def test_who_could_be_let_are_those_of_this_plan_who_can_sign_in_and_were_not_limited(world):
    elsewhere = joins(world, "emil", world.nadias)
    joins(world, "dora", world.sam)
    User.objects.filter(pk=world.dora.pk).update(is_active=False)
    let(world)
    assert may_help(world) == {"Priya Raman": True}
    with pytest.raises(NotFound):
        let_help_child(world.amara, SAM, elsewhere.pk, **when(world))
    limit_membership(world.marcus, SAM, number_of(world, "priya"), keep=[Code.A], reason="Section A alone", **when(world))
    assert may_help(world) == {}
    is_refused(visit(world.priya).get(PAGE), "family let")
