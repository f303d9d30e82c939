"""A world in which Amara and her supporter did a good deal, and one in which they did not, are one world to Joel: what he is told, counted, shown and mailed."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import transaction

from permissions import ledger
from plans.models import Item
from portal.models import LastLook, Notice, OutgoingMail
from portal.notices.hours import next_digest
from portal.notices.mailing import send_due
from tests.comments.saying import answers, opens
from tests.plans.pages import PLAN, visit
from tests.plans.versions_help import narrate, rewrite, write
from tests.portal.telling import calls, tell
from tests.world import World, build_world

UID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
DRAWN = (
    UID,
    re.compile(r'name="(csrfmiddlewaretoken|cursor|at|numbers)" value="[^"]*"'),
    re.compile(r'data-[\w-]+="[^"]*"'),
    re.compile(r"\d\d:\d\d"),
)


@contextmanager
def fresh_world() -> Iterator[World]:
    """Give a world that is gone afterwards, within the transaction of the test."""
    before = transaction.savepoint()
    ledger.forget_reads()
    yield build_world()
    transaction.savepoint_rollback(before)


def others(world: World) -> None:
    """Let others do what everybody reads."""
    comment = opens(world, world.priya, "How is he?", audience="everyone", code="B")
    answers(world, world.marcus, comment, "Better.")
    calls(world, world.marcus, world.joel)
    narrate(world, "marcus", "B", "Sam follows three words.")
    write(world, "lena", "F", "provision", "Twice a week.")


def her_side(world: World) -> None:
    """Let Amara and Pam do what the portal lets them do, for all to see and for themselves."""
    comment = opens(world, world.amara, "Hers.", audience="everyone", code="B")
    opens(world, world.amara, "Hers alone.", audience="person", code="F")
    opens(world, world.pam, "Pam's.", audience="everyone", code="E")
    answers(world, world.pam, comment, "Yes.")
    calls(world, world.amara, world.pam)
    item = write(world, "amara", "A", "aspiration", "A bicycle.")
    rewrite(world, "amara", item, "A red bicycle.")
    write(world, "amara", "A", "voice", "Kept.", put_forward=False)
    write(world, "amara", "K", "evidence", "What we see.", advice_type="family", title="At home")
    visit(world.amara).get(PLAN)


def shown(person, address: str) -> str:
    body = visit(person).get(address).content.decode()
    for drawn in DRAWN:
        body = drawn.sub("", body)
    return body


def what_joel_gets(world: World) -> dict[str, object]:
    """Give everything that says to Joel that something is new."""
    told = Notice.objects.filter(person=world.joel)
    line = re.search(r'portal-since">(.*?)</div>', shown(world.joel, PLAN))
    return {
        "notices": sorted(told.values_list("kind", "section")),
        "times": sorted((row.at - world.now, row.mail_at is not None) for row in told),
        "page": shown(world.joel, "/notices/"),
        "since": shown(world.joel, f"{PLAN}since/").replace("Back", ""),
        "line": line.group(1) if line else "",
        "mail": [(one.subject, UID.sub("", one.body)) for one in OutgoingMail.objects.filter(to=world.joel.email).order_by("pk")],
    }


def a_world(*, with_her: bool, with_others: bool = True) -> dict[str, object]:
    with fresh_world() as world:
        tell(world)
        visit(world.joel).get(PLAN)
        LastLook.objects.update(at=world.now)
        world.now += timedelta(minutes=1)
        if with_her:
            her_side(world)
            tell(world)
        if with_others:
            others(world)
        if with_her:
            her_side(world)
        tell(world)
        send_due(now=world.now, today=world.today, people=[world.joel.pk])
        send_due(now=next_digest(world.now) + timedelta(hours=1), today=world.today)
        return what_joel_gets(world) | {"hers": Item.objects.filter(author=world.amara).count()}


@pytest.mark.parametrize("with_others", [True, False])
def test_nothing_that_is_new_for_joel_differs_by_what_amara_s_side_did(db, with_others):
    without, with_her = (a_world(with_her=hers, with_others=with_others) for hers in (False, True))
    assert (without.pop("hers"), with_her.pop("hers")) == (0, 6), "she did a good deal"
    assert {name: value for name, value in with_her.items() if value != without[name]} == {}
    assert len(without["mail"]) == (2 if with_others else 0)


def test_the_comparison_sees_what_somebody_else_did(db):
    assert a_world(with_her=False) != a_world(with_her=False, with_others=False)
