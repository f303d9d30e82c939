"""Write down everything that happens, inside the transaction in which it happens, and read it back."""

import hashlib
import json
import uuid
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from permissions.models import Circle, LedgerEntry, ServiceEntry, User
from permissions.vocabulary import Code, Role

READ = "read"

request_id: ContextVar[str] = ContextVar("request_id", default="")

# Called on commit with the circle's number: the portal hangs the bell of the plan's room here.
_bells: list[Callable[[int], None]] = []


def on_news(bell: Callable[[int], None]) -> None:
    """Ring this bell after every commit that wrote an entry."""
    if bell not in _bells:
        _bells.append(bell)


@dataclass(frozen=True, kw_only=True)
class Act:
    """What to write down: who, in which role, did which verb in which sections to which thing."""

    actor: int | None
    role: Role | str
    verb: str
    sections: tuple[Code, ...] = ()
    object_kind: str = ""
    object_uid: uuid.UUID | None = None
    on_behalf_of: int | None = None


def lock(circle: int) -> Circle:
    """Lock a circle's row for the rest of the transaction: every act on a plan takes this lock first, so acts stand in one order."""
    return Circle.objects.select_for_update().get(pk=circle)


def lock_named(reference: str) -> Circle | None:
    """Lock a circle by its reference, as `lock`, before it is asked who may act there; None where there is no such circle."""
    return Circle.objects.select_for_update().filter(reference=reference).first()


def record(act: Act, *, circle: Circle, now: datetime) -> LedgerEntry:
    """Append one entry to a circle whose row is locked; the bell rings after the commit. Two queries."""
    entry = LedgerEntry(
        circle=circle,
        number=circle.ledger_number + 1,
        actor_id=act.actor,
        on_behalf_of_id=act.on_behalf_of,
        role=str(act.role),
        verb=act.verb,
        sections=_spaced(act.sections),
        object_kind=act.object_kind,
        object_uid=act.object_uid,
        at=now,
        request_id=request_id.get(),
        previous=circle.ledger_hash,
    )
    entry.hash = entry_hash(entry)
    entry.save(force_insert=True)
    circle.ledger_number, circle.ledger_hash = entry.number, entry.hash
    circle.save(update_fields=["ledger_number", "ledger_hash"])
    if act.verb != READ:
        number = circle.pk
        transaction.on_commit(lambda: ring(number))
    return entry


def record_service(
    verb: str, *, actor: User | None, person: User | None = None, object_kind: str = "", object_uid: uuid.UUID | None = None, now: datetime
) -> ServiceEntry:
    """Write down what was done to a person, an organisation or the service itself; no plan is in it. One query."""
    return ServiceEntry.objects.create(
        actor=actor, person=person, verb=verb, object_kind=object_kind, object_uid=object_uid, at=now, request_id=request_id.get()
    )


def ring(circle: int) -> None:
    """Tell whoever watches a circle to look at the ledger."""
    for bell in _bells:
        bell(circle)


def entry_hash(entry: LedgerEntry) -> str:
    """Hash every fact of an entry together with the hash of the one before it."""
    facts = [
        entry.circle_id,
        entry.number,
        entry.actor_id,
        entry.on_behalf_of_id,
        entry.role,
        entry.verb,
        entry.sections,
        entry.object_kind,
        str(entry.object_uid or ""),
        entry.at.astimezone(UTC).isoformat(),
        entry.request_id,
        entry.previous,
    ]
    return hashlib.sha256(json.dumps(facts, separators=(",", ":")).encode()).hexdigest()


def _spaced(codes: Iterable[Code]) -> str:
    listed = " ".join(codes)
    return f" {listed} " if listed else ""


def codes_of(entry: LedgerEntry) -> tuple[Code, ...]:
    """Read back the sections that an entry is about."""
    return tuple(Code(code) for code in entry.sections.split())


def quarter_of(now: datetime) -> datetime:
    """Give the beginning of the quarter of an hour."""
    return now.replace(minute=now.minute - now.minute % 15, second=0, microsecond=0)


# The reads that this process has seen committed in the running quarter of an hour, so that a person who reads on costs no query.
_seen: dict[tuple[int, int, Code], datetime] = {}


def record_read(*, circle: int, actor: int, role: Role, codes: tuple[Code, ...], now: datetime) -> None:
    """Write that a person read these sections, once a person, section and quarter of an hour; committed before the page is shown.

    Whatever fails here fails the page: what was not written down is not shown.
    """
    quarter = quarter_of(now)
    fresh = tuple(code for code in codes if _seen.get((circle, actor, code)) != quarter)
    if not fresh:
        return
    with transaction.atomic(durable=True):
        locked = _locked_with_reads(circle, actor, fresh, quarter)
        unread = tuple(code for code in fresh if not getattr(locked, f"read_{code}"))
        if unread:
            record(Act(actor=actor, role=role, verb=READ, sections=unread), circle=locked, now=now)
    if len(_seen) > 50_000:
        _seen.clear()
    _seen.update({(circle, actor, code): quarter for code in fresh})


def record_read_of(*, circle: int, actor: int, role: Role, object_kind: str, object_uid: uuid.UUID, now: datetime) -> None:
    """Write that a person read one thing as a whole (a version), unless it is the one of its kind that they read last. Its sections stand in `record_read`."""
    with transaction.atomic(durable=True):
        locked = lock(circle)
        if reads_of(object_kind, actor=actor).filter(circle=circle).values_list("object_uid", flat=True).first() != object_uid:
            record(Act(actor=actor, role=role, verb=READ, object_kind=object_kind, object_uid=object_uid), circle=locked, now=now)


def reads_of(object_kind: str, *, actor: int) -> QuerySet[LedgerEntry]:
    """Give the entries in which a person read things of a kind as a whole, the newest first."""
    return LedgerEntry.objects.filter(actor=actor, verb=READ, object_kind=object_kind).order_by("-number")


def _locked_with_reads(circle: int, actor: int, codes: tuple[Code, ...], quarter: datetime) -> Circle:
    """Lock a circle and ask which of these sections were read. Who waited for the lock on PostgreSQL asks again: the entries were those of before the wait."""
    rows = Circle.objects.filter(pk=circle)
    if connection.features.has_select_for_update:
        rows = rows.select_for_update(of=("self",))
    entries = LedgerEntry.objects.filter(circle=OuterRef("pk"))
    reads = entries.filter(actor=actor, verb=READ, at__gte=quarter)
    asked = {f"read_{code}": Exists(reads.filter(sections__contains=f" {code} ")) for code in codes}
    rows = rows.annotate(newest=Coalesce(Subquery(entries.order_by("-number").values("number")[:1]), 0), **asked)
    locked = rows.get()
    return locked if locked.newest == locked.ledger_number else rows.get()


def forget_reads() -> None:
    """Forget which reads were committed (a test that throws its database away does this)."""
    _seen.clear()


def first_broken(circle: Circle) -> LedgerEntry | None:
    """Find the first entry of a circle whose hash does not hold, or None."""
    previous = ""
    for number, entry in enumerate(LedgerEntry.objects.filter(circle=circle).order_by("number").iterator(), start=1):
        if entry.number != number or entry.previous != previous or entry.hash != entry_hash(entry):
            return entry
        previous = entry.hash
    return None
