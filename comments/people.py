"""Name the people of a circle who read a thread, may be called into it, or with whom the coordinator may open a private one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from comments.access import Audience, ThreadFacts, is_coordinator, reads_thread
from comments.strands import is_apart
from permissions import grants
from permissions.models import Membership, User
from permissions.vocabulary import ROLE_NAMES, Code, Role
from plans.access import PlanAccess, everyone_in

# Said to whoever is not told of everybody, always and in the same words, so that a world with somebody unnamed looks like one without.
AND_OTHERS = "and anyone else who may see this section"
AND_OTHERS_OF_VERSION = "and anyone else who may see this version"


@dataclass(frozen=True)
class Around:
    """One person of a circle, and what they may do there. `is_listed`: people outside the council find this person in the list of the plan's people."""

    uid: UUID
    name: str
    access: PlanAccess
    is_listed: bool = True

    @property
    def role(self) -> str:
        """Name the role in which this person acts here."""
        return ROLE_NAMES[self.access.role]


People = Mapping[int, Around]


def people_around(access: PlanAccess) -> People:
    """Name everybody in a circle, for whoever looks to be told no more of them than the functions below say. Three queries."""
    everyone = everyone_in(access.plan, today=access.today, policy=access.circle.policy)
    listed = Membership.objects.filter(grants.in_force(access.today), content_object=access.plan.circle_id, user=OuterRef("pk"))
    listed = listed.exclude(broken_glass__told_at=None, broken_glass__isnull=False)
    listed = listed.filter(~Q(stands_for=Role.SUPPORTER) | Q(user__joined_at__isnull=False))
    users = User.objects.filter(pk__in=everyone).annotate(is_listed=Exists(listed)).order_by("name", "pk")
    rows = users.values_list("pk", "uid", "name", "is_listed")
    return {person: Around(uid, name, everyone[person], is_listed) for person, uid, name, is_listed in rows}


def is_named_to(access: PlanAccess, person: int, around: Around) -> bool:
    """Say whether somebody of the circle may be named to this person (design, invariant 11): as in the list of the plan's people.

    Invariant: one parent is never told of the other's side here, and whoever is not of the council only of those who are in the list.
    """
    if access.circle.is_council or person == access.person:
        return True
    apart = any(is_apart(access.circle, actor=person, role=held.role, chosen_by=held.chosen_by) for held in around.access.circle.held)
    return around.is_listed and not apart


def named_readers(access: PlanAccess, facts: ThreadFacts, people: People) -> dict[int, Around]:
    """Give everybody else who reads a thread and may be named to this person: the coordinators first, then by name."""
    found = {
        person: around
        for person, around in people.items()
        if person != access.person and reads_thread(around.access, facts) and is_named_to(access, person, around)
    }
    return dict(sorted(found.items(), key=lambda pair: not is_coordinator(pair[1].access)))


def others_said(access: PlanAccess, facts: ThreadFacts) -> str:
    """Say, always in the same words, that others may read too; "" where everybody was named: to the council, and of what only two read."""
    if access.circle.is_council or facts.audience == Audience.PERSON:
        return ""
    return AND_OTHERS if facts.code else AND_OTHERS_OF_VERSION


def readers_of(facts: ThreadFacts, people: People, *, but: int) -> tuple[str, ...]:
    """Name who else reads a private thread: the one of the family and the coordinators, so that never a parent is told of the other."""
    if facts.audience != Audience.PERSON:
        return ()
    return tuple(around.name for person, around in people.items() if person != but and reads_thread(around.access, facts))


def family_for(code: Code | None, people: People, *, like: ThreadFacts | None = None) -> tuple[Around, ...]:
    """List the members of the family with whom the coordinator may open a private thread in a section (or `like` another thread)."""
    return tuple(
        around
        for person, around in people.items()
        if around.access.circle.is_family and reads_thread(around.access, _private(code, person, like))
    )


def _private(code: Code | None, person: int, like: ThreadFacts | None) -> ThreadFacts:
    about_words, kind = (like.about_words, like.version_kind) if like else (False, "")
    return ThreadFacts(code, Audience.PERSON, person, about_words, kind)


def listed(names: Iterable[str]) -> str:
    """Name several people: "Marcus Bell", "Marcus Bell and Hana Suzuki"."""
    *most, last = tuple(names)
    return f"{', '.join(most)} and {last}" if most else last
