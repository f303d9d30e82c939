"""Make a plan final: the version, on whom it was served, the happening, the documents; all of it or nothing, and never by a timer."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from permissions import ledger
from permissions.access import NOTHING_HERE, normal_reference
from permissions.ledger import Act
from permissions.models import User
from permissions.refusals import Invalid, NotFound, NotNow, Stale
from plans.access import PlanAccess, open_plan
from plans.actions.happen import happen
from plans.actions.issued import Issued, Served, keep_issued
from plans.models import Happening, IssuedDocument, PlanVersion, Service
from plans.queries.consents import consents_in_force
from plans.queries.final_page import Addressee, FinalPage, Issuing, Sending, Why, read_final_page, require_issuer
from plans.queries.preparing import Moved, Prepared
from plans.record.cutting import cut
from plans.statute.window import deemed_served_on

CHANGED = "The plan, or who is to have it, was changed while you were looking. Look at both again before the plan goes."
SOMEBODY_MISSING = "Everybody of the family, somebody of the named place, and health have the final plan."


@transaction.atomic
def issue_final(
    person: User,
    reference: str,
    issuing: Issuing,
    *,
    prepared: Prepared,
    documents: Collection[Issued],
    notice_missing: tuple[str, ...],
    bounced: Collection[str],
    today: date,
    now: datetime,
) -> Served:
    """Cut the prepared version as final and serve it on everybody who was chosen, in one transaction.

    Raises NotFound, NotPermitted; NotNow with the first thing that stands in the way; Stale where words or people are not those that were looked at; Invalid for
    a choice that leaves out somebody who has a right to it; Moved where the plan is no longer the one that was prepared: then nothing was done.
    Law: SEND Regs 2014 regs 13(2) and 14; Children and Families Act 2014 s.39(8).
    """
    circle = ledger.lock_named(normal_reference(reference))
    access = open_plan(person, reference, today=today)
    require_issuer(access)
    if circle is None:
        raise NotFound(NOTHING_HERE)
    page = read_final_page(access, notice_missing=notice_missing, bounced=bounced)
    _require_ready(page)
    if issuing.seen != page.seen:
        raise Stale(CHANGED)
    chosen = _chosen(page, issuing)
    if not prepared.still_holds():
        raise Moved
    kind, uid = PlanVersion.Kind(prepared.version.kind), prepared.version.uid
    version = cut(access, kind, circle=circle, note=prepared.version.note, now=now, verb="issue_final", uid=uid)
    if version.hash != prepared.version.hash:
        raise Moved
    services = _services(access, version, chosen, today, now)
    happening = happen(access.plan, Happening.Kind.FINAL, on=today, by=person, today=today, now=now)
    keep_issued(version, happening, documents, now, with_version={IssuedDocument.Kind.VERSION})
    for service in services:
        act = Act(actor=access.person, role=access.role, verb="serve_final", object_kind="service", object_uid=service.uid)
        ledger.record(act, circle=circle, now=now)
    return Served(version=version, services=services, happening=happening)


def _require_ready(page: FinalPage) -> None:
    """Raise NotNow with the first thing that stands in the way of a final."""
    guard = next((guard for guard in page.ready.guards if not guard.is_met), None)
    if guard:
        raise NotNow(f"{guard.name}: {guard.wrong} {guard.do}".strip(), source=guard.source)
    if page.missing:
        raise NotNow(page.missing[0], source="SEND Regulations 2014, regulation 13(2)")


def _chosen(page: FinalPage, issuing: Issuing) -> list[tuple[Addressee, Sending]]:
    """Put what was chosen beside those who may have it; all of the family, and one at least of the named place and of health."""
    by_number = {one.to.number: one for one in page.addressees}
    pairs = [(by_number[one.number], one) for one in issuing.sendings if one.number in by_number]
    errors = {}
    if len(pairs) != len(issuing.sendings) or len({one.number for one in issuing.sendings}) != len(pairs):
        errors["sure"] = CHANGED
    has = {Why(to.why) for to, _ in pairs}
    needed = {Why.FAMILY, Why.HEALTH} | ({Why.SETTING} if page.ready.placing.names else set())
    if not needed <= has or {one.to.number for one in page.family} - {one.number for _, one in pairs}:
        errors["sure"] = SOMEBODY_MISSING
    for to, one in pairs:
        way = next((way for way in to.to.ways if way.channel == one.channel), None)
        if way is None or way.closed:
            errors[f"way_{to.to.number}"] = f"{to.to.name} can’t have the plan in this way. {way.closed if way else ''}".strip()
    if errors:
        raise Invalid(errors)
    return sorted(pairs, key=lambda pair: pair[0].to.number)


def _services(
    access: PlanAccess, version: PlanVersion, chosen: list[tuple[Addressee, Sending]], today: date, now: datetime
) -> tuple[Service, ...]:
    consents = consents_in_force(access)
    rows = [
        Service(
            version=version,
            recipient_id=to.to.person,
            role=to.to.role,
            channel=one.channel,
            consent=consents.get((to.to.person, one.channel)),
            sent_on=today,
            served_on=deemed_served_on(today) if one.channel == Service.Channel.POST else today,
            by_id=access.person,
            at=now,
        )
        for to, one in chosen
    ]
    return tuple(Service.objects.bulk_create(rows))
