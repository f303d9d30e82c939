"""Do something in Sam's plan, and see who is told of it: what the tests of notices share."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

from comments.actions.open_thread import Opening, open_thread
from comments.models import Comment
from permissions.models import User
from permissions.vocabulary import Code
from plans.access.details import Fact
from plans.actions.answering import Said
from plans.actions.choose_supporter import choose_supporter
from plans.actions.finish_answer import finish_answer
from plans.actions.happen import happen
from plans.actions.hold_back_section import hold_back_section
from plans.actions.save_details import save_details
from plans.actions.save_suggestion import save_suggestion
from plans.actions.send_answer import send_answer
from plans.models import Happening, Suggestion
from plans.queries.details import mark_of
from portal.models import Notice, NoticeChoices
from portal.notices.making import make, tell_deadline
from tests.comments.saying import answers, opens
from tests.plans.serving import serve
from tests.plans.versions_help import narrate, share, write
from tests.world import SAM, World

LETTERS = {"mention": "m", "answer": "a", "talk": "t", "words": "w", "stage": "s", "deadline": "d", "sent": "r"}


def tell(world: World) -> frozenset[int]:
    """Let the worker read the ledger of Sam's plan on."""
    return make(world.sam.circle_id, now=world.now, today=world.today)


def calls(world: World, by: User, whom: User, text: str = "Please look.", code: str = "B") -> Comment:
    """Let somebody call another by name."""
    opening = Opening(text=text, audience="everyone", post_key=uuid4(), calls=(whom.uid,))
    return open_thread(opening, reference=SAM, code=code, by=by, today=world.today, now=world.now)


def chooses(person: User, **facts: object) -> NoticeChoices:
    """Let somebody choose how to hear of things."""
    return NoticeChoices.objects.update_or_create(person=person, defaults=facts)[0]


def cells(world: World) -> dict[str, str]:
    """Say of everybody in one cell as what, and how, they are told."""
    found: dict[str, list[str]] = {}
    names = {person.pk: slug for slug, person in world.people.items()}
    for row in Notice.objects.order_by("pk"):
        how = "-" if row.mail_at is None else "1" if row.mail_at <= world.now else "7"
        found.setdefault(names[row.person_id], []).append(LETTERS[row.kind] + how)
    return {slug: "".join(found.get(slug, ["."])) for slug in world.people}


@contextmanager
def events(world: World, name: str) -> Iterator[None]:
    """Prepare what an event needs, let everybody be told of that; then, at the end, tell of the event."""
    before = {
        "priya-answers-amara": lambda: opens(world, world.amara, "Why?", audience="everyone", code="B"),
        "priya-answers-joel": lambda: opens(world, world.joel, "Why?", audience="everyone", code="B"),
        "amara-answers-priya": lambda: opens(world, world.priya, "How is he?", audience="everyone", code="B"),
        "marcus-writes-b-after-bea-said": lambda: opens(world, world.bea, "Which need?", audience="everyone", code="B"),
        "a-day-before-the-answer-is-due": lambda: world.move_to("consulting"),
    } | dict.fromkeys(ANSWERED, lambda: _is_answering(world))
    world.extra["before"] = before[name]() if name in before else None
    tell(world)
    Notice.objects.all().delete()
    DID[name](world)
    yield
    tell(world)


def _opens(by: str, audience: str, code: str = "B", person: str = ""):
    def did(world: World) -> None:
        opens(world, getattr(world, by), "Words.", audience=audience, code=code, person=getattr(world, person) if person else None)

    return did


def _writes(by: str, code: str, kind: str, *, put_forward: bool = True):
    return lambda world: write(world, by, code, kind, "Some words.", put_forward=put_forward)


def _answers(by: str):
    return lambda world: answers(world, getattr(world, by), world.extra["before"], "Because.")


def _calls(by: str, whom: str):
    return lambda world: calls(world, getattr(world, by), getattr(world, whom))


def _holds_back(world: World) -> None:
    hold_back_section(world.marcus, SAM, Code.C, reason="We wait for the doctor.", today=world.today, now=world.now)


def _changes_details(world: World) -> None:
    seen = mark_of({"phone": ""})
    save_details(world.amara, SAM, {Fact.PHONE: "07700 900555"}, of=None, seen=seen, today=world.today, now=world.now)


def _chooses_supporter(world: World) -> None:
    choose_supporter(world.amara, SAM, email="new@example.org", name="New Friend", today=world.today, now=world.now)


def _checking(world: World) -> None:
    happen(world.sam, Happening.Kind.CHECKING, on=world.today, by=world.marcus, today=world.today)


def _is_answering(world: World) -> None:
    """Serve a draft, and let Amara and Joel each save something that is not sent yet."""
    world.extra["served"] = serve(world, world.amara, world.joel)
    for person in (world.amara, world.joel):
        _says(person, world)


def _says(person: User, world: World) -> None:
    said = Said(kind=Suggestion.Kind.OTHER, reason="Canary words.")
    save_suggestion(person, SAM, said, uid=None, post_key=uuid4(), today=world.today, now=world.now)


def _answers_draft(by: str, act: Callable[..., object]):
    return lambda world: act(getattr(world, by), SAM, today=world.today, now=world.now)


def _says_late(world: World) -> None:
    person, day = world.amara, timedelta(days=60)
    said = Said(kind=Suggestion.Kind.OTHER, reason="Canary words.")
    save_suggestion(person, SAM, said, uid=None, post_key=uuid4(), today=world.today + day, now=world.now)


def _near(days: int):
    def did(world: World) -> None:
        world.sam.refresh_from_db()
        tell_deadline(world.sam.circle_id, now=world.now, today=world.sam.next_due_on - timedelta(days=days))

    return did


ANSWERED = {
    "amara-saves-an-answer": lambda world: _says(world.amara, world),
    "amara-sends-her-answer": _answers_draft("amara", send_answer),
    "pam-sends-it-for-amara": _answers_draft("pam", send_answer),
    "joel-has-finished": _answers_draft("joel", finish_answer),
    "amara-answers-late": _says_late,
}

DID = ANSWERED | {
    "amara-to-everyone": _opens("amara", "everyone"),
    "joel-to-everyone": _opens("joel", "everyone"),
    "pam-to-everyone": _opens("pam", "everyone"),
    "priya-to-everyone": _opens("priya", "everyone"),
    "priya-to-professionals": _opens("priya", "professionals"),
    "marcus-to-council": _opens("marcus", "council"),
    "amara-to-coordinator": _opens("amara", "person"),
    "joel-to-coordinator": _opens("joel", "person"),
    "marcus-to-amara": _opens("marcus", "person", person="amara"),
    "marcus-to-joel": _opens("marcus", "person", person="joel"),
    "priya-answers-amara": _answers("priya"),
    "priya-answers-joel": _answers("priya"),
    "amara-answers-priya": _answers("amara"),
    "marcus-calls-joel": _calls("marcus", "joel"),
    "priya-calls-tom": _calls("priya", "tom"),
    "priya-calls-lena": _calls("priya", "lena"),
    "amara-calls-pam": _calls("amara", "pam"),
    "amara-writes-in-a": _writes("amara", "A", "voice"),
    "joel-writes-in-a": _writes("joel", "A", "voice"),
    "amara-keeps-in-a": _writes("amara", "A", "voice", put_forward=False),
    "priya-writes-in-b": _writes("priya", "B", "need"),
    "priya-keeps-in-b": _writes("priya", "B", "need", put_forward=False),
    "marcus-writes-section-b": lambda world: narrate(world, "marcus", "B", "Sam follows two words."),
    "marcus-writes-b-after-bea-said": lambda world: narrate(world, "marcus", "B", "Sam follows two words."),
    "grace-writes-in-d": _writes("grace", "D", "need"),
    "marcus-holds-c-back": _holds_back,
    "amara-changes-her-details": _changes_details,
    "amara-chooses-a-supporter": _chooses_supporter,
    "marcus-shares-a-version": lambda world: share(world),
    "marcus-sends-it-to-be-checked": _checking,
    "a-week-before-the-draft-is-due": _near(7),
    "a-day-before-the-answer-is-due": _near(1),
}
