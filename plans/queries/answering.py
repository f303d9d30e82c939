"""Open somebody's answer to a served draft: whose it is, until when, whether they have finished; or say why there is nothing to answer (SEND Regs 2014 reg 13).

Invariant: a person answers for the service on themselves, a supporter for that on whoever chose them. What the other parent was served, answered or finished is
asked nowhere here.
"""

from dataclasses import dataclass
from typing import NoReturn

from django.db.models import F, Q

from permissions.refusals import NotNow, NotPermitted
from permissions.vocabulary import CODES, Code, Stage, Verb
from plans.access import PlanAccess
from plans.access.answering import ANSWERERS
from plans.access.finishing import is_being_finished
from plans.access.rights import SENT_BEFORE, is_new_holder
from plans.models import Finished, SectionAnswer, Service, Suggestion
from plans.queries.serving import Window, service_i_speak_for, window_of
from plans.statute.lifecycle import STAGE_RULES

BEFORE_SERVICE = frozenset({Stage.REQUESTED, Stage.ASSESSING, Stage.DRAFTING, Stage.CHECKING})
LAW = "SEND Regulations 2014, regulation 13"

NOT_THE_FAMILY = "The draft is answered by the family. You can propose a change where you see the draft, or say something beside it."
NOT_SERVED_ON_YOU = (
    "The draft was not sent to you, so there is no answer of yours to give. Ask the coordinator of this plan to send it to you."
)
NOT_SERVED_YET = (
    "The draft has not been sent to you yet. When it is, you answer it here, and you have at least 15 days for it. "
    "Until then you can write your own words in the plan and talk about it with the council."
)
CHANGES_NOT_SERVED_YET = (
    "The council is writing the changes that it proposes to the plan. When they are sent to you, you answer them here, and you have at least 15 days for it. "
    "The plan stays in force as it is."
)
OVER = (
    "The plan is final, so the draft is not answered any more. You can ask a question beside any section, ask for a review, "
    "or use your right to appeal."
)
ENDED = "This plan has ended. It is kept as a record, and nothing in it is answered."
RESTS = "You said that you have finished. To change or add something, take that back first, on the page of your answer."


@dataclass(frozen=True)
class Answering:
    """One answer, opened: `for_self` is false for a supporter, who answers for `service.recipient`."""

    access: PlanAccess
    service: Service
    window: Window
    is_finished: bool

    @property
    def for_self(self) -> bool:
        """Say whether this person answers for themselves."""
        return self.service.recipient_id == self.access.person

    @property
    def is_late(self) -> bool:
        """Say whether the last day is over: what is said now is taken, marked as late, and goes to the council at once."""
        return not self.window.is_open(self.access.today)

    @property
    def rests(self) -> bool:
        """Say whether the person has finished and could still take it back: until they do, nothing is changed."""
        return self.is_finished and not self.is_late

    @property
    def codes(self) -> tuple[Code, ...]:
        """List the sections that this person may answer."""
        return tuple(code for code in CODES if self.access.may(Verb.SUGGEST, code))

    def require_open(self) -> None:
        """Raise NotNow where the person has finished and has not taken it back."""
        if self.rests:
            raise NotNow(RESTS, source=LAW, until=self.window.last_day)


def open_answering(access: PlanAccess) -> Answering:
    """Open the answer that is this person's to give. At most six queries.

    Raises NotPermitted for whoever does not answer drafts and for whom it was not served on, NotNow before service and once the plan is final.
    """
    if not ANSWERERS & set(access.circle.roles):
        raise NotPermitted(NOT_THE_FAMILY, source=LAW)
    if not is_being_finished(access):
        _refuse_at(access.stage)
    service = service_i_speak_for(access)
    if service is None:
        raise NotPermitted(SENT_BEFORE if is_new_holder(access) else NOT_SERVED_ON_YOU, source=LAW)
    return Answering(access, service, window_of(service), has_finished(service))


def has_finished(service: Service) -> bool:
    """Say whether whoever was served has said that they have finished, and has not taken it back. One query."""
    newest = Finished.objects.filter(service=service).order_by("-pk").values_list("is_finished", flat=True).first()
    return bool(newest)


def said_by(answering: Answering) -> list[Suggestion]:
    """Read what stands in an answer, in the order of the plan, with the proposals that were made theirs. One query.

    What was withdrawn is left out, and what is about a section that is not seen.
    """
    rows = Suggestion.objects.filter(Q(service=answering.service) | Q(adopted_for=answering.service), withdrawn_at=None)
    rows = rows.select_related("section", "item", "report__evidence", "by", "keyed_by", "original", "reply")
    visible = answering.access.visible_sections
    seen = [row for row in rows.order_by("pk") if row.section is None or row.section.code in visible]
    return sorted(seen, key=lambda row: (CODES.index(row.section.code) if row.section else len(CODES), row.pk))


def agreed_in(answering: Answering) -> dict[Code, str]:
    """List the sections with which an answer agrees, each with who said so for the person, or "" where they did themselves. One query."""
    rows = SectionAnswer.objects.filter(service=answering.service, says=SectionAnswer.Says.AGREE).select_related("by")
    return {
        Code(row.section_code): "" if row.by_id in (answering.service.recipient_id, answering.access.person) else row.by.get_full_name()
        for row in rows.annotate(section_code=F("section__type"))
    }


def _refuse_at(stage: Stage) -> NoReturn:
    if stage in BEFORE_SERVICE:
        raise NotNow(NOT_SERVED_YET, source=LAW)
    if stage is Stage.AMENDING:
        raise NotNow(CHANGES_NOT_SERVED_YET, source=STAGE_RULES[stage].source)
    if stage is Stage.REFUSED:
        raise NotNow(STAGE_RULES[stage].because, source=STAGE_RULES[stage].source)
    if stage is Stage.ENDED:
        raise NotNow(ENDED, source=STAGE_RULES[stage].source)
    raise NotNow(OVER, source="SEND Regulations 2014, regulations 13 and 14")
