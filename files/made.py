"""A file that is made to be handed out once: on the disk of the private store, without a name there, gone when it is closed."""

import tempfile
from typing import BinaryIO, cast

from files import store


def open_made() -> BinaryIO:
    """Open an empty file that nobody else can open; the space comes back when it is closed, also when the server is killed."""
    store.root().mkdir(mode=0o700, parents=True, exist_ok=True)
    return cast(BinaryIO, tempfile.TemporaryFile(dir=store.root()))
