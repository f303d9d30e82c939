"""Make the first pages of the service: the front page, the guidance, the index of plans, and who may edit the guidance."""

import re
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from markdown_it import MarkdownIt
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page, PageViewRestriction, Site

from plans.models import PlanIndexPage
from portal.models import GuidancePage, HomePage

CONTENT = Path(__file__).parent / "guidance_content"
CONTENT_EDITORS = "Content editors"
MAY_ON_PAGES = ("add_page", "change_page", "publish_page")
MAY_ON_FILES = ("add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document")


@transaction.atomic
def make_first_pages() -> None:
    """Make what is not there yet. What the council has since changed, moved or taken out is left as it is."""
    root = Page.get_first_root_node()
    if not HomePage.objects.exists():
        home = _make_home(root)
        guidance = _make_guidance(home)
        _let_content_editors_in(guidance)
    if not PlanIndexPage.objects.exists():
        _make_index_of_plans(root)


def _make_home(root: Page) -> HomePage:
    facts = _contents()["home"]
    home = HomePage(title=facts["title"], slug=facts["slug"], introduction=_words("home", {}))
    root.add_child(instance=home)
    origin = urlsplit(settings.ORIGIN)
    port = origin.port or (443 if origin.scheme == "https" else 80)
    where = {"hostname": origin.hostname, "port": port, "site_name": settings.WAGTAIL_SITE_NAME, "root_page": home}
    Site.objects.update_or_create(is_default_site=True, defaults=where)
    for welcome in root.get_children().exact_type(Page):
        welcome.delete()
    return home


def _make_guidance(home: HomePage) -> GuidancePage:
    """Make the tree first and write the words after it, since the pages link to one another."""
    contents = _contents()
    top = GuidancePage(**contents["guidance"], show_in_menus=True)
    home.add_child(instance=top)
    pages = {top.slug: top}
    for facts in contents["pages"]:
        page = GuidancePage(**facts, show_in_menus=True)
        top.add_child(instance=page)
        pages[page.slug] = page
    numbers = {slug: page.pk for slug, page in pages.items()}
    for slug, page in pages.items():
        page.body = _words(slug, numbers)
        page.save(update_fields=["body"])
    return top


def _make_index_of_plans(root: Page) -> None:
    """Stand the index beside the front page, not below it: nothing that is done to the site's own tree can reach a plan.

    One restriction for all plans is the belt; one a plan would not carry 1,500 of them (model.md 1.9).
    """
    index = PlanIndexPage(title="Plans", slug="plans", show_in_menus=False)
    root.add_child(instance=index)
    PageViewRestriction.objects.create(page=index, restriction_type=PageViewRestriction.LOGIN)


def _let_content_editors_in(guidance: GuidancePage) -> None:
    """Give content editors the guidance and its pictures, and take away Wagtail's own groups, which reach every page."""
    Group.objects.filter(name__in=("Editors", "Moderators"), user=None, team=None).delete()
    editors, _ = Group.objects.get_or_create(name=CONTENT_EDITORS)
    editors.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=MAY_ON_PAGES):
        GroupPagePermission.objects.get_or_create(group=editors, page=guidance, permission=permission)
    everything = Collection.get_first_root_node()
    files = Permission.objects.filter(content_type__app_label__in=("wagtailimages", "wagtaildocs"), codename__in=MAY_ON_FILES)
    for permission in files:
        GroupCollectionPermission.objects.get_or_create(group=editors, collection=everything, permission=permission)


def _contents() -> dict[str, Any]:
    return tomllib.loads((CONTENT / "pages.toml").read_text(encoding="utf-8"))


def _words(slug: str, numbers: dict[str, int]) -> str:
    """Turn a page's Markdown into rich text as Wagtail keeps it; `[words](page:slug)` becomes a link to the page."""
    html = MarkdownIt("commonmark", {"html": False}).render((CONTENT / f"{slug}.md").read_text(encoding="utf-8"))
    return re.sub(r'<a href="page:([a-z-]+)">', lambda found: f'<a linktype="page" id="{numbers[found[1]]}">', html)
