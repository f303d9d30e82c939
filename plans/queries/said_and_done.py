"""Put "You said, we did" together for one person: what they asked of the draft, what the council answered, and how the plan reads because of it.

Invariant: it is made from that person's own access, whoever looks at it, so that nothing of anybody else stands in it (`rounds.asked_in_round`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from permissions.access import NOTHING_HERE
from permissions.clock import LONDON
from permissions.models import User
from permissions.refusals import NotFound
from permissions.vocabulary import CODES, ROLE_NAMES, Code
from plans.access import PlanAccess, everyone_in
from plans.models import Reply, Suggestion, TrackedChange
from plans.queries.fields import field_said
from plans.queries.items import plan_url, section_said
from plans.queries.marked import COUNCIL, Standing, Wish, marked
from plans.queries.plan_page import PlanHead, plan_head
from plans.queries.replies_page import WHOLE_PLAN, label_of
from plans.queries.replying import is_own
from plans.queries.rounds import asked_in_round
from plans.record.origins import NONE_IDENTIFIED, WORDS
from plans.rendering import first_sentence
from plans.runs import Document, Mark, Paragraph, Part, Run, key_of, plain
from plans.saying import count, day_in_london, long_date
from plans.statute.sections import Kind

OF_EVERY_ITEM = ("source", "is_safety", "is_travel")
NOT_ANSWERED = "The council has not answered this yet."


@dataclass(frozen=True)
class Asker:
    """Somebody whose schedule the council may look at."""

    name: str
    role: str
    said: str
    url: str


@dataclass(frozen=True)
class SaidPage:
    """The schedule of one person, or, for the council before it has chosen, whose there are. `codes` are the sections that are read."""

    head: PlanHead
    name: str
    askers: tuple[Asker, ...]
    document: Document | None
    url: str
    codes: tuple[Code, ...]


def read_said(access: PlanAccess, uid: UUID | None) -> SaidPage:
    """Read one's own; for the council that of the person named, or the list of people. NotFound for a person who said nothing, and for anybody but the council."""
    head, url = plan_head(access), f"{plan_url(access)}documents/said/"
    if uid is None and access.circle.is_council:
        return SaidPage(head, "", tuple(_asker(person, theirs, len(rows), url) for person, theirs, rows in _askers(access)), None, url, ())
    if uid is None:
        name = User.objects.get(pk=access.person).get_full_name()
        rows = _own(access)
    elif access.circle.is_council:
        name, rows = _of(access, uid)
        url = f"{url}{uid}/"
    else:
        raise NotFound(NOTHING_HERE)
    codes = tuple(code for code in CODES if any(row.section and row.section.code is code for row in rows))
    return SaidPage(head, name, (), _document(access, name, rows), url, codes)


def schedules(access: PlanAccess) -> dict[int, Document]:
    """Make the schedule of each who said something, for whoever of the council issues the plan. Each holds what its own person reads, and nothing of anybody else."""
    return {person.pk: _document(access, person.get_full_name(), rows) for person, _theirs, rows in _askers(access)}


def _askers(access: PlanAccess) -> Iterable[tuple[User, PlanAccess, list[Suggestion]]]:
    """Find everybody of the circle who said something that this person of the council reads, each with what they read of it themselves."""
    readable = {row.pk for row in asked_in_round(access)}
    everyone = everyone_in(access.plan, today=access.today, policy=access.circle.policy) if readable else {}
    people = User.objects.in_bulk(list(everyone))
    found = []
    for key, theirs in everyone.items():
        if theirs.circle.is_council:
            continue
        rows = [row for row in _own(theirs) if row.pk in readable]
        if rows and not _speaks_for_others(theirs, rows):
            found.append((people[key], theirs, rows))
    return sorted(found, key=lambda one: (one[0].name, one[0].pk))


def _speaks_for_others(theirs: PlanAccess, rows: Iterable[Suggestion]) -> bool:
    """Say whether all of it is somebody else's: a supporter's schedule is that of the person whom they act for."""
    return all(row.service is not None and row.service.recipient_id != theirs.person for row in rows)


def _of(access: PlanAccess, uid: UUID) -> tuple[str, list[Suggestion]]:
    for person, _theirs, rows in _askers(access):
        if person.uid == uid:
            return person.get_full_name(), rows
    raise NotFound(NOTHING_HERE)


def _asker(person: User, theirs: PlanAccess, number: int, url: str) -> Asker:
    role = ", ".join(ROLE_NAMES[role] for role in dict.fromkeys(theirs.circle.roles))
    return Asker(person.get_full_name(), role, count(number, "thing asked", "things asked"), f"{url}{person.uid}/")


def _own(access: PlanAccess) -> list[Suggestion]:
    visible = access.visible_sections
    rows = [row for row in asked_in_round(access) if is_own(access, row) and (row.section is None or row.section.code in visible)]
    return sorted(rows, key=lambda row: (CODES.index(row.section.code) if row.section else len(CODES), row.pk))


def _document(access: PlanAccess, name: str, rows: list[Suggestion]) -> Document:
    head = plan_head(access)
    opening = [plain(f"What {name} said about the draft, and what the council did. Made on {long_date(access.today)}.")]
    if not rows:
        opening.append(plain("Nothing was asked of the draft."))
    parts = tuple(_parts(rows))
    key = key_of(parts)
    return Document(
        title=f"{head.reference}, you said, we did",
        heading="You said, we did",
        opening=tuple(opening),
        parts=parts,
        has_key=bool(key),
        key=key,
    )


def _parts(rows: Iterable[Suggestion]) -> Iterable[Part]:
    where = None
    for number, row in enumerate(rows, start=1):
        section = section_said(row.section.code) if row.section else WHOLE_PLAN
        if section != where:
            where = section
            yield Part(section, ())
        yield Part(f"{number}. {_title(row)}", tuple(_row(row)), level=3)


def _title(row: Suggestion) -> str:
    kind = str(Suggestion.Kind(row.kind).label)
    return f"{kind}: {first_sentence(row.before)[0]}" if row.item and row.before else kind


def _row(row: Suggestion) -> Iterable[Paragraph]:
    day = day_in_london(row.sent_at) if row.sent_at else "the end of the last day"
    who = row.service.recipient.name if row.service else row.by.name
    wish = Wish(row.proposed.strip(), who, row.sent_at.astimezone(LONDON).date() if row.sent_at else None)
    if row.kind == Suggestion.Kind.CHANGE:
        asked = marked(row.before.strip(), [wish], Standing(row.before.strip()))
        of = Mark.FAMILY if row.service else Mark.PROPOSED
        yield Paragraph(tuple(replace(run, mark=of) if run.is_change else run for run in asked), label="You said")
    elif row.proposed:
        yield plain(row.proposed, label="You said")
    if row.reason:
        is_all = row.kind != Suggestion.Kind.CHANGE and not row.proposed
        yield plain(row.reason, label="You said" if is_all else "Because")
    if row.report is not None and hasattr(row.report, "evidence"):
        yield plain(f"{row.report.evidence.title}{f', page {row.page}' if row.page else ''}", label="Report")
    yield plain(
        f"Sent on {day}{', after the last day' if row.is_late else ''}" if row.sent_at else f"Counted as sent from {day}", style="small"
    )
    reply: Reply | None = getattr(row, "reply", None)
    if reply is None or not reply.sent_at:
        yield plain(NOT_ANSWERED, label="We did")
        return
    yield plain(f"{Reply.Outcome(reply.outcome).label}. {reply.reason}", label="We did")
    for change in reply.changes.all():
        yield _change(change, who, reply)
    yield plain(f"Answered on {day_in_london(reply.sent_at)}", style="small")


def _change(change: TrackedChange, who: str, reply: Reply) -> Paragraph:
    """Show how the plan reads because of it: what was agreed with whoever asked, is agreed."""
    before, after = (_value(change, value) for value in (change.before, change.after))
    day = change.at.astimezone(LONDON).date()
    asked = reply.suggestion.proposed.strip() if reply.suggestion.kind == Suggestion.Kind.CHANGE and change.field == WORDS else ""
    wished = asked if reply.outcome == Reply.Outcome.PARTLY and asked else after
    runs = marked(before, [Wish(wished, who, None, day)], Standing(after, day, COUNCIL))
    told = tuple(Run(run.words) if run.mark is Mark.FAMILY else run for run in runs if run.mark is not Mark.FAMILY or run.is_struck)
    return Paragraph(told, label=" · ".join(part for part in ("The plan now reads", label_of(change)) if part))


def _value(change: TrackedChange, value: str) -> str:
    if change.item is None or change.field in (WORDS, NONE_IDENTIFIED, *OF_EVERY_ITEM):
        return {"yes": "None identified"}.get(value, value) if change.field == NONE_IDENTIFIED else value.strip()
    return field_said(Kind(change.item.kind), change.field, value)
