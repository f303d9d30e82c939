"""A plan in force moves between councils: the move, the record for the new council, handing over; taking over, its file, telling the family."""

import io
import re
from datetime import timedelta
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from permissions import grants, ledger
from permissions.models import LedgerEntry, User
from permissions.vocabulary import Role
from plans.access import open_plan
from plans.models import Happening, IssuedDocument, Move, Plan, PlanVersion, TakenOver
from plans.queries.next_steps import next_steps
from plans.record.cutting import cut
from plans.saying import long_date
from portal.models import OutgoingMail
from tests.comments.saying import opens
from tests.files.evidence import brought
from tests.files.samples import pdf
from tests.plans.pages import PLAN, is_nothing_to_strangers, page_of, visit
from tests.plans.versions_help import access_of, write
from tests.portal.test_deciding import council, hidden, words_of  # noqa: F401 a fixture
from tests.portal.test_open_plan import day
from tests.world import SAM

TRANSFER = f"{PLAN}transfer/"
TAKE_OVER = "/plans/take-over/"
NEW = "Fernshire County Council"


@pytest.fixture
def leaving(council):  # noqa: F811
    """Sam's plan is in force, with a final version, a report and what stays inside; the council came to know of a move nine days ago."""
    world = council
    world.move_to("drafting")
    write(world, "amara", "A", "voice", "Sam loves trains.")
    write(world, "priya", "B", "need", "Kept by its writer alone.", put_forward=False)
    world.extra["report"] = brought(world.okafor, "EP report.pdf", pdf())[1]
    opens(world, world.marcus, "Between ourselves in a thread.", audience="council")
    with transaction.atomic():
        circle = ledger.lock(world.sam.circle_id)
        cut(access_of(world, "marcus"), PlanVersion.Kind.FINAL, circle=circle, note="", now=world.now)
    world.sam.refresh_from_db()
    world.move_to("final")
    return world


def written_down(world, slug="marcus", *, status=302, **typed):
    facts = day("aware_on", world.today - timedelta(days=9)) | day("moves_on", world.today - timedelta(days=2)) | {"council": NEW}
    answer = visit(getattr(world, slug)).post(TRANSFER, facts | typed)
    assert answer.status_code == status, page_of(answer).errors
    return answer


def handed_over(world, slug="susan", **typed):
    browser = visit(getattr(world, slug))
    answer = browser.post(f"{TRANSFER}hand-over/", day("on", world.today) | typed)
    assert answer.status_code == 200, page_of(answer).errors
    return answer, browser.post(f"{TRANSFER}hand-over/", hidden(answer))


def test_a_move_is_written_down_with_both_days_and_the_last_day_is_said_to_the_council_alone(leaving):
    world = leaving
    written_down(world)
    move = Move.objects.get()
    assert (move.aware_on, move.moves_on, move.council) == (world.today - timedelta(days=9), world.today - timedelta(days=2), NEW)
    by = Plan.objects.get(pk=world.sam.pk).hand_over_by
    assert by > world.today, "15 working days are more than 9 days"
    page = page_of(visit(world.hana).get(TRANSFER)).words
    assert NEW in page
    assert long_date(by) in page
    offered = {slug: {step.url for step in next_steps(access_of(world, slug))} for slug in ("marcus", "susan", "amara", "joel", "priya")}
    assert {slug for slug, urls in offered.items() if TRANSFER in urls} == {"marcus", "susan"}
    for slug in ("amara", "joel", "priya", "lena", "pam"):
        for address in (PLAN, "/home/?all=1", f"{PLAN}documents/"):
            shown = visit(getattr(world, slug)).get(address).content.decode()
            assert "Fernshire" not in shown
            assert "new council" not in shown, (slug, address)


def test_a_move_is_changed_by_a_new_row_and_the_old_one_stays(leaving):
    world = leaving
    written_down(world)
    ahead = world.today + timedelta(days=90)
    written_down(world, "hana", **day("moves_on", ahead), council="Meadowshire")
    assert [move.council for move in Move.objects.order_by("pk")] == [NEW, "Meadowshire"]
    assert Plan.objects.get(pk=world.sam.pk).hand_over_by == ahead
    with pytest.raises(DatabaseError), transaction.atomic():
        Move.objects.update(council="Elsewhere")


@pytest.mark.parametrize(
    ("name", "days", "sentence"),
    [
        ("aware_on", 1, "can't be in the future"),
        ("aware_on", -40, "40 days ago"),
        ("moves_on", 400, "more than a year ahead"),
        ("moves_on", -12 * 366, "before the child was born"),
    ],
)
def test_a_day_that_cannot_be_is_refused_and_one_long_ago_is_asked_again(leaving, name, days, sentence):
    answer = written_down(leaving, status=422, **day(name, leaving.today + timedelta(days=days)))
    assert any(sentence in error for error in page_of(answer).errors)
    assert not Move.objects.exists()


def test_nothing_is_handed_over_before_a_move_is_written_down_nor_before_the_day_of_the_move(leaving):
    world = leaving
    for answer in (visit(world.marcus).get(f"{TRANSFER}hand-over/"), visit(world.marcus).post(f"{TRANSFER}record/")):
        assert answer.status_code == 409
        assert "Write down first when the child moves" in page_of(answer).words
    written_down(world, **day("moves_on", world.today + timedelta(days=3)))
    _, refused = handed_over(world)
    assert refused.status_code == 422
    assert "before the day of the move" in page_of(refused).words
    assert Plan.objects.get(pk=world.sam.pk).ended_on is None


def test_handing_over_ends_the_plan_here_and_each_parent_has_a_letter_that_says_nothing_of_where(leaving):
    world = leaving
    written_down(world)
    preview, done = handed_over(world)
    assert (done.status_code, done["Location"]) == (302, f"{PLAN}documents/")
    plan = Plan.objects.get(pk=world.sam.pk)
    assert (plan.ended_on, plan.handed_over_on) == (world.today, world.today)
    happening = Happening.objects.latest("pk")
    assert (happening.kind, happening.on, happening.by) == ("transferred_out", world.today, world.susan)
    letters = {row.recipient.name: words_of(row) for row in IssuedDocument.objects.filter(happening=happening)}
    assert set(letters) == {"Amara Adeyemi", "Joel Adeyemi"}
    for name, told in letters.items():
        assert f"On {long_date(world.today)} we handed" in told
        assert "within six weeks" in told
        (other,) = set(letters) - {name}
        assert not any(word in told for word in ("Fernshire", other.split()[0], "Harbour"))
    assert "Fernshire" not in page_of(preview).words
    for slug in ("amara", "marcus"):
        assert "Another council is responsible for this plan now" in page_of(visit(getattr(world, slug)).get(PLAN)).words
    assert "Another council is responsible for the plan now" in page_of(visit(world.amara).get(f"{PLAN}documents/")).words
    assert not any(word in mail.subject + mail.body for mail in OutgoingMail.objects.all() for word in ("Sam ", "Fernshire", "Adeyemi"))
    assert visit(world.marcus).get(f"{TRANSFER}hand-over/").status_code == 409, "it is handed over once"


def test_the_record_has_the_plan_its_reports_what_was_issued_and_what_is_open_and_nothing_of_the_inside(leaving):
    world = leaving
    written_down(world)
    handed_over(world)
    before = LedgerEntry.objects.filter(verb="take_out_record").count()
    answer = visit(world.marcus).post(f"{TRANSFER}record/")
    content = b"".join(answer)
    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (200, "application/zip", "no-store")
    assert answer["Content-Disposition"] == f'attachment; filename="{SAM}-record.zip"'
    assert LedgerEntry.objects.filter(verb="take_out_record").count() == before + 1
    with ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        listed = archive.read("list.txt").decode()
        report = next(name for name in names if name.startswith("reports/"))
        assert (report, archive.read(report)) == ("reports/01-EP report.pdf", pdf())
        everything = b"".join(archive.read(name) for name in names)
    assert [name for name in names if name.startswith("plan/")] == [f"plan/{SAM}-final-1.pdf"]
    assert len([name for name in names if name.startswith("issued/")]) == 2
    for told in ("Report of March", NEW, "Final plan issued", "Handed over to another council", "issued to Joel Adeyemi"):
        assert told in listed
    for inside in ("Between ourselves", "Kept by its writer", "Harbour Row"):
        assert inside.encode() not in everything
    assert "Nothing that this service knows of" in listed


def test_what_is_open_stands_in_the_list_until_it_is_closed(leaving):
    world = leaving
    written_down(world)
    for kind in ("reassess_asked", "cease_appealed", "review_met", "maintained"):
        Happening.objects.create(plan=world.sam, kind=kind, on=world.today, by=world.marcus)
    content = b"".join(visit(world.hana).post(f"{TRANSFER}record/"))
    with ZipFile(io.BytesIO(content)) as archive:
        listed = archive.read("list.txt").decode().split("What is open")[1].split("What happened")[0]
    assert "A reassessment was asked for" in listed
    assert "An appeal against ending the plan is open" in listed
    assert "review meeting was held" not in listed


def test_only_those_who_decide_come_near_and_outsiders_find_nothing(leaving):
    world = leaving
    written_down(world)
    for slug in ("amara", "pam", "priya", "tess", "corinne", "sonia", "okafor"):
        browser = visit(getattr(world, slug))
        answers = [browser.get(TRANSFER), browser.get(f"{TRANSFER}hand-over/"), browser.post(f"{TRANSFER}record/")]
        assert [answer.status_code for answer in answers] == [403, 403, 403], slug
    is_nothing_to_strangers(world, TRANSFER)
    assert visit(world.nadia).post(f"{TRANSFER}record/").status_code == 404
    assert LedgerEntry.objects.filter(verb="take_out_record").count() == 0


def test_the_record_is_not_made_over_and_over(leaving):
    written_down(leaving)
    assert [visit(leaving.marcus).post(f"{TRANSFER}record/").status_code for _ in range(6)] == [200] * 5 + [422]


# Taking over


def typed(client, world, **more):
    key = re.search(r'name="key" value="([^"]+)"', client.get(TAKE_OVER).content.decode())[1]
    return {
        "key": key,
        "first_name": "Yusuf",
        "last_name": "Okonedo",
        **day("born_on", world.today.replace(year=world.today.year - 8, day=1)),
        "council": "Old Meadowshire",
        **day("transferred_on", world.today - timedelta(days=3)),
        **day("made_on", world.today - timedelta(days=200)),
        "parent1-name": "Ruth Okonedo",
        "parent1-email": "ruth@example.org",
        "parent1-relationship": "Mother",
        "parent1-channel": "email",
        "parent2-channel": "email",
        "original": SimpleUploadedFile("Plan.pdf", pdf()),
        **more,
    }


@pytest.fixture
def taken(council):  # noqa: F811
    browser = visit(council.marcus)
    answer = browser.post(TAKE_OVER, typed(browser, council))
    assert answer.status_code == 200, page_of(answer).errors
    council.extra["plan"] = Plan.objects.latest("pk")
    return council


def place(world):
    return f"/plans/{world.extra['plan'].circle.shown_reference}/"


def test_a_plan_that_is_taken_over_is_in_force_from_the_day_of_the_transfer(taken):
    plan = taken.extra["plan"]
    on = taken.today - timedelta(days=3)
    assert (plan.final_on, plan.taken_over_on, plan.made_before_on) == (on, on, taken.today - timedelta(days=200))
    assert open_plan(taken.marcus, plan.circle.reference, today=taken.today).stage == "final"
    assert [row.kind for row in plan.happenings.all()] == ["transferred_in"]
    assert plan.next_due_on == on + timedelta(weeks=6)
    assert TakenOver.objects.get(plan=plan).original.name == "Plan.pdf"
    page = page_of(visit(taken.marcus).get(place(taken))).words
    for told in (
        "This plan came from another council",
        "Old Meadowshire",
        "Its words stand in its file",
        "Plan.pdf",
        "Taken over from another council",
    ):
        assert told in page
    assert "The family answers" not in page
    assert "The request" not in page


def test_the_file_is_had_by_whoever_reads_every_section_and_the_others_are_told_whom_to_ask(taken):
    plan, ruth = taken.extra["plan"], User.objects.get(email="ruth@example.org")
    User.objects.filter(pk=ruth.pk).update(joined_at=taken.now)
    for slug, role in (
        ("lena", Role.THERAPIST),
        ("corinne", Role.BUSINESS_SUPPORT),
        ("sonia", Role.AUDITOR),
        ("grace", Role.SOCIAL_WORKER),
    ):
        grants.give_role(circle=plan.circle, person=getattr(taken, slug), role=role, from_on=taken.today)
    original = f"{place(taken)}transfer/original/"
    for person in (taken.marcus, ruth):
        assert "Plan.pdf" in page_of(visit(person).get(place(taken))).words
        answer = visit(person).get(original)
        assert (answer.status_code, b"".join(answer)) == (200, pdf())
    assert LedgerEntry.objects.filter(circle=plan.circle, verb="read", actor=ruth, sections__contains="H2").exists()
    for slug in ("lena", "sonia", "grace"):
        browser = visit(getattr(taken, slug))
        shown = page_of(browser.get(place(taken))).words
        assert "Only those who may read every section can open it" in shown
        assert "Plan.pdf" not in shown
        assert browser.get(original).status_code == 403, slug
    for slug in ("nadia", "amara", "hana"):
        assert visit(getattr(taken, slug)).get(original).status_code == 404
    assert visit(taken.amara).get(f"{TRANSFER}original/").status_code == 404, "Sam's plan was made here"


def test_the_family_is_told_three_things_once_and_then_the_review_is_next(taken):
    world, plan = taken, taken.extra["plan"]
    browser, address = visit(world.marcus), f"{place(taken)}transfer/tell/"
    review_by = world.today + timedelta(days=80)
    facts = {"is_yes": "no", **day("review_by", review_by), **day("on", world.today)}
    preview = browser.post(address, facts)
    assert preview.status_code == 200, page_of(preview).errors
    done = browser.post(address, hidden(preview))
    assert done.status_code == 302
    row = TakenOver.objects.get(plan=plan)
    assert (row.assesses_again, row.review_by, row.told_on, row.told_by) == (False, review_by, world.today, world.marcus)
    letter = words_of(IssuedDocument.objects.get(plan=plan))
    for told in (
        f"transferred to us on {long_date(world.today - timedelta(days=3))}",
        "We will not carry out a new Education, Health and Care needs assessment now",
        f"We will review the plan by {long_date(review_by)}",
        "Dear Ruth Okonedo",
    ):
        assert told in letter
    assert Plan.objects.get(pk=plan.pk).next_due_on > world.today + timedelta(days=90)
    assert browser.get(address).status_code == 409, "it is told once"
    with pytest.raises(DatabaseError), transaction.atomic():
        TakenOver.objects.update(review_by=world.today)


def test_a_review_is_not_promised_later_than_the_law_allows_nor_for_a_day_that_is_over(taken):
    browser, address = visit(taken.marcus), f"{place(taken)}transfer/tell/"
    for days in (-1, 365):
        facts = {"is_yes": "yes", **day("review_by", taken.today + timedelta(days=days)), **day("on", taken.today)}
        answer = browser.post(address, hidden(browser.post(address, facts)))
        assert answer.status_code == 422
        assert any("that is the last day which the law allows" in error for error in page_of(answer).errors)
    assert TakenOver.objects.get(plan=taken.extra["plan"]).told_on is None


def test_a_plan_made_here_has_nothing_to_tell_of_a_transfer(council):  # noqa: F811
    council.move_to("final")
    assert visit(council.marcus).get(f"{TRANSFER}tell/").status_code == 409
    assert visit(council.priya).get(f"{TRANSFER}tell/").status_code == 403


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"council": ""}, "Enter the name of the council that made the plan"),
        ({"original": ""}, "Add the plan as the other council made it"),
        ({"original": SimpleUploadedFile("Plan.pdf", b"MZ no pdf at all")}, ""),
        ({"transferred_on_year": "2090"}, "can't be in the future"),
        ({"made_on_year": "2090"}, "after it was transferred"),
        ({"made_on_year": "1991"}, "before the child was born"),
        ({"parent1-email": "MARCUS@example.org"}, "your own child"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_taken_over(council, wrong, sentence):  # noqa: F811
    browser, before = visit(council.marcus), Plan.objects.count()
    answer = browser.post(TAKE_OVER, typed(browser, council, **wrong))
    assert answer.status_code == 422
    assert sentence in page_of(answer).words.replace("’", "'")
    assert Plan.objects.count() == before


@pytest.mark.parametrize("slug", ["amara", "priya", "tess", "root"])
def test_nobody_else_takes_a_plan_over(council, slug):  # noqa: F811
    browser = visit(getattr(council, slug))
    assert (browser.get(TAKE_OVER).status_code, browser.post(TAKE_OVER, {"first_name": "Yusuf"}).status_code) == (403, 403)


def test_a_form_sent_twice_takes_one_plan_over(council):  # noqa: F811
    browser = visit(council.marcus)
    facts = typed(browser, council)
    browser.post(TAKE_OVER, facts)
    before = Plan.objects.count()
    again = browser.post(TAKE_OVER, facts | {"original": SimpleUploadedFile("Plan.pdf", pdf())})
    assert (again.status_code, Plan.objects.count()) == (302, before)
