"""The office: who keeps the service, and what nobody can do there."""

import re

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from permissions import clock
from permissions.actions.accept_invitation import accept_invitation
from permissions.actions.add_colleague import add_colleague
from permissions.models import Organisation, ServiceEntry, Team, User
from permissions.refusals import Invalid
from permissions.vocabulary import Role
from plans.access import open_plan
from portal.models import OutgoingMail
from tests.world import SAM

PAGES = ("", "people/", "people/add/")
LEADERS_PAGES = ("organisations/", "organisations/add/")


@pytest.fixture
def office(client, world):
    """Sign Susan in as the leader; Priya keeps the people of the school, Hana is of the council."""
    council, school = Organisation.objects.get(kind="council"), Organisation.objects.get(kind="setting")
    User.objects.filter(pk__in=[world.susan.pk, world.hana.pk]).update(organisation=council)
    User.objects.filter(pk=world.susan.pk).update(is_leader=True)
    User.objects.filter(pk=world.priya.pk).update(organisation=school, keeps_colleagues=True)
    User.objects.filter(pk=world.owen.pk).update(organisation=school)
    world.extra |= {"council": council, "school": school}
    client.force_login(User.objects.get(pk=world.susan.pk))
    return client


def sign_in(client, person):
    client.force_login(User.objects.get(pk=person.pk))
    return client


def add(client, organisation, email="ravi@example.org", name="Ravi Menon"):
    return client.post("/office/people/add/", {"email": email, "name": name, "organisation": organisation.pk})


def main(answer) -> str:
    body = answer.content.decode()
    return body[body.index("<main") : body.index("</main>")]


@pytest.mark.parametrize("slug", ["amara", "pam", "marcus", "hana", "root", "nadia"])
def test_the_office_is_closed_to_whoever_keeps_nobody(office, world, slug):
    sign_in(office, getattr(world, slug))
    for page in PAGES + LEADERS_PAGES:
        assert office.get(f"/office/{page}").status_code == 403, page
    assert add(office, world.extra["council"]).status_code == 403
    assert not User.objects.filter(email="ravi@example.org").exists()


def test_a_leader_opens_every_page(office, world):
    for page in PAGES + LEADERS_PAGES:
        assert office.get(f"/office/{page}").status_code == 200, page
    for below in ("", "change/", "duties/", "leave/", "cover/"):
        assert office.get(f"/office/people/{world.marcus.pk}/{below}").status_code == 200, below


def test_whoever_keeps_colleagues_sees_their_own_organisation_and_no_address(office, world):
    sign_in(office, world.priya)
    page = main(office.get("/office/people/"))
    assert "Owen Price" in page
    for told in ("Marcus", "Hana", "@example.org"):
        assert told not in page
    for below in ("", "change/", "leave/", "cover/"):
        assert office.get(f"/office/people/{world.marcus.pk}/{below}").status_code == 404
    for page in (*LEADERS_PAGES, f"people/{world.owen.pk}/duties/", f"teams/{Team.objects.get().pk}/"):
        assert office.get(f"/office/{page}").status_code == 403, page
    assert add(office, world.extra["council"]).status_code == 422
    assert add(office, world.extra["school"]).status_code == 200


def test_a_family_is_not_in_the_list_and_not_behind_an_address(office, world):
    page = main(office.get("/office/people/"))
    assert "Marcus Bell" in page
    for slug in ("amara", "joel", "nadia"):
        assert getattr(world, slug).name not in page
        assert office.get(f"/office/people/{getattr(world, slug).pk}/").status_code == 404
        assert office.post(f"/office/people/{getattr(world, slug).pk}/leave/", {"successor": ""}).status_code == 404


def test_what_is_looked_for_stands_in_no_address(office):
    answer = office.post("/office/people/", {"find": "marcus@example.org"})
    assert answer["Location"] == "/office/people/?found=1"
    page = main(office.get(answer["Location"]))
    assert "Marcus Bell" in page
    assert "Owen Price" not in page


def test_a_person_is_added_invited_and_sees_no_plan(office, world):
    answer = add(office, world.extra["school"])
    code = re.search(r'<code translate="no">([^<]+)</code>', answer.content.decode())[1]
    letter = OutgoingMail.objects.get(to="ravi@example.org")
    ravi = accept_invitation(re.search(r"/join/(\S+)/", letter.body)[1], code, now=clock.now()).person
    assert ravi.organisation == world.extra["school"]
    sign_in(office, ravi)
    assert office.get(f"/plans/{SAM}/").status_code == 404
    assert ServiceEntry.objects.filter(person=ravi, verb="add_colleague", actor=world.susan).exists()


def test_whoever_is_known_already_is_not_taken_over_by_an_organisation(office, world):
    def adds(by, email):
        with pytest.raises(Invalid) as wrong:
            add_colleague(User.objects.get(pk=by.pk), email=email, name="Somebody", organisation=world.extra["school"].pk, now=world.now)
        return wrong.value.errors["email"]

    assert adds(world.priya, "owen@example.org") == "This person is in the list already."
    elsewhere = "This address can’t be added here. Ask a service leader of the council."
    assert {adds(world.priya, f"{slug}@example.org") for slug in ("amara", "hana", "nadia")} == {elsewhere}
    assert adds(world.susan, "hana@example.org") == "This person is of another organisation. Change that on their page."
    User.objects.filter(pk=world.zoe.pk).update(is_active=False)
    assert adds(world.susan, "zoe@example.org") == elsewhere
    assert User.objects.get(pk=world.amara.pk).organisation is None


def test_a_new_invitation_replaces_the_old_one_and_can_be_withdrawn(office, world):
    add(office, world.extra["school"])
    ravi = User.objects.get(email="ravi@example.org")
    assert "not accepted yet" in main(office.get(f"/office/people/{ravi.pk}/"))
    assert office.post(f"/office/people/{ravi.pk}/invite/").status_code == 200
    assert ravi.invitations.filter(withdrawn_at=None).count() == 1
    office.post(f"/office/people/{ravi.pk}/withdraw/")
    assert not ravi.invitations.filter(withdrawn_at=None).exists()
    assert office.post(f"/office/people/{world.marcus.pk}/invite/").status_code == 302
    assert not world.marcus.invitations.exists()


def test_who_had_left_comes_back_by_a_new_invitation_and_with_nothing(office, world):
    assert office.post(f"/office/people/{world.tess.pk}/back/").status_code == 404
    add(office, world.extra["council"])
    ravi = User.objects.get(email="ravi@example.org")
    assert office.post(f"/office/people/{ravi.pk}/leave/").status_code == 302
    ravi.refresh_from_db()
    assert (ravi.is_active, ravi.invitations.filter(withdrawn_at=None).exists()) == (False, False)
    assert office.post(f"/office/people/{ravi.pk}/back/").status_code == 200
    ravi.refresh_from_db()
    assert (ravi.is_active, ravi.left_at, ravi.joined_at) == (True, None, None)


def test_a_closed_account_is_added_to_no_plan(office, world):
    User.objects.filter(pk=world.lena.pk).update(is_active=False, left_at=clock.now())
    sign_in(office, world.marcus)
    today = {"from_on_day": world.today.day, "from_on_month": world.today.month, "from_on_year": world.today.year}
    typed = {"email": "lena@example.org", "name": "Lena", "role": "teacher", "basis": "Back", **today}
    assert office.post(f"/plans/{SAM}/people/add/", typed).status_code == 422


def duties(client, person, *ticked):
    return client.post(f"/office/people/{person.pk}/duties/", {"duties": ticked})


def test_a_leader_gives_and_takes_duties_each_with_an_entry(office, world):
    assert duties(office, world.hana, "may_open_plans", "edits_guidance").status_code == 302
    hana = User.objects.get(pk=world.hana.pk)
    assert (hana.may_open_plans, hana.is_leader) == (True, False)
    assert hana.groups.filter(name="Content editors").exists()
    assert duties(office, world.hana, "is_leader").status_code == 302
    hana.refresh_from_db()
    assert (hana.may_open_plans, hana.is_leader, hana.groups.filter(name="Content editors").exists()) == (False, True, False)
    verbs = set(ServiceEntry.objects.filter(person=hana).values_list("verb", flat=True))
    assert verbs >= {"give_duty_open_plans", "give_duty_edit_guidance", "take_duty_open_plans", "take_duty_edit_guidance", "give_duty_lead"}


def test_nobody_takes_a_duty_on_themselves(office, world):
    assert duties(office, world.susan, "is_leader", "may_open_plans").status_code == 422
    assert not User.objects.get(pk=world.susan.pk).may_open_plans


def test_the_last_leader_stays_a_leader(office, world):
    assert duties(office, world.susan).status_code == 422
    assert User.objects.get(pk=world.susan.pk).is_leader
    duties(office, world.hana, "is_leader")
    assert duties(office, world.susan).status_code == 302
    assert not User.objects.get(pk=world.susan.pk).is_leader
    assert office.get("/office/").status_code == 403


def test_a_leader_must_be_of_the_council(office, world):
    assert duties(office, world.owen, "is_leader").status_code == 422
    assert duties(office, world.owen, "may_open_plans").status_code == 422
    assert duties(office, world.owen, "keeps_colleagues").status_code == 302


def test_organisations_and_teams_are_added_renamed_and_filled(office, world):
    answer = office.post("/office/organisations/add/", {"name": "Oak Lane School", "kind": "setting"})
    school = Organisation.objects.get(name="Oak Lane School")
    assert answer["Location"] == f"/office/organisations/{school.pk}/"
    assert office.post("/office/organisations/add/", {"name": "oak lane school", "kind": "setting"}).status_code == 422
    assert office.post(f"/office/organisations/{school.pk}/", {"name": "Oak School", "kind": "setting"}).status_code == 302
    office.post(f"/office/organisations/{world.extra['council'].pk}/teams/add/", {"name": "South team"})
    team = Team.objects.get(name="South team")
    assert office.post(f"/office/teams/{team.pk}/", {"person": world.hana.pk}).status_code == 302
    assert list(team.group.user_set.all()) == [world.hana]
    office.post(f"/office/teams/{team.pk}/out/", {"person": world.hana.pk})
    assert not team.group.user_set.exists()
    assert office.post(f"/office/teams/{team.pk}/out/", {"person": "x"}).status_code == 404
    assert office.post(f"/office/teams/{team.pk}/rename/", {"name": "South"}).status_code == 302
    assert not Group.objects.filter(name__startswith="role:", user__isnull=False).exists()


def test_nobody_opens_plans_to_themselves_by_a_team(office, world):
    north = Team.objects.get(name="North team")
    assert office.post(f"/office/teams/{north.pk}/", {"person": world.susan.pk}).status_code == 422
    assert not north.group.user_set.exists()


def test_no_member_of_a_family_is_taken_into_a_team(office, world):
    north = Team.objects.get(name="North team")
    assert office.post(f"/office/teams/{north.pk}/", {"person": world.amara.pk}).status_code == 422
    assert Role.PARENT is open_plan(world.amara, SAM, today=world.today).role


def test_the_first_leader_comes_in_by_the_command_and_opens_the_office(client, db, capsys):
    call_command("first_leader", "first@example.org", name="Ida First", council="Northshire Council")
    said = capsys.readouterr().out
    token, code = re.search(r"/join/(\S+)/", said)[1], re.search(r"Joining code:\s+(\S+)", said)[1]
    assert client.post("/join/", {"token": token, "code": code})["Location"] == "/sign-in/set-up/"
    ida = User.objects.get(email="first@example.org")
    assert (ida.is_leader, ida.may_open_plans, ida.organisation.name, ida.organisation.kind) == (
        True,
        False,
        "Northshire Council",
        "council",
    )
    assert not OutgoingMail.objects.exists()


def test_where_somebody_leads_already_the_command_refuses(office, world):
    with pytest.raises(CommandError, match="service leader already"):
        call_command("first_leader", "first@example.org")
    assert not User.objects.filter(email="first@example.org").exists()
    call_command("first_leader", "first@example.org", another=True)
    assert User.objects.get(email="first@example.org").is_leader


def test_the_command_can_be_run_again_until_the_first_leader_has_come_in(db, capsys):
    call_command("first_leader", "first@example.org")
    call_command("first_leader", "first@example.org")
    assert User.objects.filter(is_leader=True).count() == 1
    with pytest.raises(CommandError):
        call_command("first_leader", "no address")
