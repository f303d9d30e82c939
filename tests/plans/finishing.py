"""What the tests between the answers and the final plan start from: Sam's draft served three weeks ago, and who asked for what."""

from datetime import timedelta
from typing import Any

from permissions.ledger import lock
from plans.access import open_plan
from plans.actions.save_reply import ReplyFacts, save_reply
from plans.actions.send_replies import send_replies
from plans.models import Item, PlanVersion, Reply, SchoolConsultation, Section, Service, Suggestion
from plans.queries.reply_page import stands_hash
from plans.record.cutting import cut
from plans.record.shall import Shall
from tests.plans.serving import serve
from tests.plans.versions_help import narrate, write
from tests.world import SAM, World

WEEKS_AGO = 20


def serve_drafts(world: World, *, days_ago: int = WEEKS_AGO, on: tuple[str, ...] = ("amara", "joel")) -> dict[str, Any]:
    """Write a small plan and serve it on these people so many days ago, with 15 days to answer each."""
    need = write(world, "lena", "B", "need", "Sam follows two words.")
    write(world, "lena", "B", "need", "Loud rooms startle Sam.")
    help_ = write(world, "marcus", "F", "provision", "Lena sees Sam at school.", sessions=1, per="week", minutes=30, comes_from=(need,))
    narrate(world, "marcus", "B", "Sam is nine. He likes trains.")
    services = serve(world, *(getattr(world, slug) for slug in on), served_on=world.today - timedelta(days=days_ago))
    named = {f"{slug}s": service for slug, service in zip(on, services, strict=True)}
    return named | {"need": need, "help": help_, "version": services[0].version}


def asks(
    world: World, slug: str, service: Service | None, code: str | None, item: Item | None = None, *, proposed: str = "", **facts: Any
) -> Suggestion:
    """Let somebody ask for something of the served draft, sent."""
    version = facts.pop("version", None) or (service.version if service else PlanVersion.objects.filter(plan=world.sam).latest("number"))
    section = Section.objects.get(plan=world.sam, type=code) if code else None
    before = item.text if item else (section.narrative if section else "")
    said = {"kind": "change", "role": "parent", "reason": "It says so in the report.", "saved_at": world.now, "sent_at": world.now} | facts
    return Suggestion.objects.create(
        version=version, service=service, section=section, item=item, before=before, proposed=proposed, by=getattr(world, slug), **said
    )


def stands(asked: Suggestion) -> str:
    """Read what the plan says there now."""
    if asked.item:
        return Item.objects.get(pk=asked.item.pk).text
    return Section.objects.get(pk=asked.section.pk).narrative if asked.section else ""


def replies(
    world: World, asked: Suggestion, outcome: str = "agreed", words: str | None = None, *, by: str = "marcus", shall: Shall | None = None
) -> Reply:
    """Write a reply, with the words that were asked for where none are given."""
    facts = ReplyFacts(
        outcome=outcome,
        reason="Because of what you said.",
        words=asked.proposed if words is None else words,
        stands=stands_hash(stands(asked)),
        shall=shall or Shall(),
    )
    return save_reply(getattr(world, by), SAM, asked.uid, facts, today=world.today, now=world.now)


def sends(world: World, asked: Suggestion | None = None, *, by: str = "marcus") -> tuple[Reply, ...]:
    """Send one reply, or all."""
    return send_replies(getattr(world, by), SAM, asked.uid if asked else None, today=world.today, now=world.now)


def access_of(world: World, slug: str):
    """Open Sam's plan for somebody."""
    return open_plan(getattr(world, slug), SAM, today=world.today)


def answered_things(world: World) -> dict[str, Any]:
    """Put in what is answered of a draft: something that Lena proposed, with a reply that is not sent, and a school whose fifteen days are over."""
    health = write(world, "marcus", "G", "provision", "A nurse checks the pump.")
    access = open_plan(world.marcus, SAM, today=world.today)
    draft = cut(access, PlanVersion.Kind.DRAFT, circle=lock(access.plan.circle_id), note="", now=world.now)
    wish = asks(world, "lena", None, "B", version=draft, kind="question", proposed="Two words?", role="therapist")
    Reply.objects.create(suggestion=wish, outcome="answered", reason="Yes.", by=world.marcus, at=world.now)
    asked = SchoolConsultation.objects.create(
        plan=world.sam,
        version=draft,
        organisation=world.sam.setting,
        email="head@example.org",
        key_hash="0" * 64,
        sent_on=world.today - timedelta(days=20),
        due_on=world.today - timedelta(days=5),
        sent_by=world.marcus,
    )
    return {"wish": wish.uid, "school": asked.uid, "health": health.uid}
