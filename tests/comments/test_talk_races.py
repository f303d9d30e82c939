"""Several people speak at one moment: nothing is lost, nothing is said twice, and no audience grows."""

import pytest

from comments.actions.answer_thread import answer_thread
from comments.actions.narrow_thread import narrow_thread
from comments.actions.resolve_thread import resolve_thread
from comments.models import Comment, Thread, Turn
from permissions import clock, ledger
from permissions.models import Circle
from permissions.refusals import Invalid, NotFound
from tests.at_once import MARKS, TIMES, at_once
from tests.comments.saying import opens
from tests.committed import committed
from tests.world import SAM

pytestmark = MARKS


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Give one committed world to all tests of this file."""
    with committed(django_db_blocker) as world:
        yield world


def when(world):
    return {"reference": SAM, "today": world.today, "now": clock.now()}


def says(world, slug, first, text):
    return lambda: answer_thread(text, thread=first.thread.uid, by=getattr(world, slug), post_key=None, **when(world))


def settles(world, first):
    return lambda: resolve_thread(thread=first.thread.uid, by=world.priya, **when(world))


def narrows(world, first, audience):
    return lambda: narrow_thread(audience, thread=first.thread.uid, by=world.priya, **when(world))


def test_two_answers_at_once_are_both_there_and_one_turn(world):
    for seed in range(TIMES):
        first = opens(world, world.priya, "Which?", audience="everyone")
        at_once(says(world, "lena", first, "One."), says(world, "amara", first, "Two."), seed=seed)
        assert set(Comment.objects.filter(thread=first.thread).values_list("text", flat=True)) == {"Which?", "One.", "Two."}
        assert list(Turn.objects.filter(thread=first.thread).values_list("status", flat=True)) == ["answered"]


def test_settling_twice_at_once_is_one_turn(world):
    for seed in range(TIMES):
        first = opens(world, world.priya, "Which?", audience="everyone")
        at_once(settles(world, first), settles(world, first), seed=seed)
        assert Turn.objects.filter(thread=first.thread).count() == 1
        assert Thread.objects.get(pk=first.thread_id).status == "resolved"


def test_an_answer_and_a_narrowing_at_once_shut_nobody_out_who_has_spoken(world):
    for seed in range(TIMES):
        first = opens(world, world.priya, "Which?", audience="everyone")
        answered, narrowed = at_once(says(world, "amara", first, "This."), narrows(world, first, "professionals"), seed=seed)
        if isinstance(answered, Comment):
            assert isinstance(narrowed, Invalid)
            assert Thread.objects.get(pk=first.thread_id).audience == "everyone"
        else:
            assert isinstance(answered, NotFound)
            assert Thread.objects.get(pk=first.thread_id).audience == "professionals"
    circle = Circle.objects.get(pk=world.sam.circle_id)
    assert ledger.first_broken(circle) is None
