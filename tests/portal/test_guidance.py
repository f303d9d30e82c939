"""The public pages: the front page and the guidance, which anyone may read and content editors change."""

import re

import pytest
from django.test import Client
from wagtail.models import Page, PageViewRestriction, Site

from plans.models import PlanIndexPage
from portal.first_pages import CONTENT, make_first_pages
from portal.models import GuidancePage, HomePage

PAGES = ["what-a-plan-is", "sections", "stages", "your-draft", "reviews", "who-does-what", "your-rights", "independent-help", "words"]


def main_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode().split("<main")[1].split("</main>")[0])


def test_the_front_page_answers_at_the_root_and_leads_to_the_guidance(client: Client, db) -> None:
    main = main_of(client, "/")
    assert "Plans we write together" in main
    for slug in PAGES:
        assert f'href="/guidance/{slug}/"' in main


def test_the_front_page_offers_the_sign_in_page_and_names_no_plans(client: Client, db) -> None:
    main = main_of(client, "/")
    assert 'href="/sign-in/"' in main
    assert "/plans" not in main
    assert "Welcome to your new Wagtail site" not in main


@pytest.mark.parametrize("slug", PAGES)
def test_every_guidance_page_can_be_read_without_signing_in(client: Client, db, slug: str) -> None:
    main = main_of(client, f"/guidance/{slug}/")
    page = GuidancePage.objects.get(slug=slug)
    assert f"{page.title}</h1>" in main
    assert "page:" not in main
    assert 'href="/guidance/"' in client.get(f"/guidance/{slug}/").content.decode()


def test_the_guidance_has_a_heading_for_every_section_with_its_letter_and_its_name(client: Client, db) -> None:
    main = main_of(client, "/guidance/sections/")
    headings = re.findall(r"<h2[^>]*>Section (\w+): ([^<]+)</h2>", main)
    assert [letter for letter, _ in headings] == ["A", "B", "C", "D", "E", "F", "G", "H1", "H2", "I", "J", "K"]
    assert dict(headings)["A"] == "Views, interests and hopes"
    assert dict(headings)["F"] == "Special educational provision"
    assert dict(headings)["H1"] == "Social care provision under the 1970 Act"


def test_a_letter_of_a_section_never_stands_without_its_name() -> None:
    for text in CONTENT.glob("*.md"):
        for letter in re.findall(r"Section [A-K]\d?\b(?!: \w| \(\w|, [A-Z]\w)", text.read_text(encoding="utf-8")):
            pytest.fail(f"{text.name}: {letter} without its name")


def test_the_guidance_says_the_times_of_the_law(client: Client, db) -> None:
    stages = main_of(client, "/guidance/stages/")
    for words in ("within 6 weeks", "within 16 weeks", "within 20 weeks", "at least 15 days", "Wednesday 27 May 2026"):
        assert words in stages
    draft = main_of(client, "/guidance/your-draft/")
    assert "Friday 6 March 2026 can be answered until the end of Friday 20 March 2026" in draft
    assert "working days" not in draft


def test_links_between_the_pages_lead_somewhere(client: Client, db) -> None:
    for slug in PAGES:
        for address in set(re.findall(r'href="(/guidance/[^"]*)"', client.get(f"/guidance/{slug}/").content.decode())):
            assert client.get(address).status_code == 200, address


def test_making_the_first_pages_again_changes_nothing(db) -> None:
    before = list(Page.objects.order_by("path").values_list("path", "slug", "title"))
    make_first_pages()
    assert before == list(Page.objects.order_by("path").values_list("path", "slug", "title"))
    assert HomePage.objects.count() == PlanIndexPage.objects.count() == Site.objects.count() == 1


def test_what_the_council_has_changed_or_taken_out_is_not_made_again(db) -> None:
    GuidancePage.objects.filter(slug="words").update(title="Our words")
    GuidancePage.objects.get(slug="reviews").delete()
    make_first_pages()
    assert GuidancePage.objects.get(slug="words").title == "Our words"
    assert not GuidancePage.objects.filter(slug="reviews").exists()


def test_one_login_restriction_stands_on_the_index_of_plans_and_nowhere_else(db) -> None:
    restriction = PageViewRestriction.objects.get()
    assert restriction.page.specific == PlanIndexPage.objects.get()
    assert restriction.restriction_type == PageViewRestriction.LOGIN
    assert not PlanIndexPage.objects.get().show_in_menus


def test_a_page_that_is_not_published_is_not_listed_and_not_read(client: Client, db) -> None:
    GuidancePage.objects.filter(slug="reviews").update(live=False)
    assert "/guidance/reviews/" not in main_of(client, "/guidance/")
    assert client.get("/guidance/reviews/").status_code == 404
