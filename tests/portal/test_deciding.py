"""Decisions as pages: every letter is shown before it goes, all of it happens at once or not at all, and each adult has a letter of their own."""

import io
import re
from datetime import timedelta
from html import unescape

import pypdf
import pytest
from django.test import Client

from permissions.models import Contact, LedgerEntry
from plans.actions.issue_document import issue_document
from plans.models import Happening, IssuedDocument, Plan, ServiceConsent
from portal.letters import notice_letters
from portal.models import CouncilSettings, NoticeText, OutgoingMail
from tests.plans.pages import PLAN, is_nothing_to_strangers, is_refused, page_of, visit
from tests.plans.ready_to_serve import write_enough
from tests.world import SAM

DECIDE = f"{PLAN}decide/"
WHY = "The school's records show good progress.\n\n- in reading\n- in talking"


def day(value, name="on"):
    return {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}


def hidden(answer):
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', answer.content.decode())
    return {name: unescape(value) for name, value in fields if name != "csrfmiddlewaretoken"}


@pytest.fixture
def council(world):
    """Fill in what a council has to before its first refusal."""
    CouncilSettings.objects.update(
        name="Brookshire Council", phone="020 7946 0000", sendiass_name="Fernmouth SENDIASS", sendiass_phone="020 7946 0001"
    )
    CouncilSettings.objects.get().save()
    NoticeText.objects.filter(notice="every", block="adviser").update(words="Call Meadow Mediation on 020 7946 0002.")
    world.move_to("requested")
    return world


def preview(person, what, world, **typed):
    browser = visit(person)
    answer = browser.post(f"{DECIDE}{what}/", {**day(world.today), **typed})
    assert answer.status_code == 200, page_of(answer).errors
    return browser, answer


def decided(person, what, world, **typed):
    browser, answer = preview(person, what, world, **typed)
    return browser.post(f"{DECIDE}{what}/", hidden(answer))


def words_of(document):
    reader = pypdf.PdfReader(io.BytesIO(bytes(document.content)))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_a_no_is_shown_to_the_last_word_before_it_goes_and_then_happens_at_once(council):
    world = council
    Contact.objects.filter(person=world.amara).update(channel="post")
    browser, answer = preview(world.marcus, "assess", world, is_yes="no", reasons=WHY)
    assert not IssuedDocument.objects.exists()
    assert Plan.objects.get(pk=world.sam.pk).refused_on is None
    shown = " ".join(page_of(answer).words.split())
    assert "post it: post is their safe way" in shown
    assert "post is not their safe way" in shown
    done = browser.post(f"{DECIDE}assess/", hidden(answer))
    assert (done.status_code, done["Location"]) == (302, f"{PLAN}documents/")
    happening = Happening.objects.latest("pk")
    assert (happening.kind, happening.on, happening.by, happening.reason) == ("assess_no", world.today, world.marcus, WHY)
    documents = {row.recipient.name: row for row in IssuedDocument.objects.select_related("recipient")}
    assert set(documents) == {"Amara Adeyemi", "Joel Adeyemi"}
    for name, row in documents.items():
        assert (row.happening, row.kind) == (happening, "notice")
        told = words_of(row)
        for said in (
            f"Dear {name}",
            "We will not carry out an assessment",
            "The school's records show good progress.",
            "in reading",
            *BY_LAW,
        ):
            assert said in told, said
            assert said in shown, said
    assert [entry.verb for entry in LedgerEntry.objects.order_by("-pk")[:3]] == ["issue_document", "issue_document", "decide_assessment"]


# What a refusal to assess must tell, in words of its own: domain.md 1.6 and reg 32.
BY_LAW = (
    "you can appeal to the First-tier Tribunal",
    "two months after the date of this letter, or until one month after the date of your mediation certificate, whichever is later",
    "You have the right to mediation",
    "you need a certificate from a mediation adviser",
    "Call Meadow Mediation on 020 7946 0002.",
    "within 30 days",
    "within 3 working days",
    "if it is about health",
    "disagreement resolution",
    "Fernmouth SENDIASS, 020 7946 0001",
)


def test_no_letter_and_no_mail_tells_one_parent_of_the_other(council):
    world = council
    Contact.objects.filter(person=world.amara).update(channel="post")
    decided(world.susan, "assess", world, is_yes="no", reasons=WHY)
    amaras, joels = (words_of(IssuedDocument.objects.get(recipient=one)) for one in (world.amara, world.joel))
    assert "7 Safe Harbour Row" in amaras
    assert not any(told in joels for told in ("Amara", "Harbour", "amara@"))
    assert not any(told in amaras for told in ("Joel", "joel@"))
    assert joels.replace("Joel", "Amara") == amaras.replace("7 Safe Harbour Row ", "")
    (mail,) = OutgoingMail.objects.filter(subject="There is a letter for you")
    assert mail.to == "joel@example.org", "an e-mail is not Amara's safe way"
    assert mail.circle == world.sam.circle
    assert SAM in mail.body
    assert not any(told in mail.subject + mail.body for told in ("Sam", "Adeyemi", "assess", "Amara", "Joel", "appeal"))


def test_each_reads_their_own_letters_the_council_all_and_nobody_else_any(council):
    world = council
    decided(world.marcus, "assess", world, is_yes="yes", reasons="")
    amaras, joels = (IssuedDocument.objects.get(recipient=one) for one in (world.amara, world.joel))
    own, other = f"{PLAN}documents/{amaras.uid}/", f"{PLAN}documents/{joels.uid}/"
    answer = visit(world.amara).get(own)
    assert (answer.status_code, answer["Content-Type"], answer.content) == (200, "application/pdf", bytes(amaras.content))
    assert "Sam" not in answer["Content-Disposition"].replace(SAM, "")
    listed = page_of(visit(world.amara).get(f"{PLAN}documents/")).words
    assert "We will carry out an assessment" in listed
    assert "Joel" not in listed
    assert str(joels.uid) not in visit(world.amara).get(f"{PLAN}documents/").content.decode()
    for slug in ("marcus", "hana", "susan"):
        for address in (own, other):
            assert visit(getattr(world, slug)).get(address).status_code == 200
        assert "Joel Adeyemi" in page_of(visit(getattr(world, slug)).get(f"{PLAN}documents/")).words
    for slug in ("pam", "priya", "tess", "corinne", "sonia", "okafor"):
        assert visit(getattr(world, slug)).get(own).status_code == 404, slug
        assert "There are no letters yet" in page_of(visit(getattr(world, slug)).get(f"{PLAN}documents/")).words
    assert visit(world.amara).get(other).status_code == visit(world.joel).get(own).status_code == 404
    is_nothing_to_strangers(world, own)


def test_consent_to_the_portal_is_said_before_and_after(council):
    world = council
    facts = {"how": "By phone", "given_on": world.today, "recorded_by": world.marcus, "recorded_at": world.now}
    ServiceConsent.objects.create(plan=world.sam, person=world.joel, channel="portal", **facts)
    browser, answer = preview(world.marcus, "assess", world, is_yes="yes", reasons="")
    words = page_of(answer).words
    assert words.count("it counts from the day it is there") == 1
    browser.post(f"{DECIDE}assess/", hidden(answer))
    listed = page_of(browser.get(f"{PLAN}documents/")).words
    assert "Amara Adeyemi: post is not their safe way" in listed
    assert "Joel Adeyemi: " not in listed


@pytest.mark.parametrize(
    "block", ["appeal", "time_limits", "mediation", "certificate", "adviser", "mediation_times", "tell_us", "disagreement", "sendiass"]
)
def test_a_refusal_with_a_part_left_empty_does_not_go_out(council, block):
    NoticeText.objects.filter(notice__in=("every", "assess_no"), block=block).update(words=" ")
    answer = visit(council.marcus).post(f"{DECIDE}assess/", {**day(council.today), "is_yes": "no", "reasons": WHY})
    assert answer.status_code == 422
    assert "nothing can be sent yet" in page_of(answer).words
    assert WHY.splitlines()[0] in unescape(answer.content.decode()), "what was typed is still there"
    assert Plan.objects.get(pk=council.sam.pk).refused_on is None


def test_letters_that_changed_after_they_were_shown_are_shown_again_and_nothing_is_sent(council):
    world = council
    browser, answer = preview(world.marcus, "assess", world, is_yes="no", reasons=WHY)
    NoticeText.objects.filter(notice="assess_no", block="decision").update(words="On {decided_on} we said no for {child}.")
    again = browser.post(f"{DECIDE}assess/", hidden(answer))
    assert again.status_code == 409
    assert "Something has changed since you looked at the letters" in page_of(again).words
    assert not IssuedDocument.objects.exists()
    assert browser.post(f"{DECIDE}assess/", hidden(answer) | {"reasons": "Other reasons"}).status_code == 409
    assert browser.post(f"{DECIDE}assess/", hidden(again)).status_code == 302
    assert browser.post(f"{DECIDE}assess/", hidden(again)).status_code == 409, "a second press is too late"
    assert IssuedDocument.objects.count() == 2


class Crash(Exception):  # noqa: N818
    """The service stops here."""


@pytest.mark.parametrize("step", ["first letter", "second letter", "mail"])
def test_a_crash_between_any_two_steps_leaves_nothing(council, monkeypatch, step):
    world, letters = council, iter(["first letter", "second letter"])

    def keep(*args, **kwargs):
        if next(letters) == step:
            raise Crash
        return issue_document(*args, **kwargs)

    def stop(**kwargs):
        raise Crash

    monkeypatch.setattr(notice_letters, "issue_document", keep)
    if step == "mail":
        monkeypatch.setattr(notice_letters.mail, "write", stop)
    browser, answer = preview(world.marcus, "assess", world, is_yes="no", reasons=WHY)
    counted = (Happening.objects.count(), LedgerEntry.objects.filter(circle=world.sam.circle).count())
    with pytest.raises(Crash):
        browser.post(f"{DECIDE}assess/", hidden(answer))
    assert (Happening.objects.count(), LedgerEntry.objects.filter(circle=world.sam.circle).count()) == counted
    assert not IssuedDocument.objects.exists()
    assert not OutgoingMail.objects.filter(subject="There is a letter for you").exists()
    assert Plan.objects.get(pk=world.sam.pk).refused_on is None


def test_a_day_is_never_taken_from_the_future_and_from_long_ago_only_when_it_is_confirmed(council):
    world = council
    browser = visit(world.marcus)
    typed = {"is_yes": "yes", "reasons": ""}
    ahead = browser.post(f"{DECIDE}assess/", {**day(world.today + timedelta(days=1)), **typed})
    assert (ahead.status_code, "can't be in the future" in "".join(page_of(ahead).errors)) == (422, True)
    for days in (0, 28):
        assert browser.post(f"{DECIDE}assess/", {**day(world.today - timedelta(days=days)), **typed}).status_code == 200
    long_ago = world.today - timedelta(days=29)
    asked = browser.post(f"{DECIDE}assess/", {**day(long_ago), **typed})
    assert asked.status_code == 422
    assert "29 days ago. If that is right, tick the box" in "".join(page_of(asked).errors)
    assert 'type="checkbox" name="sure"' in asked.content.decode()
    confirmed = {**day(long_ago), **typed, "sure": "on", "sure_of": long_ago.isoformat()}
    assert browser.post(f"{DECIDE}assess/", confirmed).status_code == 200
    other = world.today - timedelta(days=40)
    assert browser.post(f"{DECIDE}assess/", confirmed | day(other)).status_code == 422, "the tick holds for the day that was shown"
    shown = browser.post(f"{DECIDE}assess/", confirmed)
    assert browser.post(f"{DECIDE}assess/", hidden(shown)).status_code == 302
    assert Plan.objects.get(pk=world.sam.pk).assess_yes_on == long_ago


def test_an_order_of_the_tribunal_sets_the_days_in_the_letter_and_a_withdrawal_needs_it_in_writing(council):
    world = council
    refused = visit(world.marcus).post(f"{DECIDE}withdrawn/", {**day(world.today), "reasons": ""})
    assert (refused.status_code, "in writing, by whoever made it" in "".join(page_of(refused).errors)) == (422, True)
    world.move_to("refused")
    _, answer = preview(world.marcus, "overturned", world, way="tribunal", reasons="The Tribunal has ordered it.")
    told = page_of(answer).words
    for weeks in (2, 10, 14):
        due = world.today + timedelta(weeks=weeks)
        assert f"{due:%A} {due.day} {due:%B %Y}" in told
    _, own = preview(world.marcus, "overturned", world, way="council", reasons="We looked again.")
    assert f"{world.today + timedelta(weeks=10):%B %Y}" not in page_of(own).words or "Tribunal has ordered" not in page_of(own).words


@pytest.mark.parametrize(
    ("what", "stage", "typed", "kind"),
    [
        ("withdrawn", "assessing", {"in_writing": "on", "reasons": ""}, "withdrawn"),
        ("moved", "consulting", {"reasons": ""}, "moved_out"),
        ("plan", "assessing", {"is_yes": "no", "reasons": WHY}, "plan_no"),
        ("overturned", "refused", {"way": "mediation", "reasons": "We agreed."}, "overturned"),
    ],
)
def test_every_event_that_is_told_keeps_a_letter_for_each_adult(council, what, stage, typed, kind):
    council.move_to(stage)
    assert decided(council.hana, what, council, **typed).status_code == 302
    rows = IssuedDocument.objects.values_list("recipient__name", "happening__kind")
    assert sorted(rows) == [("Amara Adeyemi", kind), ("Joel Adeyemi", kind)]


def test_a_draft_goes_to_the_check_and_comes_back_with_words_or_passes(world):
    tess, hana = visit(world.tess), visit(world.hana)
    write_enough(world)
    assert tess.post(f"{DECIDE}send-to-check/").status_code == 302
    is_refused(tess.get(f"{DECIDE}check/"), "checked by the manager")
    empty = hana.post(f"{DECIDE}check/", {"what": "return", "reasons": ""})
    assert (empty.status_code, len(page_of(empty).errors)) == (422, 1)
    assert hana.post(f"{DECIDE}check/", {"what": "return", "reasons": "Section F has no amounts."}).status_code == 302
    assert "Section F has no amounts." in page_of(tess.get(f"{DECIDE}send-to-check/")).words
    hana.post(f"{DECIDE}send-to-check/")
    assert "a second person" in page_of(hana.get(f"{DECIDE}check/")).words
    assert hana.post(f"{DECIDE}check/", {"what": "pass", "reasons": ""}).status_code == 403
    hana.post(f"{DECIDE}check/", {"what": "return", "reasons": "Not mine to pass."})
    visit(world.marcus).post(f"{DECIDE}send-to-check/")
    assert hana.post(f"{DECIDE}check/", {"what": "pass", "reasons": ""}).status_code == 302
    assert "has passed the check" in page_of(hana.get(f"{DECIDE}check/")).words


def test_how_a_request_came_in_is_read_by_those_who_work_on_it_and_by_no_parent(world):
    for slug in ("marcus", "hana", "susan", "tess", "corinne"):
        assert "The request" in page_of(visit(getattr(world, slug)).get(f"{DECIDE}request/")).words
        assert visit(getattr(world, slug)).get(f"{DECIDE}request/original/").status_code == 404
    for slug in ("amara", "joel", "pam", "priya", "sonia"):
        is_refused(visit(getattr(world, slug)).get(f"{DECIDE}request/"), "those of the council who work on it")
        assert visit(getattr(world, slug)).get(f"{DECIDE}request/original/").status_code == 403
    is_nothing_to_strangers(world, f"{DECIDE}request/")
    assert Client().get(f"{DECIDE}request/").status_code == 302
