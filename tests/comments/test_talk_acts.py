"""What can be done in a conversation, and by whom alone: close it, open it again, let fewer people see it, change and withdraw what one said, call somebody."""

from datetime import timedelta

import pytest

from comments.actions.edit_comment import edit_comment
from comments.actions.narrow_thread import narrow_thread
from comments.actions.reopen_thread import reopen_thread
from comments.actions.resolve_thread import resolve_thread
from comments.actions.withdraw_comment import withdraw_comment
from comments.models import Comment, Mention, Thread, Turn
from comments.people import people_around
from comments.queries import section_threads, thread_counts
from comments.recipients import readers_of_comment
from permissions import grants
from permissions.models import Membership, User
from permissions.refusals import Invalid, NotFound, NotNow, NotPermitted
from permissions.vocabulary import Code, Role
from plans.access import open_plan
from tests.comments.saying import answers, opens, texts_for
from tests.world import SAM


def when(world, **later):
    return {"reference": SAM, "today": world.today, "now": world.now + timedelta(**later)}


def thread_for(world, slug, code=Code.F, **more):
    access = open_plan(getattr(world, slug), SAM, today=world.today)
    found = section_threads(access, code, people_around(access), **more)
    return found[0] if found else None


def status_for(world, slug):
    thread = thread_for(world, slug)
    return thread.status, thread.status_words


def test_a_question_is_open_then_answered_then_settled_and_open_again(world):
    first = opens(world, world.amara, "Which is it?", audience="everyone", kind="question")
    assert status_for(world, "priya") == ("open", "Open")
    answers(world, world.lena, first, "Thirty.")
    assert status_for(world, "priya") == ("answered", "Answered by Lena Novak, Therapist")
    answers(world, world.amara, first, "And on Fridays?")
    assert status_for(world, "priya") == ("open", "Open")
    resolve_thread(thread=first.thread.uid, by=world.amara, **when(world))
    assert status_for(world, "priya") == ("resolved", "Settled by Amara Adeyemi, Parent or carer")
    assert thread_for(world, "priya").kind_words == "Question"
    reopen_thread(thread=first.thread.uid, by=world.amara, **when(world))
    assert status_for(world, "amara") == ("open", "Opened again by you")


def test_an_answer_after_it_was_settled_leaves_it_settled_and_is_new_to_whoever_raised_it(world):
    first = opens(world, world.amara, "Which is it?", audience="everyone")
    resolve_thread(thread=first.thread.uid, by=world.amara, **when(world))
    answers(world, world.lena, first, "One thing more.")
    assert status_for(world, "amara")[0] == "resolved"
    assert thread_for(world, "amara").unread == 1


@pytest.mark.parametrize("act", [resolve_thread, reopen_thread])
def test_nobody_but_whoever_raised_it_closes_it_or_opens_it_again(world, act):
    first = opens(world, world.priya, "Which is it?", audience="everyone")
    for slug in ("amara", "joel", "marcus", "hana", "susan", "lena"):
        with pytest.raises(NotPermitted):
            act(thread=first.thread.uid, by=getattr(world, slug), **when(world))
    for slug in ("nadia", "ines", "root", "corinne"):
        with pytest.raises(NotFound):
            act(thread=first.thread.uid, by=getattr(world, slug), **when(world))
    assert Thread.objects.get().status == "open"
    assert not Turn.objects.exists()


def test_once_the_plan_has_ended_its_conversations_stay_as_they_are(world):
    first = opens(world, world.priya, "Which is it?", audience="everyone")
    world.move_to("ended")
    for act in (resolve_thread, reopen_thread):
        with pytest.raises(NotNow):
            act(thread=first.thread.uid, by=world.priya, **when(world))
    with pytest.raises(NotNow):
        narrow_thread("professionals", thread=first.thread.uid, by=world.priya, **when(world))


def test_what_the_other_parents_supporter_does_leaves_no_trace_in_a_status(world):
    first = opens(world, world.joel, "Which is it?", audience="everyone")
    answers(world, world.pam, first, "Thirty.")
    assert status_for(world, "priya")[0] == "answered"
    assert status_for(world, "joel") == ("open", "Open")
    answers(world, world.joel, first, "Anybody?")
    assert status_for(world, "joel") == ("open", "Open")
    assert thread_for(world, "joel").unread == 0


def test_a_turn_of_the_other_parent_is_told_without_its_day(world):
    first = opens(world, world.amara, "Which is it?", audience="everyone")
    resolve_thread(thread=first.thread.uid, by=world.amara, **when(world))
    assert thread_for(world, "marcus").status_when.endswith(f"{world.now.astimezone():%Y}") is False
    assert " at " in thread_for(world, "marcus").status_when
    assert thread_for(world, "priya").status_when
    assert " at " not in thread_for(world, "priya").status_when
    for slug in ("joel", "amara"):
        found = thread_for(world, slug)
        assert bool(found.status_when) is (slug == "amara")
        assert found.about.stood_at == ""


def test_an_audience_becomes_smaller_and_those_outside_it_read_nothing_any_more(world):
    first = opens(world, world.priya, "About his mother.", audience="everyone")
    assert texts_for(world, world.amara)
    narrow_thread("professionals", thread=first.thread.uid, by=world.priya, **when(world))
    assert texts_for(world, world.amara) == []
    assert texts_for(world, world.joel) == []
    assert texts_for(world, world.lena) == ["About his mother."]


@pytest.mark.parametrize(
    ("slug", "audience", "to"),
    [
        ("priya", "professionals", "everyone"),
        ("priya", "everyone", "everyone"),
        ("priya", "everyone", "council"),
        ("tess", "council", "professionals"),
        ("tess", "council", "everyone"),
        ("amara", "person", "everyone"),
        ("amara", "everyone", "professionals"),
        ("amara", "everyone", "council"),
        ("marcus", "person", "council"),
    ],
)
def test_an_audience_is_never_widened_and_nobody_leaves_it_to_people_whom_they_could_not_have_chosen(world, slug, audience, to):
    person = world.amara if (slug, audience) == ("marcus", "person") else None
    first = opens(world, getattr(world, slug), "Hello", audience=audience, person=person)
    with pytest.raises(Invalid):
        narrow_thread(to, thread=first.thread.uid, by=getattr(world, slug), **when(world))
    assert Thread.objects.get().audience == audience


def test_whoever_has_said_something_stays_among_the_readers(world):
    first = opens(world, world.priya, "Which is it?", audience="everyone")
    answers(world, world.amara, first, "Thirty.")
    with pytest.raises(Invalid):
        narrow_thread("professionals", thread=first.thread.uid, by=world.priya, **when(world))
    other = opens(world, world.marcus, "Which is it?", audience="everyone")
    answers(world, world.lena, other, "Thirty.")
    narrow_thread("professionals", thread=other.thread.uid, by=world.marcus, **when(world))
    with pytest.raises(Invalid):
        narrow_thread("council", thread=other.thread.uid, by=world.marcus, **when(world))
    for slug in ("marcus", "lena"):
        assert "Thirty." in texts_for(world, getattr(world, slug))


def test_that_somebody_of_the_other_side_has_spoken_is_not_told_by_a_refusal(world):
    first = opens(world, world.joel, "Which is it?", audience="everyone")
    answers(world, world.pam, first, "Thirty.")
    narrow_thread("person", thread=first.thread.uid, by=world.joel, **when(world))
    assert texts_for(world, world.pam) == []


def test_only_whoever_raised_it_lets_fewer_people_see_it(world):
    first = opens(world, world.priya, "Which is it?", audience="everyone")
    for slug in ("marcus", "amara"):
        with pytest.raises(NotPermitted):
            narrow_thread("professionals", thread=first.thread.uid, by=getattr(world, slug), **when(world))
    assert Thread.objects.get().audience == "everyone"


@pytest.mark.parametrize(("seconds", "is_taken"), [(599, True), (600, True), (601, False)])
def test_a_comment_can_be_changed_for_ten_minutes(world, seconds, is_taken):
    first = opens(world, world.priya, "Twenty minuets.", audience="everyone")
    act = lambda: edit_comment("Twenty minutes.", comment=first.uid, by=world.priya, **when(world, seconds=seconds))  # noqa: E731
    if is_taken:
        act()
    else:
        with pytest.raises(NotNow):
            act()
    comment = thread_for(world, "amara").comments[0]
    assert (comment.text, comment.is_edited) == (("Twenty minutes.", True) if is_taken else ("Twenty minuets.", False))
    assert thread_for(world, "priya", now=world.now + timedelta(seconds=seconds)).comments[0].may_edit is is_taken


def test_nobody_changes_or_withdraws_what_somebody_else_said(world):
    first = opens(world, world.priya, "Twenty.", audience="everyone")
    for slug in ("marcus", "amara", "nadia", "hana"):
        with pytest.raises(NotFound):
            edit_comment("Ten.", comment=first.uid, by=getattr(world, slug), **when(world))
        with pytest.raises(NotFound):
            withdraw_comment(comment=first.uid, by=getattr(world, slug), **when(world))
    assert Comment.objects.get().text == "Twenty."


def test_a_change_to_the_same_words_is_no_change(world):
    first = opens(world, world.priya, "Twenty.", audience="everyone")
    edit_comment(" Twenty.\r\n", comment=first.uid, by=world.priya, **when(world))
    assert Comment.objects.get().edited_at is None
    with pytest.raises(Invalid):
        edit_comment(" ", comment=first.uid, by=world.priya, **when(world))


def test_what_was_withdrawn_is_shown_to_nobody_and_leaves_a_trace(world):
    first = opens(world, world.priya, "Sam's secret.", audience="everyone")
    answers(world, world.lena, first, "Indeed.")
    withdraw_comment(comment=first.uid, by=world.priya, **when(world, days=30))
    withdraw_comment(comment=first.uid, by=world.priya, **when(world, days=31))
    for slug in ("amara", "marcus", "priya"):
        comments = thread_for(world, slug).comments
        assert [comment.text for comment in comments] == ["", "Indeed."]
        assert comments[0].withdrawn.startswith("You withdrew this on" if slug == "priya" else "Priya Raman withdrew this on")
    row = Comment.objects.get(pk=first.pk)
    assert (row.text, row.withdrawn_at) == ("Sam's secret.", world.now + timedelta(days=30))
    assert readers_of_comment(row, today=world.today) == ()
    with pytest.raises(NotNow):
        edit_comment("Again.", comment=first.uid, by=world.priya, **when(world))


def test_the_day_of_the_other_parents_withdrawal_is_not_told(world):
    first = opens(world, world.amara, "Never mind.", audience="everyone")
    withdraw_comment(comment=first.uid, by=world.amara, **when(world))
    assert thread_for(world, "joel").comments[0].withdrawn == "Amara Adeyemi withdrew this."
    assert " on " in thread_for(world, "priya").comments[0].withdrawn


def called(comment):
    return set(Mention.objects.filter(comment=comment).values_list("person__name", flat=True))


def test_people_are_called_by_a_tick_or_by_their_full_name(world):
    first = opens(world, world.priya, "See @Lena Novak, @Tom Ashbyx and @lena", audience="everyone", calls=(world.rao.uid,))
    assert called(first) == {"Lena Novak", "Dr Anil Rao"}
    assert {one.person for one in readers_of_comment(first, today=world.today) if one.is_called} == {world.lena.pk, world.rao.pk}
    assert thread_for(world, "amara").comments[0].called == ("Dr Anil Rao", "Lena Novak")


def test_nobody_is_called_who_does_not_read_it(world):
    for slug, audience, whom in (
        ("priya", "professionals", "amara"),
        ("amara", "person", "priya"),
        ("tess", "council", "lena"),
        ("priya", "everyone", "nadia"),
    ):
        with pytest.raises(Invalid):
            opens(world, getattr(world, slug), "Hello", audience=audience, calls=(getattr(world, whom).uid,))
        typed = opens(world, getattr(world, slug), f"Hello @{getattr(world, whom).name}", audience=audience)
        assert called(typed) == set()


def test_a_parent_can_call_nobody_of_the_other_side(world):
    for slug, whom in (("joel", "pam"), ("joel", "amara"), ("amara", "joel"), ("pam", "joel")):
        with pytest.raises(Invalid):
            opens(world, getattr(world, slug), "Hello", audience="everyone", calls=(getattr(world, whom).uid,))
    first = opens(world, world.amara, "Hello @Pam Whitlock and @Joel Adeyemi", audience="everyone")
    assert called(first) == {"Pam Whitlock"}
    assert thread_for(world, "joel").comments[0].called == ()
    assert thread_for(world, "amara").comments[0].called == ("Pam Whitlock",)


def counted(world, slug):
    return {code: (one.threads, one.unread) for code, one in thread_counts(open_plan(getattr(world, slug), SAM, today=world.today)).items()}


def test_what_is_new_is_counted_until_the_page_has_shown_it(world, client):
    first = opens(world, world.priya, "One.", audience="everyone")
    answers(world, world.lena, first, "Two.")
    assert counted(world, "amara") == {Code.F: (1, 2)}
    assert counted(world, "priya") == {Code.F: (1, 1)}
    client.force_login(world.amara)
    assert "1 conversation, 2 new" in client.get(f"/plans/{SAM}/").content.decode()
    page = client.get(f"/plans/{SAM}/sections/F/").content.decode()
    assert page.count("New to you") == 2
    assert "New to you" not in client.get(f"/plans/{SAM}/sections/F/").content.decode()
    assert counted(world, "amara") == {Code.F: (1, 0)}
    assert counted(world, "joel") == {Code.F: (1, 2)}
    answers(world, world.lena, first, "Three.")
    assert counted(world, "amara") == {Code.F: (1, 1)}
    client.get(f"/plans/{SAM}/talk/")
    assert counted(world, "amara") == {Code.F: (1, 0)}


def test_nothing_of_the_other_side_is_ever_counted_as_new(world):
    first = opens(world, world.amara, "One.", audience="everyone")
    answers(world, world.pam, first, "Two.")
    assert counted(world, "joel") == {Code.F: (1, 0)}
    assert counted(world, "marcus") == {Code.F: (1, 2)}
    assert counted(world, "amara") == {Code.F: (1, 1)}


def test_what_was_withdrawn_is_not_new(world):
    first = opens(world, world.priya, "One.", audience="everyone")
    withdraw_comment(comment=first.uid, by=world.priya, **when(world))
    assert counted(world, "amara") == {Code.F: (1, 0)}


def test_the_names_of_those_who_will_read_it_stand_beside_each_choice(world):
    from comments.forms import audience_choices

    def names(slug):
        access = open_plan(getattr(world, slug), SAM, today=world.today)
        return {choice.words: (choice.names, choice.others) for choice in audience_choices(access, Code.F, people_around(access))}

    everyone = "Everyone who may see this section"
    hers, his, council = names("amara")[everyone], names("joel")[everyone], names("marcus")[everyone]
    assert hers[0][0] == his[0][0] == "Marcus Bell"
    assert set(hers[0]) - set(his[0]) == {"Pam Whitlock"}
    assert "Joel Adeyemi" not in hers[0]
    assert "Amara Adeyemi" not in his[0]
    assert hers[1] == his[1] == "and anyone else who may see this section"
    assert {"Amara Adeyemi", "Joel Adeyemi", "Pam Whitlock"} <= set(council[0])
    assert council[1] == ""
    assert not {"Corinne Baker", "Owen Price", "Ines Duarte"} & set(council[0])


def test_a_world_with_a_supporter_of_the_other_parent_reads_the_same(world, client):
    client.force_login(world.joel)
    page = client.get(f"/plans/{SAM}/sections/F/").content.decode()
    grants.end_role(Membership.objects.get(user=world.pam), now=world.now)
    again = client.get(f"/plans/{SAM}/sections/F/").content.decode()
    start, end = 'id="say-something"', "</form>"

    def cut(text):
        return [
            line
            for line in text[text.index(start) : text.index(end, text.index(start))].splitlines()
            if "token" not in line and "post_key" not in line
        ]

    assert cut(page) == cut(again)


def test_a_leader_who_broke_glass_and_of_whom_the_family_was_not_told_yet_is_not_named_to_them(world):
    from permissions.models import BrokenGlass

    person = User.objects.create_user("lee@example.org", "Lee Young", joined_at=world.now)
    membership = grants.give_role(circle=world.sam.circle, person=person, role=Role.LEADER, from_on=world.today)
    BrokenGlass.objects.create(membership=membership, opened_at=world.now)
    for slug, is_named in (("amara", False), ("priya", False), ("marcus", True)):
        access = open_plan(getattr(world, slug), SAM, today=world.today)
        from comments.forms import audience_choices

        choice = next(one for one in audience_choices(access, Code.F, people_around(access)) if one.value == "everyone")
        assert ("Lee Young" in choice.names) is is_named, slug
