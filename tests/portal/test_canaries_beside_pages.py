"""The canaries of `canaries.txt` in what is no page: sockets of open pages, the channel layer, mail, logs, jobs, sessions, ledgers, the cache, the tables.

All of it is planted while pages of six people are open.
"""

import asyncio
import json
import logging
import pickle
import re
from contextlib import AsyncExitStack

import pytest
from channels.layers import InMemoryChannelLayer
from channels_redis.pubsub import RedisPubSubLoopLayer
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django_tasks_db.models import DBTaskResult

from permissions.models import LedgerEntry, ServiceEntry
from portal.models import BrowserSession, OutgoingMail
from tests.committed import committed
from tests.plans.striking_help import whole_database
from tests.portal.canaries import canaries, found_in, letters
from tests.portal.planting import Planted, facts, words
from tests.portal.sockets import A_WHILE, SOON, in_database, page_open
from tests.world import NADIAS

OPEN = {
    "joel": ("plan", "A", "B", "K"),
    "priya": ("A", "B", "F", "K"),
    "pam": ("A", "B"),
    "marcus": ("A", "B", "K"),
    "lena": ("B",),
}
# What reaches whom at once; by hand. To Joel nothing of what Amara or her supporter does is pushed (design, invariant 11).
HEARD = {
    "priya": {"put-forward", "to-everyone", "professionals", "shown-file-name"},
    "pam": {"put-forward", "to-everyone"},
    "marcus": {"put-forward", "to-coordinator", "council-talk", "shown-file-name"},
}
# Lena is a therapist: she hears what everybody and the professionals hear of Section B.
ALSO = {
    "lena": {
        *("to-everyone", "professionals", "put-forward", "old-wording", "struck-comment", "struck-voice", "struck-hope"),
        *("talk-quote", "talk-called", "talk-narrowed", "supporter-name"),
    }
}
# Where the words of people may stand in the database; nowhere else.
TABLES = {
    "permissions_user", "permissions_child", "permissions_contact", "permissions_membership", "permissions_conflict", "permissions_brokenglass",
    "plans_item", "plans_voicespec", "plans_hopespec", "plans_evidencespec", "plans_section", "plans_wording", "plans_plan", "plans_planversion",
    "plans_sectionblob", "plans_textupdate", "plans_anchor", "plans_request", "plans_serviceconsent", "plans_qualityreason", "plans_asking",
    "plans_review", "plans_reviewadvice", "plans_reviewrequest", "plans_endingview", "plans_reassessmentrequest",
    "comments_thread", "comments_comment", "comments_note", "files_storedfile", "portal_outgoingmail", "mfa_authenticator",
}  # fmt: skip
QUIET = 1.0


class Watched:
    """Everything that went elsewhere than to a page while all was planted."""

    def __init__(self) -> None:
        self.frames: dict[str, list[str]] = {slug: [] for slug in (*OPEN, "nadia")}
        self.layer: list[dict] = []
        self.logged: list[str] = []
        self.planted: Planted


class Recorder(logging.Handler):
    """Keep every line of a log as it would be written, with the whole of a traceback."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__(logging.DEBUG)
        self.lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        if not record.name.startswith("PIL"):  # the test makes the pictures that it sends
            self.lines.append(self.format(record))


@pytest.fixture(scope="module")
def watched(django_db_setup, django_db_blocker):
    """Plant once, with the pages open, for all tests of this file."""
    log, before, level = logging.getLogger(), settings.EMAIL_BACKEND, logging.getLogger().level
    seen, patch = Watched(), pytest.MonkeyPatch()
    recorder = Recorder(seen.logged)
    settings.EMAIL_BACKEND = "portal.mail.OutboxBackend"
    log.addHandler(recorder)
    log.setLevel(logging.DEBUG)
    layer = RedisPubSubLoopLayer if settings.REDIS_URL else InMemoryChannelLayer
    _record(layer, "send", seen.layer, patch)
    _record(layer, "group_send", seen.layer, patch)
    try:
        with committed(django_db_blocker) as world:
            seen.planted = Planted(world, whole_database)
            asyncio.run(_plant_while_open(seen))
            yield seen
    finally:
        patch.undo()
        log.removeHandler(recorder)
        log.setLevel(level)
        settings.EMAIL_BACKEND = before


def _record(kind, name, kept, patch):
    was = getattr(kind, name)

    async def recorded(self, where, message):
        kept.append({"where": where, **message})
        await was(self, where, message)

    patch.setattr(kind, name, recorded)


async def _plant_while_open(seen: Watched) -> None:
    world = seen.planted.world
    for step in facts():
        await in_database(step, seen.planted)
    async with AsyncExitStack() as stack:
        pages = []
        for slug, shown in OPEN.items():
            for one in shown:
                where = {"page": "plan", "section": None} if one == "plan" else {"page": "section", "section": one}
                pages.append((slug, await stack.enter_async_context(page_open(getattr(world, slug), **where))))
        nadia = page_open(world.nadia, reference=NADIAS, page="plan", section=None)
        pages.append(("nadia", await stack.enter_async_context(nadia)))
        for step in words():
            await in_database(step, seen.planted)
            await asyncio.sleep(A_WHILE)
        await asyncio.gather(*(_drain(page, seen.frames[slug]) for slug, page in pages))


async def _drain(page, frames: list[str]) -> None:
    patience = SOON
    while not await page.hears_nothing(patience):
        patience = QUIET
        frames.append(await page.socket.receive_from(QUIET))


def found(watched, *pieces) -> set[str]:
    return found_in(pieces, watched.planted.words)


@pytest.mark.parametrize("slug", OPEN)
def test_a_socket_tells_what_its_person_may_read_then_and_no_other_word(watched, slug):
    heard = found(watched, *watched.frames[slug])
    may = {name for name, one in canaries().items() if slug in one.now | one.before} | ALSO.get(slug, set())
    # Without signs and spaces the six spellings of the struck place are one word.
    assert heard - may <= (set(filter(is_struck, heard)) if any(map(is_struck, may)) else set())
    assert HEARD.get(slug, set()) <= heard


def is_struck(name: str) -> bool:
    return name.startswith("struck-")


def test_no_notice_tells_joel_what_amara_or_her_supporter_does(watched):
    notices = [notice for frame in watched.frames["joel"] for notice in json.loads(frame).get("notices", [])]
    assert [one for one in notices if re.search("Amara|Rosa|Pam", one)] == []
    assert any("Marcus" in one for one in notices), "he does hear of the council"


def test_another_family_hears_nothing(watched):
    assert watched.frames["nadia"] == []


def test_the_channel_layer_carries_numbers_and_the_letter_of_a_section_only(watched):
    assert len(watched.layer) > 30
    assert found(watched, json.dumps(watched.layer)) == set()
    for message in watched.layer:
        assert message.keys() <= {"where", "type", "socket", "person", "section"}, message
        assert len(str(message.get("section", ""))) <= 2


def test_no_mail_holds_any_of_it_but_the_link_for_the_one_who_is_invited(watched):
    words = watched.planted.words
    letters_sent = list(OutgoingMail.objects.all())
    assert len(letters_sent) > 6
    for letter in letters_sent:
        told = found(watched, letter.subject, letter.body, letter.fault, letter.key or "")
        assert told <= ({"joining-link"} if letter.to == words["waiting-email"] else set()), (letter.to, letter.subject)
    told_to = {letter.to for letter in letters_sent}
    assert {words["new-email"], words["waiting-email"], words["supporter-email"]} <= told_to


def test_no_log_line_holds_any_of_it_at_any_level(watched):
    assert len(watched.logged) > 5
    assert found(watched, *watched.logged) == set()


def test_jobs_carry_numbers_and_the_names_of_tables_only(watched):
    models = {name for model in apps.get_models() for name in (model._meta.app_label, model._meta.model_name)}
    for job in DBTaskResult.objects.all():
        assert job.args_kwargs["kwargs"] == {}
        assert [one for one in job.args_kwargs["args"] if not (str(one).isdigit() or one in models)] == []
        assert found(watched, json.dumps(job.return_value), job.traceback) == set()


def test_neither_ledger_holds_a_word_of_it(watched):
    rows = [*LedgerEntry.objects.values_list(), *ServiceEntry.objects.values_list()]
    assert len(rows) > 40
    assert found(watched, *map(str, rows)) == set()


def test_a_session_holds_at_most_what_its_own_person_typed(watched):
    for session in BrowserSession.objects.all():
        told = found(watched, str(session.get_decoded()), session.device)
        is_hers = session.person_id == watched.planted.world.amara.pk
        assert told <= ({"looked-for", "new-email"} if is_hers else set()), session


def test_the_cache_holds_no_word_of_it(watched):
    held = _whole_cache()
    assert held
    assert found(watched, *held) == set()


def _whole_cache() -> list[str]:
    """Read every key and value of the cache, wherever it is."""
    if not settings.REDIS_URL:
        return [f"{key} {pickle.loads(value)}" for key, value in cache._cache.items()]  # noqa: S301 our own cache
    redis = cache._cache.get_client(write=False)
    return [f"{key!r} {redis.get(key)!r}" for key in redis.keys("*") if redis.type(key) == b"string"]


def test_words_stand_in_the_tables_that_are_for_them_and_in_no_other(watched):
    tables: dict[str, str] = {}
    for line in watched.planted.database_before_strike.split("\n"):
        name = line.partition(": ")[0]
        tables[name] = tables.get(name, "") + line
    assert {name for name, rows in tables.items() if found(watched, rows)} <= TABLES


def test_after_the_strike_the_place_is_nowhere_in_the_database(watched):
    assert letters("11 Harebell Yard") in letters(watched.planted.database_before_strike)
    assert letters("11 Harebell Yard") not in letters(whole_database())
