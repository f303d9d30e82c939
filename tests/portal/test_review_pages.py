"""A review on its pages, from the day it is arranged to the decision: letters of their own for the parents, e-mails that say nothing, no parent told of the other."""

from datetime import timedelta

from permissions.models import LedgerEntry
from plans.models import Happening, IssuedDocument, Plan, Review, ReviewInvitee, ReviewReport
from portal.models import OutgoingMail
from tests.plans.pages import PLAN, is_nothing_to_strangers, is_refused, masked, page_of, visit
from tests.plans.reviewing_help import THE_FIVE, WORDS, announced, arranged, says
from tests.plans.versions_help import write
from tests.portal.test_deciding import BY_LAW, WHY, council, day, hidden, words_of

__all__ = ["council"]
REVIEW = f"{PLAN}review/"
SECRETS = ("Sam", "Adeyemi", "Elm Street", "library", "Amara", "Joel")


def planned(world, **facts):
    days = {f"meeting_on_{part}": getattr(world.today + timedelta(days=21), part) for part in ("day", "month", "year")}
    return {
        "kind": "yearly",
        **days,
        "place": "In the library at Elm Street, at 2 pm",
        "phase": "",
        "transfer_year": "",
        "late_because": "",
    } | facts


def test_a_review_is_arranged_announced_prepared_held_reported_and_the_plan_kept(council):
    world = council
    write(world, "marcus", "E", "outcome", "By July Sam will ask for help.")
    world.move_to("final")
    priya = visit(world.priya)
    assert "The review of the plan" in page_of(priya.get(PLAN)).words
    assert priya.post(f"{REVIEW}schedule/", planned(world)).status_code == 302
    people = [str(world.people[slug].pk) for slug in THE_FIVE]
    assert priya.post(f"{REVIEW}invite/", {"people": people}).status_code == 302
    letters = {row.recipient.name: words_of(row) for row in IssuedDocument.objects.select_related("recipient")}
    assert set(letters) == {"Amara Adeyemi", "Joel Adeyemi"}
    for name, other in (("Amara Adeyemi", "Joel"), ("Joel Adeyemi", "Amara")):
        assert "You are invited to the review of the Education, Health and Care plan for Sam Adeyemi" in letters[name]
        assert "In the library at Elm Street, at 2 pm." in letters[name]
        assert "a personal budget" in letters[name]
        assert "Fernmouth SENDIASS" in letters[name]
        assert other not in letters[name]
    amara = visit(world.amara)
    assert "In the library at Elm Street" in page_of(amara.get(REVIEW)).words
    assert amara.post(f"{REVIEW}views/", {"words": WORDS["amara"]}).status_code == 302
    assert WORDS["amara"] in page_of(amara.get(REVIEW)).words
    assert priya.post(f"{REVIEW}circulate/", {}).status_code == 422
    assert priya.post(f"{REVIEW}circulate/", {"without_the_rest": "on"}).status_code == 302
    there = [str(ReviewInvitee.objects.get(person=world.amara).pk)]
    assert priya.post(f"{REVIEW}meeting/", {**day(world.today), "there": there, "childs_part": "whole"}).status_code == 302
    half = {"reasons": "He gets on."}
    assert priya.post(f"{REVIEW}report/", half | {"save": "1"}).status_code == 302
    assert priya.post(f"{REVIEW}report/", half | {"send": "1"}).status_code == 422
    assert "He gets on." in page_of(priya.get(f"{REVIEW}report/")).words
    whole = half | {"recommendation": "keep", "views": "He drew.", "differences": "None.", "progress_1": "met", "words_1": "He asked."}
    assert priya.post(f"{REVIEW}report/", whole | {"send": "1"}).status_code == 302
    assert ReviewReport.objects.get().sent_on == world.today
    assert "Keep the plan as it is" in page_of(visit(world.joel).get(REVIEW)).words
    assert "The council decides whether the plan stays as it is" in page_of(visit(world.marcus).get(REVIEW)).words
    marcus, typed = visit(world.marcus), {**day(world.today), "reasons": WHY}
    shown = marcus.post(f"{REVIEW}keep/", typed)
    assert all(said in page_of(shown).words for said in BY_LAW)
    assert marcus.post(f"{REVIEW}keep/", hidden(shown)).status_code == 302
    happening, plan = Happening.objects.latest("pk"), Plan.objects.get(pk=world.sam.pk)
    assert (happening.kind, plan.reviewed_on) == ("maintained", world.today)
    assert IssuedDocument.objects.filter(happening=happening, kind="notice").count() == 2
    assert "The plan goes on as it is" in page_of(amara.get(f"{PLAN}documents/")).words
    verbs = set(LedgerEntry.objects.filter(object_kind="review").values_list("verb", flat=True))
    assert verbs == {
        *("schedule_review", "invite_to_review", "give_review_advice", "circulate_advice", "hold_review"),
        *("write_review_report", "send_review_report"),
    }
    sent = [f"{mail.subject} {mail.body}" for mail in OutgoingMail.objects.all()]
    assert any("report of a review" in mail for mail in sent)
    assert not [mail for mail in sent if any(secret in mail for secret in SECRETS)]


def test_whoever_has_nothing_to_do_with_a_review_is_told_so_and_a_stranger_nothing(world):
    announced(world)
    for slug in ("sonia", "owen"):
        is_refused(visit(world.people[slug]).get(REVIEW), "open to the family, to the professionals of this plan")
    for slug, below in (("amara", "schedule/"), ("lena", "circulate/"), ("tess", "report/"), ("joel", "meeting/")):
        is_refused(visit(world.people[slug]).get(f"{REVIEW}{below}"), "arranged by the school’s SENCo or by the council")
    is_refused(visit(world.lena).get(f"{REVIEW}views/"), "Only those who are invited")
    is_refused(visit(world.priya).get(f"{REVIEW}keep/"), "decided by the EHC coordinator")
    is_nothing_to_strangers(world, f"{REVIEW}{Review.objects.get().uid}/")
    for slug, below in (("priya", "invite/"), ("marcus", "report/"), ("marcus", "keep/"), ("marcus", "change/")):
        sent = visit(world.people[slug]).post(f"{REVIEW}{below}", {"people": []})
        assert sent.status_code in (409, 422), below


def test_nothing_that_one_parent_says_or_asks_changes_a_page_of_the_other(world):
    announced(world)
    joel = visit(world.joel)
    before = [masked(joel.get(address)) for address in (REVIEW, PLAN)]
    says(world, "amara")
    assert visit(world.amara).post(f"{REVIEW}ask/", {"words": "He has moved class."}).status_code == 302
    assert [masked(joel.get(address)) for address in (REVIEW, PLAN)] == before
    assert WORDS["amara"] in page_of(visit(world.pam).get(REVIEW)).words


def test_an_early_review_is_asked_for_and_answered_on_the_pages(world):
    world.move_to("final")
    assert visit(world.joel).post(f"{REVIEW}ask/", {"words": "His transport ends."}).status_code == 302
    marcus = visit(world.marcus)
    assert "His transport ends." in page_of(marcus.get(REVIEW)).words
    asked = next(
        line.split('href="')[1].split('"')[0] for line in marcus.get(REVIEW).content.decode().splitlines() if "review/asked/" in line
    )
    assert marcus.post(asked, {"is_agreed": "no", "answer": ""}).status_code == 422
    assert marcus.post(asked, {"is_agreed": "yes", "answer": ""}).status_code == 302
    assert marcus.post(asked, {"is_agreed": "yes", "answer": ""}).status_code == 409
    assert "The council agreed to an early review" in page_of(visit(world.joel).get(REVIEW)).words
    assert "early review" not in page_of(visit(world.amara).get(REVIEW)).words.replace("Ask for an early review", "")
    assert {mail.to for mail in OutgoingMail.objects.all()} == {"joel@example.org"}


def test_a_meeting_that_is_called_off_is_told_and_stays_to_be_read(world):
    announced(world)
    assert visit(world.priya).post(f"{REVIEW}call-off/", {"because": "The hall is closed."}).status_code == 302
    assert {mail.to for mail in OutgoingMail.objects.filter(subject="A review meeting was called off")} == {
        f"{slug}@example.org" for slug in ("joel", "marcus", "rao", "grace", "amara")
    }
    review = Review.objects.get()
    assert "The hall is closed." in page_of(visit(world.amara).get(f"{REVIEW}{review.uid}/")).words
    assert "Arrange the review" in page_of(visit(world.priya).get(REVIEW)).words


def test_after_a_review_the_plan_is_opened_for_changes_with_the_day_of_its_meeting(world):
    world.move_to("final")
    arranged_before(world)
    sent = visit(world.marcus).post(f"{REVIEW}change/", {**day(world.today), "reasons": "Section F changes."})
    assert sent.status_code == 302
    happening = Happening.objects.latest("pk")
    assert (happening.kind, happening.because, happening.met_on) == ("amending", "after_review", world.today)


def test_the_plan_page_names_the_day_of_the_meeting_and_the_last_day_of_the_review(world):
    world.move_to("final")
    last = world.today - timedelta(days=5)
    last = last.replace(year=last.year + 1) - timedelta(days=1)
    assert f"{last.day} {last:%B %Y}" in page_of(visit(world.amara).get(PLAN)).words
    review = arranged(world)
    words = page_of(visit(world.amara).get(PLAN)).words
    assert f"Its review meeting is on {review.meeting_on:%A} {review.meeting_on.day} {review.meeting_on:%B %Y}" in words
    assert f"{last.day} {last:%B %Y}" in words


def arranged_before(world):
    """Hold a review whose meeting is today."""
    announced(world)
    row = ReviewInvitee.objects.get(person=world.priya)
    said = {**day(world.today), "there": [str(row.pk)], "childs_part": "whole"}
    assert visit(world.priya).post(f"{REVIEW}meeting/", said).status_code == 302
