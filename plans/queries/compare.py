"""Compare two versions, or a version and the plan as it stands, for one person: filtered by access first, compared after.

Sections whose hashes are equal are not read. What this person does not see counts nowhere, and a section that they don't see is not named.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.db.models import Exists, OuterRef

from permissions.access import NOTHING_HERE
from permissions.refusals import NotFound
from permissions.vocabulary import SECTION_NAMES, Code
from plans.access import PlanAccess
from plans.models import PlanVersion, SectionBlob, Service
from plans.queries.because import Because, Origins, read_origins
from plans.queries.changes import FieldChange, ItemChange, Threads, item_changes, text_runs
from plans.queries.plan_page import PlanHead, plan_head
from plans.queries.versions import VersionRow, seen_versions, version_row
from plans.queries.words import Run
from plans.record.canonical import SectionRecord, read_section, section_json, sha256_of
from plans.record.project import SeenSection, project
from plans.record.rows import put_forward
from plans.saying import count

WORKING_COPY = "working"

_SAID = {"added": "added", "taken_out": "taken out", "changed": "changed", "tied": "tied differently", "moved": "moved"}


@dataclass(frozen=True)
class SectionChanges:
    """What changed in one section. `counts` says it in words; it is empty where nothing that this person sees has changed."""

    code: Code
    name: str
    counts: str
    narrative: tuple[Run, ...]
    none_identified: FieldChange | None
    items: tuple[ItemChange, ...]
    origins: Origins = field(default_factory=dict)

    @property
    def own_because(self) -> tuple[Because, ...]:
        """Say why the section's own words changed; nothing where they did not."""
        changed = _is_changed(self.narrative) or self.none_identified
        return self.origins.get((self.code, ""), ()) if changed else ()

    @property
    def explained(self) -> tuple[tuple[ItemChange, tuple[Because, ...]], ...]:
        """Give each item with why it changed."""
        return tuple((item, self.origins.get((self.code, item.uid), ()) if item.kind != "same" else ()) for item in self.items)


@dataclass(frozen=True)
class ComparePage:
    """A comparison: `older` and `newer` name the two, `since` what the older is to this person; `counts` is empty where nothing that they see has changed."""

    older: str
    newer: str
    sections: tuple[SectionChanges, ...]
    counts: str
    unchanged: str
    is_everything: bool
    since: str = ""

    @property
    def codes(self) -> tuple[Code, ...]:
        """List the sections whose words are shown."""
        return tuple(section.code for section in self.sections)


@dataclass(frozen=True)
class Choices:
    """The versions that may be compared, newest first; `has_working_copy` says whether the plan as it stands is one of them."""

    head: PlanHead
    versions: tuple[PlanVersion, ...]
    rows: tuple[VersionRow, ...]
    has_working_copy: bool
    last_read: str = ""
    last_served: str = ""

    @cached_property
    def offered(self) -> dict[str, str]:
        """List the choices: value and words."""
        listed = {str(row.uid): row.named for row in self.rows}
        return ({WORKING_COPY: "The plan as it stands now"} if self.has_working_copy else {}) | listed

    @property
    def first_guess(self) -> dict[str, str]:
        """Guess what somebody wants to compare: what is newest with what they know, which is the version that they read last, else the one served last."""
        newest, *others = list(self.offered) or [""]
        known = next((value for value in (self.last_read, self.last_served) if value in others), others[0] if others else "")
        return {"from": known, "to": newest} if known else {}


@dataclass(frozen=True)
class _Side:
    """One of the two: the hash of each section, and its words where they need not be read."""

    manifest: dict[str, str]
    contents: dict[str, SectionRecord] = field(default_factory=dict)


def read_choices(access: PlanAccess) -> Choices:
    """Read what this person may compare, and what they know of it. One query."""
    served = Exists(Service.objects.filter(version=OuterRef("pk")))
    versions = tuple(seen_versions(access).annotate(was_served=served).order_by("-number"))
    rows = tuple(version_row(access, version) for version in versions)
    last_read = next((str(version.last_read) for version in versions if version.last_read), "")  # type: ignore[attr-defined]
    last_served = next((str(version.uid) for version in versions if version.was_served), "")
    has_working_copy = access.circle.is_council and bool(versions)
    return Choices(plan_head(access), versions, rows, has_working_copy, last_read, last_served)


def compare_versions(access: PlanAccess, choices: Choices, older: str, newer: str, *, everything: bool = False) -> ComparePage:
    """Compare two of the choices: one query, one more once a draft was served, and three for the plan as it stands. NotFound for what is not among them."""
    sides = [_side(access, choices, value) for value in (older, newer)]
    was, now = (side.manifest for side in sides)
    codes = [code for code in access.visible_sections if everything or was[code] != now[code]]
    before, after = _seen(access, choices, sides, codes)
    threads = Threads(before), Threads(after)
    origins = _origins(access, choices, older, newer)
    compared = [replace(_section(before[code], after[code], *threads, everything=everything), origins=origins) for code in codes]
    changed = [section for section in compared if section.counts]
    same = len(access.visible_sections) - len(changed)
    return ComparePage(
        older=choices.offered[older],
        newer=choices.offered[newer],
        sections=tuple(compared if everything else changed),
        counts=_total(changed),
        unchanged=f"{count(same, 'section is', 'sections are')} the same in both." if same else "",
        is_everything=everything,
        since=_since(choices, older),
    )


def _since(choices: Choices, older: str) -> str:
    """Say what the older one is to this person."""
    if older == choices.last_read:
        return "Since the version that you read last."
    return "Since the version that was sent last." if older == choices.last_served else ""


def _origins(access: PlanAccess, choices: Choices, older: str, newer: str) -> Origins:
    """Read why the plan changed from the one to the other; nothing where the first is the plan as it stands. At most one query."""
    cut_at = {str(version.uid): version.cut_at for version in choices.versions}
    return read_origins(access, after=cut_at[older], until=cut_at.get(newer)) if older in cut_at else {}


def _side(access: PlanAccess, choices: Choices, value: str) -> _Side:
    if value not in choices.offered:
        raise NotFound(NOTHING_HERE)
    if value != WORKING_COPY:
        return _Side(next(version.manifest for version in choices.versions if str(version.uid) == value))
    live = put_forward(access.plan)
    manifest = {code.value: sha256_of(section_json(section)) for code, section in live.items()}
    return _Side(manifest, {manifest[code]: section for code, section in live.items()})


def _seen(access: PlanAccess, choices: Choices, sides: list[_Side], codes: list[Code]) -> list[dict[Code, SeenSection]]:
    """Read the words of these sections on both sides, each once, and take out what this person does not see."""
    records = {sha: section for side in sides for sha, section in side.contents.items()}
    missing = {side.manifest[code] for side in sides for code in codes} - set(records)
    if missing:
        blobs = SectionBlob.objects.filter(plan=access.plan, sha256__in=missing).values_list("sha256", "content")
        records |= {sha: read_section(content) for sha, content in blobs}
    reader = str(choices.versions[0].reader_uid)  # type: ignore[attr-defined]
    return [project(access, {code: records[side.manifest[code]] for code in codes}, reader=reader) for side in sides]


def _section(before: SeenSection, after: SeenSection, old: Threads, new: Threads, *, everything: bool) -> SectionChanges:
    items = item_changes(before, after, old, new)
    text_changed = before.narrative != after.narrative
    none = _none_change(before, after)
    shown = items if everything else tuple(item for item in items if item.kind != "same")
    return SectionChanges(
        code=after.code,
        name=SECTION_NAMES[after.code],
        counts=_counts(Counter(item.kind for item in items), texts=int(text_changed or none is not None)),
        narrative=text_runs(before.narrative, after.narrative) if text_changed or everything else (),
        none_identified=none,
        items=shown,
    )


def _none_change(before: SeenSection, after: SeenSection) -> FieldChange | None:
    if before.none_identified == after.none_identified:
        return None
    said = "stated"
    return FieldChange("None identified", said if before.none_identified else "", said if after.none_identified else "")


def _total(changed: Iterable[SectionChanges]) -> str:
    kinds = Counter(item.kind for section in changed for item in section.items)
    return _counts(kinds, texts=sum(bool(section.none_identified) or _is_changed(section.narrative) for section in changed))


def _is_changed(runs: tuple[Run, ...]) -> bool:
    return any(run.kind != "same" for run in runs)


def _counts(kinds: Counter, *, texts: int) -> str:
    """Say how much changed: "2 added, 1 changed, the section’s own words changed"."""
    said = [f"{kinds[kind]} {words}" for kind, words in _SAID.items() if kinds[kind]]
    if texts:
        said.append("the section’s own words changed" if texts == 1 else f"{texts} sections’ own words changed")
    return ", ".join(said)
