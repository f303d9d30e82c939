"""A world in which Amara answered the draft, and one in which she did not, are one world to Joel and to Priya: to the byte, at every door that opens to them.

The council is told by her own answer when she has sent it, and finds it: the search can find.
"""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from permissions.models import LedgerEntry
from permissions.vocabulary import Code
from plans.actions.adopt_proposal import adopt_proposal
from plans.actions.answer_section import answer_section
from plans.actions.answering import Said
from plans.actions.enter_answer import Entered, enter_answer
from plans.actions.finish_answer import finish_answer
from plans.actions.propose_change import propose_change
from plans.actions.take_back_finished import take_back_finished
from plans.actions.withdraw_suggestion import withdraw_suggestion
from plans.models import Service
from plans.queries.answers import seen_suggestions
from tests.plans.answering_help import Kind, say, the, write_the_draft
from tests.plans.versions_help import access_of
from tests.portal.test_canaries import before, crawl, looking, masked, signed_in  # noqa: F401 a fixture
from tests.world import SAM, World

# ruff: noqa: F811 `before` is the fixture above.

PLAN = f"/plans/{SAM}/"
CANARY = "wobblywalrus"


@pytest.fixture
def served(before: World) -> World:
    """Let a draft be served on both parents, and Priya propose something to it."""
    write_the_draft(before)
    said = Said(kind=Kind.CHANGE, code=Code.F, about=the(before, "help").uid, proposed="Speech therapy every week.")
    when = {"today": before.today, "now": before.now}
    before.extra["proposal"] = propose_change(before.priya, SAM, said, post_key=uuid4(), **when)
    return before


def answers(world: World) -> None:
    """Let Amara do all that one can do with a draft, Pam write for her, and Corinne enter a letter of hers."""
    world.now += timedelta(minutes=3)  # a minute at which nobody else acted
    when = {"today": world.today, "now": world.now}
    kept = say(world, "amara", Kind.CHANGE, "F", the(world, "help"), proposed=f"{CANARY} every day.")
    say(world, "amara", Kind.QUESTION, "B", the(world, "need"), reason=f"{CANARY}?")
    say(world, "pam", Kind.MISSING, "E", proposed=f"{CANARY} is missing")
    for kind in (Kind.MEETING, Kind.PREFERENCE, Kind.BUDGET, Kind.OTHER):
        say(world, "amara", kind, proposed=CANARY, reason=CANARY)
    answer_section(world.amara, SAM, Code.A, agrees=True, **when)
    adopt_proposal(world.amara, SAM, world.extra["proposal"].uid, **when)
    withdraw_suggestion(world.amara, SAM, kept.uid, **when)
    finish_answer(world.amara, SAM, **when)
    take_back_finished(world.amara, SAM, **when)
    finish_answer(world.amara, SAM, **when)
    hers = Service.objects.get(recipient=world.amara, version__kind="draft")
    said = Said(kind=Kind.OTHER, code=Code.D, reason=CANARY)
    entered = Entered(what="other", said=said, code=Code.D, came_on=world.today - timedelta(days=1), original=None, is_spoken=True)
    enter_answer(world.corinne, SAM, hers.uid, entered, file=None, post_key=uuid4(), **when)


def read(world: World, browser: Client) -> dict[str, bytes]:
    """Walk round, at one moment."""
    with looking(world):
        return {address: masked(body) for address, body in crawl(browser)}


@pytest.mark.parametrize("slug", ["joel", "priya"])
def test_what_amara_says_to_the_draft_changes_no_byte_of_what_another_gets(served, slug):
    world, browser = served, signed_in(getattr(served, slug))
    read(world, browser)  # what is new to this person is marked as read
    earlier = read(world, browser)
    entries = LedgerEntry.objects.count()
    answers(world)
    later = read(world, browser)
    assert LedgerEntry.objects.count() > entries + 12, "she did a good deal"
    assert len(earlier) > 50
    assert any("/answer/" in one for one in earlier) is (slug == "joel")
    assert [one for one in later if one not in earlier] == []
    assert [one for one in earlier if earlier[one] != later[one]] == []
    assert CANARY.encode() not in b"".join(later.values())


def test_her_supporter_and_the_council_find_it(served):
    answers(served)
    assert CANARY.encode() in b"".join(dict(crawl(signed_in(served.pam))).values())
    assert seen_suggestions(access_of(served, "marcus")).filter(reason__contains=CANARY).count() >= 5
