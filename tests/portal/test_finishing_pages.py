"""The pages between the answers and the final plan, through the browser's door: replies, agreements, schools, the signature."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from permissions.models import LedgerEntry, Organisation
from plans.models import Agreement, Reply, SchoolConsultation, Section, TrackedChange
from plans.record.origins import without_origin
from portal.models import OutgoingMail
from tests.plans.finishing import asks, replies, serve_drafts
from tests.plans.versions_help import write
from tests.world import SAM

pytestmark = pytest.mark.django_db


@pytest.fixture
def served(world):
    world.extra["health"] = write(world, "marcus", "G", "provision", "A nurse checks the pump.")
    world.extra |= serve_drafts(world)
    return world


def page(world, slug, below, data=None, **more):
    browser = Client()
    browser.force_login(getattr(world, slug))
    address = f"/plans/{SAM}/{below}"
    return browser.get(address) if data is None else browser.post(address, data, **more)


def hidden(response, name):
    return re.search(rf'name="{name}" value="([^"]*)"', response.content.decode()).group(1)


def test_a_reply_is_shown_as_it_will_change_the_plan_before_it_is_saved_and_sent(served):
    asked = asks(served, "amara", served.extra["amaras"], "F", served.extra["help"], proposed="Lena sees Sam at home.")
    first = page(served, "marcus", f"replies/{asked.uid}/")
    assert "Lena sees Sam at home." in first.content.decode()
    typed = {"typed-sessions": "2", "typed-per": "week", "typed-minutes": "30", "typed-source": ""}
    said = {"outcome": "agreed", "reason": "Yes.", "shall": "Lena sees Sam at home.", "stands": hidden(first, "stands"), **typed}
    shown = page(served, "marcus", f"replies/{asked.uid}/", said)
    assert shown.status_code == 200
    assert "This is how the plan will change" in shown.content.decode()
    assert not Reply.objects.exists()
    saved = page(served, "marcus", f"replies/{asked.uid}/", said | {"seen": hidden(shown, "seen")})
    assert saved.status_code == 302
    assert "2 times" in page(served, "marcus", f"replies/{asked.uid}/", said | {"seen": "", "reason": "Yes, twice."}).content.decode()
    assert page(served, "marcus", "replies/send/").status_code == 200
    assert page(served, "marcus", "replies/send/", {}).status_code == 302
    assert [(row.field, row.after) for row in TrackedChange.objects.order_by("pk")] == [("", "Lena sees Sam at home."), ("sessions", "2")]
    letters = OutgoingMail.objects.filter(subject__startswith="The council has answered")
    assert [letter.to for letter in letters] == ["amara@example.org"]
    assert not re.search(r"Sam\b|Amara|Lena|home", letters[0].subject + letters[0].body)
    assert "Lena sees Sam at home." not in page(served, "joel", "replies/").content.decode()
    hers = page(served, "amara", "replies/").content.decode()
    assert "Because of this, the plan was changed:" in hers
    assert "Yes." in hers


def test_a_reply_without_a_reason_or_on_older_words_comes_back_with_what_was_typed(served):
    asked = asks(served, "amara", served.extra["amaras"], "B", proposed="Sam is ten.")
    said = {"outcome": "not_agreed", "reason": "", "shall": "Sam is ten.", "stands": "old"}
    empty = page(served, "marcus", f"replies/{asked.uid}/", said)
    assert empty.status_code == 422
    said |= {"outcome": "agreed", "reason": "Because it is so."}
    shown = page(served, "marcus", f"replies/{asked.uid}/", said)
    stale = page(served, "marcus", f"replies/{asked.uid}/", said | {"seen": hidden(shown, "seen")})
    assert stale.status_code == 409
    assert "Because it is so." in stale.content.decode()
    again = page(served, "marcus", f"replies/{asked.uid}/", said | {"stands": hidden(stale, "stands")})
    assert again.status_code == 200


def test_health_agrees_exactly_the_words_it_read_and_any_change_ends_the_agreement(served):
    read = page(served, "bea", "agreements/")
    assert "A nurse checks the pump" in read.content.decode()
    assert "designated social care officer" not in read.content.decode()
    assert page(served, "bea", "agreements/health/", {"seen": "other words"}).status_code == 409
    assert page(served, "bea", "agreements/health/", {"seen": hidden(read, "seen"), "note": "For a year."}).status_code == 302
    assert "Agreed by Bea Lindqvist" in page(served, "marcus", "agreements/").content.decode()
    asked = asks(served, "amara", served.extra["amaras"], "G", served.extra["health"], proposed="A nurse checks the pump daily.")
    replies(served, asked)
    page(served, "marcus", "replies/send/", {})
    assert "Agreed for other words" in page(served, "marcus", "agreements/").content.decode()
    read = page(served, "bea", "agreements/")
    page(served, "bea", "agreements/health/", {"seen": hidden(read, "seen")})
    page(served, "bea", "agreements/health/", {"take_back": "1"})
    assert "The agreement was taken back" in page(served, "marcus", "agreements/").content.decode()
    assert Agreement.objects.filter(kind="health").count() == 3


def test_what_health_has_not_agreed_is_taken_out_with_a_reason_and_the_draft_is_to_be_served_again(served):
    below = f"agreements/take-out/{served.extra['health'].uid}/"
    for slug in ("bea", "amara", "tess"):
        assert page(served, slug, below, {"note": "No nurse."}).status_code == 403
    assert page(served, "marcus", f"agreements/take-out/{served.extra['need'].uid}/").status_code == 404
    assert page(served, "marcus", below, {"note": ""}).status_code == 422
    agreed = page(served, "bea", "agreements/")
    page(served, "bea", "agreements/health/", {"seen": hidden(agreed, "seen")})
    assert page(served, "marcus", below, {"note": "No nurse."}).status_code == 422, "health has agreed it"
    page(served, "bea", "agreements/health/", {"take_back": "1"})
    assert page(served, "marcus", below, {"note": "There is no nurse."}).status_code == 302
    narrative = Section.objects.get(plan=served.sam, type="G").narrative
    assert narrative == "Health has not agreed this help, so it was taken out: “A nurse checks the pump”. There is no nurse."
    assert {one.what for one in without_origin(served.extra["version"])} == {"this was taken out", "the words are different"}


@pytest.mark.parametrize(("slug", "status"), [("amara", 403), ("lena", 403), ("iqbal", 403), ("marcus", 403), ("nadia", 404)])
def test_nobody_else_agrees_for_health(served, slug, status):
    assert page(served, slug, "agreements/health/", {"seen": ""}).status_code == status
    assert not Agreement.objects.exists()


def test_the_family_reads_no_agreements_and_no_schools(served):
    for slug in ("amara", "pam", "joel", "priya"):
        assert page(served, slug, "agreements/").status_code == 403
        assert page(served, slug, "schools/").status_code == 403


def consulted(world):
    setting = Organisation.objects.get(name="Elm Street Primary School")
    answer = page(world, "marcus", "schools/ask/", {"organisation": setting.pk, "email": "head@example.org", "is_requested": "on"})
    assert answer.status_code == 302
    letter = OutgoingMail.objects.get(to="head@example.org")
    return SchoolConsultation.objects.get(), re.search(r"/schools/reply/[^/\s]+/", letter.body).group(0)


def test_a_place_without_an_account_answers_by_its_link_which_names_no_child(served):
    row, address = consulted(served)
    assert (row.due_on - row.sent_on).days == 15
    before = LedgerEntry.objects.count()
    form = Client().get(address)
    assert form.status_code == 200
    assert LedgerEntry.objects.count() == before, "opening the link writes nothing"
    assert not re.search(r"\bSam\b|Adeyemi|pump|Amara", form.content.decode())
    assert Client().post(address, {"can_meet": "no", "decided_by": "The head"}).status_code == 422
    said = {"can_meet": "no", "ground": "others", "cannot_meet": "One-to-one help.", "pounds": "1200.50", "decided_by": "The head"}
    assert Client().post(address, said).status_code == 200
    row.refresh_from_db()
    assert (row.can_meet, row.ground, row.yearly_cost_pence, row.replied_at is not None) == ("no", "others", 120050, True)
    assert Client().post(address, said).status_code == 409
    assert "One-to-one help." in page(served, "marcus", "schools/").content.decode()


def test_a_wrong_link_and_a_link_to_a_final_plan_open_nothing(served):
    row, address = consulted(served)
    assert Client().get("/schools/reply/something-else/").status_code == 404
    assert Client().get(f"{address[:-2]}/").status_code == 404
    served.move_to("final")
    assert "needs no answer any more" in Client().get(address).content.decode()
    assert Client().post(address, {"can_meet": "yes", "decided_by": "The head"}).status_code == 409
    row.refresh_from_db()
    assert row.replied_at is None


def test_a_lapse_is_written_down_by_a_person_from_the_day_after_the_fifteen_days(served):
    row, _ = consulted(served)
    assert page(served, "marcus", f"schools/{row.uid}/lapse/", {}).status_code == 409
    SchoolConsultation.objects.update(sent_on=served.today - timedelta(days=15), due_on=served.today)
    assert page(served, "marcus", f"schools/{row.uid}/lapse/", {}).status_code == 409
    SchoolConsultation.objects.update(due_on=served.today - timedelta(days=1))
    assert page(served, "susan", f"schools/{row.uid}/lapse/", {}).status_code == 403
    assert page(served, "marcus", f"schools/{row.uid}/lapse/", {}).status_code == 302
    row.refresh_from_db()
    assert (row.lapsed_on, row.lapsed_by) == (served.today, served.marcus)
    assert page(served, "marcus", f"schools/{row.uid}/answer/", {"can_meet": "yes", "decided_by": "The head"}).status_code == 302, "late"


def test_a_place_is_asked_once_about_a_draft(served):
    consulted(served)
    setting = Organisation.objects.get(name="Elm Street Primary School")
    for data in ({"organisation": setting.pk, "email": "x@example.org"}, {"organisation": setting.pk, "email": "no address"}, {}):
        assert page(served, "marcus", "schools/ask/", data).status_code == 422


def test_a_leader_signs_exactly_the_words_that_were_read_and_the_coordinator_does_not(served):
    assert page(served, "marcus", "sign/").status_code == 403
    read = page(served, "susan", "sign/")
    assert read.status_code == 200
    assert page(served, "susan", "sign/", {"seen": "other words"}).status_code == 409
    assert page(served, "susan", "sign/", {"seen": hidden(read, "seen")}).status_code == 302
    assert Agreement.objects.get(kind="signed").by == served.susan
    asked = asks(served, "amara", served.extra["amaras"], "B", proposed="Sam is ten.")
    replies(served, asked, by="hana")
    assert "changed since it was signed" not in page(served, "susan", "sign/").content.decode()
    page(served, "marcus", "replies/send/", {})
    assert "changed since it was signed" in page(served, "susan", "sign/").content.decode()
    assert "You prepared this plan" in page(served, "hana", "sign/").content.decode()
    assert page(served, "hana", "sign/", {"seen": hidden(page(served, "susan", "sign/"), "seen")}).status_code == 403
