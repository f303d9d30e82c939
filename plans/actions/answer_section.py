"""Say that one agrees with a section of the draft, or that one has not decided after all."""

from datetime import date, datetime

from django.db import transaction

from permissions.models import User
from permissions.refusals import Invalid
from permissions.vocabulary import Code, Verb
from plans.actions.answering import OF_A_SECTION, note, open_to_answer
from plans.models import Section, SectionAnswer, Suggestion

ASKS_STILL = "You ask for something in this section. To agree with the whole of it, withdraw that first."


@transaction.atomic
def answer_section(person: User, reference: str, code: Code, *, agrees: bool, today: date, now: datetime) -> None:
    """Write that the person agrees with the section, or take that away again: then nothing is said. Silence is never taken for agreement.

    Raises NotFound, NotPermitted, NotNow; Invalid where the person still asks for something there.
    """
    opened = open_to_answer(person, reference, today=today)
    opened.access.require(Verb.SUGGEST, code)
    opened.answering.require_open()
    section = Section.objects.get(plan=opened.access.plan, type__code=code)
    asked = Suggestion.objects.filter(service=opened.service, section=section, withdrawn_at=None, kind__in=OF_A_SECTION)
    if agrees and asked.exists():
        raise Invalid({"says": ASKS_STILL})
    rows = SectionAnswer.objects.filter(service=opened.service, section=section)
    if agrees:
        said = {"says": SectionAnswer.Says.AGREE, "by_id": opened.access.person, "at": now}
        SectionAnswer.objects.update_or_create(service=opened.service, section=section, defaults=said)
    else:
        rows.filter(says=SectionAnswer.Says.AGREE).delete()
    note(
        opened.access, opened.circle, "answer_section", uid=opened.service.uid, code=code, on_behalf_of=opened.service.recipient_id, now=now
    )
