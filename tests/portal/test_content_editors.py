"""A content editor changes the public pages, the help beside sections and the council's settings, and reaches nothing else; nobody's part in a plan lets them in."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client, RequestFactory
from django.urls import ResolverMatch, get_resolver, reverse
from wagtail.models import Site

from portal.first_pages import make_first_pages
from portal.middleware.admin_gate import _is_open
from portal.models import CouncilSettings, GuidancePage, HomePage, NoticeText, SectionHelp
from tests.portal.doors import admin_routes, assert_no_plan, names
from tests.world import SAM, World

HELP = "wagtailsnippets_portal_sectionhelp"
LETTERS = "wagtailsnippets_portal_noticetext"
OPEN_HELP = {"list", "list_results", "edit", "usage", "history", "history_results"}
CLOSED_HELP = {"add", "delete"}
FIELDS = {
    "name": "Fernmouth", "email": "plans@example.net", "phone": "1", "sendiass_name": "S", "sendiass_phone": "2", "sendiass_url": "",
    "exit_url": "https://example.net/", "brand_colour": "#12403f", "action_colour": "#0f5f5a", "link_colour": "#0b5563", "answer_days": "15",
}  # fmt: skip


@pytest.fixture
def editor(client: Client, world: World) -> Client:
    """Give the duty to Corinne, who has no other in the admin."""
    world.corinne.groups.add(Group.objects.get(name="Content editors"))
    client.force_login(world.corinne)
    return client


def address_of_settings() -> str:
    return reverse("wagtailsettings:edit", args=["portal", "councilsettings", Site.objects.get().pk])


def test_the_menu_offers_the_pages_the_help_pictures_documents_and_the_settings_and_nothing_else(editor: Client) -> None:
    page = editor.get(reverse("wagtailadmin_home")).content.decode()
    for offered in (
        "/cms/pages/",
        "/cms/images/",
        "/cms/documents/",
        "/cms/snippets/portal/sectionhelp/",
        "/cms/snippets/portal/noticetext/",
        "/cms/settings/portal/councilsettings/",
    ):
        assert offered in page
    for closed in ('"/cms/snippets/"', "/cms/reports/", "/cms/users/", "/cms/groups/", "/cms/sites/", "/cms/workflows/", "/cms/account/"):
        assert closed not in page


def test_a_content_editor_changes_the_help_beside_a_section(editor: Client) -> None:
    one = SectionHelp.objects.get(code="F")
    listed = editor.get(reverse(f"{HELP}:list")).content.decode()
    assert listed.count("(Section ") >= 12
    door = reverse(f"{HELP}:edit", args=[one.pk])
    assert editor.get(door).status_code == 200
    words = '{"entityMap": {}, "blocks": [{"key": "a", "type": "unstyled", "depth": 0, "text": "Ours.", "inlineStyleRanges": [], "entityRanges": []}]}'
    assert editor.post(door, {"what": words, "good": words, "code": "A"}).status_code == 302
    one.refresh_from_db()
    assert "Ours." in one.what
    assert one.code == "F"


@pytest.mark.parametrize("who", ["editor", "root"])
def test_help_is_neither_added_nor_copied_nor_taken_away(request: pytest.FixtureRequest, who: str) -> None:
    client = request.getfixturevalue(who)
    one = SectionHelp.objects.get(code="F")
    for door in CLOSED_HELP:
        address = reverse(f"{HELP}:{door}", args=[] if door == "add" else [one.pk])
        assert client.get(address).status_code == 404, door
        assert client.post(address, {"code": "A"}).status_code == 404, door
    assert client.post(reverse("wagtail_bulk_action", args=["portal", "sectionhelp", "delete"]) + f"?id={one.pk}").status_code == 404
    assert SectionHelp.objects.count() == 12


@pytest.mark.parametrize("who", ["editor", "root"])
def test_every_other_address_of_snippets_and_settings_is_not_there(request: pytest.FixtureRequest, who: str) -> None:
    client = request.getfixturevalue(who)
    for route in admin_routes():
        if not route.startswith(("cms/snippets/", "cms/settings/")):
            continue
        for app, model in (
            ("portal", "outgoingmail"),
            ("portal", "guidancepage"),
            ("permissions", "user"),
            ("plans", "plan"),
            ("wagtailcore", "site"),
        ):
            address = "/" + route.replace("<slug:app_name>", app).replace("<slug:model_name>", model).replace("<int:pk>", "99999").replace(
                "<str:pk>", "99999"
            )
            if "<" in address:
                continue
            status = client.get(address).status_code
            lists = ("cms/snippets/portal/sectionhelp/", "cms/snippets/portal/noticetext/")
            is_open = route.removesuffix("results/") in lists
            assert status == (200 if is_open else 404), address
    every = {name for name in names(get_resolver().url_patterns) if name.startswith((HELP, "wagtailsnippet"))}
    for space in (HELP, LETTERS):
        assert {name.split(":")[1] for name in every if name.startswith(f"{space}:")} == OPEN_HELP | CLOSED_HELP
    assert client.get("/cms/snippets/choose/portal/sectionhelp/").status_code == 404


def test_a_content_editor_changes_the_councils_settings(editor: Client) -> None:
    assert editor.get(address_of_settings()).status_code == 200
    assert editor.get(reverse("wagtailsettings:edit", args=["portal", "councilsettings"])).status_code == 302
    assert editor.post(address_of_settings(), FIELDS).status_code == 302
    assert CouncilSettings.objects.get().name == "Fernmouth"
    assert "Fernmouth" in editor.get("/guidance/").content.decode()


def test_a_colour_that_cannot_be_read_is_refused_in_the_admin_with_what_to_do(editor: Client) -> None:
    answer = editor.post(address_of_settings(), FIELDS | {"action_colour": "#00a35a"})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "have a contrast of 3.2" in page
    assert "The nearest shade that can be read is #" in page
    assert 'value="#00a35a"' in page
    assert CouncilSettings.objects.get().name == "Brookshire Council"


def test_a_content_editor_changes_the_front_page_and_the_guidance_and_adds_to_it(editor: Client, world: World) -> None:
    home, guidance = HomePage.objects.get(), GuidancePage.objects.get(slug="guidance")
    for page in (home, guidance, GuidancePage.objects.get(slug="section-f")):
        assert editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
        assert_no_plan(editor.get(reverse("wagtailadmin_explore", args=[page.pk])))
    assert editor.get(reverse("wagtailadmin_pages:add", args=["portal", "guidancepage", guidance.pk])).status_code == 200
    assert editor.get(reverse("wagtailadmin_pages:add", args=["portal", "guidancepage", home.pk])).status_code in (302, 403)
    assert editor.get(reverse("wagtailadmin_pages:edit", args=[world.sam.page_id])).status_code == 404


def test_the_duty_opens_no_plan_and_no_person(editor: Client, world: World) -> None:
    world.corinne.groups.add(Group.objects.get(name="Content editors"))
    editor.force_login(world.nadia)
    world.nadia.groups.add(Group.objects.get(name="Content editors"))
    assert editor.get(f"/plans/{SAM}/").status_code == 404
    assert editor.get(reverse("wagtailusers_users:index")).status_code == 404
    assert editor.get(reverse("wagtailadmin_home")).status_code == 200


@pytest.mark.parametrize("person", ["marcus", "hana", "susan", "priya", "amara", "pam", "corinne", "okafor"])
def test_no_part_in_a_plan_lets_anybody_into_help_or_settings(client: Client, world: World, person: str) -> None:
    client.force_login(world.people[person])
    one = SectionHelp.objects.get(code="F")
    for address in (address_of_settings(), reverse(f"{HELP}:list"), reverse(f"{HELP}:edit", args=[one.pk]), reverse("wagtailadmin_home")):
        assert client.get(address).status_code == 404
        assert client.post(address, FIELDS).status_code == 404
    assert CouncilSettings.objects.get().name == "Brookshire Council"


def test_a_content_editor_changes_the_words_of_a_letter_and_only_names_that_stand_for_something_are_saved(editor: Client) -> None:
    one = NoticeText.objects.get(notice="assess_no", block="decision")
    door = reverse(f"{LETTERS}:edit", args=[one.pk])
    assert editor.post(door, {"words": "On {decided_on} we said no to {chlid}."}).status_code == 200
    assert editor.post(door, {"words": "On {decided_on} we said no to {child."}).status_code == 200
    one.refresh_from_db()
    assert "we said no" not in one.words
    assert "nothing to put in the place of {chlid}" in editor.post(door, {"words": "{chlid}"}).content.decode()
    assert editor.post(door, {"words": "On {decided_on} we said no to {child}.", "notice": "plan_no"}).status_code == 302
    one.refresh_from_db()
    assert (one.notice, one.words) == ("assess_no", "On {decided_on} we said no to {child}.")
    make_first_pages()
    one.refresh_from_db()
    assert one.words == "On {decided_on} we said no to {child}.", "what the council changed is left as it is"


def test_the_duty_ends_when_it_is_taken_away(editor: Client, world: World) -> None:
    world.corinne.groups.clear()
    assert editor.get(address_of_settings()).status_code == 404


def test_the_group_holds_these_rights_and_no_others(db) -> None:
    make_first_pages()
    held = set(Permission.objects.filter(group__name="Content editors").values_list("content_type__app_label", "codename"))
    may_change = {("portal", f"change_{what}") for what in ("sectionhelp", "noticetext", "councilsettings")}
    assert held == {("wagtailadmin", "access_admin"), *may_change}
    assert Group.objects.get(name="Content editors").page_permissions.count() == 5


@pytest.mark.parametrize(("app", "model"), [("portal", "secrets"), ("plans", "councilsettings"), ("wagtailcore", "councilsettings")])
def test_settings_that_a_later_release_registers_are_closed_until_somebody_opens_them(rf: RequestFactory, app: str, model: str) -> None:
    door = ResolverMatch(lambda: None, (), {"app_name": app, "model_name": model, "pk": 1}, url_name="edit", namespaces=["wagtailsettings"])
    assert not _is_open(rf.get("/"), door)
    own = ResolverMatch(
        lambda: None, (), {"app_name": "portal", "model_name": "councilsettings"}, url_name="edit", namespaces=["wagtailsettings"]
    )
    assert _is_open(rf.get("/"), own)
