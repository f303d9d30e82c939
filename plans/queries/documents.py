"""List the letters and notices of a plan for one person, and find one: one's own, or, for whoever decides or keeps the circle, everybody's."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from permissions.access import NOTHING_HERE
from permissions.refusals import NotFound, NotPermitted
from plans.access import PlanAccess
from plans.access.deciding import may_decide
from plans.models import IssuedDocument, PlanVersion
from plans.queries.items import plan_url
from plans.queries.notice_letters import HAND, POST, read_recipients
from plans.queries.plan_page import PlanHead, plan_head
from plans.saying import day_in_london
from plans.statute.notices import NOTICE_NAMES, Notice

STRUCK = "Words of this document must not be known any more, so it is closed. Ask the EHC coordinator for another copy."
# What a document is called that went out because of a happening: the title of its letter, by the kind of the happening.
TITLES: dict[str, str] = {notice.value: name for notice, name in NOTICE_NAMES.items()} | {
    "request_received": NOTICE_NAMES[Notice.RECEIVED],
    "considering_cease": NOTICE_NAMES[Notice.CONSIDER_CEASE],
    "ceasing": NOTICE_NAMES[Notice.CEASE],
    "maintained": NOTICE_NAMES[Notice.MAINTAIN],
    "transferred_out": NOTICE_NAMES[Notice.HANDED_OVER],
    "transferred_in": NOTICE_NAMES[Notice.TAKEN_OVER],
}


@dataclass(frozen=True, kw_only=True)
class DocumentRow:
    """One document. `to` is empty where it is one's own. `by_hand` is "post" or "hand" where its recipient has not agreed to be sent letters
    here. `is_plan`: the plan itself, and no letter."""

    uid: UUID
    title: str
    day: str
    to: str
    url: str
    by_hand: str
    is_plan: bool


@dataclass(frozen=True, kw_only=True)
class DocumentsPage:
    """The documents, newest first. `is_council`: those of everybody."""

    head: PlanHead
    rows: tuple[DocumentRow, ...]
    is_council: bool
    to_post: tuple[str, ...]
    to_hand_over: tuple[str, ...]


def sees_every_document(access: PlanAccess) -> bool:
    """Say whether this person sees the letters to everybody: whoever decides, or keeps the circle."""
    return access.keeps_circle or may_decide(access)


def seen_documents(access: PlanAccess) -> QuerySet[IssuedDocument]:
    """Give the documents that this person may read. Invariant: of the family, everybody only their own."""
    rows = IssuedDocument.objects.filter(plan=access.plan)
    return rows if sees_every_document(access) else rows.filter(recipient=access.person)


def read_documents(access: PlanAccess) -> DocumentsPage:
    """Read the list. At most five queries."""
    is_council = sees_every_document(access)
    rows = (
        seen_documents(access)
        .defer("content")
        .select_related("recipient", "happening", "version")
        .order_by("-made_at", "recipient__name", "pk")
    )
    ways = {one.email.lower(): one.by_hand for one in read_recipients(access)} if is_council else {}
    listed = tuple(_row(access, row, is_council, ways) for row in rows)
    return DocumentsPage(
        head=plan_head(access),
        rows=listed,
        is_council=is_council,
        to_post=tuple(dict.fromkeys(row.to for row in listed if row.by_hand == POST)),
        to_hand_over=tuple(dict.fromkeys(row.to for row in listed if row.by_hand == HAND)),
    )


def _row(access: PlanAccess, row: IssuedDocument, is_council: bool, ways: Mapping[str, str]) -> DocumentRow:
    kind = row.happening.kind if row.happening else ""
    has_words = row.kind in (IssuedDocument.Kind.NOTICE, IssuedDocument.Kind.LETTER)
    return DocumentRow(
        uid=row.uid,
        title=_title(row, kind if has_words else ""),
        day=day_in_london(row.made_at),
        to=row.recipient.name if is_council else "",
        url=f"{plan_url(access)}documents/{row.uid}/",
        by_hand=ways.get(row.recipient.email.lower(), "") if has_words else "",
        is_plan=row.kind == IssuedDocument.Kind.VERSION,
    )


def _title(row: IssuedDocument, kind: str) -> str:
    """Name a document: a plan by what it is, a letter by its own title, which for a draft is that of the letter that goes with it."""
    if row.kind == IssuedDocument.Kind.VERSION and row.version:
        return str(row.version.get_kind_display())
    if row.kind == IssuedDocument.Kind.NOTICE and row.version and row.version.kind == PlanVersion.Kind.DRAFT:
        return NOTICE_NAMES[Notice.DRAFT]
    return TITLES.get(kind, str(row.get_kind_display()))


def find_document(access: PlanAccess, uid: UUID) -> IssuedDocument:
    """Find a document for whoever may read it; NotFound for any other, NotPermitted where its words were struck."""
    found = seen_documents(access).filter(uid=uid).first()
    if found is None:
        raise NotFound(NOTHING_HERE)
    if not found.content:
        raise NotPermitted(STRUCK)
    return found
