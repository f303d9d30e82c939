"""Find a file for whoever asks for it, and ask access again: a page that spoke of it may be old."""

from uuid import UUID

from files.models import StoredFile
from permissions.access import NOTHING_HERE
from permissions.refusals import NotFound, NotNow, NotPermitted
from permissions.vocabulary import Code
from plans.access import PlanAccess, facts_of
from plans.access.files import sees_file
from plans.models import Item, SectionBlob
from plans.queries.files import has_file
from plans.queries.versions import seen_versions
from plans.record.canonical import read_section
from plans.record.project import project

WAITS = "This file has not been checked for viruses yet. It opens as soon as it was. Look again later."


def find_file(access: PlanAccess, uid: UUID) -> StoredFile:
    """Find a file of this plan for a person who may have it now: of a report in the plan, or of one in a version that they see. Four queries.

    NotFound for every other one, there or not, with as many queries; NotNow while it waits for the virus scanner, NotPermitted where that refused it.
    """
    file = StoredFile.objects.filter(uid=uid, owner=access.circle.circle.uid).first()
    if not (_is_in_plan(access, uid) | _is_in_a_version(access, uid)) or file is None:
        raise NotFound(NOTHING_HERE)
    if file.state == StoredFile.State.REFUSED:
        raise NotPermitted(file.verdict)
    if file.state == StoredFile.State.WAITING:
        raise NotNow(WAITS)
    return file


def _is_in_plan(access: PlanAccess, uid: UUID) -> bool:
    rows = Item.objects.filter(plan=access.plan, evidence__file__uid=uid).exclude(state=Item.State.RETIRED)
    row = rows.select_related("section", "evidence").first()
    return row is not None and sees_file(access, row.section.code, facts_of(row))


def _is_in_a_version(access: PlanAccess, uid: UUID) -> bool:
    """Ask the versions: the reports that name this file, in those versions that this person sees. Two queries."""
    seen = list(seen_versions(access))
    hashes = {version.manifest.get(Code.K.value) for version in seen}
    reader = str(seen[0].reader_uid) if seen else ""  # type: ignore[attr-defined]
    naming = SectionBlob.objects.filter(plan=access.plan, content__contains=f'"file_uid":"{uid}"').values_list("sha256", "content")
    return any(_is_open(access, content, reader, uid) for sha, content in naming if sha in hashes)


def _is_open(access: PlanAccess, content: str, reader: str, uid: UUID) -> bool:
    sections = project(access, {Code.K: read_section(content)}, reader=reader)
    items = [item for section in sections.values() for item in section.items]
    return any(item.record.spec.get("file_uid") == str(uid) and has_file(access, item) for item in items)
