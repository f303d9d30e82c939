"""The two ways to ask agree: who is told of a comment is who `readers_of_comment` says, with everything that may hide a comment from somebody."""

import pytest

from comments.actions.narrow_thread import narrow_thread
from comments.actions.withdraw_comment import withdraw_comment
from comments.models import Comment
from comments.recipients import readers_of_comment
from permissions.models import User
from portal.models import Notice
from tests.comments.saying import opens
from tests.portal.telling import calls, cells, tell
from tests.world import SAM

SAID = ("mention", "answer", "talk")


def told(comment: Comment) -> dict[int, str]:
    return dict(Notice.objects.filter(section=comment.thread.section.code, kind__in=SAID).values_list("person", "kind"))


@pytest.mark.parametrize("by", ["amara", "joel", "pam", "priya", "marcus", "bea"])
@pytest.mark.parametrize("audience", ["everyone", "professionals", "council", "person"])
def test_a_comment_is_told_to_whom_the_talk_itself_names(world, by, audience):
    allowed = {
        "amara": ("everyone", "person"),
        "joel": ("everyone", "person"),
        "pam": ("everyone", "person"),
        "marcus": ("everyone", "professionals", "council"),
    }
    if audience not in allowed.get(by, ("everyone", "professionals")):
        return
    tell(world)
    comment = opens(world, getattr(world, by), "Words.", audience=audience, code="B")
    tell(world)
    readers = {one.person for one in readers_of_comment(comment, today=world.today)}
    assert set(told(comment)) == readers
    assert readers


def test_who_is_called_by_name_is_told_so_and_the_others_of_the_comment(world):
    tell(world)
    comment = calls(world, world.priya, world.okafor)
    tell(world)
    readers = readers_of_comment(comment, today=world.today)
    assert {one.person for one in readers if one.is_called} == {world.okafor.pk}
    assert {person for person, kind in told(comment).items() if kind == "mention"} == {world.okafor.pk}


def test_a_comment_that_was_withdrawn_is_news_to_nobody(world):
    tell(world)
    comment = opens(world, world.priya, "Words.", audience="everyone", code="B")
    tell(world)
    assert cells(world)["amara"] == "t7"
    withdraw_comment(reference=SAM, comment=comment.uid, by=world.priya, today=world.today, now=world.now)
    tell(world)
    assert set(cells(world).values()) == {"."}


def test_whoever_reads_a_thread_no_more_after_it_was_narrowed_is_told_of_nothing_in_it(world):
    tell(world)
    comment = opens(world, world.priya, "Words.", audience="everyone", code="B")
    tell(world)
    narrow_thread("professionals", reference=SAM, thread=comment.thread.uid, by=world.priya, today=world.today, now=world.now)
    tell(world)
    found = cells(world)
    assert (found["amara"], found["joel"], found["pam"]) == (".", ".", ".")
    assert found["okafor"] == "t7"


def test_whoever_has_not_come_in_is_told_of_nothing(world):
    User.objects.filter(pk=world.okafor.pk).update(joined_at=None)
    tell(world)
    opens(world, world.priya, "Words.", audience="everyone", code="B")
    tell(world)
    assert cells(world)["okafor"] == "."
    assert cells(world)["lena"] == "t7"
