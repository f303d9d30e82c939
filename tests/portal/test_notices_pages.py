"""The page of notices, the count in the head of every page, and the page of choices."""

import re
from datetime import time

import pytest

from permissions.models import Contact, Membership
from permissions.vocabulary import Code
from plans.actions.hold_back_section import hold_back_section
from portal.models import Notice, NoticeChoices
from tests.comments.saying import answers, opens
from tests.plans.pages import PLAN, form_on, visit
from tests.plans.versions_help import narrate, write
from tests.portal.telling import calls, tell
from tests.world import SAM, World


@pytest.fixture
def told(world) -> World:
    tell(world)
    return world


def page_of(person) -> str:
    return visit(person).get("/notices/").content.decode()


def said(body: str) -> list[str]:
    """Give the words of the notices on a page."""
    return re.findall(r'data-notice href="[^"]+">([^<]+)</a>', body)


def count_in_head(person, address: str = "/home/?all=1") -> str:
    body = visit(person).get(address).content.decode()
    return re.search(r'href="/notices/">([^<]+)</a>', body).group(1)


def test_the_page_says_in_plain_words_what_is_new_and_leads_to_the_place(told):
    thread = opens(told, told.amara, "Why?", audience="everyone", code="B")
    answers(told, told.priya, thread, "Because.")
    calls(told, told.marcus, told.amara, code="F")
    write(told, "lena", "F", "provision", "Words.")
    told.move_to("checking")
    tell(told)
    body = page_of(told.amara)
    assert said(body) == [
        "The plan moved on: Checking the draft",
        "Marcus Bell called you by name in Special educational provision (Section F)",
        "Priya Raman answered you in Special educational needs (Section B)",
        "Lena Novak changed what stands in Special educational provision (Section F)",
    ]
    assert f'href="{PLAN}sections/B/#thread-{thread.thread.uid}"' in body
    assert f'href="{PLAN}sections/F/"' in body


def test_many_acts_on_one_place_in_a_day_are_one_notice(told):
    for words in ("One.", "Two.", "Three."):
        opens(told, told.priya, words, audience="everyone", code="B")
    opens(told, told.lena, "Four.", audience="everyone", code="B")
    opens(told, told.lena, "Five.", audience="everyone", code="F")
    tell(told)
    body = page_of(told.amara)
    assert said(body) == [
        "Four comments in Special educational needs (Section B), by Lena Novak and Priya Raman",
        "Lena Novak said something in Special educational provision (Section F)",
    ]
    assert count_in_head(told.amara) == "2 new notices"


def test_without_news_the_page_says_so_kindly_and_the_head_counts_nothing(told):
    assert "Nothing new" in page_of(told.amara)
    assert count_in_head(told.amara) == "Notices"


def test_a_page_for_somebody_in_no_plan_is_empty_too(told):
    assert "Nothing new" in page_of(told.root)
    assert "Nothing new" in page_of(told.zoe)


def test_one_is_marked_as_seen_or_all_of_them(told):
    opens(told, told.priya, "One.", audience="everyone", code="B")
    opens(told, told.priya, "Two.", audience="everyone", code="F")
    tell(told)
    browser = visit(told.amara)
    body = browser.get("/notices/").content.decode()
    numbers = re.findall(r'name="numbers" value="([\d,]+)"', body)
    assert len(numbers) == 3, "all, and each"
    assert browser.post("/notices/seen/", {"numbers": numbers[1]}).status_code == 302
    assert count_in_head(told.amara) == "1 new notice"
    assert len(said(browser.get("/notices/?seen=1").content.decode())) == 1
    browser.post("/notices/seen/", {"numbers": numbers[0]})
    assert count_in_head(told.amara) == "Notices"
    assert len(said(browser.get("/notices/?seen=1").content.decode())) == 2


def test_nobody_marks_what_is_somebody_elses(told):
    opens(told, told.priya, "One.", audience="everyone", code="B")
    tell(told)
    theirs = ",".join(str(row.pk) for row in Notice.objects.filter(person=told.joel))
    assert visit(told.amara).post("/notices/seen/", {"numbers": theirs}).status_code == 302
    assert count_in_head(told.joel) == "1 new notice"


@pytest.mark.parametrize("typed", [{}, {"numbers": ""}, {"numbers": "1,x"}, {"numbers": "-1"}, {"numbers": "1" * 20}])
def test_numbers_that_are_none_are_refused_with_the_page(told, typed):
    assert visit(told.amara).post("/notices/seen/", typed).status_code == 422


def test_what_access_no_longer_lets_them_know_is_not_shown(told):
    narrate(told, "marcus", "C", "Words.")
    tell(told)
    assert said(page_of(told.amara)) == ["Marcus Bell changed what stands in Health needs (Section C)"]
    hold_back_section(told.marcus, SAM, Code.C, reason="We wait.", today=told.today, now=told.now)
    assert said(page_of(told.amara)) == []
    assert len(said(page_of(told.lena))) == 1


def test_whoever_has_left_the_plan_is_shown_and_counted_nothing_of_it(told):
    narrate(told, "marcus", "B", "Words.")
    tell(told)
    assert count_in_head(told.lena) == "1 new notice"
    Membership.objects.filter(user=told.lena).update(ended_at=told.now)
    assert said(page_of(told.lena)) == []
    assert count_in_head(told.lena) == "Notices"


def test_what_one_parent_does_is_dated_by_the_day_for_professionals_and_not_at_all_for_their_own_supporter(told):
    opens(told, told.amara, "One.", audience="everyone", code="B")
    opens(told, told.marcus, "Two.", audience="everyone", code="F")
    tell(told)
    hour = re.compile(r"\d\d:\d\d")
    for person in (told.priya, told.pam, told.marcus):
        assert not hour.search(re.sub(r'value="[^"]*"', "", page_of(person).split("<main")[1].split("</main")[0]))
    row = Notice.objects.get(person=told.priya, section="B")
    assert row.at.astimezone(told.now.tzinfo) != told.now
    headings = re.findall(r'<h3 class="govuk-heading-s">([^<]+)</h3>', page_of(told.pam))
    assert headings == [f"{told.today:%A} {told.today.day} {told.today:%B %Y}", "Without a day"], "what Marcus said, and what Amara said"


def test_outside_nobody_sees_the_page(client):
    for address in ("/notices/", "/account/notices/"):
        assert client.get(address).status_code == 302


def test_choices_are_kept_and_shown_again(told):
    browser = visit(told.amara)
    typed = {"how": "daily", "deadlines_at_once": "on", "quiet_from": "22:00", "quiet_until": "7.30"}
    assert browser.post("/account/notices/", typed).status_code == 302
    row = NoticeChoices.objects.get(person=told.amara)
    assert (row.how, row.mentions_at_once, row.deadlines_at_once, row.quiet_from, row.quiet_until) == (
        "daily",
        False,
        True,
        time(22),
        time(7, 30),
    )
    shown = form_on(browser, "/account/notices/", "quiet_from")
    assert (shown["quiet_from"], shown["quiet_until"], shown["how"]) == (["22:00"], ["07:30"], ["daily"])
    assert "mentions_at_once" not in shown


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"how": "daily", "quiet_from": "22:00"}, "Enter both times, or leave both empty."),
        ({"how": "daily", "quiet_until": "22:00"}, "Enter both times, or leave both empty."),
        ({"how": "daily", "quiet_from": "22:00", "quiet_until": "22:00"}, "The two times are the same."),
        ({"how": "daily", "quiet_from": "25:00", "quiet_until": "22:00"}, "Enter a time such as 22:00."),
        ({"how": "hourly"}, "Choose one of the two."),
        ({}, "Choose whether you want e-mails."),
    ],
)
def test_choices_that_do_not_fit_come_back_with_a_sentence_and_what_was_typed(told, typed, words):
    answer = visit(told.amara).post("/account/notices/", typed)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not NoticeChoices.objects.exists()


def test_the_page_says_why_no_letter_comes_to_whom_none_is_safe(told):
    assert "the safe way to reach you" not in visit(told.amara).get("/account/notices/").content.decode()
    Contact.objects.filter(person=told.amara).update(channel="text")
    body = visit(told.amara).get("/account/notices/").content.decode()
    assert "the safe way to reach you is by text message" in body
    Contact.objects.filter(person=told.amara).update(channel="email", safe_times="Weekdays 10 to 2")
    body = visit(told.amara).get("/account/notices/").content.decode()
    assert "“Weekdays 10 to 2”" in body
    assert "keeps_to_safe_times" in body
    assert "keeps_to_safe_times" not in visit(told.joel).get("/account/notices/").content.decode()


def test_the_account_leads_to_the_choices(told):
    assert "/account/notices/" in visit(told.amara).get("/account/").content.decode()
