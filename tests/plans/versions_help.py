"""Write in Sam's plan, cut and share, in one line each: what the tests of versions start from."""

import uuid

from plans.access import PlanAccess, open_plan
from plans.actions.add_item import add_item
from plans.actions.cut_version import cut_version
from plans.actions.link_item import link_item
from plans.actions.save_item import save_item
from plans.actions.save_section import save_section
from plans.actions.share_version import share_version
from plans.actions.writing import ItemWords
from plans.contents import spec_values
from plans.models import Item, PlanVersion, Section
from plans.statute.sections import Kind
from tests.world import SAM, World

SPECS = {
    "voice": {"speaker": "parent", "speaker_name": "Amara"},
    "aspiration": {"whose": "parent"},
    "need": {"area": "communication"},
    "outcome": {},
    "provision": {},
    "placement": {"type": "mainstream"},
    "budget": {"part": "education"},
    "evidence": {"advice_type": "educational", "title": "Report"},
}


def access_of(world: World, slug: str) -> PlanAccess:
    return open_plan(getattr(world, slug), SAM, today=world.today)


def write(
    world: World, slug: str, code: str, kind: str, text: str, *, put_forward: bool = True, comes_from: tuple[Item, ...] = (), **spec
) -> Item:
    flags = {name: spec.pop(name) for name in ("is_safety", "is_travel", "source") if name in spec}
    words = ItemWords(kind=Kind(kind), text=text, spec=SPECS[kind] | spec, **flags)
    person, when = getattr(world, slug), {"today": world.today, "now": world.now}
    item = add_item(person, SAM, code, words, put_forward=put_forward, post_key=uuid.uuid4(), **when)
    if comes_from:
        link_item(person, SAM, item.uid, [other.uid for other in comes_from], **when)
    return item


def rewrite(world: World, slug: str, item: Item, text: str | None = None, **spec) -> Item:
    item = Item.objects.select_related(item.kind).get(pk=item.pk)
    kept = {name: getattr(item, name) for name in ("source", "is_safety", "is_travel")}
    words = ItemWords(kind=Kind(item.kind), text=text or item.text, spec=spec_values(item) | spec, **kept)
    return save_item(getattr(world, slug), SAM, item.uid, words, seq=item.seq, today=world.today, now=world.now).row


def narrate(world: World, slug: str, code: str, narrative: str, *, none_identified: bool = False) -> Section:
    seq = Section.objects.get(plan=world.sam, type=code).seq
    facts = {"narrative": narrative, "none_identified": none_identified, "seq": seq}
    return save_section(getattr(world, slug), SAM, code, **facts, today=world.today, now=world.now).row


def cut(world: World, slug: str = "marcus", note: str = "First putting together") -> PlanVersion:
    return cut_version(access_of(world, slug), note=note, now=world.now)


def share(world: World, slug: str = "marcus", note: str = "To read before we meet") -> PlanVersion:
    return share_version(access_of(world, slug), cut(world, slug, note=f"For {note}").uid, note=note, now=world.now)
