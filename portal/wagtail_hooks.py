"""Narrow Wagtail's admin to the guidance: its listings, choosers, menus and front page know nothing of plans and people."""

from typing import Any, ClassVar

from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.site_summary import PagesSummaryItem
from wagtail.admin.telepath import register
from wagtail.admin.ui.sidebar import ActionMenuItem, BaseSidebarAdapter, MainMenuModule
from wagtail.query import PageQuerySet
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from plans.models.plan import ClosedPage
from portal.models import NoticeText, SectionHelp

# The closed doors that Wagtail would still offer in its menus.
CLOSED_ITEMS = frozenset(
    {"reports", "sites", "users", "groups", "collections", "workflows", "workflow-tasks", "help", "account", "snippets"}
)


class HelpBesideSections(SnippetViewSet):
    """The twelve pieces of help, one a section, under a menu item of their own: each is changed; none is added, copied or taken away."""

    model = SectionHelp
    menu_label = "Help beside sections"
    menu_name = "help-beside-sections"
    menu_order = 200
    icon = "info-circle"
    add_to_admin_menu = True
    copy_view_enabled = False
    list_per_page = 20


class WordsOfLetters(SnippetViewSet):
    """The words of the letters about decisions, a part each: changed, never added or taken away, since the law says which parts there are."""

    model = NoticeText
    menu_label = "Words of letters"
    menu_name = "words-of-letters"
    menu_order = 210
    icon = "mail"
    add_to_admin_menu = True
    copy_view_enabled = False
    list_filter: ClassVar = ["notice"]
    list_per_page = 60


register_snippet(HelpBesideSections)
register_snippet(WordsOfLetters)


@hooks.register("construct_explorer_page_queryset")
def list_open_pages(parent_page: Any, pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Leave plans and their index out of the explorer and its search."""
    return pages.not_type(ClosedPage)


@hooks.register("construct_page_chooser_queryset")
def choose_open_pages(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Leave plans and their index out of every page chooser."""
    return pages.not_type(ClosedPage)


@hooks.register("construct_main_menu")
@hooks.register("construct_settings_menu")
def leave_closed_doors_out(request: HttpRequest, items: list[MenuItem]) -> None:
    """Offer no menu item that leads to a closed door; the explorer opens as a page, since its drawer asks the closed API."""
    items[:] = [_explorer() if item.name == "explorer" else item for item in items if item.name not in CLOSED_ITEMS]


@hooks.register("construct_homepage_summary_items", order=100)  # after Wagtail has put it in
def count_no_plans(request: HttpRequest, items: list[Any]) -> None:
    """Leave out the number of pages, which would tell how many plans there are."""
    items[:] = [item for item in items if not isinstance(item, PagesSummaryItem)]


@hooks.register("construct_homepage_panels")
def show_no_lists_on_the_front_page(request: HttpRequest, panels: list[Any]) -> None:
    """Leave out the lists of pages that were edited or locked, which ask nobody whether the page is open."""
    panels.clear()


def _explorer() -> MenuItem:
    return MenuItem("Pages", reverse("wagtailadmin_explore_root"), name="explorer", icon_name="folder-open-inverse", order=100)


class QuietMenu(BaseSidebarAdapter):
    """The sidebar's menu: greeting a person by name and not by e-mail address, without the account forms, with the way out that forgets everything."""

    js_constructor = "wagtail.sidebar.MainMenuModule"

    def js_args(self, module: MainMenuModule) -> list[Any]:
        """Give the script of the sidebar what it draws."""
        items, _account, person = module.js_args()
        way_out = ActionMenuItem("logout", "Sign out", reverse("account_logout"), icon_name="logout")
        return [items, [way_out], person | {"name": module.user.get_short_name()}]


register(QuietMenu(), MainMenuModule)
