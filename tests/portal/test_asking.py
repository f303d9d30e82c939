"""Somebody with an account asks for an assessment here: page by page, left and gone on with, received on the day it is sent, and opened by the council."""

import re
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from permissions.models import ServiceEntry
from plans.models import Asking, IssuedDocument, Plan, Request
from plans.saying import long_date
from tests.plans.pages import page_of, visit
from tests.portal.test_deciding import words_of
from tests.portal.test_open_plan import day

PAGES = {
    "child": {"first_name": "Bola", "last_name": "Adeyemi", "born_on_day": "3", "born_on_month": "5", "born_on_year": "2019"},
    "you": {"made_by": "parent", "relation": "Mother", "contact": "07700 900999, before noon"},
    "parents": {"parents": ""},
    "school": {"school": "Elm Street", "year": "Reception"},
    "needs": {"needs": "She hides under the table."},
    "health": {"health": "A hearing test in May."},
    "tried": {"tried": "A quiet corner.\nIt helped a little."},
    "views": {"views": "She wants a friend."},
}


def begun(person):
    browser = visit(person)
    first = browser.post("/ask/")["Location"]
    return browser, first.removesuffix("child/")


def written(person, **but):
    browser, base = begun(person)
    for slug, typed in (PAGES | but).items():
        answer = browser.post(f"{base}{slug}/", typed)
        assert answer.status_code == 302, page_of(answer).errors
    assert answer["Location"] == f"{base}check/"
    return browser, base


def sent(person, **but):
    browser, base = written(person, **but)
    answer = browser.post(f"{base}check/", {"asks": "on"})
    assert answer.status_code == 302, page_of(answer).errors
    return browser, base, Asking.objects.latest("pk")


def test_a_parent_asks_page_by_page_and_it_is_received_on_the_day_it_is_sent(world):
    browser, _, asking = sent(world.amara)
    assert (asking.sent_on, asking.sent_at.date(), asking.by) == (world.today, asking.sent_at.date(), world.amara)
    assert (asking.needs, asking.views, asking.contact) == (
        "She hides under the table.",
        "She wants a friend.",
        "07700 900999, before noon",
    )
    own = page_of(browser.get("/ask/")).words
    assert f"received by the council, on {long_date(world.today)}" in own
    assert f"by {long_date(world.today + timedelta(weeks=6))}" in own
    assert ServiceEntry.objects.filter(verb="send_request", actor=world.amara, object_uid=asking.uid).count() == 1
    assert not Plan.objects.filter(asked=asking).exists(), "a plan is opened by a person of the council"


def test_it_is_left_and_gone_on_with_and_nobody_knows_of_it_until_it_is_sent(world):
    browser, base = begun(world.priya)
    answer = browser.post(f"{base}child/", PAGES["child"] | {"later": "1"})
    assert answer["Location"] == "/ask/"
    assert "Not sent yet: the council knows nothing of it" in page_of(browser.get("/ask/")).words
    assert 'value="Bola"' in visit(world.priya).get(f"{base}child/").content.decode()
    assert "Bola" not in page_of(visit(world.marcus).get("/requests/")).words
    uid = base.split("/")[2]
    assert visit(world.marcus).get(f"/requests/{uid}/").status_code == 404
    for slug in ("amara", "marcus", "root", "nadia"):
        other = visit(getattr(world, slug))
        doors = [
            other.get(f"{base}child/"),
            other.get(f"{base}check/"),
            other.post(f"{base}check/", {"asks": "on"}),
            other.post(f"{base}throw-away/"),
        ]
        assert [door.status_code for door in doors] == [404] * 4, slug
    assert browser.post(f"{base}throw-away/").status_code == 302
    assert not Asking.objects.exists()


def test_only_the_child_who_asks_and_how_to_reach_them_are_needed_and_the_tick(world):
    empty = {slug: {} for slug in ("parents", "school", "needs", "health", "tried", "views")}
    browser, base = written(world.amara, **empty)
    unticked = browser.post(f"{base}check/", {})
    assert (unticked.status_code, Asking.objects.get().sent_on) == (422, None)
    assert browser.post(f"{base}check/", {"asks": "on"}).status_code == 302
    browser, base = begun(world.amara)
    missing = browser.post(f"{base}check/", {"asks": "on"})
    assert missing.status_code == 422
    for sentence in ("first name", "last name", "date of birth", "who you are", "how we can reach you"):
        assert sentence in page_of(missing).words
    assert Asking.objects.latest("pk").sent_on is None
    ahead = {"first_name": "B", "last_name": "A", **day("born_on", world.today + timedelta(days=1))}
    browser, base = written(world.amara, child=ahead)
    assert "must be in the past" in page_of(browser.post(f"{base}check/", {"asks": "on"})).words


@pytest.mark.parametrize(("slug", "typed", "sentence"), [
    ("child", {"first_name": ""}, "Enter the child’s first name."),
    ("you", {"made_by": "queen", "contact": "x"}, "Choose one of the list"),
    ("needs", {"needs": "x" * 801}, "can hold 800 characters"),
])  # fmt: skip
def test_what_is_wrong_is_said_on_its_page_and_nothing_is_kept(world, slug, typed, sentence):
    browser, base = begun(world.amara)
    answer = browser.post(f"{base}{slug}/", typed)
    assert answer.status_code == 422
    assert any(sentence in error for error in page_of(answer).errors)
    assert browser.get(f"{base}nowhere/").status_code == 404


def test_what_was_sent_stays_as_it_is(world):
    browser, base, asking = sent(world.amara)
    for answer in (browser.get(f"{base}needs/"), browser.post(f"{base}needs/", {"needs": "Other."}), browser.post(f"{base}throw-away/")):
        assert answer.status_code == 409
    assert browser.post(f"{base}check/", {"asks": "on"}).status_code == 409
    asking.refresh_from_db()
    assert asking.needs == "She hides under the table."
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        Asking.objects.update(sent_on=None)


def test_whoever_opens_plans_has_the_task_with_its_last_day_and_nobody_else(world):
    _, _, asking = sent(world.priya, you={"made_by": "setting", "relation": "SENCo", "contact": "020 7946 0777"})
    home = page_of(visit(world.marcus).get("/home/?all=1")).words
    assert "1 request came in here and waits for a plan" in " ".join(home.split())
    listed = page_of(visit(world.marcus).get("/requests/")).words
    assert "Bola Adeyemi" in listed
    assert long_date(world.today + timedelta(weeks=6)) in listed
    whole = page_of(visit(world.marcus).get(f"/requests/{asking.uid}/")).words
    for told in ("She hides under the table.", "020 7946 0777", "A hearing test in May.", "Priya Raman"):
        assert told in whole
    for slug in ("amara", "priya", "tess", "root"):
        browser = visit(getattr(world, slug))
        assert [browser.get(f"/requests/{asking.uid}/").status_code, browser.get("/requests/").status_code] == [403, 403], slug
        assert "came in here" not in page_of(browser.get("/home/?all=1")).words
    assert "Ask for an assessment for a child" in page_of(visit(world.amara).get("/home/?all=1")).words


def opened(world, asking, **but):
    browser, address = visit(world.marcus), f"/plans/new/?request={asking.uid}"
    page = browser.get(address)
    assert page.status_code == 200
    typed = {name: values[-1] for name, values in page_of(page).form_with("first_name").items()} | {"made_by": "parent", "route": "portal"}
    key = re.search(r'name="key" value="([^"]+)"', page.content.decode())[1]
    born = {"born_on_day": "3", "born_on_month": "5", "born_on_year": "2019"}
    channels = {"parent1-channel": "email", "parent2-channel": "email"}
    return browser, typed, browser.post(address, typed | born | channels | {"key": key} | but)


def test_a_plan_is_opened_from_it_with_everything_filled_in_and_its_words_move_there(world):
    _, _, asking = sent(world.amara)
    Asking.objects.filter(pk=asking.pk).update(sent_on=world.today - timedelta(days=4))
    _, typed, answer = opened(world, asking, **day("request_received_on", world.today - timedelta(days=4)))
    assert (typed["first_name"], typed["parent1-email"]) == ("Bola", "amara@example.org")
    assert answer.status_code == 302, page_of(answer).errors
    plan, request = Plan.objects.latest("pk"), Request.objects.latest("pk")
    assert (plan.request_received_on, request.received_on) == (world.today - timedelta(days=4),) * 2
    assert (request.plan, request.route, request.made_by) == (plan, "portal", "parent")
    for told in ("She hides under the table.", "A hearing test in May.", "07700 900999", "She wants a friend."):
        assert told in request.words
    asking.refresh_from_db()
    assert asking.plan == plan
    assert not any(asking.values.values()) or asking.values["made_by"], "its words stand in one place"
    assert (asking.needs, asking.first_name, asking.contact) == ("", "", "")
    assert plan.circle.shown_reference in page_of(visit(world.amara).get("/ask/")).words
    letter = IssuedDocument.objects.get(plan=plan)
    assert long_date(world.today - timedelta(days=4)) in words_of(letter)
    assert visit(world.marcus).get(f"/requests/{asking.uid}/").status_code == 404


def test_another_day_than_that_on_which_it_was_sent_is_not_taken_and_no_second_plan_is_opened(world):
    _, _, asking = sent(world.amara)
    before = Plan.objects.count()
    _, _, wrong = opened(world, asking, **day("request_received_on", world.today - timedelta(days=1)))
    assert wrong.status_code == 422
    assert any("It was sent here on" in error for error in page_of(wrong).errors)
    browser, _, right = opened(world, asking)
    assert (right.status_code, Plan.objects.count()) == (302, before + 1)
    assert browser.get(f"/plans/new/?request={asking.uid}").status_code == 404
    assert browser.get("/plans/new/?request=nothing").status_code == 404
    assert visit(world.amara).get(f"/plans/new/?request={asking.uid}").status_code == 403


def test_nobody_begins_or_sends_without_end(world):
    browser = visit(world.amara)
    assert [browser.post("/ask/").status_code for _ in range(11)] == [302] * 10 + [409]
