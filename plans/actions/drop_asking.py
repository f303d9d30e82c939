"""Throw a request away that was not sent."""

from uuid import UUID

from django.db import transaction

from permissions.models import User
from plans.access.asking import open_own


@transaction.atomic
def drop_asking(person: User, uid: UUID) -> None:
    """Take it away with everything that was typed. Raises NotFound, NotNow once it is sent."""
    open_own(person, uid, lock=True).delete()
