"""Serve a draft on the family: the version, what was served on whom, each one's window and document, all or nothing."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.db import transaction

from permissions import ledger
from permissions.access import NOTHING_HERE, normal_reference
from permissions.ledger import Act
from permissions.models import User
from permissions.refusals import Invalid, NotFound, NotNow
from permissions.vocabulary import Stage
from plans.access import PlanAccess, open_plan
from plans.access.serving import is_served_again, require_may_serve
from plans.actions.happen import happen
from plans.actions.issued import Issued, Served, keep_issued
from plans.models import Happening, IssuedDocument, PlanVersion, Service
from plans.queries.consents import consents_in_force
from plans.queries.last_decision import lacks_check
from plans.queries.preparing import Moved, Prepared
from plans.queries.proposed import NOTHING_PROPOSED, findings_to_serve, proposes_nothing
from plans.queries.serve_page import Delivery, Recipient, Serving, days_of, read_recipients
from plans.queries.serving import served_draft
from plans.record.cutting import cut
from plans.statute.window import MINIMUM_DAYS

MOST_DAYS_AHEAD = 7
SENT_ALREADY = "A draft was sent while this page was open. Look at what was sent before you send another one."
NOT_READY = "The {what} can’t be sent yet: {wrong} {do}"
NOT_PASSED = "The draft can’t be sent yet: the manager has not passed it. Send it to be checked first."
AT_LEAST = f"The family has at least {MINIMUM_DAYS} days to answer, the day on which it is served counted."


@transaction.atomic
def serve_draft(
    person: User,
    reference: str,
    serving: Serving,
    *,
    prepared: Prepared,
    documents: Collection[Issued],
    bounced: Collection[str],
    today: date,
    now: datetime,
) -> Served:
    """Cut the prepared version and serve it on every recipient, each by the way chosen, in one transaction.

    Raises NotFound, NotPermitted, NotNow at another stage, where a check stops it, or where another draft went out meanwhile; Invalid for a way or a day that
    can't be; Moved where the plan is no longer the one that was prepared: then nothing was done, and it has to be made ready again.
    Law: SEND Regs 2014 reg 13(1)(a): the draft is sent with notice of the right to answer within at least 15 days; reg 14(1) for serving again.
    """
    circle = ledger.lock_named(normal_reference(reference))
    access = open_plan(person, reference, today=today)
    require_may_serve(access)
    if circle is None:
        raise NotFound(NOTHING_HERE)
    out = served_draft(access)
    if serving.seen != (str(out.uid) if out else ""):
        raise NotNow(SENT_ALREADY)
    recipients = {one.number: one for one in read_recipients(access, bounced=bounced)}
    _check(serving, recipients, today)
    _require_documents(access, recipients, documents)
    if not prepared.still_holds():
        raise Moved
    _require_ready(access)
    version = cut(
        access,
        PlanVersion.Kind(prepared.version.kind),
        circle=circle,
        note=prepared.version.note,
        now=now,
        verb="serve_draft",
        uid=prepared.version.uid,
    )
    if version.hash != prepared.version.hash:
        raise Moved
    services = _services(access, version, serving, recipients, now)
    happening = happen(
        access.plan,
        Happening.Kind.SERVED_AGAIN if is_served_again(access) else Happening.Kind.SERVED,
        on=today,
        by=person,
        today=today,
        now=now,
        closes_on=max(one.closes_on for one in services if one.closes_on),
    )
    keep_issued(version, happening, documents, now, with_version=set(IssuedDocument.Kind))
    for service in services:
        act = Act(actor=access.person, role=access.role, verb="serve", object_kind="service", object_uid=service.uid)
        ledger.record(act, circle=circle, now=now)
    return Served(version=version, services=services, happening=happening)


def _check(serving: Serving, recipients: Mapping[int, Recipient], today: date) -> None:
    """Refuse a choice that leaves somebody out, reaches somebody by a way that is closed, or names an impossible day."""
    errors = {}
    if serving.days < MINIMUM_DAYS:
        errors["days"] = AT_LEAST
    chosen = {delivery.number: delivery for delivery in serving.deliveries}
    if set(chosen) != set(recipients) or not recipients:
        errors["deliveries"] = "Who is to have the draft has changed while this page was open. Look at the list again."
    for number, one in recipients.items():
        if number in chosen:
            errors |= _wrong_with(chosen[number], one, today)
    if errors:
        raise Invalid(errors)


def _wrong_with(delivery: Delivery, to: Recipient, today: date) -> dict[str, str]:
    way = next((way for way in to.ways if way.channel == delivery.channel), None)
    if way is None or way.closed:
        return {f"way_{to.number}": f"{to.name} can’t have the draft in this way. {way.closed if way else ''}".strip()}
    is_paper = delivery.channel in (Service.Channel.POST, Service.Channel.HAND)
    days_ahead = (delivery.sent_on - today).days
    if days_ahead < 0:
        return {f"day_{to.number}": "The draft is made when you send it, so it can’t have left before today."}
    if days_ahead > (MOST_DAYS_AHEAD if is_paper else 0):
        return {f"day_{to.number}": f"Enter today, or one of the next {MOST_DAYS_AHEAD} days."}
    return {}


def _require_documents(access: PlanAccess, recipients: Mapping[int, Recipient], documents: Collection[Issued]) -> None:
    """Refuse to serve anybody without a copy and the letter of their own; of proposed changes, also without the plan in which they are marked.

    Law: SEND Regs 2014 reg 13(1)(a): the draft goes with the notice; reg 22(2): the changes go with a copy of the plan.
    """
    people = {one.person for one in recipients.values()}
    marked = (IssuedDocument.Kind.CHANGES,) if access.stage is Stage.AMENDING else ()
    for kind in (IssuedDocument.Kind.VERSION, IssuedDocument.Kind.NOTICE, *marked):
        if {one.person for one in documents if one.kind == kind} != people:
            raise Invalid({"deliveries": "Somebody’s copy or letter is missing. Nothing was sent. Try again."})


def _require_ready(access: PlanAccess) -> None:
    """Raise NotNow with the first thing that stops the draft: an empty section, an unfinished list of reports, a named school; or the check (domain.md 3.1, 6)."""
    blocks = findings_to_serve(access).blocks
    if blocks:
        what = "proposed changes" if access.stage is Stage.AMENDING else "draft"
        raise NotNow(NOT_READY.format(what=what, wrong=blocks[0].wrong, do=blocks[0].do), source=blocks[0].source)
    if access.stage is Stage.AMENDING and proposes_nothing(access):
        raise NotNow(NOTHING_PROPOSED, source="SEND Regulations 2014, regulation 22(2)")
    if lacks_check(access):
        raise NotNow(NOT_PASSED, source="SEND Regulations 2014, regulation 13")


def _services(
    access: PlanAccess, version: PlanVersion, serving: Serving, recipients: Mapping[int, Recipient], now: datetime
) -> tuple[Service, ...]:
    consents = consents_in_force(access)
    rows = []
    for delivery in sorted(serving.deliveries, key=lambda one: one.number):
        to, days = recipients[delivery.number], days_of(delivery, serving.days)
        rows.append(
            Service(
                version=version,
                recipient_id=to.person,
                role=to.role,
                channel=delivery.channel,
                consent=consents.get((to.person, delivery.channel)),
                sent_on=days.sent_on,
                served_on=days.served_on,
                window_days=serving.days,
                closes_on=days.closes_on,
                by_id=access.person,
                at=now,
            )
        )
    return tuple(Service.objects.bulk_create(rows))
