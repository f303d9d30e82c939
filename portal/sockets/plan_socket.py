"""One socket a plan: what happened appears on the open page, for whoever may see it (design, 7).

Invariant: nothing is sent on the answer of an earlier question. Before every news the session and `access` are asked again; whoever has lost their place is
told so and cut off. The bell and the other sockets carry numbers only.
"""

import asyncio
import logging
from collections import deque
from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.db import Error
from django.http import HttpRequest
from django.middleware.csrf import CSRF_SECRET_LENGTH, get_token

from permissions import clock
from permissions.models import User
from permissions.refusals import NotFound
from permissions.vocabulary import Code
from plans.access import PlanAccess, open_plan
from plans.cursor import cursor_of, place_at, place_of
from portal.sockets import wire
from portal.sockets.live import Found, Open, has_shrunk, read_news, section_words
from portal.sockets.news import room
from portal.sockets.outbox import PageOutbox
from portal.sockets.presence import RENEW_AFTER, Board, may_be_shown
from portal.sockets.watch import LOOK_EVERY, session_holds, watch
from portal.sockets.wire import Bye, FromPage, Hello, Here, Malformed, News, Pong, Presence, ToPage, Welcome, Writing

log = logging.getLogger(__name__)

DEBOUNCE = 0.02
PATIENCE = 1.0
MOST_MESSAGES, IN_SECONDS = 60, 10.0


class Ended(Exception):  # noqa: N818 an answer, not a fault
    """Say that a person's place here has ended, and how."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class PlanSocket(AsyncWebsocketConsumer):
    """The open page of one person in one plan."""

    is_over = True
    follows_words = True

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Run until the page or the place here goes; whatever ends it, nothing is left running."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._let_go()

    async def connect(self) -> None:
        """Let somebody in who is in the circle; refuse anybody else before the socket opens, all alike."""
        user = self.scope["user"]
        if not user.is_authenticated:
            await self.close()
            return
        self.user: User = user
        self.person: int = user.pk
        self.session_key: str = self.scope["session"].session_key or ""
        try:
            self.access = self.widest_access = await database_sync_to_async(self._ask)()
        except (NotFound, Ended):
            await self.close()
            return
        self._start()
        await self.channel_layer.group_add(room(self.circle), self.channel_name)
        await self.accept()
        await self._tell_others("presence.ask")

    def _start(self) -> None:
        self.is_over = False
        self.circle: int = self.access.plan.circle_id
        self.shown: Open | None = None
        self.since = place_at(self.access)
        self.board = Board()
        self.names: dict[int, str] = {}
        self.presence_shown: tuple[Writing, ...] = ()
        self.here: Code | None = None
        self.here_said_at = 0.0
        self.heard_at: deque[float] = deque(maxlen=MOST_MESSAGES)
        self.outbox = PageOutbox(self.send)
        self.bell = asyncio.Event()
        self.tasks = [asyncio.create_task(self.outbox.run()), asyncio.create_task(self._listen())]
        for task in self.tasks:
            task.add_done_callback(self._when_broken)
        watch.add(self)

    def _ask(self) -> PlanAccess:
        """Ask again who this person is here: session and access, four queries."""
        if not session_holds(self.session_key, self.person, now=clock.now()):
            raise Ended("signed-out")
        return open_plan(self.user, self.scope["url_route"]["kwargs"]["reference"], today=clock.today())

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Take one message of the page."""
        if self.is_over:
            return
        now = asyncio.get_running_loop().time()
        if len(self.heard_at) == MOST_MESSAGES and now - self.heard_at[0] < IN_SECONDS:
            await self._end(wire.TOO_MANY)
            return
        self.heard_at.append(now)
        self.outbox.heard()
        try:
            await self._take(wire.read(text_data))
        except Malformed:
            await self._end(wire.MALFORMED)

    async def _take(self, message: FromPage) -> None:
        if isinstance(message, Hello):
            await self._greet(message)
        elif isinstance(message, Here):
            await self._say_where(message.section)
        else:
            await self._put(Pong())
            if self.here is not None and asyncio.get_running_loop().time() - self.here_said_at > RENEW_AFTER:
                await self._say_where(self.here)

    async def _greet(self, hello: Hello) -> None:
        if self.shown is not None:
            raise Malformed
        place = place_of(hello.cursor, self.access)
        self.since = self.since if place is None else place
        self.shown = Open(hello.page, hello.section, self._csrf_token())
        await self._put(Welcome(cursor_of(self.access, self.since)))
        self.look_again()
        await self.refresh_presence()

    def _csrf_token(self) -> str:
        """Make a token for the forms in what is sent, as the page's own forms have one."""
        secret = self.scope["cookies"].get(settings.CSRF_COOKIE_NAME, "")
        if len(secret) != CSRF_SECRET_LENGTH or not (secret.isascii() and secret.isalnum()):
            return ""
        request = HttpRequest()
        request.META["CSRF_COOKIE"] = secret
        return get_token(request)

    async def look(self, event: dict[str, Any]) -> None:
        """Hear the bell of the plan's room."""
        self.look_again()

    def look_again(self) -> None:
        """Look at the ledger soon; several bells at once are one look."""
        if not self.is_over:
            self.bell.set()

    async def _listen(self) -> None:
        while not self.is_over:
            await self.bell.wait()
            await asyncio.sleep(DEBOUNCE)
            self.bell.clear()
            try:
                await self._look()
            except Error as fault:
                log.warning("a look at the ledger of circle %s failed: %s", self.circle, type(fault).__name__)
                await asyncio.sleep(LOOK_EVERY)
                self.bell.set()

    async def _look(self) -> None:
        try:
            found = await database_sync_to_async(self._find)()
        except NotFound:
            await self._end(wire.NO_LONGER_YOURS, Bye("gone"))
        except Ended as ended:
            await self._end(wire.NO_LONGER_YOURS, Bye(ended.reason))
        else:
            self.since = found.seen
            if found.is_news:
                await self._put(News(found.regions, found.notices, found.texts, cursor_of(self.access, found.seen)))
            await self.refresh_presence()

    def _find(self) -> Found:
        access = self._ask()
        if has_shrunk(self.widest_access, access):
            raise Ended("changed")
        self.access = self.widest_access = access
        return read_news(access, self.shown, since=self.since) if self.shown else Found(self.since)

    async def _say_where(self, section: Code | None) -> None:
        """Tell the other sockets where this person writes, if others may know it; never of the family."""
        if section is not None:
            try:
                self.access = await database_sync_to_async(self._ask)()
            except (NotFound, Ended):
                self.look_again()
                return
        before, self.here = self.here, section if section is not None and may_be_shown(self.access, section) else None
        if self.here or before:
            self.here_said_at = asyncio.get_running_loop().time()
            await self._tell_others("presence.here")

    async def _tell_others(self, kind: str) -> None:
        word = {"type": kind, "socket": self.channel_name, "person": self.person, "section": self.here.value if self.here else ""}
        await self.channel_layer.group_send(room(self.circle), word)

    async def presence_here(self, event: dict[str, Any]) -> None:
        """Hear where somebody else is writing."""
        self.board.note(event["socket"], event["person"], event["section"], now=asyncio.get_running_loop().time())
        await self.refresh_presence()

    async def presence_ask(self, event: dict[str, Any]) -> None:
        """Tell a page that has just opened where this person writes."""
        if self.here and event["socket"] != self.channel_name:
            word = {"type": "presence.here", "socket": self.channel_name, "person": self.person, "section": self.here.value}
            await self.channel_layer.send(event["socket"], word)

    async def refresh_presence(self) -> None:
        """Send who is writing, when that has changed for this person."""
        if self.is_over or self.shown is None:
            return
        writing = self.board.writing(self.access, now=asyncio.get_running_loop().time())
        unknown = {person for _, person in writing} - self.names.keys()
        if unknown:
            self.names |= await database_sync_to_async(_names)(unknown)
        people = tuple(
            Writing(code.value, f"{self.names[person]} is writing in {section_words(code)}")
            for code, person in writing
            if person in self.names
        )
        if people != self.presence_shown:
            self.presence_shown = people
            await self._put(Presence(people))

    async def _put(self, message: ToPage) -> None:
        if not self.is_over and not self.outbox.put(wire.write(message)):
            await self._end(wire.SLOW_READER)

    async def _end(self, code: int, bye: Bye | None = None) -> None:
        """Say goodbye and close; what still waited to be sent is dropped."""
        if self.is_over:
            return
        await self._leave()
        try:
            async with asyncio.timeout(PATIENCE):
                if bye is not None:
                    await self.send(wire.write(bye))
                await self.close(code=code, reason=bye.reason if bye else None)
        except TimeoutError:
            log.warning("a socket of circle %s did not take its goodbye", self.circle)

    async def disconnect(self, code: int) -> None:
        """Let go when the page does."""
        await self._leave()

    def _let_go(self) -> None:
        """Stop listening, sending and watching; at once, and harmless twice."""
        if self.is_over:
            return
        self.is_over = True
        watch.remove(self)
        for task in self.tasks:
            if task is not asyncio.current_task():
                task.cancel()

    async def _leave(self) -> None:
        """Let go, and tell the others that nobody writes here any more."""
        if self.is_over:
            return
        self._let_go()
        await self.channel_layer.group_discard(room(self.circle), self.channel_name)
        if self.here is not None:
            self.here = None
            await self._tell_others("presence.here")

    def _when_broken(self, task: asyncio.Task[None]) -> None:
        """Close a socket whose listening or sending has failed: a page that hears nothing must not believe that it does. No content is logged."""
        if task.cancelled() or self.is_over:
            return
        fault = task.exception()
        log.error("a socket of circle %s failed: %s", self.circle, type(fault).__name__ if fault else "ended")
        self.ending = asyncio.create_task(self._end(wire.FAULT))


def _names(people: set[int]) -> dict[int, str]:
    return {person.pk: person.get_short_name() for person in User.objects.filter(pk__in=people)}
