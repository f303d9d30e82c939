"""Serve a draft and write to whoever gets it electronically: documents made before, then everything in one transaction. A letter names the reference only."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from permissions.access import NOTHING_HERE
from permissions.models import User
from permissions.refusals import NotFound, NotNow
from permissions.vocabulary import Stage
from plans.access import PlanAccess, open_plan
from plans.access.serving import require_may_serve
from plans.actions.issued import Issued, Served
from plans.actions.serve_draft import serve_draft
from plans.actions.settle_texts import settle_texts
from plans.documents.changes import changes_pdf
from plans.documents.pdf import version_pdf
from plans.models import IssuedDocument, PlanVersion, Service
from plans.queries.preparing import Copy, Moved, Prepared, prepare
from plans.queries.serve_page import ELECTRONIC, Serving, days_of, read_recipients
from plans.statute.window import closes_on
from portal import mail
from portal.letters.draft_notice import notices_of
from portal.notices.choices import choices_of
from portal.notices.mailing import PLAIN_BODY, PLAIN_SUBJECT
from portal.notices.safe import safety_of

TRIES = 3
SUBJECT = "Something is ready for you to read"
BODY = """Hello

There is something for you to read and answer. The reference is {reference}.

Sign in to read it: {origin}/plans/{reference}/

If you have questions, ask the council. Whom to ask is at the foot of every page.
"""
BUSY = "Somebody is writing in this plan at this very moment, so the documents were never those of the words as they stand. Nothing was sent. Try again."


def serve(person: User, reference: str, serving: Serving, *, today: date, now: datetime) -> Served:
    """Make the documents, then serve, then write the letters: all of it, or nothing. Raises what `serve_draft` raises, and NotNow where the plan never rests.

    The documents are made while nothing is locked; whatever moves meanwhile is noticed under the lock, and they are made again.
    """
    for _ in range(TRIES):
        prepared = make_ready(person, reference, serving, today=today, now=now)
        try:
            documents = _documents(prepared, open_plan(person, reference, today=today), serving)
            return serve_prepared(person, reference, serving, prepared, documents, today=today, now=now)
        except Moved:
            continue
    raise NotNow(BUSY)


def make_ready(person: User, reference: str, serving: Serving, *, today: date, now: datetime) -> Prepared:
    """Settle what was typed live, and make the version and what each recipient reads of it. Raises NotFound, NotPermitted, NotNow."""
    access = open_plan(person, reference, today=today)
    require_may_serve(access)
    if settle_texts(access.plan.circle_id, now=now):
        access = open_plan(person, reference, today=today)
    last = max((days_of(delivery, serving.days).closes_on for delivery in serving.deliveries), default=today)
    recipients = read_recipients(access, bounced=())
    return prepare(access, next_kind(access), [one.person for one in recipients], note="", now=now, closes_on=last)


@transaction.atomic
def serve_prepared(
    person: User, reference: str, serving: Serving, prepared: Prepared, documents: tuple[Issued, ...], *, today: date, now: datetime
) -> Served:
    """Serve what was made ready, and write to whoever gets it electronically, in one transaction. Raises what `serve_draft` raises."""
    bounced = mail.bounced_addresses(one.person.email for one in prepared.copies)
    served = serve_draft(person, reference, serving, prepared=prepared, documents=documents, bounced=bounced, today=today, now=now)
    for service in served.services:
        if service.channel in ELECTRONIC:
            write_to(service, prepared.version.plan.circle.shown_reference)
    return served


def bounced_of(access: PlanAccess) -> frozenset[str]:
    """Read which addresses of this plan's family mail came back from."""
    people = read_recipients(access, bounced=())
    return frozenset(mail.bounced_addresses(one.email for one in people)) if people else frozenset()


def preview(access: PlanAccess, number: int, *, now: datetime) -> Copy:
    """Read what the recipient of a membership will read if the draft is served now. Raises NotPermitted, NotNow, and NotFound for anybody else."""
    require_may_serve(access)
    settle_texts(access.plan.circle_id, now=now)
    found = next((one for one in read_recipients(access, bounced=()) if one.number == number), None)
    if found is None:
        raise NotFound(NOTHING_HERE)
    return prepare(access, next_kind(access), [found.person], note="", now=now, closes_on=closes_on(access.today)).copies[0]


def next_kind(access: PlanAccess) -> PlanVersion.Kind:
    """Say what the next draft is called: the first one, or an amended one."""
    has_draft = PlanVersion.objects.filter(plan=access.plan, kind=PlanVersion.Kind.DRAFT).exists()
    return PlanVersion.Kind.AMENDED_DRAFT if has_draft or access.stage is Stage.AMENDING else PlanVersion.Kind.DRAFT


def _documents(prepared: Prepared, access: PlanAccess, serving: Serving) -> tuple[Issued, ...]:
    """Make each recipient's copy, the letter that goes with it, and for changes of a plan in force that plan with the changes marked."""
    notices = notices_of(access, read_recipients(access, bounced=()), serving)
    made = []
    for one in prepared.copies:
        copy = version_pdf(one.page, recipient=one.person.get_full_name(), today=access.today, cover=one.cover)
        made.append(Issued(person=one.person.pk, kind=IssuedDocument.Kind.VERSION, content=copy))
        if access.stage is Stage.AMENDING:
            name, reference = one.person.get_full_name(), one.page.head.reference
            marked = changes_pdf(one.seen_before, one.seen, reference=reference, recipient=name, today=access.today)
            made.append(Issued(person=one.person.pk, kind=IssuedDocument.Kind.CHANGES, content=marked))
    return (*made, *(Issued(person=person, kind=IssuedDocument.Kind.NOTICE, content=content) for person, content in notices.items()))


def write_to(service: Service, reference: str) -> None:
    """Write to one person that something is there, once for each service; where their contact details leave any doubt, not even the reference is named."""
    person = service.recipient
    safety = safety_of([person], choices_of([person.pk]))[person.pk]
    is_plain = safety.is_plain or safety.why_not is not None
    where: dict[str, str] = {"reference": reference, "origin": settings.ORIGIN}
    subject, body = (PLAIN_SUBJECT, PLAIN_BODY.format(**where)) if is_plain else (SUBJECT, BODY.format(**where))
    circle = service.version.plan.circle_id
    mail.write(to=person.email, subject=subject, body=body, key=f"service {service.uid}", circle=circle)
