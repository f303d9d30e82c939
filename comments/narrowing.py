"""To which smaller audiences a thread may still be narrowed: those in which everybody who has said something in it still reads."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from comments.access import Audience, ThreadFacts, narrower, reads_thread, with_audience
from comments.models import Thread
from comments.people import People, family_for
from comments.queries import speakers
from plans.access import PlanAccess


@dataclass(frozen=True)
class Narrower:
    """One smaller audience, with who reads then."""

    audience: Audience
    person: int | None
    person_uid: UUID | None
    facts: ThreadFacts


def narrower_choices(access: PlanAccess, row: Thread, facts: ThreadFacts, people: People) -> tuple[Narrower, ...]:
    """List them for whoever raised the thread. One query.

    Invariant: what this person may not know does not count: somebody of the other parent's side whose words are not there for them, or who has left.
    """
    spoke = speakers(access, row)
    return tuple(one for one in _smaller(access, facts, people) if _all_still_read(one.facts, spoke, people))


def _smaller(access: PlanAccess, facts: ThreadFacts, people: People) -> Iterable[Narrower]:
    for audience in narrower(access, facts):
        if audience is not Audience.PERSON:
            yield Narrower(audience, None, None, with_audience(facts, audience))
        elif access.circle.is_family:
            yield Narrower(audience, access.person, None, with_audience(facts, audience, access.person))
        else:
            for person, around in people.items():
                if around in family_for(facts.code, people, like=facts):
                    yield Narrower(audience, person, around.uid, with_audience(facts, audience, person))


def _all_still_read(facts: ThreadFacts, spoke: Iterable[int], people: People) -> bool:
    return all(reads_thread(people[person].access, facts) for person in spoke if person in people)
