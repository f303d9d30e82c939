"""Answer Sam's served draft in one line each: what the tests of answers start from."""

from datetime import date
from uuid import uuid4

from django.db.models import Q, QuerySet

from plans.actions.answering import Said
from plans.actions.save_suggestion import save_suggestion
from plans.models import Item, Service, Suggestion
from plans.queries.answers import counts_as_sent
from tests.plans.pages import PLAN
from tests.plans.serving import serve
from tests.plans.versions_help import narrate, write
from tests.world import SAM, World

Kind = Suggestion.Kind
ANSWER = f"{PLAN}answer/"
NARRATIVE = "Sam is nine and likes maps."
NEED, SESSIONS, OUTCOME = "Long instructions are hard.", "Speech therapy twice a month.", "Sam follows two steps."


def write_the_draft(world: World) -> None:
    """Write a need, help, an outcome, a hope and a report, and words at the top of B; then serve it on Amara and Joel."""
    narrate(world, "marcus", "B", NARRATIVE)
    world.extra["need"] = write(world, "lena", "B", "need", NEED)
    world.extra["help"] = write(world, "lena", "F", "provision", SESSIONS)
    write(world, "marcus", "E", "outcome", OUTCOME)
    write(world, "amara", "A", "aspiration", "We want to walk to school.")
    world.extra["report"] = write(
        world, "okafor", "K", "evidence", "Two sessions a week are needed.", title="EP advice", advice_type="educational"
    )
    world.extra["amaras"], world.extra["joels"] = serve(world)


def the(world: World, name: str) -> Item:
    """Give a row that the draft was written with."""
    return world.extra[name]


def service(world: World, name: str = "amaras") -> Service:
    return world.extra[name]


def say(world: World, slug: str, kind: Kind, code: str | None = None, about: Item | None = None, *, today=None, **words) -> Suggestion:
    """Say one thing to the draft."""
    said = Said(kind=kind, code=code, about=about.uid if about else None, **words)
    return save_suggestion(getattr(world, slug), SAM, said, post_key=uuid4(), today=today or world.today, now=world.now)


def change(world: World, slug: str, words: str, *, name: str = "help", code: str = "F", **more) -> Suggestion:
    """Ask for other words."""
    return say(world, slug, Kind.CHANGE, code, the(world, name), proposed=words, **more)


def sent_or_due(service: Service, today: date) -> QuerySet[Suggestion]:
    """Give what one person said that counts as sent, with the proposals that they made theirs; nothing that was withdrawn."""
    return Suggestion.objects.filter((Q(service=service) & counts_as_sent(today)) | Q(adopted_for=service), withdrawn_at=None)
