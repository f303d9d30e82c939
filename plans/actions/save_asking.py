"""Keep one page of a request that is not sent yet."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from permissions.models import User
from plans.access.asking import open_own
from plans.models import Asking


@transaction.atomic
def save_asking(person: User, uid: UUID, values: Mapping[str, Any]) -> Asking:
    """Keep what was typed on one page; it is left and gone on with at any time. Raises NotFound, NotNow once it is sent."""
    asking = open_own(person, uid, lock=True)
    known = {name: value for name, value in values.items() if name in asking.values}
    for name, value in known.items():
        setattr(asking, name, value)
    asking.save(update_fields=list(known))
    return asking
