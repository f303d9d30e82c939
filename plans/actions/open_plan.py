"""Open a plan: the child, the circle, the page, the plan and its twelve sections, in one transaction."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from files.actions.take_in import take_in
from files.intake import Received
from files.refused import FileRefused
from permissions import grants, ledger
from permissions.ledger import Act
from permissions.models import Child, Circle, Contact, Organisation, SectionType, Team, User, new_reference
from permissions.refusals import Invalid, NotPermitted
from permissions.vocabulary import CODES, Role
from plans.actions.happen import happen
from plans.models import Happening, Plan, PlanIndexPage, PlanPage, Request, Section


@dataclass(frozen=True, kw_only=True)
class ParentFacts:
    """One parent or carer, with a safe contact of their own."""

    name: str
    email: str
    relationship: str
    channel: str = Contact.Channel.EMAIL
    phone: str = ""
    address: str = ""
    safe_times: str = ""
    safe_wording: str = ""
    first_language: str = ""


@dataclass(frozen=True, kw_only=True)
class PlanFacts:
    """What the one page of opening a plan asks for: the child, and the request as it came in. `missing` is what the council asked for besides."""

    first_name: str
    last_name: str
    born_on: date
    request_received_on: date
    called: str = ""
    parents: tuple[ParentFacts, ...] = ()
    setting: Organisation | None = None
    team: Team | None = None
    reference: str = ""
    made_by: str = Request.MadeBy.PARENT
    route: str = Request.Route.POST
    words: str = ""
    missing: str = ""


@transaction.atomic
def open_plan(facts: PlanFacts, *, by: User, today: date, now: datetime, original: Received | None = None) -> Plan:
    """Open a plan for a child, with its request, its coordinator and the parents in the circle. However incomplete the request is, it is received.

    Raises NotPermitted for whoever does not open plans, Invalid where a date lies ahead or a parent is named twice.
    Law: SEND Regs 2014 regs 4, 5: the clock runs from the day the request was received, which may be before it is keyed in.
    """
    if not by.may_open_plans:
        raise NotPermitted("Plans are opened by the council's EHC coordinators.")
    _check(facts, by, today)
    child = Child.objects.create(
        first_name=facts.first_name,
        last_name=facts.last_name,
        called=facts.called,
        born_on=facts.born_on,
        search_name=f"{facts.first_name} {facts.last_name}".casefold(),
    )
    circle = Circle.objects.create(child=child, reference=facts.reference or new_reference())
    circle = ledger.lock(circle.pk)
    plan = _plan(facts, circle, by)
    happen(plan, Happening.Kind.REQUEST_RECEIVED, on=facts.request_received_on, by=by, today=today, now=now)
    _take_request(facts, plan, by, original, now)
    grants.give_role(circle=circle, person=by, role=Role.COORDINATOR, from_on=today, basis="Opened the plan")
    for parent in facts.parents:
        _welcome(parent, circle, today)
    if facts.team:
        grants.give_team_role(circle=circle, group=facts.team.group, role=Role.MANAGER, from_on=today, basis="The council's team")
    act = Act(actor=by.pk, role=Role.COORDINATOR, verb="open_plan", object_kind="plan", object_uid=circle.uid)
    ledger.record(act, circle=circle, now=now)
    return plan


def _check(facts: PlanFacts, by: User, today: date) -> None:
    errors: dict[str, str] = {}
    if facts.request_received_on > today:
        errors["request_received_on"] = "The day the request was received can't be in the future."
    if facts.born_on >= today:
        errors["born_on"] = "The date of birth must be in the past."
    if facts.request_received_on < facts.born_on:
        errors["request_received_on"] = "The request can't have been received before the child was born."
    emails = [parent.email.lower() for parent in facts.parents]
    if len(set(emails)) != len(emails):
        errors["parents"] = "Two parents have the same e-mail address. Each needs one of their own."
    if by.email.lower() in emails:
        errors["parents"] = "You can't coordinate the plan of your own child. Ask a colleague to open it."
    if errors:
        raise Invalid(errors)


def _plan(facts: PlanFacts, circle: Circle, by: User) -> Plan:
    page = PlanPage(title=circle.shown_reference, slug=circle.shown_reference.lower(), show_in_menus=False)
    PlanIndexPage.objects.get().add_child(instance=page)
    plan = Plan.objects.create(
        circle=circle,
        page=page,
        coordinator=by,
        team=facts.team,
        setting=facts.setting,
        request_received_on=facts.request_received_on,
    )
    types = SectionType.objects.in_bulk(field_name="code")
    Section.objects.bulk_create([Section(plan=plan, type=types[code]) for code in CODES])
    return plan


def _take_request(facts: PlanFacts, plan: Plan, by: User, original: Received | None, now: datetime) -> None:
    try:
        file = take_in(original, owner=plan.circle.uid, added_by=by.uid, now=now) if original else None
    except FileRefused as refused:
        raise Invalid({"original": str(refused)}) from refused
    Request.objects.create(
        plan=plan,
        received_on=facts.request_received_on,
        made_by=facts.made_by,
        route=facts.route,
        words=facts.words,
        missing=facts.missing,
        original=file,
        keyed_by=by,
        keyed_at=now,
    )


def _welcome(parent: ParentFacts, circle: Circle, today: date) -> None:
    person = User.objects.filter(email=parent.email.lower()).first() or User.objects.create_user(parent.email, parent.name)
    grants.give_role(circle=circle, person=person, role=Role.PARENT, from_on=today, basis=parent.relationship)
    Contact.objects.create(
        circle=circle,
        person=person,
        relationship=parent.relationship,
        channel=parent.channel,
        phone=parent.phone,
        address=parent.address,
        safe_times=parent.safe_times,
        safe_wording=parent.safe_wording,
        first_language=parent.first_language,
    )
