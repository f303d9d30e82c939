"""Read the pages of a plan that moves between councils: the move and its days, and the plan as it came from elsewhere."""

from dataclasses import dataclass
from datetime import date

from files.models import StoredFile
from files.names import size_said
from permissions.access import NOTHING_HERE
from permissions.refusals import NotFound, NotNow, NotPermitted
from plans.access import PlanAccess
from plans.access.transfers import reads_whole_plan, require_transfer, require_whole_plan
from plans.models import Move, TakenOver
from plans.queries.files import FileView
from plans.queries.find_file import WAITS
from plans.queries.items import plan_url
from plans.queries.plan_page import PlanHead, plan_head
from plans.saying import days_from, long_date
from plans.statute.transfers import first_review_by, tell_by


@dataclass(frozen=True, kw_only=True)
class TransferPage:
    """What the council knows of a move, and what it does next. `facts` are (what, words), empty until a move is written down; `is_over`: it was handed over."""

    head: PlanHead
    facts: tuple[tuple[str, str], ...]
    by: str
    hand_over_url: str
    record_url: str
    is_over: bool


@dataclass(frozen=True, kw_only=True)
class TakenOverView:
    """Where the words of a plan stand that came from another council. `file` is None for whoever may not have it; `is_written`: a version was made here since."""

    council: str
    transferred_on: str
    made_on: str
    file: FileView | None
    told: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ToTell:
    """What the family is to be told of, and until when: the day of the transfer, the last day for telling, the last day for the review."""

    transferred_on: date
    tell_by: date
    review_by: date


def read_transfer(access: PlanAccess) -> TransferPage:
    """Read the page. One query."""
    require_transfer(access)
    move = Move.objects.filter(plan=access.plan).select_related("by").order_by("-pk").first()
    by, is_over = access.plan.hand_over_by, access.plan.handed_over_on
    base = f"{plan_url(access)}transfer/"
    return TransferPage(
        head=plan_head(access),
        facts=_facts(move, is_over) if move else (),
        by=f"{long_date(by)}, {days_from(by, access.today)}" if by else "",
        hand_over_url=f"{base}hand-over/" if move and not is_over else "",
        record_url=f"{base}record/" if move else "",
        is_over=is_over is not None,
    )


def _facts(move: Move, handed_over_on: date | None) -> tuple[tuple[str, str], ...]:
    facts = (
        ("We came to know of it on", long_date(move.aware_on)),
        ("The child moves, or moved, on", long_date(move.moves_on)),
        ("The new council", move.council),
        ("Written down by", move.by.name),
    )
    return (*facts, ("Handed over on", long_date(handed_over_on))) if handed_over_on else facts


def read_taken_over(access: PlanAccess) -> TakenOverView | None:
    """Read how a plan came, for its page; None for one that was made here. One query for such a plan, none for any other."""
    if access.plan.taken_over_on is None:
        return None
    taken = TakenOver.objects.select_related("original").get(plan=access.plan)
    return TakenOverView(
        council=taken.council if access.sees_names else "another council",
        transferred_on=long_date(taken.transferred_on),
        made_on=long_date(taken.made_on),
        file=_file(access, taken.original) if reads_whole_plan(access) else None,
        told=_told(taken),
    )


def _told(taken: TakenOver) -> tuple[str, ...]:
    if taken.told_on is None or taken.review_by is None:
        return ()
    again = "The council carries out a new assessment." if taken.assesses_again else "The council does not carry out a new assessment now."
    return again, f"The council said that it reviews the plan by {long_date(taken.review_by)}."


def _file(access: PlanAccess, file: StoredFile) -> FileView:
    is_ready = file.state == StoredFile.State.READY
    waits = "" if is_ready else file.verdict or "It is being checked for viruses and can’t be opened yet."
    about = f"{StoredFile.Kind(file.kind).label}, {size_said(file.size)}"
    return FileView(file.name, about, f"{plan_url(access)}transfer/original/", waits=waits)


def find_old_plan(access: PlanAccess) -> StoredFile:
    """Find the file of a plan as it came, for whoever reads every section whole. One query.

    NotFound where a plan was made here, NotPermitted for whoever reads parts of it, NotNow while it waits for the virus scanner.
    """
    taken = TakenOver.objects.filter(plan=access.plan).select_related("original").first()
    if taken is None:
        raise NotFound(NOTHING_HERE)
    require_whole_plan(access)
    if taken.original.state == StoredFile.State.REFUSED:
        raise NotPermitted(taken.original.verdict)
    if taken.original.state == StoredFile.State.WAITING:
        raise NotNow(WAITS)
    return taken.original


def days_to_tell(access: PlanAccess) -> ToTell:
    """Give the days that a letter about a transfer tells of. NotFound where a plan was made here. No query."""
    on, made_on = access.plan.taken_over_on, access.plan.made_before_on
    if on is None or made_on is None:
        raise NotFound(NOTHING_HERE)
    return ToTell(transferred_on=on, tell_by=tell_by(on), review_by=first_review_by(on, made_on))
