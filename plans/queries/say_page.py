"""Read the page on which one thing is said to a draft: the words as they were served, and the reports that can be pointed at."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.safestring import SafeString

from permissions.access import NOTHING_HERE
from permissions.refusals import NotFound
from permissions.vocabulary import Code, Verb
from plans.access import PlanAccess
from plans.models import PlanVersion, Suggestion
from plans.queries.answer_pages import OWN_WORDS
from plans.queries.answering import Answering
from plans.queries.plan_page import PlanHead, plan_head
from plans.queries.version_items import title_and_rest
from plans.queries.versions import find_version, read_seen
from plans.record.project import SeenSection
from plans.rendering import words_html
from plans.statute.sections import PLAIN_NAMES

Kind = Suggestion.Kind


@dataclass(frozen=True, kw_only=True)
class SayPage:
    """What stands above the form. `before` are the words as they were served, `html` the same to be read; `place` names it for what a browser keeps."""

    head: PlanHead
    code: Code | None
    about: str
    section: str
    title: str
    before: str
    html: SafeString | str
    reports: tuple[tuple[str, str], ...]
    place: str


def read_say_page(access: PlanAccess, version: PlanVersion, kind: str, code: Code, about: UUID | None) -> SayPage:
    """Read what somebody wants to say something to, as they may read it. Two queries.

    Raises NotFound for an item that is not in the version or not theirs to read, and for a change of words where there are none.
    """
    access.require(Verb.SUGGEST, code)
    seen = read_seen(access, find_version(access, version.uid), version.manifest, [code, Code.K])
    if code not in seen:
        raise NotFound(NOTHING_HERE)
    title, before = _about(seen[code], about)
    if kind == Kind.CHANGE and about is None and not before:
        raise NotFound(NOTHING_HERE)
    return SayPage(
        head=plan_head(access),
        code=code,
        about=str(about or ""),
        section=f"{PLAIN_NAMES[code]} (Section {code})",
        title=title if about or kind == Kind.CHANGE else "",
        before=before,
        html=words_html(before) if before and (about or kind == Kind.CHANGE) else "",
        reports=_reports(seen.get(Code.K)),
        place=f"{version.uid}-{code}-{about or ''}",
    )


def read_whole_page(answering: Answering) -> SayPage:
    """Read what stands above a form about the plan as a whole. No query."""
    place = str(answering.service.version.uid)
    return SayPage(head=plan_head(answering.access), code=None, about="", section="", title="", before="", html="", reports=(), place=place)


def _about(section: SeenSection, about: UUID | None) -> tuple[str, str]:
    if about is None:
        return OWN_WORDS, section.narrative if section.shows_text else ""
    item = next((item for item in section.items if item.record.uid == str(about) and item.shows_words), None)
    if item is None:
        raise NotFound(NOTHING_HERE)
    return title_and_rest(item.record)[0], item.record.text


def _reports(section: SeenSection | None) -> tuple[tuple[str, str], ...]:
    items = section.items if section else ()
    return tuple((item.record.uid, title_and_rest(item.record)[0]) for item in items)
