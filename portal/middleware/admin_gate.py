"""Close the side doors of Wagtail's admin (design, invariant 9).

What is open stands in a list: a view that a new Wagtail brings is closed until somebody has read it and put it there. Behind the gate stand the closed
pages' own permission tester (plans.models.plan) and the narrowed listings (portal.wagtail_hooks).
"""

from collections.abc import Callable, Iterator
from typing import Any

from csp.constants import NONCE, SELF
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import ResolverMatch, reverse
from wagtail.models import Page

from plans.models.plan import ClosedPage
from portal.views import errors

ADMIN = "cms/"
ACCESS = "wagtailadmin.access_admin"
# Wagtail's doors outside the admin: pages and documents behind a shared password, and a sign-in of its own.
CLOSED_OUTSIDE = frozenset({"wagtailcore_authenticate_with_password", "wagtaildocs_authenticate_with_password", "wagtailcore_login"})

# The open views, by namespace. Not in it, among others: people, groups, account, sites, every report, workflows, collections and their privacy, the index and
# the choosers of snippets, the admin API; of pages: copy, move, privacy, aliases; of the help beside a section: add, copy, delete.
OPEN = {
    "": "wagtailadmin_home wagtailadmin_sprite wagtailadmin_javascript_catalog wagtailadmin_dismissibles wagtailadmin_explore_root "
    "wagtailadmin_explore wagtailadmin_explore_results wagtailadmin_choose_page wagtailadmin_choose_page_child wagtailadmin_choose_page_search "
    "wagtailadmin_choose_page_chosen_multiple wagtailadmin_choose_page_external_link wagtailadmin_choose_page_email_link "
    "wagtailadmin_choose_page_phone_link wagtailadmin_choose_page_anchor_link wagtailadmin_tag_autocomplete wagtail_bulk_action",
    "wagtailadmin_pages": "add add_subpage preview_on_add edit preview_on_edit view_draft delete unpublish set_page_position lock unlock "
    "history history_results usage revisions_view revisions_revert revisions_unschedule revisions_compare search",
    "wagtailadmin_editing_sessions": "ping release",
    "wagtailsettings": "edit",
    "wagtailsnippets_portal_sectionhelp": "list list_results edit usage history history_results",
    "wagtailsnippets_portal_noticetext": "list list_results edit usage history history_results",
    "wagtailimages": "index index_results add edit delete preview image_usage add_multiple edit_multiple delete_multiple delete_upload_multiple "
    "create_multiple_from_uploaded_image",
    "wagtailimages_chooser": "choose choose_results chosen chosen_multiple create select_format",
    "wagtaildocs": "index index_results add edit delete document_usage add_multiple edit_multiple delete_multiple delete_upload_multiple "
    "create_multiple_from_uploaded_document",
    "wagtaildocs_chooser": "choose choose_results chosen chosen_multiple create",
}
OPEN_VIEWS = frozenset(f"{space}:{name}" if space else name for space, names in OPEN.items() for name in names.split())
OPEN_APPS = frozenset({"portal", "wagtailcore", "wagtailimages", "wagtaildocs"})
OPEN_SETTINGS = frozenset({"councilsettings"})
OPEN_BULK_MODELS = frozenset({"page", "image", "document"})
CLOSED_BULK_ACTIONS = frozenset({"move"})
SEARCH = "wagtailadmin_pages:search"

# Where an address or a form names an app or a page.
APP_ARGUMENTS = ("app_label", "app_name", "content_type_app_name")
PAGE_ARGUMENTS = ("page_id", "parent_page_id", "page_to_move_id", "destination_id", "object_id")
PAGE_FIELDS = ("id", "childOf", "parent", "parent_page", "parent_page_id", "page_id", "new_parent_page", "chooser", "target_pages[]")
TYPE_FIELDS = ("page_type", "content_type")
LIBRARIES = frozenset(
    {
        "wagtailimages",
        "wagtailimages_chooser",
        "wagtaildocs",
        "wagtaildocs_chooser",
        "wagtailsnippets_portal_sectionhelp",
        "wagtailsnippets_portal_noticetext",
    }
)

EDITORS = frozenset(
    {
        "wagtailadmin_pages:add",
        "wagtailadmin_pages:edit",
        "wagtailadmin_pages:revisions_revert",
        "wagtailsnippets_portal_sectionhelp:edit",
        "wagtailsnippets_portal_noticetext:edit",
    }
)
PREVIEWS = frozenset({"wagtailadmin_pages:preview_on_add", "wagtailadmin_pages:preview_on_edit"})


class AdminGate:
    """Let content editors into the admin, and nobody from there to plans, people, e-mail addresses, teams or groups."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on, and give every page that is not there the same face, whether it is closed or does not exist."""
        response = self.get_response(request)
        match = request.resolver_match
        if match is None or not match.route.startswith(ADMIN):
            return response
        if response.status_code == 404:
            return errors.not_found(request)
        return _allow_what_the_admin_needs(response, match.view_name)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> HttpResponse | None:
        """Answer 404 at every closed door; send a search to the listing that knows what is closed."""
        match = request.resolver_match
        if match is None or not (match.route.startswith(ADMIN) or match.view_name in CLOSED_OUTSIDE):
            return None
        if not (request.user.is_authenticated and request.user.has_perm(ACCESS)) or not _is_open(request, match):
            return errors.not_found(request)
        if match.view_name == SEARCH:
            query = request.GET.copy()
            query.pop("content_type", None)
            return redirect(f"{reverse('wagtailadmin_explore_root')}?{query.urlencode()}")
        return None


def _is_open(request: HttpRequest, match: ResolverMatch) -> bool:
    if match.view_name not in OPEN_VIEWS or not _names_open_apps(match):
        return False
    if match.namespace == "wagtailsettings":
        return match.kwargs["app_name"] == "portal" and match.kwargs["model_name"] in OPEN_SETTINGS
    if match.namespace in LIBRARIES:
        return True
    if match.view_name == "wagtail_bulk_action":
        if match.kwargs["model_name"] != "page":
            return match.kwargs["model_name"] in OPEN_BULK_MODELS
        if match.kwargs["action"] in CLOSED_BULK_ACTIONS or "all" in request.GET.getlist("id"):
            return False
    types = [value for name in TYPE_FIELDS for value in request.GET.getlist(name)]
    if any("plans." in value.lower() for value in types):
        return False
    numbers = set(_page_numbers(request, match))
    return not (numbers and Page.objects.filter(pk__in=numbers).type(ClosedPage).exists())


def _names_open_apps(match: ResolverMatch) -> bool:
    return all(match.kwargs[name] in OPEN_APPS for name in APP_ARGUMENTS if name in match.kwargs)


def _page_numbers(request: HttpRequest, match: ResolverMatch) -> Iterator[int]:
    """Read every number by which the address or the form names a page (comparing revisions names it by position)."""
    named = [match.kwargs[name] for name in PAGE_ARGUMENTS if name in match.kwargs]
    sent = [value for fields in (request.GET, request.POST) for name in PAGE_FIELDS for value in fields.getlist(name)]
    for value in (*match.args[:1], *named, *sent):
        text = str(value).strip()
        if text.isascii() and text.isdigit() and len(text) < 16:
            yield int(text)


def _allow_what_the_admin_needs(response: HttpResponse, view_name: str) -> HttpResponse:
    """Loosen the headers by two words: the editor frames its own preview, and its rich text writes styles under a nonce."""
    if view_name in EDITORS:
        response._csp_replace = {"frame-src": [SELF], "style-src": [SELF, NONCE]}  # type: ignore[attr-defined]
    if view_name in PREVIEWS:
        response.headers.pop("Content-Security-Policy", None)
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
        response._csp_replace = {"frame-ancestors": [SELF]}  # type: ignore[attr-defined]
    return response
