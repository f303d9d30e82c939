"""Find the documents that were issued with a passage in them, and have them made again without it.

How a document is made is known above this room: `plans.apps` says it when the service starts.
"""

from collections.abc import Callable, Iterable
from datetime import date

from django.db.models import Model, Q

from plans.models import (
    Agreement,
    Happening,
    IssuedDocument,
    MoreTime,
    Plan,
    PlanVersion,
    Reply,
    Request,
    SectionBlob,
    Suggestion,
    TrackedChange,
)

Kind = IssuedDocument.Kind
# What people wrote that may stand in a letter or a notice.
IN_LETTERS = (Agreement, Happening, MoreTime, Reply, Request, Suggestion, TrackedChange)
Maker = Callable[[IssuedDocument, date], bytes]
_makers: list[Maker] = []


def make_again_by(maker: Maker) -> None:
    """Say how a document is made again."""
    _makers[:] = [maker]


def made_again(document: IssuedDocument, *, today: date) -> bytes:
    """Make a document again from what stands in the record now."""
    return _makers[0](document, today)


def documents_holding(plan: Plan, struck: Iterable[Model]) -> list[IssuedDocument]:
    """Give the documents of a plan in which a struck row stands. Two queries.

    A copy of a version holds the words that its manifest names, a plan with marked changes those of two. A schedule holds words of every kind, a letter or
    notice what was written for it: they are made again as soon as one such row was struck, rather one too many.
    """
    rows = list(struck)
    shas = {row.sha256 for row in rows if isinstance(row, SectionBlob)}
    noted = {row.pk for row in rows if isinstance(row, PlanVersion)}
    versions = PlanVersion.objects.filter(plan=plan)
    holding = [version.pk for version in versions if version.pk in noted or shas & set(version.manifest.values())]
    wanted = Q(kind=Kind.VERSION, version__in=holding)
    if shas:
        wanted |= Q(kind=Kind.CHANGES)
    if rows:
        wanted |= Q(kind=Kind.SCHEDULE)
    if any(isinstance(row, IN_LETTERS) for row in rows):
        wanted |= Q(kind__in=(Kind.LETTER, Kind.NOTICE))
    found = IssuedDocument.objects.select_related("version__plan__circle__child", "plan__circle", "recipient")
    return list(found.filter(wanted, plan=plan).order_by("pk"))
