"""What the acts of answering a draft share: the circle locked, the answer opened again, what a suggestion stands on, the entry in the ledger."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from permissions import ledger
from permissions.access import NOTHING_HERE, normal_reference
from permissions.ledger import Act
from permissions.models import Circle, User
from permissions.refusals import Invalid, NotFound
from permissions.vocabulary import Code
from plans.access import PlanAccess, open_plan
from plans.models import Item, PlanVersion, Reply, Section, SectionAnswer, Service, Suggestion
from plans.queries.answering import Answering, open_answering
from plans.queries.versions import find_version, read_seen
from plans.record.project import SeenSection

Kind = Suggestion.Kind
# What stands in an answer at most once for one place: saying it again puts it in place of what was said before.
ONCE = frozenset({Kind.CHANGE, Kind.MEETING, Kind.PREFERENCE, Kind.BUDGET})
# What makes an answer to its section: the person asks for something there.
OF_A_SECTION = frozenset({Kind.CHANGE, Kind.QUESTION, Kind.MISSING})
# Where the law puts what is asked about the plan as a whole: the place is named in I, a personal budget stands in J.
STANDS_IN: dict[str, Code] = {Kind.PREFERENCE: Code.I, Kind.BUDGET: Code.J}
NOT_CHANGED = "These are still the words of the draft. Change them, or go back."
NO_REPORT = "Choose one of the reports of this draft."
ALREADY_REPLIED = "The council has replied to this already, so it can’t be taken back. You can say something new."


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a form says: of which kind, about which section and item, the words, and the report that shows it."""

    kind: Suggestion.Kind
    code: Code | None = None
    about: uuid.UUID | None = None
    proposed: str = ""
    reason: str = ""
    report: uuid.UUID | None = None
    page: str = ""


@dataclass(frozen=True)
class Opened:
    """An answer opened to write in it: the circle's row is locked."""

    answering: Answering
    circle: Circle

    @property
    def access(self) -> PlanAccess:
        """Give what this person may do."""
        return self.answering.access

    @property
    def service(self) -> Service:
        """Give the service that is answered."""
        return self.answering.service


def open_to_answer(person: User, reference: str, *, today: date) -> Opened:
    """Lock the circle, then ask whose answer this person gives. Raises NotFound, NotPermitted, NotNow."""
    circle = ledger.lock_named(normal_reference(reference))
    answering = open_answering(open_plan(person, reference, today=today))
    if circle is None:
        raise NotFound(NOTHING_HERE)
    return Opened(answering, circle)


def standing_on(access: PlanAccess, version: PlanVersion, said: Said) -> dict[str, Any]:
    """Find what a suggestion is about in the served version, as this person reads it: its section, its item, the words that stand there, the report.

    Raises NotFound for an item that is not in the version, or not for this person; Invalid for a report that is none of it.
    """
    code = STANDS_IN.get(said.kind, said.code)
    if code is None:
        return {"section": None, "item": None, "before": "", "report": None}
    seen = read_seen(access, find_version(access, version.uid), version.manifest, [code, Code.K])
    section = seen.get(code)
    if section is None:
        raise NotFound(NOTHING_HERE)
    before = _words(section, said.about) if said.about or said.kind == Kind.CHANGE else ""
    if said.kind == Kind.CHANGE and before.strip() == said.proposed.strip():
        raise Invalid({"proposed": NOT_CHANGED})
    return {
        "section": Section.objects.get(plan=access.plan, type__code=code),
        "item": Item.objects.get(plan=access.plan, uid=said.about) if said.about else None,
        "before": before,
        "report": _report(access, seen.get(Code.K), said.report),
    }


def _words(section: SeenSection, about: uuid.UUID | None) -> str:
    if about is None and section.shows_text:
        return section.narrative
    item = next((item for item in section.items if item.record.uid == str(about) and item.shows_words), None)
    if item is None:
        raise NotFound(NOTHING_HERE)
    return item.record.text


def _report(access: PlanAccess, reports: SeenSection | None, uid: uuid.UUID | None) -> Item | None:
    if uid is None:
        return None
    known = {item.record.uid for item in reports.items} if reports else set()
    if str(uid) not in known:
        raise Invalid({"report": NO_REPORT})
    return Item.objects.get(plan=access.plan, uid=uid)


def is_replied(row: Suggestion) -> bool:
    """Say whether the council has sent its reply to a suggestion."""
    return Reply.objects.filter(suggestion=row, sent_at__isnull=False).exists()


def say_as_own(row: Suggestion, service: Service, *, by: int, role: str, is_late: bool, now: datetime) -> Suggestion:
    """Say somebody's proposal in the answer of whoever was served, in words of their own; it is sent. `post_key` names the proposal."""
    said = {name: getattr(row, name) for name in ("version", "section", "item", "kind", "before", "proposed", "reason", "report", "page")}
    more = {"service": service, "role": role, "saved_at": now, "sent_at": now, "is_late": is_late, "withdrawn_at": None}
    return Suggestion.objects.update_or_create(by_id=by, post_key=row.uid, defaults=said | more)[0]


def asks_in(opened: Opened, section: Section, *, now: datetime) -> None:
    """Write that the person asks for something in a section."""
    said = {"says": SectionAnswer.Says.ASK, "by_id": opened.access.person, "at": now}
    SectionAnswer.objects.update_or_create(service=opened.service, section=section, defaults=said)


def note(
    access: PlanAccess, circle: Circle, verb: str, *, uid: uuid.UUID, code: Code | None, on_behalf_of: int | None, now: datetime
) -> None:
    """Write an act of answering into the ledger. No page is fed by it; of what is sent (`portal.notices.knowing`) the coordinator has a notice."""
    whose = on_behalf_of if on_behalf_of != access.person else None
    act = Act(
        actor=access.person,
        role=access.role,
        verb=verb,
        sections=(code,) if code else (),
        object_kind="answer",
        object_uid=uid,
        on_behalf_of=whose,
    )
    ledger.record(act, circle=circle, now=now)
