"""Read what is asked before a plan is made final: what stands in the way, who is to have it, and by which way each.

Law: SEND Regs 2014 reg 13(2): the final plan goes to the child's parent or the young person, to whoever answers for the named school or other place, and to the
responsible commissioning body (the Integrated Care Board). Anybody else has a copy only where the council says so.
"""

import copy
import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from permissions import grants
from permissions.models import Membership
from permissions.refusals import NotNow
from permissions.vocabulary import PARTY_OF, ROLE_NAMES, Party, Role
from plans.access import PlanAccess, everyone_in
from plans.access.deciding import require_decider
from plans.access.finishing import require_being_finished
from plans.models import Plan, PlanVersion, Service
from plans.queries.items import plan_url
from plans.queries.plan_page import PlanHead, plan_head
from plans.queries.serve_page import Recipient, Way, read_recipients
from plans.queries.signing import Guard, Ready, read_ready, same_name

Channel = Service.Channel
OF_A_SETTING = frozenset({Role.SENCO, Role.CONSULTED_SETTING})
NO_SETTING = "Nobody of the named school or other place is in this plan. Add its head or SENCo, so that it is sent the plan."
NO_HEALTH = "No designated clinical officer is in this plan. Add one, so that health is sent the plan."
NOT_JOINED = "They have never signed in here."


class Why(StrEnum):
    """For what reason somebody has the final plan."""

    FAMILY = "family"
    SETTING = "setting"
    HEALTH = "health"
    COPY = "copy"


@dataclass(frozen=True, kw_only=True)
class Addressee:
    """Somebody who is to have the plan, or may have a copy: why, and by which ways."""

    to: Recipient
    why: Why

    @property
    def first_way(self) -> str:
        """Give the way that is taken where nobody is asked: here for whoever signs in here, by post for everybody else."""
        ways = self.to.open_ways
        return ways[0].channel if ways else Channel.POST.value


@dataclass(frozen=True, kw_only=True)
class FinalPage:
    """The page. `missing` says who can't be reached; `seen` names the words and the people that somebody looked at."""

    head: PlanHead
    ready: Ready
    addressees: tuple[Addressee, ...]
    missing: tuple[str, ...]
    seen: str
    url: str

    @property
    def may_go(self) -> bool:
        """Say whether nothing stands in the way."""
        return self.ready.is_ready and not self.missing

    def of(self, why: str) -> tuple[Addressee, ...]:
        """List those of one reason."""
        return tuple(one for one in self.addressees if one.why == why)

    @property
    def met(self) -> tuple[Guard, ...]:
        """List what is done already."""
        return tuple(guard for guard in self.ready.guards if guard.is_met)

    @property
    def others(self) -> tuple[Addressee, ...]:
        """List everybody who is not of the family."""
        return tuple(one for one in self.addressees if one.why != Why.FAMILY)

    @property
    def family(self) -> tuple[Addressee, ...]:
        """List the family."""
        return self.of(Why.FAMILY)


@dataclass(frozen=True, kw_only=True)
class Sending:
    """One who is to have the plan: the number of their membership, the way, why."""

    number: int
    channel: str
    why: Why


@dataclass(frozen=True, kw_only=True)
class Issuing:
    """What was chosen, and what was looked at when it was chosen."""

    sendings: tuple[Sending, ...]
    seen: str


def require_issuer(access: PlanAccess) -> None:
    """Raise NotPermitted for whoever does not decide, NotNow at another stage or where nothing leaves any more."""
    require_decider(access)
    require_being_finished(access)
    if access.plan.silenced_on:
        raise NotNow("Nothing is sent about this plan any more.")


def read_final_page(access: PlanAccess, *, notice_missing: tuple[str, ...], bounced: Collection[str]) -> FinalPage:
    """Read the page. `bounced` are addresses from which mail came back. Raises NotPermitted, NotNow."""
    require_issuer(access)
    ready = read_ready(access, notice_missing=notice_missing)
    addressees = read_addressees(access, ready, bounced=bounced)
    reasons = {one.why for one in addressees}
    missing = [NO_SETTING] if ready.placing.names and Why.SETTING not in reasons else []
    missing += [] if Why.HEALTH in reasons else [NO_HEALTH]
    return FinalPage(
        head=plan_head(access),
        ready=ready,
        addressees=addressees,
        missing=tuple(missing),
        seen=_mark(ready, addressees),
        url=f"{plan_url(access)}final/",
    )


def read_addressees(access: PlanAccess, ready: Ready, *, bounced: Collection[str]) -> tuple[Addressee, ...]:
    """List who is to have the plan and who may have a copy, the family first."""
    family = read_recipients(access, bounced=bounced)
    everyone = everyone_in(as_final(access.plan, access.today), today=access.today, policy=access.circle.policy)
    rows = Membership.objects.select_related("user__organisation").filter(
        grants.in_force(access.today), content_object=access.plan.circle_id, user__is_active=True, user__in=list(everyone)
    )
    known = {one.person for one in family}
    first = {row.user_id: row for row in reversed(rows.order_by("user__name", "pk")) if row.user_id not in known}
    others = []
    for row in reversed(first.values()):
        theirs = everyone[row.user_id]
        why = _why(row, theirs, ready)
        if why:
            others.append(Addressee(to=_recipient(access, row, theirs.role), why=why))
    order = list(Why)
    return tuple(
        sorted(
            [*(Addressee(to=_with_preview(access, one), why=Why.FAMILY) for one in family), *others], key=lambda one: order.index(one.why)
        )
    )


def _why(row: Membership, theirs: PlanAccess, ready: Ready) -> Why | None:
    """Say why somebody has the plan: of the named place (of no other one), of health, or a copy for a professional who reads anything of it."""
    roles = set(theirs.circle.roles)
    if Role.DCO in roles:
        return Why.HEALTH
    place = row.user.organisation.name if row.user.organisation else ""
    names = {same_name(name) for name in ready.placing.names}
    if roles & OF_A_SETTING and names and (not place or same_name(place) in names):
        return Why.SETTING
    if any(PARTY_OF[role] is Party.PROFESSIONAL for role in roles) and theirs.visible_sections:
        return Why.COPY
    return None


def _recipient(access: PlanAccess, row: Membership, role: Role) -> Recipient:
    """Say how somebody who is no family is reached: here where they sign in here, on paper otherwise."""
    here = row.user.joined_at is not None
    ways = (
        Way(channel=Channel.PORTAL.value, words=str(Channel.PORTAL.label), closed="" if here else NOT_JOINED),
        Way(channel=Channel.POST.value, words=str(Channel.POST.label), closed=""),
    )
    return Recipient(
        person=row.user_id,
        number=row.pk,
        name=row.user.name,
        role=role,
        role_name=ROLE_NAMES[role],
        email=row.user.email,
        address=(),
        ways=ways,
        safety=(),
        preview_url=f"{plan_url(access)}final/preview/{row.pk}/",
    )


def _with_preview(access: PlanAccess, one: Recipient) -> Recipient:
    return replace(one, preview_url=f"{plan_url(access)}final/preview/{one.number}/")


def as_final(plan: Plan, today: date) -> Plan:
    """Give the plan as it will stand once it is final today; not stored."""
    final = copy.copy(plan)
    final.final_on, final.amending_on = today, None
    return final


def final_kind(plan: Plan) -> PlanVersion.Kind:
    """Say what the next final plan is called."""
    return PlanVersion.Kind.AMENDED_FINAL if plan.final_on else PlanVersion.Kind.FINAL


def _mark(ready: Ready, addressees: Iterable[Addressee]) -> str:
    people = sorted(f"{one.why} {one.to.number}" for one in addressees)
    return hashlib.sha256("\n".join([ready.signature.sha256, *people]).encode()).hexdigest()
