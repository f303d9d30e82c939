"""Write down what the child says on the page of their own, and who helped."""

import uuid
from datetime import date, datetime

from django.db import transaction

from permissions import ledger
from permissions.access import normal_reference
from permissions.ledger import Act
from permissions.models import LedgerEntry, User
from permissions.vocabulary import Code, Role
from plans.access import PlanAccess, open_plan
from plans.access.childs_page import require_childs_page
from plans.actions.add_item import add_item
from plans.actions.writing import ItemWords
from plans.models import Item, VoiceSpec
from plans.statute.sections import Kind

OWN_VOICE = frozenset({Role.CHILD, Role.YOUNG_PERSON})
VERB = "help_child"


@transaction.atomic
def help_child(
    person: User, reference: str, text: str, *, how: str, word_for_word: bool, post_key: uuid.UUID, today: date, now: datetime
) -> Item:
    """Put the child's words forward in Section A, written by whoever opened the page with the child; the ledger says who helped.

    Raises NotFound; NotPermitted without the family's leave; NotNow by the stage of Section A; Invalid as `add_item`. The same form twice adds one thing.
    Law: Children and Families Act 2014 s.19(a); Code of Practice 9.69: whose words, and how they were gathered.
    """
    ledger.lock_named(normal_reference(reference))
    access = open_plan(person, reference, today=today)
    require_childs_page(access)
    words = ItemWords(kind=Kind.VOICE, text=text, spec=_spec(access, person, how, word_for_word))
    item = add_item(person, reference, Code.A, words, put_forward=True, post_key=post_key, today=today, now=now)
    if not LedgerEntry.objects.filter(circle=access.plan.circle_id, verb=VERB, object_uid=item.uid).exists():
        act = Act(actor=access.person, role=access.role, verb=VERB, sections=(Code.A,), object_kind="childs_words", object_uid=item.uid)
        ledger.record(act, circle=ledger.lock(access.plan.circle_id), now=now)
    return item


def _spec(access: PlanAccess, person: User, how: str, word_for_word: bool) -> dict[str, object]:
    """Say whose words these are and how they came. No day: of the other parent's days nobody learns here (design, invariant 11)."""
    is_own = bool(OWN_VOICE & set(access.circle.roles))
    speaker = VoiceSpec.Speaker.YOUNG_PERSON if Role.YOUNG_PERSON in access.circle.roles else VoiceSpec.Speaker.CHILD
    return {
        "speaker": speaker.value,
        "speaker_name": access.circle.circle.child.calling_name,
        "how_gathered": how if is_own else f"{how}, with {person.name}",
        "verbatim": word_for_word,
    }
