"""Read the pages on which somebody outside the family proposes changes to a served draft, in the sections where they may."""

from collections import Counter
from dataclasses import dataclass, replace
from uuid import UUID

from permissions.access import NOTHING_HERE
from permissions.refusals import NotFound, NotNow, NotPermitted
from permissions.vocabulary import CODES, Code, Stage, Verb
from plans.access import PlanAccess
from plans.access.answering import ANSWERERS
from plans.access.finishing import is_being_finished
from plans.models import PlanVersion, Suggestion
from plans.queries.answering import LAW
from plans.queries.items import ItemView, plan_url
from plans.queries.plan_page import PlanHead, plan_head
from plans.queries.proposals import ProposalView, proposals_to
from plans.queries.serving import served_draft
from plans.queries.version_items import VersionItems
from plans.queries.versions import find_version, read_seen
from plans.rendering import words_html
from plans.saying import count
from plans.statute.lifecycle import STAGE_RULES
from plans.statute.sections import PLAIN_NAMES

FAMILY_ANSWERS = "You are of the family: you answer the draft instead, on the page “Answer the draft”."
NO_DRAFT = "No draft has been sent to the family yet. Until then you write and change your own words in the plan itself."
NOWHERE = "You read this plan, and propose nothing in it. Say what you think beside a section, or ask the coordinator."


@dataclass(frozen=True)
class ProposeRow:
    """One section in which this person may propose, and how much they did."""

    name: str
    letter: str
    url: str
    state: str
    tone: str


@dataclass(frozen=True)
class ProposeStart:
    """The list of these sections."""

    head: PlanHead
    rows: tuple[ProposeRow, ...]


@dataclass(frozen=True)
class ProposePart:
    """One part of a section as it was served: its own words (safe HTML), or an item; with the ways to propose."""

    words: str
    item: ItemView | None
    ways: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ProposeSection:
    """One section, with what was proposed to it so far."""

    head: PlanHead
    code: Code
    name: str
    letter: str
    url: str
    parts: tuple[ProposePart, ...]
    proposals: tuple[ProposalView, ...]


def open_proposing(access: PlanAccess) -> PlanVersion:
    """Give the served version to which this person may propose. One query. Raises NotPermitted, or NotNow before service and once the plan is final."""
    if ANSWERERS & set(access.circle.roles):
        raise NotPermitted(FAMILY_ANSWERS)
    if not any(Verb.SUGGEST in section.by_role for section in access.sections.values()):
        raise NotPermitted(NOWHERE)
    if not is_being_finished(access):
        rule = STAGE_RULES[access.stage]
        may_write = not access.plan.served_on and access.stage is not Stage.AMENDING
        raise NotNow(NO_DRAFT if may_write else rule.because, source=LAW if may_write else rule.source)
    version = served_draft(access)
    if version is None:
        raise NotNow(NO_DRAFT, source=LAW)
    return version


def read_propose_start(access: PlanAccess) -> ProposeStart:
    """Read the sections in which this person may propose. Two queries."""
    version = open_proposing(access)
    own = Suggestion.objects.filter(version=version, service=None, by=access.person, withdrawn_at=None)
    said = Counter(str(code) for code in own.values_list("section__type", flat=True))
    rows = tuple(_row(access, code, said[code.value]) for code in CODES if access.may(Verb.SUGGEST, code))
    return ProposeStart(plan_head(access), rows)


def read_propose_section(access: PlanAccess, code: Code) -> ProposeSection:
    """Read one section as it was served. Four queries. NotFound for a section that is not in the version."""
    version = open_proposing(access)
    access.require(Verb.SUGGEST, code)
    seen = read_seen(access, find_version(access, version.uid), version.manifest, [code])
    if code not in seen:
        raise NotFound(NOTHING_HERE)
    section, writer, url = seen[code], VersionItems(access, seen), f"{plan_url(access)}propose/{code}/"
    own = [ProposePart(words_html(section.narrative), None, _ways(url, ""))] if section.shows_text and section.narrative else []
    items = [
        ProposePart("", replace(writer.view(code, item), because=(), so_that=()), _ways(url, item.record.uid))
        for item in section.items
        if item.shows_words
    ]
    proposals = proposals_to(access, version, code)
    return ProposeSection(plan_head(access), code, PLAIN_NAMES[code], f"Section {code}", url, (*own, *items), proposals)


def find_own_proposal(access: PlanAccess, uid: UUID) -> Suggestion:
    """Find a proposal of this very person. One query; NotFound for any other."""
    rows = Suggestion.objects.filter(version__plan=access.plan, service=None, by=access.person, withdrawn_at=None)
    row = rows.select_related("section").filter(uid=uid).first()
    if row is None:
        raise NotFound(NOTHING_HERE)
    return row


def _row(access: PlanAccess, code: Code, number: int) -> ProposeRow:
    state, tone = (f"You propose {count(number, 'thing', 'things')}", "soon") if number else ("You propose nothing yet", "")
    return ProposeRow(PLAIN_NAMES[code], f"Section {code}", f"{plan_url(access)}propose/{code}/", state, tone)


def _ways(url: str, about: str) -> tuple[tuple[str, str], ...]:
    asked = f"?about={about}" if about else ""
    return (("Propose other words", f"{url}change/{asked}"), ("Ask a question", f"{url}question/{asked}"))
