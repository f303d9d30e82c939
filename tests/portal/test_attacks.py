"""What somebody with a bad wish tried against the finished house; each test is an attack that once told or opened too much."""

import re
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from comments.actions.answer_thread import answer_thread
from comments.actions.open_thread import Opening, open_thread
from permissions import grants
from permissions.clock import LONDON
from permissions.models import Membership, User
from permissions.refusals import Invalid
from permissions.vocabulary import Code, Role, Verb
from plans.access import everyone_in, open_plan
from plans.actions.add_item import add_item
from plans.actions.add_member import MemberFacts, add_member
from plans.actions.end_membership import end_membership
from plans.actions.grant_section import grant_section
from plans.actions.open_plan import ParentFacts, PlanFacts
from plans.actions.open_plan import open_plan as open_new_plan
from plans.actions.writing import ItemWords
from plans.saying import long_date
from plans.statute.sections import Kind
from portal.sockets.live import has_shrunk
from tests.world import SAM, World

HOUR = re.compile(r"\b\d\d:\d\d\b")


def browser_of(person: User) -> Client:
    browser = Client()
    browser.force_login(person)
    return browser


def page_of(person: User, address: str = "") -> str:
    return browser_of(person).get(f"/plans/{SAM}/{address}").content.decode()


def at(world: World, hour: int, minute: int = 0) -> dict:
    """Give the clock of an hour of yesterday in London."""
    yesterday = world.today - timedelta(days=1)
    return {"today": world.today, "now": datetime.combine(yesterday, datetime.min.time(), LONDON).replace(hour=hour, minute=minute)}


def put_into_team(world: World, person: User) -> None:
    """Let a person work in the team of the council that manages Sam's plan."""
    person.groups.add(world.sam.team.group)


def gives(world: World, person: User, role: Role) -> Membership:
    return grants.give_role(circle=world.sam.circle, person=person, role=role, from_on=world.today)


def facts(world: World, person: User, role: Role, **more: object) -> MemberFacts:
    return MemberFacts(email=person.email, name=person.name, role=role, from_on=world.today, basis="Asked to", **more)  # type: ignore[arg-type]


# A parent who works for the council.


def test_a_father_who_works_in_the_councils_team_reads_no_address_of_the_mother(world):
    put_into_team(world, world.joel)
    page = page_of(world.joel, "people/")
    for word in ("7 Safe Harbour Row", "amara@example.org", "Amara", "Pam Whitlock"):
        assert word not in page
    assert "Marcus Bell" in page


def test_a_father_who_works_in_the_councils_team_keeps_no_circle_and_cuts_no_version(world):
    put_into_team(world, world.joel)
    browser = browser_of(world.joel)
    number = Membership.objects.get(user=world.amara).pk
    assert browser.get(f"/plans/{SAM}/people/{number}/").status_code == 403
    assert browser.get(f"/plans/{SAM}/versions/new/").status_code == 403
    assert not everyone_in(world.sam, today=world.today)[world.joel.pk].keeps_circle


def test_another_of_the_team_still_keeps_the_circle(world):
    put_into_team(world, world.zoe)
    assert "7 Safe Harbour Row" in page_of(world.zoe, "people/")


def test_nobody_opens_a_plan_in_which_they_are_the_parent_themselves(world):
    own = PlanFacts(
        first_name="Max",
        last_name="Bell",
        born_on=world.today - timedelta(days=3000),
        request_received_on=world.today,
        parents=(ParentFacts(name="Marcus Bell", email="Marcus@example.org", relationship="Father"),),
    )
    with pytest.raises(Invalid) as refused:
        open_new_plan(own, by=world.marcus, today=world.today, now=world.now)
    assert "parents" in refused.value.errors


@pytest.mark.parametrize(("slug", "role"), [("joel", Role.COORDINATOR), ("tess", Role.PARENT), ("tess", Role.SUPPORTER)])
def test_nobody_is_taken_in_on_both_sides_of_a_plan(world, slug, role):
    chosen = {"chosen_by": world.amara.pk} if role is Role.SUPPORTER else {}
    with pytest.raises(Invalid) as refused:
        add_member(world.marcus, SAM, facts(world, getattr(world, slug), role, **chosen), today=world.today, now=world.now)
    assert "email" in refused.value.errors


# A parent who is there in another role too.


@pytest.mark.parametrize("role", [Role.SENCO, Role.TEACHER, Role.THERAPIST])
def test_a_mother_who_also_works_at_the_school_acts_as_the_mother(world, role):
    Membership.objects.filter(user=world.amara).delete()
    gives(world, world.amara, role)
    gives(world, world.amara, Role.PARENT)
    assert open_plan(world.amara, SAM, today=world.today).role is Role.PARENT
    assert everyone_in(world.sam, today=world.today)[world.amara.pk].role is Role.PARENT
    hope = ItemWords(kind=Kind.ASPIRATION, text="A pear tree.", spec={"whose": "parent"})
    add_item(world.amara, SAM, "A", hope, put_forward=True, post_key=uuid4(), **at(world, 3, 37))
    page = page_of(world.joel, "sections/A/")
    assert "A pear tree" in page
    assert "03:37" not in page


# A supporter whose chooser has left.


def test_a_supporter_is_outside_as_soon_as_the_last_day_of_the_chooser_is_over(world):
    Membership.objects.filter(user=world.amara).update(until_on=world.today - timedelta(days=1), from_on=world.today - timedelta(days=9))
    browser = browser_of(world.pam)
    assert browser.get(f"/plans/{SAM}/").status_code == 404
    assert browser.get(f"/plans/{SAM}/people/").status_code == 404
    assert "Sam" not in browser.get("/home/?all=1").content.decode()
    assert world.pam.pk not in everyone_in(world.sam, today=world.today)


def test_a_supporter_is_inside_on_the_last_day_of_the_chooser(world):
    Membership.objects.filter(user=world.amara).update(until_on=world.today)
    assert browser_of(world.pam).get(f"/plans/{SAM}/").status_code == 200
    assert "Sam" in browser_of(world.pam).get("/home/?all=1").content.decode()


def test_what_a_supporter_said_for_the_mother_is_not_told_to_the_father_who_chose_them_later(world):
    Membership.objects.filter(user=world.pam).update(from_on=world.today - timedelta(days=9))
    open_thread(Opening(text="Tamarindtoast for Amara.", audience="everyone"), reference=SAM, code="B", by=world.pam, **at(world, 11))
    number = Membership.objects.get(user=world.pam).pk
    end_membership(world.marcus, SAM, number, reason="Asked to", today=world.today, now=world.now)
    chosen = facts(world, world.pam, Role.SUPPORTER, chosen_by=world.joel.pk)
    add_member(world.marcus, SAM, chosen, today=world.today, now=world.now + timedelta(seconds=1))
    assert "Tamarindtoast" not in page_of(world.joel, "sections/B/")
    assert "Tamarindtoast" in page_of(world.amara, "sections/B/")
    later = {"today": world.today, "now": world.now + timedelta(seconds=2)}
    open_thread(Opening(text="Saffronsail for Joel.", audience="everyone"), reference=SAM, code="B", by=world.pam, **later)
    assert "Saffronsail" in page_of(world.joel, "sections/B/")
    assert "Saffronsail" not in page_of(world.amara, "sections/B/")


# Grants of an earlier time.


def test_a_grant_ends_with_the_role_it_was_given_for_also_when_another_role_stays(world):
    senco = Membership.objects.get(user=world.priya)
    gives(world, world.priya, Role.TEACHER)
    grant_section(world.marcus, SAM, senco.pk, Code.D, reason="For one meeting", today=world.today, now=world.now)
    assert open_plan(world.priya, SAM, today=world.today).may(Verb.VIEW, Code.D)
    end_membership(world.marcus, SAM, senco.pk, reason="Left the post", today=world.today, now=world.now)
    add_member(world.marcus, SAM, facts(world, world.priya, Role.SENCO), today=world.today, now=world.now + timedelta(seconds=1))
    assert not open_plan(world.priya, SAM, today=world.today).may(Verb.VIEW, Code.D)
    assert browser_of(world.priya).get(f"/plans/{SAM}/sections/D/").status_code == 403


def test_a_grant_ends_with_a_last_day_also_when_another_role_stays(world):
    senco = Membership.objects.get(user=world.priya)
    gives(world, world.priya, Role.TEACHER)
    grant_section(world.marcus, SAM, senco.pk, Code.D, reason="For one meeting", today=world.today, now=world.now)
    Membership.objects.filter(pk=senco.pk).update(from_on=world.today - timedelta(days=9), until_on=world.today - timedelta(days=1))
    add_member(world.marcus, SAM, facts(world, world.priya, Role.SENCO), today=world.today, now=world.now)
    assert not open_plan(world.priya, SAM, today=world.today).may(Verb.VIEW, Code.D)


# Hours read from what stands around them.


def in_a_row(world: World) -> None:
    """Let Priya ask, Amara answer and Marcus go on, all within an hour of the night."""
    asked = open_thread(
        Opening(text="Who comes on Friday?", audience="everyone"), reference=SAM, code="B", by=world.priya, **at(world, 3, 36)
    )
    answers = {"reference": SAM, "thread": asked.thread.uid, "post_key": None}
    answer_thread("I come.", by=world.amara, **answers, **at(world, 3, 37))
    answer_thread("Good.", by=world.marcus, **answers, **at(world, 3, 38))


def test_the_comments_around_the_mothers_do_not_tell_the_father_when_she_wrote(world):
    in_a_row(world)
    page = page_of(world.joel, "sections/B/")
    talk = page[page.index("Who comes on Friday?") - 1500 : page.index("Good.") + 300]
    assert "I come." in talk
    assert not HOUR.search(talk)
    assert "datetime=" not in talk


def test_the_comments_around_the_mothers_tell_a_professional_the_day_and_no_hour(world):
    in_a_row(world)
    page = page_of(world.okafor, "sections/B/")
    assert "I come." in page
    for hour in ("03:36", "03:37", "03:38"):
        assert hour not in page
    assert f'datetime="{at(world, 3)["now"].date().isoformat()}"' in page


def test_the_council_reads_every_hour_of_a_conversation(world):
    in_a_row(world)
    page = page_of(world.marcus, "sections/B/")
    assert all(hour in page for hour in ("03:36", "03:37", "03:38"))


def test_the_order_of_conversations_does_not_tell_the_father_when_the_mother_began_hers(world):
    for minute, by, text in ((1, world.priya, "Anchor"), (2, world.amara, "Between"), (3, world.marcus, "Buoy")):
        open_thread(Opening(text=f"{text} words.", audience="everyone"), reference=SAM, code="B", by=by, **at(world, 9, minute))
    page = page_of(world.joel, "sections/B/")
    assert page.index("Anchor words") < page.index("Buoy words") < page.index("Between words")
    theirs = page_of(world.marcus, "sections/B/")
    assert theirs.index("Anchor words") < theirs.index("Between words") < theirs.index("Buoy words")


def test_the_order_of_a_history_does_not_tell_a_professional_the_hour_of_the_mother(world):
    Membership.objects.update(from_on=world.today - timedelta(days=30))
    for minute, by, text in ((1, world.priya, "Anchor"), (2, world.amara, "Between"), (3, world.priya, "Buoy")):
        words = ItemWords(kind=Kind.ASPIRATION, text=f"{text} words.", spec={"whose": "child"})
        add_item(by, SAM, "A", words, put_forward=True, post_key=uuid4(), **at(world, 9, minute))
    page = page_of(world.lena, "sections/A/history/")
    places = [page.index(f"{text} words") for text in ("Buoy", "Anchor", "Between")]
    assert places == sorted(places)


def test_the_items_around_the_mothers_do_not_tell_the_father_when_she_added_hers(world):
    for minute, by, text in ((36, world.priya, "Anchor"), (37, world.amara, "Between"), (38, world.priya, "Buoy")):
        words = ItemWords(kind=Kind.ASPIRATION, text=f"{text} words.", spec={"whose": "child"})
        add_item(by, SAM, "A", words, put_forward=True, post_key=uuid4(), **at(world, 3, minute))
    page = page_of(world.joel, "sections/A/")
    assert page.index("Anchor words") < page.index("Between words") < page.index("Buoy words")
    assert not HOUR.search(page)
    assert long_date(at(world, 3)["now"].date()) not in page
    assert "03:36" not in page_of(world.lena, "sections/A/")
    assert "03:37" in page_of(world.marcus, "sections/A/")


# Open pages.


def test_a_coordinators_open_page_with_private_talk_must_go_when_another_role_is_left(world):
    before = open_plan(world.marcus, SAM, today=world.today)
    Membership.objects.filter(user=world.marcus).delete()
    gives(world, world.marcus, Role.WRITER)
    after = open_plan(world.marcus, SAM, today=world.today)
    assert has_shrunk(before, after)
    assert not has_shrunk(after, before)
    assert not has_shrunk(after, after)
