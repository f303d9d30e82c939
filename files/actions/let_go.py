"""Let a file go."""

from django.db import transaction

from files import store
from files.models import StoredFile


def let_go(file: StoredFile) -> None:
    """Take away a file that nothing names any more: its row now, its bytes when the caller's transaction is through."""
    stored_as = file.stored_as
    file.delete()
    transaction.on_commit(lambda: store.drop(stored_as))
