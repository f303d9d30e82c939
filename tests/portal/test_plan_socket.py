"""The plan socket: who is let in, and what reaches whom."""

import asyncio
from uuid import uuid4

import pytest
from channels.layers import get_channel_layer
from django.db import transaction

from permissions import grants, ledger
from permissions.ledger import Act
from permissions.models import User
from permissions.vocabulary import Code, Role
from plans.actions.add_item import add_item
from plans.actions.keep_item import keep_item
from plans.actions.put_forward_item import put_forward_item
from plans.actions.save_section import save_section
from plans.actions.writing import ItemWords
from plans.statute.sections import Kind
from portal.sockets import wire
from portal.sockets.watch import watch
from tests.comments.saying import answers, opens
from tests.committed import committed_world as world  # noqa: F401
from tests.portal.sockets import SOON, in_database, page_open, signed_in, socket_of
from tests.world import NADIAS, SAM

# In these tests `world` is the fixture above.
# ruff: noqa: F811

HOPE = "I want to ride the steam train by myself"


def _saves(world, person, narrative, code="F", seq=0):
    return save_section(person, SAM, code, narrative=narrative, none_identified=False, seq=seq, today=world.today, now=world.now)


def _hopes(world, *, put_forward, text=HOPE, person=None):
    words = ItemWords(kind=Kind.ASPIRATION, text=text, spec={"whose": "parent"})
    return add_item(person or world.amara, SAM, "A", words, put_forward=put_forward, post_key=uuid4(), today=world.today, now=world.now)


async def test_a_stranger_an_anonymous_visitor_and_a_plan_that_is_not_there_are_refused_alike(world):
    nadia, ines, root = [await in_database(signed_in, person) for person in (world.nadia, world.ines, world.root)]
    refused = [
        await socket_of(browser, reference).connect(SOON)
        for browser, reference in (
            (None, SAM),
            (None, "ZZZZ-ZZZZ"),
            (nadia, SAM),
            (ines, SAM),
            (root, SAM),
            (nadia, "ZZZZ-ZZZZ"),
            (nadia, "no such plan, and far too long to be one"),
        )
    ]
    assert refused == [(False, 1000)] * 7


async def test_a_page_of_another_origin_is_refused(world):
    socket = socket_of(await in_database(signed_in, world.amara))
    socket.scope["headers"][0] = (b"origin", b"https://elsewhere.example.org")
    is_open, _ = await socket.connect(SOON)
    assert not is_open


async def test_the_address_is_good_with_and_without_its_last_slash_and_in_any_case(world):
    browser = await in_database(signed_in, world.amara)
    for reference in (SAM, "0000-0sam", "00000SAM"):
        for ending in ("/", ""):
            socket = socket_of(browser, reference)
            socket.scope["path"] = f"/ws/plans/{reference}{ending}"
            assert (await socket.connect(SOON))[0]
            await socket.disconnect(timeout=SOON)


async def test_what_marcus_saves_appears_for_priya_and_amara_and_not_for_nadia(world):
    async with (
        page_open(world.priya) as priya,
        page_open(world.amara) as amara,
        page_open(world.lena, page="plan", section=None) as lena,
        page_open(world.okafor, page="edit") as okafor,
        page_open(world.nadia, reference=NADIAS) as nadia,
    ):
        await in_database(_saves, world, world.marcus, "Thirty minutes, twice a week.")
        for page in (priya, amara):
            news = await page.hear("news")
            assert [region["region"] for region in news["regions"]] == ["section-F"]
            assert "Thirty minutes, twice a week." in news["regions"][0]["html"]
            assert news["notices"] == ["Marcus saved in Special educational provision (Section F)."]
        card = await lena.hear("news")
        assert [region["region"] for region in card["regions"]] == ["card-F"]
        notice = await okafor.hear("news")
        assert notice["regions"] == []
        assert notice["notices"] == ["Marcus saved in Special educational provision (Section F). Load the page to see it."]
        assert await nadia.hears_nothing()


async def test_who_does_not_see_a_section_hears_nothing_of_it(world):
    async with page_open(world.priya, page="plan", section=None) as priya, page_open(world.corinne, page="plan", section=None) as corinne:
        await in_database(_saves, world, world.marcus, "Overnight help.", "H2")
        assert await priya.hears_nothing()
        assert await corinne.hears_nothing()


async def test_who_sees_named_fields_only_hears_nothing_of_the_rest(world):
    karim = await in_database(_new_reader, world, Role.TRAVEL)
    async with page_open(karim, page="plan", section=None) as page:
        await in_database(_saves, world, world.marcus, "Words that are no travel.")
        await in_database(opens, world, world.priya, "Talk about them.", audience="everyone")
        assert await page.hears_nothing()


async def test_of_an_act_on_two_sections_a_person_hears_of_the_one_they_see(world):
    async with page_open(world.priya, page="plan", section=None) as priya:
        await in_database(_notes_two_sections, world)
        news = await priya.hear("news")
        assert news["notices"] == ["Marcus saved in Special educational provision (Section F)."]
        assert [region["region"] for region in news["regions"]] == ["card-F"]


@transaction.atomic
def _notes_two_sections(world):
    act = Act(actor=world.marcus.pk, role=Role.COORDINATOR, verb="save_section", sections=(Code.F, Code.H2), object_kind="section")
    ledger.record(act, circle=ledger.lock(world.sam.circle.pk), now=world.now)


def _new_reader(world, role):
    person = User.objects.create_user("karim@example.org", "Karim Aziz")
    grants.give_role(circle=world.sam.circle, person=person, role=role, from_on=world.today)
    return person


async def test_what_amara_keeps_reaches_nobody_and_what_she_puts_forward_reaches_priya_and_not_joel(world):
    async with (
        page_open(world.priya, section="A") as priya,
        page_open(world.joel, section="A") as joel,
        page_open(world.joel, page="plan", section=None) as joels_plan,
        page_open(world.marcus, page="plan", section=None) as marcus,
        page_open(world.amara, section="A") as amara,
    ):
        kept = await in_database(_hopes, world, put_forward=False)
        assert HOPE in (await amara.hear("news"))["regions"][0]["html"]
        for page in (priya, joel, joels_plan, marcus):
            assert await page.hears_nothing()
        await in_database(put_forward_item, world.amara, SAM, kept.uid, today=world.today, now=world.now)
        news = await priya.hear("news")
        assert HOPE in news["regions"][0]["html"]
        assert news["notices"] == ["Amara put something forward in Views, interests and hopes (Section A)."]
        assert [region["region"] for region in (await marcus.hear("news"))["regions"]] == ["card-A"]
        assert await joel.hears_nothing()
        assert await joels_plan.hears_nothing()
        await in_database(keep_item, world.amara, SAM, kept.uid, today=world.today, now=world.now)
        assert HOPE not in (await priya.hear("news"))["regions"][0]["html"]
        assert await joel.hears_nothing()


async def test_what_pam_whom_amara_chose_says_is_never_pushed_to_joel(world):
    async with page_open(world.joel) as joel, page_open(world.amara) as amara, page_open(world.priya) as priya:
        await in_database(opens, world, world.pam, "Amara asked me to ask.", audience="everyone")
        assert "Amara asked me to ask." in (await amara.hear("news"))["regions"][0]["html"]
        assert "Amara asked me to ask." in (await priya.hear("news"))["regions"][0]["html"]
        assert await joel.hears_nothing()


async def test_a_private_comment_reaches_the_two_and_makes_no_frame_for_anybody_else(world):
    others = (world.joel, world.priya, world.pam, world.tess, world.hana)
    async with page_open(world.marcus) as marcus, page_open(world.amara) as amara:
        pages = [page_open(person) for person in others]
        opened = [await page.__aenter__() for page in pages]
        first = await in_database(opens, world, world.amara, "Just between us.", audience="person")
        news = await marcus.hear("news")
        assert [region["region"] for region in news["regions"]] == ["threads-F"]
        assert "Just between us." in news["regions"][0]["html"]
        assert news["notices"] == ["Amara said something about Special educational provision (Section F)."]
        await amara.hear("news")
        await in_database(answers, world, world.marcus, first, "Of course.")
        assert "Of course." in (await amara.hear("news"))["regions"][0]["html"]
        for page in opened:
            assert await page.hears_nothing(0.1)
        for page in pages:
            await page.__aexit__(None, None, None)


async def test_live_equals_fresh_and_the_forms_in_it_can_be_sent(world):
    browser = await in_database(signed_in, world.amara)
    await in_database(browser.get, f"/plans/{SAM}/sections/F/")
    async with page_open(world.amara, browser=browser) as amara:
        await in_database(opens, world, world.priya, "Twenty or thirty?", audience="everyone")
        live = (await amara.hear("news"))["regions"][0]["html"]
        fresh = (await in_database(browser.get, f"/plans/{SAM}/sections/F/")).content.decode()
        assert _without_tokens(live) in _without_tokens(fresh)
        token = live.split('csrfmiddlewaretoken" value="')[1].split('"')[0]
        assert len(token) == 64


def _without_tokens(page: str) -> str:
    """Leave out what differs in every rendering: tokens and keys of forms."""
    import re

    page = re.sub(r'value="[A-Za-z0-9]{64}"|value="[0-9a-f-]{36}"', "", page)
    return re.sub(r"\s+", " ", page).strip()


async def test_a_page_that_comes_back_gets_what_it_missed_and_only_what_it_may_see(world):
    async with page_open(world.priya) as priya:
        cursor = priya.cursor
    async with page_open(world.joel) as joel:
        joels = joel.cursor
    await in_database(_saves, world, world.marcus, "While you were away.")
    await in_database(opens, world, world.amara, "Just between us.", audience="person")
    async with page_open(world.priya, cursor=cursor) as priya:
        news = await priya.hear("news")
        assert [region["region"] for region in news["regions"]] == ["section-F"]
        assert "While you were away." in news["regions"][0]["html"]
        caught_up = priya.cursor
    async with page_open(world.priya, cursor=caught_up) as priya:
        assert await priya.hears_nothing()
    for useless in (None, "", "nonsense", cursor[:-3], joels):
        async with page_open(world.priya, cursor=useless) as priya:
            assert await priya.hears_nothing()


async def test_what_happens_between_the_page_and_its_socket_is_not_lost(world):
    browser = await in_database(signed_in, world.priya)
    page = (await in_database(browser.get, f"/plans/{SAM}/sections/F/")).content.decode()
    await in_database(_saves, world, world.marcus, "In between.")
    cursor = page.split('data-cursor="')[1].split('"')[0]
    async with page_open(world.priya, browser=browser, cursor=cursor) as priya:
        assert "In between." in (await priya.hear("news"))["regions"][0]["html"]


async def test_a_cursor_tells_nothing(world):
    async with page_open(world.priya) as one, page_open(world.priya) as other:
        assert one.cursor != other.cursor
        assert len(one.cursor) == len(other.cursor)
        before = one.cursor
        for number in range(12):
            await in_database(opens, world, world.amara, f"Just between us {number}.", audience="person")
        assert await one.hears_nothing()
        assert one.cursor == before
    async with page_open(world.priya) as later:
        assert len(later.cursor) == len(before)


async def test_several_acts_at_once_are_one_frame(world):
    async with page_open(world.priya) as priya:
        await in_database(lambda: [_saves(world, world.marcus, f"Words {number}", seq=number) for number in range(4)])
        news = await priya.hear("news")
        assert "Words 3" in news["regions"][0]["html"]
        assert news["notices"] == ["Marcus saved in Special educational provision (Section F)."]
        assert await priya.hears_nothing()


async def test_one_hears_ones_own_saves_in_another_tab_without_a_notice(world):
    async with page_open(world.marcus) as marcus:
        await in_database(_saves, world, world.marcus, "Mine.")
        news = await marcus.hear("news")
        assert "Mine." in news["regions"][0]["html"]
        assert news["notices"] == []


HELLO = '{"type": "hello", "cursor": null, "page": "section", "section": "F"}'


@pytest.mark.parametrize(
    "frame",
    [
        "",
        "not json",
        "[]",
        "1",
        "null",
        "{}",
        '{"type": "news"}',
        '{"type": "connect"}',
        '{"type": 1}',
        '{"type": ["hello"]}',
        '{"type": "hello"}',
        '{"type": "hello", "cursor": 5, "page": "section", "section": "F"}',
        '{"type": "hello", "cursor": "é", "page": "section", "section": "F"}',
        '{"type": "hello", "cursor": null, "page": "admin", "section": "F"}',
        '{"type": "hello", "cursor": null, "page": "section", "section": null}',
        '{"type": "hello", "cursor": null, "page": "section", "section": "Q"}',
        '{"type": "hello", "cursor": null, "page": "section", "section": "F", "person": 1}',
        '{"type": "hello", "type": "hello", "cursor": null, "page": "section", "section": "F"}',
        '{"type": "here"}',
        '{"type": "here", "section": 7}',
        '{"type": "here", "section": "F", "words": "<b>"}',
        '{"type": "ping", "at": 1}',
        '{"type": "ping", "at": NaN}',
        '{"type": "\\ud800"}',
        '{"type":' + "[" * 20_000,
        '{"type": "ping", "filling": "' + "x" * wire.LONGEST + '"}',
        '{"type": "ping"' + " " * wire.LONGEST + "}",
        HELLO + HELLO,
    ],
)
def test_whatever_is_not_exactly_a_message_is_malformed(frame):
    with pytest.raises(wire.Malformed):
        wire.read(frame)


async def test_a_malformed_frame_a_second_hello_and_bytes_close_the_socket(world):
    browser = await in_database(signed_in, world.amara)
    for frames in (["nonsense"], [HELLO, HELLO], [b"\x00\x01"], ['{"type": "ping", "filling": "' + "x" * wire.LONGEST + '"}']):
        socket = socket_of(browser)
        await socket.connect(SOON)
        for frame in frames:
            await (socket.send_to(bytes_data=frame) if isinstance(frame, bytes) else socket.send_to(text_data=frame))
        message = await socket.receive_output(SOON)
        if message["type"] == "websocket.send":
            message = await socket.receive_output(SOON)
        assert (message["type"], message["code"]) == ("websocket.close", 4400)
        await socket.disconnect(timeout=SOON)


async def test_a_page_that_talks_without_end_is_cut_off(world):
    async with page_open(world.amara) as amara:
        for _ in range(100):
            await amara.socket.send_json_to({"type": "ping"})
        kinds = []
        while not kinds or kinds[-1] == "websocket.send":
            kinds.append((await amara.socket.receive_output(SOON))["type"])
        assert kinds[-1] == "websocket.close"


async def test_a_ping_is_answered(world):
    async with page_open(world.amara) as amara:
        await amara.socket.send_json_to({"type": "ping"})
        assert await amara.hear("pong") == {"type": "pong"}


async def test_what_goes_between_processes_is_numbers_and_a_letter(world, monkeypatch):
    carried = []
    layer = get_channel_layer()
    for name in ("group_send", "send"):
        monkeypatch.setattr(layer, name, _noting(getattr(layer, name), carried))
    async with page_open(world.priya) as priya, page_open(world.okafor, page="edit") as okafor:
        await okafor.socket.send_json_to({"type": "here", "section": "F"})
        await priya.hear("presence")
        await in_database(_saves, world, world.marcus, "Not a word of this may travel.")
        await priya.hear("news")
    assert {"type": "look"} in carried
    for word in carried:
        kind, person, section = word.pop("type"), word.pop("person", 0), word.pop("section", "")
        socket = word.pop("socket", "")
        assert word == {}
        assert kind in ("look", "presence.here", "presence.ask")
        assert isinstance(person, int)
        assert section in ("", "F")
        assert not socket or "specific." in socket


def _noting(send, carried):
    async def noting(to, message):
        carried.append(dict(message))
        await send(to, message)

    return noting


async def test_a_socket_that_can_not_read_the_news_is_closed_and_says_nothing_of_it_in_the_log(world, monkeypatch, caplog):
    def broken(*args, **kwargs):
        raise LookupError("Sam Adeyemi")

    monkeypatch.setattr("portal.sockets.plan_socket.read_news", broken)
    async with page_open(world.priya) as priya:
        assert await priya.is_closed_with(1011)
    assert "LookupError" in caplog.text
    assert "Adeyemi" not in caplog.text


def test_every_message_that_a_page_may_send_has_a_policy_and_none_has_one_for_nothing():
    assert set(wire.READERS) | {"connect"} == set(wire.MESSAGES)
    assert None not in wire.socket_policies().values()


async def test_nothing_is_watched_once_the_last_page_is_gone(world):
    async with page_open(world.amara):
        pass
    await asyncio.sleep(0)
    assert not watch._last
