"""Change an adult's card for them and tell them so, in one transaction. The letter names the reference and nothing of a child."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from permissions.access import normal_reference
from permissions.models import User
from plans.access.details import Fact
from plans.actions.save_details import Saved, save_details
from portal import mail

SUBJECT = "Your details were changed"
BODY = """Hello

Something in your own details was changed for you. The reference is {reference}.

Sign in at {origin}/ to see it. If it is not right, you can change it there, or tell us.
"""


@transaction.atomic
def save_and_tell(person: User, reference: str, changes: Mapping[Fact, Any], *, of: int, seen: str, today: date, now: datetime) -> Saved:
    """Save facts of an adult's card and write the letter that tells them. Raises what `save_details` raises."""
    saved = save_details(person, reference, changes, of=of, seen=seen, today=today, now=now)
    if saved.is_changed:
        plain = normal_reference(reference)
        shown = f"{plain[:4]}-{plain[4:]}"
        mail.write(to=saved.owner.email, subject=SUBJECT, body=BODY.format(reference=shown, origin=settings.ORIGIN))
    return saved
