"""Serving a draft: on whom, by which way, until when, and all of it or nothing (SEND Regs 2014 reg 13)."""

import io
from datetime import date, timedelta

import pypdf
import pytest
from django.db import DatabaseError, connection

from permissions import grants
from permissions.models import Contact, LedgerEntry, User
from permissions.refusals import Invalid, NotFound, NotNow, NotPermitted
from permissions.vocabulary import Role
from plans.actions.pass_check import pass_check
from plans.actions.reopen_draft import reopen_draft
from plans.actions.retire_item import retire_item
from plans.actions.return_draft import return_draft
from plans.actions.send_to_check import send_to_check
from plans.actions.withdraw_consent import withdraw_consent
from plans.models import Happening, IssuedDocument, Plan, PlanVersion, Service
from plans.queries.preparing import Moved
from plans.record.verify import first_fault
from plans.saying import long_date
from portal.letters import serve as letters
from portal.models import OutgoingMail
from tests.plans.ready_to_serve import agree, chosen, light, make_ready, newest_version, number_of, override, serve_light, serve_now
from tests.plans.versions_help import narrate, write
from tests.world import SAM

NOTHING = {"versions": 0, "services": 0, "happenings": 0, "documents": 0, "mails": 0}


def there(world):
    return {
        "versions": PlanVersion.objects.filter(plan=world.sam).count(),
        "services": Service.objects.count(),
        "happenings": Happening.objects.filter(plan=world.sam, kind__in=("served", "served_again")).count(),
        "documents": IssuedDocument.objects.count(),
        "mails": OutgoingMail.objects.filter(subject__startswith="Something is ready").count(),
    }


@pytest.fixture
def ready(world):
    make_ready(world)
    return world


def words_of(document):
    return " ".join("\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(bytes(document.content))).pages).split())


def test_the_version_its_services_windows_documents_and_letters_come_together(ready):
    agree(ready, "amara")
    served = serve_now(ready, serving=chosen(ready, amara="portal", joel="hand", days=20))
    assert there(ready) == {"versions": 1, "services": 2, "happenings": 1, "documents": 4, "mails": 1}
    assert (served.version.kind, served.version.kind_number, served.version.cut_by) == ("draft", 1, ready.marcus)
    last = ready.today + timedelta(days=19)
    assert {(one.recipient.email, one.role, one.channel, one.window_days, one.closes_on) for one in served.services} == {
        ("amara@example.org", "parent", "portal", 20, last),
        ("joel@example.org", "parent", "hand", 20, last),
    }
    plan = Plan.objects.get(pk=ready.sam.pk)
    assert (plan.served_on, plan.closes_on) == (ready.today, last)
    assert (served.happening.kind, served.happening.closes_on, served.happening.by) == ("served", last, ready.marcus)
    assert LedgerEntry.objects.filter(verb="serve").count() == 2
    assert first_fault(plan) == ""


def test_the_letter_names_the_reference_and_nobody(ready):
    agree(ready, "amara", "email")
    serve_now(ready, serving=chosen(ready, amara="email", joel="hand"))
    letter = OutgoingMail.objects.get(to="amara@example.org")
    for word in ("Sam", "Joel", "Amara", "Adeyemi", "trains", "draft"):
        assert word not in letter.subject + letter.body.replace(SAM, "")
    assert SAM in letter.body


def test_whoever_asked_for_safe_words_gets_a_letter_that_names_nothing(ready):
    agree(ready, "amara")
    Contact.objects.filter(person=ready.amara).update(safe_wording="Say only: a message from the school office")
    serve_light(ready, serving=chosen(ready, amara="portal", joel="hand"))
    letter = OutgoingMail.objects.get(to="amara@example.org")
    assert letter.subject == "A message for you"
    assert SAM not in letter.body


def test_each_document_is_of_what_its_reader_reads_and_names_the_version(ready):
    serve_now(ready)
    documents = {one.recipient.email: one for one in IssuedDocument.objects.filter(kind="version")}
    for slug, own, others in (("amara", "7 Safe Harbour Row", "joel@example.org"), ("joel", "Father", "7 Safe Harbour Row")):
        said = words_of(documents[f"{slug}@example.org"])
        assert "Sam loves trains." in said
        assert own in said
        assert others not in said
        assert newest_version(ready).hash in said.replace(" ", "")


def test_the_letter_that_goes_with_it_says_all_that_the_law_asks_for_with_ones_own_last_day(ready):
    Contact.objects.filter(person=ready.joel).update(address="12 Old Mill Court")
    serving = chosen(ready, amara="hand", joel="post")
    last = {one.recipient.email: one.closes_on for one in serve_now(ready, serving=serving).services}
    for slug in ("amara", "joel"):
        said = words_of(IssuedDocument.objects.get(kind="notice", recipient=ready.people[slug]))
        for words in (
            "You can agree with the draft",
            "The last day to answer",
            "Ask for a school",
            "ask for a meeting",
            "Brookshire SENDIASS",
        ):
            assert words in said
        assert long_date(last[f"{slug}@example.org"]) in said
        assert ("12 Old Mill Court" in said) is (slug == "joel")
        assert "Safe Harbour" not in said


def test_without_a_letter_of_their_own_nobody_is_served(ready):
    when, choice = {"today": ready.today, "now": ready.now}, chosen(ready)
    prepared = letters.make_ready(ready.marcus, SAM, choice, **when)
    for missing in range(4):
        documents = [one for place, one in enumerate(light(prepared)) if place != missing]
        with pytest.raises(Invalid):
            letters.serve_prepared(ready.marcus, SAM, choice, prepared, documents, **when)
    assert there(ready) == NOTHING


# Person, way, consent in force -> whether the draft can go so (domain.md 1.1, "Served"); each by hand.
WAYS = [
    ("amara", "portal", (), False),
    ("amara", "portal", ("portal",), True),
    ("amara", "portal", ("email",), False),
    ("amara", "email", ("portal",), False),
    ("amara", "email", ("email",), True),
    ("amara", "post", (), True),
    ("amara", "hand", (), True),
    ("joel", "portal", ("portal",), True),
    ("joel", "email", (), False),
    ("joel", "post", ("portal", "email"), False),  # no address is known
    ("joel", "hand", ("portal",), True),
]


@pytest.mark.parametrize(("slug", "way", "consents", "goes"), WAYS)
def test_each_way_asks_for_its_own_consent(ready, slug, way, consents, goes):
    for channel in consents:
        agree(ready, slug, channel)
    ways = {"amara": "hand", "joel": "hand"} | {slug: way}
    if goes:
        serve_light(ready, serving=chosen(ready, **ways))
        assert Service.objects.get(recipient=ready.people[slug]).channel == way
    else:
        with pytest.raises(Invalid) as refused:
            serve_light(ready, serving=chosen(ready, **ways))
        assert list(refused.value.errors) == [f"way_{number_of(ready, slug)}"]
        assert there(ready) == NOTHING


def test_consent_that_was_taken_back_opens_no_way(ready):
    agree(ready, "amara")
    withdraw_consent(ready.amara, SAM, "portal", of=None, withdrawn_on=ready.today, today=ready.today, now=ready.now)
    with pytest.raises(Invalid):
        serve_light(ready, serving=chosen(ready, amara="portal", joel="hand"))


def test_nobody_is_served_electronically_whom_it_would_not_reach(ready):
    agree(ready, "amara")
    OutgoingMail.objects.create(to="Amara@example.org", subject="x", body="x", state="bounced", written_at=ready.now)
    agree(ready, "joel")
    User.objects.filter(pk=ready.joel.pk).update(joined_at=None)
    for ways in ({"amara": "portal", "joel": "hand"}, {"amara": "hand", "joel": "portal"}):
        with pytest.raises(Invalid):
            serve_light(ready, serving=chosen(ready, **ways))
    assert there(ready) == NOTHING | {"mails": 0}


def test_by_post_it_counts_from_the_second_working_day_after(ready):
    Contact.objects.filter(person=ready.joel).update(address="12 Old Mill Court")
    friday = date(2026, 12, 4)
    ready.today = friday
    served = serve_light(ready, serving=chosen(ready, amara="hand", joel="post"))
    days = {one.recipient.email: (one.sent_on, one.served_on, one.closes_on) for one in served.services}
    assert days["amara@example.org"] == (date(2026, 12, 4), date(2026, 12, 4), date(2026, 12, 18))
    assert days["joel@example.org"] == (date(2026, 12, 4), date(2026, 12, 8), date(2026, 12, 22))
    assert Plan.objects.get(pk=ready.sam.pk).closes_on == date(2026, 12, 22)


@pytest.mark.parametrize(
    ("way", "ahead", "goes"), [("hand", 0, True), ("hand", 7, True), ("hand", 8, False), ("hand", -1, False), ("portal", 1, False)]
)
def test_paper_leaves_today_or_soon_and_never_before_it_was_made(ready, way, ahead, goes):
    for slug in ("amara", "joel"):
        agree(ready, slug)
    choice = chosen(ready, amara=way, joel=way, day=ready.today + timedelta(days=ahead))
    if goes:
        assert {one.served_on for one in serve_light(ready, serving=choice).services} == {ready.today + timedelta(days=ahead)}
    else:
        with pytest.raises(Invalid):
            serve_light(ready, serving=choice)


def test_nobody_is_given_less_than_fifteen_days(ready):
    with pytest.raises(ValueError, match="at least 15 days"):
        serve_light(ready, serving=chosen(ready, days=14))
    assert there(ready) == NOTHING
    assert {one.window_days for one in serve_light(ready, serving=chosen(ready, days=15)).services} == {15}


@pytest.mark.parametrize("ways", [{"amara": "hand"}, {"amara": "hand", "joel": "hand", "priya": "hand"}])
def test_everybody_and_nobody_else_is_served(ready, ways):
    with pytest.raises(Invalid) as refused:
        serve_light(ready, serving=chosen(ready, **ways))
    assert list(refused.value.errors) == ["deliveries"]


def test_once_the_rights_are_the_young_persons_it_is_served_on_them(ready):
    grants.give_role(circle=ready.sam.circle, person=ready.zoe, role=Role.YOUNG_PERSON, from_on=ready.today)
    Plan.objects.filter(pk=ready.sam.pk).update(rights_move_on=ready.today - timedelta(days=1))
    with pytest.raises(Invalid):
        serve_light(ready)
    assert [one.recipient for one in serve_light(ready, serving=chosen(ready, zoe="hand")).services] == [ready.zoe]


@pytest.mark.parametrize(("slug", "refusal"), [("amara", NotPermitted), ("tess", NotPermitted), ("nadia", NotFound), ("ines", NotFound)])
def test_it_is_served_by_whoever_decides(ready, slug, refusal):
    with pytest.raises(refusal):
        serve_light(ready, slug)
    assert there(ready) == NOTHING


@pytest.mark.parametrize("stage", ["requested", "assessing", "refused", "final", "ceasing", "ended"])
def test_at_other_stages_nothing_is_served(ready, stage):
    ready.move_to(stage)
    with pytest.raises(NotNow):
        serve_light(ready)


def test_no_draft_goes_out_that_a_second_person_has_not_passed(ready):
    for stage in ("drafting", "checking"):
        ready.move_to(stage)
        with pytest.raises(NotNow, match="the manager has not passed it") as refused:
            serve_light(ready)
        assert refused.value.source
    pass_check(ready.hana, SAM, today=ready.today, now=ready.now) if ready.move_to("checking") else None
    return_draft(ready.hana, SAM, reasons="Section F has no amounts.", today=ready.today, now=ready.now)
    send_to_check(ready.marcus, SAM, today=ready.today, now=ready.now)
    with pytest.raises(NotNow, match="the manager has not passed it"):
        serve_light(ready)
    assert there(ready) == NOTHING
    pass_check(ready.hana, SAM, today=ready.today, now=ready.now)
    assert serve_light(ready)


def test_a_draft_that_was_taken_back_passes_the_check_again_and_goes_out_as_an_amended_draft(ready):
    first = serve_light(ready)
    ready.today += timedelta(days=15)
    reopen_draft(ready.marcus, SAM, reasons="Health provision is taken out.", today=ready.today, now=ready.now)
    narrate(ready, "marcus", "B", "Other words.")
    with pytest.raises(NotNow, match="the manager has not passed it"):
        serve_light(ready)
    send_to_check(ready.marcus, SAM, today=ready.today, now=ready.now)
    override(ready)
    pass_check(ready.hana, SAM, today=ready.today, now=ready.now)
    again = serve_light(ready)
    assert (again.version.kind, again.version.kind_number, again.happening.kind) == ("amended_draft", 1, "served")
    assert {one.closes_on for one in again.services} == {ready.today + timedelta(days=14)}
    assert {one.closes_on for one in first.services} == {ready.today - timedelta(days=1)}
    plan = Plan.objects.get(pk=ready.sam.pk)
    assert (plan.served_on, plan.closes_on) == (ready.today, ready.today + timedelta(days=14))
    assert first_fault(plan) == ""


def test_a_draft_that_names_a_place_is_not_taken_back_before_the_place_is_out(ready):
    serve_light(ready)
    ready.today += timedelta(days=15)
    when = {"today": ready.today, "now": ready.now}
    place = write(ready, "marcus", "I", "placement", "Sam goes to Elm Street.", name="Elm Street Primary School")
    with pytest.raises(NotNow, match="out of Section I first"):
        reopen_draft(ready.marcus, SAM, reasons="More has to change.", **when)
    retire_item(ready.marcus, SAM, place.uid, **when)
    reopen_draft(ready.marcus, SAM, reasons="More has to change.", **when)
    assert Plan.objects.get(pk=ready.sam.pk).served_on is None


def test_nothing_is_served_once_the_child_has_died(ready):
    Plan.objects.filter(pk=ready.sam.pk).update(silenced_on=ready.today)
    with pytest.raises(NotNow, match="Nothing is sent"):
        serve_light(ready)


@pytest.mark.parametrize("code", ["C", "D", "G", "H1", "H2", "J"])
def test_a_section_with_nothing_to_say_has_to_state_it(ready, code):
    narrate(ready, "marcus", code, "")
    with pytest.raises(NotNow, match="can’t be sent yet"):
        serve_light(ready)
    narrate(ready, "marcus", code, "There is something after all.")
    override(ready)
    assert serve_light(ready)


def test_a_report_without_its_paper_or_the_reason_stops_it(ready):
    write(ready, "okafor", "K", "evidence", "What I found", advice_type="psychological", title="Psychological advice")
    with pytest.raises(NotNow, match="can’t be sent yet"):
        serve_light(ready)
    override(ready)
    assert serve_light(ready)


def test_a_named_school_in_section_i_stops_it_whatever_a_leader_says(ready):
    ready.move_to("finalising")
    write(ready, "marcus", "I", "placement", "Elm Street Primary School")
    override(ready)
    with pytest.raises(NotNow, match="can’t be sent yet"):
        serve_light(ready)


def test_it_is_served_again_with_a_new_window_and_nobodys_last_day_moves_back(ready):
    serve_light(ready, serving=chosen(ready, days=40))
    again = serve_light(ready)
    assert (again.version.kind, again.version.kind_number, again.happening.kind) == ("amended_draft", 1, "served_again")
    plan = Plan.objects.get(pk=ready.sam.pk)
    assert (plan.served_on, plan.closes_on) == (ready.today, ready.today + timedelta(days=39))
    assert there(ready) == {"versions": 2, "services": 4, "happenings": 2, "documents": 8, "mails": 0}


def test_pressed_twice_it_is_sent_once(ready):
    choice = chosen(ready)
    serve_light(ready, serving=choice)
    with pytest.raises(NotNow, match="A draft was sent"):
        serve_light(ready, "susan", choice)
    assert there(ready)["versions"] == 1


@pytest.mark.parametrize("between", ["words", "people"])
def test_what_was_made_ready_is_not_served_once_the_plan_moved_on(ready, between):
    when, choice = {"today": ready.today, "now": ready.now}, chosen(ready)
    prepared = letters.make_ready(ready.marcus, SAM, choice, **when)
    if between == "words":
        narrate(ready, "marcus", "B", "Other words.")
    else:
        agree(ready, "joel")
    with pytest.raises(Moved):
        letters.serve_prepared(ready.marcus, SAM, choice, prepared, light(prepared), **when)
    assert there(ready) == NOTHING


def test_who_only_reads_meanwhile_holds_nothing_up(ready, client):
    when, choice = {"today": ready.today, "now": ready.now}, chosen(ready)
    prepared = letters.make_ready(ready.marcus, SAM, choice, **when)
    client.force_login(ready.priya)
    assert client.get(f"/plans/{SAM}/").status_code == 200
    assert letters.serve_prepared(ready.marcus, SAM, choice, prepared, light(prepared), **when)


def test_a_crash_before_any_write_leaves_nothing(ready):
    agree(ready, "amara")
    when, choice = {"today": ready.today, "now": ready.now}, chosen(ready, amara="portal", joel="hand")
    prepared = letters.make_ready(ready.marcus, SAM, choice, **when)
    ledger = LedgerEntry.objects.count()

    def served(*, crash_at):
        writes = 0

        def crash(execute, sql, params, many, context):
            nonlocal writes
            if sql.startswith(("INSERT", "UPDATE")):
                writes += 1
                if writes == crash_at:
                    raise DatabaseError("the power went out")
            return execute(sql, params, many, context)

        with connection.execute_wrapper(crash):
            return letters.serve_prepared(ready.marcus, SAM, choice, prepared, light(prepared), **when)

    crashes = 0
    while True:
        try:
            served(crash_at=crashes + 1)
            break
        except DatabaseError:
            crashes += 1
            assert there(ready) == NOTHING
            assert LedgerEntry.objects.count() == ledger
    assert crashes > 10
    assert there(ready) == {"versions": 1, "services": 2, "happenings": 1, "documents": 4, "mails": 1}
