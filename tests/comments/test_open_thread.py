"""Open a thread beside a section."""

from uuid import uuid4

import pytest

from comments.access import audiences_for
from comments.forms import Offered, OpenThreadForm, audience_choices
from comments.models import COMMENT_LIMIT, Comment, Thread
from comments.people import people_around
from permissions.models import LedgerEntry
from permissions.refusals import Invalid, NotFound, NotNow, NotPermitted
from permissions.vocabulary import Code
from plans.access import open_plan
from tests.comments.saying import opens
from tests.world import SAM


def test_one_act_makes_thread_comment_and_ledger_entry(world):
    comment = opens(world, world.priya, "  Twenty or\r\nthirty?  ", audience="everyone")
    entry = LedgerEntry.objects.filter(circle=world.sam.circle).latest("number")
    assert comment.text == "Twenty or\nthirty?"
    assert comment.author_role == "senco"
    assert (entry.verb, entry.sections, entry.object_kind, entry.object_uid) == ("comment", " F ", "thread", comment.thread.uid)
    assert entry.actor_id == world.priya.pk


def test_the_same_form_posted_twice_says_it_once(world):
    key = uuid4()
    first = opens(world, world.priya, "Once.", audience="everyone", key=key)
    again = opens(world, world.priya, "Once.", audience="everyone", key=key)
    assert again == first
    assert (Thread.objects.count(), Comment.objects.count()) == (1, 1)
    opens(world, world.amara, "Another person's form with the same key.", audience="everyone", key=key)
    assert Comment.objects.count() == 2


def test_a_stranger_finds_nothing(world):
    for slug in ("nadia", "ines", "root"):
        with pytest.raises(NotFound):
            opens(world, getattr(world, slug), "Hello", audience="everyone")
    assert not Thread.objects.exists()


def test_whoever_only_reads_is_told_so(world):
    for slug, code in (("marcus", "A"), ("grace", "B"), ("amara", "I"), ("corinne", "F"), ("susan", "F")):
        with pytest.raises(NotPermitted):
            opens(world, getattr(world, slug), "Hello", audience="everyone", code=code)
    assert not Thread.objects.exists()


def test_nobody_speaks_in_a_plan_that_has_ended(world):
    world.move_to("ended")
    for slug in ("amara", "priya", "marcus"):
        with pytest.raises(NotNow):
            opens(world, getattr(world, slug), "Hello", audience="everyone")


@pytest.mark.parametrize(
    ("slug", "code", "expected"),
    [
        ("amara", "F", ["person", "everyone"]),
        ("pam", "F", ["person", "everyone"]),
        ("priya", "F", ["everyone", "professionals"]),
        ("okafor", "F", ["everyone", "professionals"]),
        ("tess", "F", ["everyone", "professionals", "council"]),
        ("marcus", "F", ["everyone", "professionals", "council", "person"]),
        ("marcus", "A", []),
        ("amara", "I", []),
    ],
)
def test_each_is_offered_their_own_audiences_and_no_others(world, slug, code, expected):
    access = open_plan(getattr(world, slug), SAM, today=world.today)
    assert list(audiences_for(access, Code(code))) == expected
    for audience in {"everyone", "professionals", "council", "person"} - set(expected):
        with pytest.raises(NotPermitted):
            opens(world, getattr(world, slug), "Hello", audience=audience, code=code, person=world.amara)


def test_a_family_members_private_thread_is_always_their_own(world):
    assert opens(world, world.joel, "Hello", audience="person", person=world.amara).thread.person == world.joel


def test_the_coordinator_chooses_one_of_the_family_who_sees_the_section(world):
    assert opens(world, world.marcus, "Hello", audience="person", person=world.amara).thread.person == world.amara
    for nobody in (world.priya, world.nadia, world.ines, world.marcus, None):
        with pytest.raises(Invalid):
            opens(world, world.marcus, "Hello", audience="person", person=nobody)
    with pytest.raises(Invalid):
        opens(world, world.marcus, "Hello", audience="person", person=world.pam, code="C")


def test_what_is_chosen_first_is_the_narrowest_for_a_family_and_named(world):
    access = open_plan(world.amara, SAM, today=world.today)
    choices = audience_choices(access, Code.F, people_around(access))
    assert [choice.words for choice in choices] == ["You and your coordinator, Marcus Bell", "Everyone who may see this section"]
    form = OpenThreadForm(offered=Offered("SAM-F", choices))
    assert form["audience"].initial == "person"
    access = open_plan(world.marcus, SAM, today=world.today)
    words = [choice.words for choice in audience_choices(access, Code.F, people_around(access))]
    assert words[0] == "Everyone who may see this section"
    assert words[3:] == ["You and Amara Adeyemi", "You and Joel Adeyemi", "You and Pam Whitlock"]


@pytest.mark.parametrize("text", ["", " \n\t ", "\u200b", "x" * (COMMENT_LIMIT + 1), "bell \x07", "nul \x00", "half \ud800"])
def test_bad_words_are_refused_with_a_sentence_and_nothing_is_stored(world, text):
    access = open_plan(world.amara, SAM, today=world.today)
    form = OpenThreadForm({"text": text, "audience": "everyone"}, offered=Offered("SAM-F", audience_choices(access, Code.F, {})))
    assert not form.is_valid()
    assert form.errors["text"][0].endswith(".")
    with pytest.raises(Invalid):
        opens(world, world.amara, text, audience="everyone")
    assert not Comment.objects.exists()


def test_words_of_every_script_and_the_longest_are_taken(world):
    for text in ("ਸੈਮ ਨੂੰ ਰੇਲ ਗੱਡੀਆਂ ਪਸੰਦ ਹਨ", "سام يحب القطارات", "👩‍👦 <script>alert(1)</script>", "x" * COMMENT_LIMIT, "a\n\tb"):
        assert opens(world, world.amara, text, audience="everyone").text == text


def test_an_audience_that_is_not_offered_is_an_error_of_the_form(world):
    access = open_plan(world.priya, SAM, today=world.today)
    choices = audience_choices(access, Code.F, {})
    for audience in ("", "council", "person", f"person:{world.amara.uid}", "nobody"):
        form = OpenThreadForm({"text": "Hello", "audience": audience}, offered=Offered("SAM-F", choices))
        assert form.errors["audience"] == ["Choose who can see this."]
