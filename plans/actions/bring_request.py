"""Bring the original of a request: the letter, form or e-mail as it came in."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.files.uploadedfile import UploadedFile

from files.intake import Received, discard, receive
from files.refused import FileRefused
from permissions.models import User
from permissions.refusals import Invalid, NotPermitted


@contextmanager
def bring_request(by: User, upload: UploadedFile | None) -> Iterator[Received | None]:
    """Check the file before the plan is opened, outside its transaction; where that fails, it is taken away again. Without a file nothing is done.

    Raises NotPermitted for whoever does not open plans, before the file is looked at, and Invalid with the sentence for a file that is refused.
    """
    if not by.may_open_plans:
        raise NotPermitted("Plans are opened by the council's EHC coordinators.")
    if upload is None:
        yield None
        return
    try:
        received = receive(upload)
    except FileRefused as refused:
        raise Invalid({"original": str(refused)}) from refused
    try:
        yield received
    except BaseException:
        discard(received)
        raise
