"""The page of mail that did not arrive: leaders see whom it was for and what went wrong, never the words; each message is taken up once."""

import pytest

from permissions import clock
from permissions.models import Membership, ServiceEntry
from portal import mail
from portal.models import OutgoingMail
from tests.at_once import at_once
from tests.committed import committed

State = OutgoingMail.State
PAGE = "/office/mail/"


@pytest.fixture
def susan(world, client, settings):
    settings.MAIL_TRANSPORT = "smtp"
    world.susan.is_leader = True
    world.susan.save()
    client.force_login(world.susan)
    return world.susan


def dead(to="amara@example.org", state=State.FAILED, **facts):
    facts = {"subject": "News about a plan", "body": "Words of the letter", "fault": "The mail server refused it.", "attempts": 1} | facts
    return OutgoingMail.objects.create(to=to, state=state, written_at=clock.now(), **facts)


def test_a_leader_sees_whom_it_was_for_and_what_went_wrong_and_no_word_of_the_letter(susan, world, client):
    dead(to=world.amara.email.upper())
    dead(to="nobody-here@example.org", state=State.BOUNCED)
    dead(to="joel@example.org", state=State.SENT)
    page = client.get(PAGE).content.decode()
    assert f"For {world.amara.name}" in page
    assert world.amara.email not in page.lower()
    assert "For nobody-here@example.org" in page
    assert "The mail server refused it." in page
    assert "Words of the letter" not in page
    assert page.count("I have dealt with it") == 2


def test_only_what_may_have_arrived_warns_that_it_may_arrive_twice(susan, client):
    dead()
    assert "arrive twice" not in client.get(PAGE).content.decode()
    dead(state=State.UNKNOWN)
    assert client.get(PAGE).content.decode().count("it may arrive twice") == 1


def test_an_empty_list_says_that_all_is_well(susan, client):
    assert "Every message has arrived, as far as we know" in client.get(PAGE).content.decode()


def test_the_page_costs_the_same_for_one_and_for_many(susan, client, django_assert_max_num_queries):
    for number in range(60):
        dead(to=f"person{number}@example.org")
    with django_assert_max_num_queries(10):
        page = client.get(PAGE).content.decode()
    assert "There are 10 more." in page


@pytest.mark.parametrize("state", [State.FAILED, State.BOUNCED, State.UNKNOWN])
def test_a_leader_sends_it_again_and_that_is_written_down(susan, world, client, state):
    letter = dead(to=world.amara.email, state=state)
    answer = client.post(f"{PAGE}{letter.pk}/again/", follow=True)
    assert f"The message to {world.amara.name} is being sent again." in answer.content.decode()
    letter.refresh_from_db()
    assert (letter.state, letter.fault) == (State.WAITING, "")
    entry = ServiceEntry.objects.get(verb="send_mail_again")
    assert (entry.actor, entry.person, entry.object_kind) == (susan, world.amara, "mail")


def test_a_leader_takes_it_off_the_list_and_that_is_written_down(susan, client):
    letter = dead()
    assert mail.count_unsent() == 1
    assert client.post(f"{PAGE}{letter.pk}/off-the-list/").status_code == 302
    letter.refresh_from_db()
    assert (letter.state, letter.seen_by, mail.count_unsent()) == (State.FAILED, susan, 0)
    assert ServiceEntry.objects.filter(verb="put_mail_away", actor=susan).count() == 1


@pytest.mark.parametrize("act", ["again", "off-the-list"])
@pytest.mark.parametrize("state", [State.SENT, State.WAITING, State.SENDING])
def test_what_is_on_its_way_is_nobodys_to_take_up(susan, client, act, state):
    letter = dead(state=state)
    assert client.post(f"{PAGE}{letter.pk}/{act}/").status_code == 409
    letter.refresh_from_db()
    assert letter.state == state


@pytest.mark.parametrize("act", ["again", "off-the-list"])
def test_who_comes_second_is_told_so(susan, client, act):
    letter = dead()
    client.post(f"{PAGE}{letter.pk}/off-the-list/")
    answer = client.post(f"{PAGE}{letter.pk}/{act}/")
    assert answer.status_code == 409
    assert "Somebody has dealt with this message already." in answer.content.decode()


def test_a_message_whose_words_are_gone_is_not_sent_empty(susan, client):
    letter = dead(body="", state=State.BOUNCED)
    assert "Send again" not in client.get(PAGE).content.decode()
    assert client.post(f"{PAGE}{letter.pk}/again/").status_code == 409
    letter.refresh_from_db()
    assert letter.state == State.BOUNCED


def test_a_message_that_is_not_there_is_not_found(susan, client):
    assert client.post(f"{PAGE}999999/again/").status_code == 404


@pytest.mark.parametrize("name", ["amara", "marcus", "hana", "priya", "root", "nadia"])
@pytest.mark.parametrize("address", [PAGE, f"{PAGE}1/again/", f"{PAGE}1/off-the-list/"])
def test_nobody_else_learns_that_there_is_such_a_page(world, client, name, address):
    client.force_login(world.people[name])
    answer = client.get(address) if address == PAGE else client.post(address)
    assert answer.status_code == 404


def test_whoever_is_not_signed_in_is_sent_to_the_sign_in_page(client, db):
    assert client.get(PAGE).status_code == 302


@pytest.mark.parametrize("act", ["again", "off-the-list"])
def test_a_link_does_nothing(susan, client, act):
    assert client.get(f"{PAGE}{dead().pk}/{act}/").status_code == 405


def test_whoever_watches_the_service_learns_numbers_and_the_service_stays_well(db, client, settings):
    settings.MAIL_TRANSPORT = "smtp"
    dead()
    OutgoingMail.objects.create(to="amara@example.org", subject="x", body="x", written_at=clock.now().replace(year=2020))
    OutgoingMail.objects.create(to="amara@example.org", subject="x", body="x", written_at=clock.now())
    answer = client.get("/health/")
    assert answer.status_code == 200
    assert (answer.json()["mail_waits"], answer.json()["mail_unsent"]) == (1, 1)


def test_two_leaders_at_one_moment_send_it_once(django_db_setup, django_db_blocker, settings):
    settings.MAIL_TRANSPORT = "smtp"
    with committed(django_db_blocker) as world:
        world.susan.is_leader = True
        world.susan.save()
        letter = dead()
        from portal.mail.dead_letters import send_again

        outcomes = at_once(*[lambda: send_again(world.susan, letter.pk, now=clock.now())] * 3, seed=1)
        assert sorted(isinstance(outcome, str) for outcome in outcomes) == [False, False, True]
        assert ServiceEntry.objects.filter(verb="send_mail_again").count() == 1


def test_the_office_leads_a_leader_there_with_the_number_and_to_break_glass(susan, client):
    assert "Nothing waits for you there" in client.get("/office/").content.decode()
    dead()
    dead(to="joel@example.org", state=State.BOUNCED)
    page = client.get("/office/").content.decode()
    assert f'href="{PAGE}"' in page
    assert 'href="/break-glass/"' in page
    assert "2 messages" in page


def test_the_office_of_whoever_keeps_colleagues_alone_leads_to_neither(world, client):
    world.priya.keeps_colleagues = True
    world.priya.save()
    client.force_login(world.priya)
    dead()
    page = client.get("/office/").content.decode()
    assert PAGE not in page
    assert "/break-glass/" not in page


COMES_BACK = "Mail to this address comes back"


def test_whoever_keeps_the_circle_sees_which_address_is_wrong_and_the_family_does_not(world, client):
    dead(to="Joel@example.org", state=State.BOUNCED)
    dead(to="elsewhere@example.org", state=State.BOUNCED)
    dead(to=world.amara.email, state=State.BOUNCED)
    dead(to=world.amara.email, state=State.SENT)
    client.force_login(world.marcus)
    page = client.get("/plans/0000-0SAM/people/").content.decode()
    assert page.count(COMES_BACK) == 1
    joels, amaras = (Membership.objects.get(user=person, content_object=world.sam.circle_id).pk for person in (world.joel, world.amara))
    assert COMES_BACK in client.get(f"/plans/0000-0SAM/people/{joels}/").content.decode()
    assert COMES_BACK not in client.get(f"/plans/0000-0SAM/people/{amaras}/").content.decode()
    client.force_login(world.joel)
    assert COMES_BACK not in client.get("/plans/0000-0SAM/people/").content.decode()
