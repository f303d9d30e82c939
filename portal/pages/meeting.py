"""A plan on paper with its talk, for a meeting: what can be chosen, and what then stands on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from comments.access import Audience, audiences_heard, hears_talk
from comments.models import Thread
from comments.people import people_around
from comments.queries import PlacedThread, plan_talk
from comments.showing import CommentView
from permissions.models import User
from permissions.vocabulary import ROLE_NAMES, Code, Role
from plans.access import PlanAccess
from plans.access.paper import OnTheTable, on_the_table
from plans.queries.items import SectionToRead, section_said
from plans.queries.paper import read_paper
from plans.queries.plan_page import PlanHead, plan_head
from plans.saying import in_london

OPEN, ALL, NONE = "open", "all", "none"
PROFESSIONALS, COUNCIL, PERSON = Audience.PROFESSIONALS.value, Audience.COUNCIL.value, Audience.PERSON.value
SUPPORTERS, KEPT = "supporters", "kept"
_SUPPORTER = ROLE_NAMES[Role.SUPPORTER]
_STATUS = {status.value: status.label for status in Thread.Status}
_HOLDS = {
    PROFESSIONALS: "talk of the professionals and the council that the family does not read",
    COUNCIL: "talk of the council’s team only",
    PERSON: "private talk between one person of the family and the coordinator",
    SUPPORTERS: "what a supporter of the family has said; another parent does not read it",
    KEPT: "what its author keeps to themselves",
}


@dataclass(frozen=True)
class Offered:
    """What one person may put on a paper: sections, and talk or items that not everybody reads, each as (value, words)."""

    head: PlanHead
    sections: tuple[tuple[str, str], ...]
    also: tuple[tuple[str, str], ...]
    has_talk: bool


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """What was chosen: sections, which talk ("open", "all", "none"), and what of that which not everybody reads."""

    codes: tuple[Code, ...]
    talk: str
    also: frozenset[str]


@dataclass(frozen=True)
class PaperComment:
    """One comment on paper. `withdrawn` is the trace of one that was taken back."""

    who: str
    role: str
    when: str
    text: str
    withdrawn: str
    is_edited: bool


@dataclass(frozen=True)
class PaperThread:
    """One conversation on paper; `audience` says who reads it in the portal, `about` the item or version that it is about."""

    audience: str
    is_private: bool
    kind: str
    status: str
    about: str
    quote: str
    is_earlier: bool
    now: str
    comments: tuple[PaperComment, ...]


@dataclass(frozen=True)
class PlacedSection:
    """One section with the talk about it."""

    section: SectionToRead
    threads: tuple[PaperThread, ...]


@dataclass(frozen=True)
class MeetingPaper:
    """The whole paper. `holds` names what on it not everybody in the plan reads; `about_versions` is the talk about whole versions."""

    head: PlanHead
    printed: str
    reader: str
    holds: tuple[str, ...]
    is_with_talk: bool
    sections: tuple[PlacedSection, ...]
    about_versions: tuple[PaperThread, ...]

    @property
    def title(self) -> str:
        """Name the paper neutrally: no name of a child."""
        return f"{self.head.reference}, plan for a meeting"

    @property
    def file_name(self) -> str:
        """Name the file by the reference only: 0000-0SAM-meeting.pdf."""
        return f"{self.head.reference}-meeting.pdf"


def read_offered(access: PlanAccess) -> Offered:
    """Say what this person may put on a paper. No query."""
    sections = tuple((code.value, section_said(code)) for code in access.visible_sections)
    heard = any(hears_talk(access, code) for code in access.visible_sections)
    return Offered(plan_head(access), sections, tuple(_also(access)) if sections else (), heard)


def _also(access: PlanAccess) -> Iterable[tuple[str, str]]:
    heard, is_family = audiences_heard(access), access.circle.is_family
    if PROFESSIONALS in heard:
        yield PROFESSIONALS, "Talk of the professionals and the council, which the family does not read"
    if COUNCIL in heard:
        yield COUNCIL, "Talk of the council’s team only"
    if is_family:
        yield PERSON, "Your private talk with the coordinator"
    elif PERSON in heard:
        yield PERSON, "Private talk between one person of the family and you as the coordinator"
    yield SUPPORTERS, "What a supporter of the family has said, which another parent does not read"
    yield KEPT, "What you keep to yourself"


def read_meeting_paper(access: PlanAccess, chosen: Chosen, *, reader: User, now: datetime) -> MeetingPaper:
    """Read what was chosen, as far as this person may read it, for a paper that lies on a table. At most fourteen queries."""
    table = on_the_table(access)
    plan = read_paper(table, chosen.codes, with_kept=KEPT in chosen.also)
    writer = _TalkWriter(table, chosen, reader, plan.left_out)
    talk = writer.by_place()
    is_whole = set(chosen.codes) >= set(access.visible_sections)
    return MeetingPaper(
        head=plan_head(access),
        printed=in_london(now),
        reader=reader.name,
        holds=tuple(words for value, words in _HOLDS.items() if value in chosen.also),
        is_with_talk=chosen.talk != NONE,
        sections=tuple(PlacedSection(section, tuple(talk.get(section.code, ()))) for section in plan.sections),
        about_versions=tuple(talk.get(None, ())) if is_whole else (),
    )


class _TalkWriter:
    """Put threads into the words of a paper: by name, without a "you", and nothing of which the reader did not choose the audience."""

    def __init__(self, access: OnTheTable, chosen: Chosen, reader: User, left_out: frozenset[UUID]) -> None:
        self.access = access
        self.chosen = chosen
        self.reader = reader
        self.left_out = tuple(f"#item-{uid}" for uid in left_out)

    def by_place(self) -> dict[Code | None, list[PaperThread]]:
        """Write the threads that were chosen, by section."""
        if self.chosen.talk == NONE:
            return {}
        audiences = {Audience.EVERYONE.value} | (self.chosen.also & {PROFESSIONALS, COUNCIL, PERSON})
        people = people_around(self.access) if PERSON in audiences else None
        found: dict[Code | None, list[PaperThread]] = {}
        for placed in plan_talk(self.access, audiences=sorted(audiences), people=people):
            thread = self._thread(placed)
            if thread.comments and (self.chosen.talk == ALL or placed.thread.status != Thread.Status.RESOLVED):
                found.setdefault(placed.code, []).append(thread)
        return found

    def _thread(self, placed: PlacedThread) -> PaperThread:
        thread, about = placed.thread, placed.thread.about
        is_off = bool(self.left_out) and about.url.endswith(self.left_out)
        comments = tuple(
            self._comment(comment) for comment in thread.comments if SUPPORTERS in self.chosen.also or not self._is_supporters(comment)
        )
        return PaperThread(
            audience=thread.audience.replace("You and", f"{self.reader.name} and", 1),
            is_private=thread.facts.audience != Audience.EVERYONE,
            kind=thread.kind_words,
            status=self._status(thread.status, thread.status_words, thread.status_when),
            about="Something that is not on this paper"
            if is_off
            else " ".join(part for part in (about.item or about.version, about.note) if part),
            quote="" if is_off else about.quote,
            is_earlier=about.is_earlier,
            now="" if is_off else about.now,
            comments=comments,
        )

    def _comment(self, comment: CommentView) -> PaperComment:
        role = ROLE_NAMES[self.access.role] if comment.is_own else comment.role
        who = self.reader.name if comment.is_own else comment.who
        withdrawn = comment.withdrawn.replace("You withdrew", f"{who} withdrew", 1)
        return PaperComment(who, role, comment.when, comment.text, withdrawn, comment.is_edited)

    def _is_supporters(self, comment: CommentView) -> bool:
        return self.access.role is Role.SUPPORTER if comment.is_own else comment.role == _SUPPORTER

    def _status(self, status: str, words: str, when: str) -> str:
        """Say where a thread stands; what a supporter did is told by no name unless it was chosen."""
        own = f"{self.reader.name}, {ROLE_NAMES[self.access.role]}"
        said = words.removesuffix("you") + own if words.endswith(" by you") else words
        if _SUPPORTER in said and SUPPORTERS not in self.chosen.also:
            return _STATUS[status]
        return f"{said}, {when}" if when else said
