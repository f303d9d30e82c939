"""The demo's own door: choose a person, read the mail, a session for benchmarks. In a real service none of it exists."""

import io

import pytest
from django.core.management import CommandError, call_command

from permissions import clock
from portal.demo.cast import BY_SLUG, CAST
from portal.models import OutgoingMail
from tests.world import SAM

NAMES = {
    "amara", "joel", "priya", "owen", "okafor", "lena", "tom", "rao", "bea", "grace", "iqbal", "marcus", "tess", "hana", "susan",
    "corinne", "pam", "sonia", "zoe", "nadia", "ines", "root",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _in_the_demo(settings):
    settings.DEMO = True


def session_for(person):
    out = io.StringIO()
    call_command("demo_session", person, stdout=out)
    return out.getvalue()


def test_the_cast_is_the_cast_of_the_design():
    assert {member.slug for member in CAST} == NAMES
    assert len(CAST) == 22
    assert BY_SLUG["okafor"].called == "Dr Okafor"
    assert BY_SLUG["amara"].email == "amara@example.org"
    assert all(member.line for member in CAST)


def test_everybody_of_the_cast_has_a_button_and_a_line(client, world):
    page = client.get("/demo/").content.decode()
    for member in CAST:
        assert f'value="{member.slug}"' in page
        assert member.name in page


@pytest.mark.parametrize("slug", ["amara", "marcus", "nadia", "zoe"])
def test_one_button_signs_in(client, world, slug):
    assert client.post("/demo/", {"person": slug})["Location"] == "/home/"
    assert client.session["_auth_user_id"] == str(getattr(world, slug).pk)


def test_becoming_somebody_else_leaves_nothing_of_the_first_person(client, world):
    client.post("/demo/", {"person": "marcus"})
    client.post("/home/", {"find": "adeyemi"})
    client.post("/demo/", {"person": "nadia"})
    assert "looked_for" not in client.session
    assert client.get(f"/plans/{SAM}/people/").status_code == 404


@pytest.mark.parametrize("person", ["", "king", "amara@example.org", "sonia\u0000", "AMARA"])
def test_nobody_outside_the_cast_signs_in(client, world, person):
    assert client.post("/demo/", {"person": person}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_a_person_who_is_not_in_the_database_yet_does_not_sign_in(client, db):
    assert client.post("/demo/", {"person": "amara"}).status_code == 404


def test_the_mail_is_shown_newest_first_and_fifty_at_most(client, world):
    for number in range(52):
        OutgoingMail.objects.create(to="amara@example.org", subject=f"Letter {number}", body="Hello <b>you</b>", written_at=clock.now())
    page = client.get("/demo/mail/").content.decode()
    assert page.index("Letter 51") < page.index("Letter 50")
    assert "Letter 1<" not in page
    assert page.count("<article") == 50
    assert "Hello &lt;b&gt;you&lt;/b&gt;" in page


@pytest.mark.parametrize("address", ["/demo/", "/demo/mail/"])
def test_in_a_real_service_there_is_no_such_page(client, world, settings, address):
    settings.DEMO = False
    assert client.get(address).status_code == 404
    assert client.post(address, {"person": "amara"}).status_code in (404, 405)
    assert "_auth_user_id" not in client.session


def test_a_session_is_one_line_that_signs_in(client, world):
    line = session_for("amara")
    assert line.startswith("sessionid=")
    assert line.count("\n") == 1
    client.cookies["sessionid"] = line.strip().removeprefix("sessionid=")
    assert client.get("/home/?all=1").status_code == 200
    assert "Hello Amara" in client.get("/home/?all=1").content.decode()


def test_no_session_is_made_for_somebody_unknown_or_in_a_real_service(world, settings):
    with pytest.raises(CommandError, match="Nobody in the demo is called 'king'"):
        session_for("king")
    settings.DEMO = False
    with pytest.raises(CommandError, match="in the demo only"):
        session_for("amara")


def test_a_session_for_somebody_not_seeded_says_what_to_do(db):
    with pytest.raises(CommandError, match="seed_demo"):
        session_for("amara")
