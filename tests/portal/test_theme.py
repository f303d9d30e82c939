"""The council's colours: only those that everybody can read are put on, and nothing but colours gets into the stylesheet."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import Site

from portal import theme
from portal.council import council
from portal.models import CouncilSettings
from portal.theme import FIRST, Colours, contrast, read_colour
from tests.queries import count_queries

BLUE = Colours("#1d3c6e", "#7a1f5c", "#1f4fa3")
# Worked out by hand with the formula of WCAG 2.2 and a pocket calculator.
KNOWN = [
    ("#000000", "#ffffff", 21.0),
    ("#ffffff", "#ffffff", 1.0),
    ("#767676", "#ffffff", 4.54),
    ("#777777", "#ffffff", 4.48),
    ("#0000ff", "#ffffff", 8.59),
]


@pytest.fixture
def settings_row(db) -> CouncilSettings:
    return CouncilSettings.objects.get()


def paint(row: CouncilSettings, colours: Colours) -> CouncilSettings:
    row.brand_colour, row.action_colour, row.link_colour = colours.brand, colours.action, colours.link
    return row


@pytest.mark.parametrize(("one", "other", "ratio"), KNOWN)
def test_contrast_is_that_of_wcag_in_either_order(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=0.01)


def test_the_first_colours_can_be_read_and_are_those_of_the_stylesheet_of_every_page() -> None:
    assert theme.faults(FIRST) == {}
    scss = "".join(Path(f"static/src/scss/{name}.scss").read_text() for name in ("_theme", "app"))
    for words in (f"--portal-mast: {FIRST.brand};", f"brand: {FIRST.brand},", f"--portal-button: {FIRST.action};", f"link: {FIRST.link},"):
        assert words in scss


def test_every_ground_that_links_are_measured_against_is_one_of_the_stylesheet() -> None:
    scss = "".join(path.read_text() for path in Path("static/src/scss").glob("*.scss"))
    for ground in theme.GROUNDS:
        assert ground in scss


@pytest.mark.parametrize(
    ("name", "colour", "says"),
    [
        ("brand", "#777777", ["4.47 to 1", "At least 4.5 to 1", "#767676"]),
        ("action", "#00a35a", ["to 1", "nearest shade that can be read is #"]),
        ("link", "#767676", ["Links in #767676 on the quiet boxes", "nearest shade that can be read is #"]),
    ],
)
def test_a_colour_that_not_everybody_can_read_is_refused_with_its_ratio_and_the_nearest_shade(
    name: str, colour: str, says: list[str]
) -> None:
    found = theme.faults(replace(FIRST, **{name: colour}))
    assert list(found) == [name]
    for words in says:
        assert words in found[name]
    shade = found[name].rsplit(" ", 1)[1].rstrip(".")
    assert theme.faults(replace(FIRST, **{name: shade})) == {}


@pytest.mark.parametrize("colour", ["#777776", "#123456"])
def test_the_shade_that_is_proposed_is_the_lightest_that_passes(colour: str) -> None:
    assert bool(theme.faults(Colours(colour, FIRST.action, FIRST.link))) is (contrast(colour, "#ffffff") < 4.5)


HOSTILE = [
    "red", "#12345", "#1234567", "#12403g", "#12403f;}body{display:none", "url(//x)", "var(--x)", "#12403f\n", "\\23 12403f", "rgb(0,0,0)", "", "#１２３４５６",
    "expression(alert(1))", "</style>", "#12403f/**/",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_but_a_colour_is_taken_for_one(settings_row: CouncilSettings, text: str) -> None:
    assert read_colour(text) in (None, "#12403f")
    if read_colour(text) is None:
        for name in ("brand_colour", "action_colour", "link_colour"):
            row = CouncilSettings(site=settings_row.site, **{name: text})
            with pytest.raises(ValidationError) as refused:
                row.clean()
            assert name in refused.value.message_dict


@pytest.mark.parametrize("text", HOSTILE)
def test_a_bad_colour_that_got_into_the_database_reaches_no_page_and_no_stylesheet(
    client: Client, settings_row: CouncilSettings, text: str
) -> None:
    CouncilSettings.objects.update(link_colour=text[:7], brand_colour="#ffffff")
    settings_row.refresh_from_db()
    settings_row.save()
    page = client.get("/").content.decode()
    assert "/theme/" not in page
    assert f'<meta name="theme-color" content="{FIRST.brand}">' in page


def test_colours_are_read_in_capitals_and_with_spaces(settings_row: CouncilSettings) -> None:
    paint(settings_row, Colours(" #1D3C6E", "#7A1F5C ", "#1F4FA3")).clean()
    assert settings_row.colours == BLUE
    assert settings_row.brand_colour == "#1d3c6e"


def test_a_saved_theme_shows_at_once_and_its_stylesheet_may_be_kept_for_ever(client: Client, settings_row: CouncilSettings) -> None:
    assert "/theme/" not in client.get("/").content.decode()
    paint(settings_row, BLUE).save()
    page = client.get("/").content.decode()
    link = re.search(r'<link rel="stylesheet" href="(/theme/[\w-]+\.css)">', page)
    assert link
    assert '<meta name="theme-color" content="#1d3c6e">' in page
    answer = client.get(link[1])
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert not answer.cookies
    css = answer.content.decode()
    assert css.startswith(":root{--portal-mast:#1d3c6e;--govuk-brand-colour:#1d3c6e;--portal-button:#7a1f5c;")
    assert "--govuk-link-colour:#1f4fa3" in css
    for theirs in ("focus", "error", "text"):
        assert theirs not in css


def test_a_stylesheet_answers_without_asking_the_database_whatever_was_saved_since(client: Client, db) -> None:
    with count_queries() as counted:
        assert client.get(f"/theme/{theme.address(BLUE)}").status_code == 200
    assert counted.number == 0, counted


@pytest.mark.parametrize(
    "name",
    [
        "1d3c6e-7a1f5c-1f4fa3-000000000000.css", "1d3c6e-7a1f5c-1f4fa3.css", "theme.css", "ffffff-ffffff-ffffff-000000000000.css", "..%2f..%2fetc%2fpasswd",
        "1D3C6E-7A1F5C-1F4FA3-000000000000.css",
    ],
)  # fmt: skip
def test_a_name_that_the_service_would_not_give_is_not_there(client: Client, db, name: str) -> None:
    answer = client.get(f"/theme/{name}")
    assert answer.status_code == 404
    assert answer["Cache-Control"] == "no-store"


def test_no_stylesheet_is_given_in_colours_that_cannot_be_read() -> None:
    pale = Colours("#eeeeee", FIRST.action, FIRST.link)
    assert theme.address(pale) is None
    css = theme.stylesheet(pale)
    assert theme.from_address(f"{theme._stem(pale)}-{theme._hash(css)}.css") is None


def test_the_theme_is_read_by_other_methods_only_to_look(client: Client, db) -> None:
    assert client.post(f"/theme/{theme.address(BLUE)}").status_code == 405


def test_the_settings_of_another_site_are_not_the_councils(settings_row: CouncilSettings) -> None:
    other = Site.objects.create(hostname="other.example.org", root_page=settings_row.site.root_page)
    CouncilSettings(site=other, name="Somebody else").save()
    assert council().name == "Brookshire Council"
    other.delete()
    Site.clear_site_root_paths_cache()
