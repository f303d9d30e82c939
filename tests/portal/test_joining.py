"""Come in by an invitation: the link alone opens nothing, looking at it uses nothing up, and no page before the door tells of a child."""

import logging
import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client

from permissions import clock
from permissions.actions.withdraw_invitation import withdraw_invitation
from permissions.models import Invitation, User
from portal.letters.invite import invite_again
from portal.models import OutgoingMail
from tests.world import SAM


@pytest.fixture
def newcomer(world):
    return User.objects.create_user("ravi@example.org", "Ravi Menon")


@pytest.fixture
def code(world, newcomer):
    return invite_again(newcomer, by=world.marcus, now=clock.now()).code


@pytest.fixture
def link(code):
    return re.search(r"https?://[^/]+(/join/\S+/)", OutgoingMail.objects.get(to="ravi@example.org").body)[1]


def accept(client, link, code):
    return client.post("/join/", {"token": link.split("/")[2], "code": code})


def shown(response) -> str:
    return re.sub(r'value="[^"]+"', "", response.content.decode())


def test_link_and_code_lead_home_signed_in(client, link, code, newcomer):
    answer = accept(client, link, code)
    assert (answer.status_code, answer["Location"]) == (302, "/home/")
    assert client.session["_auth_user_id"] == str(newcomer.pk)
    newcomer.refresh_from_db()
    assert newcomer.joined_at is not None


def test_whoever_is_of_an_organisation_sets_up_a_passkey_or_an_app_before_they_are_in(client, world, link, code, newcomer):
    User.objects.filter(pk=newcomer.pk).update(organisation=world.marcus.organisation)
    answer = accept(client, link, code)
    assert answer["Location"] == "/sign-in/set-up/"
    assert "_auth_user_id" not in client.session
    assert client.get("/home/").status_code == 302
    assert client.get("/sign-in/set-up/").status_code == 200


def test_twenty_programs_that_look_at_the_link_use_nothing_up(client, link, code, newcomer):
    before = Invitation.objects.values().get(person=newcomer)
    for number in range(20):
        browser = Client(headers={"user-agent": f"preview {number}"})
        assert (browser.get if number % 2 else browser.head)(link).status_code == 200
        assert "sessionid" not in browser.cookies
    assert Invitation.objects.values().get(person=newcomer) == before
    assert accept(client, link, code).status_code == 302


def test_the_link_alone_lets_nobody_in(client, link, newcomer):
    client.get(link)
    assert client.get("/home/").status_code == 302
    assert accept(client, link, "").status_code == 422
    assert client.get("/home/").status_code == 302


def test_the_code_alone_lets_nobody_in(client, code, newcomer):
    assert accept(client, "/join/other/", code).status_code == 404
    assert accept(client, "/join//", code).status_code == 404
    assert "_auth_user_id" not in client.session


def test_the_page_tells_nothing_of_child_plan_or_anybody(client, world, newcomer):
    from permissions import grants
    from permissions.vocabulary import Role

    grants.give_role(circle=world.sam.circle, person=newcomer, role=Role.PARENT, from_on=world.today)
    invite_again(newcomer, by=world.marcus, now=clock.now())
    letter = OutgoingMail.objects.filter(to="ravi@example.org").latest("pk")
    page = client.get(re.search(r"/join/\S+/", letter.body)[0]).content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    for words in (main, letter.body, letter.subject):
        for told in ("Sam ", "Sam’", "Adeyemi", SAM, "Marcus", "Amara", "Ravi", "ravi@", "child", "coordinator", "parent"):
            assert told.lower() not in words.lower(), told


def test_the_code_is_in_no_letter(link, code):
    for letter in OutgoingMail.objects.all():
        assert code not in letter.body
        assert code.replace("-", "") not in letter.body


def test_used_withdrawn_old_replaced_and_unknown_links_show_one_same_page(world, newcomer, code, link):
    unknown = Client().get(f"/join/{'a' * 43}/")
    pages = {}
    browser = Client()
    accept(browser, link, code)
    pages["used"] = Client().get(link)
    for name, end in {
        "withdrawn": lambda person: withdraw_invitation(person, by=None, now=clock.now()),
        "old": lambda person: Invitation.objects.filter(person=person).update(ends_at=clock.now() - timedelta(seconds=1)),
        "replaced": lambda person: invite_again(person, by=None, now=clock.now()),
        "five wrong": lambda person: Invitation.objects.filter(person=person).update(wrong_codes=5),
    }.items():
        person = User.objects.create_user(f"{name.replace(' ', '')}@example.org", name)
        invite_again(person, by=None, now=clock.now())
        address = re.search(r"/join/\S+/", OutgoingMail.objects.get(to=person.email).body)[0]
        assert Client().get(address).status_code == 200
        end(person)
        pages[name] = Client().get(address)
    for name, page in pages.items():
        assert page.status_code == unknown.status_code == 404, name
        assert shown(page) == shown(unknown), name


def test_the_fifth_wrong_code_says_whom_to_ask_and_then_the_right_one_is_too_late(client, link, code, newcomer):
    wrong = "0000-0000" if code != "0000-0000" else "1111-1111"
    left = [re.search(r"You can try (once more|\d more times)", accept(client, link, wrong).content.decode()) for _ in range(4)]
    assert [found[1] for found in left] == ["4 more times", "3 more times", "2 more times", "once more"]
    last = accept(client, link, wrong)
    assert last.status_code == 404
    assert "fifth wrong code" in last.content.decode()
    assert "coordinator" in last.content.decode()
    assert accept(client, link, code).status_code == 404
    assert "_auth_user_id" not in client.session


def test_what_can_be_no_code_costs_no_try(client, link, code, newcomer):
    for typed in ("", "123", "x" * 70):
        assert accept(client, link, typed).status_code == 422
    assert Invitation.objects.get(person=newcomer).wrong_codes == 0


def test_the_form_is_sent_to_an_address_without_the_secret(client, link):
    page = client.get(link).content.decode()
    assert 'action="/join/"' in page
    assert client.get("/join/").status_code == 404


def test_no_half_of_an_invitation_comes_into_a_log(client, link, code, caplog):
    caplog.set_level(logging.DEBUG)
    token = link.split("/")[2]
    strict = Client(enforce_csrf_checks=True)
    client.get(link)
    accept(client, link, "0000-0001")
    accept(strict, link, code)
    client.get(link + "x/")
    Invitation.objects.update(withdrawn_at=clock.now())
    client.get(link)
    said = " ".join(record.getMessage() + str(record.args) for record in caplog.records if not record.name.startswith("django.db"))
    assert token not in said
    assert code not in said


def test_whoever_was_signed_in_on_this_device_is_signed_out_by_it(client, world, link, code, newcomer):
    client.force_login(world.marcus)
    client.session["kept"] = "of Marcus"
    accept(client, link, code)
    assert client.session["_auth_user_id"] == str(newcomer.pk)
    assert "kept" not in client.session


def test_the_second_person_with_the_same_link_and_code_does_not_come_in(link, code):
    first, second = Client(), Client()
    assert accept(first, link, code).status_code == 302
    assert accept(second, link, code).status_code == 404
    assert "_auth_user_id" not in second.session


def test_the_record_still_holds(link, code, client):
    accept(client, link, code)
    call_command("verify_record")


def test_somebody_who_has_come_in_before_gets_the_reference_and_needs_no_code(world, client):
    client.force_login(world.marcus)
    typed = {
        "email": "nadia@example.org",
        "name": "Nadia",
        "role": "teacher",
        "basis": "Class teacher",
        "from_on_day": world.today.day,
        "from_on_month": world.today.month,
        "from_on_year": world.today.year,
    }
    answer = client.post(f"/plans/{SAM}/people/add/", typed)
    assert answer.status_code == 302
    assert SAM in OutgoingMail.objects.get(to="nadia@example.org").body
    assert not world.nadia.invitations.exists()
