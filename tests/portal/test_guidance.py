"""The public pages: the front page and the guidance, which anyone may read and content editors change."""

import re

import pytest
from django.test import Client
from wagtail.models import Page, PageViewRestriction, Site

from permissions.vocabulary import ROLE_NAMES, SECTION_NAMES, Role, Stage
from plans.models import PlanIndexPage
from portal.first_pages import CONTENT, make_first_pages
from portal.models import GuidancePage, HomePage
from portal.models.pages import with_anchors

TOP = [
    "what-a-plan-is", "sections", "stages", "your-draft", "reviews", "who-does-what", "your-rights", "independent-help", "words", "signing-in",
    "your-information", "writing-well",
]  # fmt: skip
SECTIONS = [f"sections/section-{letter}" for letter in ("a", "b", "c", "d", "e", "f", "g", "h1", "h2", "i", "j", "k")]
STAGES = [
    f"stages/{stage}"
    for stage in (
        "requested", "assessing", "refused", "drafting", "checking", "consulting", "finalising", "final", "amending", "ceasing", "ended",
    )
]  # fmt: skip
RIGHTS = ["your-rights/if-you-disagree", "your-rights/personal-budgets", "your-rights/turning-16"]
PAGES = [*TOP, *SECTIONS, *STAGES, *RIGHTS]


def main_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode().split("<main")[1].split("</main>")[0])


def test_the_front_page_answers_at_the_root_and_leads_to_the_guidance(client: Client, db) -> None:
    main = main_of(client, "/")
    assert "Plans we write together" in main
    for slug in TOP:
        assert f'href="/guidance/{slug}/"' in main


def test_the_front_page_says_what_this_is_how_to_come_in_and_whom_to_ask(client: Client, db) -> None:
    page = client.get("/").content.decode()
    for words in (
        "An education, health and care plan says",
        "Sign in",
        "Ask Brookshire Council",
        "020 7946 0000",
        "Independent help: SENDIASS",
    ):
        assert words in page
    for frightening in ("deadline", "refus", "appeal", "tribunal", "must not"):
        assert frightening not in main_of(client, "/").lower()


def test_the_front_page_offers_the_sign_in_page_and_names_no_plans(client: Client, db) -> None:
    main = main_of(client, "/")
    assert 'href="/sign-in/"' in main
    assert "/plans" not in main
    assert "Welcome to your new Wagtail site" not in main


@pytest.mark.parametrize("slug", PAGES)
def test_every_guidance_page_can_be_read_without_signing_in(client: Client, db, slug: str) -> None:
    main = main_of(client, f"/guidance/{slug}/")
    page = GuidancePage.objects.get(slug=slug.split("/")[-1])
    assert f"{page.title}</h1>" in main
    assert page.summary
    assert "page:" not in main
    assert 'href="/guidance/"' in client.get(f"/guidance/{slug}/").content.decode()


def test_the_guidance_has_a_page_for_every_section_with_its_letter_and_its_name(client: Client, db) -> None:
    main = main_of(client, "/guidance/sections/")
    titles = dict(re.findall(r'href="/guidance/sections/section-\w+/">Section (\w+): ([^<]+)</a>', main))
    assert list(titles) == ["A", "B", "C", "D", "E", "F", "G", "H1", "H2", "I", "J", "K"]
    assert titles == {code.value: name for code, name in SECTION_NAMES.items()}


@pytest.mark.parametrize("address", SECTIONS)
def test_the_page_of_a_section_says_what_it_is_what_a_good_one_says_and_who_writes_it(client: Client, db, address: str) -> None:
    main = main_of(client, f"/guidance/{address}/")
    for heading in ("What it is", "Where this comes from"):
        assert f">{heading}</h2>" in main
    assert re.search(r">(What a good one says|How you ask for a place)</h2>", main)
    assert re.search(r">(Who writes it|What the council does)</h2>", main)


def test_the_guidance_has_a_page_for_every_stage_of_a_plan(client: Client, db) -> None:
    assert [address.split("/")[1] for address in STAGES] == [stage.value for stage in Stage]
    main = main_of(client, "/guidance/stages/")
    for address in STAGES:
        assert f'href="/guidance/{address}/"' in main


def test_every_part_that_somebody_can_have_in_a_plan_is_explained(client: Client, db) -> None:
    main = main_of(client, "/guidance/who-does-what/").lower().replace("\u2019", "'")
    said = {
        Role.PARENT: "parents and carers", Role.REPRESENTATIVE: "representative", Role.SUPPORTER: "supporter", Role.CONSULTED_SETTING: "college that is asked",
        Role.MEDICAL: "doctors and nurses", Role.DSCO: "designated social care officer", Role.WRITER: "plan writer", Role.PANEL_MEMBER: "panel",
        Role.LEADER: "leaders", Role.TEACHER: "teacher or key worker",
    }  # fmt: skip
    for role in Role:
        assert said.get(role, ROLE_NAMES[role].lower()) in main, role


def test_every_page_of_guidance_says_where_it_comes_from() -> None:
    without = {"guidance", "home", "sections", "signing-in", "words"}
    for text in [
        *CONTENT.glob("*.md"),
        *(CONTENT / "sections").glob("*.md"),
        *(CONTENT / "stages").glob("*.md"),
        *(CONTENT / "rights").glob("*.md"),
    ]:
        if text.stem not in without:
            assert re.search(r"^## (The law behind this page|Where this comes from)$", text.read_text(encoding="utf-8"), re.MULTILINE), (
                text.name
            )


def test_the_sentences_of_the_guidance_are_short() -> None:
    for text in CONTENT.rglob("*.md"):
        words = (
            re.sub(r"\[([^]]+)\]\([^)]+\)", r"\1", text.read_text(encoding="utf-8"))
            .split("## The law behind")[0]
            .split("## Where this comes")[0]
        )
        lengths = [len(sentence.split()) for sentence in re.split(r"[.!?:]\W|\n", words)]
        assert max(lengths) <= 33, f"{text.name}: {max(lengths)} words in a sentence"
        real = [length for length in lengths if length > 3]
        assert sum(real) / len(real) <= 15, text.name


def test_the_guidance_never_says_working_days_for_the_time_to_answer() -> None:
    for text in CONTENT.rglob("*.md"):
        for found in re.findall(r".{30}working days", text.read_text(encoding="utf-8")):
            assert "certificate within 3" in found, f"{text.name}: {found}"


def test_a_page_in_a_row_leads_to_the_one_before_and_the_one_after(client: Client, db) -> None:
    main = main_of(client, "/guidance/stages/drafting/")
    between = main.split("Pages before and after")[1]
    assert re.findall(r'href="([^"]+)"', between) == ["/guidance/stages/refused/", "/guidance/stages/checking/"]
    assert "Pages before and after" not in main_of(client, "/guidance/your-draft/")
    assert main_of(client, "/guidance/stages/requested/").split("Pages before and after")[1].count("<a ") == 1


def test_a_long_page_begins_with_a_list_of_its_headings_that_lead_to_them(client: Client, db) -> None:
    main = main_of(client, "/guidance/words/")
    names = re.findall(r'href="#([\w-]+)"', main)
    assert names[:3] == ["a", "b", "c"]
    assert len(names) >= 20
    for name in names:
        assert main.count(f'<h2 id="{name}">') == 1
    assert 'href="#' not in main_of(client, "/guidance/stages/ended/")


def test_two_headings_of_the_same_words_have_different_names() -> None:
    body = "".join(
        f'<h2 data-block-key="{number}">{words}</h2><p>x</p>'
        for number, words in enumerate(["Main", "You &amp; me", "Two", "Two", "Four", "Five", "!"])
    )
    words, contents = with_anchors(body)
    assert [words for _name, words in contents] == ["Main", "You & me", "Two", "Two", "Four", "Five", "!"]
    assert len({name for name, _words in contents} | {"main"}) == 8
    assert all(f'id="{name}"' in words for name, _words in contents)


def test_a_letter_of_a_section_never_stands_without_its_name() -> None:
    for text in CONTENT.rglob("*.md"):
        for letter in re.findall(r"Section [A-K]\d?\b(?!: \w| \(\w|, [A-Z]\w)", text.read_text(encoding="utf-8")):
            pytest.fail(f"{text.name}: {letter} without its name")


def test_the_guidance_says_the_times_of_the_law(client: Client, db) -> None:
    stages = main_of(client, "/guidance/stages/")
    for words in ("6 weeks", "16 weeks", "20 weeks", "15 days for you", "Wednesday 27 May 2026"):
        assert words in stages
    disagree = main_of(client, "/guidance/your-rights/if-you-disagree/")
    for words in (
        "within 2 months",
        "1 month of the date of your certificate",
        "within 30 days",
        "within 3 working days",
        "Saturday 6 June 2026",
    ):
        assert words in disagree.replace("<b>", "").replace("</b>", "")
    assert "Friday 26 June" in main_of(client, "/guidance/your-rights/turning-16/")
    assert "Tuesday 4 May 2027" in main_of(client, "/guidance/reviews/")
    draft = main_of(client, "/guidance/your-draft/")
    assert "Friday 6 March 2026 can be answered until the end of Friday 20 March 2026" in draft
    assert "working days" not in draft


def test_links_between_the_pages_lead_somewhere(client: Client, db) -> None:
    for text in CONTENT.rglob("*.md"):
        for slug in re.findall(r"\(page:([^)]+)\)", text.read_text(encoding="utf-8")):
            assert GuidancePage.objects.filter(slug=slug).exists(), f"{text.name}: {slug}"
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
