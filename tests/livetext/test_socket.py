"""The socket of a live text: what is typed is committed, then acknowledged to its writer and brought to the others."""

import json
import threading

import pytest
from channels.layers import channel_layers
from django.db import connection, connections, transaction
from pycrdt import Doc, Text

from plans.livetext import rooms, writer
from plans.livetext.document import Document
from plans.livetext.outbox import Outbox
from plans.models import LiveText, Section, TextUpdate
from tests.livetext.writing import EMPTY, STEP1, STEP2, adds, awareness, place_of_item, soon, sync, writing
from tests.portal.sockets import SOON, in_database, signed_in
from tests.world import SAM


def log_of(text=None):
    """Give the committed updates of the only live text, or of one."""
    rows = TextUpdate.objects.filter(text=text) if text else TextUpdate.objects.all()
    return [bytes(row.content) for row in rows.order_by("text", "n")]


async def test_what_marcus_types_is_saved_and_appears_for_tess(world):
    async with writing(world.marcus) as marcus, writing(world.tess) as tess:
        await marcus.types("Thirty minutes")
        await marcus.is_saved()
        assert len(marcus.hour) == 5
        assert marcus.hour[2] == ":"
        await tess.reads("Thirty minutes")
        await tess.types(", twice a week.")
        await marcus.reads("Thirty minutes, twice a week.")
        await tess.is_saved()
    assert Document(await in_database(log_of)).words == "Thirty minutes, twice a week."


class Held:
    """The database, held by somebody else who has not committed yet."""

    def __init__(self, circle):
        self.circle, self.released, self.is_held = circle, threading.Event(), threading.Event()
        self.thread = threading.Thread(target=self._hold)

    def _hold(self):
        try:
            with transaction.atomic():
                from permissions import ledger

                ledger.lock(self.circle)
                self.is_held.set()
                self.released.wait(SOON)
        finally:
            connections.close_all()

    def __enter__(self):
        self.thread.start()
        assert self.is_held.wait(SOON)
        return self

    def __exit__(self, *_):
        self.released.set()
        self.thread.join(SOON)


async def test_nobody_sees_and_nobody_is_told_of_what_is_not_committed(world):
    browser = await in_database(signed_in, world.hana)
    async with writing(world.marcus) as marcus, writing(world.tess) as tess:
        with Held(world.sam.circle.pk):
            await marcus.types("Not yet.")
            assert await tess.hears_nothing(0.3)
            assert await marcus.hears_nothing(0.1)
            async with writing(world.hana, browser=browser, greets=False) as hana:
                await hana.hear()
                assert hana.server_vector == b"\x00"
        await tess.reads("Not yet.")
        await marcus.is_saved()


async def test_what_could_not_be_committed_is_acknowledged_to_nobody_and_comes_with_the_next_visit(world, monkeypatch, caplog):
    def broken(*_, **__):
        raise connection.Database.OperationalError("disk I/O error")

    async with writing(world.marcus) as marcus, writing(world.tess) as tess:
        with monkeypatch.context() as patch:
            patch.setattr(writer, "write_texts", wrapped(broken))
            await marcus.types("Kept on the page.")
            assert await marcus.is_closed_with(1011)
        assert marcus.acknowledged == 0
        assert await tess.hears_nothing(0.1)
        assert tess.words == ""
        assert "Kept" not in caplog.text
        async with writing(world.marcus, doc=marcus.doc) as again:
            await again.say_whole()
            await again.is_saved()
            await tess.reads("Kept on the page.")


def wrapped(act):
    """Let an act fail as Django's database does."""

    def run(*args, **kwargs):
        with connection.wrap_database_errors:
            return act(*args, **kwargs)

    return run


async def test_every_frame_with_an_update_is_counted_the_empty_ones_too(world):
    async with writing(world.marcus) as marcus:
        await marcus.say_whole()
        assert marcus.doc.get_update() == EMPTY
        await marcus.is_saved()
        assert marcus.acknowledged == 1
        await marcus.types("One. ")
        await marcus.send_update(EMPTY)
        await marcus.types("Two.")
        await marcus.is_saved()
        assert marcus.acknowledged == 4
        await marcus.send(sync(STEP1, marcus.doc.get_state()))
        await marcus.hear()
        assert marcus.acknowledged == 4


async def test_an_empty_frame_is_not_counted_before_the_words_that_came_ahead_of_it(world):
    async with writing(world.marcus) as marcus:
        with Held(world.sam.circle.pk):
            await marcus.types("Words.")
            await marcus.send_update(EMPTY)
            assert await marcus.hears_nothing(0.2)
        await marcus.is_saved()
        assert marcus.acknowledged == 2


async def test_the_first_step_is_answered_also_when_there_is_nothing_to_bring(world):
    async with writing(world.marcus) as marcus:
        await marcus.send(sync(STEP1, marcus.doc.get_state()))
        assert await marcus.hear() == sync(STEP2, EMPTY)


async def test_what_a_listener_sends_is_dropped_in_every_form(world):
    async with writing(world.priya) as priya, writing(world.marcus) as marcus:
        await priya.types("I may not.")
        await priya.say_whole()
        await priya.send_update(EMPTY)
        await priya.send(awareness((priya.client, 1, '{"user": {"name": "Priya"}}')))
        await marcus.types("I may.")
        await marcus.is_saved()
        while "I may." not in priya.words:
            await priya.hear()
        assert priya.acknowledged == 0
        assert marcus.words == "I may."
        assert marcus.who == {}
    assert Document(await in_database(log_of)).words == "I may."


async def test_what_was_typed_before_the_first_greeting_comes_with_the_whole(world):
    """Somebody comes back with words that the server has not heard, and types on before its first step has arrived."""
    doc = Doc()
    doc.get("text", type=Text).insert(0, "Typed on the train. ")
    async with writing(world.marcus, doc=doc, greets=False) as marcus, writing(world.tess) as tess:
        await marcus.types("And here.")
        await marcus.greet()
        assert marcus.acknowledged == 0
        await marcus.say_whole()
        await marcus.is_saved()
        assert marcus.acknowledged == 2
        await tess.reads("Typed on the train. And here.")


async def test_a_word_that_does_not_follow_what_was_heard_is_refused(world):
    async with writing(world.marcus) as marcus, writing(world.tess) as tess:
        await marcus.say_whole()
        marcus.edit(0, 0, "Never sent. ")
        await marcus.types("Sent.")
        assert await marcus.is_closed_with(1007)
        assert await tess.hears_nothing(0.1)
    assert await in_database(log_of) == []


async def test_what_was_sent_before_the_page_went_is_committed(world):
    browser = await in_database(signed_in, world.marcus)
    async with writing(world.tess) as tess:
        with Held(world.sam.circle.pk):
            async with writing(world.marcus, browser=browser) as marcus:
                await marcus.types("Sent, and gone.")
        await tess.reads("Sent, and gone.")


async def test_many_words_of_many_people_at_once_are_all_there(world):
    async with writing(world.marcus) as marcus, writing(world.tess) as tess, writing(world.hana) as hana:
        with Held(world.sam.circle.pk):
            for number in range(20):
                for page in (marcus, tess, hana):
                    await page.types(f"{number} ", at=0)
        for page in (marcus, tess, hana):
            await page.is_saved()
            await page.send(sync(STEP1, page.doc.get_state()))
        for page in (marcus, tess, hana):
            page.is_synced = False
            await page.greet()
        assert marcus.words == tess.words == hana.words
        assert sorted(map(int, marcus.words.split())) == sorted(list(range(20)) * 3)
    assert Document(await in_database(log_of)).words == marcus.words


async def test_a_client_number_of_somebody_else_is_refused_and_takes_nothing_with_it(world):
    async with writing(world.marcus) as marcus:
        await marcus.types("Mine.")
        await marcus.is_saved()
        stolen = Doc(client_id=marcus.client)
        stolen.apply_update(marcus.doc.get_update())
        async with writing(world.tess, doc=stolen) as tess:
            await tess.types(" Hers.")
            assert await tess.is_closed_with(1007)
        await marcus.types(" Still mine.")
        await marcus.is_saved()
    assert Document(await in_database(log_of)).words == "Mine. Still mine."


async def test_a_text_does_not_outgrow_its_limit_and_can_be_cut_at_it(world):
    async with writing(world.marcus) as marcus, writing(world.tess) as tess:
        await marcus.types("x" * 19_990)
        await marcus.is_saved()
        await tess.reads("x" * 19_990)
        await tess.types("y" * 11)
        assert await tess.is_closed_with(4413)
        await marcus.types("y" * 10)
        await marcus.types("z" * 100, at=0, gone=200)
        await marcus.is_saved()
        assert len(marcus.words) == 19_900
        await marcus.types("z" * 100, at=0)
        await marcus.is_saved()
        await marcus.types("!")
        assert await marcus.is_closed_with(4413)
    assert len(Document(await in_database(log_of)).words) == 20_000


async def test_an_items_words_have_a_limit_of_their_own(world):
    hope = await in_database(adds, world, world.amara, "x" * 7_999)
    async with writing(world.amara, place_of_item(hope.uid)) as amara:
        await amara.types("yy")
        assert await amara.is_closed_with(4413)


async def test_what_a_form_saves_appears_in_the_open_texts(world):
    async with writing(world.marcus) as marcus, writing(world.tess) as tess:
        await marcus.types("Typed. ")
        await marcus.is_saved()
        await in_database(_save, world, "Typed. And posted.")
        await tess.reads("Typed. And posted.")
        await marcus.reads("Typed. And posted.")
        await marcus.types(" And typed again.")
        await tess.reads("Typed. And posted. And typed again.")


def _save(world, words):
    from plans.actions.save_words import save_words

    [text] = LiveText.objects.all()
    save_words(world.hana, SAM, "F", words, words_n=text.n, today=world.today, now=world.now)


async def test_the_words_are_in_the_plan_soon_after_they_were_typed(world):
    async with writing(world.marcus) as marcus:
        await marcus.types("Thirty minutes.")
        await marcus.is_saved()
        for _ in range(100):
            if await in_database(_narrative, world) == "Thirty minutes.":
                break
            assert await marcus.hears_nothing(0.1)
        else:
            pytest.fail("the plan does not show them")


def _narrative(world):
    return Section.objects.get(plan=world.sam, type="F").narrative


async def test_names_come_from_the_server_and_never_those_of_the_family(world):
    hope = await in_database(adds, world, world.amara, "I hope")
    async with writing(world.marcus) as marcus, writing(world.tess) as tess, writing(world.priya) as priya:
        hostile = json.dumps({"user": {"name": "<b>Hana</b>", "color": "url(//evil.example.org)"}, "cursor": {"x": 1}})
        await marcus.send(awareness((marcus.client, 7, hostile)))
        for page in (tess, priya):
            await page.hear()
            assert page.who == {marcus.client: '{"user": {"name": "Marcus"}}'}
        async with writing(world.hana) as hana:
            assert hana.who == {marcus.client: '{"user": {"name": "Marcus"}}'}
    async with writing(world.amara, place_of_item(hope.uid)) as amara, writing(world.marcus, place_of_item(hope.uid)) as marcus:
        await amara.send(awareness((amara.client, 1, '{"user": {"name": "Amara"}}')))
        assert await marcus.hears_nothing(0.2)


async def test_who_goes_is_gone_and_who_comes_back_is_there_again(world):
    async with writing(world.tess) as tess:
        async with writing(world.marcus) as marcus:
            await marcus.send(awareness((marcus.client, 1, "{}")))
            await tess.hear()
            assert list(tess.who) == [marcus.client]
        await tess.hear()
        assert tess.who == {}
        async with writing(world.marcus, doc=marcus.doc) as marcus:
            await marcus.send(awareness((marcus.client, 1, "{}")))
            await tess.hear()
            assert list(tess.who) == [marcus.client]
            await marcus.send(awareness((marcus.client, 2, "null")))
            await tess.hear()
            assert tess.who == {}


async def test_nobody_speaks_for_another_page(world):
    async with writing(world.marcus) as marcus, writing(world.tess) as tess, writing(world.hana) as hana:
        await marcus.send(awareness((marcus.client, 1, "{}")))
        await hana.hear()
        await tess.hear()
        await tess.send(awareness((marcus.client, 9, "null")))
        await tess.send(awareness((marcus.client, 9, "{}"), (tess.client, 1, "{}")))
        await hana.hear()
        assert hana.who == {marcus.client: '{"user": {"name": "Marcus"}}', tess.client: '{"user": {"name": "Tess"}}'}
        await tess.send(b"\x03")
        while marcus.client not in tess.who:
            await tess.hear()


async def test_a_quiet_line_is_kept_alive(world, monkeypatch):
    monkeypatch.setattr(rooms, "LOOK_EVERY", 0.05)
    monkeypatch.setattr(rooms, "QUIET_FOR", 0.2)
    async with writing(world.marcus) as marcus:
        assert await marcus.hear() == b"\x01\x01\x00"


async def test_a_page_that_does_not_read_is_closed_and_holds_up_nobody(world, monkeypatch):
    async with writing(world.tess) as tess, writing(world.marcus) as marcus, writing(world.hana) as hana:
        monkeypatch.setattr(Outbox, "unheard_limit", 200)
        await tess.send(b"\x03")
        for _ in range(20):
            await marcus.types("Twenty letters here.")
            await marcus.is_saved()
            await hana.send(b"\x03")
        assert await tess.is_closed_with(1013)
        await hana.reads("Twenty letters here." * 20)


async def test_nothing_of_a_text_travels_in_the_channel_layer(world, monkeypatch):
    carried = []

    class Layer:
        async def new_channel(self, prefix):
            return f"{prefix}1"

        async def group_add(self, group, channel):
            carried.append((group, channel))

        async def receive(self, channel):
            await soon(lambda: False)

        async def group_send(self, group, message):
            carried.append((group, message))

    monkeypatch.setitem(channel_layers.backends, "default", Layer())
    async with writing(world.marcus) as marcus:
        await marcus.types("Not a word of this may travel.")
        await marcus.is_saved()
        await soon(lambda: any(group == "texts" and isinstance(message, dict) for group, message in carried))
        [text] = await in_database(lambda: list(LiveText.objects.all()))
    rung = [message for group, message in carried if group == "texts"]
    assert rung == ["texts.1", {"type": "texts.grew", "grown": [[text.pk, 1]]}]


async def test_the_ledger_has_one_entry_for_a_quarter_of_an_hour_of_typing(world):
    from permissions.models import LedgerEntry

    async with writing(world.marcus) as marcus:
        for word in ("One ", "two ", "three."):
            await marcus.types(word)
            await marcus.is_saved()
    assert await in_database(LedgerEntry.objects.filter(verb="write_text").count) == 1
