"""One life of a plan as hypothesis walks it: how an act is held against the model, and what happens before and around the answers."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from permissions import ledger
from permissions.refusals import Invalid, Refusal
from permissions.vocabulary import Role
from plans.livetext import committing
from plans.models import Plan
from plans.record.verify import first_fault
from plans.statute.quality import Moment
from tests.plans.life_acts import Acts
from tests.plans.life_cast import ask_for_a_plan, at_ten
from tests.plans.life_model import BORN, DECIDERS, EVENTS, OUTSIDERS, Asked, Life

DECIDER = st.sampled_from(sorted(DECIDERS))
PICK = st.integers(0, 5)
# How far a life has come when the walk begins: each by the same acts.
FAR = ("requested", "drafting", "consulting", "consulting", "finalising", "finalising", "final")
BEGINS = date(2027, 6, 1)
MOST_A_DAY = 5


def at(*stages: str) -> Callable[[Any], Any]:
    """Let a rule be drawn at these stages."""
    return precondition(lambda machine: machine.life.stage in stages)


class AroundIt(RuleBasedStateMachine):
    """Asking, deciding, checking, serving, people who come and go, days that pass. `life` says what must be so, `acts` does it."""

    people: dict[str, Any]

    @initialize(far=st.sampled_from(FAR), born_on=st.sampled_from(sorted(BORN)))
    def it_is_asked_for(self, far: str, born_on: date) -> None:
        self.atomic = transaction.atomic()
        self.atomic._from_testcase = True  # readings are noted in transactions of their own
        self.atomic.__enter__()
        ledger.forget_reads()
        committing.forget()
        is_old_enough = born_on.year == 2011
        self.life = Life(today=BEGINS, moves_after=BORN[born_on], has_young_person=is_old_enough)
        self.world = ask_for_a_plan(self.people, born_on=born_on, today=BEGINS, with_sam=is_old_enough)
        self.acts, self.kept = Acts(self.world), {}
        while self.life.stage != far:
            self.step_forward()

    def teardown(self) -> None:
        if hasattr(self, "acts"):
            fault = first_fault(Plan.objects.get(pk=self.world.sam.pk))
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)
            assert fault == ""

    # -- how an act is held against the model

    def act(self, by: str, call: Callable[[], Any], *verbs: str, refused: str = "") -> Any:
        """Let somebody act: refused as the model says, or done with these entries in the ledger."""
        self.world.now += timedelta(minutes=1)
        try:
            result = call()
        except (Refusal, Invalid) as answer:
            result, was = None, type(answer).__name__
            said = f"{by} was told {was} ({answer})"
        else:
            was, said = "", f"{by} was not refused"
        assert was == refused, f"{said}, where the law says {refused or 'that it is done'}, at {self.life.stage}"
        if was:
            return None
        self.life.ledger += [(by, verb) for verb in verbs]
        return result

    def let_pass(self, moment: Moment) -> None:
        if self.life.written:
            self.acts.let_pass(moment)

    def pick(self, rows: list[Asked], number: int) -> Asked:
        return rows[number % len(rows)]

    # -- before the draft

    @at("requested")
    @rule(by=DECIDER, is_yes=st.sampled_from((True, True, False)))
    def decide_to_assess(self, by: str, is_yes: bool) -> None:
        self.act(by, lambda: self.acts.assess(by, is_yes=is_yes), "decide_assessment")
        self.life.decided, self.refusal = ("assessing" if is_yes else "refused"), "assess"
        self.life.happenings.append("assess_yes" if is_yes else "assess_no")

    @at("assessing")
    @rule(by=DECIDER, is_yes=st.sampled_from((True, True, False)))
    def decide_to_write(self, by: str, is_yes: bool) -> None:
        self.act(by, lambda: self.acts.plan(by, is_yes=is_yes), "decide_plan")
        self.life.decided, self.refusal = ("drafting" if is_yes else "refused"), "plan"
        self.life.happenings.append("plan_yes" if is_yes else "plan_no")

    @at("refused")
    @rule(by=DECIDER)
    def overturn(self, by: str) -> None:
        was_plan = self.refusal == "plan"
        self.act(by, lambda: self.acts.overturn(by), "overturn_decision", "decide_plan" if was_plan else "decide_assessment")
        self.life.decided = "drafting" if was_plan else "assessing"
        self.life.happenings += ["overturned", "plan_yes" if was_plan else "assess_yes"]

    @precondition(lambda self: self.life.stage == "drafting" and not self.life.written)
    @rule()
    def write_draft(self) -> None:
        voice = "sam" if self.life.moved else "amara"
        self.acts.write_draft(voice)
        for by in (voice, "priya", "marcus"):
            self.life.ledger.append((by, "put_forward_item"))
        self.life.ledger += [("marcus", "save_section")] * 6
        self.life.written = True

    @at("drafting")
    @rule(by=st.sampled_from(("marcus", "tess", "hana")))
    def send_to_check(self, by: str) -> None:
        self.act(by, lambda: self.acts.to_check(by), "send_to_check")
        self.life.decided, self.life.sent_to_check, self.life.passed = "checking", by, False
        self.life.happenings.append("checking")

    @at("checking")
    @rule()
    def return_from_check(self) -> None:
        self.act("hana", lambda: self.acts.return_("hana"), "return_draft")
        self.life.decided = "drafting"
        self.life.happenings.append("returned")

    @at("checking")
    @rule()
    def pass_check(self) -> None:
        self.let_pass(Moment.FIRST_DRAFT)
        refused = "NotPermitted" if self.life.sent_to_check == "hana" else "NotNow" if self.life.passed or not self.life.may_pass() else ""
        self.act("hana", lambda: self.acts.pass_("hana"), "pass_check", refused=refused)
        if not refused:
            self.life.passed = True
            self.life.happenings.append("checked")

    # -- serving

    @at("drafting", "checking", "consulting", "finalising")
    @rule(by=st.sampled_from(("marcus", "hana")), days=st.sampled_from((15, 15, 20)))
    def serve(self, by: str, days: int) -> None:
        """Serve: not with a place named, nor unwritten, nor to nobody; to all who hold the rights on this day."""
        self.let_pass(Moment.FIRST_DRAFT)
        on = self.life.holders
        refused = "NotNow" if not self.life.may_go_out() else "Invalid" if not on else ""
        entries = ["serve_draft", *["serve"] * len(on)]
        self.act(by, lambda: self.acts.serve(by, on, days=days), *entries, refused=refused)
        if not refused:
            self.life.serve(on, days)
            self.life.prepared.add(by)

    @at("finalising")
    @rule(by=DECIDER)
    def reopen(self, by: str) -> None:
        refused = "NotNow" if self.life.place else ""
        self.act(by, lambda: self.acts.reopen(by), "reopen_draft", refused=refused)
        if not refused:
            self.life.reopen()
            self.life.happenings.append("reopened")

    # -- people, days, ends

    @rule(who=st.sampled_from(("joel", "lena", "bea", "pam")))
    def come_or_go(self, who: str) -> None:
        life = self.life
        if life.stage == "ended":
            return
        if who in life.present:
            self.act("hana", lambda: self.acts.leave(who), "end_membership")
            life.present = life.present - {who}
        elif who == "pam":
            if not life.moved and life.ledger.count(("amara", "choose_supporter")) < MOST_A_DAY:
                self.act("amara", self.acts.choose_pam, "choose_supporter")
                life.present = life.present | {who}
        else:
            role = {"joel": Role.PARENT, "lena": Role.THERAPIST, "bea": Role.DCO}[who]
            self.act("hana", lambda: self.acts.come_back(who, role), "add_member")
            life.present = life.present | {who}

    @rule(days=st.sampled_from((1, 3, 15)))
    def days_pass(self, days: int) -> None:
        self.go_to(self.life.today + timedelta(days=days))

    @at("consulting")
    @rule(after=st.sampled_from((0, 1)))
    def the_last_day_comes(self, after: int) -> None:
        self.go_to(self.life.last_day + timedelta(days=after))

    @precondition(lambda self: timedelta() < self.life.moves_after - self.life.today < timedelta(days=40))
    @rule(after=st.sampled_from((0, 1, 2, 3)))
    def the_friday_comes(self, after: int) -> None:
        """The Friday through which the parents hold the rights, and each day until the Monday."""
        self.go_to(self.life.moves_after + timedelta(days=after))

    def go_to(self, day: date) -> None:
        self.life.today = self.world.today = max(day, self.life.today)
        self.world.now = max(at_ten(self.life.today), self.world.now)

    @rule(
        event=st.sampled_from(sorted(EVENTS)),
        by=st.sampled_from(sorted({"amara", "sam", "lena", "tess", "corinne"} | DECIDERS | OUTSIDERS)),
    )
    def out_of_turn(self, event: str, by: str) -> None:
        """Try what cannot be now, or is not theirs: refused with the right words, and nothing is left behind."""
        refused = self.life.refused(event, by)
        if refused:
            self.act(by, lambda: self.acts.try_(event, by), refused=refused)

    @precondition(lambda self: len(self.life.happenings) > 1 and not self.life.silenced)
    @rule(how=st.sampled_from(("withdraw", "move", "die", *["go on"] * 6)), by=DECIDER)
    def it_ends(self, how: str, by: str) -> None:
        life = self.life
        if how == "go on" or (how != "die" and life.refused(how, by)):
            return
        verb, kind = {"withdraw": ("withdraw_request", "withdrawn"), "move": ("record_move", "moved_out"), "die": ("record_death", "died")}[
            how
        ]
        self.act(by, lambda: getattr(self.acts, how)(by), verb)
        life.ended, life.silenced = True, how == "die"
        life.happenings.append(kind)
