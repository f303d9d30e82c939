"""What Amara kept, wrote to her coordinator, or an hour at which she was online, reaches neither Joel nor Priya nor Nadia by any page they can get.

Two ways to look: distinctive words and hours are searched in every response of a crawl; and a crawl before and after what Amara does in private must be
the same to the byte, once tokens are masked: so no count, order or "last changed" tells of it either.
"""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from pypdf import PdfReader

from comments.actions.open_thread import Opening, open_thread
from permissions import clock
from permissions.clock import LONDON
from permissions.models import User
from plans.access import open_plan
from plans.actions.add_item import add_item
from plans.actions.cut_version import cut_version
from plans.actions.put_forward_item import put_forward_item
from plans.actions.save_item import save_item
from plans.actions.share_version import share_version
from plans.actions.writing import ItemWords
from plans.statute.sections import Kind
from tests.portal.crawling import whole
from tests.world import SAM

KEPT = "quokkaquilt"
PRIVATE = "zephyrzinnia"
ONCE_KEPT = "mulberrymoth"
FORWARD = "lanternlark"
LINK = re.compile(r'(?:href|action)="(/plans/0000-0SAM/[^"#]*)')
MASKS = (
    re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"'),
    re.compile(rb'data-cursor="[^"]*"'),
    re.compile(rb'name="post_key" value="[^"]*"'),
    re.compile(rb'value="[0-9a-f-]{36}"'),
    re.compile(rb"data-person-key=\"[^\"]*\""),
)
WATCHERS = ("joel", "priya", "nadia")


def hope(text: str) -> ItemWords:
    return ItemWords(kind=Kind.ASPIRATION, text=text, spec={"whose": "parent"})


def at_night(world, minute: int) -> dict:
    """Give the clock of an hour at which nobody else acts: 3:37 at night in London."""
    night = datetime.combine(world.today - timedelta(days=1), datetime.min.time(), LONDON).replace(hour=3, minute=minute)
    return {"today": world.today - timedelta(days=1), "now": night}


@pytest.fixture
def before(world):
    """Let others write and share, by day, before Amara does anything; she has been in the circle for a month."""
    world.amara.membership_set.update(from_on=world.today - timedelta(days=30))
    when = {"today": world.today, "now": world.now.replace(hour=12, minute=5)}
    need = ItemWords(kind=Kind.NEED, text="Sam follows two words.", spec={"area": "communication"})
    add_item(world.lena, SAM, "B", need, put_forward=True, post_key=uuid4(), **when)
    open_thread(Opening(text="Which group is this?", audience="everyone"), reference=SAM, code="B", by=world.priya, **when)
    access = open_plan(world.marcus, SAM, today=world.today)
    share_version(access, cut_version(access, note="First", now=when["now"]).uid, note="", now=when["now"])
    return world


def in_private(world) -> None:
    """Let Amara keep a hope and write to her coordinator, at night."""
    add_item(world.amara, SAM, "A", hope(f"We {KEPT} every Sunday."), put_forward=False, post_key=uuid4(), **at_night(world, 37))
    opening = Opening(text=f"Marcus, the {PRIVATE} worries me.", audience="person")
    open_thread(opening, reference=SAM, code="B", by=world.amara, **at_night(world, 38))


def signed_in(person: User) -> Client:
    browser = Client()
    browser.force_login(person)
    return browser


@contextmanager
def looking(world) -> Iterator[None]:
    """Let the pages' clock stand: a person's own readings name the minute, and two looks, however long they take, have to be of one moment.

    It stands ten minutes after everything that was done, so that whatever is shown of the private acts in between would be shown.
    """
    moment = world.extra.setdefault("looked_at", world.now + timedelta(minutes=10))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: moment)
        patch.setattr(clock, "today", lambda: world.today)
        yield


def crawl(browser: Client) -> Iterator[tuple[str, bytes]]:
    """Follow every link below the plan, from the home page and the plan page on; PDFs as their text and their facts."""
    waiting, seen = ["/home/?all=1", f"/plans/{SAM}/"], set()
    while waiting:
        address = waiting.pop(0)
        if address in seen or len(seen) > 400:
            continue
        seen.add(address)
        response = browser.get(address)
        body = whole(response)
        if response.headers.get("Content-Type") == "application/pdf":
            yield address, pdf_words(body)
            continue
        yield address, body + str(sorted(response.headers.items())).encode()
        waiting += [link.replace("&amp;", "&") for link in LINK.findall(body.decode(errors="replace"))]


def pdf_words(body: bytes) -> bytes:
    reader = PdfReader(io.BytesIO(body))
    return ("".join(page.extract_text() for page in reader.pages) + str(reader.metadata)).encode()


def masked(body: bytes) -> bytes:
    for mask in MASKS:
        body = mask.sub(b"", body)
    return re.sub(rb"\('Content-Length', '\d+'\)|\('Set-Cookie'.*?\)", b"", body)


@pytest.mark.parametrize("slug", WATCHERS)
def test_what_is_kept_or_private_and_the_hour_are_in_no_response(before, slug):
    world = before
    in_private(world)
    once = add_item(world.amara, SAM, "A", hope(f"{ONCE_KEPT} first thoughts"), put_forward=False, post_key=uuid4(), **at_night(world, 39))
    save_item(world.amara, SAM, once.uid, hope(f"We want a {FORWARD} at home."), seq=0, **at_night(world, 41))
    put_forward_item(world.amara, SAM, once.uid, **at_night(world, 42))
    access = open_plan(world.marcus, SAM, today=world.today)
    share_version(access, cut_version(access, note="Second", now=world.now).uid, note="", now=world.now)
    pages = dict(crawl(signed_in(getattr(world, slug))))
    everything = b"\n".join(pages.values())
    for word in (KEPT, PRIVATE, ONCE_KEPT, "Safe Harbour"):
        assert word.encode() not in everything, word
    for hour in (b"03:37", b"03:38", b"03:39", b"03:41", b"03:42", b"T02:4", b"T03:4", b"T02:3", b"T03:3"):
        assert hour not in everything, hour
    if slug != "nadia":
        assert len(pages) > 30, "the crawl has to go round"
        assert FORWARD.encode() in everything, "what she put forward is there: the search can find"


def test_amara_and_her_coordinator_find_all_of_it(before):
    world = before
    in_private(world)
    own = b"\n".join(dict(crawl(signed_in(world.amara))).values())
    assert KEPT.encode() in own
    assert PRIVATE.encode() in own
    coordinators = b"\n".join(dict(crawl(signed_in(world.marcus))).values())
    assert PRIVATE.encode() in coordinators
    assert KEPT.encode() not in coordinators, "what is kept is not even the coordinator's"


@pytest.mark.parametrize("slug", WATCHERS)
def test_two_worlds_that_differ_in_private_are_one_to_whoever_may_not_know(before, slug):
    world = before
    browser = signed_in(getattr(world, slug))
    with looking(world):
        list(crawl(browser))  # what is new to this person is marked as read
        earlier = {address: masked(body) for address, body in crawl(browser)}
    in_private(world)
    signed_in(world.amara).get(f"/plans/{SAM}/")
    with looking(world):
        later = {address: masked(body) for address, body in crawl(browser)}
    assert earlier.keys() == later.keys()
    assert [address for address in earlier if earlier[address] != later[address]] == []
