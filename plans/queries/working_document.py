"""Put the working document of the SEND Tribunal together: the served draft, what the family asks for and what became of it, word by word, for one reader.

Law: nothing lays its form down; the key is the customary one of the First-tier Tribunal (Special Educational Needs and Disability).
Invariant: of what was said, only what this reader may read (`asked_in_round`); a change because of the other side's words stands here as the plan has it, undated.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from permissions.clock import LONDON
from permissions.refusals import NotNow, NotPermitted
from permissions.vocabulary import CODES, ROLE_NAMES, Code, Role
from plans.access import PlanAccess
from plans.access.answering import ANSWERERS
from plans.models import PlanVersion, Reply, Suggestion, TrackedChange
from plans.queries.facts import title_said
from plans.queries.fields import FIELDS, field_said
from plans.queries.items import section_said
from plans.queries.marked import COUNCIL, Standing, Wish, marked
from plans.queries.plan_page import PlanHead, plan_head
from plans.queries.replies_page import label_of
from plans.queries.replying import NOTHING_SERVED
from plans.queries.rounds import asked_in_round, may_read_reply
from plans.queries.serving import served_draft
from plans.queries.three_ways import put_together
from plans.queries.version_items import row_of
from plans.queries.versions import find_version, read_seen, version_row
from plans.record.canonical import ItemRecord
from plans.record.origins import NONE_IDENTIFIED, WORDS
from plans.record.project import SeenItem, SeenSection, project
from plans.record.rows import put_forward
from plans.runs import KEY, Document, Note, Paragraph, Part, Run, plain
from plans.saying import long_date
from plans.statute.sections import KIND_NAMES, Kind

NOT_YOURS = "The working document is made for the family on whom the draft was served, and for the council. Ask the EHC coordinator."
FROM_THE_FAMILY = f"{COUNCIL}, because of what the family said"
Asks = Suggestion.Kind
Place = tuple[Code, str]
OF_EVERY_ITEM = ("source", "is_safety", "is_travel")


@dataclass(frozen=True)
class WorkingPage:
    """The document and the page around it. `codes` are the sections that are read."""

    head: PlanHead
    document: Document
    url: str
    codes: tuple[Code, ...]


def require_reader(access: PlanAccess) -> None:
    """Raise NotPermitted for everybody but the family who answer drafts, and the council by name."""
    if not (ANSWERERS & set(access.circle.roles) or (access.circle.is_council and access.sees_names)):
        raise NotPermitted(NOT_YOURS)


def read_working_document(access: PlanAccess, *, recipient: str) -> WorkingPage:
    """Read it against the newest draft that was served; NotNow where none was. At most twelve queries."""
    require_reader(access)
    version = served_draft(access)
    if version is None:
        raise NotNow(NOTHING_SERVED)
    found = find_version(access, version.uid)
    seen = read_seen(access, found, version.manifest)
    live = project(access, put_forward(access.plan), reader=str(found.reader_uid))  # type: ignore[attr-defined]
    writer = _Writer(access, version, seen, {item.record.uid for section in live.values() for item in section.items})
    head = plan_head(access)
    opening = (
        plain(f"The draft against which this is written: {version_row(access, found).named}."),
        plain(f"This copy was made for {recipient} on {long_date(access.today)}. The copy of somebody else may hold less, or more."),
    )
    document = Document(
        title=f"{head.reference}, working document",
        heading="Working document",
        opening=opening,
        parts=tuple(writer.parts()),
        has_key=True,
        key=KEY,
    )
    return WorkingPage(head, document, f"{head.url}documents/working/", tuple(seen))


def said_by(row: Suggestion) -> str:
    """Name whose words they are: whoever was served, with the part in which they were."""
    whose = row.service or row.adopted_for
    if whose is None:
        return f"{row.by.name} ({ROLE_NAMES[Role(row.role)]})"
    name = f"{whose.recipient.name} ({ROLE_NAMES[Role(whose.role)]})"
    return f"{name}, as proposed by {row.by.name}" if row.service is None else name


def _day(moment: Any) -> date | None:
    return moment.astimezone(LONDON).date() if moment else None


def _said(change: TrackedChange, value: str) -> str:
    """Say the value of a typed field as people do."""
    if change.item is None or change.field in OF_EVERY_ITEM:
        return value
    return field_said(Kind(change.item.kind), change.field, value)


class _Writer:
    """What one reader's document is written from: the draft, what they may read of what was said, what changed."""

    def __init__(self, access: PlanAccess, version: PlanVersion, seen: Mapping[Code, SeenSection], live: set[str]) -> None:
        self.access, self.seen, self.live = access, seen, live
        rows = asked_in_round(access)
        self.said = [row for row in rows if row.service is not None or (row.adopted_for is not None and may_read_reply(access, row))]
        self.replies = {row.pk: row.reply for row in self.said if hasattr(row, "reply") and row.reply.sent_at}
        self.changes: dict[Place, list[TrackedChange]] = {}
        for change in TrackedChange.objects.filter(version=version).select_related("section__type", "item", "reply").order_by("pk"):
            self.changes.setdefault((change.section.code, str(change.item.uid) if change.item else ""), []).append(change)

    def parts(self) -> Iterable[Part]:
        """Write section after section, then what is about the plan as a whole."""
        for code in CODES:
            if code in self.seen:
                yield from self._section(code, self.seen[code])
        whole = [row for row in self.said if row.section is None]
        if whole:
            yield Part("About the whole plan", tuple(self._asked(row) for row in whole))

    def _section(self, code: Code, section: SeenSection) -> Iterable[Part]:
        items = {item.record.uid: item for item in section.items}
        lines = self._own_words(code, section)
        is_empty = not (lines or section.items or any(of is code for of, _uid in self.changes))
        yield Part(section_said(code), (plain("Nothing stands here in this copy of the draft."),) if is_empty else lines)
        for number, item in enumerate(section.items, start=1):
            name = f"{KIND_NAMES[item.record.kind][0].capitalize()} {code}{number}"
            yield Part(name, self._item(code, item), level=3)
        added = [uid for of, uid in self.changes if of is code and uid and uid not in items and uid in self.live]
        for number, uid in enumerate(added, start=len(section.items) + 1):
            of = self.changes[code, uid][0].item
            yield Part(f"{KIND_NAMES[Kind(of.kind)][0].capitalize()} {code}{number}, added", self._added(code, uid), level=3)  # type: ignore[union-attr]
        loose = [row for row in self.said if row.section and row.section.code is code and self._is_loose(row, items)]
        if loose:
            yield Part("Asked for", tuple(self._asked(row) for row in loose), level=3)

    def _is_loose(self, row: Suggestion, items: Mapping[str, SeenItem]) -> bool:
        """Say whether it stands on its own: it is neither told beside words of the draft, nor beside what was added because of it."""
        changes = [change for changes in self.changes.values() for change in changes if change.reply.suggestion_id == row.pk]
        is_added = any(change.item is not None and str(change.item.uid) not in items for change in changes) and row.pk in self.replies
        return not is_added and self._place_of(row) is None

    def _place_of(self, row: Suggestion) -> Place | None:
        """Name the place of the draft beside whose words it is told; None where there is none that this reader reads."""
        served = self._served_at(row)
        if row.section is None or served is None or row.kind not in (Asks.CHANGE, Asks.QUESTION):
            return None
        is_lost = row.kind == Asks.CHANGE and self._wished(row, served) is None
        return None if is_lost else (row.section.code, str(row.item.uid) if row.item else "")

    def _own_words(self, code: Code, section: SeenSection) -> tuple[Paragraph, ...]:
        if not section.shows_text:
            return ()
        lines = []
        words = self._text((code, ""), section.narrative)
        if words.runs:
            lines.append(words)
        states = [change for change in self.changes.get((code, ""), ()) if change.field == NONE_IDENTIFIED]
        if section.none_identified or states:
            stands = "" if states and not states[-1].after else "None identified."
            lines.append(Paragraph(self._runs("None identified." if section.none_identified else "", stands, states)))
        return tuple(lines)

    def _item(self, code: Code, item: SeenItem) -> tuple[Paragraph, ...]:
        if not item.shows_words:
            title = title_said(row_of(item.record))
            return (plain(title),) if title else ()
        place = (code, item.record.uid)
        words = self._text(place, item.record.text)
        return (*([words] if words.runs else []), *self._facts(place, item.record))

    def _facts(self, place: Place, record: ItemRecord) -> Iterable[Paragraph]:
        changed = {change.field for change in self.changes.get(place, ())}
        typed = FIELDS[record.kind].items()
        facts = [(label, say(str(record.spec[name]))) for name, (label, say) in typed if name not in changed and record.spec.get(name)]
        if record.source and "source" not in changed:
            facts.append(("From", record.source))
        return [*(plain(words, style="small", label=label) for label, words in facts if words), *self._fields(place)]

    def _fields(self, place: Place) -> Iterable[Paragraph]:
        fields: dict[str, list[TrackedChange]] = {}
        for change in self.changes.get(place, ()):
            if change.field not in (WORDS, NONE_IDENTIFIED):
                fields.setdefault(change.field, []).append(change)
        for steps in fields.values():
            yield Paragraph(
                self._runs(_said(steps[0], steps[0].before), _said(steps[0], steps[-1].after), steps), "small", label_of(steps[0])
            )

    def _added(self, code: Code, uid: str) -> tuple[Paragraph, ...]:
        return (self._text((code, uid), ""), *self._fields((code, uid)))

    def _text(self, place: Place, served: str) -> Paragraph:
        """Write the words of one place, with what is said beside them."""
        beside = [row for row in self.said if self._place_of(row) == place]
        steps = [change for change in self.changes.get(place, ()) if change.field == WORDS]
        wishes = [wish for row in beside if row.kind == Asks.CHANGE and (wish := self._wished(row, served))]
        runs = self._runs(served.strip(), steps[-1].after.strip() if steps else served.strip(), steps, wishes)
        told = beside + [row for row in self._of_steps(steps) if row not in beside]
        notes = tuple(note for row in told for note in self._notes(row, with_words=row.kind == Asks.QUESTION))
        return Paragraph(runs or ((Run("About this section"),) if notes else ()), notes=notes)

    def _served_at(self, row: Suggestion) -> str | None:
        section = self.seen.get(row.section.code) if row.section else None
        if section is None:
            return None
        if row.item is None:
            return section.narrative if section.shows_text else None
        return next((item.record.text for item in section.items if item.record.uid == str(row.item.uid) and item.shows_words), None)

    def _wished(self, row: Suggestion, served: str) -> Wish | None:
        """Give how somebody wants words of the draft to read; None where the draft says too other words there by now."""
        text = put_together(row.before.strip(), row.proposed.strip(), served.strip())
        return None if text is None else self._wish(row, text)

    def _wish(self, row: Suggestion, text: str) -> Wish:
        reply = self.replies.get(row.pk)
        return Wish(text, said_by(row), _day(row.sent_at), _day(reply.sent_at) if reply else None)

    def _of_steps(self, steps: Iterable[TrackedChange]) -> list[Suggestion]:
        known = {row.pk: row for row in self.said if row.pk in self.replies}
        return [known[step.reply.suggestion_id] for step in steps if step.reply.suggestion_id in known]

    def _runs(self, served: str, stands: str, steps: list[TrackedChange], wishes: Iterable[Wish] = ()) -> tuple[Run, ...]:
        """Mark words: what the council agreed to, asked in another way than by other words for the place, is agreed as it stands."""
        asked = list(wishes)
        for row in self._of_steps(steps):
            if row.kind == Asks.MISSING and not served and row.proposed:
                asked.append(self._wish(row, row.proposed.strip() if self.replies[row.pk].outcome != Reply.Outcome.AGREED else stands))
            elif (row.kind != Asks.CHANGE or not asked) and self.replies[row.pk].outcome == Reply.Outcome.AGREED:
                asked.append(self._wish(row, stands))
        hidden = len(self._of_steps(steps)) < len(steps)
        last = None if hidden or not steps else _day(steps[-1].at)
        return marked(served, asked, Standing(stands, last, FROM_THE_FAMILY if hidden else COUNCIL))

    def _asked(self, row: Suggestion) -> Paragraph:
        """Write what stands on its own: words that the family asks for, whole."""
        words = row.proposed.strip() if row.kind != Asks.QUESTION else ""
        wish = self._wish(row, words)
        runs = marked("", [wish], Standing("")) if words else (Run(Asks(row.kind).label),)
        return Paragraph(runs, label=Asks(row.kind).label if words else "", notes=tuple(self._notes(row, with_words=not words)))

    def _notes(self, row: Suggestion, *, with_words: bool) -> Iterable[Note]:
        report = ""
        if row.report is not None:
            title = row.report.evidence.title if hasattr(row.report, "evidence") else "the report"
            report = f"See {title}, page {row.page}." if row.page else f"See {title}."
        words = "\n".join(part for part in (row.proposed if with_words else "", row.reason, report) if part)
        if words:
            yield Note(said_by(row), words, _day(row.sent_at))
        reply = self.replies.get(row.pk)
        if reply:
            yield Note(COUNCIL, f"{Reply.Outcome(reply.outcome).label}. {reply.reason}", _day(reply.sent_at))
