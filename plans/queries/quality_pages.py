"""Read the pages of the checks: the sheet for whoever checks the plan, one finding, and the short list where a section is written."""

from collections.abc import Iterable
from dataclasses import dataclass

from permissions.access import NOTHING_HERE
from permissions.refusals import NotFound, NotNow, NotPermitted
from permissions.vocabulary import Code, Role, Stage, Verb
from plans.access import PlanAccess, facts_of
from plans.access.checks import (
    NEVER,
    ONLY_A_LEADER,
    READERS,
    is_shown_while_writing,
    may_reason,
    require_open,
    require_reader,
    require_reason,
)
from plans.queries.items import plan_url, section_said
from plans.queries.plan_page import PlanHead, plan_head
from plans.queries.quality import Findings, Judged
from plans.queries.sheet import BY_THE_FINAL, findings_now
from plans.saying import in_london
from plans.statute.quality import CHECKS, Finding, Moment, Severity
from plans.striking.door import leads

NOT_THERE_ANY_MORE = "This is not on the list any more: the words were changed, or what was missing is there now. Go back to the list."

_NEXT = {
    Moment.FIRST_DRAFT: "before the draft is sent to the family",
    Moment.REASSESSMENT: "before the draft is sent to the family",
    Moment.AMENDMENT: "before changes to the plan are proposed",
    Moment.FINAL: "before the final plan goes out",
    Moment.AMENDED_FINAL: "before the amended plan goes out",
}


@dataclass(frozen=True)
class FindingView:
    """One finding as a page prints it: `about` names the item or section, `place` where it stands; `reason` is what holds, with who gave it and when."""

    key: str
    wrong: str
    do: str
    law: str
    title: str
    about: str
    place: str
    place_url: str
    url: str
    reason: str
    reason_by: str
    may_reason: bool
    may_override: bool
    never: bool


@dataclass(frozen=True)
class CheckGroup:
    """What one check found: `do` is said once where it is the same everywhere, otherwise empty."""

    id: str
    title: str
    law: str
    do: str
    found: tuple[FindingView, ...]


@dataclass(frozen=True)
class ChecksPage:
    """The sheet: what stops the plan, what needs a reason, what goes out with one, hints. `hidden` counts what stands in sections that this person doesn't read;
    `is_before_final`: the final plan goes out next, so that the letter that goes with it is asked for where it is made final."""

    head: PlanHead
    before_what: str
    stops: tuple[CheckGroup, ...]
    warnings: tuple[CheckGroup, ...]
    given: tuple[CheckGroup, ...]
    hints: tuple[CheckGroup, ...]
    stops_number: int
    warnings_number: int
    hidden: int
    is_leader: bool
    is_before_final: bool

    @property
    def is_empty(self) -> bool:
        """Say whether nothing was found at all."""
        return not (self.stops or self.warnings or self.given or self.hints)


@dataclass(frozen=True)
class FindingPage:
    """One finding, to give a reason for it or to override it. `is_stop`: it stops the plan."""

    head: PlanHead
    view: FindingView
    is_stop: bool
    words_hash: str


@dataclass(frozen=True)
class PlaceFound:
    """What was found in one item, or in the section as a whole (`url` empty)."""

    about: str
    url: str
    found: tuple[FindingView, ...]


@dataclass(frozen=True)
class SectionChecks:
    """What was found where somebody writes, place by place: what has to be put right, what needs a reason, and hints; `said` counts them."""

    said: str
    parts: tuple[tuple[str, tuple[PlaceFound, ...]], ...]
    sheet_url: str

    @property
    def is_empty(self) -> bool:
        """Say whether nothing was found here."""
        return not self.parts


def read_checks(access: PlanAccess) -> ChecksPage:
    """Read the sheet. Raises NotPermitted for whoever doesn't read it."""
    require_reader(access)
    findings = findings_now(access)
    writer = _Writer(access, findings)
    shown = [one for one in findings.judged if writer.shows(one.finding)]
    stops = [one for one in shown if one.stops]
    warnings = [one for one in shown if one.needs_reason]
    return ChecksPage(
        head=plan_head(access),
        before_what=_NEXT[findings.moment],
        stops=writer.groups(stops),
        warnings=writer.groups(warnings),
        given=writer.groups(one for one in shown if one in findings.reasoned),
        hints=writer.groups(one for one in shown if one.is_hint),
        stops_number=len(stops),
        warnings_number=len(warnings),
        hidden=len(findings.judged) - len(shown),
        is_leader=writer.is_leader,
        is_before_final=findings.moment in BY_THE_FINAL,
    )


def read_finding(access: PlanAccess, key: str, *, to_act: bool = False) -> FindingPage:
    """Read one finding. Raises NotPermitted (`to_act`: also for whoever does nothing about it), NotFound for what names none, NotNow where it is gone."""
    require_reader(access)
    findings = findings_now(access)
    judged = found_by_key(findings, key)
    writer = _Writer(access, findings)
    if not writer.shows(judged.finding) or judged.is_hint:
        raise NotFound(NOTHING_HERE)
    if to_act:
        _require_acts(access, judged.finding, is_leader=writer.is_leader)
    return FindingPage(plan_head(access), writer.view(judged), judged.finding.severity is Severity.BLOCK, judged.finding.words_hash)


def _require_acts(access: PlanAccess, finding: Finding, *, is_leader: bool) -> None:
    if finding.severity is Severity.WARN:
        require_reason(access, finding.section)
    elif not is_leader:
        raise NotPermitted(ONLY_A_LEADER)
    elif not finding.overridable:
        raise NotPermitted(NEVER, source=finding.source)
    require_open(access)


def found_by_key(findings: Findings, key: str) -> Judged:
    """Find a finding by its name. Raises NotFound for what names none, NotNow where it is not found any more."""
    if key[:3] not in CHECKS:
        raise NotFound(NOTHING_HERE)
    found = next((one for one in findings.judged if one.finding.key == key), None)
    if found is None:
        raise NotNow(NOT_THERE_ANY_MORE)
    return found


def read_section_checks(access: PlanAccess, code: Code) -> SectionChecks | None:
    """Read what was found in the section that somebody writes, or None where they are shown nothing of it.

    Who edits the section sees all of it; who adds to it, what was found in their own items. Invariant: never anything of what somebody keeps.
    """
    if not is_shown_while_writing(access):
        return None
    findings = findings_now(access)
    writer = _Writer(access, findings)
    mine = [one for one in findings.judged if one.finding.section == code and writer.is_for_writer(one.finding)]
    counted = [
        ("To put right", "to put right", [one for one in mine if one.stops]),
        ("To put right, or to give a reason for", "to put right or give a reason for", [one for one in mine if one.needs_reason]),
        ("Hints", "to look at", [one for one in mine if one.is_hint]),
    ]
    return SectionChecks(
        said=", ".join(f"{len(found)} {words}" for _heading, words, found in counted if found),
        parts=tuple((heading, _by_place(writer, found)) for heading, _words, found in counted if found),
        sheet_url=f"{plan_url(access)}checks/" if READERS & set(access.circle.roles) else "",
    )


def _by_place(writer: "_Writer", judged: Iterable[Judged]) -> tuple[PlaceFound, ...]:
    by_place: dict[str, list[FindingView]] = {}
    for one in judged:
        by_place.setdefault(str(one.finding.item or ""), []).append(writer.view(one))
    return tuple(PlaceFound(views[0].about, views[0].place_url if item else "", tuple(views)) for item, views in by_place.items())


class _Writer:
    """Turn findings into what a page prints, for one person."""

    def __init__(self, access: PlanAccess, findings: Findings) -> None:
        self.access = access
        self.findings = findings
        self.is_leader = Role.LEADER in access.circle.roles and leads(access)

    def shows(self, finding: Finding) -> bool:
        """Say whether this person reads the place that a finding is about."""
        access, row = self.access, self.findings.rows.get(finding.item) if finding.item else None
        if finding.for_council and not access.circle.is_council:
            return False
        if row is not None:
            return access.sees_item(row.section.code, facts_of(row)) and access.sees_words(row.section.code, facts_of(row))
        return finding.section is None or access.sections[finding.section].sees_narrative

    def is_for_writer(self, finding: Finding) -> bool:
        """Say whether a finding is about what this person writes themselves."""
        row = self.findings.rows.get(finding.item) if finding.item else None
        if row is None:
            return finding.section is not None and bool(self.access.may(Verb.EDIT, finding.section)) and self.shows(finding)
        return self.shows(finding) and bool(self.access.may_change(row.section.code, facts_of(row)))

    def groups(self, judged: Iterable[Judged]) -> tuple[CheckGroup, ...]:
        """Put together what one check found in several places."""
        by_check: dict[str, list[FindingView]] = {}
        for one in judged:
            by_check.setdefault(one.finding.id, []).append(self.view(one))
        return tuple(self._group(check, views) for check, views in by_check.items())

    def _group(self, check: str, views: list[FindingView]) -> CheckGroup:
        row, same = CHECKS[check], len({view.do for view in views}) == 1
        return CheckGroup(check, row.title, row.source, views[0].do if same else "", tuple(views))

    def view(self, judged: Judged) -> FindingView:
        """Write one finding."""
        finding, access, base = judged.finding, self.access, plan_url(self.access)
        row = self.findings.rows.get(finding.item) if finding.item else None
        title = self.findings.plan.named[row.uid].title if row else ""
        place = section_said(finding.section) if finding.section else "The whole plan"
        anchor = f"#item-{finding.item}" if row else ""
        reason = judged.reason
        is_open = access.stage is not Stage.ENDED
        return FindingView(
            key=finding.key,
            wrong=finding.wrong,
            do=finding.do,
            law=finding.source,
            title=CHECKS[finding.id].title,
            about=title or place,
            place=place if title else "",
            place_url=f"{base}sections/{finding.section}/{self._edit(finding.section)}{anchor}" if finding.section else "",
            url=f"{base}checks/{finding.key}/",
            reason=reason.words if reason else "",
            reason_by=f"{reason.by}, {in_london(reason.at)}" if reason else "",
            may_reason=is_open and finding.severity is Severity.WARN and may_reason(access, finding.section),
            may_override=is_open and finding.severity is Severity.BLOCK and finding.overridable and self.is_leader,
            never=finding.severity is Severity.BLOCK and not finding.overridable,
        )

    def _edit(self, code: Code) -> str:
        return "edit/" if self.access.may(Verb.EDIT, code) else ""
