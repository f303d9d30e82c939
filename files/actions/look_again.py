"""Look again at the files that wait for the virus scanner."""

from django.db import transaction

from files import scan, store
from files.models import StoredFile
from files.scan import Verdict

State = StoredFile.State


def look_again() -> int:
    """Have each waiting file looked at; what is clean is ready, what is harmful is refused and its bytes deleted. Give how many still wait.

    Stops at the first one without an answer: the scanner is away for the others too.
    """
    for file in StoredFile.objects.filter(state=State.WAITING).order_by("pk"):
        verdict = scan.look(store.path_of(file.stored_as))
        if verdict is Verdict.UNKNOWN:
            break
        _settled(file, verdict)
    return StoredFile.objects.filter(state=State.WAITING).count()


@transaction.atomic
def _settled(file: StoredFile, verdict: Verdict) -> None:
    rows = StoredFile.objects.filter(pk=file.pk, state=State.WAITING)
    if verdict is Verdict.CLEAN:
        rows.update(state=State.READY)
    elif rows.update(state=State.REFUSED, verdict=scan.HARMFUL):
        transaction.on_commit(lambda: store.drop(file.stored_as))
