"""Save words by a form, while others write the same text: what each changed is there, and where both changed one sentence it is said."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from permissions.models import LedgerEntry
from permissions.refusals import Invalid, NotFound, NotPermitted, Stale
from plans.actions.save_item import save_item
from plans.actions.save_words import save_words
from plans.actions.writing import ItemWords
from plans.livetext.log import load
from plans.livetext.merging import tidied
from plans.models import Item, LiveText, Section, TextSnapshot, TextUpdate, Wording
from plans.statute.sections import Kind
from tests.plans.livetext_help import live, types
from tests.plans.pages import PLAN, is_nothing_to_strangers, is_refused, page_of, visit
from tests.plans.versions_help import narrate, write
from tests.world import SAM

WORDS = f"{PLAN}sections/F/words/"
TOO_LONG = {"words": "x" * 20_001, "words_n": "1"}


@pytest.fixture
def item(world):
    return write(world, "lena", "F", "provision", "Speech therapy every week. In a small room.")


def saves(world, slug, where, words, *, n):
    return save_words(getattr(world, slug), SAM, where, words, words_n=n, today=world.today, now=world.now)


def words_of(row):
    return type(row).objects.values_list("text" if isinstance(row, Item) else "narrative", flat=True).get(pk=row.pk)


def box_on(browser, place):
    """Give what the box of a text on the edit page would send."""
    page = page_of(browser.get(f"{PLAN}sections/F/edit/"))
    return next(fields for address, fields in page.forms if address == f"{PLAN}{place}/words/")


def test_the_words_of_an_item_are_shown_with_their_number_and_saved(world, item):
    browser = visit(world.lena)
    sent = box_on(browser, f"items/{item.uid}")
    assert (sent["words"], sent["words_n"]) == (["Speech therapy every week. In a small room."], ["1"])
    answer = browser.post(f"{PLAN}items/{item.uid}/words/", sent | {"words": "Speech therapy twice a week. In a small room."})
    assert (answer.status_code, answer["Location"]) == (302, f"{PLAN}sections/F/edit/#item-{item.uid}")
    saved = Item.objects.get(pk=item.pk)
    assert (saved.text, saved.saved_by, saved.seq) == ("Speech therapy twice a week. In a small room.", world.lena, 0)
    text = LiveText.objects.get(item=item)
    assert (text.n, text.settled_n, load(text).words) == (2, 2, saved.text)
    entry = LedgerEntry.objects.order_by("number").last()
    assert (entry.verb, entry.actor, entry.object_uid) == ("save_item", world.lena, item.uid)
    assert box_on(browser, f"items/{item.uid}")["words_n"] == ["2"]


def test_a_sections_own_words_are_saved_and_may_be_none(world):
    browser = visit(world.marcus)
    assert box_on(browser, "sections/F")["words_n"] == ["0"]
    for number, words in enumerate(("Help is given in class.", "Help.", "", "Again."), start=1):
        sent = box_on(browser, "sections/F") | {"words": words}
        assert browser.post(WORDS, sent).status_code == 302
        section = Section.objects.get(plan=world.sam, type="F")
        assert (section.narrative, section.saved_by, section.seq) == (words, world.marcus, 0)
        assert LiveText.objects.get(section=section, item=None).n == number


def test_what_two_changed_in_different_sentences_is_both_there(world, item):
    types(world, "marcus", item, "Speech therapy every week. In a quiet room.")
    assert saves(world, "lena", item.uid, "Speech therapy twice a week. In a small room.", n=1).beside == ()
    assert words_of(item) == "Speech therapy twice a week. In a quiet room."


def test_where_both_changed_one_sentence_the_answer_shows_both_and_how_it_reads_now(world, item):
    types(world, "marcus", item, "Speech therapy every week. In a small quiet room.")
    browser = visit(world.lena)
    sent = {"words": "Speech therapy every week. In a small room with Sam's friend.", "words_n": "1"}
    answer = browser.post(f"{PLAN}items/{item.uid}/words/", sent)
    assert answer.status_code == 200
    read = page_of(answer).words
    for words in (
        "Marcus",
        "also changed this part",
        "In a small quiet room with Sam",
        "In a small quiet room.",
        "In a small room with Sam",
    ):
        assert words in read, words
    assert "Speech therapy" not in read
    assert words_of(item) == "Speech therapy every week. In a small quiet room with Sam's friend."


def test_the_same_form_sent_twice_is_saved_once(world, item):
    for _ in range(2):
        saves(world, "lena", item.uid, "Speech therapy every week. In a small room. With Sam.", n=1)
    assert words_of(item) == "Speech therapy every week. In a small room. With Sam."
    assert TextUpdate.objects.filter(text__item=item).count() == 2


def test_whoever_goes_back_to_a_page_and_writes_on_does_not_double_what_they_saved(world, item):
    saves(world, "lena", item.uid, "Speech therapy every week. In a small room. With Sam.", n=1)
    saves(world, "lena", item.uid, "Speech therapy every week. In a small room. With Sam. Always.", n=1)
    assert words_of(item) == "Speech therapy every week. In a small room. With Sam. Always."


def test_of_two_pages_of_one_person_neither_takes_out_what_the_other_saved(world, item):
    saves(world, "lena", item.uid, "Speech therapy every week. In a small room. With Sam.", n=1)
    saves(world, "lena", item.uid, "Speech and language therapy every week. In a small room.", n=1)
    assert words_of(item) == "Speech and language therapy every week. In a small room. With Sam."


def test_sending_back_what_was_shown_changes_nothing(world, item):
    there = LedgerEntry.objects.count()
    saves(world, "lena", item.uid, "Speech therapy every week. In a small room.", n=1)
    assert (LiveText.objects.filter(item=item).count(), LedgerEntry.objects.count()) == (0, there)
    types(world, "marcus", item, "Speech therapy every week. In a quiet room. ")
    saves(world, "lena", item.uid, "Speech therapy every week. In a small room.", n=1)
    saves(world, "lena", item.uid, "Speech therapy every week. In a quiet room.", n=2)
    assert load(live(world, item)).words == "Speech therapy every week. In a quiet room. "


@pytest.mark.parametrize("n", ["7", "0", "", "-3", "x"])
def test_words_on_a_number_that_nobody_knows_are_shown_beside_those_that_stand(world, item, n):
    types(world, "marcus", item, "Speech therapy, always.")
    browser = visit(world.lena)
    answer = browser.post(f"{PLAN}items/{item.uid}/words/", {"words": "My own words.", "words_n": n})
    assert answer.status_code == 409
    page = page_of(answer)
    assert "My own words." in page.words
    assert "Speech therapy, always." in page.words
    again = next(fields for address, fields in page.forms if address == f"{PLAN}items/{item.uid}/words/")
    assert (again["words"], again["words_n"]) == (["My own words."], ["2"])
    assert words_of(item) == "Speech therapy, always."
    assert browser.post(f"{PLAN}items/{item.uid}/words/", again).status_code == 302
    assert words_of(item) == "My own words."


def test_words_of_before_the_log_was_thrown_away_are_stale(world, item):
    types(world, "marcus", item, "Speech therapy, always.")
    text = live(world, item)
    TextSnapshot.objects.create(text=text, n=2, content=load(text).snapshot(), at=world.now)
    TextUpdate.objects.filter(text=text).delete()
    with pytest.raises(Stale):
        saves(world, "lena", item.uid, "Mine.", n=1)


def test_what_both_wrote_keeps_to_the_limit(world):
    half = "Words. " * 1_700
    narrate(world, "marcus", "F", half)
    types(world, "marcus", "F", half + "b" * 7_000)
    with pytest.raises(Invalid) as refused:
        saves(world, "tess", "F", "c" * 2_000 + " " + half, n=1)
    assert "it has 901 too many" in refused.value.errors["words"]
    browser = visit(world.tess)
    answer = browser.post(WORDS, {"words": "c" * 20_001, "words_n": "1"})
    assert answer.status_code == 422
    assert "1 too many" in " ".join(page_of(answer).errors)
    assert next(fields for address, fields in page_of(answer).forms if address == WORDS)["words"] == ["c" * 20_001]


def test_nobody_else_saves(world, item):
    strange = f"{PLAN}items/{item.uid}/words/"
    is_nothing_to_strangers(world, strange, {"words": "x", "words_n": "1"})
    is_nothing_to_strangers(world, WORDS, {"words": "x", "words_n": "1"})
    is_refused(visit(world.amara).post(WORDS, {"words": "x", "words_n": "0"}))
    is_refused(visit(world.amara).post(strange, {"words": "x", "words_n": "1"}))
    assert words_of(item) == "Speech therapy every week. In a small room."


def test_what_somebody_keeps_to_themselves_is_not_there_for_others(world):
    kept = write(world, "lena", "F", "provision", "Not yet.", put_forward=False)
    with pytest.raises(NotFound):
        saves(world, "marcus", kept.uid, "Mine.", n=1)
    with pytest.raises(NotPermitted):
        saves(world, "tom", write(world, "lena", "F", "provision", "Hers.").uid, "Mine.", n=1)


def test_what_was_typed_live_is_a_change_of_its_own_in_the_history_before_typed_fields_are_saved(world, item):
    types(world, "marcus", item, "Speech therapy, always.", now=world.now + timedelta(minutes=1))
    fields = ItemWords(kind=Kind.PROVISION, text=None, source="Report", spec={})
    saved = save_item(world.lena, SAM, item.uid, fields, seq=0, today=world.today, now=world.now + timedelta(minutes=20))
    assert (saved.row.text, saved.row.seq) == ("Speech therapy, always.", 1)
    rows = [(row.seq, row.content["text"], row.content["source"], row.by) for row in Wording.objects.filter(item=item).order_by("at")]
    assert rows == [
        (0, "Speech therapy every week. In a small room.", "", world.lena),
        (None, "Speech therapy, always.", "", world.marcus),
        (1, "Speech therapy, always.", "Report", world.lena),
    ]
    assert LiveText.objects.get(item=item).worded_n == 2


PIECES = st.sampled_from(
    [
        "Sam ",
        "reads. ",
        "👩🏽‍🏫",
        "ਸੈਮ ਪੜ੍ਹਦਾ ਹੈ। ",
        "سام يقرأ. ",
        "é",
        "e\N{COMBINING ACUTE ACCENT}",
        "\n",
        "\n\n",
        "\t",
        "zero\u200bwidth ",
        "𝒳",
        "a",
        "!",
    ]
)
TEXTS = st.lists(PIECES, max_size=14).map("".join)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=TEXTS, posted=TEXTS, live_words=TEXTS)
def test_a_form_alone_makes_the_text_what_was_posted_and_beside_others_all_agree(world, before, posted, live_words):
    types(world, "marcus", "F", before)
    text = live(world, "F")
    saves(world, "tess", "F", tidied(posted), n=text.n)
    section = Section.objects.get(plan=world.sam, type="F")
    assert tidied(section.narrative) == tidied(posted)
    text.refresh_from_db()
    types(world, "marcus", "F", section.narrative + live_words)
    saves(world, "tess", "F", tidied(posted) + " more", n=text.n)
    section.refresh_from_db()
    assert section.narrative == load(live(world, "F")).words
    assert "more" in section.narrative


def test_two_who_mend_the_same_word_mend_it_once(world, item):
    types(world, "marcus", item, "Speech therapy every week. In a quiet room.")
    saved = saves(world, "lena", item.uid, "Speech therapy every day. In a quiet room.", n=1)
    assert words_of(item) == "Speech therapy every day. In a quiet room."
    assert saved.beside == ()


def test_a_form_that_does_not_hold_comes_back_to_whoever_may_write_only(world, item):
    hers = f"{PLAN}items/{item.uid}/words/"
    for slug in ("priya", "okafor", "amara"):
        for address in (WORDS, hers):
            is_refused(visit(getattr(world, slug)).post(address, TOO_LONG))
    assert visit(world.marcus).post(WORDS, TOO_LONG).status_code == 422
    assert visit(world.lena).post(hers, TOO_LONG).status_code == 422
