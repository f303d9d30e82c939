"""Look at the database for all open sockets of this process, every three seconds: a lost bell must not leave a feed open (design, 6 and 7).

A fixed number of small queries, however many sockets are open. Where anything that decides about a socket differs from the last look, that socket is
told to look for itself, and asks `access`.
"""

import asyncio
import logging
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Protocol

from channels.db import database_sync_to_async
from django.contrib.auth import SESSION_KEY
from django.db import Error
from django.db.models import Q, Subquery

from permissions import clock, grants
from permissions.models import Conflict, Membership, PolicyVersion, TeamMembership
from plans.models import Plan, SectionGrant
from plans.statute.lifecycle import PlanDates
from portal.models import BrowserSession

log = logging.getLogger(__name__)

LOOK_EVERY = 3.0


class Watched(Protocol):
    """An open socket: whose it is, of which circle, by which session; `follows_words`: it looks again when live texts were settled, too."""

    person: int
    circle: int
    session_key: str
    follows_words: bool

    def look_again(self) -> None:
        """Ask everything again, soon."""

    async def refresh_presence(self) -> None:
        """Forget whoever has stopped writing."""


class Watch:
    """The sockets of this process, and what was true of each at the last look."""

    def __init__(self) -> None:
        self._last: dict[Watched, Any] = {}
        self._task: asyncio.Task[None] | None = None

    def add(self, socket: Watched) -> None:
        """Watch a socket; its first look follows with the next round, which closes the gap since it was let in."""
        self._last[socket] = None
        if self._task is None or self._task.done() or self._task.get_loop() is not asyncio.get_running_loop():
            self._task = asyncio.create_task(self._run())

    def remove(self, socket: Watched) -> None:
        """Stop watching a socket."""
        self._last.pop(socket, None)
        if not self._last and self._task is not None:
            self._task.cancel()
            self._task = None

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(LOOK_EVERY)
            try:
                await self.look()
            except Error as fault:
                log.warning("the look at the database failed: %s", type(fault).__name__)

    async def look(self) -> None:
        """Compare what decides about each socket with the last look."""
        sockets = list(self._last)
        facts = await database_sync_to_async(facts_of)(sockets, today=clock.today(), now=clock.now())
        for socket, fact in zip(sockets, facts, strict=True):
            if socket in self._last and self._last[socket] != fact:
                self._last[socket] = fact
                socket.look_again()
            await socket.refresh_presence()


watch = Watch()


def facts_of(sockets: Iterable[Watched], *, today: date, now: datetime) -> list[Any]:
    """Read what decides about each of these sockets: ledger, stage, rights, session. Six queries for all."""
    listed = list(sockets)
    circles = {socket.circle for socket in listed}
    people = {socket.person for socket in listed}
    plans, words = _plans(circles)
    rights = _rights(circles, people, today)
    sessions = _sessions({socket.session_key for socket in listed}, now)
    return [
        (
            plans.get(socket.circle),
            socket.follows_words and words.get(socket.circle),
            rights.get(socket.circle),
            sessions.get(socket.session_key) == str(socket.person),
            today,
        )
        for socket in listed
    ]


def _plans(circles: set[int]) -> tuple[dict[int, Any], dict[int, int]]:
    policy = Subquery(PolicyVersion.objects.filter(pk=1).values("number"))
    columns = ("circle__ledger_number", *PlanDates.__dataclass_fields__, "held_back", "rights_move_on", "rights")
    rows = Plan.objects.filter(circle__in=circles).annotate(policy=policy).values_list("circle", "words_number", *columns, "policy")
    listed = list(rows)
    return {row[0]: row[2:] for row in listed}, {row[0]: row[1] for row in listed}


def _rights(circles: set[int], people: set[int], today: date) -> dict[int, frozenset[Any]]:
    in_force = grants.in_force(today)
    direct = Membership.objects.filter(in_force, content_object__in=circles, user__is_active=True)
    choosers = Membership.objects.filter(content_object__in=circles, user__in=people, chosen_by__isnull=False).values("chosen_by")
    direct = direct.filter(Q(user__in=people) | Q(user__in=choosers))
    team = TeamMembership.objects.filter(in_force, content_object__in=circles, group__user__in=people, group__user__is_active=True)
    given = SectionGrant.objects.filter(content_object__plan__circle__in=circles)
    conflicts = Conflict.objects.filter(circle__in=circles, ended_at=None)
    found: dict[int, set[Any]] = {}
    for rows in (
        direct.values_list("content_object", "user", "permission", "stands_for", "chosen_by"),
        team.values_list("content_object", "group__user", "permission", "stands_for"),
        given.values_list("content_object__plan__circle", "user", "permission", "content_object"),
        conflicts.values_list("circle", "person"),
    ):
        for circle, *facts in rows:
            found.setdefault(circle, set()).add(tuple(facts))
    return {circle: frozenset(facts) for circle, facts in found.items()}


def _sessions(keys: set[str], now: datetime) -> dict[str, str]:
    """Read whose each of these sessions is; one that has ended is not there."""
    rows = BrowserSession.objects.filter(pk__in=keys, expire_date__gt=now)
    return {row.session_key: str(row.get_decoded().get(SESSION_KEY, "")) for row in rows}


def session_holds(key: str, person: int, *, now: datetime) -> bool:
    """Say whether a session still is this person's. One query."""
    return _sessions({key}, now).get(key) == str(person)
