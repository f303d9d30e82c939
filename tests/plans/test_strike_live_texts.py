"""A passage that is struck goes from the logs of live texts, too: also what was typed and taken out again, and no page that still holds it brings it back."""

from dataclasses import replace

import pytest

from permissions.refusals import Stale
from plans.actions.save_words import save_words
from plans.actions.settle_texts import settle_texts
from plans.actions.write_texts import write_texts
from plans.livetext import news
from plans.livetext.committing import Refused
from plans.livetext.log import load
from plans.livetext.update import check
from plans.models import Anchor, Item, LiveText, Plan, Section, StruckText, TextClient, TextSnapshot, TextUpdate, Wording
from plans.record.verify import first_fault
from plans.striking.seal import unseal
from plans.striking.spelling import find
from tests.plans.livetext_help import live, types, typing
from tests.plans.striking_help import ADDRESS, struck
from tests.plans.versions_help import narrate, write
from tests.world import SAM


def all_words():
    """Give every byte that the logs hold, as text, and every word of the plan."""
    rows = [
        bytes(content).decode("utf-8", "replace")
        for model in (TextUpdate, TextSnapshot)
        for content in model.objects.values_list("content", flat=True)
    ]
    rows += [str(row) for row in Wording.objects.values_list("content", flat=True)] + list(Anchor.objects.values_list("quote", flat=True))
    return [*rows, *Item.objects.values_list("text", flat=True), *Section.objects.values_list("narrative", flat=True)]


def holds_it():
    return [words for words in all_words() if find(words, (ADDRESS,))]


@pytest.fixture
def item(world):
    return write(world, "lena", "F", "provision", "Speech therapy.")


def spell(world, where, words):
    """Type letter by letter behind what stands."""
    text = load(live(world, where)).words
    for number in range(1, len(words) + 1):
        types(world, "marcus", where, text + words[:number])


def test_what_stands_and_what_was_taken_out_again_is_in_no_column_afterwards(world, item):
    types(world, "lena", item, f"Speech therapy at {ADDRESS}, weekly.")
    spell(world, "F", f" He lives at {ADDRESS}.")
    types(world, "marcus", "F", "Nothing of it.")
    settle_texts(world.sam.circle_id, now=world.now)
    struck(world)
    assert holds_it() == []
    assert Item.objects.get(pk=item.pk).text.startswith("Speech therapy at [struck out by the council on")
    assert Section.objects.get(plan=world.sam, type="F").narrative == "Nothing of it."
    for where in (item, "F"):
        text = live(world, where)
        assert load(text).words == (Item.objects.get(pk=item.pk).text if where is item else "Nothing of it.")
        assert (text.epoch, TextUpdate.objects.filter(text=text).count(), TextSnapshot.objects.filter(text=text).count()) == (1, 0, 1)
        assert text.n == text.settled_n == text.worded_n
    assert first_fault(Plan.objects.select_related("circle").get(pk=world.sam.pk)) == ""


def test_letters_that_were_typed_one_by_one_and_taken_out_are_found(world):
    spell(world, "F", f"At {ADDRESS}.")
    types(world, "marcus", "F", "")
    types(world, "marcus", "F", "Other words.")
    struck(world)
    assert LiveText.objects.get().epoch == 1


def test_a_log_without_it_stays_as_it_is(world, item):
    types(world, "lena", item, "Speech therapy, weekly.")
    types(world, "marcus", "F", f"At {ADDRESS}.")
    there = live(world, item)
    struck(world)
    text = live(world, item)
    assert (text.n, text.epoch, TextUpdate.objects.filter(text=text).count()) == (there.n, 0, 2)


def test_numbers_count_on_and_open_pages_are_told(world, django_capture_on_commit_callbacks):
    types(world, "marcus", "F", f"At {ADDRESS}.")
    types(world, "marcus", "F", f"At {ADDRESS}, always.")
    told = []
    news.on_struck(told.append)
    with django_capture_on_commit_callbacks(execute=True):
        struck(world)
    text = live(world, "F")
    assert (told, text.n) == ([text.pk], 3)
    assert types(world, "marcus", "F", "Later words.").n == 4
    assert settle_texts(world.sam.circle_id, now=world.now) == 1


def test_a_page_that_still_holds_the_words_cannot_bring_them_back(world):
    types(world, "marcus", "F", f"At {ADDRESS}.")
    old = load(live(world, "F"))
    waiting = typing(world, "marcus", "F", f"At {ADDRESS}, always.", on=old)
    struck(world)
    whole = old.snapshot()
    again = replace(waiting, update=whole, checked=check(whole), asked_at=0)
    assert [outcome.refusal for outcome in write_texts([again], today=world.today, now=world.now)] == [Refused.STRUCK]
    assert holds_it() == []
    late = replace(waiting, asked_at=0)
    write_texts([late], today=world.today, now=world.now)
    settle_texts(world.sam.circle_id, now=world.now)
    assert holds_it() == []
    assert TextClient.objects.filter(is_retired=True).exists()


@pytest.mark.parametrize("is_live", [True, False])
def test_a_form_that_was_opened_on_the_old_words_is_stale(world, is_live):
    narrate(world, "marcus", "F", f"At {ADDRESS}.") if not is_live else types(world, "marcus", "F", f"At {ADDRESS}.")
    LiveText.objects.all() if is_live else (
        TextUpdate.objects.all().delete(),
        TextClient.objects.all().delete(),
        LiveText.objects.all().delete(),
    )
    struck(world)
    with pytest.raises(Stale) as stale:
        save_words(world.tess, SAM, "F", f"At {ADDRESS}, always.", words_n=1, today=world.today, now=world.now)
    assert stale.value.words_n == live(world, "F").n
    assert "[struck out" in stale.value.clashes[0].theirs


def test_the_old_log_is_sealed(world):
    types(world, "marcus", "F", f"At {ADDRESS}.")
    struck(world)
    kept = StruckText.objects.get(field="log")
    assert (kept.table, kept.row) == ("plans_livetext", LiveText.objects.get().pk)
    assert str(world.marcus.uid) in unseal(kept.sealed)


def test_a_passage_that_is_spoken_about_stays_beside_what_is_left(world):
    types(world, "marcus", "F", f"One. At {ADDRESS}. Two.")
    settle_texts(world.sam.circle_id, now=world.now)
    words = Section.objects.get(plan=world.sam, type="F").narrative
    anchor = Anchor.objects.create(text=live(world, "F"), quote="Two.", starts_at=words.index("Two."), ends_at=len(words))
    struck(world)
    anchor.refresh_from_db()
    assert anchor.passage_in(Section.objects.get(plan=world.sam, type="F").narrative) == "Two."
