"""Receive what a person sent: find out what it is, look at it, make a picture anew, and lay it on the disk. No row names it yet."""

from dataclasses import dataclass
from typing import BinaryIO, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from files import limited, scan, store
from files.kinds import HEIC, PICTURES, Kind, find_kind
from files.names import clean_name, size_said
from files.plain_pictures import has_only_pixels
from files.refused import FileRefused
from files.scan import Verdict


@dataclass(frozen=True)
class Received:
    """A file on the disk that no row names yet: what it is called, what it is, whether the scanner has seen it."""

    stored_as: str
    name: str
    kind: Kind
    size: int
    sha256: str
    is_scanned: bool


def receive(upload: UploadedFile) -> Received:
    """Check a file and lay it into the store. Raises FileRefused with a sentence; then nothing of it is kept.

    Takes up to some 80 seconds for a hostile file, so never inside a transaction. Whoever calls this drops what no row came to name (`discard`).
    """
    if not upload.size:
        raise FileRefused("This file is empty.")
    if upload.size > settings.FILE_LIMIT:
        raise FileRefused(f"This file has {size_said(upload.size)}. A file can have at most {size_said(settings.FILE_LIMIT)}.")
    content = cast(BinaryIO, upload)
    kind = find_kind(content)
    stored_as = store.put(content)
    try:
        return _checked(stored_as, kind, upload.name or "")
    except BaseException:
        store.drop(stored_as)
        raise


def _checked(stored_as: str, found: str, name: str) -> Received:
    verdict = scan.look(store.path_of(stored_as))
    if verdict is Verdict.INFECTED:
        raise FileRefused(scan.HARMFUL)
    kind = Kind.JPEG if found == HEIC else Kind(found)
    if kind is Kind.WORD:
        limited.run("word", store.path_of(stored_as))
    final = _made_anew(stored_as, found, kind) if kind in PICTURES else stored_as
    size, sha256 = store.measure(final)
    return Received(final, clean_name(name, kind), kind, size, sha256, verdict is Verdict.CLEAN)


def _made_anew(stored_as: str, found: str, kind: Kind) -> str:
    """Make a picture anew, and take the one that was sent away."""
    made, file = store.new_file()
    try:
        with file:
            limited.run(f"picture-{found}", store.path_of(stored_as), file)
        if not has_only_pixels(store.path_of(made), kind):
            raise FileRefused("This picture could not be made safe, so it wasn’t added. Save it as JPEG and add that.")
        store.settle(made)
    except BaseException:
        store.drop(made)
        raise
    store.drop(stored_as)
    return made


def discard(received: Received) -> None:
    """Take a received file away again: the act that it was for did not happen."""
    store.drop(received.stored_as)
