"""Start the limited process that opens what people send, and say in words what it found."""

import subprocess
import sys
import threading
from pathlib import Path
from typing import BinaryIO

from files import child
from files.refused import FileRefused

SECONDS = 20
AT_ONCE = 2
_CHILD = Path(child.__file__)
# How many of these processes run at once for one server process, so that many uploads together stay within the machine's memory.
_room = threading.BoundedSemaphore(AT_ONCE)

_TOO_LONG = "This file takes too long to open, so it wasn’t added. Open it, save it again under a new name, and add that."
_DAMAGED = "This file is damaged or isn’t what it seems to be, so it can’t be opened safely. Open it, save it again, and add that."
_SAVE_AS_PDF = "Save it as PDF and add that."
SENTENCES = {
    child.TOO_MANY_PIXELS: f"This picture has more than {child.PIXELS // 1_000_000} million dots. Make it smaller and add that.",
    child.NO_MEMORY: "This picture is too large to be opened safely. Make it smaller and add that.",
    child.NO_WORD: "This is a folder of packed files, or a file of another program. You can add a PDF, a Word file (.docx) or a picture.",
    child.PROGRAM: f"This Word file has a program (a macro) inside. {_SAVE_AS_PDF}",
    child.ENCRYPTED: "This file is locked with a password, so nobody else could read it here. Save it without a password and add that.",
    child.TOO_BIG_INSIDE: f"This Word file unpacks to far more than it should. {_SAVE_AS_PDF}",
    child.REACHES_OUT: f"This Word file would fetch something from elsewhere when it is opened. {_SAVE_AS_PDF}",
    child.OBJECT_INSIDE: f"This Word file has a file of another program inside. {_SAVE_AS_PDF}",
}


def run(job: str, source: Path, target: BinaryIO | None = None) -> None:
    """Do one job of `files.child` on a file. Raises FileRefused, also when the process was killed."""
    if not _room.acquire(timeout=SECONDS * 2):
        raise FileRefused("Many files are being added just now. Wait a minute and add yours again.")
    try:
        with source.open("rb") as opened:
            found = subprocess.run(  # noqa: S603 our own program, with fixed arguments
                [sys.executable, "-I", "-B", str(_CHILD), job],
                stdin=opened,
                stdout=target or subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={},
                cwd="/",
                timeout=SECONDS,
                start_new_session=True,
                check=False,
            ).returncode
    except subprocess.TimeoutExpired as late:
        raise FileRefused(_TOO_LONG) from late
    finally:
        _room.release()
    if found != child.OK:
        raise FileRefused(_TOO_LONG if found in (-9, -24) else SENTENCES.get(found, _DAMAGED))
