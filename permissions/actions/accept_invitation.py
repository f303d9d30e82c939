"""Accept an invitation with its link and the joining code."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from permissions import ledger
from permissions.access import NOTHING_HERE
from permissions.joining import hash_of_link, is_code_of
from permissions.models import Invitation, User
from permissions.refusals import NotFound


@dataclass(frozen=True)
class Answer:
    """What came of it: the person who has joined, or None and how many tries the invitation still bears."""

    person: User | None
    tries_left: int


@transaction.atomic
def accept_invitation(link_token: str, joining_code: str, *, now: datetime) -> Answer:
    """Let the invited person in, once; a wrong code is counted and committed, and at the fifth the invitation is dead.

    Raises NotFound, the same for a link that was used, withdrawn, replaced, is too old, had five wrong codes, or never was. Of two who accept at the same
    moment the second one finds it used.
    """
    invitation = Invitation.objects.select_for_update().filter(link_hash=hash_of_link(link_token)).first()
    if invitation is None or not invitation.is_open(now):
        raise NotFound(NOTHING_HERE)
    person = User.objects.select_for_update().get(pk=invitation.person_id)
    if not person.is_active or person.joined_at is not None:
        raise NotFound(NOTHING_HERE)
    if not is_code_of(invitation, joining_code):
        return _refused(invitation, person, now)
    invitation.accepted_at = person.joined_at = now
    invitation.save(update_fields=["accepted_at"])
    person.save(update_fields=["joined_at"])
    ledger.record_service("accept_invitation", actor=person, person=person, object_kind="invitation", object_uid=invitation.uid, now=now)
    return Answer(person, invitation.tries_left)


def _refused(invitation: Invitation, person: User, now: datetime) -> Answer:
    invitation.wrong_codes += 1
    invitation.save(update_fields=["wrong_codes"])
    ledger.record_service("refuse_joining_code", actor=None, person=person, object_kind="invitation", object_uid=invitation.uid, now=now)
    return Answer(None, invitation.tries_left)
