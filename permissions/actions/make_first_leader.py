"""Make the council and its first leader, from whom on everything is done in the portal."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from permissions import ledger
from permissions.actions.invite_person import Issued, invite_person
from permissions.models import Organisation, User
from permissions.office import leaders
from permissions.refusals import Invalid

HAS_A_LEADER = "There is a service leader already. Leaders make each other leaders, in the office of the portal."


@dataclass(frozen=True, kw_only=True)
class FirstLeader:
    """Who leads, and which council."""

    email: str
    name: str
    council: str


@transaction.atomic
def make_first_leader(facts: FirstLeader, *, another: bool, now: datetime) -> Issued:
    """Make the council where it is not there, the person as its leader, and the invitation.

    Raises Invalid where somebody leads already (unless `another` is asked for, by whoever runs the server: every leader may have lost their way in), and
    what `invite_person` raises. A leader keeps people and reads no plan by that.
    """
    if not another and leaders().exclude(email=facts.email.lower(), joined_at=None).exists():
        raise Invalid({"email": HAS_A_LEADER})
    council = Organisation.objects.filter(kind=Organisation.Kind.COUNCIL).order_by("pk").first()
    council = council or Organisation.objects.create(name=facts.council, kind=Organisation.Kind.COUNCIL)
    person = User.objects.filter(email=facts.email.lower()).first() or User.objects.create_user(facts.email, facts.name)
    person.is_leader, person.organisation = True, person.organisation or council
    person.save(update_fields=["is_leader", "organisation"])
    ledger.record_service("make_first_leader", actor=None, person=person, now=now)
    return invite_person(person, by=None, now=now)
