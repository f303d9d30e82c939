"""A reason for a warning, and what a service leader lets pass: who may, for which words, and what is kept (domain.md 6)."""

import uuid
from datetime import timedelta

import pytest

from permissions import grants
from permissions.models import LedgerEntry
from permissions.refusals import Invalid, NotFound, NotNow, NotPermitted
from permissions.vocabulary import Role
from plans.access import open_plan
from plans.actions.break_glass import break_glass
from plans.actions.give_reason import give_reason
from plans.actions.override_check import override_check
from plans.models import QualityReason
from plans.queries.quality import findings_of, moment_of
from plans.statute.quality import Moment
from tests.plans.altered_record import unguarded
from tests.plans.pages import PLAN, is_refused, page_of, visit
from tests.plans.versions_help import narrate, rewrite, write
from tests.world import SAM


def now_found(world, moment=None):
    access = open_plan(world.marcus, SAM, today=world.today)
    return findings_of(access, moment=moment or moment_of(access))


def one_of(world, check_id, moment=None):
    return next(one.finding for one in now_found(world, moment).judged if one.finding.id == check_id)


@pytest.fixture
def vague(world):
    """Put vague help, and a need without a source, into Sam's plan."""
    world.extra["help"] = write(world, "lena", "F", "provision", "He has regular help.")
    world.extra["need"] = write(world, "lena", "B", "need", "Sam follows two words.")
    return world


def gives(world, slug, finding, reason="It is how he copes.", **told):
    facts = {"words_hash": finding.words_hash, "reason": reason, "today": world.today, "now": world.now} | told
    return give_reason(getattr(world, slug), SAM, finding.key, **facts)


def overrides(world, slug, finding, reason="The report comes on Monday.", **told):
    facts = {"words_hash": finding.words_hash, "reason": reason, "is_sure": True, "today": world.today, "now": world.now} | told
    return override_check(getattr(world, slug), SAM, finding.key, **facts)


def test_a_reason_holds_while_the_words_stand(vague):
    gives(vague, "marcus", one_of(vague, "Q13"))
    assert "Q13" not in {one.id for one in now_found(vague).unreasoned_warnings}
    assert [one.reason.words for one in now_found(vague).reasoned] == ["It is how he copes."]
    rewrite(vague, "lena", vague.extra["help"], "He has regular help!")
    assert "Q13" in {one.id for one in now_found(vague).unreasoned_warnings}
    rewrite(vague, "lena", vague.extra["help"], "He has regular help.")
    assert "Q13" not in {one.id for one in now_found(vague).unreasoned_warnings}, "the same words again have their reason again"


def test_the_newest_reason_counts_and_none_is_lost(vague):
    finding = one_of(vague, "Q13")
    gives(vague, "marcus", finding)
    gives(vague, "tess", finding, "Lena agreed.", now=vague.now + timedelta(minutes=1))
    assert [one.reason.words for one in now_found(vague).reasoned] == ["Lena agreed."]
    assert QualityReason.objects.count() == 2


def test_a_reason_is_in_the_ledger_without_its_words(vague):
    gives(vague, "marcus", one_of(vague, "Q13"))
    entry = LedgerEntry.objects.latest("number")
    assert (entry.verb, entry.sections, entry.object_kind, entry.object_uid) == ("give_reason", " F ", "check", None)


@pytest.mark.parametrize("slug", ["amara", "priya", "lena", "corinne", "sonia", "susan"])
def test_a_reason_is_given_by_whoever_edits_the_section_for_the_council(vague, slug):
    with pytest.raises(NotPermitted):
        gives(vague, slug, one_of(vague, "Q13"))
    assert QualityReason.objects.count() == 0


def test_for_a_stranger_there_is_nothing_to_give_a_reason_for(vague):
    for slug in ("nadia", "ines", "root"):
        with pytest.raises(NotFound):
            gives(vague, slug, one_of(vague, "Q13"))


@pytest.mark.parametrize("slug", ["marcus", "tess", "hana"])
def test_whoever_edits_gives_reasons_also_while_the_words_rest(vague, slug):
    vague.move_to("finalising")
    gives(vague, slug, one_of(vague, "Q13"))
    assert QualityReason.objects.get().role == open_plan(getattr(vague, slug), SAM, today=vague.today).role


def test_when_the_plan_has_ended_no_reason_is_given(vague):
    vague.move_to("ended")
    with pytest.raises(NotNow):
        gives(vague, "marcus", one_of(vague, "Q13"))


def test_a_reason_for_words_that_were_changed_meanwhile_is_not_kept(vague):
    finding = one_of(vague, "Q13")
    rewrite(vague, "lena", vague.extra["help"], "He has regular help, and frequent breaks.")
    with pytest.raises(NotNow, match="not on the list any more"):
        gives(vague, "marcus", finding)
    assert QualityReason.objects.count() == 0


@pytest.mark.parametrize(("reason", "words"), [("  ", "Say why"), ("x" * 1001, "1000 characters")])
def test_a_reason_says_something_and_is_no_book(vague, reason, words):
    with pytest.raises(Invalid, match=words):
        gives(vague, "marcus", one_of(vague, "Q13"), reason)


def test_a_reason_is_not_enough_for_what_stops_the_plan(vague):
    with pytest.raises(NotPermitted):
        gives(vague, "marcus", one_of(vague, "Q07"))


def test_a_leader_lets_a_stop_pass_for_these_words_and_this_one_issue(vague):
    finding = one_of(vague, "Q07")
    overrides(vague, "susan", finding)
    assert "Q07" not in {one.id for one in now_found(vague).blocks}
    assert "Q07" in {one.id for one in now_found(vague, Moment.FINAL).blocks}, "the final plan is another issue"
    rewrite(vague, "lena", vague.extra["need"], "Sam follows two words at a time.")
    assert "Q07" in {one.id for one in now_found(vague).blocks}
    assert LedgerEntry.objects.filter(verb="override_check").count() == 1


@pytest.mark.parametrize("slug", ["marcus", "tess", "hana", "amara", "priya"])
def test_nobody_but_a_leader_lets_a_stop_pass(vague, slug):
    with pytest.raises(NotPermitted):
        overrides(vague, slug, one_of(vague, "Q07"))
    assert QualityReason.objects.count() == 0


def test_a_leader_who_broke_the_glass_decides_nothing(vague):
    vague.susan.membership_set.all().update(ended_at=vague.now)
    vague.susan.is_leader = True
    vague.susan.save()
    break_glass(vague.susan, SAM, reason="A call at night.", today=vague.today, now=vague.now)
    with pytest.raises(NotPermitted):
        overrides(vague, "susan", one_of(vague, "Q07"))


def test_a_leader_has_to_be_sure(vague):
    with pytest.raises(Invalid, match="Tick the box"):
        overrides(vague, "susan", one_of(vague, "Q07"), is_sure=False)
    assert QualityReason.objects.count() == 0


def test_the_name_of_a_school_in_a_first_draft_passes_nobody(vague):
    narrate(vague, "marcus", "B", "He should go to a special school.")
    finding = one_of(vague, "Q03")
    with pytest.raises(NotPermitted, match="Nobody overrides this one"):
        overrides(vague, "susan", finding)
    assert "Q03" in {one.id for one in now_found(vague).blocks}


def test_a_row_that_claims_to_override_what_nobody_may_changes_nothing(vague):
    narrate(vague, "marcus", "B", "He should go to a special school.")
    finding = one_of(vague, "Q03")
    facts = {
        "plan": vague.sam,
        "check_id": "Q03",
        "section": "B",
        "words_hash": finding.words_hash,
        "reason": "So.",
        "by": vague.susan,
        "at": vague.now,
    }
    QualityReason.objects.create(is_override=True, role="leader", **facts)
    assert "Q03" in {one.id for one in now_found(vague).blocks}


def test_a_warning_has_nothing_to_override(vague):
    with pytest.raises(NotPermitted):
        overrides(vague, "susan", one_of(vague, "Q13"))


def test_the_form_of_a_warning_keeps_the_reason(vague):
    browser, finding = visit(vague.marcus), one_of(vague, "Q13")
    address = f"{PLAN}checks/{finding.key}/"
    form = page_of(browser.get(address)).form_with("words_hash")
    assert browser.post(address, form | {"reason": ""}).status_code == 422
    answer = browser.post(address, form | {"reason": "Lena agreed."}, follow=True)
    assert "Goes out with a reason" in page_of(answer).words
    assert "Lena agreed." in page_of(answer).words
    assert "Lena agreed." not in page_of(visit(vague.priya).get(f"{PLAN}sections/F/edit/")).words


def test_the_form_of_a_stop_is_the_leaders(vague):
    finding = one_of(vague, "Q07")
    address = f"{PLAN}checks/{finding.key}/"
    assert "a service leader can let the plan go out" in page_of(visit(vague.marcus).get(address)).words
    is_refused(
        visit(vague.marcus).post(address, {"words_hash": finding.words_hash, "reason": "So.", "sure": "on"}), "Only a service leader"
    )
    browser = visit(vague.susan)
    form = page_of(browser.get(address)).form_with("words_hash") | {"reason": "It comes on Monday."}
    refused = browser.post(address, form)
    assert refused.status_code == 422
    assert "Tick the box" in page_of(refused).words
    assert "It comes on Monday." in refused.content.decode(), "what was typed stays"
    assert browser.post(address, form | {"sure": "on"}).status_code == 302
    assert "Q07" not in {one.id for one in now_found(vague).blocks}


def test_a_finding_that_is_gone_or_names_nothing(vague):
    browser, finding = visit(vague.marcus), one_of(vague, "Q13")
    rewrite(vague, "lena", vague.extra["help"], "He has help.")
    assert browser.get(f"{PLAN}checks/{finding.key}/").status_code == 409
    assert browser.get(f"{PLAN}checks/Q99/").status_code == 404
    assert browser.get(f"{PLAN}checks/Q13-F-{uuid.uuid4()}/").status_code == 409


def test_a_second_coordinator_of_another_plan_has_no_part_in_it(vague):
    grants.give_role(circle=vague.nadias.circle, person=vague.zoe, role=Role.COORDINATOR, from_on=vague.today)
    with pytest.raises(NotFound):
        gives(vague, "zoe", one_of(vague, "Q13"))


def test_a_reason_that_was_given_is_never_altered(vague):
    gives(vague, "marcus", one_of(vague, "Q13"))
    assert unguarded(QualityReason) == []
