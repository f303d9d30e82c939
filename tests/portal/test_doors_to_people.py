"""Nobody reaches people, e-mail addresses, teams or groups from Wagtail's admin, and only content editors reach the admin at all."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageLogEntry

from portal.models import GuidancePage, HomePage
from tests.portal.doors import addresses, admin_routes, assert_no_plan
from tests.world import SAM, World

PEOPLE_DOORS = [route for route in admin_routes() if route.startswith(("cms/users/", "cms/groups/"))]


def test_there_are_doors_to_people_that_can_be_tried() -> None:
    assert len(PEOPLE_DOORS) >= 16


@pytest.mark.parametrize("route", PEOPLE_DOORS)
def test_no_editor_of_people_teams_or_groups_opens(root: Client, world: World, route: str) -> None:
    before = list(world.people["amara"].__class__.objects.order_by("pk").values_list("pk", "email", "is_superuser"))
    team = Group.objects.get(name="North team")
    for number in (world.amara.pk, team.pk):
        for address in addresses(route, number):
            assert root.get(address).status_code == 404
            assert root.post(address, {"email": "else@example.org", "name": "Else", "is_superuser": "on"}).status_code == 404
    assert before == list(world.people["amara"].__class__.objects.order_by("pk").values_list("pk", "email", "is_superuser"))


@pytest.mark.parametrize("action", ["assign_role", "delete", "set_active_state"])
def test_no_bulk_action_takes_a_person(root: Client, world: World, action: str) -> None:
    for query in (f"id={world.amara.pk}", "id=all"):
        door = reverse("wagtail_bulk_action", args=["permissions", "user", action])
        assert root.get(f"{door}?{query}").status_code == 404
        assert root.post(f"{door}?{query}").status_code == 404


def test_the_front_page_of_the_admin_names_and_counts_no_plan_and_offers_no_closed_door(root: Client, world: World) -> None:
    PageLogEntry.objects.log_action(world.sam.page, "wagtail.edit", user=world.root)
    Page.objects.filter(pk=world.sam.page_id).update(locked=True, locked_by=world.root)
    body = root.get(reverse("wagtailadmin_home")).content.decode()
    assert " Image" in body
    for closed in (
        "/cms/users/",
        "/cms/groups/",
        "/cms/account/",
        "/cms/reports/",
        "/cms/collections/",
        "/cms/workflows/",
        " Pages <span",
        "/cms/logout/",
    ):
        assert closed not in body, closed
    assert world.root.email not in body
    assert SAM not in body.upper()


def test_the_filters_of_the_explorer_name_nobody_of_a_circle(root: Client, world: World) -> None:
    world.sam.page.owner = world.marcus
    world.sam.page.save()
    body = root.get(reverse("wagtailadmin_explore", args=[HomePage.objects.get().pk])).content.decode()
    assert "Marcus" not in body
    assert "example.org" not in body


@pytest.mark.parametrize("person", ["marcus", "priya", "amara", "susan"])
def test_the_admin_is_closed_to_whoever_is_no_content_editor(client: Client, world: World, person: str) -> None:
    client.force_login(world.people[person])
    for route in admin_routes():
        for address in addresses(route, HomePage.objects.get().pk):
            assert client.get(address).status_code == 404, address


def test_the_admin_sends_whoever_is_not_signed_in_to_the_front_door(client: Client, world: World) -> None:
    for route in admin_routes():
        for address in addresses(route, world.sam.page_id):
            response = client.get(address)
            assert response.status_code == 302, address
            assert response["Location"].startswith("/sign-in/")


def test_a_content_editor_reaches_the_guidance_and_nothing_else(client: Client, world: World, guidance: GuidancePage) -> None:
    editor = world.corinne
    editor.groups.add(Group.objects.get(name="Content editors"))
    client.force_login(editor)
    assert client.get(reverse("wagtailadmin_home")).status_code == 200
    assert client.get(reverse("wagtailadmin_pages:edit", args=[guidance.pk])).status_code == 200
    assert client.get(reverse("wagtailadmin_pages:edit", args=[world.sam.page_id])).status_code == 404
    assert client.get(reverse("wagtailusers_users:index")).status_code == 404
    assert_no_plan(client.get(reverse("wagtailadmin_explore_root"), follow=True))
