"""Bring the paper on which an answer came."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.core.files.uploadedfile import UploadedFile

from files.intake import Received, discard, receive
from files.refused import FileRefused
from permissions.models import User
from permissions.refusals import Invalid
from plans.access import open_plan
from plans.queries.on_behalf import require_keyer


@contextmanager
def bring_original(person: User, reference: str, upload: UploadedFile | None, *, today: date) -> Iterator[Received | None]:
    """Check the file before the act that it is for, outside its transaction; whoever may not enter an answer is refused first.

    Raises Invalid with the sentence for a file that is refused. Where the act fails, the file is taken away again.
    """
    if upload is None:
        yield None
        return
    require_keyer(open_plan(person, reference, today=today))
    try:
        received = receive(upload)
    except FileRefused as refused:
        raise Invalid({"file": str(refused)}) from refused
    try:
        yield received
    except BaseException:
        discard(received)
        raise
