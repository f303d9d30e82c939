"""The pages of striking: what each person of the council sees and does there, and that the passage is nowhere to be found afterwards."""

import html
import logging
import re
from dataclasses import replace

import pytest
from django.test import Client

from permissions.models import Membership
from permissions.vocabulary import Code
from plans.access import open_plan
from plans.cursor import Place, place_at
from plans.models import Strike
from portal.sockets.live import Open, read_news
from tests.plans.striking_help import ADDRESS, REASON, confirm, plant, propose, struck
from tests.portal.test_canaries import crawl, signed_in
from tests.world import SAM

BASE = f"/plans/{SAM}/striking/"
ANY_SPELLING = re.compile(rb"quokka|quilt", re.IGNORECASE)
CAST = ("amara", "joel", "priya", "marcus", "susan", "nadia")


@pytest.fixture
def planted(world):
    world.extra.update(plant(world))
    return world


def words_of(response) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.content.decode())))


def looked(response) -> str:
    return re.search(r'name="looked" value="([0-9a-f]{64})"', response.content.decode()).group(1)


def ask(browser: Client, do: str, **typed):
    return browser.post(f"{BASE}new/", {"passage": ADDRESS, "reason": REASON, "do": do} | typed)


def test_the_empty_list_says_what_it_is_for(planted):
    page = words_of(signed_in(planted.marcus).get(BASE))
    assert "Nothing was struck out of this plan" in page
    for said in ("Two people of the council", "A file itself is not changed", "as a rule after 35 days", "It can’t be undone"):
        assert said in page


def test_the_proposer_sees_every_place_with_its_words_before_anything_happens(planted):
    browser = signed_in(planted.marcus)
    answer = ask(browser, "look")
    page = words_of(answer)
    assert answer.status_code == 200
    for place in (
        "Special educational needs (Section B), need 1, as it stands now",
        "Special educational provision (Section F), the section’s own words, as they stand now",
        "Special educational provision (Section F), piece of help 1, as it stands now",
        "Advice and information (Section K), report 1, as it stands now",
        "Working version 1, Shared version 1: Special educational needs (Section B)",
        "Shared version 1: the note beside it",
        "A comment beside Special educational needs (Section B)",
    ):
        assert place in page, place
    assert "The bus stops at 11 Quokka Quilt Lane, near the school." in page
    assert "Marcus, 11QuokkaQuiltLane is secret." in page, "what Amara wrote to her coordinator is his to read"
    assert not Strike.objects.exists()


def test_what_somebody_keeps_and_what_is_said_to_another_is_struck_and_never_shown(planted):
    page = words_of(ask(signed_in(planted.hana), "look"))
    assert "We moved to" not in page
    assert "is secret" not in page, "a private conversation with the coordinator is not the manager's"
    assert "Views, interests and hopes" not in page
    assert "Words that somebody keeps to themselves" in page
    nowhere = words_of(ask(signed_in(planted.hana), "look", passage="no such words at all"))
    assert "Nowhere that you can read" in nowhere
    assert "Words that somebody keeps to themselves" in nowhere


def test_nothing_is_proposed_that_was_not_looked_at(planted):
    browser = signed_in(planted.marcus)
    seen = looked(ask(browser, "look"))
    assert ask(browser, "propose").status_code == 200
    assert ask(browser, "propose", looked=seen, passage=f"{ADDRESS}\nnear the school").status_code == 200
    assert not Strike.objects.exists()
    answer = ask(browser, "propose", looked=seen)
    strike = Strike.objects.get()
    assert answer.headers["Location"] == f"{BASE}{strike.uid}/"


def test_the_second_person_sees_reason_and_places_and_confirms(planted):
    browser = signed_in(planted.marcus)
    ask(browser, "propose", looked=looked(ask(browser, "look")))
    strike = Strike.objects.get()
    own = words_of(browser.get(f"{BASE}{strike.uid}/"))
    assert "One of these can confirm it: Hana Suzuki, Susan Clarke." in own
    assert "somebody else has to look at it" in own
    assert "Strike the words out" not in own
    second = signed_in(planted.hana)
    assert "Waiting for a second person" in words_of(second.get(BASE))
    page = words_of(second.get(f"{BASE}{strike.uid}/"))
    assert REASON in page
    assert "need 1, as it stands now" in page
    answer = second.post(f"{BASE}{strike.uid}/confirm/", follow=True)
    assert answer.status_code == 200
    assert "Struck out from everything in this plan." in words_of(answer)
    assert ANY_SPELLING.findall(answer.content) == []


def test_a_proposal_is_taken_back_and_declined(planted):
    mine, theirs = propose(planted), propose(planted, passage="near the school")
    signed_in(planted.marcus).post(f"{BASE}{mine.uid}/decline/")
    signed_in(planted.susan).post(f"{BASE}{theirs.uid}/decline/")
    page = words_of(signed_in(planted.marcus).get(BASE))
    assert "Taken back by you" in page
    assert "Declined by Susan Clarke" in page
    assert b"near the school" not in signed_in(planted.hana).get(f"{BASE}{theirs.uid}/").content


@pytest.mark.parametrize(
    ("slug", "verb", "status"),
    [
        ("marcus", "confirm", 403),
        ("tess", "confirm", 403),
        ("amara", "confirm", 403),
        ("nadia", "confirm", 404),
        ("priya", "decline", 403),
        ("root", "decline", 404),
    ],
)
def test_whoever_may_not_is_refused_in_words(planted, slug, verb, status):
    strike = propose(planted)
    assert signed_in(getattr(planted, slug)).post(f"{BASE}{strike.uid}/{verb}/").status_code == status
    strike.refresh_from_db()
    assert (strike.confirmed_at, strike.declined_at) == (None, None)


def test_what_was_decided_already_is_a_conflict_in_words(planted):
    strike = struck(planted)
    answer = signed_in(planted.susan).post(f"{BASE}{strike.uid}/confirm/")
    assert answer.status_code == 409
    assert "This was decided already" in words_of(answer)


@pytest.mark.parametrize("slug", ["amara", "joel", "priya", "tess", "sonia"])
def test_a_proposal_is_shown_to_nobody_but_those_who_decide(planted, slug):
    propose(planted, reason="xylophone danger")
    pages = b"\n".join(dict(crawl(signed_in(getattr(planted, slug)))).values())
    assert b"xylophone" not in pages
    assert signed_in(getattr(planted, slug)).get(BASE).status_code == 403


@pytest.mark.parametrize(
    ("typed", "words"), [({"passage": "--"}, "at least 3 letters"), ({"reason": ADDRESS}, "without the words"), ({"reason": ""}, "Say why")]
)
def test_bad_input_comes_back_with_what_was_typed(planted, typed, words):
    answer = ask(signed_in(planted.marcus), "look", **typed)
    assert answer.status_code == 422
    assert words in words_of(answer)
    assert not typed.get("passage") or typed["passage"] in answer.content.decode()


def test_after_it_the_passage_is_in_no_page_history_comparison_or_pdf_of_anybody(planted, caplog):
    with caplog.at_level(logging.DEBUG):
        before = {slug: b"\n".join(dict(crawl(signed_in(getattr(planted, slug)))).values()) for slug in ("marcus", "amara")}
        browser = signed_in(planted.marcus)
        ask(browser, "propose", looked=looked(ask(browser, "look")))
        strike = Strike.objects.get()
        signed_in(planted.hana).post(f"{BASE}{strike.uid}/confirm/")
        assert all(ANY_SPELLING.search(pages) for pages in before.values()), "the search can find"
        for slug in CAST:
            pages = dict(crawl(signed_in(getattr(planted, slug))))
            assert [address for address, body in pages.items() if ANY_SPELLING.search(body)] == [], slug
            if slug != "nadia":
                assert len(pages) > 20
                assert b"[struck out by the council on" in b"\n".join(pages.values())
    assert ANY_SPELLING.findall("\n".join(record.getMessage() for record in caplog.records).encode()) == []


def test_the_session_and_the_address_hold_no_word_of_it(planted):
    browser = signed_in(planted.marcus)
    ask(browser, "look")
    assert ANY_SPELLING.findall(str(dict(browser.session)).encode()) == []


def news(world, slug, since, page="section", section=Code.B):
    access = open_plan(getattr(world, slug), SAM, today=world.today)
    return read_news(access, Open(page, section, ""), since=since)


def head(world) -> Place:
    return place_at(open_plan(world.marcus, SAM, today=world.today))


def test_open_pages_get_the_words_without_the_passage_each_what_they_show(planted):
    Membership.objects.filter(user=planted.owen).update(from_on=planted.today)
    strike, since = propose(planted), head(planted)
    assert not news(planted, "amara", replace(since, ledger=since.ledger - 1)).is_news, "a proposal is nobody's news"
    confirm(planted, strike)
    found = news(planted, "lena", since)
    assert "section-B" in [region.region for region in found.regions]
    shown = "".join(region.html for region in found.regions)
    assert "[struck out by the council on" in shown
    assert ANY_SPELLING.findall(shown.encode()) == []
    assert found.notices == ("Hana struck something out of Special educational needs (Section B).",)


def test_what_was_struck_from_what_somebody_keeps_is_news_to_that_person_only(world):
    from tests.plans.versions_help import write

    write(world, "amara", "A", "voice", f"We moved to {ADDRESS}.", put_forward=False)
    strike, since = propose(world), head(world)
    confirm(world, strike)
    assert news(world, "amara", since, section=Code.A).is_news
    for slug in ("joel", "priya", "marcus", "susan"):
        assert not news(world, slug, since, section=Code.A).is_news, slug
        assert not news(world, slug, since, page="plan", section=None).is_news, slug
