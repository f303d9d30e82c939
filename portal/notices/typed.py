"""Find the live texts that were written since a look, and by whom: the ledger has one entry a quarter of an hour, the log has every word."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Max, Q

from comments.strands import is_apart, is_text_apart
from permissions.models import User
from permissions.vocabulary import Code
from plans.access import PlanAccess
from plans.live import Settled, settled
from plans.models import TextUpdate
from portal.models import LastLook

Doer = tuple[User, str, datetime]


@dataclass(frozen=True)
class Typed:
    """The items and sections whose words others wrote since, and who."""

    items: frozenset[UUID] = frozenset()
    sections: frozenset[Code] = frozenset()
    by_code: dict[Code, tuple[Doer, ...]] = field(default_factory=dict)

    def has(self, code: Code) -> bool:
        """Say whether somebody else wrote in this section."""
        return code in self.by_code

    def doers(self, code: Code) -> tuple[Doer, ...]:
        """List who wrote in this section, and when last."""
        return self.by_code.get(code, ())


def typed_since(access: PlanAccess, look: LastLook) -> Typed:
    """Find what others wrote live since a look. No query where nothing was settled, otherwise three. No supporter writes in a plan: who chose one is not asked.

    Invariant: a text of the other parent's side is not in it, whoever wrote in it, and neither is what one wrote oneself.
    """
    texts = [text for text in settled(access, since=look.words_number) if not is_text_apart(access.circle, text)]
    if not texts:
        return Typed()
    codes = {_key(text): text.code for text in texts}
    wrote: dict[Code, list[Doer]] = {}
    touched: set[tuple[Code, UUID | None]] = set()
    for code, item, person, role, at in _writers(access, texts, look.at):
        if (code, item) in codes:
            wrote.setdefault(code, []).append((person, role, at))
            touched.add((code, item))
    items = frozenset(item for _, item in touched if item is not None)
    sections = frozenset(code for code, item in touched if item is None)
    return Typed(items, sections, {code: tuple(doers) for code, doers in wrote.items()})


def _key(text: Settled) -> tuple[Code, UUID | None]:
    return text.code, text.item


def _writers(access: PlanAccess, texts: list[Settled], since: datetime) -> list[tuple[Code, UUID | None, User, str, datetime]]:
    items = [text.item for text in texts if text.item is not None]
    own = Q(text__item=None, text__section__type__in=[str(text.code) for text in texts if text.item is None])
    rows = TextUpdate.objects.filter(own | Q(text__item__uid__in=items), text__section__plan=access.plan, at__gt=since, by__isnull=False)
    found = rows.exclude(by=access.person).values_list("text__section__type", "text__item__uid", "by", "role").annotate(newest=Max("at"))
    listed = list(found)
    people = User.objects.in_bulk([by for _, _, by, _, _ in listed])
    return [
        (Code(str(code)), item, people[by], role, at)
        for code, item, by, role, at in listed
        if not is_apart(access.circle, actor=by, role=role, chosen_by=None)
    ]
