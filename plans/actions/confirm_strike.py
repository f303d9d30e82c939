"""Confirm a strike: the second person's act, by which the passage goes from every text of the plan that was ever kept."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from permissions import ledger
from permissions.ledger import Act
from permissions.models import Circle, User
from permissions.refusals import NotNow, NotPermitted
from plans.access import PlanAccess
from plans.models import Item, Section, Strike, StruckText
from plans.striking.door import act_of, may_confirm, open_to_strike, require_waiting, strike_of
from plans.striking.places import Place, Shown
from plans.striking.seal import Unopened, as_text, sealed_text, spellings_of, strike_mac
from plans.striking.standing import Standing, standing
from plans.striking.traces import forget_traces

NO_KEY = "The passage was sealed with a key that the service does not have now. Ask whoever keeps the service."


@transaction.atomic
def confirm_strike(person: User, reference: str, uid: uuid.UUID, *, places: Iterable[Place], today: date, now: datetime) -> Strike:
    """Strike a passage from everything: seal each text as it was, put the mark in the place of the passage, write it down, all or nothing.

    What was written since it was proposed is struck too. Raises NotFound; NotPermitted for the one who proposed it; NotNow where it was decided already.
    """
    access, circle = open_to_strike(person, reference, today=today)
    strike = strike_of(access, uid)
    require_waiting(strike)
    answer = may_confirm(access, strike)
    if not answer:
        raise NotPermitted(answer.because)
    spellings = _opened(strike)
    Strike.objects.filter(pk=strike.pk).update(confirmed_by=access.person, confirmed_at=now)
    found = list(standing(circle, places, spellings, day=f"{today.day} {today:%B %Y}"))
    texts = StruckText.objects.bulk_create([_sealed(strike, one) for one in found])
    for one in found:
        type(one.row)._default_manager.filter(pk=one.row.pk).update(**{one.column: one.after})
    strike.confirmed_by, strike.confirmed_at, strike.done_at = User.objects.get(pk=access.person), now, now
    Strike.objects.filter(pk=strike.pk).update(done_at=now, mac=strike_mac(strike, texts))
    ledger.record(act_of(access, "strike", strike), circle=circle, now=now)
    _tell(access, circle, found, now=now)
    transaction.on_commit(forget_traces)
    return strike


def _opened(strike: Strike) -> tuple[str, ...]:
    try:
        return spellings_of(strike)
    except Unopened:
        raise NotNow(NO_KEY) from None


def _sealed(strike: Strike, one: Standing) -> StruckText:
    table = one.place.model._meta.db_table
    return sealed_text(strike, table=table, row=one.row.pk, field=one.column, before=as_text(one.before), after=as_text(one.after))


def _tell(access: PlanAccess, circle: Circle, found: Iterable[Standing], *, now: datetime) -> None:
    """Count a save of each thing that was struck, so that words written on the old ones are stale; and let each open page that shows it look.

    Invariant: one entry a thing, so that whoever does not see it hears nothing of it.
    """
    shown: dict[tuple[str, str, uuid.UUID | None], Shown] = {}
    for one in found:
        thing = one.place.shown(one.row)
        if thing:
            shown.setdefault((thing.kind, thing.code, thing.uid), thing)
    for thing in shown.values():
        if isinstance(thing.counted, Item | Section):
            type(thing.counted).objects.filter(pk=thing.counted.pk).update(seq=F("seq") + 1)
        act = Act(
            actor=access.person, role=access.role, verb="strike", sections=(thing.code,), object_kind=thing.kind, object_uid=thing.uid
        )
        ledger.record(act, circle=circle, now=now)
