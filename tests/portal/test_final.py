"""Making a plan final: what stands in its way, who has it, all of it or nothing (SEND Regs 2014 regs 13(2), 14)."""

import io
import re
import uuid
from datetime import timedelta

import pypdf
import pytest
from django.db import DatabaseError
from django.test import Client

from permissions import grants
from permissions.models import LedgerEntry
from permissions.refusals import Invalid, NotNow, NotPermitted, Stale
from plans.actions.happen import happen
from plans.models import Agreement, Happening, IssuedDocument, Item, NeedSpec, Plan, PlanVersion, SchoolConsultation, Section, Service
from plans.record.origins import without_origin
from plans.record.verify import first_fault
from portal.letters import final as letters
from portal.models import NoticeText, OutgoingMail
from tests.plans.finishing import asks, replies, sends
from tests.plans.ready_for_final import chosen, issue, make_ready, missing, page_of, sign
from tests.plans.versions_help import narrate, write
from tests.world import SAM

pytestmark = pytest.mark.django_db
SIGNED = "The plan is signed for the council"
ORIGIN = "Each change since the draft comes from what the family said"


@pytest.fixture
def ready(world):
    make_ready(world)
    assert missing(world) == []
    return world


def there(world):
    return {
        "finals": PlanVersion.objects.filter(plan=world.sam, kind="final").count(),
        "services": Service.objects.filter(version__kind="final").count(),
        "happenings": Happening.objects.filter(plan=world.sam, kind="final").count(),
        "documents": IssuedDocument.objects.count(),
    }


NOTHING = {"finals": 0, "services": 0, "happenings": 0, "documents": 0}


def test_the_final_its_services_documents_letters_and_dates_come_together(ready):
    replies(ready, asks(ready, "amara", ready.extra["amaras"], "B", kind="question", proposed="Why so few words?"), "answered", words="")
    sends(ready)
    served = letters.send_final(
        ready.marcus, SAM, chosen(ready, but=("okafor", "lena", "tom", "dr", "grace", "iqbal")), today=ready.today, now=ready.now
    )
    plan = Plan.objects.get(pk=ready.sam.pk)
    assert (plan.final_on, served.happening.kind) == (ready.today, "final")
    assert {(one.recipient.email.split("@")[0], one.role, one.channel) for one in served.services} == {
        ("amara", "parent", "hand"),
        ("joel", "parent", "hand"),
        ("priya", "senco", "portal"),
        ("owen", "consulted_setting", "portal"),
        ("bea", "dco", "portal"),
    }
    kinds = [(one.recipient.email.split("@")[0], one.kind) for one in IssuedDocument.objects.order_by("pk")]
    assert sorted(kinds) == sorted(
        [
            ("amara", "version"),
            ("joel", "version"),
            ("priya", "version"),
            ("owen", "version"),
            ("bea", "version"),
            ("amara", "notice"),
            ("joel", "notice"),
            ("amara", "schedule"),
        ]
    )
    of = {(one.recipient.email.split("@")[0], one.kind): words_of(one) for one in IssuedDocument.objects.all()}
    assert "right to appeal" in of["amara", "notice"]
    assert "mediation" in of["joel", "notice"]
    assert "Sam goes to Elm Street." in of["owen", "version"], "the named place has the whole plan, whatever it sees here"
    assert "Why so few words?" in of["amara", "schedule"]
    assert "Because of what you said." in of["amara", "schedule"]
    assert not any("Why so few words?" in words for (slug, _), words in of.items() if slug != "amara")
    assert "joel@example.org" not in of["amara", "version"]
    assert "7 Safe Harbour Row" not in of["joel", "version"]
    mails = OutgoingMail.objects.filter(subject="Something is ready for you to read")
    assert sorted(one.to for one in mails) == ["bea@example.org", "owen@example.org", "priya@example.org"]
    assert not any(re.search(r"Sam\b|final|Elm", one.subject + one.body) for one in mails)
    assert [entry.verb for entry in LedgerEntry.objects.filter(circle=plan.circle).order_by("-number")[:5]] == ["serve_final"] * 5
    assert first_fault(plan) == ""


def words_of(document):
    return " ".join("\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(bytes(document.content))).pages).split())


def test_no_final_before_the_day_after_the_last_day(world):
    facts = make_ready(world, days_ago=14)
    world.extra |= facts
    assert "The family had its whole time" in missing(world)
    with pytest.raises(NotNow):
        issue(world)
    facts["joels"].more_time.create(until=world.today, asked_by=world.joel, asked_at=world.now, closes_on=world.today + timedelta(days=3))
    assert "The family had its whole time" in missing(world)


def test_everything_that_was_said_is_answered_first(ready):
    asked = asks(ready, "amara", ready.extra["amaras"], "B", kind="question", proposed="Why?")
    assert missing(ready) == ["Everything that was said is answered"]
    replies(ready, asked, "answered", words="")
    assert missing(ready) == ["Everything that was said is answered"], "written is not sent"
    sends(ready)
    assert missing(ready) == []


def test_what_was_withdrawn_needs_no_answer_and_a_proposal_does(ready):
    asked = asks(ready, "amara", ready.extra["amaras"], "B", kind="question", proposed="Why?")
    type(asked).objects.update(withdrawn_at=ready.now)
    assert missing(ready) == []
    asks(ready, "lena", None, "B", ready.extra["need"], proposed="Other words.", role="therapist")
    with pytest.raises(NotNow):
        issue(ready)


@pytest.mark.parametrize("change", ["words", "own words", "field", "source", "added", "taken out", "none identified", "order", "ties"])
def test_a_change_without_an_origin_is_refused_and_named(ready, change):
    need, help_ = ready.extra["need"], ready.extra["help"]
    if change == "words":
        Item.objects.filter(pk=need.pk).update(text="Something else.")
    if change == "own words":
        Section.objects.filter(plan=ready.sam, type="B").update(narrative="Something else.")
    if change == "field":
        type(help_.provision).objects.filter(pk=help_.pk).update(minutes=20)
    if change == "added":
        put_in(ready, need, "Something new.")
    if change == "taken out":
        Item.objects.filter(pk=help_.pk).update(state="retired")
    if change == "none identified":
        Section.objects.filter(plan=ready.sam, type="C").update(none_identified=False)
    if change == "source":
        Item.objects.filter(pk=need.pk).update(source="Another report")
    if change == "order":
        Item.objects.filter(pk=need.pk).update(position=99)
    if change == "ties":
        need.leads_to.all().delete()
    found = without_origin(ready.extra["version"])
    assert found, change
    assert {one.code for one in found} <= {"B", "C", "F"}
    assert ORIGIN in missing(ready)
    with pytest.raises(NotNow) as refused:
        issue(ready)
    assert "Serve the draft again" in refused.value.because
    assert there(ready) == NOTHING


def put_in(world, like, text):
    row = Item.objects.get(pk=like.pk)
    row.pk, row.uid, row.text, row.post_key = None, uuid.uuid4(), text, None
    row.save(force_insert=True)
    NeedSpec.objects.create(item=row, area="communication")


def test_a_change_that_was_replied_to_and_then_changed_once_more_is_refused(ready):
    asked = asks(ready, "amara", ready.extra["amaras"], "B", ready.extra["need"], proposed="Sam follows three words.")
    replies(ready, asked)
    sends(ready)
    assert SIGNED in missing(ready)
    assert ORIGIN not in missing(ready)
    Item.objects.filter(pk=ready.extra["need"].pk).update(text="Sam follows three words and more.")
    assert ORIGIN in missing(ready)


def test_section_i_names_a_consulted_place_that_answered(ready):
    SchoolConsultation.objects.update(replied_at=None)
    assert missing(ready) == ["The named place was consulted"]
    SchoolConsultation.objects.update(lapsed_on=ready.today)
    assert missing(ready) == []
    place = Item.objects.get(kind="placement").placement
    type(place).objects.update(name="Another School")
    assert "The named place was consulted" in missing(ready)


def test_section_i_may_say_a_type_only_or_why_there_is_no_place(ready):
    type(Item.objects.get(kind="placement").placement).objects.update(name="")
    sign(ready)
    assert missing(ready) == []
    Item.objects.filter(kind="placement").update(state="retired")
    sign(ready)
    assert "Section I says where" in missing(ready)
    narrate(ready, "marcus", "I", "Sam learns at home, because no school is appropriate.")
    sign(ready)
    assert missing(ready) == []


def test_health_provision_that_nobody_agreed_stops_the_final_and_no_leader_lets_it_pass(world):
    write(world, "marcus", "G", "provision", "A nurse checks the pump.")
    make_ready(world, but="G")
    name = "Health has agreed the health provision"
    assert name in missing(world)
    guard = next(guard for guard in page_of(world).ready.guards if guard.name == name)
    assert not guard.may_pass


def test_a_signature_holds_for_exactly_the_words_that_were_signed(ready):
    Agreement.objects.create(plan=ready.sam, kind="signed", is_given=False, sha256="", by=ready.susan, role="leader", at=ready.now)
    assert missing(ready) == [SIGNED]
    with pytest.raises(NotNow):
        issue(ready)
    for slug in ("marcus", "amara", "bea"):
        with pytest.raises(NotPermitted):
            sign(ready, slug)
    replied = asks(ready, "amara", ready.extra["amaras"], "B", kind="question", proposed="Why?")
    replies(ready, replied, "answered", words="", by="hana")
    with pytest.raises(NotPermitted):
        sign(ready, "hana")


def test_a_letter_without_one_of_its_parts_stops_the_final(ready):
    NoticeText.objects.filter(block="mediation").update(words="")
    assert missing(ready) == ["The letter that goes with the plan says all that it must"]


def test_nobody_who_has_a_right_to_it_is_left_out(ready):
    for slug in ("amara", "bea", "priya"):
        issuing = chosen(ready, but=(slug,) if slug != "priya" else ("priya", "owen"))
        with pytest.raises(Invalid):
            issue(ready, issuing=issuing)
    with pytest.raises(Stale):
        issue(ready, issuing=chosen(ready, seen="another list"))
    grants.end_role(ready.bea.membership_set.get(content_object=ready.sam.circle), now=ready.now)
    assert any("clinical officer" in words for words in missing(ready))
    assert there(ready) == NOTHING


def test_only_who_decides_issues_and_only_once(ready):
    for slug in ("tess", "amara", "bea", "corinne"):
        with pytest.raises(NotPermitted):
            page_of(ready, slug)
    issuing = chosen(ready)
    issue(ready, issuing=issuing)
    with pytest.raises(NotNow):
        issue(ready, by="hana", issuing=issuing)
    assert there(ready)["finals"] == 1


def test_nothing_is_issued_about_a_child_who_died(ready):
    happen(ready.sam, Happening.Kind.DIED, on=ready.today, by=ready.marcus, today=ready.today, now=ready.now)
    with pytest.raises(NotNow):
        page_of(ready)


@pytest.mark.parametrize("step", ["happen", "_services", "keep_issued"])
def test_a_crash_between_two_steps_leaves_nothing(ready, monkeypatch, step):
    def breaks(*args, **kwargs):
        raise DatabaseError("gone")

    monkeypatch.setattr(f"plans.actions.issue_final.{step}", breaks)
    with pytest.raises(DatabaseError):
        issue(ready)
    assert there(ready) == NOTHING
    assert Plan.objects.get(pk=ready.sam.pk).final_on is None


def test_the_page_says_what_is_missing(world):
    make_ready(world, days_ago=14)
    browser = Client()
    browser.force_login(world.marcus)
    address = f"/plans/{SAM}/final/"
    early = browser.get(address)
    assert "The family may answer until" in early.content.decode()
    assert browser.post(address, {}).status_code == 409


def test_the_form_sends_only_after_the_list_was_checked(ready, monkeypatch):
    monkeypatch.setattr("portal.letters.final.version_pdf", lambda page, **facts: b"plan")
    monkeypatch.setattr("portal.letters.final.notice_pdf", lambda letter: b"letter")
    browser = Client()
    browser.force_login(ready.marcus)
    address = f"/plans/{SAM}/final/"
    page = page_of(ready)
    numbers = {one.to.name.split()[0].lower(): one.to.number for one in page.addressees}
    said = {f"way_{numbers['amara']}": "hand", f"way_{numbers['joel']}": "hand", "setting": [numbers["priya"]], "health": [numbers["bea"]]}
    assert browser.post(address, {"seen": page.seen}).status_code == 422
    shown = browser.post(address, said | {"seen": page.seen})
    assert "Check the list before the plan goes" in shown.content.decode()
    assert browser.post(address, said | {"seen": page.seen, "step": "sure"}).status_code == 422
    assert there(ready) == NOTHING
    assert browser.get(f"{address}preview/{numbers['priya']}/").status_code == 200
    assert browser.get(f"{address}preview/999999/").status_code == 404
    assert "right to appeal" in browser.get(f"{address}letter/").content.decode()
    sent = browser.post(address, said | {"seen": page.seen, "step": "sure", "sure": "on"})
    assert sent.status_code == 302
    assert there(ready) == {"finals": 1, "services": 4, "happenings": 1, "documents": 6}
    assert browser.get(address).status_code == 409
