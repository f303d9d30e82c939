"""The private store on the disk: random names without extension in folders of two levels, readable for the service alone."""

import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

CHUNK = 256 * 1024
LOST = "lost"
_NAME = re.compile(r"[0-9a-f]{32}")


def root() -> Path:
    """Give the folder of the store; it is no folder that the web server or Wagtail serves from."""
    return Path(settings.FILES_ROOT)


def path_of(stored_as: str) -> Path:
    """Give the place of a stored file. Raises ValueError for what is no name of the store."""
    if not _NAME.fullmatch(stored_as):
        raise ValueError("not a name of the store")
    return root() / stored_as[:2] / stored_as[2:4] / stored_as


def new_file() -> tuple[str, BinaryIO]:
    """Make a new empty file, open for writing, under a random name."""
    stored_as = secrets.token_hex(16)
    path = path_of(stored_as)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    place = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    return stored_as, os.fdopen(place, "w+b")


def put(source: BinaryIO) -> str:
    """Copy a file into the store, piece by piece; whatever goes wrong leaves nothing behind."""
    stored_as, file = new_file()
    try:
        with file:
            source.seek(0)
            while piece := source.read(CHUNK):
                file.write(piece)
        settle(stored_as)
    except BaseException:
        drop(stored_as)
        raise
    return stored_as


def settle(stored_as: str) -> None:
    """Bring a file and the way to it safely onto the disk: what a row names is there, even if the power fails."""
    path = path_of(stored_as)
    for place in (path, path.parent, path.parent.parent, root()):
        opened = os.open(place, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def measure(stored_as: str) -> tuple[int, str]:
    """Give the size and the SHA-256 of a stored file. Raises FileNotFoundError."""
    found, size = hashlib.sha256(), 0
    with path_of(stored_as).open("rb") as file:
        while piece := file.read(CHUNK):
            found.update(piece)
            size += len(piece)
    return size, found.hexdigest()


def drop(stored_as: str) -> None:
    """Take a file away; one that is gone already is fine."""
    path_of(stored_as).unlink(missing_ok=True)


def every() -> Iterator[Path]:
    """Walk the files of the store."""
    for path in root().glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*"):
        if _NAME.fullmatch(path.name):
            yield path


def lose(path: Path) -> None:
    """Move a file that nothing names to the lost ones, from where it can be brought back for a time."""
    folder = root() / LOST
    folder.mkdir(mode=0o700, exist_ok=True)
    os.replace(path, folder / path.name)
    os.utime(folder / path.name)


def lost() -> Iterator[Path]:
    """Walk the lost files."""
    yield from (root() / LOST).glob("*")
