"""One page opens a plan: child, parents each with their own safe contact, setting, team, the day of the request."""

import io
import re
from datetime import timedelta

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from files.models import StoredFile
from permissions.models import Child, Circle, Contact, Organisation, User
from permissions.vocabulary import Role
from plans.access import open_plan
from plans.models import IssuedDocument, Plan, Request
from portal.models import OutgoingMail
from tests.files.samples import pdf
from tests.world import SAM

ADDRESS = "/plans/new/"


def day(name, value):
    return {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}


@pytest.fixture
def marcus(client, world):
    client.force_login(world.marcus)
    return client


def key_of(client):
    return re.search(r'name="key" value="([^"]+)"', client.get(ADDRESS).content.decode())[1]


def typed(client, world, **more):
    return {
        "key": key_of(client),
        "first_name": "Yusuf",
        "last_name": "Okonedo",
        "called": "Yu",
        **day("born_on", world.today.replace(year=world.today.year - 6, day=1)),
        **day("request_received_on", world.today - timedelta(days=3)),
        "made_by": "setting",
        "route": "post",
        "parent1-name": "Ruth Okonedo",
        "parent1-email": "Ruth@Example.org",
        "parent1-relationship": "Mother",
        "parent1-channel": "phone",
        "parent1-phone": "020 7946 0888",
        "parent1-safe_times": "Before 3pm",
        "parent1-safe_wording": "Leave no message",
        "parent1-first_language": "Yoruba",
        "parent2-channel": "email",
        **more,
    }


def test_a_plan_is_opened_with_a_child_and_a_parent(marcus, world):
    answer = marcus.post(ADDRESS, typed(marcus, world))
    plan = Plan.objects.latest("pk")
    shown = plan.circle.shown_reference
    assert answer.status_code == 200
    assert f'href="/plans/{shown}/"' in answer.content.decode()
    assert plan.circle.child.calling_name == "Yu"
    assert plan.coordinator == world.marcus
    ruth = User.objects.get(email="ruth@example.org")
    assert open_plan(ruth, shown, today=world.today).role is Role.PARENT
    contact = Contact.objects.get(circle=plan.circle)
    assert (contact.channel, contact.phone, contact.safe_times, contact.first_language) == (
        "phone",
        "020 7946 0888",
        "Before 3pm",
        "Yoruba",
    )
    assert plan.sections.count() == 12


def test_two_parents_get_a_contact_each_a_setting_and_a_team_are_named(marcus, world):
    school = Organisation.objects.get(kind="setting")
    more = {
        "parent2-name": "Ben Okonedo",
        "parent2-email": "ben@example.org",
        "parent2-relationship": "Father",
        "parent2-channel": "post",
        "parent2-address": "1 Other Road",
        "setting": school.pk,
        "team": world.sam.team.pk,
    }
    marcus.post(ADDRESS, typed(marcus, world, **more))
    plan = Plan.objects.latest("pk")
    assert (plan.setting, plan.team) == (school, world.sam.team)
    addresses = dict(Contact.objects.filter(circle=plan.circle).values_list("person__name", "address"))
    assert addresses == {"Ruth Okonedo": "", "Ben Okonedo": "1 Other Road"}


def test_a_plan_can_be_opened_before_a_parent_is_known(marcus, world):
    facts = {name: value for name, value in typed(marcus, world).items() if not name.startswith("parent")}
    assert marcus.post(ADDRESS, facts | {"parent1-channel": "email", "parent2-channel": "email"}).status_code == 302
    assert not Contact.objects.filter(circle=Plan.objects.latest("pk").circle).exists()


def test_a_parent_who_has_come_in_before_needs_no_code_and_keeps_their_name(marcus, world):
    known = marcus.post(ADDRESS, typed(marcus, world, **{"parent1-email": "NADIA@example.org", "parent1-name": "Typed Otherwise"}))
    assert known.status_code == 302
    assert User.objects.get(email="nadia@example.org").name == "Nadia Haddad"
    letter = OutgoingMail.objects.get(to="nadia@example.org")
    assert Plan.objects.latest("pk").circle.shown_reference in letter.body


def test_each_parent_gets_an_invitation_of_their_own_that_says_nothing_of_the_other(marcus, world):
    second = {"parent2-name": "Ben Okonedo", "parent2-email": "ben@example.org", "parent2-relationship": "Father"}
    page = marcus.post(ADDRESS, typed(marcus, world, **second)).content.decode()
    codes = re.findall(r"<code translate=\"no\">([0-9A-Z]{4}-[0-9A-Z]{4})</code>", page)
    assert len(set(codes)) == 2
    ruth, ben = (OutgoingMail.objects.get(to=f"{name}@example.org") for name in ("ruth", "ben"))
    without_link = [re.sub(r"/join/\S+", "", letter.body) for letter in (ruth, ben)]
    assert without_link[0] == without_link[1]
    assert ruth.body != ben.body
    for letter in (ruth, ben):
        for told in ("Ruth", "Ben", "ruth@", "ben@", "Yusuf", "Okonedo", *codes, Plan.objects.latest("pk").circle.shown_reference):
            assert told not in letter.body + letter.subject


def test_the_codes_are_shown_once(marcus, world):
    facts = typed(marcus, world)
    code = re.search(r"<code translate=\"no\">([^<]+)</code>", marcus.post(ADDRESS, facts).content.decode())[1]
    again = marcus.post(ADDRESS, facts, follow=True).content.decode()
    assert code not in again
    assert code not in str(dict(marcus.session))


def test_the_request_is_kept_as_it_came_in_with_its_original_and_the_day_on_which_it_came(marcus, world):
    received = world.today - timedelta(days=3)
    more = {
        "words": "He hides under the table.",
        "missing": "The school's records\n\n- A letter from the GP",
        "original": SimpleUploadedFile("Form.pdf", pdf()),
    }
    marcus.post(ADDRESS, typed(marcus, world, **more))
    request = Request.objects.latest("pk")
    assert (request.received_on, request.made_by, request.route, request.keyed_by) == (received, "setting", "post", world.marcus)
    assert (request.words, request.original.name) == ("He hides under the table.", "Form.pdf")
    shown = request.plan.circle.shown_reference
    page = marcus.get(f"/plans/{shown}/decide/request/").content.decode()
    for told in ("He hides under the table.", "The school or other setting", "By post", "A letter from the GP", "Form.pdf"):
        assert told in page
    original = marcus.get(f"/plans/{shown}/decide/request/original/")
    assert (original.status_code, original["Content-Type"]) == (200, "application/pdf")
    ruth = User.objects.get(email="ruth@example.org")
    marcus.force_login(ruth)
    assert marcus.get(f"/plans/{shown}/decide/request/original/").status_code == 403


def test_each_parent_gets_a_letter_that_the_request_was_received_with_what_comes_next_by_which_day(marcus, world):
    second = {
        "parent2-name": "Ben Okonedo",
        "parent2-email": "ben@example.org",
        "parent2-relationship": "Father",
        "missing": "The school's records",
    }
    marcus.post(ADDRESS, typed(marcus, world, **second))
    letters = {row.recipient.name: row for row in IssuedDocument.objects.select_related("recipient", "happening")}
    assert set(letters) == {"Ruth Okonedo", "Ben Okonedo"}
    received = world.today - timedelta(days=3)
    for name, row in letters.items():
        told = " ".join("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(bytes(row.content))).pages).split())
        assert row.happening.kind == "request_received"
        for weeks in (0, 6, 16, 20):
            due = received + timedelta(weeks=weeks)
            assert f"{due:%A} {due.day} {due:%B %Y}" in told, weeks
        assert f"Dear {name}" in told
        assert "The school's records" in told
        (other,) = set(letters) - {name}
        assert other.split()[0] not in told


def test_a_request_received_long_ago_is_asked_for_again_and_a_file_that_is_refused_opens_nothing(marcus, world):
    long_ago = world.today - timedelta(days=29)
    before = Plan.objects.count()
    asked = marcus.post(ADDRESS, typed(marcus, world, **day("request_received_on", long_ago)))
    assert asked.status_code == 422
    assert "29 days ago" in asked.content.decode()
    bad = typed(marcus, world, original=SimpleUploadedFile("Form.pdf", b"MZ no pdf at all"))
    refused = marcus.post(ADDRESS, bad)
    assert (refused.status_code, Plan.objects.count(), StoredFile.objects.count()) == (422, before, 0)
    sure = {**day("request_received_on", long_ago), "sure": "on", "sure_of": long_ago.isoformat()}
    assert marcus.post(ADDRESS, typed(marcus, world, **sure)).status_code == 200
    assert Plan.objects.latest("pk").request_received_on == long_ago


def test_the_same_form_sent_twice_opens_one_plan(marcus, world):
    facts = typed(marcus, world)
    before = Plan.objects.count()
    first, second = marcus.post(ADDRESS, facts), marcus.post(ADDRESS, facts)
    assert f'href="{second["Location"]}"' in first.content.decode()
    assert Plan.objects.count() == before + 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"first_name": ""}, "Enter the child&#x27;s first name."),
        ({"first_name": "x" * 81}, "can hold 80 characters"),
        ({"first_name": "Yu\u0007"}, "has characters that can&#x27;t be shown"),
        ({"born_on_day": "31", "born_on_month": "2"}, "must be a real date"),
        ({"born_on_year": "2999"}, "must have a year from 1990 to 2100"),
        ({"request_received_on_year": "2090"}, "can&#x27;t be in the future"),
        (
            {"request_received_on_day": "", "request_received_on_month": "", "request_received_on_year": ""},
            "Enter the day the request was received.",
        ),
        ({"parent1-email": "ruth"}, "Enter an e-mail address in the right form"),
        ({"parent1-phone": ""}, "Enter the phone number"),
        ({"parent2-name": "Ben"}, "Enter an e-mail address."),
        (
            {"parent2-name": "B", "parent2-email": "ruth@example.org", "parent2-relationship": "Father"},
            "Two parents have the same e-mail address",
        ),
        ({"setting": "99999"}, "Choose one of the list."),
        ({"made_by": ""}, "Choose who made the request."),
        ({"route": "pigeon"}, "Choose one of the list"),
        ({"missing": "x" * 2001}, "can hold 2,000 characters"),
        ({"key": "forged"}, "This page was open for more than a day"),
    ],
)
def test_what_is_wrong_is_said_what_was_typed_is_kept_and_nothing_is_stored(marcus, world, wrong, sentence):
    before = (Plan.objects.count(), Child.objects.count(), User.objects.count(), Circle.objects.count())
    answer = marcus.post(ADDRESS, typed(marcus, world, last_name="Kept-name", **wrong))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert 'value="Kept-name"' in page
    assert "Something needs putting right" in page
    assert (Plan.objects.count(), Child.objects.count(), User.objects.count(), Circle.objects.count()) == before


def test_a_forged_reference_is_not_taken(marcus, world):
    answer = marcus.post(ADDRESS, typed(marcus, world, key="11112222"))
    assert answer.status_code == 422
    fresh = re.search(r'name="key" value="([^"]+)"', answer.content.decode())[1]
    assert marcus.post(ADDRESS, typed(marcus, world, key=fresh)).status_code == 200
    assert not Circle.objects.filter(reference="11112222").exists()


@pytest.mark.parametrize("slug", ["amara", "priya", "tess", "root"])
def test_nobody_else_opens_a_plan(client, world, slug):
    client.force_login(getattr(world, slug))
    before = Plan.objects.count()
    assert client.get(ADDRESS).status_code == 403
    assert client.post(ADDRESS, {"first_name": "Yusuf"}).status_code == 403
    assert Plan.objects.count() == before


def test_script_in_a_name_is_printed_as_words(marcus, world):
    answer = marcus.post(ADDRESS, typed(marcus, world, first_name="<script>alert(1)</script>", last_name=""))
    assert "<script>alert" not in answer.content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in answer.content.decode()


def test_each_box_of_a_date_has_its_label_and_the_group_its_question(marcus, world):
    page = marcus.get(ADDRESS).content.decode()
    assert 'for="id_born_on_day"' in page
    assert 'id="id_born_on_day"' in page
    assert page.count("<fieldset") >= 5
    assert SAM not in page
