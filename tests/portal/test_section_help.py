"""Help stands beside each section, closed until it is asked for, and no page pays for it with a question to the database."""

import re

import pytest
from django.test import Client

from permissions.vocabulary import CODES
from portal import kept
from portal.council import help_beside
from portal.first_pages import make_first_pages
from portal.models import SectionHelp
from tests.queries import count_queries
from tests.world import SAM, World


def beside(client: Client, address: str) -> str:
    page = client.get(address).content.decode()
    found = re.search(r'<details class="govuk-details portal-section-help">(.*?)</details>', page, re.DOTALL)
    return re.sub(r"\s+", " ", found[1]) if found else ""


@pytest.mark.parametrize("code", [code.value for code in CODES])
def test_each_section_has_first_help_that_says_what_it_is_and_what_a_good_one_says(db, code: str) -> None:
    found = help_beside(code)
    assert found
    assert found.what.startswith("<p>")
    assert "<li>" in found.good
    assert f'href="/guidance/sections/section-{code.lower()}/"' in found.what


@pytest.mark.parametrize("page", ["", "edit/"])
def test_the_help_stands_closed_on_the_page_of_the_section_and_where_it_is_written(client: Client, world: World, page: str) -> None:
    client.force_login(world.marcus)
    help_in_f = beside(client, f"/plans/{SAM}/sections/F/{page}")
    assert "What goes in this section?" in help_in_f
    assert "who gives it, and what training they need" in help_in_f
    assert "What a good one says" in help_in_f
    assert "what training they need" not in beside(client, f"/plans/{SAM}/sections/E/{page}")


def test_the_family_reads_the_same_help(client: Client, world: World) -> None:
    client.force_login(world.amara)
    assert "in their own words" in beside(client, f"/plans/{SAM}/sections/A/")


def test_an_outsider_sees_no_help_and_no_difference(client: Client, world: World) -> None:
    client.force_login(world.nadia)
    assert beside(client, f"/plans/{SAM}/sections/F/") == ""
    there, nowhere = client.get(f"/plans/{SAM}/sections/F/"), client.get("/plans/ZZZZ-ZZZZ/sections/F/")
    assert there.status_code == nowhere.status_code == 404


def test_what_the_council_changes_shows_at_once_and_is_not_made_again(client: Client, world: World) -> None:
    SectionHelp.objects.filter(code="B").delete()
    one = SectionHelp.objects.get(code="F")
    one.what, one.good = "<p>Ours <b>now</b>.</p>", ""
    one.save()
    make_first_pages()
    client.force_login(world.marcus)
    shown = beside(client, f"/plans/{SAM}/sections/F/")
    assert "<p>Ours <b>now</b>.</p>" in shown
    assert "What a good one says" not in shown
    assert beside(client, f"/plans/{SAM}/sections/B/") == ""
    assert SectionHelp.objects.count() == 11


def test_the_help_costs_no_question_while_it_is_fresh(client: Client, world: World) -> None:
    client.force_login(world.marcus)
    help_beside("F")
    for address in (f"/plans/{SAM}/", f"/plans/{SAM}/sections/F/", f"/plans/{SAM}/sections/F/edit/"):
        with count_queries() as counted:
            client.get(address)
        assert "sectionhelp" not in str(counted)
    with count_queries() as counted:
        kept._step()
        help_beside("F")
        help_beside("A")
    assert sum("sectionhelp" in asked for asked in counted.asked) == 1


def test_a_letter_that_is_no_section_has_no_help(db) -> None:
    for code in ("Z", "", "H", "a/../b"):
        assert help_beside(code) is None
