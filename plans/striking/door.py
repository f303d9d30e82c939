"""Who strikes a passage: two people of the council, and what is asked of what they type."""

import uuid
from datetime import date

from permissions import ledger
from permissions.access import NOTHING_HERE, standing_of
from permissions.grants import in_force, roles_in
from permissions.ledger import Act
from permissions.models import Circle, Membership, TeamMembership, User
from permissions.refusals import Decision, Invalid, NotFound, NotNow, NotPermitted
from permissions.vocabulary import Role
from plans.access import PlanAccess, open_plan
from plans.access.circle import KEEPERS
from plans.models import Strike
from plans.striking.spelling import LEAST_LETTERS, find, letters_of

MOST_SPELLINGS = 20
LONGEST_PASSAGE = 500
LONGEST_REASON = 500
OUTSIDE = (
    "Passages are struck by the EHC coordinator and the manager of this plan, and a service leader may be the second person. Ask them."
)
ONLY_KEEPERS = "The EHC coordinator or the manager proposes what is struck. A service leader can be the second person."
SAME_PERSON = "Two people strike a passage. You proposed this one, so somebody else has to look at it and confirm it."
DECIDED = "This was decided already. Go back to the list to see what happened."
PROPOSER_LEFT = (
    "The person who proposed this is no longer the coordinator or manager here. Decline it, and let one of those who are propose it again."
)


def open_to_strike(person: User, reference: str, *, today: date) -> tuple[PlanAccess, Circle]:
    """Lock the circle of a plan and open it for whoever proposes or confirms. Raises NotFound or NotPermitted for anybody else."""
    found = open_plan(person, reference, today=today)
    circle = ledger.lock(found.plan.circle_id)
    access = open_plan(person, reference, today=today)
    require_council_two(access)
    return access, circle


def require_council_two(access: PlanAccess) -> None:
    """Raise NotPermitted for whoever neither proposes nor confirms."""
    if not (access.keeps_circle or leads(access)):
        raise NotPermitted(OUTSIDE)


def require_proposer(access: PlanAccess) -> None:
    """Raise NotPermitted for whoever does not propose."""
    require_council_two(access)
    if not access.keeps_circle:
        raise NotPermitted(ONLY_KEEPERS)


def leads(access: PlanAccess) -> bool:
    """Say whether this person is a leader of the plan; who opened it by breaking the glass reads it for an hour and decides nothing."""
    if Role.LEADER not in access.circle.roles:
        return False
    here = {"content_object": access.plan.circle_id, "stands_for": Role.LEADER}
    own = Membership.objects.filter(in_force(access.today), user=access.person, broken_glass=None, **here)
    return own.exists() or TeamMembership.objects.filter(in_force(access.today), group__user=access.person, **here).exists()


def may_confirm(access: PlanAccess, strike: Strike) -> Decision:
    """Decide whether this person is the second one for a strike. One query.

    Law: ASVS 2.3.5, two people for what can't be undone; whoever has declared a conflict of interest is nobody here, so neither of the two.
    """
    if strike.proposed_by_id == access.person:
        return Decision(allowed=False, because=SAME_PERSON)
    proposer = standing_of(roles_in(access.plan.circle_id, [strike.proposed_by_id], today=access.today)).get(strike.proposed_by_id, ())
    if not KEEPERS & {held.role for held in proposer}:
        return Decision(allowed=False, because=PROPOSER_LEFT)
    return Decision(allowed=True)


def strike_of(access: PlanAccess, uid: uuid.UUID) -> Strike:
    """Find a strike of this plan. Raises NotFound."""
    found = Strike.objects.select_related("proposed_by", "confirmed_by", "declined_by").filter(plan=access.plan, uid=uid).first()
    if found is None:
        raise NotFound(NOTHING_HERE)
    return found


def require_waiting(strike: Strike) -> None:
    """Raise NotNow for one that was confirmed, declined or withdrawn."""
    if strike.confirmed_at or strike.declined_at:
        raise NotNow(DECIDED)


def checked_spellings(typed: str) -> tuple[str, ...]:
    """Take the spellings of a passage, one a line. Raises Invalid with a sentence."""
    lines = [line.strip() for line in typed.splitlines() if line.strip()]
    spellings = tuple({letters_of(line) + line: line for line in lines}.values())
    if not spellings:
        raise Invalid({"passage": "Type the words that must not be known."})
    if len(spellings) > MOST_SPELLINGS:
        raise Invalid({"passage": f"At most {MOST_SPELLINGS} spellings at once. Propose the others by themselves."})
    if any(len(line) > LONGEST_PASSAGE for line in spellings):
        raise Invalid({"passage": f"One passage can have at most {LONGEST_PASSAGE} characters. Give its parts on lines of their own."})
    if any(len(letters_of(line)) < LEAST_LETTERS for line in spellings):
        raise Invalid({"passage": f"Each line needs at least {LEAST_LETTERS} letters or digits, so that nothing else is struck by chance."})
    return spellings


def checked_reason(reason: str, spellings: tuple[str, ...]) -> str:
    """Take the reason, in which the passage must not stand. Raises Invalid."""
    words = reason.strip()
    if not words:
        raise Invalid({"reason": "Say why, in a few words. The reason is kept."})
    if len(words) > LONGEST_REASON:
        raise Invalid({"reason": f"The reason can hold {LONGEST_REASON} characters."})
    if find(words, spellings):
        raise Invalid({"reason": "The reason is kept and read. Write it without the words that are to be struck."})
    return words


def act_of(access: PlanAccess, verb: str, strike: Strike) -> Act:
    """Write for the ledger what was done about a strike: numbers only, never the passage."""
    return Act(actor=access.person, role=access.role, verb=verb, object_kind="strike", object_uid=strike.uid)
