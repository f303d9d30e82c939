"""Take back that one made a professional's proposal one's own."""

import uuid
from datetime import date, datetime

from django.db import transaction

from permissions.models import User
from permissions.refusals import NotNow
from plans.actions.answering import ALREADY_REPLIED, OF_A_SECTION, is_replied, note, open_to_answer
from plans.models import SectionAnswer, Suggestion
from plans.queries.answering import LAW
from plans.queries.proposals import find_proposal


@transaction.atomic
def let_proposal_go(person: User, reference: str, uid: uuid.UUID, *, today: date, now: datetime) -> None:
    """Take it out of this person's answer; the proposal itself stays its author's. Twice is once. Raises NotFound, NotPermitted, NotNow."""
    opened = open_to_answer(person, reference, today=today)
    row = find_proposal(opened.access, opened.service.version, uid)
    opened.answering.require_open()
    copies = Suggestion.objects.filter(service=opened.service, post_key=row.uid, withdrawn_at=None)
    own = [*copies, *([row] if row.adopted_for_id == opened.service.pk else [])]
    if any(is_replied(one) for one in own):
        raise NotNow(ALREADY_REPLIED, source=LAW)
    copies.update(withdrawn_at=now)
    if row.adopted_for_id == opened.service.pk:
        row.adopted_for, row.adopted_by, row.adopted_at = None, None, None
        row.save(update_fields=["adopted_for", "adopted_by", "adopted_at"])
    left = Suggestion.objects.filter(service=opened.service, section=row.section, withdrawn_at=None, kind__in=OF_A_SECTION)
    if not left.exists() and not Suggestion.objects.filter(adopted_for=opened.service, section=row.section).exists():
        SectionAnswer.objects.filter(service=opened.service, section=row.section, says=SectionAnswer.Says.ASK).delete()
    code = row.section.code if row.section else None
    if own:
        note(opened.access, opened.circle, "let_proposal_go", uid=row.uid, code=code, on_behalf_of=opened.service.recipient_id, now=now)
