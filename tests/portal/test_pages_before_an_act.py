"""The page that comes before an act asks the same right as the act: it is not shown to whoever would be refused. Written by hand."""

import pytest
from django.urls import reverse

from permissions.models import Membership, User
from plans.actions.break_glass import break_glass
from tests.plans.pages import PLAN, visit
from tests.world import NADIAS

# Address ({amara} and {pam}: the number of their membership, {glass}: of what was opened by glass) | who sees it | who is told that it is not theirs.
PAGES = [
    ("child/", "amara joel", "priya pam marcus"),
    ("child/say/", "amara joel", "priya pam marcus"),
    ("child/helpers/", "amara joel", "priya pam marcus"),
    ("details/yours/phone/", "amara joel", "priya pam marcus"),
    ("details/yours/address/release/", "amara", "priya pam marcus"),
    ("details/people/{amara}/phone/", "marcus hana", "joel amara tess"),
    ("details/child/name/", "marcus hana", "amara priya tess"),
    ("details/child/called/", "amara marcus", "pam priya tess"),
    ("letters/", "marcus hana", "amara tess priya"),
    ("conflict/", "marcus hana tess", "amara priya lena"),
    ("conflicts/", "marcus hana", "tess amara priya"),
    ("who-has-looked/", "amara susan", "priya tess pam"),
    ("notes/", "marcus tess", "amara priya pam"),
    ("people/supporter/", "amara joel", "pam priya marcus"),
    ("people/{pam}/supporter/end/", "amara", "priya marcus"),
    ("people/{amara}/sign-out/", "marcus hana", "joel priya susan"),
    ("/break-glass/", "susan", "hana marcus amara"),
    ("/break-glass/{glass}/later/", "susan", "hana marcus amara"),
]


@pytest.fixture
def leaders(world):
    """Susan and Sonia lead the service, and Sonia has opened Nadia's plan."""
    for one in (world.susan, world.sonia):
        one.is_leader = True
        one.save(update_fields=["is_leader"])
    return world


@pytest.mark.parametrize(("address", "welcome", "refused"), PAGES, ids=[page[0] for page in PAGES])
def test_the_page_is_for_those_who_may_do_what_it_asks(leaders, address, welcome, refused):
    world = leaders
    numbers = {slug: Membership.objects.get(user=world.people[slug], content_object=world.sam.circle).pk for slug in ("amara", "pam")}
    if "{glass}" in address:
        numbers["glass"] = break_glass(world.sonia, NADIAS, reason="Nobody else is on duty", today=world.today, now=world.now).pk
    where = address.format(**numbers) if address.startswith("/") else f"{PLAN}{address.format(**numbers)}"
    seen = {slug: visit(world.people[slug]).get(where).status_code for slug in (*welcome.split(), *refused.split())}
    assert seen == dict.fromkeys(welcome.split(), 200) | dict.fromkeys(refused.split(), 403)


def test_where_nothing_is_written_any_more_no_note_is_taken(world):
    world.move_to("ended")
    browser = visit(world.marcus)
    assert browser.get(f"{PLAN}notes/").status_code == 200
    assert browser.post(f"{PLAN}notes/", {}).status_code == 409
    assert browser.get(f"{PLAN}notes/").status_code == 200


def test_a_child_is_not_asked_for_words_when_none_can_be_taken(world):
    world.move_to("finalising")
    browser = visit(world.amara)
    assert browser.get(f"{PLAN}child/").status_code == 200
    assert browser.get(f"{PLAN}child/say/").status_code == 409


@pytest.mark.parametrize("name", ["demo", "demo_mail"])
def test_a_real_service_has_no_page_of_the_demo(client, world, settings, name):
    assert client.get(reverse(name)).status_code == 200
    settings.DEMO = False
    assert client.get(reverse(name)).status_code == 404
    assert client.post(reverse(name), {"person": "amara"}).status_code in (404, 405)
    assert User.objects.filter(last_login__isnull=False).count() == 0
