"""Type into the live texts of Sam's plan, as the room of a text does after it has checked an update."""

from datetime import datetime

from django.db import transaction

from permissions import ledger
from plans.access import open_plan
from plans.actions.write_texts import write_texts
from plans.livetext.committing import Outcome, TextPlace, Write
from plans.livetext.document import Document
from plans.livetext.log import load, text_of
from plans.livetext.update import check
from plans.models import Item, LiveText, Section
from tests.world import SAM, World


def live(world: World, where: Item | str) -> LiveText:
    """Give the live text of an item, or of the own words of the section with this letter."""
    item = Item.objects.get(pk=where.pk) if isinstance(where, Item) else None
    section = item.section if item else Section.objects.get(plan=world.sam, type=where)
    with transaction.atomic():
        ledger.lock(world.sam.circle_id)
        return text_of(section, item, now=world.now)


def typing(world: World, slug: str, where: Item | str, words: str, *, on: Document | None = None) -> Write:
    """Make the update with which a person turns a text (as it is, or as they have it before them) into these words."""
    text = live(world, where)
    access = open_plan(getattr(world, slug), SAM, today=world.today)
    update = (on or load(text)).rewritten(words)
    place = TextPlace(text.pk, world.sam.circle_id, text.section.code, text.item.uid if text.item else None)
    return Write(place, update, check(update), access.person, access.role, access.circle.circle.ledger_number)


def types(world: World, slug: str, where: Item | str, words: str, *, on: Document | None = None, now: datetime | None = None) -> Outcome:
    """Let a person type until the text reads so; committed, and not settled."""
    [outcome] = write_texts([typing(world, slug, where, words, on=on)], today=world.today, now=now or world.now)
    return outcome
