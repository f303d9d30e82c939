"""Read the versions of a plan for one person: the list, one of them, and who will be able to read it once it is shared."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery

from permissions import ledger
from permissions.access import NOTHING_HERE
from permissions.clock import LONDON
from permissions.models import User
from permissions.refusals import NotFound
from permissions.vocabulary import CODES, ROLE_NAMES, SECTION_NAMES, Code
from plans.access import PlanAccess, everyone_in
from plans.models import PlanVersion, SectionBlob
from plans.queries.items import SectionToRead, plan_url
from plans.queries.plan_page import PlanHead, plan_head
from plans.queries.proposed import plan_in_force
from plans.queries.version_items import VersionItems
from plans.record.append import require_cutter
from plans.record.canonical import SectionRecord, read_section
from plans.record.project import NameTaker, SeenSection, kinds_seen, project
from plans.rendering import words_html
from plans.saying import count, in_london, long_date


@dataclass(frozen=True)
class VersionRow:
    """One version in a list. `when` is the day, with the hour for the council; `shared_as` names the version that shared it."""

    uid: UUID
    kind: str
    number: int
    title: str
    when: str
    day: str
    by: str
    note: str
    url: str
    tag: str
    shared_as: str
    share_url: str

    @property
    def named(self) -> str:
        """Name the version with its day: Shared version 2 · Monday 9 March 2026."""
        return f"{self.title} · {self.day}"


@dataclass(frozen=True)
class VersionsPage:
    """The list, newest first. An address that this person has no use for is empty."""

    head: PlanHead
    rows: tuple[VersionRow, ...]
    cut_url: str
    compare_url: str
    is_council: bool


@dataclass(frozen=True)
class VersionPage:
    """A version to read. `hash` also stands on its PDF. `was_read_last`: this person read no other one since. `replaces` names the final plan whose place it takes."""

    head: PlanHead
    row: VersionRow
    sections: tuple[SectionToRead, ...]
    hash: str
    pdf_url: str
    compare_url: str
    was_read_last: bool
    replaces: str = ""

    @property
    def codes(self) -> tuple[Code, ...]:
        """List the sections that are read."""
        return tuple(section.code for section in self.sections)

    @property
    def fingerprint(self) -> str:
        """Write the hash in groups, as it is read aloud."""
        return " ".join(self.hash[place : place + 8] for place in range(0, len(self.hash), 8))


@dataclass(frozen=True)
class ReaderRow:
    """Somebody who will be able to read a shared version."""

    name: str
    role: str
    sections: str


@dataclass(frozen=True)
class SharePage:
    """What is asked before a version is shared."""

    head: PlanHead
    row: VersionRow
    readers: tuple[ReaderRow, ...]


def seen_versions(access: PlanAccess) -> QuerySet[PlanVersion]:
    """Give the versions that a person may know of, each with its sharing, with the person's own uid and with the uid of the version that they read last."""
    shared = PlanVersion.objects.filter(shares=OuterRef("pk"))
    reader = User.objects.filter(pk=access.person)
    read = ledger.reads_of("version", actor=access.person).filter(circle=access.plan.circle_id)
    return (
        PlanVersion.objects.filter(plan=access.plan, kind__in=kinds_seen(access))
        .select_related("cut_by")
        .annotate(
            shared_number=Subquery(shared.values("kind_number")[:1]),
            reader_uid=Subquery(reader.values("uid")),
            last_read=Subquery(read.values("object_uid")[:1]),
        )
    )


def find_version(access: PlanAccess, uid: UUID) -> PlanVersion:
    """Find a version that this person sees; NotFound for every other, there or not. One query."""
    version = seen_versions(access).filter(uid=uid).first()
    if version is None:
        raise NotFound(NOTHING_HERE)
    return version


def read_versions(access: PlanAccess) -> VersionsPage:
    """Read the list of versions. One query."""
    rows = tuple(version_row(access, version) for version in seen_versions(access).defer("manifest").order_by(F("number").desc()))
    base = f"{plan_url(access)}versions/"
    comparable = len(rows) + access.circle.is_council
    return VersionsPage(
        head=plan_head(access),
        rows=rows,
        cut_url=f"{base}new/" if access.cuts_versions else "",
        compare_url=f"{base}compare/" if rows and comparable > 1 else "",
        is_council=access.circle.is_council,
    )


def read_version(access: PlanAccess, uid: UUID) -> VersionPage:
    """Read one version, every section that this person sees. Two queries; NotFound for what is not theirs."""
    version = find_version(access, uid)
    return version_page(access, version, read_seen(access, version, version.manifest))


def version_page(access: PlanAccess, version: PlanVersion, seen: dict[Code, SeenSection]) -> VersionPage:
    """Write out a version, stored or about to be, from what this person sees of it. No query; one for a final plan that takes the place of another."""
    writer = VersionItems(access, seen)
    row = version_row(access, version)
    return VersionPage(
        head=plan_head(access),
        row=row,
        sections=tuple(_section(writer, section) for section in seen.values()),
        hash=version.hash,
        pdf_url=f"{row.url}pdf/",
        compare_url=f"{plan_url(access)}versions/compare/?to={version.uid}",
        was_read_last=getattr(version, "last_read", None) == version.uid,
        replaces=_replaces(access, version),
    )


def _replaces(access: PlanAccess, version: PlanVersion) -> str:
    """Name the final plan before this one. Law: SEND Regs 2014 reg 22(3): the changed plan takes the place of the one in force."""
    if version.kind != PlanVersion.Kind.AMENDED_FINAL:
        return ""
    before = plan_in_force(access.plan, before=version.number)
    return version_row(access, before).named if before else ""


def read_share_page(access: PlanAccess, uid: UUID) -> SharePage:
    """Read what is asked before sharing: the version, and everybody who will read something of it. Five queries; NotPermitted, NotFound."""
    require_cutter(access)
    version = find_version(access, uid)
    if version.kind != PlanVersion.Kind.WORKING:
        raise NotFound(NOTHING_HERE)
    everyone = everyone_in(access.plan, today=access.today, policy=access.circle.policy)
    people = User.objects.in_bulk(list(everyone))
    rows = [_reader(people[key], other) for key, other in everyone.items() if other.visible_sections]
    return SharePage(plan_head(access), version_row(access, version), tuple(sorted(rows, key=lambda row: (row.role, row.name))))


def _reader(person: User, access: PlanAccess) -> ReaderRow:
    seen = len(access.visible_sections)
    sections = "every section" if seen == len(CODES) else count(seen, "section", "sections")
    return ReaderRow(person.get_full_name(), ", ".join(ROLE_NAMES[role] for role in dict.fromkeys(access.circle.roles)), sections)


def version_row(access: PlanAccess, version: PlanVersion) -> VersionRow:
    """Write one version into a list: what it is called, when, by whom (design, invariant 11: an officer's act; the hour is the council's)."""
    url = f"{plan_url(access)}versions/{version.uid}/"
    shared_number = getattr(version, "shared_number", None)
    may_share = access.cuts_versions and version.kind == PlanVersion.Kind.WORKING and not shared_number
    return VersionRow(
        uid=version.uid,
        kind=version.kind,
        number=version.kind_number,
        title=f"{PlanVersion.Kind(version.kind).label} {version.kind_number}",
        when=in_london(version.cut_at) if access.circle.is_council else long_date(_day(version)),
        day=long_date(_day(version)),
        by=version.cut_by.get_full_name() if access.sees_names else "the council",
        note=version.note if access.sees_names else _nameless(access)(version.note),
        url=url,
        tag=_tag(version, shared_number),
        shared_as=f"Shared with the circle as shared version {shared_number}" if shared_number else "",
        share_url=f"{url}share/" if may_share else "",
    )


def _tag(version: PlanVersion, shared_number: int | None) -> str:
    if version.kind == PlanVersion.Kind.WORKING:
        return "Shared" if shared_number else "Council only"
    return ""


def _day(version: PlanVersion) -> date:
    return version.cut_at.astimezone(LONDON).date()


def _nameless(access: PlanAccess) -> NameTaker:
    child = access.circle.circle.child
    return NameTaker([child.first_name, child.last_name, child.called])


def read_seen(access: PlanAccess, version: PlanVersion, manifest: dict[str, str], codes: Iterable[Code] = CODES) -> dict[Code, SeenSection]:
    """Read sections of a version as this person may. One query, for no section that they don't see."""
    return project(access, read_records(access, manifest, codes), reader=str(version.reader_uid))  # type: ignore[attr-defined]


def read_records(access: PlanAccess, manifest: dict[str, str], codes: Iterable[Code]) -> dict[Code, SectionRecord]:
    """Read the blobs of those of these sections that this person sees. One query."""
    wanted = {code: manifest[code] for code in codes if code in access.visible_sections and code in manifest}
    rows = SectionBlob.objects.filter(plan=access.plan, sha256__in=set(wanted.values())).values_list("sha256", "content")
    contents = dict(rows) if wanted else {}
    return {code: read_section(contents[sha]) for code, sha in wanted.items()}


def _section(writer: VersionItems, section: SeenSection) -> SectionToRead:
    return SectionToRead(
        code=section.code,
        name=SECTION_NAMES[section.code],
        narrative_html=words_html(section.narrative) if section.narrative else "",
        none_identified=section.none_identified,
        items=tuple(writer.view(section.code, item) for item in section.items),
    )
