"""Read what professionals propose to a served draft, for whoever sees the section: the family may make it theirs.

Invariant: whether, when and for whom the other parent made a proposal theirs is told to nobody of this parent's side; it looks the same either way.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from permissions.access import NOTHING_HERE
from permissions.refusals import NotFound
from permissions.vocabulary import ROLE_NAMES, Code, Role
from plans.access import PlanAccess
from plans.models import PlanVersion, Reply, Service, Suggestion
from plans.queries.answers import seen_suggestions
from plans.queries.changes import text_runs
from plans.queries.items import plan_url
from plans.queries.words import Run
from plans.saying import day_in_london

Kind = Suggestion.Kind


@dataclass(frozen=True, kw_only=True)
class ProposalView:
    """One proposal: who proposes what, where; whether this person's side made it theirs, and the address at which they may, or take that back."""

    uid: UUID
    who: str
    what: str
    about: str
    runs: tuple[Run, ...]
    proposed: str
    reason: str
    when: str
    is_own: bool
    is_adopted: bool
    reply: str
    reply_reason: str
    adopt_url: str
    withdraw_url: str


def proposals_for(access: PlanAccess, service: Service, code: Code, *, may_adopt: bool) -> tuple[ProposalView, ...]:
    """Read the proposals to a section, for the family. Two queries, one where there are none."""
    rows = _proposals(access, service.version, code)
    copies = set(Suggestion.objects.filter(service=service, withdrawn_at=None).values_list("post_key", flat=True)) if rows else set()
    return tuple(_view(access, row, is_adopted=is_adopted(row, service, copies), may_adopt=may_adopt) for row in rows)


def proposals_to(access: PlanAccess, version: PlanVersion, code: Code) -> tuple[ProposalView, ...]:
    """Read the proposals to a section, for whoever proposes there. One query."""
    return tuple(_view(access, row, is_adopted=False, may_adopt=False) for row in _proposals(access, version, code))


@dataclass(frozen=True)
class Proposed:
    """Which proposal stands behind something in an answer, and whose it was."""

    uid: UUID
    by: str


def proposers_of(rows: Iterable[Suggestion]) -> dict[UUID, Proposed]:
    """Name, for those that were proposals of others before they were made theirs, who proposed them. At most one query."""
    listed = list(rows)
    found = {row.uid: Proposed(row.uid, row.by.get_full_name()) for row in listed if row.service_id is None}
    keys = {row.post_key: row.uid for row in listed if row.service_id is not None and row.post_key}
    behind = Suggestion.objects.filter(uid__in=keys, service=None).values_list("uid", "by__name") if keys else ()
    return found | {keys[uid]: Proposed(uid, name) for uid, name in behind}


def is_adopted(row: Suggestion, service: Service, copies: Iterable[UUID | None]) -> bool:
    """Say whether a proposal was made theirs by whoever was served: on the row, or, where somebody else had done so before, by words of their own."""
    return row.adopted_for_id == service.pk or row.uid in copies


def _proposals(access: PlanAccess, version: PlanVersion, code: Code) -> list[Suggestion]:
    rows = seen_suggestions(access).filter(service=None, version=version, section__type__code=code, withdrawn_at=None)
    return list(rows.select_related("reply"))


def _view(access: PlanAccess, row: Suggestion, *, is_adopted: bool, may_adopt: bool) -> ProposalView:
    is_own = row.by_id == access.person
    found: Reply | None = getattr(row, "reply", None)
    reply = found if found and found.sent_at and (is_own or is_adopted) else None
    base = plan_url(access)
    return ProposalView(
        uid=row.uid,
        who="You propose" if is_own else f"{row.by.get_full_name()} ({ROLE_NAMES[Role(row.role)]}) proposes",
        what=Kind(row.kind).label,
        about="",
        runs=text_runs(row.before, row.proposed) if row.kind == Kind.CHANGE else (),
        proposed="" if row.kind == Kind.CHANGE else row.proposed,
        reason=row.reason,
        when=day_in_london(row.sent_at) if row.sent_at else "",
        is_own=is_own,
        is_adopted=is_adopted,
        reply=Reply.Outcome(reply.outcome).label if reply else "",
        reply_reason=reply.reason if reply else "",
        adopt_url=f"{base}answer/adopt/{row.uid}/" if may_adopt and reply is None else "",
        withdraw_url=f"{base}propose/said/{row.uid}/withdraw/" if is_own and reply is None else "",
    )


def find_proposal(access: PlanAccess, version: PlanVersion, uid: UUID) -> Suggestion:
    """Find a proposal to the version that this person was served, as far as they see it. One query; NotFound for any other."""
    row = seen_suggestions(access).filter(service=None, version=version, uid=uid, withdrawn_at=None).exclude(by=access.person).first()
    if row is None:
        raise NotFound(NOTHING_HERE)
    return row
