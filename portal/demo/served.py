"""Serve a version on somebody in the past of a demo plan: consent, version, service and its place in the ledger. No document is made and nobody is written to."""

from datetime import date, datetime

from permissions import ledger
from permissions.ledger import Act
from permissions.models import User
from permissions.vocabulary import Role
from plans.access import open_plan
from plans.actions.give_consent import give_consent
from plans.models import Plan, PlanVersion, Service, ServiceConsent
from plans.record.cutting import cut
from plans.statute.window import MINIMUM_DAYS, closes_on


def agree(plan: Plan, person: User, *, today: date, now: datetime) -> ServiceConsent:
    """Let somebody agree to be served in the portal."""
    reference = plan.circle.shown_reference
    return give_consent(person, reference, ServiceConsent.Channel.PORTAL, of=None, how="", given_on=today, today=today, now=now)


def draft(plan: Plan, by: User, *, today: date, now: datetime) -> PlanVersion:
    """Cut the draft as it stands on a day."""
    access = open_plan(by, plan.circle.shown_reference, today=today)
    return cut(access, PlanVersion.Kind.DRAFT, circle=ledger.lock(plan.circle_id), note="", now=now, verb="serve_draft")


def serve_on(version: PlanVersion, person: User, consent: ServiceConsent, *, by: User, today: date, now: datetime, opens: bool) -> Service:
    """Serve a version on a person in the portal on a day; `opens` a window, as a draft does."""
    service = Service.objects.create(
        version=version,
        recipient=person,
        role=Role.YOUNG_PERSON,
        channel=Service.Channel.PORTAL,
        consent=consent,
        sent_on=today,
        served_on=today,
        window_days=MINIMUM_DAYS if opens else None,
        closes_on=closes_on(today) if opens else None,
        by=by,
        at=now,
    )
    act = Act(actor=by.pk, role=Role.COORDINATOR, verb="serve", object_kind="service", object_uid=service.uid)
    ledger.record(act, circle=ledger.lock(version.plan.circle_id), now=now)
    return service
