"""Who hears, reads, answers, opens and closes a conversation, each guard for itself: facts in, answer out, no database."""

from datetime import UTC, date, datetime, timedelta

import pytest

from comments.access import (
    ThreadFacts,
    audiences_for,
    audiences_heard,
    facts_of_thread,
    hears_talk,
    hears_words,
    is_coordinator,
    may_answer,
    may_close,
    may_still_edit,
    narrower,
    reads_thread,
    require_opening,
    require_raiser,
)
from comments.models import Comment, Thread
from comments.strands import is_apart, is_entry_apart, is_text_apart, parents_of
from permissions.access import CircleAccess
from permissions.grants import Held
from permissions.models import Circle, LedgerEntry
from permissions.refusals import NotNow, NotPermitted
from permissions.vocabulary import CODES, Code, Part, Role, Stage
from plans.access import PlanAccess
from plans.live import Settled
from plans.models import Plan
from tests.permissions.test_decisions import NOTHING, section

ME, AMARA, JOEL, PAM, RAY = 1, 2, 3, 4, 5
EVERYONE, PROFESSIONALS, COUNCIL, PERSON = (
    Thread.Audience.EVERYONE,
    Thread.Audience.PROFESSIONALS,
    Thread.Audience.COUNCIL,
    Thread.Audience.PERSON,
)
TALKS = section("view comment")


def access(here=TALKS, *roles, stage=Stage.DRAFTING, there=NOTHING):
    """Give the access of a person who has this in Section B, and that in Section C."""
    held = tuple(Held(ME, role, False, None) for role in roles or (Role.SENCO,))
    circle = CircleAccess(ME, Circle(), held, (), 1, date(2026, 3, 2))
    return PlanAccess(circle, Plan(), stage, {code: {Code.B: here, Code.C: there}.get(code, NOTHING) for code in CODES})


def facts(audience=EVERYONE, person=None, *, code=Code.B, words=False, version=""):
    return ThreadFacts(code, audience, person, words, version)


def test_a_conversation_is_about_words_where_it_has_an_item_or_quotes():
    assert facts_of_thread(Thread(audience=COUNCIL)) == facts(COUNCIL, code=None)
    assert facts_of_thread(Thread(audience=EVERYONE, item_id=7)) == facts(code=None, words=True)
    assert facts_of_thread(Thread(audience=PERSON, person_id=ME, quote="twice a week")) == facts(PERSON, ME, code=None, words=True)


@pytest.mark.parametrize(
    ("here", "role", "hears", "of_words"),
    [
        (section("view"), Role.SENCO, True, True),
        (section("view comment"), Role.SENCO, True, True),
        (section("view comment", parts=[Part.TITLES]), Role.SENCO, True, False),
        (section("view", parts=[Part.TITLES]), Role.SENCO, False, False),
        (section("add"), Role.SENCO, False, False),
        (section("comment"), Role.SENCO, False, False),
        (section(""), Role.SENCO, False, False),
        (section("view comment"), Role.AUDITOR, False, False),
    ],
)
def test_talk_is_heard_by_whoever_sees_the_whole_or_comments_and_by_name(here, role, hears, of_words):
    assert (hears_talk(access(here, role), Code.B), hears_words(access(here, role), Code.B)) == (hears, of_words)
    assert (hears_talk(access(here, role), Code.C), hears_words(access(here, role), Code.C)) == (False, False)


@pytest.mark.parametrize(
    ("role", "heard"),
    [
        (Role.PARENT, {EVERYONE}),
        (Role.SUPPORTER, {EVERYONE}),
        (Role.SENCO, {EVERYONE, PROFESSIONALS}),
        (Role.CONSULTED_SETTING, {EVERYONE, PROFESSIONALS}),
        (Role.WRITER, {EVERYONE, PROFESSIONALS, COUNCIL}),
        (Role.MANAGER, {EVERYONE, PROFESSIONALS, COUNCIL}),
        (Role.COORDINATOR, {EVERYONE, PROFESSIONALS, COUNCIL, PERSON}),
    ],
)
def test_which_audiences_a_role_belongs_to(role, heard):
    assert audiences_heard(access(TALKS, role)) == heard


def test_a_coordinator_who_is_of_the_family_is_no_coordinator():
    both = access(TALKS, Role.PARENT, Role.COORDINATOR)
    assert not is_coordinator(both)
    assert is_coordinator(access(TALKS, Role.COORDINATOR))
    assert audiences_heard(both) == {EVERYONE}
    assert not reads_thread(both, facts(PERSON, JOEL))


@pytest.mark.parametrize(
    ("who", "thread", "reads"),
    [
        (access(), facts(), True),
        (access(), facts(code=Code.C), False),
        (access(), facts(COUNCIL), False),
        (access(), facts(words=True), True),
        (access(section("view comment", parts=[Part.TITLES])), facts(words=True), False),
        (access(section("view comment", parts=[Part.TITLES])), facts(), True),
        (access(TALKS, Role.PARENT), facts(PERSON, ME), True),
        (access(TALKS, Role.PARENT), facts(PERSON, JOEL), False),
        (access(TALKS, Role.PARENT), facts(PROFESSIONALS, ME), False),
        (access(section(""), Role.PARENT), facts(PERSON, ME), False),
        (access(), facts(version="shared"), True),
        (access(), facts(version="working"), False),
        (access(TALKS, Role.WRITER), facts(version="working"), True),
        (access(), facts(code=None, version="shared"), True),
        (access(section("view", parts=[Part.TITLES])), facts(code=None, version="shared"), False),
        (access(TALKS, Role.AUDITOR), facts(code=None, version="shared"), False),
    ],
)
def test_who_reads_a_conversation(who, thread, reads):
    assert reads_thread(who, thread) is reads


@pytest.mark.parametrize(
    ("who", "thread", "answers"),
    [
        (access(), facts(), True),
        (access(stage=Stage.ENDED), facts(), False),
        (access(section("view")), facts(), False),
        (access(), facts(COUNCIL), False),
        (access(section("view"), Role.PARENT), facts(PERSON, ME), True),
        (access(section("view"), Role.PARENT, stage=Stage.ENDED), facts(PERSON, ME), False),
        (access(section("view"), Role.PARENT), facts(PERSON, JOEL), False),
        (access(), facts(code=None, version="shared"), True),
        (access(section("view")), facts(code=None, version="shared"), False),
        (access(section("view"), there=TALKS), facts(), False),
        (access(section("view"), there=TALKS), facts(code=None, version="shared"), True),
        (access(section("view"), there=section("comment")), facts(code=None, version="shared"), False),
    ],
)
def test_who_answers_in_a_conversation(who, thread, answers):
    assert may_answer(who, thread) is answers


def test_words_are_changed_for_ten_minutes_and_not_once_taken_back():
    now = datetime(2026, 3, 2, 12, tzinfo=UTC)
    assert may_still_edit(Comment(at=now - timedelta(minutes=10)), now=now)
    assert not may_still_edit(Comment(at=now - timedelta(minutes=10, seconds=1)), now=now)
    assert not may_still_edit(Comment(at=now, withdrawn_at=now), now=now)


def test_a_conversation_is_closed_by_whoever_raised_it_while_they_read_it_and_the_plan_goes_on():
    assert may_close(access(), facts(), raised_by=ME)
    require_raiser(access(), facts(), raised_by=ME)
    for who, thread, raised_by, refusal in (
        (access(), facts(), AMARA, NotPermitted),
        (access(), facts(COUNCIL), ME, NotPermitted),
        (access(stage=Stage.ENDED), facts(), ME, NotNow),
        (access(stage=Stage.ENDED), facts(), AMARA, NotPermitted),
    ):
        assert not may_close(who, thread, raised_by=raised_by)
        with pytest.raises(refusal):
            require_raiser(who, thread, raised_by=raised_by)


OPENED = [
    (Role.PARENT, (PERSON, EVERYONE)),
    (Role.SENCO, (EVERYONE, PROFESSIONALS)),
    (Role.WRITER, (EVERYONE, PROFESSIONALS, COUNCIL)),
    (Role.COORDINATOR, (EVERYONE, PROFESSIONALS, COUNCIL, PERSON)),
]


@pytest.mark.parametrize(("role", "offered"), OPENED)
def test_with_whom_each_side_begins_a_conversation(role, offered):
    assert audiences_for(access(TALKS, role), Code.B) == offered
    assert audiences_for(access(section("view"), role), Code.B) == (), "whoever comments not"
    assert audiences_for(access(TALKS, role), Code.C) == (), "nor where nothing is seen"
    assert audiences_for(access(section("view comment", parts=[Part.TITLES]), role), Code.B, about_words=True) == ()


def test_about_a_working_version_the_council_talks_among_itself():
    assert audiences_for(access(TALKS, Role.WRITER), Code.B, version_kind="working") == (COUNCIL,)
    assert audiences_for(access(TALKS, Role.WRITER), Code.B, version_kind="shared") == (EVERYONE, PROFESSIONALS, COUNCIL)
    assert audiences_for(access(), Code.B, version_kind="working") == ()


@pytest.mark.parametrize(
    ("role", "begun", "left"),
    [
        (Role.PARENT, EVERYONE, (PERSON,)),
        (Role.SENCO, EVERYONE, (PROFESSIONALS,)),
        (Role.WRITER, EVERYONE, (PROFESSIONALS, COUNCIL)),
        (Role.COORDINATOR, EVERYONE, (PROFESSIONALS, COUNCIL, PERSON)),
        (Role.WRITER, PROFESSIONALS, (COUNCIL,)),
        (Role.SENCO, PROFESSIONALS, ()),
        (Role.WRITER, COUNCIL, ()),
        (Role.COORDINATOR, PERSON, ()),
    ],
)
def test_an_audience_is_made_smaller_and_never_larger(role, begun, left):
    assert narrower(access(TALKS, role), facts(begun)) == left


def test_beginning_a_conversation_is_refused_with_the_fitting_words():
    require_opening(access(), Code.B, PROFESSIONALS)
    require_opening(access(), None, EVERYONE, version_kind="shared")
    before = section("view", by_role="view comment")
    for who, code, audience, more, refusal in (
        (access(), Code.B, COUNCIL, {}, "with these people"),
        (access(), Code.B, PERSON, {}, "with these people"),
        (access(section("view")), Code.B, EVERYONE, {}, "written by other people"),
        (access(), None, COUNCIL, {"version_kind": "shared"}, "with these people"),
        (access(section("view")), None, EVERYONE, {"version_kind": "shared"}, "others talk about it"),
        (access(section("view comment", parts=[Part.TITLES])), Code.B, EVERYONE, {"about_words": True}, "with these people"),
    ):
        with pytest.raises(NotPermitted, match=refusal):
            require_opening(who, code, audience, **more)
    with pytest.raises(NotNow):
        require_opening(access(before, stage=Stage.ENDED), Code.B, EVERYONE)
    with pytest.raises(NotNow, match="nothing new is said"):
        require_opening(access(before, stage=Stage.ENDED), None, EVERYONE, version_kind="shared")


def circle(person, *own, chooser=()):
    """Give what somebody is: (role, chosen by) of their own, roles of whoever chose them."""
    held = tuple(Held(person, role, False, chosen) for role, chosen in own)
    return CircleAccess(person, Circle(), held, tuple(Held(one, role, False, None) for one, role in chooser), 1, date(2026, 3, 2))


AMARAS = circle(AMARA, (Role.PARENT, None))
PAMS = circle(PAM, (Role.SUPPORTER, AMARA), chooser=[(AMARA, Role.PARENT)])
LENAS = circle(ME, (Role.THERAPIST, None))


def test_on_whose_side_somebody_stands():
    assert parents_of(AMARAS) == {AMARA}
    assert parents_of(circle(AMARA, (Role.REPRESENTATIVE, None))) == {AMARA}
    assert parents_of(PAMS) == {AMARA}
    assert parents_of(LENAS) == set()
    assert parents_of(circle(ME, (Role.SUPPORTER, JOEL), chooser=[(JOEL, Role.CHILD)])) == set(), "a child is no parent"
    assert parents_of(circle(ME, (Role.SUPPORTER, None), chooser=[(JOEL, Role.PARENT)])) == set(), "whom nobody chose stands with nobody"
    assert parents_of(circle(ME, (Role.THERAPIST, JOEL), chooser=[(JOEL, Role.PARENT)])) == set(), "nor does whoever is no supporter"


@pytest.mark.parametrize(
    ("reader", "actor", "role", "chosen_by", "apart"),
    [
        (AMARAS, JOEL, Role.PARENT, None, True),
        (AMARAS, AMARA, Role.PARENT, None, False),
        (AMARAS, RAY, Role.SUPPORTER, JOEL, True),
        (AMARAS, PAM, Role.SUPPORTER, AMARA, False),
        (AMARAS, PAM, Role.SUPPORTER, None, True),
        (AMARAS, ME, Role.THERAPIST, None, False),
        (AMARAS, ME, Role.COORDINATOR, JOEL, False),
        (PAMS, AMARA, Role.PARENT, None, False),
        (PAMS, JOEL, Role.PARENT, None, True),
        (PAMS, PAM, Role.SUPPORTER, None, False),
        (LENAS, JOEL, Role.PARENT, None, False),
        (LENAS, RAY, Role.SUPPORTER, JOEL, False),
    ],
)
def test_whose_acts_are_of_the_other_side(reader, actor, role, chosen_by, apart):
    assert is_apart(reader, actor=actor, role=role, chosen_by=chosen_by) is apart
    entry = LedgerEntry(actor_id=actor, role=role)
    entry.chosen_by = chosen_by
    assert is_entry_apart(reader, entry) is apart


def test_what_nobody_did_and_words_of_nobody_are_of_no_side():
    entry = LedgerEntry(actor_id=None, role=Role.PARENT)
    entry.chosen_by = None
    assert not is_entry_apart(AMARAS, entry)


@pytest.mark.parametrize(
    ("author", "role", "apart"),
    [(JOEL, Role.PARENT, True), (AMARA, Role.PARENT, False), (ME, Role.THERAPIST, False), (None, Role.PARENT, False)],
)
def test_the_words_of_an_item_are_of_the_side_of_its_author(author, role, apart):
    assert is_text_apart(AMARAS, Settled(Code.B, None, author, role)) is apart
