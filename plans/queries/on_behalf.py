"""Read the pages on which the council enters an answer that came on paper or by phone: for whom, what was entered so far, where it can stand."""

from dataclasses import dataclass
from uuid import UUID

from files.models import StoredFile
from permissions.access import NOTHING_HERE
from permissions.models import User
from permissions.refusals import NotFound, NotNow, NotPermitted
from permissions.vocabulary import Code, Role, Stage
from plans.access import PlanAccess, open_plan
from plans.access.answering import KEYERS
from plans.access.finishing import is_being_finished
from plans.models import Service, Suggestion
from plans.queries.answer_pages import SaidView, say_all
from plans.queries.answering import LAW, Answering, has_finished
from plans.queries.items import plan_url
from plans.queries.plan_page import PlanHead, plan_head
from plans.queries.serving import served_draft, services_of, window_of
from plans.queries.version_items import title_and_rest
from plans.queries.versions import find_version, read_seen
from plans.saying import count, long_date
from plans.statute.lifecycle import STAGE_RULES
from plans.statute.sections import PLAIN_NAMES

READERS = KEYERS | {Role.LEADER}
NOT_A_KEYER = "An answer that came on paper is entered by business support, the EHC coordinator or the manager. Give it to one of them."
NO_DRAFT = "No draft has been sent to the family yet, so there is no answer to enter."
GONE = "This person is no longer in this plan, so nothing can be entered for them. Ask the manager."
WAITS = "This file has not been checked for viruses yet. It opens as soon as it was. Look again later."


@dataclass(frozen=True)
class ServedRow:
    """One person on whom the draft was served."""

    name: str
    url: str
    paper_url: str
    last_day: str
    entered: str


@dataclass(frozen=True)
class OnBehalfList:
    """Everybody for whom an answer can be entered."""

    head: PlanHead
    rows: tuple[ServedRow, ...]


@dataclass(frozen=True, kw_only=True)
class OnBehalfPage:
    """The page of one of them: the sections of which titles are shown, where an entry can stand (value, words), the originals that came before, and what was entered."""

    head: PlanHead
    name: str
    url: str
    paper_url: str
    last_day: str
    sent_on: str
    codes: tuple[Code, ...]
    places: tuple[tuple[str, str], ...]
    originals: tuple[tuple[str, str], ...]
    entered: tuple[SaidView, ...]


def require_keyer(access: PlanAccess) -> None:
    """Raise NotPermitted for whoever enters nothing on behalf, NotNow before service and once the plan is final."""
    if not KEYERS & set(access.circle.roles):
        raise NotPermitted(NOT_A_KEYER)
    if not is_being_finished(access):
        rule, was_served = STAGE_RULES[access.stage], access.plan.served_on or access.stage is Stage.AMENDING
        raise NotNow(rule.because if was_served else NO_DRAFT, source=rule.source if was_served else LAW)


def open_for_somebody(access: PlanAccess, uid: UUID) -> Answering:
    """Open the answer of somebody on whom the newest draft was served, for whoever enters it, by what that person may do. At most eight queries.

    Raises NotPermitted, NotNow; NotFound for a service that is none of the newest draft.
    """
    require_keyer(access)
    service = next((one for one in _services(access) if one.uid == uid), None)
    if service is None:
        raise NotFound(NOTHING_HERE)
    return Answering(_access_of(access, service.recipient), service, window_of(service), has_finished(service))


def read_on_behalf(access: PlanAccess) -> OnBehalfList:
    """Read the list. Four queries."""
    require_keyer(access)
    services = _services(access)
    keyed = list(
        Suggestion.objects.filter(service__in=services, keyed_by__isnull=False, withdrawn_at=None).values_list("service", flat=True)
    )
    return OnBehalfList(plan_head(access), tuple(_row(access, one, keyed.count(one.pk)) for one in services))


def read_on_behalf_of(access: PlanAccess, answering: Answering) -> OnBehalfPage:
    """Read the page of one person. Six queries.

    Invariant: whoever enters an answer sees of the draft what they see anyway; of the answer, what came by them or, where they read the section, by colleagues.
    """
    rows = Suggestion.objects.filter(service=answering.service, keyed_by__isnull=False, withdrawn_at=None)
    rows = rows.select_related("section", "item", "report__evidence", "by", "keyed_by", "original", "reply").order_by("pk")
    seen = [row for row in rows if row.keyed_by_id == access.person or (row.section and access.sections[row.section.code].sees_narrative)]
    files = {row.original.uid: row.original.name for row in rows if row.original}
    url = f"{plan_url(access)}on-behalf/{answering.service.uid}/"
    return OnBehalfPage(
        head=plan_head(access),
        name=answering.service.recipient.get_full_name(),
        url=url,
        paper_url=f"{url}paper/",
        last_day=long_date(answering.window.last_day),
        sent_on=long_date(answering.service.sent_on),
        codes=_read_whole(access, answering),
        places=_places(access, answering),
        originals=tuple((str(uid), name) for uid, name in files.items()),
        entered=say_all(answering, seen),
    )


def find_original(access: PlanAccess, uid: UUID, *, of: Service | None = None) -> StoredFile:
    """Find the paper behind a suggestion: for the council, of anybody; for the family, `of` their own service only. One query.

    Raises NotFound; NotNow while it waits for the virus scanner, NotPermitted where that refused it.
    """
    rows = Suggestion.objects.filter(version__plan=access.plan, uid=uid, original__isnull=False).select_related("original")
    row = (rows.filter(service=of) if of else rows).first()
    file = row.original if row else None
    if file is None or (of is None and not READERS & set(access.circle.roles)):
        raise NotFound(NOTHING_HERE)
    if file.state == StoredFile.State.REFUSED:
        raise NotPermitted(file.verdict)
    if file.state == StoredFile.State.WAITING:
        raise NotNow(WAITS)
    return file


def _services(access: PlanAccess) -> list[Service]:
    version = served_draft(access)
    return list(services_of(version).select_related("recipient", "version")) if version else []


def _access_of(access: PlanAccess, person: User) -> PlanAccess:
    try:
        return open_plan(person, access.circle.circle.reference, today=access.today)
    except NotFound as gone:
        raise NotPermitted(GONE) from gone


def _row(access: PlanAccess, service: Service, keyed: int) -> ServedRow:
    url = f"{plan_url(access)}on-behalf/{service.uid}/"
    entered = f"{count(keyed, 'thing', 'things')} entered for them" if keyed else "Nothing entered for them"
    return ServedRow(service.recipient.get_full_name(), url, f"{url}paper/", long_date(window_of(service).last_day), entered)


def _read_whole(access: PlanAccess, answering: Answering) -> tuple[Code, ...]:
    return tuple(code for code in answering.codes if access.sections[code].sees_narrative)


def _places(access: PlanAccess, answering: Answering) -> tuple[tuple[str, str], ...]:
    """List the sections that the person may answer, and in those that whoever enters reads, what stands there."""
    whole = _read_whole(access, answering)
    version = find_version(access, answering.service.version.uid)
    seen = read_seen(access, version, version.manifest, whole) if whole else {}
    places: list[tuple[str, str]] = []
    for code in answering.codes:
        places.append((code.value, f"Section {code}: {PLAIN_NAMES[code]}"))
        items = seen[code].items if code in seen else ()
        places += [(f"{code}:{item.record.uid}", f"Section {code}: {title_and_rest(item.record)[0]}") for item in items if item.shows_words]
    return tuple(places)


def place_of(value: str) -> tuple[Code | None, UUID | None]:
    """Read where an entry stands: "F", "F:<uid>", or "" for the plan as a whole."""
    code, _, uid = value.partition(":")
    return (Code(code) if code else None), (UUID(uid) if uid else None)
