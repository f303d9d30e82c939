"""Until when each person answers: their own days, more time asked and given, and nothing of it told to the other parent (SEND Regs 2014 reg 13)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from permissions import clock
from permissions.refusals import Invalid, NotFound, NotNow, NotPermitted
from plans.actions.ask_more_time import ask_more_time
from plans.models import Happening, MoreTime, Plan, Service
from plans.queries.my_window import left_words
from plans.queries.serving import Window, services_of, window_of
from plans.saying import long_date
from plans.statute import lifecycle
from portal.letters.more_time import decide_and_tell, give_and_tell
from portal.models import OutgoingMail
from tests.plans.ready_to_serve import agree, chosen, make_ready, serve_light
from tests.world import SAM

PLAN = f"/plans/{SAM}/"


def client_of(world, slug):
    client = Client()
    client.force_login(world.people[slug])
    return client


def said(answer):
    return " ".join(answer.content.decode().split())


@pytest.fixture
def served(world):
    """Sam's draft, served today on Amara in the portal and on Joel by hand: both have until 14 days from today."""
    make_ready(world)
    agree(world, "amara")
    world.extra["services"] = {
        one.recipient.email.split("@")[0]: one for one in serve_light(world, serving=chosen(world, amara="portal", joel="hand")).services
    }
    return world


def ask(world, slug="amara", *, days=20, reason="We wait for a report", today=None):
    until = world.today + timedelta(days=days)
    return ask_more_time(world.people[slug], SAM, until=until, reason=reason, today=today or world.today, now=world.now)


def decide(world, asked, slug="marcus", *, days=None, answer=""):
    closes_on = world.today + timedelta(days=days) if days is not None else None
    return decide_and_tell(world.people[slug], SAM, asked.pk, closes_on=closes_on, answer=answer, today=world.today, now=world.now)


def last_day(world, slug):
    return window_of(Service.objects.get(recipient=world.people[slug])).last_day - world.today


@pytest.mark.parametrize(
    ("today", "is_open", "left", "words"),
    [
        (date(2026, 3, 5), True, 16, "16 days are left, today counted"),
        (date(2026, 3, 6), True, 15, "15 days are left, today counted"),
        (date(2026, 3, 19), True, 2, "2 days are left, today counted"),
        (date(2026, 3, 20), True, 1, "today is the last day"),
        (date(2026, 3, 21), False, 0, "the time is over"),
    ],
)
def test_the_first_and_the_last_day_count(today, is_open, left, words):
    window = Window(date(2026, 3, 6), date(2026, 3, 20))
    assert (window.is_open(today), window.days_left(today), left_words(window, today)) == (is_open, left, words)


# The last minute of the last day and the first after it, in London: in winter, in summer time, and in the nights on which the clocks change (29 March, 25 October).
@pytest.mark.parametrize(
    ("last", "in_time", "too_late"),
    [
        (date(2026, 3, 20), datetime(2026, 3, 20, 23, 59, tzinfo=UTC), datetime(2026, 3, 21, 0, 0, tzinfo=UTC)),
        (date(2026, 7, 10), datetime(2026, 7, 10, 22, 59, tzinfo=UTC), datetime(2026, 7, 10, 23, 0, tzinfo=UTC)),
        (date(2026, 3, 28), datetime(2026, 3, 28, 23, 59, tzinfo=UTC), datetime(2026, 3, 29, 0, 0, tzinfo=UTC)),
        (date(2026, 3, 29), datetime(2026, 3, 29, 22, 59, tzinfo=UTC), datetime(2026, 3, 29, 23, 0, tzinfo=UTC)),
        (date(2026, 10, 24), datetime(2026, 10, 24, 22, 59, tzinfo=UTC), datetime(2026, 10, 24, 23, 0, tzinfo=UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 25, 23, 59, tzinfo=UTC), datetime(2026, 10, 26, 0, 0, tzinfo=UTC)),
    ],
)
def test_a_day_ends_at_midnight_in_london(last, in_time, too_late):
    window = Window(last - timedelta(days=14), last)
    assert window.is_open(in_time.astimezone(clock.LONDON).date())
    assert not window.is_open(too_late.astimezone(clock.LONDON).date())


def test_more_time_is_asked_for_and_given_for_another_day_than_was_asked(served):
    asked = ask(served)
    with pytest.raises(Invalid, match="asked already"):
        ask(served)
    given = decide(served, asked, days=25, answer="Until the report is there.")
    assert (given.closes_on, given.decided_by) == (served.today + timedelta(days=25), served.marcus)
    assert last_day(served, "amara").days == 25
    assert last_day(served, "joel").days == 14
    plan = Plan.objects.get(pk=served.sam.pk)
    assert plan.closes_on == served.today + timedelta(days=25)
    happening = Happening.objects.get(kind="more_time")
    assert (happening.closes_on, happening.reason) == (served.today + timedelta(days=25), "")
    assert OutgoingMail.objects.filter(to="amara@example.org", subject="There is an answer for you").count() == 1


def test_no_more_time_needs_a_reason_and_moves_nothing(served):
    asked = ask(served)
    with pytest.raises(Invalid):
        decide(served, asked)
    assert decide(served, asked, answer="The 20 weeks end.").closes_on is None
    assert last_day(served, "amara").days == 14
    assert not Happening.objects.filter(kind="more_time").exists()
    with pytest.raises(NotNow, match="decided already"):
        decide(served, asked, days=30)
    assert ask(served)


@pytest.mark.parametrize("days", [14, 13, -1])
def test_time_is_never_made_shorter(served, days):
    asked = ask(served)
    with pytest.raises(Invalid):
        decide(served, asked, days=days)
    with pytest.raises(Invalid):
        ask(served, "joel", days=days)
    service = served.extra["services"]["joel"]
    closes_on = served.today + timedelta(days=days)
    with pytest.raises(Invalid):
        give_and_tell(served.marcus, SAM, service.uid, closes_on=closes_on, answer="", today=served.today, now=served.now)


def test_it_is_given_unasked_and_whoever_is_served_on_paper_is_not_written_to(served):
    service = served.extra["services"]["joel"]
    closes_on = served.today + timedelta(days=15)
    give_and_tell(served.susan, SAM, service.uid, closes_on=closes_on, answer="", today=served.today, now=served.now)
    assert last_day(served, "joel").days == 15
    assert last_day(served, "amara").days == 14
    assert not OutgoingMail.objects.filter(to="joel@example.org", subject="There is an answer for you").exists()


def test_it_is_asked_for_after_the_end_too_and_opens_the_window_again(served):
    late = served.today + timedelta(days=16)
    asked = ask(served, days=30, today=late)
    decide_and_tell(served.marcus, SAM, asked.pk, closes_on=served.today + timedelta(days=30), answer="", today=late, now=served.now)
    assert lifecycle.stage(Plan.objects.get(pk=served.sam.pk).dates, today=late) == "consulting"


def test_a_supporter_asks_for_whoever_chose_them(served):
    assert ask(served, "pam").service.recipient == served.amara


@pytest.mark.parametrize(("slug", "refusal"), [("priya", NotPermitted), ("marcus", NotPermitted), ("nadia", NotFound)])
def test_nobody_else_asks(served, slug, refusal):
    with pytest.raises(refusal):
        ask(served, slug)


@pytest.mark.parametrize(("slug", "refusal"), [("amara", NotPermitted), ("tess", NotPermitted), ("nadia", NotFound)])
def test_nobody_else_decides(served, slug, refusal):
    asked = ask(served)
    with pytest.raises(refusal):
        decide(served, asked, slug, days=30)


@pytest.mark.parametrize("stage", ["drafting", "final", "ended"])
def test_there_is_no_more_time_where_no_draft_is_answered(served, stage):
    asked = ask(served)
    served.move_to(stage)
    for act in (lambda: ask(served, "joel"), lambda: decide(served, asked, days=30)):
        with pytest.raises(NotNow):
            act()


def test_every_page_says_until_when_to_the_person_whose_time_it_is(served):
    decide(served, ask(served), days=20)
    hers, his = long_date(served.today + timedelta(days=20)), long_date(served.today + timedelta(days=14))
    for page in ("", "sections/B/", "people/", "versions/", "talk/"):
        amara, joel = (said(client_of(served, slug).get(f"{PLAN}{page}")) for slug in ("amara", "joel"))
        assert f"until the end of {hers}: 21 days are left" in amara
        assert f"until the end of {his}: 15 days are left" in joel
        assert "Your time to answer" not in said(client_of(served, "priya").get(f"{PLAN}{page}"))
    for slug, own, other in (("amara", hers, his), ("joel", his, hers), ("pam", hers, his)):
        for page in (PLAN, "/home/?all=1", f"{PLAN}more-time/"):
            shown = said(client_of(served, slug).get(page))
            is_told = (slug, page) != ("pam", "/home/?all=1")  # a supporter reads the day in the plan
            assert (slug, page, own in shown) == (slug, page, is_told)
            assert (slug, page, other in shown) == (slug, page, False)
    council = said(client_of(served, "marcus").get(f"{PLAN}more-time/"))
    assert hers in council
    assert his in council


def test_one_parent_learns_nothing_of_what_the_other_asked(served):
    ask(served, reason="Because of my night shifts")
    shown = said(client_of(served, "joel").get(f"{PLAN}more-time/"))
    assert "night shifts" not in shown
    assert "Amara" not in shown.split("<main")[1].split("</main>")[0]
    assert client_of(served, "joel").get(f"{PLAN}more-time/{MoreTime.objects.get().pk}/").status_code == 403
    assert "night shifts" in said(client_of(served, "marcus").get(f"{PLAN}more-time/"))


def test_the_pages_ask_and_decide(served):
    amara, marcus = client_of(served, "amara"), client_of(served, "marcus")
    day = served.today + timedelta(days=20)

    def typed(name, on):
        return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}

    assert amara.post(f"{PLAN}more-time/", {"reason": "x"}).status_code == 422
    assert amara.post(f"{PLAN}more-time/", typed("until", served.today)).status_code == 422
    assert amara.post(f"{PLAN}more-time/", typed("until", day)).status_code == 302
    asked = MoreTime.objects.get()
    assert marcus.post(f"{PLAN}more-time/{asked.pk}/", {"gives": "yes"}).status_code == 422
    assert marcus.post(f"{PLAN}more-time/{asked.pk}/", {"gives": "no"}).status_code == 422
    assert marcus.post(f"{PLAN}more-time/{asked.pk}/", {"gives": "yes"} | typed("closes_on", day)).status_code == 302
    give = f"{PLAN}more-time/give/{served.extra['services']['joel'].uid}/"
    assert marcus.post(give, typed("closes_on", served.today)).status_code == 422
    assert marcus.post(give, typed("closes_on", day)).status_code == 302
    assert {window_of(one).last_day for one in services_of(Service.objects.first().version)} == {day}


def test_pages_of_a_plan_that_was_served_before_services_were_kept_still_work(world):
    world.move_to("consulting")
    for slug in ("amara", "joel", "pam", "marcus", "priya"):
        for page in (PLAN, f"{PLAN}versions/", "/home/?all=1", f"{PLAN}serve/sent/"):
            assert client_of(world, slug).get(page).status_code in (200, 403)
    assert "Your time to answer" not in said(client_of(world, "amara").get(PLAN))
    assert client_of(world, "marcus").get(f"{PLAN}more-time/").status_code == 200
