"""A plan in which an address stands wherever people type, and the two acts that strike it: what the tests of striking start from."""

from django.db import connection

from comments.actions.open_thread import Opening, open_thread
from plans.actions.confirm_strike import confirm_strike
from plans.actions.propose_strike import propose_strike
from plans.models import Item, Strike
from portal.striking import EVERYWHERE
from tests.plans.versions_help import narrate, rewrite, share, write
from tests.world import SAM, World

ADDRESS = "11 Quokka Quilt Lane"
REASON = "It says where one of the family is safe."


def plant(world: World) -> dict[str, Item]:
    """Type the address, each time in another spelling, into words of every kind."""
    narrate(world, "marcus", "F", "Before. The bus stops at 11 Quokka Quilt Lane, near the school. After.")
    need = write(world, "lena", "B", "need", "Sam is calm at **11 Quokka** Quilt Lane.", impact="He walks from 11 QUOKKA\nQUILT LANE.")
    write(
        world, "marcus", "F", "provision", "Half an hour with an adult.", where="11-Quokka-Quilt-Lane", delivered_by="A teaching assistant"
    )
    write(world, "priya", "K", "evidence", "A visit.", title="Visit to 11\u00a0Quokka Quilt\u00adLane")
    kept = write(world, "amara", "A", "voice", "We moved to 11 quokka quilt lane.", put_forward=False)
    share(world, note="We met at 11 Quokka Quilt Lane")
    rewrite(world, "lena", need, "Sam is calm at home, 11 Quokka Quilt Lane.")
    share(world, note="Second")
    when = {"today": world.today, "now": world.now}
    open_thread(Opening(text="Who lives at 11 Quokka Quilt lane?", audience="everyone"), reference=SAM, code="B", by=world.priya, **when)
    open_thread(Opening(text="Marcus, 11QuokkaQuiltLane is secret.", audience="person"), reference=SAM, code="B", by=world.amara, **when)
    return {"need": need, "kept": kept}


def propose(world: World, slug: str = "marcus", passage: str = ADDRESS, reason: str = REASON) -> Strike:
    return propose_strike(getattr(world, slug), SAM, passage=passage, reason=reason, today=world.today, now=world.now)


def confirm(world: World, strike: Strike, slug: str = "hana") -> Strike:
    return confirm_strike(getattr(world, slug), SAM, strike.uid, places=EVERYWHERE, today=world.today, now=world.now)


def struck(world: World, passage: str = ADDRESS) -> Strike:
    return confirm(world, propose(world, passage=passage))


def whole_database() -> str:
    """Read every column of every table as text: what somebody with the database sees."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 our own tables
            found += [f"{table}: {[bytes(cell) if isinstance(cell, memoryview) else cell for cell in row]}" for row in cursor.fetchall()]
    return "\n".join(found)
