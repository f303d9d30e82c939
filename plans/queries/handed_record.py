"""Gather what another council has of a plan that it takes over: the plan in force, the reports behind it, what was issued, and what is open.

Invariant: only what is named here goes. The council's own notes, conversations, working versions, what somebody kept to themselves, what people asked for
without its being issued, and the ledger are not among it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from files.models import StoredFile
from permissions.models import User
from permissions.vocabulary import Code
from plans.access import PlanAccess
from plans.models import Happening, IssuedDocument, Move, PlanVersion, TakenOver
from plans.queries.files import has_file
from plans.queries.my_window import my_turn
from plans.queries.plan_page import plan_head
from plans.queries.versions import VersionPage, read_records, read_seen, seen_versions, version_page
from plans.record.project import SeenItem, project
from plans.record.rows import put_forward
from plans.saying import day_in_london, long_date

FINALS = (PlanVersion.Kind.FINAL, PlanVersion.Kind.AMENDED_FINAL)
STRUCK = "closed: words of it must not be known any more"
UNREAD = "not there: it has not passed the check for viruses"
NO_FILE = "not there: no file was added here"
Kind = Happening.Kind
# What each beginning is ended by: a beginning after which none of these happened is open.
_OPEN: dict[Kind, tuple[str, frozenset[Kind]]] = {
    Kind.REVIEW_MET: (
        "A review meeting was held, and what follows from it is not decided",
        frozenset({Kind.MAINTAINED, Kind.AMENDING, Kind.CEASING}),
    ),
    Kind.REASSESS_ASKED: ("A reassessment was asked for, and that is not decided", frozenset({Kind.REASSESS_YES, Kind.REASSESS_NO})),
    Kind.REASSESS_YES: ("A reassessment was decided, and is not finished", frozenset({Kind.FINAL, Kind.NOT_AMENDING})),
    Kind.AMENDING: ("Changes to the plan are being made, and are not finished", frozenset({Kind.FINAL, Kind.NOT_AMENDING})),
    Kind.CONSIDERING_CEASE: ("The council thinks about ending the plan, and has not decided", frozenset({Kind.CEASING, Kind.NOT_CEASING})),
    Kind.CEASING: ("It was decided to end the plan; the plan stays in force until the end of any appeal", frozenset({Kind.NOT_CEASING})),
    Kind.CEASE_APPEALED: ("An appeal against ending the plan is open", frozenset({Kind.NOT_CEASING})),
}


@dataclass(frozen=True, kw_only=True)
class Paper:
    """One file of the archive: its name there, what it is, and its content, as bytes or in the store. `absent` says why it is not there."""

    name: str
    about: str
    content: bytes = b""
    file: StoredFile | None = None
    absent: str = ""


@dataclass(frozen=True, kw_only=True)
class HandedRecord:
    """The record for the new council. `plan` is the version in force, None where the plan was taken over and not changed since."""

    reference: str
    child: str
    born_on: str
    to_council: str
    day: str
    plan: VersionPage | None
    papers: tuple[Paper, ...]
    history: tuple[str, ...]
    still_open: tuple[str, ...]


def read_handed_record(access: PlanAccess) -> HandedRecord:
    """Gather the record for somebody who decides (whoever calls has asked). About twelve queries."""
    child = access.circle.circle.child
    version = seen_versions(access).filter(kind__in=FINALS).order_by("-number").first()
    happenings = list(Happening.objects.filter(plan=access.plan).order_by("pk"))
    move = Move.objects.filter(plan=access.plan).order_by("-pk").first()
    return HandedRecord(
        reference=plan_head(access).reference,
        child=f"{child.first_name} {child.last_name}",
        born_on=long_date(child.born_on),
        to_council=move.council if move else "",
        day=long_date(access.today),
        plan=version_page(access, version, read_seen(access, version, version.manifest)) if version else None,
        papers=(*_old_plan(access), *_reports(access, version), *_documents(access)),
        history=tuple(f"{Kind(row.kind).label}: {long_date(row.on)}" for row in happenings),
        still_open=(*_open(happenings), *_next(access)),
    )


def _old_plan(access: PlanAccess) -> Iterator[Paper]:
    for taken in TakenOver.objects.filter(plan=access.plan).select_related("original"):
        about = f"The plan as {taken.council} made it, taken over on {long_date(taken.transferred_on)}"
        yield _of_file(f"plan/before-{taken.original.name}", about, taken.original)


def _reports(access: PlanAccess, version: PlanVersion | None) -> Iterator[Paper]:
    """List the reports of the plan in force and those put forward since, each once, with its file where there is one."""
    reader = str(User.objects.values_list("uid", flat=True).get(pk=access.person))
    now = {Code.K: put_forward(access.plan)[Code.K]}
    then = read_records(access, version.manifest, [Code.K]) if version else {}
    found: dict[str, SeenItem] = {}
    for sections in (then, now):
        for section in project(access, sections, reader=reader).values():
            found |= {str(item.record.spec.get("file_uid") or item.record.uid): item for item in section.items}
    uids = [str(item.record.spec["file_uid"]) for item in found.values() if has_file(access, item)]
    files = {str(file.uid): file for file in StoredFile.objects.filter(uid__in=uids, owner=access.circle.circle.uid)}
    for number, item in enumerate(found.values(), start=1):
        spec = item.record.spec
        said = [spec.get("title"), spec.get("author_name"), spec.get("dated_on")]
        about = ", ".join(str(word) for word in said if word)
        file = files.get(str(spec.get("file_uid")))
        yield (
            _of_file(f"reports/{number:02}-{file.name}", about, file)
            if file
            else Paper(name=f"reports/{number:02}", about=about, absent=NO_FILE)
        )


def _of_file(name: str, about: str, file: StoredFile) -> Paper:
    paper = Paper(name=name, about=about, file=file)
    return paper if file.state == StoredFile.State.READY else replace(paper, file=None, absent=UNREAD)


def _documents(access: PlanAccess) -> Iterator[Paper]:
    rows = IssuedDocument.objects.filter(plan=access.plan).select_related("recipient", "happening").order_by("made_at", "pk")
    for number, row in enumerate(rows, start=1):
        what = row.happening.get_kind_display() if row.happening else row.get_kind_display()
        about = f"{row.get_kind_display()} ({what}), issued to {row.recipient.name} on {day_in_london(row.made_at)}"
        content = bytes(row.content)
        yield Paper(name=f"issued/{number:03}-{row.kind}.{row.format}", about=about, content=content, absent="" if content else STRUCK)


def _open(happenings: Iterable[Happening]) -> Iterator[str]:
    rows = list(happenings)
    for place, row in enumerate(rows):
        words, ends = _OPEN.get(Kind(row.kind), ("", frozenset()))
        is_open = words and not any(later.kind in ends for later in rows[place + 1 :])
        if is_open and not any(later.kind == row.kind for later in rows[place + 1 :]):
            yield f"{words} ({long_date(row.on)})"


def _next(access: PlanAccess) -> Iterator[str]:
    now = my_turn(access)
    if now.by and access.plan.handed_over_on is None:
        yield f"{now.next_words}: by {long_date(now.by)} ({now.source})"
