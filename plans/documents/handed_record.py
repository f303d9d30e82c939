"""Write the record of a plan as one archive for the council that takes it over, with a list of what is in it."""

import hashlib
from collections.abc import Iterator
from datetime import date
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from files import store
from plans.documents.pdf import file_name, version_pdf
from plans.queries.handed_record import HandedRecord, Paper

LIST = "list.txt"
ABOUT = (
    "This is the record of an Education, Health and Care plan, handed over to another council (SEND Regulations 2014, regulation 15).",
    "Each document that was issued was for one person only. An address or a name in one must not reach anybody else through you.",
    "What the council said among its own people, conversations beside the plan, and drafts that were never sent are not in it.",
)


def write_handed_record(record: HandedRecord, out: BinaryIO, *, today: date) -> None:
    """Write the archive into an open file; stored files are read in pieces. Takes seconds, so never while something is locked."""
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        papers = [*_plan(record, today), *record.papers]
        lines = [_put(archive, paper, today) for paper in papers]
        _write(archive, LIST, "\n".join(_list(record, lines)).encode(), today)


def _plan(record: HandedRecord, today: date) -> Iterator[Paper]:
    if record.plan:
        content = version_pdf(record.plan, recipient=record.to_council, today=today)
        yield Paper(name=f"plan/{file_name(record.plan)}", about=f"The plan in force: {record.plan.row.named}", content=content)


def _put(archive: ZipFile, paper: Paper, today: date) -> str:
    """Write one file into the archive, and give its line of the list."""
    if paper.absent:
        return f"{paper.name}: {paper.about}\n    {paper.absent}"
    if paper.file is None:
        _write(archive, paper.name, paper.content, today)
        return _line(paper, hashlib.sha256(paper.content).hexdigest())
    info = _info(paper.name, today)
    info.compress_type = ZIP_STORED
    with store.path_of(paper.file.stored_as).open("rb") as source, archive.open(info, "w", force_zip64=True) as target:
        while piece := source.read(store.CHUNK):
            target.write(piece)
    return _line(paper, paper.file.sha256)


def _line(paper: Paper, sha256: str) -> str:
    return f"{paper.name}: {paper.about}\n    SHA-256 {sha256}"


def _write(archive: ZipFile, name: str, content: bytes, today: date) -> None:
    archive.writestr(_info(name, today), content)


def _info(name: str, today: date) -> ZipInfo:
    info = ZipInfo(name, date_time=(today.year, today.month, today.day, 0, 0, 0))
    info.compress_type = ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    return info


def _list(record: HandedRecord, lines: list[str]) -> Iterator[str]:
    yield f"Reference {record.reference}"
    yield f"{record.child}, born on {record.born_on}"
    yield f"Made on {record.day} for {record.to_council}"
    yield from ("", *ABOUT)
    yield from ("", "What is in this archive", "", *(lines or ["Nothing."]))
    yield from ("", "What is open", "", *(record.still_open or ("Nothing that this service knows of.",)))
    yield from ("", "What happened, and when", "", *record.history, "")
