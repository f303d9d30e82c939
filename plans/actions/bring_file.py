"""Bring a file for a report."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.core.files.uploadedfile import UploadedFile

from files.intake import Received, discard, receive
from files.refused import FileRefused
from permissions.models import User
from permissions.refusals import Invalid
from permissions.vocabulary import Code, Verb
from plans.access import facts_of, open_item, open_plan


@contextmanager
def bring_file(
    person: User, reference: str, upload: UploadedFile | None, *, to: Code | uuid.UUID, today: date
) -> Iterator[Received | None]:
    """Check a file before the act that it is for, outside its transaction: a new report in a section, or a change of a report (`to`).

    Access is asked first: NotFound, NotPermitted or NotNow for whoever may not do that act, before the file is looked at. Raises Invalid with the sentence
    for a file that is refused. Where the act fails, the file is taken away again. Without a file nothing is asked.
    """
    if upload is None:
        yield None
        return
    _require(person, reference, to, today)
    try:
        received = receive(upload)
    except FileRefused as refused:
        raise Invalid({"file": str(refused)}) from refused
    try:
        yield received
    except BaseException:
        discard(received)
        raise


def _require(person: User, reference: str, to: Code | uuid.UUID, today: date) -> None:
    if isinstance(to, uuid.UUID):
        access, item = open_item(person, reference, to, today=today)
        access.require_change(item.section.code, facts_of(item))
    else:
        open_plan(person, reference, today=today).require(Verb.ADD, to)
