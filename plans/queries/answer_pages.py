"""Read the pages on which a draft is answered: how far somebody is, section by section, and each thing that they said."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from permissions.access import NOTHING_HERE
from permissions.clock import LONDON
from permissions.refusals import NotFound
from permissions.vocabulary import CODES, Code
from plans.access import PlanAccess
from plans.models import Reply, Suggestion
from plans.queries.answering import Answering, agreed_in, said_by
from plans.queries.changes import text_runs
from plans.queries.items import ItemView, plan_url
from plans.queries.plan_page import PlanHead, plan_head
from plans.queries.proposals import ProposalView, Proposed, proposals_for, proposers_of
from plans.queries.serving import Window
from plans.queries.version_items import VersionItems, title_and_rest
from plans.queries.versions import find_version, read_seen
from plans.queries.words import Run
from plans.record.project import SeenSection
from plans.rendering import words_html
from plans.saying import NUMBERS, count, day_in_london, long_date
from plans.statute.sections import PLAIN_NAMES

Kind = Suggestion.Kind
OWN_WORDS = "The words at the top of this section"
# What is asked about the plan as a whole, in the order in which the page offers it: (kind, what the link says, what is said where nothing was).
WHOLE: tuple[tuple[str, str, str], ...] = (
    (Kind.MEETING, "Ask for a meeting", "You have not asked for one"),
    (Kind.PREFERENCE, "The school or other place you would like", "You have not named one"),
    (Kind.BUDGET, "A personal budget", "You have not asked for one"),
    (Kind.OTHER, "Anything else you want to say", "Nothing yet"),
)


@dataclass(frozen=True, kw_only=True)
class SaidView:
    """One thing that somebody said. `runs` show a change of words; `by` is empty where it was the person themselves; addresses are empty where nothing may be done."""

    uid: UUID
    kind: str
    what: str
    code: str
    where: str
    runs: tuple[Run, ...]
    proposed: str
    reason: str
    report: str
    by: str
    status: str
    is_sent: bool
    reply: str
    reply_reason: str
    original_url: str
    change_url: str
    withdraw_url: str


@dataclass(frozen=True)
class SectionState:
    """How far an answer is in one section: three states, and silence is one of its own."""

    code: Code
    name: str
    letter: str
    url: str
    state: str
    tone: str


@dataclass(frozen=True)
class WholeState:
    """What was said about the plan as a whole, of one kind."""

    kind: str
    words: str
    url: str
    state: str
    tone: str


@dataclass(frozen=True, kw_only=True)
class Until:
    """Until when somebody answers, in words. `for_whom` is empty where they answer for themselves."""

    last_day: str
    left: str
    is_late: bool
    rests: bool
    for_whom: str


@dataclass(frozen=True, kw_only=True)
class StartPage:
    """The page where an answer begins and ends."""

    head: PlanHead
    url: str
    until: Until
    served: str
    version_url: str
    sections: tuple[SectionState, ...]
    whole: tuple[WholeState, ...]
    saids: tuple[SaidView, ...]
    done_words: str
    next_url: str
    is_finished: bool
    has_unsent: bool


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of a section as it was served: its own words (`item` is None, `words` safe HTML) or an item, with what was said to it."""

    key: str
    words: str
    item: ItemView | None
    saids: tuple[SaidView, ...]
    ways: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class SectionPage:
    """One section to answer. `saids` are about the section as a whole."""

    head: PlanHead
    url: str
    until: Until
    state: SectionState
    place: str
    none_identified: bool
    parts: tuple[Part, ...]
    saids: tuple[SaidView, ...]
    proposals: tuple[ProposalView, ...]
    agrees: bool
    asks: int
    may_answer: bool
    before_url: str
    after: tuple[str, str]


def answer_url(access: PlanAccess) -> str:
    """Give the address of the page where an answer begins."""
    return f"{plan_url(access)}answer/"


def until_of(answering: Answering) -> Until:
    """Say until when somebody answers."""
    window, today = answering.window, answering.access.today
    return Until(
        last_day=long_date(window.last_day),
        left=days_left_said(window, today),
        is_late=answering.is_late,
        rests=answering.rests,
        for_whom="" if answering.for_self else answering.service.recipient.get_full_name(),
    )


def days_left_said(window: Window, today: date) -> str:
    """Say how many days are left, today counted: "You have nine days left, and today is one of them"."""
    left = window.days_left(today)
    if left == 0:
        return "That day is over"
    if left == 1:
        return "Today is the last day"
    number = NUMBERS[left] if left < len(NUMBERS) else str(left)
    return f"You have {number} days left, and today is one of them"


def read_start(answering: Answering) -> StartPage:
    """Read the page. Four queries, five where something stands in the answer."""
    access = answering.access
    rows = said_by(answering)
    states = section_states(answering, rows)
    saids = say_all(answering, rows)
    answered = sum(1 for state in states if state.tone)
    first_open = next((state.url for state in states if not state.tone), "")
    return StartPage(
        head=plan_head(access),
        url=answer_url(access),
        until=until_of(answering),
        served=long_date(answering.service.served_on),
        version_url=f"{plan_url(access)}versions/{answering.service.version.uid}/",
        sections=states,
        whole=tuple(_whole(answering, rows, *one) for one in WHOLE),
        saids=saids,
        done_words=f"You have said something to {answered} of {count(len(states), 'section', 'sections')}.",
        next_url=first_open,
        is_finished=answering.is_finished,
        has_unsent=any(not said.is_sent for said in saids),
    )


def section_states(answering: Answering, rows: Iterable[Suggestion]) -> tuple[SectionState, ...]:
    """Say of each section how far the answer is. One query."""
    agreed = agreed_in(answering)
    asked = [row.section.code for row in rows if row.section and row.kind in (Kind.CHANGE, Kind.QUESTION, Kind.MISSING)]
    return tuple(_state(answering, code, asked.count(code), agreed=agreed.get(code)) for code in answering.codes)


def _state(answering: Answering, code: Code, asked: int, *, agreed: str | None) -> SectionState:
    if asked:
        state, tone = f"You ask for {count(asked, 'thing', 'things')}", "soon"
    elif agreed is not None:
        state, tone = f"You agree (entered for you by {agreed})" if agreed else "You agree", "done"
    else:
        state, tone = "You have said nothing yet", ""
    return SectionState(code, PLAIN_NAMES[code], f"Section {code}", f"{answer_url(answering.access)}{code}/", state, tone)


def _whole(answering: Answering, rows: Iterable[Suggestion], kind: str, words: str, nothing: str) -> WholeState:
    number = sum(1 for row in rows if row.kind == kind)
    said = {Kind.MEETING: "You asked for one", Kind.PREFERENCE: "You named one", Kind.BUDGET: "You asked for one"}
    state = said.get(Kind(kind), f"You said {count(number, 'thing', 'things')}") if number else nothing
    return WholeState(kind, words, f"{answer_url(answering.access)}ask/{kind}/", state, "soon" if number else "")


def read_section(answering: Answering, code: Code) -> SectionPage:
    """Read one section as it was served, by this person's own rights, with what they said to it and what professionals propose. At most ten queries.

    Raises NotFound for a section that is not in the version.
    """
    access = answering.access
    seen = seen_sections(answering, [code])
    if code not in seen or code not in answering.codes:
        raise NotFound(NOTHING_HERE)
    rows = said_by(answering)
    saids = say_all(answering, [row for row in rows if row.section and row.section.code is code], seen)
    about = {row.uid: str(row.item.uid) if row.item else "" for row in rows}
    asked = [row for row in rows if row.section and row.section.code is code and row.kind in (Kind.CHANGE, Kind.QUESTION, Kind.MISSING)]
    agreed = agreed_in(answering).get(code)
    state = _state(answering, code, len(asked), agreed=agreed)
    codes = answering.codes
    at = codes.index(code)
    whole = tuple(said for said in saids if not about[said.uid] and said.kind != Kind.CHANGE)
    return SectionPage(
        head=plan_head(access),
        url=state.url,
        until=until_of(answering),
        state=state,
        place=f"{at + 1} of {len(codes)}",
        none_identified=seen[code].none_identified,
        parts=tuple(_parts(answering, seen[code], seen, saids, about)),
        saids=whole,
        proposals=proposals_for(access, answering.service, code, may_adopt=not answering.rests),
        agrees=agreed is not None,
        asks=len(asked),
        may_answer=not answering.rests,
        before_url=f"{answer_url(access)}{codes[at - 1]}/" if at else "",
        after=(f"{answer_url(access)}{codes[at + 1]}/", PLAIN_NAMES[codes[at + 1]]) if at + 1 < len(codes) else ("", ""),
    )


def seen_sections(answering: Answering, codes: Iterable[Code]) -> dict[Code, SeenSection]:
    """Read sections of the served version as this person may. Two queries."""
    version = find_version(answering.access, answering.service.version.uid)
    return read_seen(answering.access, version, version.manifest, codes)


def _parts(
    answering: Answering, section: SeenSection, seen: dict[Code, SeenSection], saids: tuple[SaidView, ...], about: dict[UUID, str]
) -> Iterable[Part]:
    writer = VersionItems(answering.access, seen)
    if section.shows_text and section.narrative:
        own = tuple(said for said in saids if not about[said.uid] and said.kind == Kind.CHANGE)
        yield Part(key="", words=words_html(section.narrative), item=None, saids=own, ways=_ways(answering, section.code, "", own))
    for item in section.items:
        if not item.shows_words:
            continue
        key = item.record.uid
        own = tuple(said for said in saids if about[said.uid] == key)
        view = replace(writer.view(section.code, item), because=(), so_that=())
        yield Part(key=key, words="", item=view, saids=own, ways=_ways(answering, section.code, key, own))


def _ways(answering: Answering, code: Code, key: str, saids: tuple[SaidView, ...]) -> tuple[tuple[str, str], ...]:
    if answering.rests:
        return ()
    base, about = f"{answer_url(answering.access)}{code}/", f"?about={key}" if key else ""
    changes = any(said.kind == Kind.CHANGE for said in saids)
    change = () if changes else (("Change these words", f"{base}change/{about}"),)
    return (*change, ("Ask a question", f"{base}question/{about}"))


def say_all(answering: Answering, rows: Iterable[Suggestion], seen: dict[Code, SeenSection] | None = None) -> tuple[SaidView, ...]:
    """Write what was said, each with where it is about. At most two queries, none where `seen` holds the sections already."""
    listed = list(rows)
    codes = {row.section.code for row in listed if row.section and row.item} | {Code.K for row in listed if row.report}
    missing = codes - set(seen or {})
    known = (seen or {}) | (seen_sections(answering, [code for code in CODES if code in missing]) if missing else {})
    titles = {item.record.uid: title_and_rest(item.record)[0] for section in known.values() for item in section.items}
    proposers = proposers_of(listed)
    return tuple(_said(answering, row, titles, proposers.get(row.uid)) for row in listed)


def _said(answering: Answering, row: Suggestion, titles: dict[str, str], proposed: Proposed | None) -> SaidView:
    code = row.section.code if row.section else None
    url = f"{answer_url(answering.access)}said/{row.uid}/"
    reply: Reply | None = getattr(row, "reply", None)
    reply = reply if reply and reply.sent_at else None
    may = not answering.rests and reply is None
    report = titles.get(str(row.report.uid), "") if row.report else ""
    return SaidView(
        uid=row.uid,
        kind=row.kind,
        what=Kind(row.kind).label,
        code=code or "",
        where=_where(row, titles),
        runs=text_runs(row.before, row.proposed) if row.kind == Kind.CHANGE else (),
        proposed="" if row.kind == Kind.CHANGE else row.proposed,
        reason=row.reason,
        report=f"{report}, {row.page}" if report and row.page else report or row.page,
        by=f"Proposed by {proposed.by}. You made it yours" if proposed else _by(answering, row),
        status=_status(answering, row),
        is_sent=row.sent_at is not None or answering.is_late,
        reply=Reply.Outcome(reply.outcome).label if reply else "",
        reply_reason=reply.reason if reply else "",
        original_url=f"{answer_url(answering.access)}original/{row.uid}/" if row.original_id else "",
        change_url=url if may and row.keyed_by is None and proposed is None else "",
        withdraw_url=(f"{answer_url(answering.access)}adopt/{proposed.uid}/" if proposed else f"{url}withdraw/") if may else "",
    )


def find_said(answering: Answering, uid: UUID) -> Suggestion:
    """Find one thing in this very answer; NotFound for anything else, and for what was taken back. One query."""
    row = next((row for row in said_by(answering) if row.uid == uid), None)
    if row is None or row.service_id != answering.service.pk:
        raise NotFound(NOTHING_HERE)
    return row


def standing(answering: Answering, kind: str) -> Suggestion | None:
    """Give what was said of a kind that is said once: a meeting, a place, a budget. One query."""
    rows = [row for row in said_by(answering) if row.kind == kind and kind != Kind.OTHER]
    return rows[-1] if rows else None


def _where(row: Suggestion, titles: dict[str, str]) -> str:
    if row.section is None:
        return "The plan as a whole"
    section = f"{PLAIN_NAMES[row.section.code]} (Section {row.section.code})"
    if row.item:
        title = titles.get(str(row.item.uid), "")
        return f"{title} · {section}" if title else section
    return f"{OWN_WORDS} · {section}" if row.kind == Kind.CHANGE else section


def _by(answering: Answering, row: Suggestion) -> str:
    whose = "you" if answering.for_self else answering.service.recipient.get_full_name()
    if row.keyed_by:
        paper = f", from “{row.original.name}”" if row.original else ", as said by phone or in person"
        return f"Entered for {whose} by {row.keyed_by.get_full_name()}{paper}"
    if row.by_id == answering.access.person:
        return "" if answering.for_self else f"Written by you, for {whose}"
    return f"Written by {row.by.get_full_name()}" + ("" if row.by_id == answering.service.recipient_id else f", for {whose}")


def _status(answering: Answering, row: Suggestion) -> str:
    sent_at = row.adopted_at or row.sent_at
    if sent_at is None:
        return "With the council since your last day was over" if answering.is_late else "Saved. Not sent to the council yet"
    is_late = sent_at.astimezone(LONDON).date() > answering.window.last_day if row.adopted_at else row.is_late
    late = ", after the last day" if is_late else ""
    return f"Sent to the council on {day_in_london(sent_at)}{late}"
