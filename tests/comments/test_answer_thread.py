"""Answer in a thread."""

from uuid import uuid4

import pytest

from comments.models import Comment, Thread
from permissions.models import LedgerEntry
from permissions.refusals import Invalid, NotFound, NotNow, NotPermitted
from plans.models import Section
from tests.comments.saying import answers, opens, texts_for


def test_an_answer_stands_in_the_thread_and_in_the_ledger(world):
    first = opens(world, world.priya, "Twenty or thirty?", audience="everyone")
    before = LedgerEntry.objects.count()
    answers(world, world.lena, first, "Thirty.")
    assert texts_for(world, world.amara) == ["Twenty or thirty?", "Thirty."]
    assert LedgerEntry.objects.count() == before + 1


def test_the_same_answer_posted_twice_is_said_once(world):
    first = opens(world, world.priya, "Twenty or thirty?", audience="everyone")
    key = uuid4()
    assert answers(world, world.lena, first, "Thirty.", key=key) == answers(world, world.lena, first, "Thirty.", key=key)
    assert Comment.objects.count() == 2


def test_the_coordinator_answers_amara_where_he_only_reads(world):
    first = opens(world, world.amara, "About my voice.", audience="person", code="A")
    answers(world, world.marcus, first, "I read it.")
    assert Comment.objects.count() == 2


def test_whoever_does_not_read_a_thread_finds_none(world):
    first = opens(world, world.amara, "Just between us.", audience="person")
    for slug in ("joel", "pam", "priya", "tess", "hana", "nadia", "ines", "root"):
        with pytest.raises(NotFound):
            answers(world, getattr(world, slug), first, "Hello")
    assert Comment.objects.count() == 1


def test_a_thread_of_another_plan_is_not_there(world):
    section = Section.objects.get(plan=world.nadias, type="F")
    other = Thread.objects.create(
        circle=world.nadias.circle, section=section, audience="everyone", opened_by=world.marcus, opened_at=world.now
    )
    with pytest.raises(NotFound):
        answers(world, world.marcus, Comment(thread=other), "Hello")


def test_a_reader_without_a_voice_here_is_told_so(world):
    first = opens(world, world.priya, "Hello", audience="everyone")
    for slug in ("susan", "grace", "iqbal"):
        with pytest.raises(NotPermitted, match="This part of the plan is written by other people"):
            answers(world, getattr(world, slug), first, "Hello")


def test_nobody_answers_once_the_plan_has_ended(world):
    everyone = opens(world, world.priya, "Hello", audience="everyone")
    private = opens(world, world.amara, "Just between us.", audience="person")
    world.move_to("ended")
    for slug in ("amara", "priya", "marcus"):
        with pytest.raises(NotNow, match="It is kept as a record"):
            answers(world, getattr(world, slug), everyone, "Late")
    for slug in ("amara", "marcus"):
        with pytest.raises((NotNow, NotPermitted)):
            answers(world, getattr(world, slug), private, "Late")
    assert Comment.objects.count() == 2


def test_bad_words_are_refused(world):
    first = opens(world, world.priya, "Hello", audience="everyone")
    for text in ("", "   ", "x" * 4001, "\x00"):
        with pytest.raises(Invalid):
            answers(world, world.lena, first, text)
    assert Comment.objects.count() == 1


def test_a_comment_costs_nine_queries_and_the_two_of_its_savepoint_here_and_a_turn_two_more(world, django_assert_max_num_queries):
    first = opens(world, world.priya, "Hello", audience="everyone")
    with django_assert_max_num_queries(13):
        answers(world, world.lena, first, "It is answered by this.")
    with django_assert_max_num_queries(11):
        answers(world, world.lena, first, "Yes.")
    with django_assert_max_num_queries(11):
        opens(world, world.amara, "Hello", audience="person")
