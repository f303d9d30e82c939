"""Bring Sam's plan in force to a proposed change: what the tests of the amendment start from."""

from datetime import timedelta

from permissions.refusals import Refusal
from plans.actions.serve_draft import Issued, Served
from plans.actions.start_amending import start_amending
from plans.models import Happening, Item, Plan, QualityReason
from plans.queries.proposed import findings_to_serve
from plans.queries.quality import findings_of
from plans.statute.amending import Because
from plans.statute.quality import Moment
from portal.letters import serve as letters
from tests.plans import ready_for_final
from tests.plans.ready_to_serve import chosen
from tests.plans.versions_help import access_of
from tests.world import SAM, World

WHY = "Sam has moved up to the juniors, and the review asked for more help."
KINDS = ("version", "notice", "changes")


def later(world: World, days: int) -> None:
    """Let days go by."""
    world.today, world.now = world.today + timedelta(days=days), world.now + timedelta(days=days)


def in_force(world: World) -> None:
    """Make Sam's first plan final, and let a quarter of a year go by."""
    world.extra |= ready_for_final.make_ready(world)
    ready_for_final.issue(world)
    later(world, 90)
    world.extra["need"] = Item.objects.get(text="Sam follows two words.")


def begin(world: World, because: Because = Because.AFTER_REVIEW) -> Happening:
    """Decide today to change it, after a meeting five days ago."""
    met = world.today - timedelta(days=5) if because is Because.AFTER_REVIEW else None
    return start_amending(world.marcus, SAM, because=because, on=world.today, meeting_on=met, reasons=WHY, today=world.today, now=world.now)


def override(world: World, *, but: str = "", is_final: bool = False) -> None:
    """Let a leader's reason stand for whatever the checks find now, but for one of them."""
    access = access_of(world, "marcus")
    found = findings_of(access, moment=Moment.AMENDED_FINAL, later=ready_for_final.ALL_DONE) if is_final else findings_to_serve(access)
    for finding in found.blocks:
        if finding.id != but:
            facts = {
                "check_id": finding.id,
                "section": str(finding.section or ""),
                "item_uid": finding.item,
                "words_hash": finding.words_hash,
            }
            said = {"reason": "For this test", "is_override": True, "by": world.susan, "role": "leader", "at": world.now}
            QualityReason.objects.create(plan=world.sam, **facts, **said)


def serve_changes(world: World, *, kinds: tuple[str, ...] = KINDS) -> Served:
    """Serve what is proposed on both parents by hand, with a few bytes in the place of each document."""
    serving, when = chosen(world), {"today": world.today, "now": world.now}
    prepared = letters.make_ready(world.marcus, SAM, serving, **when)
    documents = tuple(Issued(person=one.person.pk, kind=kind, content=kind.encode()) for one in prepared.copies for kind in kinds)
    return letters.serve_prepared(world.marcus, SAM, serving, prepared, documents, **when)


def refusal_of(world: World, **facts) -> str:
    """Say why the changes can't be sent; "" where they can (and then they are)."""
    try:
        serve_changes(world, **facts)
    except Refusal as refused:
        return str(refused.because if hasattr(refused, "because") else refused)
    return ""


def plan_of(world: World) -> Plan:
    """Read the plan again."""
    return Plan.objects.get(pk=world.sam.pk)
