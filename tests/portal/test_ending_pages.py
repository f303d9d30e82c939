"""The pages on which a plan may end, and on which a reassessment is answered: each gets a letter of their own, and no parent hears of the other."""

from datetime import timedelta

import pytest

from permissions.grants import end_role
from permissions.models import Child, Membership
from plans.models import EndingDecision, EndingView, Happening, IssuedDocument, Plan, PlanEnd, ReassessmentRequest
from portal.models import OutgoingMail
from tests.plans.pages import PLAN, is_nothing_to_strangers, is_refused, page_of, visit
from tests.plans.test_ending import ago, into
from tests.portal.test_deciding import BY_LAW, DECIDE, WHY, council, day, decided, hidden, preview, words_of

__all__ = ["council"]
APPEALS = [said for said in BY_LAW if "SENDIASS" not in said]


def letters():
    return {row.recipient.name: words_of(row) for row in IssuedDocument.objects.select_related("recipient")}


def test_the_family_and_the_school_are_asked_each_in_a_letter_of_their_own_and_the_plan_stays_in_force(council):
    world = council
    into(world, "final")
    _, shown = preview(world.marcus, "consider-ending", world, reasons=WHY)
    assert "Reads the letter in this portal, as a part of their work." in page_of(shown).words
    assert decided(world.marcus, "consider-ending", world, reasons=WHY).status_code == 302
    told = letters()
    assert set(told) == {"Amara Adeyemi", "Joel Adeyemi", "Priya Raman"}
    for words in told.values():
        assert (
            "We are thinking about ending the Education, Health and Care plan for Sam Adeyemi. Nothing is decided. The plan stays in force"
            in words
        )
        assert "The school's records show good progress." in words
    assert "we want to know what you think, and what Sam Adeyemi thinks" in told["Amara Adeyemi"]
    assert "the law asks us to consult you" in told["Priya Raman"]
    assert "Fernmouth SENDIASS" in told["Joel Adeyemi"]
    assert not any(name in told["Joel Adeyemi"] for name in ("Amara", "Priya"))
    assert not any(name in told["Priya Raman"] for name in ("Amara", "Joel", "Harbour"))
    plan = Plan.objects.get(pk=world.sam.pk)
    assert (plan.considering_on, plan.ceasing_on) == (world.today, None)
    for mail in OutgoingMail.objects.filter(subject="There is a letter for you"):
        assert not any(said in mail.body for said in ("Sam", "Adeyemi", "ending", "end the plan", "appeal"))
    assert "asks the family and the school whether the plan should end" in page_of(visit(world.amara).get(PLAN)).words
    assert "We are thinking about ending the plan" in page_of(visit(world.amara).get(f"{PLAN}documents/")).words


def test_whoever_decides_is_told_whom_nobody_writes_to(council):
    world, address = council, f"{DECIDE}consider-ending/"
    into(world, "final")
    assert "so no letter is made for it" not in page_of(visit(world.marcus).get(address)).words
    end_role(Membership.objects.get(user=world.priya, content_object=world.sam.circle), now=world.now)
    assert "Elm Street Primary School No SENCo of this school" in " ".join(page_of(visit(world.marcus).get(address)).words.split())


def test_what_each_said_is_read_by_those_who_decide_and_by_no_parent(council):
    world, address = council, f"{DECIDE}ending-said/"
    into(world, "final")
    assert visit(world.hana).get(address).status_code == 409
    decided(world.marcus, "consider-ending", world, reasons=WHY)
    browser = visit(world.hana)
    first = browser.post(f"{DECIDE}ending/", {**day(world.today), "is_yes": "yes", "ground": "unnecessary", "reasons": WHY})
    assert first.status_code == 422
    assert "First write down what they said" in "".join(page_of(first).errors)
    said = {**day(world.today), "route": "phone", "who": str(world.amara.pk), "words": "Harebells: he still needs it."}
    assert browser.post(address, said).status_code == 302
    assert browser.post(address, {**said, "who": str(world.priya.pk)}).status_code == 422, "the school is asked as the school"
    both = browser.post(address, {**said, "is_silent": "on"})
    assert (both.status_code, "Take the tick away" in "".join(page_of(both).errors)) == (422, True)
    assert "Harebells" in page_of(visit(world.susan).get(address)).words
    assert "Harebells" in page_of(visit(world.susan).get(f"{DECIDE}ending/")).words
    for slug in ("joel", "amara", "priya", "tess", "corinne"):
        is_refused(visit(world.people[slug]).get(address), "decided by the EHC coordinator")
    assert "Harebells" not in visit(world.joel).get(PLAN).content.decode()
    is_nothing_to_strangers(world, address)
    assert EndingView.objects.get().keyed_by == world.hana


def test_a_decision_to_end_goes_out_with_its_appeal_to_the_family_and_without_its_reasons_to_school_and_health(council):
    world = council
    into(world, "considering")
    born = world.today.replace(year=world.today.year - 19)
    Child.objects.filter(circles=world.sam.circle_id).update(born_on=born)
    lacking = visit(world.marcus).post(f"{DECIDE}ending/", {**day(world.today), "is_yes": "yes", "ground": "unnecessary", "reasons": WHY})
    assert lacking.status_code == 422
    errors = "".join(page_of(lacking).errors)
    for sentence in ("the plan is reviewed first", "the young person is asked first", "which outcomes of the plan have been achieved"):
        assert sentence in errors
    stands = {"ground": "unnecessary", "wish": "no_return", "outcomes": "All four are achieved.", **day(ago(world, 9), "reviewed_on")}
    assert decided(world.marcus, "ending", world, is_yes="yes", reasons=WHY, **stands).status_code == 302
    row = EndingDecision.objects.get()
    assert (row.reviewed_on, row.wish, row.outcomes, row.age) == (ago(world, 9), "no_return", "All four are achieved.", 19)
    told = letters()
    assert set(told) == {"Amara Adeyemi", "Joel Adeyemi", "Priya Raman", "Bea Lindqvist"}
    for said in (*BY_LAW, "The plan stays in force until the time to appeal is over", "The school's records show good progress."):
        assert said in told["Amara Adeyemi"], said
    for name in ("Priya Raman", "Bea Lindqvist"):
        assert "everything in the plan has to be provided" in told[name]
        assert not any(said in told[name] for said in (*APPEALS, "good progress", "Amara", "Joel"))
    assert not any("All four are achieved" in words for words in told.values())
    assert "You can ask for mediation or appeal. Until then the plan stays in force" in page_of(visit(world.joel).get(PLAN)).words


@pytest.mark.parametrize(("stands", "what"), [("considering", "ending"), ("appealed", "go-on")])
def test_a_plan_that_goes_on_is_told_with_reasons_and_the_appeal_and_nobody_hears_that_another_appealed(council, stands, what):
    world = council
    into(world, stands)
    typed = {"is_yes": "no", "reasons": WHY} if what == "ending" else {"reasons": WHY}
    assert decided(world.susan, what, world, **typed).status_code == 302
    told = letters()
    assert set(told) == {"Amara Adeyemi", "Joel Adeyemi"}
    for words in told.values():
        assert all(said in words for said in (*BY_LAW, "The plan goes on", "The school's records show good progress."))
        assert "appeal was" not in words
    plan = Plan.objects.get(pk=world.sam.pk)
    assert (plan.considering_on, plan.ceasing_on, plan.cease_appealed_on) == (None, None, None)


def test_the_end_is_confirmed_with_its_real_day_and_reason_and_not_before_the_time_to_appeal_is_over(council):
    world, typed = council, {"because": "time", "reason": "2", "reasons": ""}
    into(world, "ceasing")
    early = visit(world.hana).post(f"{DECIDE}end/", {**day(world.today), **typed})
    assert (early.status_code, "The plan stays in force until then" in "".join(page_of(early).errors)) == (422, True)
    into(world, "over")
    assert "The time to appeal is over: confirm that the plan has ended" in page_of(visit(world.marcus).get(PLAN)).words
    certificate = day(ago(world, 10), "certificate_on")
    held = visit(world.hana).post(f"{DECIDE}end/", {**day(world.today), **typed, **certificate})
    assert (held.status_code, "can still appeal" in "".join(page_of(held).errors)) == (422, True)
    assert decided(world.hana, "end", world, **typed).status_code == 302
    assert (PlanEnd.objects.get().reason, Plan.objects.get(pk=world.sam.pk).ended_on) == ("2", world.today)
    told = letters()
    assert set(told) == {"Amara Adeyemi", "Joel Adeyemi", "Priya Raman", "Bea Lindqvist"}
    assert all("plan for Sam Adeyemi ended on" in words and "appeal" not in words for words in told.values())


def test_an_appeal_is_recorded_by_whoever_keys_in_and_tells_nobody(council):
    world, address = council, f"{DECIDE}ending-appeal/"
    visit(world.joel).get(PLAN)
    into(world, "ceasing")
    mails = OutgoingMail.objects.count()
    assert visit(world.corinne).post(address, day(ago(world, 6))).status_code == 422, "before the notice"
    assert visit(world.corinne).post(address, day(world.today)).status_code == 302
    assert visit(world.marcus).post(address, day(world.today)).status_code == 409, "it is recorded once"
    assert (OutgoingMail.objects.count(), IssuedDocument.objects.count()) == (mails, 0)
    assert "An appeal against ending the plan is open" in page_of(visit(world.marcus).get(PLAN)).words
    for slug in ("amara", "joel", "pam", "priya"):
        assert "appeal against ending the plan is open" not in page_of(visit(world.people[slug]).get(PLAN)).words
    is_refused(visit(world.amara).get(address), "written down by the EHC coordinator")
    decided_on = ago(world, 5)
    assert (
        f"The last step was on {decided_on:%A} {decided_on.day} {decided_on:%B %Y}."
        in page_of(visit(world.joel).get(f"{PLAN}since/")).words
    )


def test_a_request_for_a_reassessment_is_kept_in_its_words_answered_in_time_and_told_of_to_no_other_parent(council):
    world, address = council, f"{DECIDE}reassessment-asked/"
    into(world, "final")
    asks = {**day(ago(world, 2)), "made_by": "parent", "route": "post", "words": "Harebells: please look again."}
    assert visit(world.corinne).post(address, {**asks, "words": " "}).status_code == 422
    before = visit(world.joel).get(PLAN).content.decode().count("eassess")
    assert visit(world.corinne).post(address, asks).status_code == 302
    assert ReassessmentRequest.objects.get().keyed_by == world.corinne
    assert visit(world.joel).get(PLAN).content.decode().count("eassess") == before
    due = world.today + timedelta(days=13)
    assert f"{due:%A} {due.day} {due:%B %Y}" in page_of(visit(world.marcus).get(PLAN)).words
    page = page_of(visit(world.marcus).get(f"{DECIDE}reassess/")).words
    assert all(said in page for said in ("Harebells: please look again.", "A parent or carer", "six months"))
    is_refused(visit(world.corinne).get(f"{DECIDE}reassess/"), "decided by the EHC coordinator")
    assert decided(world.marcus, "reassess", world, is_yes="yes", reasons="").status_code == 302
    final = world.today + timedelta(weeks=14)
    told = letters()
    assert set(told) == {"Amara Adeyemi", "Joel Adeyemi"}
    for words in told.values():
        assert f"{final:%A} {final.day} {final:%B %Y} at the latest" in words
        assert not any(said in words for said in ("Harebells", "asked for", "request"))
    assert Plan.objects.get(pk=world.sam.pk).amending_because == "reassessment"
    assert Happening.objects.filter(plan=world.sam, kind="reassess_yes").exists()


def test_a_refused_reassessment_says_why_and_how_to_appeal(council):
    world = council
    into(world, "asked")
    _, shown = preview(world.marcus, "reassess", world, is_yes="no", refusal="unnecessary", reasons=WHY)
    assert visit(world.marcus).post(f"{DECIDE}reassess/", hidden(shown)).status_code == 302
    for words in letters().values():
        assert all(said in words for said in (*BY_LAW, "not to carry out a reassessment", "The school's records show good progress."))
