"""Talk about an item or about certain words: the passage is kept as it was, followed through the words, and never dropped."""

from dataclasses import replace

import pytest

from comments.people import people_around
from comments.queries import section_threads, version_threads
from comments.quoting import Quoted, find_quote, is_same
from permissions.refusals import Invalid, NotFound, NotPermitted
from permissions.vocabulary import Code
from plans.access import open_plan
from plans.actions.keep_item import keep_item
from plans.actions.retire_item import retire_item
from plans.models import Anchor, PlanVersion
from tests.comments.saying import answers, opens
from tests.plans.versions_help import cut, narrate, share, write
from tests.world import SAM

WORDS = "Sam works **twice a week**\n\n- with Lena\n- with Tom, twice a week."


@pytest.mark.parametrize(
    ("quote", "before", "found"),
    [
        ("twice a week", "", "twice a week"),
        ("works twice a week", "", "works **twice a week"),
        ("twice   a\nweek with Lena", "", "twice a week**\n\n- with Lena"),
        ("TWICE A WEEK", "with Tom, ", "twice a week"),
        ("Tom", "", "Tom"),
        ("never", "", None),
        ("", "", None),
        ("**  - ", "", None),
    ],
)
def test_a_passage_is_found_whatever_its_blanks_and_marks(quote, before, found):
    place = find_quote(Quoted(quote, before), WORDS)
    assert (WORDS[slice(*place)] if place else None) == found


def test_what_stands_before_tells_two_places_apart():
    first, second = find_quote(Quoted("twice a week"), WORDS), find_quote(Quoted("twice a week", "- with Lena - with Tom, "), WORDS)
    assert first[0] == WORDS.index("twice a week")
    assert second[0] == WORDS.rindex("twice a week")


@pytest.mark.parametrize("words", ["ਸੈਮ ਨੂੰ ਰੇਲ ਗੱਡੀਆਂ ਪਸੰਦ ਹਨ", "سام يحب القطارات", "café 👩‍👦 naïve"])
def test_every_script_is_found_in_itself_and_between_other_words(words):
    long = f"Before. {words} After."
    start, end = find_quote(Quoted(words), long)
    assert is_same(long[start:end], words)
    assert (start, end) == (8, 8 + len(words))


def test_letters_with_accents_are_the_same_however_they_are_written():
    assert find_quote(Quoted("cafe\u0301"), "A café here.") == (2, 6)
    assert is_same("nai\u0308ve", "naïve")
    assert not is_same("naive", "naïve")


def threads(world, slug="amara", code=Code.F):
    access = open_plan(getattr(world, slug), SAM, today=world.today)
    return section_threads(access, code, people_around(access))


def test_a_passage_of_the_sections_words_is_tied_to_its_place(world):
    narrate(world, "marcus", "F", WORDS)
    opens(world, world.priya, "Thrice?", audience="everyone", quote="works twice a week")
    about = threads(world)[0].about
    assert (about.quote, about.now, about.is_earlier) == ("works twice a week", "", False)
    anchor = Anchor.objects.get()
    assert (anchor.quote, anchor.passage_in(WORDS)) == ("works twice a week", "works **twice a week")


def test_words_that_have_changed_stand_beside_what_they_were(world):
    narrate(world, "marcus", "F", WORDS)
    opens(world, world.priya, "Thrice?", audience="everyone", quote="twice a week with Lena")
    Anchor.objects.update(starts_at=4, ends_at=9)
    about = threads(world)[0].about
    assert (about.quote, about.now, about.is_earlier) == ("twice a week with Lena", "works", False)


def test_a_thread_about_words_that_have_gone_stays_with_its_quote(world):
    narrate(world, "marcus", "F", WORDS)
    opens(world, world.priya, "Thrice?", audience="everyone", quote="with Tom")
    Anchor.objects.update(starts_at=None, ends_at=None)
    opens(world, world.priya, "And this?", audience="everyone", quote="Words of last year")
    for thread in threads(world):
        assert thread.about.is_earlier
        assert thread.about.quote in ("with Tom", "Words of last year")


def test_a_thread_about_an_item_leads_to_it_and_stays_when_it_is_taken_out(world):
    item = write(world, "lena", "F", "provision", "Speech therapy twice a week.")
    opens(world, world.priya, "Thrice?", audience="everyone", item=item.uid, quote="twice a week")
    about = threads(world)[0].about
    assert (about.item, about.url) == ("Speech therapy twice a week", f"/plans/{SAM}/sections/F/#item-{item.uid}")
    assert not about.is_earlier
    retire_item(world.lena, SAM, item.uid, today=world.today, now=world.now)
    about = threads(world)[0].about
    assert (about.item, about.note) == ("Speech therapy twice a week", "This has been taken out of the plan.")
    assert (about.quote, about.is_earlier, about.url) == ("twice a week", True, f"/plans/{SAM}/sections/F/")


def test_what_an_author_keeps_to_themselves_again_is_quoted_to_nobody_else(world):
    item = write(world, "lena", "F", "provision", "Speech therapy twice a week.")
    opens(world, world.priya, "Thrice?", audience="everyone", item=item.uid, quote="twice a week")
    keep_item(world.lena, SAM, item.uid, today=world.today, now=world.now)
    for state in ("kept", "taken out"):
        if state == "taken out":
            retire_item(world.lena, SAM, item.uid, today=world.today, now=world.now)
        for slug, sees in (("amara", False), ("priya", False), ("marcus", False), ("lena", True)):
            about = threads(world, slug)[0].about
            assert (bool(about.item), bool(about.quote)) == (sees, sees), (slug, state)


def test_nobody_speaks_about_what_they_do_not_see_there(world):
    kept = write(world, "lena", "F", "provision", "Not yet.", put_forward=False)
    need = write(world, "lena", "B", "need", "A need.")
    for slug, item in (("priya", kept), ("lena", kept), ("priya", need)):
        with pytest.raises(Invalid):
            opens(world, getattr(world, slug), "Hello", audience="everyone", item=item.uid)
    with pytest.raises(Invalid):
        opens(world, world.priya, "Hello", audience="everyone", quote="x" * 1001)
    assert not threads(world)


def versions(world):
    narrate(world, "marcus", "F", WORDS)
    share(world, note="To read")
    cut(world, note="Ours")
    return PlanVersion.objects.get(kind="shared"), PlanVersion.objects.filter(kind="working").order_by("number").last()


def test_a_thread_about_a_version_stands_on_its_page_and_not_beside_the_section(world, client):
    shared, _ = versions(world)
    opens(world, world.priya, "Is this the one?", audience="everyone", version=shared.uid, code="F", quote="with Tom")
    opens(world, world.amara, "All of it is good.", audience="everyone", version=shared.uid, code="")
    client.force_login(world.amara)
    page = client.get(f"/plans/{SAM}/versions/{shared.uid}/").content.decode()
    assert "Is this the one?" in page
    assert "All of it is good." in page
    assert "Everyone who may see this version" in page
    assert not threads(world)
    access = open_plan(world.marcus, SAM, today=world.today)
    assert [thread.about.version for thread in version_threads(access, shared.uid)] == ["Shared version 1", "Shared version 1"]
    assert all(not thread.about.is_earlier for thread in version_threads(access, shared.uid))


def test_a_version_that_is_not_seen_is_not_there_to_speak_about(world):
    _, working = versions(world)
    for slug in ("amara", "priya", "pam"):
        with pytest.raises(NotFound):
            opens(world, getattr(world, slug), "Hello", audience="everyone", version=working.uid, code="")
    with pytest.raises(NotPermitted):
        opens(world, world.tess, "Hello", audience="everyone", version=working.uid, code="")
    assert opens(world, world.tess, "Hello", audience="council", version=working.uid, code="").thread.section is None


def test_the_newest_version_that_stood_then_is_named_and_never_one_that_is_not_seen(world):
    versions(world)
    opens(world, world.priya, "Hello", audience="everyone")
    opens(world, world.marcus, "Hello again", audience="everyone")
    assert [thread.about.stood_at for thread in threads(world)] == ["Said when Shared version 1 was the newest version"] * 2
    assert threads(world, "marcus")[1].about.stood_at == "Said when Working version 2 was the newest version"
    opens(world, world.amara, "And me", audience="everyone")
    unseen = opens(world, world.pam, "And me", audience="everyone")
    answers(world, world.priya, unseen, "Good question.")
    assert sorted(bool(thread.about.stood_at) for thread in threads(world, "joel")) == [False, False, True, True]


def test_a_thread_about_words_is_read_by_whoever_sees_the_whole_section_alone(world):
    from comments.access import ThreadFacts, reads_thread
    from permissions.vocabulary import Part, Verb

    access = open_plan(world.priya, SAM, today=world.today)
    section = replace(access.sections[Code.K], verbs=frozenset({Verb.VIEW, Verb.COMMENT}), parts=frozenset({Part.TITLES}))
    part_only = replace(access, sections={**access.sections, Code.K: section})
    assert reads_thread(part_only, ThreadFacts(Code.K, "everyone"))
    assert not reads_thread(part_only, ThreadFacts(Code.K, "everyone", about_words=True))
