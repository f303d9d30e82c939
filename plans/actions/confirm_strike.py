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
from plans.livetext.struck import log_as_text, replace_log, text_for, texts_holding
from plans.models import IssuedDocument, Item, LiveText, Section, Strike, StruckText
from plans.striking.documents import documents_holding, made_again
from plans.striking.door import act_of, may_confirm, open_to_strike, require_waiting, strike_of
from plans.striking.places import Place, Shown
from plans.striking.seal import Unopened, as_text, sealed_text, spellings_of, strike_mac
from plans.striking.standing import Standing, standing
from plans.striking.traces import forget_traces

# The columns that are settled from a live text.
WORDS: dict[type, str] = {Item: "text", Section: "narrative"}
NO_KEY = "The passage was sealed with a key that the service does not have now. Ask whoever keeps the service."


@transaction.atomic
def confirm_strike(person: User, reference: str, uid: uuid.UUID, *, places: Iterable[Place], today: date, now: datetime) -> Strike:
    """Strike a passage from everything: seal each text as it was, put the mark in the place of the passage, write it down, all or nothing.

    What was written since it was proposed is struck too, and documents that were issued with it are made again, which takes seconds for each.
    Raises NotFound; NotPermitted for the one who proposed it; NotNow where it was decided already.
    """
    access, circle = open_to_strike(person, reference, today=today)
    strike = strike_of(access, uid)
    require_waiting(strike)
    answer = may_confirm(access, strike)
    if not answer:
        raise NotPermitted(answer.because)
    spellings = _opened(strike)
    Strike.objects.filter(pk=strike.pk).update(confirmed_by=access.person, confirmed_at=now)
    logs = texts_holding(access.plan, spellings, now=now)
    found = list(standing(circle, places, spellings, day=f"{today.day} {today:%B %Y}"))
    texts = StruckText.objects.bulk_create([_sealed(strike, one) for one in found])
    for one in found:
        type(one.row)._default_manager.filter(pk=one.row.pk).update(**{one.column: one.after})
    texts += [_strike_log(strike, text, found, now=now) for text in _with_new_logs(logs, found)]
    texts += [_strike_document(strike, document, today) for document in documents_holding(access.plan, [one.row for one in found])]
    strike.confirmed_by, strike.confirmed_at, strike.done_at = User.objects.get(pk=access.person), now, now
    Strike.objects.filter(pk=strike.pk).update(done_at=now, mac=strike_mac(strike, texts))
    ledger.record(act_of(access, "strike", strike), circle=circle, now=now)
    _tell(access, circle, found, now=now)
    transaction.on_commit(forget_traces)
    return strike


def _with_new_logs(logs: list[LiveText], found: Iterable[Standing]) -> list[LiveText]:
    """Add the texts whose words are struck and that were never live: a form that was opened on the old words has to be told so."""
    rows = [one.row for one in found if one.column == WORDS.get(type(one.row))]
    new = [text_for(row.section, row) if isinstance(row, Item) else text_for(row, None) for row in rows]
    return list({text.pk: text for text in (*logs, *new)}.values())


def _strike_log(strike: Strike, text: LiveText, found: Iterable[Standing], *, now: datetime) -> StruckText:
    """Put another log in the place of one that held the passage, and seal the old one."""
    row: Item | Section = text.item or text.section
    words = next(((one.before, one.after) for one in found if one.row == row and one.column == WORDS[type(row)]), None)
    stands = row.text if isinstance(row, Item) else row.narrative
    sealed = log_as_text(text)
    replace_log(text, before=words[0] if words else stands, words=words[1] if words else stands, now=now)
    kept = sealed_text(strike, table=LiveText._meta.db_table, row=text.pk, field="log", before=sealed, after=log_as_text(text))
    kept.save()
    return kept


def _strike_document(strike: Strike, document: IssuedDocument, today: date) -> StruckText:
    """Put a document that is made again in the place of one that held the passage, and seal the old one; its first hash stays beside it."""
    again = made_again(document, today=today)
    table, before, after = IssuedDocument._meta.db_table, as_text(document.content), as_text(again)
    kept = sealed_text(strike, table=table, row=document.pk, field="content", before=before, after=after)
    kept.save()
    IssuedDocument.objects.filter(pk=document.pk).update(content=again)
    return kept


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
