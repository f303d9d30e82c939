"""The page of replies: for the council everything that was asked of a draft, for everybody else what their own side asked and how it was answered."""

from dataclasses import dataclass
from uuid import UUID

from permissions.access import NOTHING_HERE
from permissions.refusals import Decision, NotFound
from permissions.vocabulary import CODES, ROLE_NAMES, Code, Role
from plans.access import PlanAccess
from plans.access.finishing import sends_replies, writes_replies
from plans.models import Reply, Suggestion, TrackedChange
from plans.queries.answers import adopted_here
from plans.queries.changes import text_runs
from plans.queries.fields import field_label
from plans.queries.items import plan_url, section_said
from plans.queries.plan_page import PlanHead, plan_head
from plans.queries.replying import asked_of, is_own, may_send, stands_now
from plans.queries.three_ways import put_together
from plans.queries.words import Run
from plans.record.origins import NONE_IDENTIFIED, WORDS
from plans.rendering import first_sentence
from plans.saying import count, day_in_london, in_london, long_date
from plans.statute.sections import Kind

WHOLE_PLAN = "About the whole plan"


@dataclass(frozen=True)
class ReplyRow:
    """One thing that was asked. `asked` and `change` are words and how they would differ; `reply` is None while nobody has written one."""

    uid: UUID
    url: str
    kind: str
    where: str
    who: str
    when: str
    title: str
    change: tuple[Run, ...]
    words: str
    reason: str
    report: str
    is_late: bool
    note: str
    state: str
    tone: str
    reply: "ReplyView | None"
    may_write: bool
    send_url: str


@dataclass(frozen=True)
class ReplyView:
    """A reply as its readers see it: how the plan reads because of it stands in `changed`, empty where nothing changed."""

    outcome: str
    reason: str
    by: str
    is_sent: bool
    when: str
    proposed: tuple[Run, ...]
    changed: tuple[tuple[str, tuple[Run, ...]], ...]
    needs_look: bool


@dataclass(frozen=True)
class RepliesPage:
    """What was asked, by section. `may_send` says whether replies can go today, and why not; `written` counts those that could."""

    head: PlanHead
    groups: tuple[tuple[str, tuple[ReplyRow, ...]], ...]
    owed: int
    written: int
    sent: int
    said: str
    may_send: Decision
    send_url: str
    writes: bool
    is_council: bool

    codes: tuple[Code, ...]

    @property
    def until_words(self) -> str:
        """Write out the last day of the family's time; "" where nothing waits for it."""
        return long_date(self.may_send.until) if self.may_send.until else ""

    @property
    def is_empty(self) -> bool:
        """Say whether there is nothing to show."""
        return not self.groups


@dataclass(frozen=True)
class SendingPage:
    """What is about to be sent: each reply with what it changes. `may_send` says why not today."""

    head: PlanHead
    rows: tuple[ReplyRow, ...]
    may_send: Decision
    url: str
    back_url: str

    @property
    def until_words(self) -> str:
        """Write out the last day of the family's time; "" where nothing waits for it."""
        return long_date(self.may_send.until) if self.may_send.until else ""


def read_replies(access: PlanAccess) -> RepliesPage:
    """Read the page of replies: for the council everything that was sent or is due; for everybody else what they asked themselves, or their side did."""
    rows = [row for row in asked_of(access) if access.circle.is_council or is_own(access, row)]
    grouped: dict[str, list[ReplyRow]] = {}
    for row in sorted(rows, key=_place):
        grouped.setdefault(section_said(row.section.code) if row.section else WHOLE_PLAN, []).append(reply_row(access, row))
    replies = [_reply(row) for row in rows]
    written = sum(reply is not None and reply.sent_at is None for reply in replies)
    sent = sum(reply is not None and reply.sent_at is not None for reply in replies)
    sends = sends_replies(access)
    return RepliesPage(
        head=plan_head(access),
        groups=tuple((name, tuple(group)) for name, group in grouped.items()),
        owed=len(rows) - written - sent,
        written=written,
        sent=sent,
        said=_said(len(rows) - written - sent, written, sent) if access.circle.is_council else "",
        may_send=may_send(access) if sends and written else Decision(allowed=False),
        send_url=f"{plan_url(access)}replies/send/" if sends and written else "",
        writes=writes_replies(access),
        is_council=access.circle.is_council,
        codes=tuple(code for code in access.visible_sections if any(row.section and row.section.code is code for row in rows)),
    )


def read_sending(access: PlanAccess, uid: UUID | None) -> SendingPage:
    """Read the replies that are written and not sent, or one of them; NotFound where there is none."""
    rows = asked_of(access).filter(reply__isnull=False, reply__sent_at=None)
    found = sorted(rows.filter(uid=uid) if uid else rows, key=_place)
    if not found:
        raise NotFound(NOTHING_HERE)
    base = f"{plan_url(access)}replies/"
    return SendingPage(
        head=plan_head(access),
        rows=tuple(reply_row(access, row) for row in found),
        may_send=may_send(access),
        url=f"{base}{uid}/send/" if uid else f"{base}send/",
        back_url=base,
    )


def _said(to_write: int, written: int, sent: int) -> str:
    parts = (
        f"{count(to_write, 'reply', 'replies')} to write",
        f"{count(written, 'reply', 'replies')} written and not sent",
        f"{count(sent, 'reply', 'replies')} sent",
    )
    return ", ".join(parts)


def _place(row: Suggestion) -> tuple[int, int]:
    return (CODES.index(row.section.code) if row.section else len(CODES), row.pk)


def _reply(row: Suggestion) -> Reply | None:
    return getattr(row, "reply", None)


def reply_row(access: PlanAccess, row: Suggestion) -> ReplyRow:
    """Write one thing that was asked, with its reply as far as this person reads it."""
    reply = _reply(row)
    is_council = access.circle.is_council
    shown = reply if reply and (reply.sent_at or is_council) else None
    state, tone = _state(reply, is_council=is_council)
    return ReplyRow(
        uid=row.uid,
        url=f"{plan_url(access)}replies/{row.uid}/",
        kind=Suggestion.Kind(row.kind).label,
        where=section_said(row.section.code) if row.section else WHOLE_PLAN,
        who=_who(access, row),
        when=_when(row) if is_council else "",
        title=first_sentence(row.item.text)[0] if row.item else "",
        change=text_runs(row.before, row.proposed) if row.kind == Suggestion.Kind.CHANGE else (),
        words="" if row.kind == Suggestion.Kind.CHANGE else row.proposed,
        reason=row.reason,
        report=_report(row),
        is_late=row.is_late,
        note=_note(access, row),
        state=state,
        tone=tone,
        reply=_view(shown, row) if shown else None,
        may_write=writes_replies(access) and not (reply and reply.sent_at),
        send_url=f"{plan_url(access)}replies/{row.uid}/send/" if reply and not reply.sent_at and sends_replies(access) else "",
    )


def _state(reply: Reply | None, *, is_council: bool) -> tuple[str, str]:
    if reply and reply.sent_at:
        return (Reply.Outcome(reply.outcome).label, "done")
    if reply and is_council:
        return ("Written, not sent", "soon")
    return ("To answer", "yours") if is_council else ("Not answered yet", "")


def _who(access: PlanAccess, row: Suggestion) -> str:
    if row.by_id == access.person:
        return "You"
    name = f"{row.by.name} ({ROLE_NAMES[Role(row.role)]})"
    if row.service and row.service.recipient_id != row.by_id:
        name += f" for {row.service.recipient.name}"
    return f"{name}, entered by {row.keyed_by.name}" if row.keyed_by else name


def _when(row: Suggestion) -> str:
    return in_london(row.sent_at) if row.sent_at else "Not sent; it counts because the last day is over"


def _report(row: Suggestion) -> str:
    if row.report is None:
        return f"Page {row.page}" if row.page else ""
    title = row.report.evidence.title if hasattr(row.report, "evidence") else first_sentence(row.report.text)[0]
    return f"{title}, page {row.page}" if row.page else title


def _note(access: PlanAccess, row: Suggestion) -> str:
    if row.service is not None:
        return ""
    if row.adopted_for is not None:
        whose = "you" if row.adopted_for.recipient_id == access.person else row.adopted_for.recipient.name
        return f"A proposal, taken up by {whose}" if adopted_here(access, row) else "A proposal"
    return "A proposal: it changes the plan only when the family has taken it up" if access.circle.is_council else "A proposal"


def _view(reply: Reply, row: Suggestion) -> ReplyView:
    is_written = reply.sent_at is None and reply.outcome in (Reply.Outcome.AGREED, Reply.Outcome.PARTLY)
    changed = tuple((label_of(change), text_runs(change.before, change.after)) for change in reply.changes.all())
    return ReplyView(
        outcome=Reply.Outcome(reply.outcome).label,
        reason=reply.reason,
        by=reply.by.name,
        is_sent=reply.sent_at is not None,
        when=day_in_london(reply.sent_at) if reply.sent_at else "",
        proposed=text_runs(reply.stands_on, reply.words) if reply.sent_at is None and reply.words != reply.stands_on else (),
        changed=changed,
        needs_look=is_written and bool(reply.stands_on) and put_together(reply.stands_on, reply.words, stands_now(row)) is None,
    )


def label_of(change: TrackedChange) -> str:
    """Name what a change is of: "" for the words themselves."""
    if change.field in (WORDS, NONE_IDENTIFIED) or change.item is None:
        return {WORDS: "", NONE_IDENTIFIED: "None identified"}[change.field]
    return named_field(Kind(change.item.kind), change.field)


def named_field(kind: Kind, name: str) -> str:
    """Name a field of an item as people do."""
    return {"source": "From", "is_safety": "Safety", "is_travel": "Travel"}.get(name) or field_label(kind, name)
