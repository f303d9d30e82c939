"""Say what a page says of the file of a report, in the plan and in a version, as far as a person may have it."""

from dataclasses import dataclass

from files.kinds import PICTURES
from files.models import StoredFile
from files.names import size_said
from permissions.vocabulary import Code
from plans.access import PlanAccess, facts_of
from plans.access.files import reads_whole, sees_file
from plans.models import Item
from plans.record.project import SeenItem
from plans.statute.sections import Kind

_KINDS = dict(StoredFile.Kind.choices)


@dataclass(frozen=True)
class FileView:
    """A file as a page shows it: `about` says kind and size, `waits` why it can't be opened now, or nothing; `is_picture` may be shown on the page."""

    name: str
    about: str
    url: str
    is_picture: bool = False
    waits: str = ""


def file_of(access: PlanAccess, row: Item) -> FileView | None:
    """Say which file belongs to a report, as far as this person may have it; its row is read already."""
    file = row.evidence.file if Kind(row.kind) is Kind.EVIDENCE else None
    if file is None or not sees_file(access, row.section.code, facts_of(row)):
        return None
    is_ready = file.state == StoredFile.State.READY
    waits = "" if is_ready else file.verdict or "It is being checked for viruses and can’t be opened yet."
    return FileView(file.name, _about(file.kind, file.size), file_url(access, file.uid), is_ready and file.kind in PICTURES, waits)


def file_in_version(access: PlanAccess, item: SeenItem) -> FileView | None:
    """Say which file a report of a version had, as far as this person may have it."""
    spec = item.record.spec
    if not has_file(access, item):
        return None
    return FileView(str(spec["file_name"]), _about(str(spec["file_kind"]), int(spec["file_size"] or 0)), file_url(access, spec["file_uid"]))


def _about(kind: str, size: int) -> str:
    return f"{_KINDS[kind]}, {size_said(size)}"


def file_url(access: PlanAccess, uid: object) -> str:
    """Give the address of a file; it carries the random number of the file and nothing else."""
    return f"/plans/{access.circle.circle.shown_reference}/files/{uid}/"


def has_file(access: PlanAccess, item: SeenItem) -> bool:
    """Say whether a report of a version had a file that this person may have."""
    return "file_uid" in item.record.spec and item.shows_words and (item.is_own or reads_whole(access, Code.K))
