"""The whole life of a plan, walked at random through the real actions: whoever acts whenever, what the law says of it holds at every instant.

`make test` walks a few lives, always the same; `make soak` many. What must be so is a small model, written by hand (life_model.py).
"""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule, run_state_machine_as_test

from plans.statute.quality import Moment
from tests.at_once import IS_SOAK, MARKS
from tests.plans import life_checks as holds
from tests.plans.life_cast import make_people
from tests.plans.life_machine import DECIDER, PICK, AroundIt, at
from tests.plans.life_model import BEING_ANSWERED, Asked, whose

pytestmark = MARKS

FAMILY = st.sampled_from(("amara", "joel", "pam", "sam"))


class WholeLife(AroundIt):
    """Answering, more time, replies, the place, the signature and the final; and what holds at every instant."""

    # -- answers

    @at("consulting", "finalising", "final")
    @rule(by=FAMILY, about=st.sampled_from(("need", "need", "")))
    def say(self, by: str, about: str) -> None:
        refused = self.life.refuses_answer(by) or ("NotNow" if self.life.rests(whose(by)) else "")
        token = f"{by}-says-{self.life.number + 1}-"
        verb = "save_answer" if refused or not self.life.is_late(whose(by)) else "send_answer"
        self.act(by, lambda: self.acts.say(by, about, token), verb, refused=refused)
        if not refused:
            self.life.say(by, about)

    @precondition(lambda self: self.mine())
    @rule(number=PICK)
    def take_back(self, number: int) -> None:
        one = self.pick(self.mine(), number)
        refused = self.life.refuses_answer(one.by) or ("NotNow" if self.life.rests(one.whose) or one.answered else "")
        self.act(one.by, lambda: self.acts.take_back(one.by, one.token), "withdraw_answer", refused=refused)
        one.gone = one.gone or not refused

    def mine(self) -> list[Asked]:
        return [one for one in self.life.asked if one.whose and not one.gone and not one.copied and one.round == self.life.round]

    @at("consulting", "finalising")
    @rule(by=FAMILY, how=st.sampled_from(("send", "finish", "go on")))
    def send_or_finish(self, by: str, how: str) -> None:
        life, side = self.life, whose(by)
        refused = life.refuses_answer(by)
        if how == "go on" and not refused and side in life.finished and life.is_late(side):
            refused = "NotNow"
        unsent = [one for one in life.asked if one.whose == side and one.round == life.round and not one.sent and not one.gone]
        verb = {"send": "send_answer", "finish": "finish_answer", "go on": "take_back_finished"}[how]
        does = {"send": bool(unsent), "finish": side not in life.finished, "go on": side in life.finished}[how]
        call = {"send": self.acts.send, "finish": self.acts.finish, "go on": self.acts.go_on}[how]
        self.act(by, lambda: call(by), *([verb] if does else []), refused=refused)
        if refused or not does:
            return
        if how != "go on":
            for one in unsent:
                one.sent = True
        if how != "send":
            life.finished = life.finished | {side} if how == "finish" else life.finished - {side}

    @at("consulting", "finalising")
    @rule()
    def propose(self) -> None:
        refused = "" if "lena" in self.life.present else "NotFound"
        token = f"lena-says-{self.life.number + 1}-"
        self.act("lena", lambda: self.acts.say("lena", "need", token), "propose_change", refused=refused)
        if not refused:
            self.life.number += 1
            self.life.asked.append(Asked(token, "lena", "", "need", self.life.round, sent=True))

    @precondition(lambda self: self.life.stage in BEING_ANSWERED and self.proposals())
    @rule(by=st.sampled_from(("amara", "joel", "sam")), number=PICK)
    def adopt(self, by: str, number: int) -> None:
        """Make a proposal one's own; who comes second, or after the reply, says it in words of their own."""
        life, one = self.life, self.pick(self.proposals(), number)
        if any(copy.copied and (copy.token, copy.whose) == (one.token, by) for copy in life.asked):
            return
        refused = life.refuses_answer(by) or ("NotNow" if life.rests(by) else "")
        again = one.adopted == by
        self.act(by, lambda: self.acts.adopt(by, one.token), *([] if again else ["adopt_proposal"]), refused=refused)
        if refused or again:
            return
        if one.adopted or one.answered:
            life.asked.append(Asked(one.token, by, by, "need", life.round, sent=True, copied=True))
        else:
            one.adopted = by

    def proposals(self) -> list[Asked]:
        return [one for one in self.life.asked if not one.whose and one.round == self.life.round]

    # -- more time

    @at("consulting", "finalising")
    @rule(by=FAMILY, days=st.sampled_from((0, 7)))
    def ask_for_time(self, by: str, days: int) -> None:
        life, side = self.life, whose(by)
        refused = life.refuses_answer(by)
        until = max(life.windows.get(side, life.today), life.today) + timedelta(days=days)
        refused = refused or ("Invalid" if days == 0 or side in life.asks_time else "")
        self.act(by, lambda: self.acts.ask_time(by, until), "ask_more_time", refused=refused)
        if not refused:
            life.asks_time = life.asks_time | {side}

    @precondition(lambda self: self.life.stage in BEING_ANSWERED and self.life.windows)
    @rule(by=DECIDER, of=st.sampled_from(("amara", "joel", "sam")), days=st.sampled_from((-1, 0, 5)))
    def give_time(self, by: str, of: str, days: int) -> None:
        """Give time, asked for or not; never less than there is."""
        life = self.life
        if of not in life.windows:
            return
        closes_on = max(life.windows[of], life.today) + timedelta(days=days)
        refused = "Invalid" if days <= 0 else ""
        is_asked = of in life.asks_time
        give = self.acts.decide_time if is_asked else self.acts.give_time
        self.act(by, lambda: give(by, of, closes_on), "give_more_time", refused=refused)
        if not refused:
            life.windows = life.windows | {of: closes_on}
            life.last_day = max(closes_on, life.last_day)
            life.asks_time = life.asks_time - {of}
            life.happenings.append("more_time")

    # -- replies, agreements, the place, the final

    @precondition(lambda self: self.life.stage in BEING_ANSWERED and self.shown())
    @rule(by=st.sampled_from(("marcus", "hana")), number=PICK, outcome=st.sampled_from(("agreed", "agreed", "not_agreed")))
    def reply(self, by: str, number: int, outcome: str) -> None:
        """Write a reply and send it; what is agreed changes the plan, if somebody who was served asked for it."""
        life, one = self.life, self.pick(self.shown(), number)
        if one.answered:
            self.act(by, lambda: self.acts.write_reply(by, one, outcome), refused="NotNow")
            return
        outcome = outcome if one.about else "not_agreed"
        self.act(by, lambda: self.acts.write_reply(by, one, outcome), "write_reply")
        one.outcome = outcome
        life.prepared.add(by)
        changes = outcome == "agreed" and bool(one.about) and life.text != one.token
        refused = "NotNow" if not life.may_reply() else "Invalid" if changes and not one.whose and not one.adopted else ""
        self.act(by, lambda: self.acts.send_reply(by, one), *(["apply_reply"] if changes else []), "send_reply", refused=refused)
        if not refused:
            one.answered = True
            life.changes, life.text = life.changes + changes, one.token if changes else life.text

    def shown(self) -> list[Asked]:
        return [one for one in self.life.asked if not one.gone and self.life.counts_as_sent(one)]

    @at("finalising")
    @rule()
    def name_place(self) -> None:
        """Name the place in Section I, or take it out again: only once everybody's time is over."""
        if self.life.place:
            self.act("marcus", self.acts.take_place_out, "retire_item")
            self.life.place = 0
        else:
            self.act("marcus", self.acts.place, "put_forward_item")
            self.life.place = len(self.life.ledger)

    @precondition(lambda self: self.life.stage in BEING_ANSWERED and self.life.round not in self.life.consulted)
    @rule()
    def consult(self) -> None:
        self.act("marcus", self.acts.consult, "consult_school", "record_school_reply")
        self.life.consulted = self.life.consulted | {self.life.round}

    @at("consulting", "finalising")
    @rule(by=st.sampled_from(("susan", "hana")))
    def sign(self, by: str) -> None:
        """Sign the words as they stand: not who prepared them."""
        refused = "NotPermitted" if by in self.life.prepared else ""
        signs = self.life.signed != self.life.words
        self.act(by, lambda: self.acts.sign(by), *(["sign_plan"] if signs else []), refused=refused)
        if not refused:
            self.life.signed = self.life.words

    @at("consulting", "finalising")
    @rule(by=DECIDER)
    def make_final(self, by: str) -> None:
        """Make it final: refused while anything stands in the way."""
        self.let_pass(Moment.FINAL)
        stops = self.life.stops_final()
        entries = ["issue_final", *["serve_final"] * self.life.copies()]
        self.act(by, lambda: self.acts.final(by), *entries, refused="NotNow" if stops else "")
        if not stops:
            self.life.final = True
            self.life.happenings.append("final")

    # -- the way forward by the shortest steps

    def step_forward(self) -> None:
        life = self.life
        match life.stage:
            case "requested":
                self.decide_to_assess("marcus", is_yes=True)
            case "assessing":
                self.decide_to_write("susan", is_yes=True)
            case "drafting" if not life.written:
                self.write_draft()
            case "drafting":
                self.send_to_check("marcus")
            case "checking" if not life.passed:
                self.pass_check()
            case "checking":
                self.serve("marcus", days=15)
            case "consulting":
                self.the_last_day_comes(1)
            case "finalising":
                for step in (self.name_place, self.consult, lambda: self.sign("susan"), lambda: self.make_final("marcus")):
                    step()

    # -- what holds at every instant

    @invariant()
    def what_holds(self) -> None:
        holds.no_step_is_skipped(self.world, self.life)
        holds.served_never_changes(self.world, self.kept)
        holds.exactly_one_side_holds_the_rights(self.world, self.life)
        holds.every_reply_has_its_suggestion(self.world, self.life)
        holds.no_final_before_its_day(self.world)
        holds.the_ledger_equals_the_effects(self.world, self.life)
        holds.neither_parent_reads_the_other(self.world, self.life)
        holds.nobody_learns_who_made_a_proposal_theirs(self.world, self.life)


@pytest.fixture
def people(db):
    return make_people()


def test_what_the_law_says_holds_in_every_life(people):
    machine = type("Life", (WholeLife,), {"people": people})
    walks = {"max_examples": 400, "stateful_step_count": 60} if IS_SOAK else {"max_examples": 5, "stateful_step_count": 25}
    run_state_machine_as_test(
        machine,
        settings=settings(
            deadline=None,
            database=None,
            phases=[Phase.generate, *([Phase.shrink] if IS_SOAK else [])],
            derandomize=not IS_SOAK,
            suppress_health_check=list(HealthCheck),
            **walks,
        ),
    )
