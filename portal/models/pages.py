"""The public pages in Wagtail's tree."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page, PagePermissionTester

RICH = ["h2", "h3", "bold", "italic", "ol", "ul", "link"]


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
        crumbs = [("Home", "/"), *((page.title, page.url) for page in self.get_ancestors().live().type(GuidancePage))]
        return super().get_context(request, *args, **kwargs) | {"crumbs": crumbs, "below": self.below()}

    def below(self) -> list["GuidancePage"]:
        """List the published pages below this one, in the order of the menu."""
        return list(GuidancePage.objects.child_of(self).live())
