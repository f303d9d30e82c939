"""The acts of a whole life, each as somebody of the cast does it on the day that the world says: one line a real action."""

from uuid import UUID, uuid4

from permissions.models import Membership, Organisation
from permissions.vocabulary import Role
from plans.actions.add_member import MemberFacts, add_member
from plans.actions.adopt_proposal import adopt_proposal
from plans.actions.answering import Said
from plans.actions.ask_more_time import ask_more_time
from plans.actions.choose_supporter import choose_supporter
from plans.actions.consult_school import consult_school
from plans.actions.decide_assessment import decide_assessment
from plans.actions.decide_more_time import decide_more_time
from plans.actions.decide_plan import decide_plan
from plans.actions.end_membership import end_membership
from plans.actions.finish_answer import finish_answer
from plans.actions.give_more_time import give_more_time
from plans.actions.issue_final import issue_final
from plans.actions.overturn_decision import overturn_decision
from plans.actions.pass_check import pass_check
from plans.actions.propose_change import propose_change
from plans.actions.record_death import record_death
from plans.actions.record_move import record_move
from plans.actions.record_school_reply import SchoolAnswer, record_school_reply
from plans.actions.reopen_draft import reopen_draft
from plans.actions.retire_item import retire_item
from plans.actions.return_draft import return_draft
from plans.actions.save_reply import ReplyFacts, save_reply
from plans.actions.save_suggestion import save_suggestion
from plans.actions.send_answer import send_answer
from plans.actions.send_replies import send_replies
from plans.actions.send_to_check import send_to_check
from plans.actions.sign_plan import sign_plan
from plans.actions.take_back_finished import take_back_finished
from plans.actions.withdraw_request import withdraw_request
from plans.actions.withdraw_suggestion import withdraw_suggestion
from plans.models import MoreTime, PlanVersion, QualityReason, SchoolConsultation, Service, Suggestion
from plans.queries.final_page import Issuing
from plans.queries.quality import findings_of
from plans.queries.reply_page import stands_hash
from plans.queries.serve_page import Delivery, Serving
from plans.statute.quality import Moment
from portal.letters import serve as letters
from tests.plans import ready_for_final
from tests.plans.finishing import stands
from tests.plans.life_cast import SCHOOL
from tests.plans.life_model import Asked
from tests.plans.ready_to_serve import light, number_of
from tests.plans.versions_help import access_of, narrate, write
from tests.world import SAM, World

EMPTY_BUT_SAID = ("C", "D", "G", "H1", "H2", "J")


class Acts:
    """One plan in the hands of the people around it."""

    def __init__(self, world: World) -> None:
        self.world = world

    def _do(self, action, by: str, *args, **facts):
        return action(self.world.people[by], SAM, *args, today=self.world.today, now=self.world.now, **facts)

    # -- decisions

    def assess(self, by: str, *, is_yes: bool = True):
        return self._do(decide_assessment, by, is_yes=is_yes, on=self.world.today, reasons="Because of what we read.")

    def plan(self, by: str, *, is_yes: bool = True):
        return self._do(decide_plan, by, is_yes=is_yes, on=self.world.today, reasons="Because of what we read.")

    def overturn(self, by: str):
        return self._do(overturn_decision, by, on=self.world.today, reasons="New reports came.")

    def withdraw(self, by: str):
        return self._do(withdraw_request, by, on=self.world.today, reasons="")

    def move(self, by: str):
        return self._do(record_move, by, on=self.world.today, reasons="")

    def die(self, by: str):
        return self._do(record_death, by, on=self.world.today)

    def to_check(self, by: str):
        return self._do(send_to_check, by)

    def return_(self, by: str):
        return self._do(return_draft, by, reasons="Say it in plainer words.")

    def pass_(self, by: str):
        return self._do(pass_check, by)

    def reopen(self, by: str):
        return self._do(reopen_draft, by, reasons="More has to change.")

    # -- the draft

    def write_draft(self, voice: str) -> None:
        """Write a need and help that may be asked about, and say of the rest that there is none."""
        write(self.world, voice, "A", "voice", "Sam loves trains.")
        need = write(self.world, "priya", "B", "need", "Sam follows two words.")
        write(self.world, "marcus", "F", "provision", "Lena sees Sam at school.", sessions=1, per="week", minutes=30)
        for code in EMPTY_BUT_SAID:
            narrate(self.world, "marcus", code, "", none_identified=True)
        self.world.extra["need"] = need

    def serve(self, by: str, on: set[str], *, days: int = 15):
        """Serve by hand on everybody who is to have it; the documents are a few bytes each."""
        newest = PlanVersion.objects.filter(plan=self.world.sam, services__isnull=False).exclude(kind="final").order_by("-number").first()
        deliveries = tuple(Delivery(number=number_of(self.world, slug), channel="hand", sent_on=self.world.today) for slug in sorted(on))
        serving = Serving(deliveries=deliveries, days=days, seen=str(newest.uid) if newest else "")
        when = {"today": self.world.today, "now": self.world.now}
        prepared = letters.make_ready(self.world.people[by], SAM, serving, **when)
        return letters.serve_prepared(self.world.people[by], SAM, serving, prepared, light(prepared), **when)

    def let_pass(self, moment: Moment) -> None:
        """Let a leader's reason stand for whatever the checks of quality find in the words, where one may; they have tests of their own."""
        later = {"later": ready_for_final.ALL_DONE} if moment is Moment.FINAL else {}
        for finding in findings_of(access_of(self.world, "marcus"), moment=moment, **later).blocks:
            if finding.overridable:
                QualityReason.objects.create(
                    plan=self.world.sam,
                    check_id=finding.id,
                    section=str(finding.section or ""),
                    item_uid=finding.item,
                    words_hash=finding.words_hash,
                    reason="For this test",
                    is_override=True,
                    by=self.world.susan,
                    role="leader",
                    at=self.world.now,
                )

    # -- answers

    def say(self, by: str, about: str, token: str) -> UUID:
        if about:
            said = Said(kind="change", code="B", about=self.world.extra["need"].uid, proposed=f"Sam follows {token} words.", reason=token)
        else:
            said = Said(kind="question", code="B", proposed=f"What of {token}?", reason=token)
        if by == "lena":
            return self._do(propose_change, by, said, post_key=uuid4()).uid
        return self._do(save_suggestion, by, said, post_key=uuid4()).uid

    def adopt(self, by: str, token: str):
        return self._do(adopt_proposal, by, Suggestion.objects.get(reason=token, service=None).uid)

    def take_back(self, by: str, token: str):
        return self._do(withdraw_suggestion, by, Suggestion.objects.get(reason=token, service__isnull=False).uid)

    def send(self, by: str):
        return self._do(send_answer, by)

    def finish(self, by: str):
        return self._do(finish_answer, by)

    def go_on(self, by: str):
        return self._do(take_back_finished, by)

    # -- more time

    def ask_time(self, by: str, until):
        return self._do(ask_more_time, by, until=until, reason="")

    def decide_time(self, by: str, of: str, closes_on):
        asked = MoreTime.objects.get(service__recipient=self.world.people[of], decided_at=None, service__in=self._newest())
        return self._do(decide_more_time, by, asked.pk, closes_on=closes_on, answer="We looked at it.")

    def give_time(self, by: str, of: str, closes_on):
        service = self._newest().get(recipient=self.world.people[of])
        return self._do(give_more_time, by, service.uid, closes_on=closes_on, answer="")

    def _newest(self):
        out = PlanVersion.objects.filter(plan=self.world.sam, kind__in=("draft", "amended_draft")).order_by("-number")[:1]
        return Service.objects.filter(version__in=list(out))

    # -- replies, the place, the final

    def write_reply(self, by: str, one: Asked, outcome: str):
        asked = self._asked(one)
        now_there = stands(asked)
        facts = ReplyFacts(outcome=outcome, reason=f"re {one.token}", words=asked.proposed, stands=stands_hash(now_there))
        return self._do(save_reply, by, asked.uid, facts)

    def send_reply(self, by: str, one: Asked):
        return self._do(send_replies, by, self._asked(one).uid)

    def _asked(self, one: Asked) -> Suggestion:
        whose = self.world.people[one.whose] if one.whose else None
        return Suggestion.objects.select_related("item", "section").get(reason=one.token, service__recipient=whose)

    def place(self) -> None:
        self.world.extra["place"] = write(self.world, "marcus", "I", "placement", "Sam goes to Elm Street.", name=SCHOOL)

    def take_place_out(self):
        return self._do(retire_item, "marcus", self.world.extra["place"].uid)

    def consult(self) -> SchoolConsultation:
        place = Organisation.objects.get(name=SCHOOL).pk
        asked = self._do(consult_school, "marcus", organisation=place, email="head@example.org", is_requested=False)
        answer = SchoolAnswer(can_meet="yes", decided_by="The head")
        return record_school_reply(asked.consultation, answer, by=self.world.marcus, today=self.world.today, now=self.world.now)

    def sign(self, by: str):
        return ready_for_final.sign(self.world, by)

    def final(self, by: str):
        return ready_for_final.issue(self.world, by=by)

    def try_(self, event: str, by: str):
        """Try an event of the model's table, whenever, by whomever."""
        if event == "serve":
            return letters.make_ready(
                self.world.people[by], SAM, Serving(deliveries=(), days=15, seen=""), today=self.world.today, now=self.world.now
            )
        if event == "final":
            facts = {"prepared": None, "documents": (), "notice_missing": (), "bounced": ()}
            return self._do(issue_final, by, Issuing(sendings=(), seen=""), **facts)
        if event == "sign":
            return self._do(sign_plan, by, is_given=True, seen="", note="")
        return getattr(self, {"to check": "to_check", "return": "return_", "pass": "pass_"}.get(event, event))(by)

    # -- people

    def leave(self, who: str):
        number = Membership.objects.get(content_object=self.world.sam.circle_id, user=self.world.people[who], ended_at=None).pk
        return self._do(end_membership, "hana", number, reason="No part in it any more.")

    def come_back(self, who: str, role: Role):
        person = self.world.people[who]
        facts = MemberFacts(email=person.email, name=person.name, role=role, from_on=self.world.today, basis="Takes part again.")
        return self._do(add_member, "hana", facts)

    def choose_pam(self):
        return self._do(choose_supporter, "amara", email="pam@example.org", name="Pam Whitlock")
