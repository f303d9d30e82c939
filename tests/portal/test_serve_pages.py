"""The pages on which a draft is served, and what each person sees of it afterwards, in a browser without JavaScript."""

from datetime import timedelta

import pytest
from django.test import Client

from plans.models import IssuedDocument, PlanVersion, Service
from plans.saying import long_date
from portal.models import NoticeText
from tests.plans.ready_to_serve import agree, make_ready, number_of, serve_light
from tests.plans.versions_help import narrate
from tests.world import SAM

SERVE = f"/plans/{SAM}/serve/"


def client_of(world, slug):
    client = Client()
    client.force_login(world.people[slug])
    return client


@pytest.fixture
def ready(world):
    make_ready(world)
    return world


def form(world, **more):
    return {"seen": "", "days": "15"} | {f"way_{number_of(world, slug)}": "hand" for slug in ("amara", "joel")} | more


def said(answer):
    return " ".join(answer.content.decode().split())


def test_it_is_looked_at_confirmed_and_sent(ready):
    marcus = client_of(ready, "marcus")
    assert "Send the draft to the family" in said(marcus.get(SERVE))
    asked = said(marcus.post(SERVE, form(ready)))
    last = long_date(ready.today + timedelta(days=14))
    assert asked.count(last) == 3
    assert "This can’t be taken back" in asked
    assert not PlanVersion.objects.exists()
    sent = marcus.post(SERVE, form(ready, sure="yes"), follow=True)
    assert sent.redirect_chain == [(f"{SERVE}sent/", 302)]
    assert Service.objects.count() == 2
    assert marcus.post(SERVE, form(ready, sure="yes")).status_code == 409
    assert Service.objects.count() == 2


def test_what_stands_in_the_way_is_listed_with_what_to_do(ready):
    narrate(ready, "marcus", "C", "")
    marcus = client_of(ready, "marcus")
    page = said(marcus.get(SERVE))
    assert "can’t be sent yet" in page
    assert f'href="/plans/{SAM}/sections/C/"' in page
    assert "<button" not in page.split("<main")[1].split("</main>")[0]
    assert marcus.post(SERVE, form(ready, sure="yes")).status_code == 409
    assert not Service.objects.exists()


def test_a_draft_that_has_not_passed_the_check_is_not_sent_and_the_page_says_where_it_is(ready):
    for stage, slug, href in (
        ("drafting", "marcus", "decide/send-to-check/"),
        ("checking", "hana", "decide/check/"),
        ("checking", "marcus", ""),
    ):
        ready.move_to(stage)
        page = said(client_of(ready, slug).get(SERVE))
        assert "The manager has not passed this draft." in page
        assert [one for one in ("decide/send-to-check/", "decide/check/") if f'href="/plans/{SAM}/{one}"' in page] == (
            [href] if href else []
        )
        assert client_of(ready, slug).post(SERVE, form(ready, sure="yes")).status_code == 409
    assert not Service.objects.exists()


def test_a_letter_without_one_of_its_parts_stops_it(ready):
    NoticeText.objects.filter(block="meeting").update(words="")
    page = said(client_of(ready, "marcus").get(SERVE))
    assert "The letter that goes with the draft" in page
    assert client_of(ready, "marcus").post(SERVE, form(ready, sure="yes")).status_code == 409
    assert not Service.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"days": "14"}, {"days": "ninety"}, {"days": ""}, {"way_{amara}": "portal"}, {"way_{joel}": "pigeon"}, {"way_{joel}": ""}]
)
def test_a_wrong_choice_comes_back_with_what_was_typed(ready, wrong):
    agree(ready, "amara", "email")
    named = {name.format(amara=number_of(ready, "amara"), joel=number_of(ready, "joel")): value for name, value in wrong.items()}
    answer = client_of(ready, "marcus").post(SERVE, form(ready, sure="yes") | named)
    assert answer.status_code == 422
    assert "Something needs putting right" in said(answer)
    assert not Service.objects.exists()


def test_the_council_is_told_when_the_twenty_weeks_are_shorter(ready):
    def warns(received_days_ago):
        ready.sam.request_received_on = ready.today - timedelta(days=received_days_ago)
        ready.sam.save()
        return "20 weeks" in said(client_of(ready, "marcus").post(SERVE, form(ready)))

    # 20 weeks are 140 days; the last day to answer is 14 days ahead.
    assert not warns(125)
    assert warns(126)
    assert warns(200)


def test_a_preview_is_what_that_person_will_read(ready):
    marcus, susan = client_of(ready, "marcus"), client_of(ready, "susan")
    amara, joel = (said(marcus.get(f"{SERVE}preview/{number_of(ready, slug)}/")) for slug in ("amara", "joel"))
    assert "Sam loves trains." in amara
    assert "7 Safe Harbour Row" in amara
    assert "7 Safe Harbour Row" not in joel
    assert "7 Safe Harbour Row" not in said(susan.get(f"{SERVE}preview/{number_of(ready, 'amara')}/"))
    assert marcus.get(f"{SERVE}preview/{number_of(ready, 'priya')}/").status_code == 404


def test_each_parent_sees_what_was_sent_to_them_and_nothing_of_the_other(ready):
    agree(ready, "amara")
    serve_light(ready, serving=None)
    page = said(client_of(ready, "amara").get(f"{SERVE}sent/"))
    assert "What was sent to you" in page
    assert "Joel" not in page
    assert "Amara" in said(client_of(ready, "marcus").get(f"{SERVE}sent/"))
    assert client_of(ready, "priya").get(f"{SERVE}sent/").status_code == 403
    assert client_of(ready, "pam").get(f"{SERVE}sent/").status_code == 403


def test_a_document_is_for_its_recipient_and_whoever_keeps_the_plan(ready):
    serve_light(ready)
    document = IssuedDocument.objects.get(recipient=ready.amara, kind="version")
    url = f"{SERVE}sent/{document.uid}/"
    for slug, status in (("amara", 200), ("marcus", 200), ("hana", 200), ("joel", 404), ("susan", 404), ("pam", 404), ("nadia", 404)):
        answer = client_of(ready, slug).get(url)
        assert (slug, answer.status_code) == (slug, status)
        if status == 200:
            assert answer.content == b"Amara Adeyemi"
            assert "Amara" not in answer["Content-Disposition"]
