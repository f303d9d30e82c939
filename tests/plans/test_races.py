"""Several people at one moment: nothing of anybody is lost, on both databases.

What is asserted holds whichever of them comes first. `SOAK=1` runs each two hundred times.
"""

import itertools
import time
import uuid
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection, transaction

from permissions import clock, ledger
from permissions.models import Circle, LedgerEntry
from permissions.refusals import NotFound, NotNow, Stale
from permissions.vocabulary import Code, Role
from plans.access import open_item, open_plan, open_section
from plans.actions.add_item import add_item
from plans.actions.cut_version import cut_version
from plans.actions.happen import happen
from plans.actions.move_item import DOWN, UP, move_item
from plans.actions.put_forward_item import put_forward_item
from plans.actions.retire_item import retire_item
from plans.actions.save_item import save_item
from plans.actions.save_section import save_section
from plans.actions.save_words import save_words
from plans.actions.writing import ItemWords, Saved
from plans.livetext.log import load
from plans.models import Happening, Item, LiveText, Plan, Section, SectionBlob, Wording
from plans.record.canonical import read_section
from plans.statute.sections import Kind
from tests.at_once import MARKS, TIMES, at_once, while_waiting
from tests.committed import committed
from tests.plans.livetext_help import live, types
from tests.plans.versions_help import rewrite, write
from tests.world import SAM

pytestmark = MARKS


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Give one committed world to all tests of this file: each begins with what the one before left."""
    with committed(django_db_blocker) as world:
        yield world


def need(text):
    return ItemWords(kind=Kind.NEED, text=text, spec={"area": "communication"})


def saves(world, slug, item, text, *, seq=0, words_n=None, source=""):
    words = replace(need(text), words_n=words_n, source=source)
    return lambda: save_item(getattr(world, slug), SAM, item.uid, words, seq=seq, today=world.today, now=clock.now())


def narrates(world, slug, code, narrative):
    facts = {"narrative": narrative, "none_identified": False, "seq": seq_of(world, code)}
    return lambda: save_section(getattr(world, slug), SAM, code, **facts, today=world.today, now=clock.now())


def writes_in(world, slug, code, words, *, n):
    return lambda: save_words(getattr(world, slug), SAM, code, words, words_n=n, today=world.today, now=clock.now())


def adds(world, slug, text, *, key=None):
    facts = {"put_forward": True, "post_key": key or uuid.uuid4()}
    return lambda: add_item(getattr(world, slug), SAM, "B", need(text), **facts, today=world.today, now=clock.now())


def seq_of(world, code):
    return Section.objects.get(plan=world.sam, type=code).seq


def places_in_b(world):
    return sorted(Item.objects.filter(plan=world.sam, section__type="B").values_list("position", flat=True))


def holds_one_unbroken_ledger(world):
    circle = Circle.objects.get(pk=world.sam.circle_id)
    numbers = list(LedgerEntry.objects.filter(circle=circle).order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, circle.ledger_number + 1))
    assert ledger.first_broken(circle) is None
    assert LedgerEntry.objects.get(circle=circle, number=circle.ledger_number).hash == circle.ledger_hash


def test_whoever_only_reads_opens_a_section_and_an_item_outside_a_transaction(world):
    item = write(world, "marcus", "B", "need", "Read and not locked.")
    assert not connection.in_atomic_block
    assert open_section(world.amara, SAM, "B", today=world.today)[1].code is Code.B
    assert open_item(world.amara, SAM, item.uid, today=world.today)[1].text == "Read and not locked."


def test_of_two_who_save_the_words_of_one_item_both_are_there(world):
    item = write(world, "lena", "B", "need", "Before. After.")
    for seed in range(TIMES):
        text = LiveText.objects.filter(item=item).first()
        n, stands = (text.n, Item.objects.get(pk=item.pk).text) if text else (1, "Before. After.")
        hers, his = f"Hers {seed}. {stands}", f"{stands} His {seed}."
        outcomes = at_once(saves(world, "lena", item, hers, words_n=n), saves(world, "marcus", item, his, words_n=n), seed=seed)
        assert [type(one) for one in outcomes] == [Saved, Saved], outcomes
        assert Item.objects.get(pk=item.pk).text == f"Hers {seed}. {stands} His {seed}."
        text = LiveText.objects.get(item=item)
        assert (text.n, text.settled_n, load(text).words) == (n + 2, n + 2, Item.objects.get(pk=item.pk).text)
    holds_one_unbroken_ledger(world)


def test_of_two_who_save_typed_fields_of_one_item_one_wins_and_the_other_is_shown_both(world):
    item = write(world, "lena", "B", "need", "Before")
    for seed in range(TIMES):
        seq = Item.objects.get(pk=item.pk).seq
        sources = (f"Lena’s report {seed}", f"Marcus’s report {seed}")
        outcomes = at_once(
            saves(world, "lena", item, None, seq=seq, source=sources[0]),
            saves(world, "marcus", item, None, seq=seq, source=sources[1]),
            seed=seed,
        )
        winner, loser = sources if isinstance(outcomes[0], Saved) else sources[::-1]
        stale = next(one for one in outcomes if not isinstance(one, Saved))
        assert isinstance(stale, Stale), outcomes
        assert [(clash.yours, clash.theirs) for clash in stale.clashes] == [(loser, winner)]
        saved = Item.objects.get(pk=item.pk)
        assert (saved.source, saved.seq, stale.seq) == (winner, seq + 1, seq + 1)
        assert Wording.objects.get(item=item, seq=seq + 1).content["source"] == winner
    holds_one_unbroken_ledger(world)


def test_of_two_who_save_a_sections_own_words_both_are_there(world):
    for seed in range(TIMES):
        narrates(world, "marcus", "F", f"Start {seed}.")()
        n = LiveText.objects.get(section__plan=world.sam, section__type="F", item=None).n
        acts = (
            writes_in(world, "marcus", "F", f"One. Start {seed}.", n=n),
            writes_in(world, "tess", "F", f"Start {seed}. Two.", n=n),
        )
        outcomes = at_once(*acts, seed=seed)
        assert [type(one) for one in outcomes] == [Saved, Saved], outcomes
        assert Section.objects.get(plan=world.sam, type="F").narrative == f"One. Start {seed}. Two."
    holds_one_unbroken_ledger(world)


def test_a_version_is_cut_before_or_after_each_edit_and_keeps_their_order(world):
    """What is committed is in the version, and nothing else: each text as it was at one number of its log, and no later edit without an earlier one."""
    items = [write(world, "lena", "F", "provision", f"Item {number}:") for number in range(2)]
    texts = [live(world, item).pk for item in items]
    done: list[tuple[int, str]] = []

    def writes():
        for number in range(8):
            item = items[number % 2]
            words = f"{load(LiveText.objects.get(pk=texts[number % 2])).words} {number}"
            assert types(world, "lena", item, words, now=clock.now()).n
            done.append((number % 2, words))

    def cuts():
        return [
            cut_version(open_plan(world.marcus, SAM, today=world.today), note=f"Cut {time.monotonic_ns()}", now=clock.now())
            for _ in range(3)
        ]

    for seed in range(TIMES):
        begun = [load(LiveText.objects.get(pk=text)).words for text in texts]
        done.clear()
        written, versions = at_once(writes, cuts, seed=seed)
        assert written is None, written
        assert isinstance(versions, list), versions
        # After how many of the edits, in the order in which they were acknowledged, the two texts read so.
        states = [tuple(begun)]
        for which, words in done:
            states.append((words, states[-1][1]) if which == 0 else (states[-1][0], words))
        cut_at = [states.index(words_in(version, items)) for version in versions]
        assert cut_at == sorted(cut_at)
    holds_one_unbroken_ledger(world)


def words_in(version, items):
    """Give the words of these items as a version holds them."""
    record = read_section(SectionBlob.objects.get(plan=version.plan, sha256=version.manifest["F"]).content)
    of = {item.uid: item.text for item in record.items}
    return tuple(of[str(item.uid)] for item in items)


def test_two_sections_saved_at_once_are_both_saved(world):
    for seed in range(TIMES):
        acts = [narrates(world, who, code, f"{code} {seed}") for who, code in (("marcus", "F"), ("tess", "C"))]
        outcomes = at_once(*acts, seed=seed)
        assert [type(one) for one in outcomes] == [Saved, Saved], outcomes
        rows = {row.type_id: row.narrative for row in Section.objects.filter(plan=world.sam)}
        assert (rows["F"], rows["C"]) == (f"F {seed}", f"C {seed}")
    holds_one_unbroken_ledger(world)


def test_items_added_at_once_are_all_there_each_in_a_place_of_its_own(world):
    people = ("lena", "okafor", "priya", "marcus")
    for seed in range(TIMES):
        outcomes = at_once(*(adds(world, slug, f"{slug} {seed}") for slug in people), seed=seed)
        assert [type(one) for one in outcomes] == [Item] * 4, outcomes
    rows = Item.objects.filter(plan=world.sam, section__type="B")
    assert len({row.position for row in rows}) == len(rows)
    assert Counter(row.text for row in rows) >= Counter(f"{slug} {seed}" for slug in people for seed in range(TIMES))
    holds_one_unbroken_ledger(world)


def test_one_form_posted_twice_at_once_is_one_item(world):
    there = Item.objects.count()
    for seed in range(TIMES):
        key = uuid.uuid4()
        outcomes = at_once(adds(world, "lena", f"Once {seed}", key=key), adds(world, "lena", f"Once {seed}", key=key), seed=seed)
        assert {one.pk for one in outcomes} == {Item.objects.get(post_key=key).pk}
    assert Item.objects.count() == there + TIMES
    holds_one_unbroken_ledger(world)


def test_an_item_is_saved_before_it_is_taken_out_or_not_at_all(world):
    for seed in range(TIMES):
        item = write(world, "lena", "B", "need", f"Before {seed}")
        takes_out = lambda item=item: retire_item(world.marcus, SAM, item.uid, today=world.today, now=clock.now())  # noqa: E731
        saved, taken = at_once(saves(world, "lena", item, f"After {seed}", seq=0), takes_out, seed=seed)
        assert isinstance(taken, Item), taken
        last = Wording.objects.filter(item=item).order_by("pk").last()
        assert last.state == Item.State.RETIRED
        if isinstance(saved, Saved):
            assert last.content["text"] == f"After {seed}"
        else:
            assert isinstance(saved, NotFound | Stale), saved
            assert last.content["text"] == f"Before {seed}"
    holds_one_unbroken_ledger(world)


def test_what_is_put_forward_while_it_is_saved_is_kept_in_the_history_as_it_then_was(world):
    """The typed fields stand in another row than the words; what the history keeps of both is of one moment."""
    for seed in range(TIMES):
        item = write(world, "lena", "B", "need", f"Before {seed}", put_forward=False)
        words = ItemWords(kind=Kind.NEED, text=f"After {seed}", spec={"area": "semh", "impact": ""})
        outcomes = at_once(
            lambda item=item, words=words: save_item(world.lena, SAM, item.uid, words, seq=0, today=world.today, now=clock.now()),
            lambda item=item: put_forward_item(world.lena, SAM, item.uid, today=world.today, now=clock.now()),
            seed=seed,
        )
        assert isinstance(outcomes[1], Item), outcomes
        kept = Wording.objects.filter(item=item).order_by("seq").last().content
        now_there = Item.objects.select_related("need").get(pk=item.pk)
        assert (kept["text"], kept["area"]) == (now_there.text, now_there.need.area)


def test_moves_at_once_leave_every_item_a_place_of_its_own(world):
    items = [write(world, "lena", "B", "need", f"Need {number}") for number in range(4)]
    there = places_in_b(world)
    for seed in range(TIMES):
        moves = [
            lambda item=item, way=way: move_item(world.lena, SAM, item.uid, way, today=world.today, now=clock.now())
            for item, way in zip(items, (DOWN, UP, DOWN, UP), strict=True)
        ]
        outcomes = at_once(*moves, seed=seed)
        assert [type(one) for one in outcomes] == [Item] * 4, outcomes
        assert places_in_b(world) == there
    holds_one_unbroken_ledger(world)


def serve(world, *, touches_the_ledger=True):
    """Serve the draft as every act does: under the lock of the circle."""
    circle = ledger.lock(world.sam.circle_id)
    if touches_the_ledger:
        ledger.record(ledger.Act(actor=world.marcus.pk, role="coordinator", verb="serve_draft"), circle=circle, now=clock.now())
    from_today = {"on": world.today, "closes_on": world.today.replace(year=world.today.year + 1)}
    happen(Plan.objects.get(pk=world.sam.pk), Happening.Kind.SERVED, **from_today, by=world.marcus, today=world.today)


def take_service_back(world):
    Plan.objects.filter(pk=world.sam.pk).update(served_on=None, closes_on=None)


def test_whoever_waits_while_the_draft_is_served_finds_it_served(world):
    """On PostgreSQL a query that waited for a lock reads again only what it locks: the plan's dates must be among that."""
    item = write(world, "lena", "B", "need", "As it was")
    seq, there = seq_of(world, "B"), Item.objects.count()
    acts = (
        saves(world, "lena", item, "Too late", seq=0),
        adds(world, "lena", "Too late"),
        narrates(world, "marcus", "B", "Too late"),
    )
    for act, touches_the_ledger in itertools.product(acts, (True, False)):
        serving = transaction.atomic()
        serving.__enter__()
        serve(world, touches_the_ledger=touches_the_ledger)
        outcome = while_waiting(act, commit=lambda serving=serving: serving.__exit__(None, None, None))
        assert isinstance(outcome, NotNow), outcome
        assert (Item.objects.get(pk=item.pk).text, Item.objects.count(), seq_of(world, "B")) == ("As it was", there, seq)
        take_service_back(world)
    holds_one_unbroken_ledger(world)


def test_a_save_at_the_moment_of_service_comes_before_it_or_not_at_all(world):
    item = write(world, "lena", "B", "need", "As it was")

    def serves():
        with transaction.atomic():
            serve(world)
            return Item.objects.get(pk=item.pk).text

    for seed in range(TIMES):
        before = Item.objects.get(pk=item.pk)
        outcome, served_with = at_once(saves(world, "lena", item, f"Words {seed}", seq=before.seq), serves, seed=seed)
        after = Item.objects.get(pk=item.pk).text
        assert after == served_with
        assert isinstance(outcome, Saved if after == f"Words {seed}" else NotNow), outcome
        take_service_back(world)
    rewrite(world, "lena", item, "And on")
    holds_one_unbroken_ledger(world)


def test_whoever_opens_a_page_twice_at_once_has_read_it_once(world):
    for seed in range(TIMES):
        now = clock.now() + timedelta(minutes=15 * seed)
        facts = {"circle": world.sam.circle_id, "actor": world.tom.pk, "role": Role.THERAPIST, "codes": (Code.B, Code.F), "now": now}
        ledger.forget_reads()
        assert at_once(*[lambda facts=facts: ledger.record_read(**facts)] * 3, seed=seed) == [None] * 3
        assert LedgerEntry.objects.filter(actor=world.tom, verb="read").count() == seed + 1
    holds_one_unbroken_ledger(world)
