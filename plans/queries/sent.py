"""Read what was served on whom, in which way, and until when they answer: everybody for whoever decides, oneself for a recipient."""

from dataclasses import dataclass
from uuid import UUID

from permissions.access import NOTHING_HERE
from permissions.refusals import NotFound, NotPermitted
from permissions.vocabulary import ROLE_NAMES, Role
from plans.access import PlanAccess
from plans.access.deciding import may_decide
from plans.access.details import has_card, keeps_cards
from plans.models import IssuedDocument, PlanVersion, Service
from plans.queries.items import plan_url
from plans.queries.plan_page import PlanHead, plan_head
from plans.queries.serving import window_of
from plans.queries.versions import version_row
from plans.saying import count, long_date

NOT_YOURS = "What was served on whom is shown to the officers who answer for this plan, and to each person their own."
LIMITED = "This copy is not given out here any more. Ask the EHC coordinator of this plan."
# A notice that goes with a version is the letter to it.
_NAMES = {IssuedDocument.Kind.NOTICE.value: "The letter that goes with it"}
_TYPES = {
    IssuedDocument.Format.PDF: "application/pdf",
    IssuedDocument.Format.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True, kw_only=True)
class SentLine:
    """One person: the way, the day on which it counts as served, the last day to answer, and the documents that may be opened, as (words, address)."""

    name: str
    role: str
    how: str
    served: str
    last_day: str
    left: str
    documents: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class SentVersion:
    """One version that was served."""

    title: str
    url: str
    lines: tuple[SentLine, ...]


@dataclass(frozen=True, kw_only=True)
class SentPage:
    """What was served, newest first. `is_own`: it is of one person only."""

    head: PlanHead
    versions: tuple[SentVersion, ...]
    is_own: bool


@dataclass(frozen=True, kw_only=True)
class FoundDocument:
    """A document as it was issued. Its name says nothing of a child."""

    name: str
    content_type: str
    content: bytes


def read_sent(access: PlanAccess) -> SentPage:
    """Read the page. Five queries; NotPermitted for whoever neither decides nor is ever served."""
    is_own = not may_decide(access)
    if is_own and not has_card(access):
        raise NotPermitted(NOT_YOURS)
    rows = Service.objects.filter(version__plan=access.plan).select_related("version__cut_by", "recipient").prefetch_related("more_time")
    if is_own:
        rows = rows.filter(recipient=access.person)
    documents = _documents(access)
    of_version: dict[int, list[Service]] = {}
    versions: dict[int, PlanVersion] = {}
    for row in rows.order_by("-version__number", "recipient__name", "pk"):
        of_version.setdefault(row.version_id, []).append(row)
        versions[row.version_id] = row.version
    shown = tuple(_version(access, versions[key], services, documents) for key, services in of_version.items())
    return SentPage(head=plan_head(access), versions=shown, is_own=is_own)


def find_document(access: PlanAccess, uid: UUID) -> FoundDocument:
    """Find a document of this plan for whoever it was issued to, or who keeps the circle; NotFound for everybody else. One query.

    Whoever was limited since they were served reads in this portal what is open to them now, so their copy is not given out here.
    """
    found = IssuedDocument.objects.filter(plan=access.plan, uid=uid).first()
    is_own = found is not None and found.recipient_id == access.person
    if found is None or not (is_own or keeps_cards(access)):
        raise NotFound(NOTHING_HERE)
    if is_own and any(held.restricted for held in access.circle.held):
        raise NotPermitted(LIMITED)
    name = f"{access.circle.circle.shown_reference}-{found.kind}-{found.made_at:%Y-%m-%d}.{found.format}"
    return FoundDocument(name=name, content_type=_TYPES[IssuedDocument.Format(found.format)], content=bytes(found.content))


def _documents(access: PlanAccess) -> dict[tuple[int, int], list[tuple[str, str]]]:
    """List the documents that this person may open, by version and recipient. One query."""
    rows = IssuedDocument.objects.filter(plan=access.plan, version__isnull=False).order_by("pk")
    if not keeps_cards(access):
        rows = rows.filter(recipient=access.person)
    found: dict[tuple[int, int], list[tuple[str, str]]] = {}
    for uid, kind, form, version, recipient in rows.values_list("uid", "kind", "format", "version", "recipient"):
        words = f"{_NAMES.get(kind) or IssuedDocument.Kind(kind).label} ({IssuedDocument.Format(form).label})"
        found.setdefault((version, recipient), []).append((words, f"{plan_url(access)}serve/sent/{uid}/"))
    return found


def _version(
    access: PlanAccess, version: PlanVersion, services: list[Service], documents: dict[tuple[int, int], list[tuple[str, str]]]
) -> SentVersion:
    row = version_row(access, version)
    lines = tuple(_line(access, service, documents.get((version.pk, service.recipient_id), [])) for service in services)
    return SentVersion(title=row.named, url=row.url, lines=lines)


def _line(access: PlanAccess, service: Service, documents: list[tuple[str, str]]) -> SentLine:
    window = window_of(service) if service.closes_on else None
    left = window.days_left(access.today) if window else 0
    return SentLine(
        name=service.recipient.name,
        role=ROLE_NAMES[Role(service.role)],
        how=_how(service),
        served=long_date(service.served_on),
        last_day=long_date(window.last_day) if window else "",
        left=(f"{count(left, 'day', 'days')} left" if left else "Over") if window else "",
        documents=tuple(documents),
    )


def _how(service: Service) -> str:
    words = Service.Channel(service.channel).label
    return f"{words}, posted on {long_date(service.sent_on)}" if service.channel == Service.Channel.POST else str(words)
