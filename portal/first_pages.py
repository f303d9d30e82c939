"""Make what a new service opens with: the front page, the guidance, the help beside each section, the index of plans, and who may edit the first three."""

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

from permissions.vocabulary import CODES
from plans.models import PlanIndexPage
from portal.models import CouncilSettings, GuidancePage, HomePage, SectionHelp
from portal.notice_texts import ADVISER_OF_THE_DEMO, make_notice_texts

CONTENT = Path(__file__).parent / "guidance_content"
CONTENT_EDITORS = "Content editors"
_LINK = re.compile(r'<a href="page:([a-z0-9-]+)">(.*?)</a>')
# The content editor's rights: on the front page, on the guidance below it, on pictures and documents, and on what is no page.
MAY_ON_FRONT_PAGE = ("change_page", "publish_page")
MAY_ON_GUIDANCE = ("add_page", "change_page", "publish_page")
MAY_CHANGE = ("change_sectionhelp", "change_noticetext", "change_councilsettings")
MAY_ON_FILES = ("add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document")


# The council of the demo; the telephone numbers are of those that belong to nobody.
BROOKSHIRE = {
    "name": "Brookshire Council",
    "email": "ehc.plans@example.org",
    "phone": "020 7946 0000",
    "sendiass_name": "Brookshire SENDIASS",
    "sendiass_phone": "020 7946 0001",
}


@transaction.atomic
def make_first_pages() -> None:
    """Make what is not there yet. What the council has since changed, moved or taken out is left as it is."""
    root = Page.get_first_root_node()
    if not HomePage.objects.exists():
        _make_guidance(_make_home(root))
    if not PlanIndexPage.objects.exists():
        _make_index_of_plans(root)
    if not SectionHelp.objects.exists():
        _make_help_beside_sections()
    make_notice_texts(adviser=ADVISER_OF_THE_DEMO if settings.DEMO else "")
    if settings.DEMO and not CouncilSettings.objects.exists():
        CouncilSettings.objects.create(site=Site.objects.get(is_default_site=True), **BROOKSHIRE)
    _let_content_editors_in(HomePage.objects.get())


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


def _make_guidance(home: HomePage) -> None:
    """Make the tree first and write the words after it, since the pages link to one another."""
    contents = _contents()
    top = GuidancePage(**contents["guidance"], show_in_menus=True)
    home.add_child(instance=top)
    pages = {top.slug: top}
    for facts in contents["pages"]:
        under = pages[facts.pop("under", top.slug)]
        page = GuidancePage(**facts, show_in_menus=True)
        under.add_child(instance=page)
        pages[page.slug] = page
    numbers = {slug: page.pk for slug, page in pages.items()}
    for slug, page in pages.items():
        page.body = _words(slug, numbers)
        page.save(update_fields=["body"])


def _make_help_beside_sections() -> None:
    """Write the help beside each section, with links to the pages of guidance that are there."""
    numbers = dict(GuidancePage.objects.values_list("slug", "pk"))
    for code in CODES:
        what, good = (CONTENT / "help" / f"{code.lower()}.md").read_text(encoding="utf-8").split("\n---\n")
        SectionHelp.objects.create(code=code, what=_rich(what, numbers), good=_rich(good, numbers))


def _make_index_of_plans(root: Page) -> None:
    """Stand the index beside the front page, not below it: nothing that is done to the site's own tree can reach a plan.

    One restriction for all plans is the belt; one a plan would not carry 1,500 of them (model.md 1.9).
    """
    index = PlanIndexPage(title="Plans", slug="plans", show_in_menus=False)
    root.add_child(instance=index)
    PageViewRestriction.objects.create(page=index, restriction_type=PageViewRestriction.LOGIN)


def _let_content_editors_in(home: HomePage) -> None:
    """Give content editors the public pages, their pictures, the help and the council's settings; take away Wagtail's own groups, which reach every page."""
    Group.objects.filter(name__in=("Editors", "Moderators"), user=None, team=None).delete()
    editors, _ = Group.objects.get_or_create(name=CONTENT_EDITORS)
    editors.permissions.add(
        Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"),
        *Permission.objects.filter(content_type__app_label="portal", codename__in=MAY_CHANGE),
    )
    _let_edit(editors, home, MAY_ON_FRONT_PAGE)
    guidance = GuidancePage.objects.child_of(home).first()
    if guidance:
        _let_edit(editors, guidance, MAY_ON_GUIDANCE)
    everything = Collection.get_first_root_node()
    files = Permission.objects.filter(content_type__app_label__in=("wagtailimages", "wagtaildocs"), codename__in=MAY_ON_FILES)
    for permission in files:
        GroupCollectionPermission.objects.get_or_create(group=editors, collection=everything, permission=permission)


def _let_edit(group: Group, page: Page, codenames: tuple[str, ...]) -> None:
    for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=codenames):
        GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)


def _contents() -> dict[str, Any]:
    return tomllib.loads((CONTENT / "pages.toml").read_text(encoding="utf-8"))


def _words(slug: str, numbers: dict[str, int]) -> str:
    """Read the words of a page, which stand in a file of its name in one of the folders of the content."""
    return _rich(next(CONTENT.rglob(f"{slug}.md")).read_text(encoding="utf-8"), numbers)


def _rich(words: str, numbers: dict[str, int]) -> str:
    """Turn Markdown into rich text as Wagtail keeps it; `[words](page:slug)` becomes a link to the page, or plain words where it is not there."""
    html = MarkdownIt("commonmark", {"html": False}).render(words)
    return _LINK.sub(lambda found: f'<a linktype="page" id="{numbers[found[1]]}">{found[2]}</a>' if found[1] in numbers else found[2], html)
