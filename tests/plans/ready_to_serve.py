"""Make Sam's draft one that may be served, and serve it: what the tests of service start from."""

from collections.abc import Iterable
from datetime import date

from plans.actions.give_consent import give_consent
from plans.actions.issued import Issued, Served
from plans.models import PlanVersion, QualityReason
from plans.queries.quality import findings_of
from plans.queries.serve_page import Delivery, Serving
from plans.queries.serving import served_draft
from plans.statute.quality import Finding, Moment
from portal.letters import serve as letters
from tests.plans.versions_help import access_of, narrate, write
from tests.world import SAM, World


def make_ready(world: World) -> None:
    """Write a draft of Sam's plan that may be served, and let it pass the check."""
    write_enough(world)
    world.move_to("checked")


def write_enough(world: World) -> None:
    """Write a little in Sam's plan, state what is empty, and let a leader's reason stand for the rest of the checks."""
    write(world, "amara", "A", "voice", "Sam loves trains.")
    write(world, "priya", "B", "need", "Long instructions are hard.")
    for code in ("C", "D", "G", "H1", "H2", "J"):
        narrate(world, "marcus", code, "", none_identified=True)
    override(world)


def override(world: World) -> None:
    """Let a leader's reason stand for whatever the checks find now."""
    let_pass(world, findings_of(access_of(world, "marcus"), moment=Moment.FIRST_DRAFT).blocks)


def let_pass(world: World, found: Iterable[Finding]) -> None:
    """Let a leader's reason stand for each of these."""
    for finding in found:
        QualityReason.objects.create(
            plan=world.sam,
            check_id=finding.id,
            section=str(finding.section or ""),
            item_uid=finding.item,
            words_hash=finding.words_hash,
            reason="For this test",
            is_override=True,
            by=world.susan,
            role="leader",
            at=world.now,
        )


def agree(world: World, slug: str, channel: str = "portal") -> None:
    """Let a parent agree to one electronic way."""
    give_consent(world.people[slug], SAM, channel, of=None, how="", given_on=world.today, today=world.today, now=world.now)


def chosen(world: World, *, days: int = 15, day: date | None = None, seen: str | None = None, **ways: str) -> Serving:
    """Choose a way for each parent: `chosen(world, amara="portal", joel="hand")`."""
    out = served_draft(access_of(world, "marcus"))
    deliveries = tuple(
        Delivery(number=number_of(world, slug), channel=way, sent_on=day or world.today) for slug, way in (ways or BY_HAND).items()
    )
    return Serving(deliveries=deliveries, days=days, seen=(str(out.uid) if out else "") if seen is None else seen)


BY_HAND = {"amara": "hand", "joel": "hand"}


def number_of(world: World, slug: str) -> int:
    """Give the number of somebody's membership of Sam's circle."""
    return world.people[slug].membership_set.get(content_object=world.sam.circle_id, ended_at=None).pk


def serve_now(world: World, by: str = "marcus", serving: Serving | None = None) -> Served:
    """Serve Sam's draft with its real documents, by hand on both parents where nothing else is chosen."""
    return letters.serve(world.people[by], SAM, serving or chosen(world), today=world.today, now=world.now)


def serve_light(world: World, by: str = "marcus", serving: Serving | None = None, *, today: date | None = None) -> Served:
    """Serve as `serve_now`, with a few bytes in the place of each document."""
    serving, when = serving or chosen(world), {"today": today or world.today, "now": world.now}
    prepared = letters.make_ready(world.people[by], SAM, serving, **when)
    return letters.serve_prepared(world.people[by], SAM, serving, prepared, light(prepared), **when)


def light(prepared) -> tuple[Issued, ...]:
    """Give a copy and a letter of a few bytes for each recipient."""
    kinds = ("version", "notice")
    return tuple(Issued(person=one.person.pk, kind=kind, content=one.person.name.encode()) for one in prepared.copies for kind in kinds)


def newest_version(world: World) -> PlanVersion | None:
    """Give the newest version of Sam's plan."""
    return PlanVersion.objects.filter(plan=world.sam).order_by("-number").first()
