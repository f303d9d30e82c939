"""Give a person duties in the service, and take them away."""

from datetime import datetime

from django.contrib.auth.models import Group
from django.db import transaction

from permissions import ledger
from permissions.models import Organisation, User
from permissions.office import Duties, duties_of, fresh, leaders, open_office_as_leader
from permissions.refusals import Invalid

LAST_LEADER = "This is the last service leader. Make somebody else a leader first."
NOT_YOURSELF = "You can give up a duty of your own, but not take a new one. Ask another service leader."
COLUMNS = {"is_leader": "lead", "may_open_plans": "open_plans", "keeps_colleagues": "keep_colleagues"}


@transaction.atomic
def change_duties(person: User, number: int, duties: Duties, *, editors: str, now: datetime) -> User:
    """Write the duties of a person, one entry for each that changes. For leaders; `editors` names the group of those who edit the guidance.

    Raises Invalid where the last leader would go, where somebody would take a duty on themselves, or where a duty does not fit.
    """
    office = open_office_as_leader(fresh(person))
    changed = office.person_of(number)
    group = Group.objects.get(name=editors)
    had = duties_of(changed, editors=editors)
    _check(person, changed, had, duties)
    for column, duty in COLUMNS.items():
        wanted = getattr(duties, column)
        if wanted != getattr(had, column):
            setattr(changed, column, wanted)
            ledger.record_service(f"{'give' if wanted else 'take'}_duty_{duty}", actor=person, person=changed, now=now)
    changed.save(update_fields=list(COLUMNS))
    if duties.edits_guidance != had.edits_guidance:
        (changed.groups.add if duties.edits_guidance else changed.groups.remove)(group)
        verb = "give_duty_edit_guidance" if duties.edits_guidance else "take_duty_edit_guidance"
        ledger.record_service(verb, actor=person, person=changed, now=now)
    return changed


def _check(person: User, changed: User, had: Duties, duties: Duties) -> None:
    more = [name for name in Duties.__dataclass_fields__ if getattr(duties, name) and not getattr(had, name)]
    if more and changed.pk == person.pk:
        raise Invalid({"duties": NOT_YOURSELF})
    if more and not changed.is_active:
        raise Invalid({"duties": "This person has left the service."})
    if had.is_leader and not duties.is_leader and not leaders().exclude(pk=changed.pk).exists():
        raise Invalid({"duties": LAST_LEADER})
    of_council = changed.organisation is not None and changed.organisation.kind == Organisation.Kind.COUNCIL
    if {"is_leader", "may_open_plans"} & set(more) and not of_council:
        raise Invalid({"duties": "Only somebody of the council leads the service or opens plans."})
    if "keeps_colleagues" in more and changed.organisation is None:
        raise Invalid({"duties": "Give this person an organisation first: they keep the people of it."})
