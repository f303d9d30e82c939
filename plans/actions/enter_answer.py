"""Enter one thing of an answer that came on paper or by phone, for the person on whom the draft was served."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction

from files.actions.take_in import take_in
from files.intake import Received
from files.models import StoredFile
from files.refused import FileRefused
from permissions import ledger
from permissions.access import NOTHING_HERE, normal_reference
from permissions.clock import LONDON
from permissions.models import Circle, User
from permissions.refusals import Invalid, NotFound
from permissions.vocabulary import Code, Verb
from plans.access import PlanAccess, open_plan
from plans.actions.answering import OF_A_SECTION, STANDS_IN, Said, note, standing_on
from plans.models import Finished, Section, SectionAnswer, Suggestion
from plans.queries.answering import Answering
from plans.queries.on_behalf import open_for_somebody
from plans.saying import long_date

AGREES, FINISHED = "agree", "finished"
NO_ORIGINAL = "Add the letter or form as it came, choose one that was added before, or say that it came by phone or in person."
ASKS_ALREADY = (
    "They ask for something in this section, so they can’t agree with the whole of it. Enter what the letter says as “Something else”."
)

NOT_READ = "You don’t read this section, so you can’t set other words against it. Enter what the letter says as “Something else” about this section."


@dataclass(frozen=True, kw_only=True)
class Entered:
    """What is entered: `what` is a kind of suggestion, that they agree with a section, or that they have finished; when it came, and the paper it stands on."""

    what: str
    said: Said | None
    code: Code | None
    came_on: date
    original: uuid.UUID | None
    is_spoken: bool


@transaction.atomic
def enter_answer(
    person: User,
    reference: str,
    service: uuid.UUID,
    entered: Entered,
    *,
    file: Received | None,
    post_key: uuid.UUID,
    today: date,
    now: datetime,
) -> None:
    """Enter it, marked with who did; it counts as sent on the day on which it came, and as late where that day was after the last one.

    Law: the answer is given on the day on which it reaches the council (SEND Regs 2014 reg 13), by whatever way; nobody has to use a portal.
    Raises NotFound, NotPermitted, NotNow; Invalid for a day that can't be, and without the original.
    """
    circle = ledger.lock_named(normal_reference(reference))
    access = open_plan(person, reference, today=today)
    answering = open_for_somebody(access, service)
    if circle is None:
        raise NotFound(NOTHING_HERE)
    if Suggestion.objects.filter(by=answering.service.recipient, post_key=post_key).exists():
        return
    _check(access, entered, answering, file=file, today=today)
    paper = _original(access, answering, entered, file, person, now=now)
    came_at = now if entered.came_on == today else datetime.combine(entered.came_on, time(12), LONDON)
    if entered.what == FINISHED and answering.is_finished:
        return
    if entered.what == FINISHED:
        Finished.objects.create(service=answering.service, is_finished=True, by=person, at=now)
        Suggestion.objects.filter(service=answering.service, sent_at=None, withdrawn_at=None).update(sent_at=now)
        uid = answering.service.uid
    elif entered.what == AGREES:
        _agree(answering, entered, person, now=came_at)
        uid = answering.service.uid
    else:
        uid = _say(answering, entered, paper, person, post_key=post_key, now=now, came_at=came_at).uid
    _note(access, circle, answering, entered, uid, now=now)


def _check(access: PlanAccess, entered: Entered, answering: Answering, *, file: Received | None, today: date) -> None:
    if entered.came_on > today:
        raise Invalid({"came_on": "This day is still to come. Enter the day on which it reached the council."})
    if entered.came_on < answering.service.sent_on:
        raise Invalid({"came_on": f"The draft was sent on {long_date(answering.service.sent_on)}. An answer to it can’t have come before."})
    if file is None and entered.original is None and not entered.is_spoken:
        raise Invalid({"file": NO_ORIGINAL})
    if entered.what == Suggestion.Kind.CHANGE and not (entered.code and access.sections[entered.code].sees_narrative):
        raise Invalid({"place": NOT_READ})
    if entered.code and entered.what not in STANDS_IN:
        answering.access.require(Verb.SUGGEST, entered.code)


def _original(
    access: PlanAccess, answering: Answering, entered: Entered, file: Received | None, person: User, *, now: datetime
) -> StoredFile | None:
    if file is not None:
        try:
            return take_in(file, owner=access.circle.circle.uid, added_by=person.uid, now=now)
        except FileRefused as refused:
            raise Invalid({"file": str(refused)}) from refused
    if entered.original is None:
        return None
    found = StoredFile.objects.filter(uid=entered.original, suggestions__service=answering.service).first()
    if found is None:
        raise Invalid({"file": NO_ORIGINAL})
    return found


def _agree(answering: Answering, entered: Entered, person: User, *, now: datetime) -> None:
    section = Section.objects.get(plan=answering.access.plan, type__code=entered.code)
    asked = Suggestion.objects.filter(service=answering.service, section=section, withdrawn_at=None, kind__in=OF_A_SECTION)
    if asked.exists():
        raise Invalid({"place": ASKS_ALREADY})
    said = {"says": SectionAnswer.Says.AGREE, "by": person, "at": now}
    SectionAnswer.objects.update_or_create(service=answering.service, section=section, defaults=said)


def _say(
    answering: Answering,
    entered: Entered,
    paper: StoredFile | None,
    person: User,
    *,
    post_key: uuid.UUID,
    now: datetime,
    came_at: datetime,
) -> Suggestion:
    said = entered.said
    if said is None:
        raise NotFound(NOTHING_HERE)
    service = answering.service
    row = Suggestion.objects.create(
        version=service.version,
        service=service,
        kind=said.kind,
        proposed=said.proposed,
        reason=said.reason,
        by=service.recipient,
        role=service.role,
        keyed_by=person,
        original=paper,
        saved_at=now,
        sent_at=came_at,
        is_late=entered.came_on > answering.window.last_day,
        post_key=post_key,
        **standing_on(answering.access, service.version, said),
    )
    if row.section and said.kind in OF_A_SECTION:
        asks = {"says": SectionAnswer.Says.ASK, "by": person, "at": came_at}
        SectionAnswer.objects.update_or_create(service=service, section=row.section, defaults=asks)
    return row


def _note(access: PlanAccess, circle: Circle, answering: Answering, entered: Entered, uid: uuid.UUID, *, now: datetime) -> None:
    code = STANDS_IN.get(entered.what, entered.code)
    note(access, circle, "enter_answer", uid=uid, code=code, on_behalf_of=answering.service.recipient_id, now=now)
