"""What was struck from a plan or waits to be, for the people who strike: the list, one of them, and where a passage stands."""

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from permissions.access import standing_of
from permissions.grants import roles_in
from permissions.models import Membership, User
from permissions.refusals import Decision
from permissions.vocabulary import Role
from plans.access import PlanAccess
from plans.access.circle import KEEPERS
from plans.models import Strike
from plans.queries.plan_page import PlanHead, plan_head
from plans.saying import in_london
from plans.striking.door import checked_reason, checked_spellings, may_confirm, require_council_two, require_proposer, strike_of
from plans.striking.places import Place, Reader
from plans.striking.seal import Unopened, spellings_of
from plans.striking.standing import Found, found_by

NO_KEY = "The words were sealed with a key that the service does not have now. Ask whoever keeps the service."


@dataclass(frozen=True)
class StrikeRow:
    """One strike in the list. `state` is waiting, done, declined or withdrawn, `tag` the same in words."""

    uid: uuid.UUID
    state: str
    tag: str
    reason: str
    proposed: str
    decided: str
    is_own: bool

    @property
    def is_waiting(self) -> bool:
        """Say whether it waits for a second person."""
        return self.state == "waiting"


@dataclass(frozen=True)
class StrikesPage:
    """The list, newest first. `who` says who can be the second person for what waits."""

    head: PlanHead
    rows: tuple[StrikeRow, ...]
    may_propose: bool


@dataclass(frozen=True)
class LookPage:
    """Where the words of a proposal stand, before anything happens. `looked` names what was looked for."""

    head: PlanHead
    places: tuple[Found, ...] | None = None
    looked: str = ""


@dataclass(frozen=True)
class StrikePage:
    """One strike. The passage and its places are told while it waits, and never again."""

    head: PlanHead
    row: StrikeRow
    spellings: tuple[str, ...]
    places: tuple[Found, ...]
    second: Decision
    who: tuple[str, ...]
    fault: str


def read_strikes(access: PlanAccess) -> StrikesPage:
    """List the strikes of a plan. Raises NotPermitted for whoever has no part in them."""
    require_council_two(access)
    rows = (
        Strike.objects.filter(plan=access.plan).select_related("proposed_by", "confirmed_by", "declined_by").order_by("-proposed_at", "-pk")
    )
    return StrikesPage(plan_head(access), tuple(_row(access, strike) for strike in rows), access.keeps_circle)


def read_new(access: PlanAccess) -> LookPage:
    """Give the page on which a passage is proposed. Raises NotPermitted for whoever does not propose."""
    require_proposer(access)
    return LookPage(plan_head(access))


def look_for(access: PlanAccess, places: Iterable[Place], *, passage: str, reason: str) -> LookPage:
    """Find where a passage stands, as far as this person may read it. Raises NotPermitted, Invalid."""
    require_proposer(access)
    spellings = checked_spellings(passage)
    checked_reason(reason, spellings)
    return LookPage(plan_head(access), found_by(Reader(access), places, spellings), looked_for(passage))


def looked_for(passage: str) -> str:
    """Name the words that were looked for, so that none is proposed unseen."""
    return hashlib.sha256("\n".join(line.strip() for line in passage.splitlines() if line.strip()).encode()).hexdigest()


def read_strike(access: PlanAccess, uid: uuid.UUID, places: Iterable[Place]) -> StrikePage:
    """Read one strike. Raises NotFound, NotPermitted."""
    require_council_two(access)
    strike = strike_of(access, uid)
    row = _row(access, strike)
    head, nothing = plan_head(access), Decision(allowed=False)
    if not row.is_waiting:
        return StrikePage(head, row, (), (), nothing, (), "")
    try:
        spellings = spellings_of(strike)
    except Unopened:
        return StrikePage(head, row, (), (), nothing, (), NO_KEY)
    found = found_by(Reader(access), places, spellings)
    return StrikePage(head, row, spellings, found, may_confirm(access, strike), _second_people(access, strike), "")


def _second_people(access: PlanAccess, strike: Strike) -> tuple[str, ...]:
    """Name who can be the second person today. Three queries."""
    standing = standing_of(roles_in(access.plan.circle_id, None, today=access.today))
    glass = set(
        Membership.objects.filter(content_object=access.plan.circle_id, broken_glass__isnull=False, ended_at=None).values_list(
            "user", flat=True
        )
    )
    keepers = {person for person, held in standing.items() if KEEPERS & {one.role for one in held}}
    leaders = {person for person, held in standing.items() if Role.LEADER in {one.role for one in held}} - glass
    people = User.objects.filter(Q(pk__in=keepers | leaders)).exclude(pk=strike.proposed_by_id).order_by("name")
    return tuple(people.values_list("name", flat=True))


def _row(access: PlanAccess, strike: Strike) -> StrikeRow:
    state = _state(strike)
    tags = {"waiting": "Waiting for a second person", "done": "Struck out", "declined": "Declined", "withdrawn": "Taken back"}
    return StrikeRow(
        uid=strike.uid,
        state=state,
        tag=tags[state],
        reason=strike.reason,
        proposed=f"Proposed by {_name(access, strike.proposed_by)} on {in_london(strike.proposed_at)}",
        decided=_decided(access, strike, state),
        is_own=strike.proposed_by_id == access.person,
    )


def _state(strike: Strike) -> str:
    if strike.done_at:
        return "done"
    if strike.declined_at:
        return "withdrawn" if strike.declined_by_id == strike.proposed_by_id else "declined"
    return "waiting"


def _decided(access: PlanAccess, strike: Strike, state: str) -> str:
    if strike.done_at and strike.confirmed_by:
        return f"Confirmed by {_name(access, strike.confirmed_by)} on {in_london(strike.done_at)}"
    if strike.declined_at and strike.declined_by:
        did = "Taken back" if state == "withdrawn" else "Declined"
        return f"{did} by {_name(access, strike.declined_by)} on {in_london(strike.declined_at)}"
    return ""


def _name(access: PlanAccess, person: User) -> str:
    return "you" if person.pk == access.person else person.name
