"""Name the people of a circle who may read a private thread, or with whom the coordinator may open one."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from comments.access import Audience, ThreadFacts, reads_thread
from permissions.models import User
from permissions.vocabulary import Code
from plans.access import PlanAccess, everyone_in


@dataclass(frozen=True)
class Around:
    """One person of a circle, and what they may do there."""

    uid: UUID
    name: str
    access: PlanAccess


def people_around(access: PlanAccess) -> Mapping[int, Around]:
    """Name everybody in a circle, for whoever looks to be told no more of them than `readers_of` and `family_for` say. Four queries."""
    everyone = everyone_in(access.plan, today=access.today, policy=access.circle.policy)
    names = User.objects.filter(pk__in=everyone).order_by("name", "pk").values_list("pk", "uid", "name")
    return {person: Around(uid, name, everyone[person]) for person, uid, name in names}


def readers_of(facts: ThreadFacts, people: Mapping[int, Around], *, but: int) -> tuple[str, ...]:
    """Name who else reads a private thread: the one of the family and the coordinators, so that never a parent is told of the other."""
    if facts.audience != Audience.PERSON:
        return ()
    return tuple(around.name for person, around in people.items() if person != but and reads_thread(around.access, facts))


def family_for(code: Code, people: Mapping[int, Around]) -> tuple[Around, ...]:
    """List the members of the family with whom the coordinator may open a private thread in a section."""
    return tuple(
        around
        for person, around in people.items()
        if around.access.circle.is_family and reads_thread(around.access, ThreadFacts(code, Audience.PERSON, person))
    )
