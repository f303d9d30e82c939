"""Make the first pages of the service."""

from wagtail.models import Page, Site

from plans.models import PlanIndexPage
from portal.models import HomePage


def make_first_pages() -> None:
    """Make the home page, the guidance tree and the one index of plans, unless they are there."""
    if PlanIndexPage.objects.exists():
        return
    root = Page.get_first_root_node()
    home = HomePage(title="Plans we write together", slug="start")
    root.add_child(instance=home)
    home.add_child(instance=PlanIndexPage(title="Plans", slug="plans"))
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "localhost", "root_page": home})
