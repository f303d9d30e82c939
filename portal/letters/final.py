"""Make a plan final and write to those who have it electronically: documents made before, then everything in one transaction. A letter names the reference only."""

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from permissions.access import NOTHING_HERE
from permissions.models import User
from permissions.refusals import Invalid, NotFound, NotNow
from plans.access import PlanAccess, open_plan
from plans.actions.issue_final import issue_final
from plans.actions.issued import Issued, Served
from plans.actions.settle_texts import settle_texts
from plans.documents.notice import notice_pdf
from plans.documents.pdf import version_pdf
from plans.documents.working_pdf import document_pdf
from plans.models import IssuedDocument
from plans.queries.final_page import Addressee, FinalPage, Issuing, Why, as_final, final_kind, read_final_page, require_issuer
from plans.queries.notice_letters import case_of
from plans.queries.notice_letters import read_recipients as read_letter_recipients
from plans.queries.preparing import Copy, Moved, Prepared, prepare
from plans.queries.said_and_done import schedules
from plans.queries.serve_page import ELECTRONIC
from plans.queries.versions import version_page
from plans.record.project import project
from plans.record.rows import put_forward
from plans.statute.notices import Notice
from portal import mail
from portal.letters.notice_letters import Ready as Letters
from portal.letters.notice_letters import ready as make_letters
from portal.letters.serve import BUSY, TRIES, bounced_of, write_to


def final_page(access: PlanAccess) -> FinalPage:
    """Read the page of the final, with what the letter that goes with it still lacks."""
    require_issuer(access)
    return read_final_page(access, notice_missing=_missing(access), bounced=bounced_of(access))


def letters_of_final(access: PlanAccess) -> Letters:
    """Put the letters to the family together. Raises Invalid where a part that the law asks for has no words.

    Law: SEND Regs 2014 reg 14(2): the right to appeal, the time limits, mediation, disagreement resolution, advice and information.
    """
    return make_letters(Notice.FINAL, case_of(access), read_letter_recipients(access), today=access.today, decided_on=access.today)


def _missing(access: PlanAccess) -> tuple[str, ...]:
    try:
        letters_of_final(access)
    except Invalid as wrong:
        return tuple(wrong.errors.values())
    return ()


def preview(access: PlanAccess, number: int, *, now: datetime) -> tuple[Addressee, Copy]:
    """Read what one of those who are to have the plan will read. NotFound for anybody else."""
    page = final_page(access)
    one = next((one for one in page.addressees if one.to.number == number), None)
    if one is None:
        raise NotFound(NOTHING_HERE)
    return one, _prepared(access, [one], now=now).copies[0]


def send_final(person: User, reference: str, issuing: Issuing, *, today: date, now: datetime) -> Served:
    """Make the documents, then issue, then write the letters: all of it, or nothing. Raises what `issue_final` raises; NotNow where the plan never rests."""
    for _ in range(TRIES):
        access = open_plan(person, reference, today=today)
        require_issuer(access)
        if settle_texts(access.plan.circle_id, now=now):
            access = open_plan(person, reference, today=today)
        prepared, documents = make_final_ready(access, issuing, now=now)
        try:
            return send_prepared(person, reference, issuing, prepared, documents, today=today, now=now)
        except Moved:
            continue
    raise NotNow(BUSY)


def make_final_ready(access: PlanAccess, issuing: Issuing, *, now: datetime) -> tuple[Prepared, tuple[Issued, ...]]:
    """Make the version, what each will read of it, and the documents. Nothing is stored, nothing is locked."""
    page = final_page(access)
    numbers = {one.number for one in issuing.sendings}
    prepared = _prepared(access, [one for one in page.addressees if one.to.number in numbers], now=now)
    return prepared, (*_documents(prepared, access.today), *_notices(access, page), *_schedules(access, page))


@transaction.atomic
def send_prepared(
    person: User, reference: str, issuing: Issuing, prepared: Prepared, documents: tuple[Issued, ...], *, today: date, now: datetime
) -> Served:
    """Issue what was made ready, and write to whoever has it electronically, in one transaction. Raises what `issue_final` raises."""
    access = open_plan(person, reference, today=today)
    served = issue_final(
        person,
        reference,
        issuing,
        prepared=prepared,
        documents=documents,
        notice_missing=_missing(access),
        bounced=mail.bounced_addresses(one.person.email for one in prepared.copies),
        today=today,
        now=now,
    )
    for service in served.services:
        if service.channel in ELECTRONIC:
            write_to(service, prepared.version.plan.circle.shown_reference)
    return served


def _prepared(access: PlanAccess, people: list[Addressee], *, now: datetime) -> Prepared:
    """Read the final as each will. The named place and health have the whole of it by law (SEND Regs 2014 reg 13(2)), everybody else what they may read."""
    final = replace(access, plan=as_final(access.plan, access.today))
    made = prepare(final, final_kind(access.plan), [one.to.person for one in people], note="", now=now, closes_on=None)
    whole = {one.to.person for one in people if one.why in (Why.SETTING, Why.HEALTH)}
    if not whole:
        return made
    page = version_page(final, made.version, project(access, put_forward(access.plan), reader=""))
    copies = tuple(replace(one, page=page) if one.person.pk in whole else one for one in made.copies)
    return replace(made, copies=copies)


def _documents(prepared: Prepared, today: date) -> tuple[Issued, ...]:
    return tuple(
        Issued(
            person=one.person.pk,
            kind=IssuedDocument.Kind.VERSION,
            content=version_pdf(one.page, recipient=one.person.get_full_name(), today=today, cover=one.cover),
        )
        for one in prepared.copies
    )


def _notices(access: PlanAccess, page: FinalPage) -> tuple[Issued, ...]:
    """Make the letter of each of the family, with their right to appeal."""
    people = {one.to.email.lower(): one.to.person for one in page.family}
    return tuple(
        Issued(person=people[one.email.lower()], kind=IssuedDocument.Kind.NOTICE, content=notice_pdf(letter))
        for one, letter in letters_of_final(access).pairs
        if one.email.lower() in people
    )


def _schedules(access: PlanAccess, page: FinalPage) -> tuple[Issued, ...]:
    """Make, for each of the family who said something about the draft, what they said and what the council did. Law: SEND Regs 2014 reg 14(1)."""
    family = {one.to.person for one in page.family}
    made = {person: document_pdf(said) for person, said in schedules(access).items() if person in family}
    return tuple(Issued(person=person, kind=IssuedDocument.Kind.SCHEDULE, content=content) for person, content in made.items())
