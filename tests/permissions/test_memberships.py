"""Who comes into a plan and who leaves it: as actions, and as pages."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from permissions import grants, ledger
from permissions.models import Contact, LedgerEntry, Membership, User
from permissions.refusals import Invalid, NotFound, NotNow, NotPermitted
from permissions.vocabulary import Role
from plans.access import everyone_in, open_plan
from plans.actions.add_member import MemberFacts, add_member
from plans.actions.end_membership import end_membership
from plans.actions.grant_section import grant_section
from plans.models import Plan, SectionGrant
from portal.models import OutgoingMail
from tests.world import NADIAS, SAM


def facts(world, **given):
    return MemberFacts(
        **{
            "email": "Virtual.Head@Example.org",
            "name": "Virtual Head",
            "role": Role.VIRTUAL_SCHOOL_HEAD,
            "from_on": world.today,
            "basis": "Sam is looked after",
            **given,
        }
    )


def adds(world, by="marcus", reference=SAM, **given):
    return add_member(getattr(world, by), reference, facts(world, **given), today=world.today, now=world.now)


def ends(world, slug, by="marcus", reason="Has left"):
    number = Membership.objects.get(user=getattr(world, slug), content_object=world.sam.circle, ended_at=None).pk
    return end_membership(getattr(world, by), SAM, number, reason=reason, today=world.today, now=world.now)


def is_in(world, person):
    return person.pk in everyone_in(world.sam, today=world.today)


def people_page(client, world, slug):
    client.force_login(getattr(world, slug))
    return client.get(f"/plans/{SAM}/people/")


def text(response):
    """Give the page without the token of its forms, which is new each time."""
    return re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]*', r"\1", response.content.decode())


@pytest.mark.parametrize("by", ["marcus", "hana"])
def test_a_coordinator_and_a_manager_add_a_person(world, by):
    membership = adds(world, by)
    assert membership.user.email == "virtual.head@example.org"
    assert is_in(world, membership.user)
    entry = LedgerEntry.objects.filter(circle=world.sam.circle).latest("number")
    assert (entry.verb, entry.object_kind, entry.object_uid) == ("add_member", "membership", membership.user.uid)
    assert entry.actor == getattr(world, by)
    assert ledger.first_broken(world.sam.circle) is None


@pytest.mark.parametrize("by", ["amara", "priya", "tess", "susan", "pam", "owen"])
def test_nobody_else_of_the_circle_adds_a_person(world, by):
    with pytest.raises(NotPermitted):
        adds(world, by)
    assert not User.objects.filter(email="virtual.head@example.org").exists()


@pytest.mark.parametrize("by", ["nadia", "root", "ines", "zoe"])
def test_a_stranger_adds_nobody_and_finds_nothing(world, by):
    with pytest.raises(NotFound):
        adds(world, by)
    with pytest.raises(NotFound):
        adds(world, by, reference="ZZZZ-ZZZZ")


def test_a_new_person_with_a_title_is_spoken_of_by_it(world):
    assert adds(world, name="Dr Wren Hall").user.get_short_name() == "Dr Hall"
    assert adds(world, email="other@example.org", name="Wren Hall").user.get_short_name() == "Wren"


def test_a_known_person_keeps_the_name_they_have(world):
    membership = adds(world, email="NADIA@example.org", name="Somebody Else")
    assert membership.user == world.nadia
    assert User.objects.get(pk=world.nadia.pk).name == "Nadia Haddad"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"from_on": -1}, "from_on"),
        ({"until_on": -1}, "until_on"),
        ({"basis": "  "}, "basis"),
        ({"role": Role.SUPPORTER}, "chosen_by"),
        ({"email": "marcus@example.org"}, "email"),
        ({"email": "lena@example.org", "role": Role.THERAPIST}, "email"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(world, given, field):
    given = {name: world.today + timedelta(days=value) if isinstance(value, int) else value for name, value in given.items()}
    before = Membership.objects.count()
    with pytest.raises(Invalid) as wrong:
        adds(world, **given)
    assert field in wrong.value.errors
    assert Membership.objects.count() == before


@pytest.mark.parametrize("chooser", ["marcus", "pam", "nadia", "ines"])
def test_a_supporter_is_chosen_by_a_family_member_of_this_plan_and_by_nobody_else(world, chooser):
    with pytest.raises(Invalid):
        adds(world, role=Role.SUPPORTER, chosen_by=getattr(world, chooser).pk)
    assert adds(world, role=Role.SUPPORTER, chosen_by=world.joel.pk).chosen_by == world.joel


def test_a_membership_that_ran_out_can_begin_again(world):
    grants.give_role(
        circle=world.sam.circle,
        person=world.zoe,
        role=Role.TEACHER,
        from_on=world.today - timedelta(days=9),
        until_on=world.today - timedelta(days=1),
    )
    assert not is_in(world, world.zoe)
    adds(world, email="zoe@example.org", role=Role.TEACHER)
    assert is_in(world, world.zoe)


@pytest.mark.parametrize(("days", "inside"), [(-1, False), (0, True), (1, True)])
def test_a_person_is_in_the_plan_through_the_last_day(world, days, inside):
    adds(world, email="zoe@example.org", until_on=world.today)
    Membership.objects.filter(user=world.zoe).update(from_on=world.today - timedelta(days=9), until_on=world.today + timedelta(days=days))
    assert is_in(world, world.zoe) is inside


def test_who_begins_tomorrow_is_not_in_the_plan_today(world):
    newcomer = adds(world, from_on=world.today + timedelta(days=1)).user
    with pytest.raises(NotFound):
        open_plan(newcomer, SAM, today=world.today)
    assert open_plan(newcomer, SAM, today=world.today + timedelta(days=1))


def test_ending_takes_effect_at_the_next_request(world, client):
    client.force_login(world.lena)
    assert client.get(f"/plans/{SAM}/people/").status_code == 200
    ends(world, "lena")
    assert client.get(f"/plans/{SAM}/people/").status_code == 404
    entry = LedgerEntry.objects.filter(circle=world.sam.circle).latest("number")
    assert (entry.verb, entry.object_uid) == ("end_membership", world.lena.uid)


def test_with_a_parent_go_the_supporters_whom_they_chose(world):
    theirs = adds(world, email="other@example.org", role=Role.SUPPORTER, chosen_by=world.joel.pk).user
    ends(world, "amara")
    assert not is_in(world, world.amara)
    assert not is_in(world, world.pam)
    assert is_in(world, theirs)
    verbs = LedgerEntry.objects.filter(circle=world.sam.circle, verb="end_membership").values_list("object_uid", flat=True)
    assert set(verbs) == {world.amara.uid, world.pam.uid}


def test_the_last_coordinator_cannot_be_ended_and_the_next_one_takes_over(world):
    with pytest.raises(NotNow, match="always has a coordinator"):
        ends(world, "marcus", by="hana")
    newcomer = adds(world, "hana", email="next@example.org", role=Role.COORDINATOR).user
    ends(world, "marcus", by="hana")
    assert Plan.objects.get(pk=world.sam.pk).coordinator == newcomer
    with pytest.raises(NotFound):
        open_plan(world.marcus, SAM, today=world.today)


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
def test_ending_asks_for_a_reason(world, reason):
    with pytest.raises(Invalid):
        ends(world, "lena", reason=reason)
    assert is_in(world, world.lena)


@pytest.mark.parametrize("by", ["joel", "lena", "tess"])
def test_nobody_else_ends_a_membership(world, by):
    with pytest.raises(NotPermitted):
        ends(world, "amara", by=by)
    assert is_in(world, world.amara)


def test_a_membership_of_another_plan_is_not_there(world):
    theirs = Membership.objects.get(user=world.nadia)
    with pytest.raises(NotFound):
        end_membership(world.marcus, SAM, theirs.pk, reason="x", today=world.today, now=world.now)
    assert open_plan(world.nadia, NADIAS, today=world.today)


def test_what_was_granted_does_not_come_back_with_the_next_membership(world):
    number = Membership.objects.get(user=world.priya, ended_at=None).pk
    grant_section(world.marcus, SAM, number, "D", reason="Needs it", today=world.today, now=world.now)
    ends(world, "priya")
    adds(world, email="priya@example.org", role=Role.SENCO)
    assert not SectionGrant.objects.filter(user=world.priya).exists()
    assert "D" not in open_plan(world.priya, SAM, today=world.today).visible_sections


# Who is in this plan, as pages


def test_the_council_the_professionals_and_the_child_see_everybody(world, client):
    grants.give_role(circle=world.sam.circle, person=world.zoe, role=Role.CHILD, from_on=world.today)
    for slug in ("marcus", "priya", "owen", "zoe"):
        page = text(people_page(client, world, slug))
        for name in ("Amara Adeyemi", "Joel Adeyemi", "Pam Whitlock", "Lena Novak", "Hana Suzuki"):
            assert name in page, (slug, name)
        assert "Ines Duarte" not in page


@pytest.mark.parametrize(
    ("slug", "seen", "hidden"), [("amara", "Pam Whitlock", "Joel"), ("pam", "Amara Adeyemi", "Joel"), ("joel", "Lena Novak", "Amara")]
)
def test_a_parent_and_their_supporter_never_see_the_other_parent(world, client, slug, seen, hidden):
    page = text(people_page(client, world, slug))
    assert seen in page
    assert hidden not in page
    assert ("Pam" in page) is (slug != "joel")


def test_a_parent_alone_sees_the_same_page_as_one_beside_another(world, client):
    beside = text(people_page(client, world, "joel"))
    ends(world, "amara")
    alone = text(people_page(client, world, "joel"))
    assert beside == alone


def test_a_teams_people_are_named_to_the_council_only(world, client):
    member = User.objects.create_user("team@example.org", "Terry Teammate")
    member.groups.add(world.sam.team.group)
    assert "Terry Teammate" in text(people_page(client, world, "marcus"))
    for slug in ("amara", "priya"):
        page = text(people_page(client, world, slug))
        assert "North team" in page
        assert "Terry Teammate" not in page


def test_a_safe_contact_is_seen_by_that_person_and_by_who_keeps_the_circle_only(world, client):
    Contact.objects.filter(person=world.joel).update(phone="020 7946 0777")
    for slug, address, phone in (
        ("amara", True, False),
        ("joel", False, True),
        ("marcus", True, True),
        ("hana", True, True),
        ("pam", False, False),
        ("priya", False, False),
        ("grace", False, False),
        ("tess", False, False),
        ("susan", False, False),
    ):
        page = text(people_page(client, world, slug))
        assert ("7 Safe Harbour Row" in page) is address, slug
        assert ("020 7946 0777" in page) is phone, slug
        assert ("amara@example.org" in page) is (slug in ("marcus", "hana")), slug


def test_an_auditor_reads_no_name_of_the_family(world, client):
    auditor = world.people["auditor"] = User.objects.create_user("auditor@example.org", "An Auditor")
    grants.give_role(circle=world.sam.circle, person=auditor, role=Role.AUDITOR, from_on=world.today)
    page = text(people_page(client, world, "auditor"))
    assert "Adeyemi" not in page
    assert "Whitlock" not in page
    assert "Amara" not in page


def test_dates_are_written_out(world, client):
    adds(world, until_on=world.today + timedelta(days=30))
    last = world.today + timedelta(days=30)
    assert f"until {last:%A} {last.day} {last:%B %Y}" in text(people_page(client, world, "amara"))


def test_the_page_costs_as_many_queries_with_one_person_more_as_with_twenty(world, client, django_assert_max_num_queries):
    people_page(client, world, "marcus")
    for number in range(20):
        adds(world, email=f"person{number}@example.org", name=f"Person {number}", role=Role.TEACHER)
    with django_assert_max_num_queries(12):
        client.get(f"/plans/{SAM}/people/")


@pytest.mark.parametrize(
    "path", ["", "add/", "{lena}/", "{lena}/end/", "{lena}/limit/", "{priya}/sections/D/", "../held-back/", "../held-back/C/"]
)
def test_a_stranger_gets_the_page_of_a_plan_that_does_not_exist(world, client, path):
    numbers = {slug: Membership.objects.get(user=getattr(world, slug)).pk for slug in ("lena", "priya")}
    path = path.format(**numbers)
    for slug in ("nadia", "root", "ines"):
        client.force_login(getattr(world, slug))
        theirs = client.get(f"/plans/{SAM}/people/{path}".replace("people/../", ""))
        nowhere = client.get(f"/plans/ZZZZ-ZZZZ/people/{path}".replace("people/../", ""))
        assert theirs.status_code == nowhere.status_code == 404
        assert text(theirs) == text(nowhere)
        assert dict(theirs.headers) == dict(nowhere.headers)


@pytest.mark.parametrize("slug", ["amara", "joel", "priya", "tess", "pam"])
def test_the_ways_to_change_people_are_closed_to_everybody_else(world, client, slug):
    client.force_login(getattr(world, slug))
    number = Membership.objects.get(user=world.lena).pk
    page = text(client.get(f"/plans/{SAM}/people/"))
    assert "Add a person" not in page
    assert not re.search(r"/people/[0-9]+/(?!supporter/)", page)
    for name, args in (
        ("add_member", ()),
        ("member", (number,)),
        ("end_membership", (number,)),
        ("limit_membership", (number,)),
        ("grant_section", (number, "C")),
        ("held_back", ()),
    ):
        assert client.get(reverse(name, args=[SAM, *args])).status_code == 403, name
    answer = client.post(reverse("end_membership", args=[SAM, number]), {"reason": "Because"})
    assert answer.status_code == 403
    assert is_in(world, world.lena)


def test_a_person_is_added_by_the_form_and_gets_a_letter_without_a_name_of_the_child(world, client, django_capture_on_commit_callbacks):
    client.force_login(world.marcus)
    typed = {
        "email": "vsh@example.org",
        "name": "Val Head",
        "role": "virtual_school_head",
        "basis": "Looked after",
        "from_on_day": world.today.day,
        "from_on_month": world.today.month,
        "from_on_year": world.today.year,
    }
    answer = client.post(f"/plans/{SAM}/people/add/", typed, follow=True)
    assert "Val Head was added as: Virtual school head." in text(answer)
    letter = OutgoingMail.objects.get(to="vsh@example.org")
    for word in (SAM, "Sam ", "Adeyemi", "Amara"):
        assert word not in letter.body + letter.subject


def test_a_wrong_form_keeps_what_was_typed_and_stores_nothing(world, client):
    client.force_login(world.marcus)
    typed = {
        "email": "not an address",
        "name": "Val Head",
        "role": "king",
        "basis": "",
        "from_on_day": "soon",
        "from_on_month": "2",
        "from_on_year": "2026",
    }
    answer = client.post(f"/plans/{SAM}/people/add/", typed)
    page = text(answer)
    assert answer.status_code == 422
    assert 'value="not an address"' in page
    assert 'value="Val Head"' in page
    assert 'value="soon"' in page
    assert "Enter an e-mail address in the right form" in page
    assert "must be a real date" in page
    assert not User.objects.filter(name="Val Head").exists()
    assert not OutgoingMail.objects.exists()


def test_ending_says_what_happens_and_then_does_it(world, client):
    client.force_login(world.marcus)
    number = Membership.objects.get(user=world.amara, content_object=world.sam.circle).pk
    address = f"/plans/{SAM}/people/{number}/end/"
    page = text(client.get(address))
    assert "With them go the supporters whom they chose" in page
    assert "Pam Whitlock" in page
    assert client.post(address, {"reason": ""}).status_code == 422
    answer = client.post(address, {"reason": "She asked for it"}, follow=True)
    assert "Amara Adeyemi is no longer in this plan." in text(answer)
    assert not is_in(world, world.amara)
    assert client.post(address, {"reason": "again"}).status_code == 404


def test_the_last_coordinators_page_says_why_it_does_not_go(world, client):
    client.force_login(world.hana)
    number = Membership.objects.get(user=world.marcus, content_object=world.sam.circle).pk
    assert "A plan always has a coordinator" in text(client.get(f"/plans/{SAM}/people/{number}/end/"))
    assert client.post(f"/plans/{SAM}/people/{number}/end/", {"reason": "x"}).status_code == 409


def test_nobody_is_of_the_family_and_of_the_council_in_one_plan(world):
    both = "Nobody is of the family and of the council in one plan. End the other part first, or ask a colleague to take it over."
    for email, role in (("tess@example.org", Role.PARENT), ("amara@example.org", Role.WRITER), ("pam@example.org", Role.AUDITOR)):
        with pytest.raises(Invalid) as wrong:
            adds(world, email=email, role=role)
        assert wrong.value.errors == {"email": both}, email
    assert adds(world, email="priya@example.org", role=Role.PARENT), "a teacher may be a parent"
    assert adds(world, email="tess@example.org", role=Role.LEADER), "and an officer have two parts"
    assert adds(world, email="nadia@example.org", role=Role.WRITER), "and a parent of another child work here"
    Membership.objects.filter(content_object=world.sam.circle, user=world.sonia).update(ended_at=world.now)
    assert adds(world, email="sonia@example.org", role=Role.PARENT), "whose part has ended may come back on the other side"
