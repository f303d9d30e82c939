"""What opening a plan and taking one over share: the child, the circle, the page, the plan with its sections, its coordinator and the parents."""

from dataclasses import dataclass
from datetime import date

from permissions import grants, ledger
from permissions.models import Child, Circle, Contact, Organisation, SectionType, Team, User, new_reference
from permissions.vocabulary import CODES, Role
from plans.models import Plan, PlanIndexPage, PlanPage, Section
from plans.statute.rights import last_day_of_parents

NOT_YOURS = "Plans are opened by the council's EHC coordinators."


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
class ChildFacts:
    """Whose plan it is, and who is in it from the first day."""

    first_name: str
    last_name: str
    born_on: date
    called: str = ""
    parents: tuple[ParentFacts, ...] = ()
    setting: Organisation | None = None
    team: Team | None = None
    reference: str = ""


def wrong_with(facts: ChildFacts, by: User, today: date) -> dict[str, str]:
    """Say what is wrong with the child and the parents, beside which field; empty where nothing is."""
    errors: dict[str, str] = {}
    if facts.born_on >= today:
        errors["born_on"] = "The date of birth must be in the past."
    emails = [parent.email.lower() for parent in facts.parents]
    if len(set(emails)) != len(emails):
        errors["parents"] = "Two parents have the same e-mail address. Each needs one of their own."
    if by.email.lower() in emails:
        errors["parents"] = "You can't coordinate the plan of your own child. Ask a colleague to open it."
    return errors


def make_plan(facts: ChildFacts, *, since: date, by: User) -> Plan:
    """Make the child, the circle (locked from then on), the page, the plan and its twelve sections."""
    child = Child.objects.create(
        first_name=facts.first_name,
        last_name=facts.last_name,
        called=facts.called,
        born_on=facts.born_on,
        search_name=f"{facts.first_name} {facts.last_name}".casefold(),
    )
    circle = ledger.lock(Circle.objects.create(child=child, reference=facts.reference or new_reference()).pk)
    page = PlanPage(title=circle.shown_reference, slug=circle.shown_reference.lower(), show_in_menus=False)
    PlanIndexPage.objects.get().add_child(instance=page)
    plan = Plan.objects.create(
        circle=circle,
        page=page,
        coordinator=by,
        team=facts.team,
        setting=facts.setting,
        request_received_on=since,
        rights_move_on=last_day_of_parents(facts.born_on),
    )
    types = SectionType.objects.in_bulk(field_name="code")
    Section.objects.bulk_create([Section(plan=plan, type=types[code]) for code in CODES])
    return plan


def let_in(facts: ChildFacts, circle: Circle, *, by: User, today: date) -> None:
    """Give the coordinator, the parents and the team their parts in the plan."""
    grants.give_role(circle=circle, person=by, role=Role.COORDINATOR, from_on=today, basis="Opened the plan")
    for parent in facts.parents:
        _welcome(parent, circle, today)
    if facts.team:
        grants.give_team_role(circle=circle, group=facts.team.group, role=Role.MANAGER, from_on=today, basis="The council's team")


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
