"""The public pages in Wagtail's tree."""

import re
from html import unescape
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.html import strip_tags
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page, PagePermissionTester

RICH = ["h2", "h3", "bold", "italic", "ol", "ul", "link"]
# From so many headings on, a page begins with a list of them.
MANY_HEADINGS = 7
# The depth in Wagtail's tree of the pages right below the top of the guidance; those that are deeper stand in rows.
FIRST_ROW = 4
_HEADING = re.compile(r"<h2\b[^>]*>(.*?)</h2>", re.DOTALL)


class GuidancePermissionTester(PagePermissionTester):
    """Answer no to what nobody does with guidance: copy it, move it, hide it behind a password or from a group."""

    def can_copy(self) -> bool:
        """Say no."""
        return False

    def can_move(self) -> bool:
        """Say no."""
        return False

    def can_set_view_restrictions(self) -> bool:
        """Say no."""
        return False


class FrontPagePermissionTester(GuidancePermissionTester):
    """Answer no, too, to taking the front page away: the service would stand without its public pages."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Say no."""
        return False

    def can_unpublish(self) -> bool:
        """Say no."""
        return False


class HomePage(Page):
    """The public front page."""

    introduction = RichTextField(features=RICH, blank=True)
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("introduction")]
    max_count = 1
    subpage_types: ClassVar[list[str]] = ["portal.GuidancePage"]
    template = "portal/home_page.html"

    def permissions_for_user(self, user: Any) -> FrontPagePermissionTester:
        """Answer what this person may do with it in the admin."""
        return FrontPagePermissionTester(user, self)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Give the page its guidance: what stands below the first page of guidance."""
        guidance = GuidancePage.objects.child_of(self).live().first()
        return super().get_context(request, *args, **kwargs) | {"guidance": guidance, "below": guidance.below() if guidance else []}


class GuidancePage(Page):
    """A page of guidance in plain English, which the council edits."""

    summary = models.CharField(max_length=300, blank=True)
    body = RichTextField(features=RICH, blank=True)
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("summary"), FieldPanel("body")]
    parent_page_types: ClassVar[list[str]] = ["portal.HomePage", "portal.GuidancePage"]
    subpage_types: ClassVar[list[str]] = ["portal.GuidancePage"]
    template = "portal/guidance_page.html"

    def permissions_for_user(self, user: Any) -> GuidancePermissionTester:
        """Answer what this person may do with it in the admin."""
        return GuidancePermissionTester(user, self)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Give the page the way back and the pages below it."""
        above = [(page.title, page.url) for page in self.get_ancestors().live().type(GuidancePage)]
        words, contents = with_anchors(self.body)
        shown = {"crumbs": [(_("Home"), "/"), *above][-3:], "words": words, "contents": contents, "below": self.below()}
        return super().get_context(request, *args, **kwargs) | shown | self._neighbours()

    def _neighbours(self) -> dict[str, tuple[str, str] | None]:
        """Find the pages before and after this one where it is one of a row, as the sections and the stages are."""
        row = list(GuidancePage.objects.sibling_of(self).live()) if (self.depth or 0) > FIRST_ROW else []
        place = next((number for number, page in enumerate(row) if page.pk == self.pk), None)
        named = [(page.title, page.url) for page in row]
        if place is None:
            return {"before": None, "after": None}
        return {"before": named[place - 1] if place else None, "after": named[place + 1] if place + 1 < len(named) else None}

    def below(self) -> list["GuidancePage"]:
        """List the published pages below this one, in the order of the menu."""
        return list(GuidancePage.objects.child_of(self).live())


def with_anchors(body: str) -> tuple[str, list[tuple[str, str]]]:
    """Give rich text with a name on every heading, and the list of them, (anchor, words), where there are enough to need one."""
    contents: list[tuple[str, str]] = []
    taken = {"main", "help-heading"}

    def name(found: re.Match[str]) -> str:
        words = unescape(strip_tags(found[1])).strip()
        anchor = slugify(words) or "part"
        anchor = f"{anchor}-{len(contents) + 1}" if anchor in taken else anchor
        taken.add(anchor)
        contents.append((anchor, words))
        return f'<h2 id="{anchor}">{found[1]}</h2>'

    named = _HEADING.sub(name, body)
    return named, contents if len(contents) >= MANY_HEADINGS else []
