"""No plan page, person, e-mail address, team or group is reached from Wagtail's admin (design, invariant 9), tried as Root.

The walk takes its doors from the URL resolver, so that a new Wagtail brings its new ones by itself; behind it stands a test for each door by name.
"""

import re

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import get_resolver, reverse
from wagtail.models import Page, PageLogEntry, Revision
from wagtail.search.models import IndexEntry

from plans.models import PlanIndexPage, PlanPage
from portal.models import GuidancePage, HomePage
from portal.routes import http_routes
from tests.portal.doors import CLOSED, addresses, admin_routes, assert_no_plan, can_name_a_page, names
from tests.world import SAM, World


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_door_of_the_admin_opens_for_a_plan_page(root: Client, world: World, method: str) -> None:
    for page in (world.sam.page, PlanIndexPage.objects.get()):
        for route in admin_routes():
            if method == "post" and not can_name_a_page(route):
                continue
            for address in addresses(route, page.pk):
                response = getattr(root, method)(address)
                body = b"".join(response) if response.streaming else response.content
                assert SAM not in body.decode(errors="replace").upper(), f"{method} {address} shows the reference"
                if can_name_a_page(route):
                    sent_home = response.status_code == 302 and response["Location"].startswith("/cms/")
                    assert sent_home or response.status_code in CLOSED, f"{method} {address} answers {response.status_code}"
    assert PlanPage.objects.filter(pk=world.sam.page_id, live=True, title=SAM).exists()


def test_the_same_walk_with_a_guidance_page_comes_through(root: Client, guidance: GuidancePage) -> None:
    """Show that the walk can fail: it reaches the edit form, the history and the explorer of a page that is open."""
    opened = {address for route in admin_routes() for address in addresses(route, guidance.pk) if root.get(address).status_code == 200}
    assert {f"/cms/pages/{guidance.pk}/{door}" for door in ("edit/", "history/", "delete/", "")} <= opened


def test_every_name_in_the_list_of_open_doors_is_a_door_of_this_wagtail() -> None:
    from portal.middleware.admin_gate import OPEN_VIEWS

    assert not OPEN_VIEWS - set(names(get_resolver().url_patterns))


PAGE_DOORS = [
    "wagtailadmin_explore",
    "wagtailadmin_explore_results",
    "wagtailadmin_choose_page_child",
    *(
        "wagtailadmin_pages:" + name
        for name in (
            "edit", "preview_on_edit", "view_draft", "add_subpage", "delete", "unpublish", "copy", "move", "set_page_position", "convert_alias", "lock", "unlock",
            "set_privacy", "usage", "history", "history_results", "workflow_history", "revisions_index", "confirm_workflow_cancellation",
        )
    ),
]  # fmt: skip


@pytest.mark.parametrize("door", PAGE_DOORS)
def test_a_plan_page_is_as_if_it_were_not_there(root: Client, world: World, door: str) -> None:
    there, not_there = (root.get(reverse(door, args=[number])) for number in (world.sam.page_id, 999_999))
    assert there.status_code == not_there.status_code == 404
    assert without_tokens(there) == without_tokens(not_there)
    assert root.post(reverse(door, args=[world.sam.page_id])).status_code == 404


def without_tokens(response) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())


@pytest.mark.parametrize("what", ["view", "revert", "unschedule"])
def test_a_revision_that_somebody_made_of_a_plan_page_cannot_be_reached(root: Client, world: World, what: str) -> None:
    revision = world.sam.page.save_revision()
    assert root.get(reverse(f"wagtailadmin_pages:revisions_{what}", args=[world.sam.page_id, revision.pk])).status_code == 404
    assert root.post(reverse(f"wagtailadmin_pages:revisions_{what}", args=[world.sam.page_id, revision.pk])).status_code == 404


def test_a_revision_of_a_plan_page_is_not_found_under_a_guidance_page(root: Client, world: World, guidance: GuidancePage) -> None:
    revision = world.sam.page.save_revision()
    assert root.get(reverse("wagtailadmin_pages:revisions_view", args=[guidance.pk, revision.pk])).status_code == 404
    assert root.get(f"/cms/pages/{guidance.pk}/revisions/compare/{revision.pk}...live/").status_code == 404


def test_two_revisions_of_a_plan_page_cannot_be_compared(root: Client, world: World) -> None:
    first, second = world.sam.page.save_revision(), world.sam.page.save_revision()
    assert root.get(f"/cms/pages/{world.sam.page_id}/revisions/compare/{first.pk}...{second.pk}/").status_code == 404
    assert root.get(f"/cms/pages/{world.sam.page_id}/revisions/compare/earliest...live/").status_code == 404


@pytest.mark.parametrize(
    "query", ["", "?q=0000", "?q=0000-0sa", "?ordering=title", "?has_child_pages=false", "?p=2", "?q=0000&search_all=1"]
)
def test_the_explorer_lists_no_plan(root: Client, world: World, query: str) -> None:
    for parent in (Page.get_first_root_node(), HomePage.objects.get()):
        response = root.get(reverse("wagtailadmin_explore", args=[parent.pk]) + query)
        assert response.status_code in (200, 302)
        assert not any(isinstance(page.specific, PlanPage | PlanIndexPage) for page in listed(response))
        assert SAM not in response.content.decode().upper()
    assert_no_plan(root.get(reverse("wagtailadmin_explore_root") + query, follow=True))


def listed(response) -> list[Page]:
    return list(response.context["pages"]) if response.context else []


@pytest.mark.parametrize("query", ["?q=0000", "?q=0000-0sa", "?q=live:yes", "?q=", "?content_type=plans.planpage", "?q=adeyemi"])
def test_the_search_of_the_admin_finds_no_plan(root: Client, world: World, query: str) -> None:
    response = root.get(reverse("wagtailadmin_pages:search") + query, follow=True)
    assert response.status_code == 200 or "content_type" in query
    assert_no_plan(response)
    assert root.get(reverse("wagtailadmin_pages:search_results") + query).status_code == 404


def test_the_search_of_the_admin_finds_guidance(root: Client, world: World) -> None:
    Page.objects.filter(slug="stages").first().save()
    response = root.get(reverse("wagtailadmin_explore_root"), {"slug": "stages", "has_child_pages": "true"})
    assert "What happens when" in response.content.decode()


CHOOSER = "wagtailadmin_choose_page"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "?page_type=wagtailcore.page",
        "?page_type=portal.guidancepage",
        "search/?q=0000",
        "search/?q=0000-0sa",
        "search/?q=",
        "?multiple=1",
    ],
)
def test_no_chooser_and_no_link_offers_a_plan(root: Client, world: World, address: str) -> None:
    response = root.get(reverse(CHOOSER) + address)
    assert response.status_code == 200
    assert_no_plan(response)


@pytest.mark.parametrize(
    "address", ["?page_type=plans.planpage", "search/?page_type=plans.PlanPage", "?page_type=portal.guidancepage,plans.planindexpage"]
)
def test_a_chooser_that_asks_for_plans_is_closed(root: Client, world: World, address: str) -> None:
    assert root.get(reverse(CHOOSER) + address).status_code == 404


def test_a_plan_page_is_not_chosen_by_its_number(root: Client, world: World) -> None:
    chosen = reverse(CHOOSER + "_chosen_multiple")
    assert root.get(chosen, {"id": world.sam.page_id}).status_code == 404
    assert root.get(reverse(CHOOSER), {"target_pages[]": world.sam.page_id}).status_code == 404


@pytest.mark.parametrize("action", ["delete", "move", "publish", "unpublish"])
def test_no_bulk_action_takes_a_plan_page(root: Client, world: World, guidance: GuidancePage, action: str) -> None:
    door = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    index = PlanIndexPage.objects.get()
    queries = [
        f"id={world.sam.page_id}",
        f"id={guidance.pk}&id={world.sam.page_id}",
        "id=all",
        f"id=all&childOf={index.pk}",
        f"id={index.pk}",
    ]
    for query in queries:
        assert root.get(f"{door}?{query}").status_code == 404
        assert root.post(f"{door}?{query}").status_code == 404
    assert PlanPage.objects.get(pk=world.sam.page_id).live
    assert root.get(f"{door}?id={guidance.pk}").status_code == (404 if action == "move" else 200)


def test_guidance_is_neither_moved_nor_copied_into_the_plans(root: Client, world: World, guidance: GuidancePage) -> None:
    index = PlanIndexPage.objects.get()
    copy = {"new_title": "A copy", "new_slug": "a-copy", "new_parent_page": index.pk}
    assert root.post(reverse("wagtailadmin_pages:move_confirm", args=[guidance.pk, index.pk])).status_code == 404
    assert root.post(reverse("wagtailadmin_pages:move", args=[guidance.pk]), {"new_parent_page": index.pk}).status_code == 404
    assert root.post(reverse("wagtailadmin_pages:copy", args=[guidance.pk]), copy).status_code == 404
    assert root.post(reverse("wagtailadmin_pages:add", args=["portal", "guidancepage", index.pk])).status_code == 404
    assert not index.get_children().not_type(PlanPage).exists()


def test_nobody_makes_a_plan_page_in_the_admin(root: Client, world: World, guidance: GuidancePage) -> None:
    for model in ("planpage", "planindexpage"):
        for parent in (guidance.pk, PlanIndexPage.objects.get().pk, Page.get_first_root_node().pk):
            assert (
                root.post(reverse("wagtailadmin_pages:add", args=["plans", model, parent]), {"title": "A", "slug": "a"}).status_code == 404
            )
    subpages = root.get(reverse("wagtailadmin_pages:add_subpage", args=[guidance.pk]), follow=True)
    assert "/add/plans/" not in subpages.content.decode()


def test_the_plans_stand_outside_every_tree_that_the_admin_can_take_away(world: World) -> None:
    home = HomePage.objects.get()
    index = PlanIndexPage.objects.get()
    assert index.get_parent().is_root()
    assert not index.is_descendant_of(home)
    assert world.sam.page.url is None


@pytest.mark.parametrize(
    "report", ["locked_pages", "workflow", "workflow_tasks", "site_history", "aging_pages", "page_types_usage"]
)  # each with its list of results
def test_every_report_is_closed(root: Client, report: str) -> None:
    assert root.get(reverse(f"wagtailadmin_reports:{report}")).status_code == 404
    assert root.get(reverse(f"wagtailadmin_reports:{report}_results")).status_code == 404
    assert root.get(reverse(f"wagtailadmin_reports:{report}"), {"export": "csv"}).status_code == 404


def test_no_api_is_mounted(root: Client, world: World) -> None:
    routes = [route.route for route in http_routes()]
    assert not [route for route in routes if "api/" in route and not route.startswith("cms/api/main/")]
    for route in admin_routes():
        if route.startswith("cms/api/"):
            for address in addresses(route.replace("^", "").replace("<str:action_name>", "copy"), world.sam.page_id):
                assert root.get(address).status_code == 404
                assert root.post(address).status_code == 404
    assert root.get("/cms/api/main/pages/?fields=*").status_code == 404


def test_nobody_asks_after_the_people_who_edit_a_plan_page(root: Client, world: World) -> None:
    for app, model in (("plans", "planpage"), ("wagtailcore", "page"), ("permissions", "user"), ("permissions", "circle")):
        assert root.post(reverse("wagtailadmin_editing_sessions:ping", args=[app, model, world.sam.page_id, 1])).status_code == 404


@pytest.mark.parametrize(
    "door",
    [
        *("wagtailadmin_" + name for name in ("account", "login", "logout", "password_reset", "password_reset_done")),
        *("wagtailadmin_" + name for name in ("collections:index", "workflows:index", "workflows:task_index")),
        *("wagtailsites:index", "wagtailsnippets:index", "wagtailcore_login"),
    ],
)
def test_what_no_content_editor_needs_is_closed(root: Client, door: str) -> None:
    assert root.get(reverse(door)).status_code == 404
    assert root.post(reverse(door)).status_code == 404


def test_wagtails_shared_password_is_closed_for_everyone(client: Client, world: World) -> None:
    restriction = PlanIndexPage.objects.get().get_view_restrictions().get()
    door = reverse("wagtailcore_authenticate_with_password", args=[restriction.pk, world.sam.page_id])
    assert client.get(door).status_code == 404
    assert client.post(door, {"password": "x"}).status_code == 404


def test_wagtails_own_groups_that_reach_every_page_are_gone(db) -> None:
    assert not Group.objects.filter(name__in=("Editors", "Moderators")).exists()


def test_behind_the_gate_a_plan_page_permits_nothing_to_root(world: World) -> None:
    """Try the second layer by itself: the page's own answer, whatever the gate lets through."""
    for page in (world.sam.page, Page.objects.get(pk=world.sam.page_id), PlanIndexPage.objects.get()):
        answers = page.permissions_for_user(world.root)
        methods = [name for name in dir(answers) if name.startswith("can_")]
        assert len(methods) >= 15
        assert not any(getattr(answers, name)() for name in methods)
    guidance = GuidancePage.objects.get(slug="words").permissions_for_user(world.root)
    assert guidance.can_edit()


def test_a_plan_page_is_in_no_search_index_and_no_revision_is_made_of_it(world: World) -> None:
    assert not PlanPage.get_indexed_objects().exists()
    assert not IndexEntry.objects.filter(object_id=str(world.sam.page_id)).exists()
    assert not Revision.page_revisions.filter(object_id=str(world.sam.page_id)).exists()
    assert not PageLogEntry.objects.filter(page_id=world.sam.page_id, user__isnull=False).exists()
    assert PlanPage.get_search_fields() == []


def test_neither_the_pages_nor_a_link_in_guidance_tell_the_address_of_a_plan(client: Client, world: World, guidance: GuidancePage) -> None:
    guidance.body = f'<p><a linktype="page" id="{world.sam.page_id}">a link made by hand</a></p>'
    guidance.save()
    body = client.get(guidance.url).content.decode()
    assert "a link made by hand" in body
    assert SAM not in body.upper()


def test_no_sitemap_is_mounted(client: Client, db) -> None:
    assert not [route.route for route in http_routes() if "sitemap" in route.route]


def test_nobody_takes_the_front_page_away(root: Client, world: World) -> None:
    home = HomePage.objects.get()
    for door in ("delete", "unpublish"):
        assert root.post(reverse(f"wagtailadmin_pages:{door}", args=[home.pk])).status_code in CLOSED | {302}
    assert HomePage.objects.get().live
