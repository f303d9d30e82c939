"""Go through every door that the URL resolver knows, with every number of both plans filled in, and keep whatever comes back."""

import html
import itertools
import re
from collections import Counter
from collections.abc import Iterator

from asgiref.sync import async_to_sync
from django.db import transaction
from django.test import Client

from comments.models import Comment, Note, Thread
from files.models import StoredFile
from permissions.models import BrokenGlass, Conflict, Membership, Organisation, Team, User
from plans.models import Asking, Item, PlanVersion, Review, ReviewInvitee, ReviewRequest, Strike
from plans.queries.details import CARD_PAGES, CHILD_PAGES
from plans.statute.sections import Kind
from portal.models import HomePage, OutgoingMail
from portal.routes import Route, http_routes
from tests.portal.canaries import opened
from tests.portal.doors import addresses, admin_routes
from tests.world import NADIAS, SAM, World

LINK = re.compile(r"""(?:href|action|src|data-url)=["'](/[^"'#\s]*)""")
BLANK = re.compile(r"<(?:\w+:)?(\w+)>")
# What ends or changes the visitor's own session is not for a walk; the guidance's files are tried with the admin.
NOT_WALKED = ("cms/", "sign-in/out/", "demo/", "guidance-files/", "guidance-documents/", "_util/", "static/")
MOST = 1500
# With so many of its numbers each form is sent empty.
TRIES = 3


class Walk:
    """One person's walk: every address with what came back, opened where it is a document."""

    def __init__(self, world: World, person: User) -> None:
        self.world = world
        self.browser = Client(raise_request_exception=False)
        self.browser.force_login(person)
        self.found: dict[str, bytes] = {}
        self.statuses: dict[str, int] = {}

    def get(self, address: str, **headers: str) -> bytes:
        """Open an address."""
        return self._keep("GET " + address + "".join(headers.values()), self.browser.get(address, headers=headers))

    def tries(self, address: str) -> None:
        """Send nothing to an address, so that it says what is wrong; whatever it did is undone."""
        undone = transaction.atomic()
        # As Django's own test cases do: a reading that is noted durably, once in a while, may stand inside.
        undone._from_testcase = True
        with undone:
            self._keep("POST " + address, self.browser.post(address, {"kind": "voice"}))
            transaction.set_rollback(True)

    def _keep(self, asked: str, answer) -> bytes:
        body = whole(answer)
        self.statuses[asked] = answer.status_code
        self.found[asked] = (
            (opened(body) if answer.status_code == 200 else body)
            + str(sorted(answer.headers.items())).encode()
            + str(answer.cookies).encode()
        )
        return body

    def through_every_door(self) -> "Walk":
        """Open every route with every number, follow what is linked, and send nothing to every form."""
        doors = list(every_door(self.world))
        waiting = ["/home/?all=1", *dict.fromkeys(address for route, address in doors if "GET" in route.methods)]
        while waiting and len(self.found) < MOST:
            address = waiting.pop(0)
            if f"GET {address}" in self.found or self._is_closed(address):
                continue
            body = self.get(address)
            if b"<html" in body[:2000]:
                waiting += [html.unescape(link) for link in LINK.findall(body.decode(errors="replace"))]
        assert len(self.found) < MOST, "the walk must come to its end"
        for file in StoredFile.objects.values_list("uid", flat=True):
            self.get(f"/plans/{SAM}/files/{file}/", Range="bytes=0-400")
        tried: Counter[str] = Counter()
        for route, address in doors:
            tried[route.route] += 1
            if "POST" in route.methods and tried[route.route] <= TRIES:
                self.tries(address)
        return self

    def through_the_admin(self) -> "Walk":
        """Open every door of the admin, with the numbers of the front page, of the page of Sam's plan, and of Amara."""
        for number in (HomePage.objects.get().pk, self.world.sam.page_id, self.world.amara.pk):
            for route in admin_routes():
                for address in addresses(route, number):
                    self.get(address)
        return self

    def _is_closed(self, address: str) -> bool:
        return address.startswith(tuple(f"/{one}" for one in NOT_WALKED))


def whole(answer) -> bytes:
    """Read the whole of an answer, also one that comes in pieces."""
    if not answer.streaming:
        return answer.content
    if not answer.is_async:
        return b"".join(answer)

    async def collected() -> bytes:
        return b"".join([piece async for piece in answer])

    return async_to_sync(collected)()


def every_door(world: World) -> Iterator[tuple[Route, str]]:
    """Fill every route of ours with whatever could stand there; of the other plan once each."""
    for route in http_routes():
        if route.route.startswith(NOT_WALKED) or "(?P" in route.route:
            continue
        names = BLANK.findall(route.route)
        ways = list(itertools.product(*(choices(name, route.route) for name in names)))
        for values in [*ways, *[(NADIAS, *values[1:]) for values in ways[:1] if "reference" in names]]:
            address = route.route
            for value in values:
                address = re.sub(r"<[^>]+>", str(value), address, count=1)
            yield route, "/" + address.removesuffix("$")


def choices(name: str, route: str) -> list[object]:
    """List what could stand in a place of a route: whatever of that kind there is."""
    if name == "reference":
        return [SAM]
    if name == "uid":
        models = {
            "items/": Item,
            "versions/": PlanVersion,
            "files/": StoredFile,
            "striking/": Strike,
            "threads/": Thread,
            "notes/": Note,
            "comments/": Comment,
            "review/asked/": ReviewRequest,
            "review/<": Review,
            "ask/<": Asking,
            "requests/": Asking,
        }
        return _numbers(next((model for part, model in models.items() if part in route), User), "uid")
    if name in ("number", "covering"):
        models = {
            "review/": ReviewInvitee,
            "office/people/": User, "organisations/": Organisation, "teams/": Team, "mail/": OutgoingMail, "break-glass/": BrokenGlass, "conflicts/": Conflict,
        }  # fmt: skip
        return _numbers(next((model for part, model in models.items() if part in route), Membership), "pk")
    pages = list(CHILD_PAGES if "child/" in route else CARD_PAGES)
    words: dict[str, list[object]] = {
        "code": ["A", "B", "F", "G", "K"],
        "kind": ["talk", "version"] if "letters/" in route else [Kind.VOICE.value, Kind.EVIDENCE.value],
        "what": ["address", "safe-words"] if "people/" in route else pages,
        "person": _numbers(User, "uid"),
        "provider": ["council"],
        "key": ["Q28-A"],
        "token": ["no-such-token/"],
        "name": ["colours.css"],
        "slug": ["child", "needs", "you"],
    }
    return words.get(name, ["1"])


def _numbers(model, column: str) -> list[object]:
    """Give the numbers of what there is; of people those around Amara and one of another family, of mail the newest."""
    rows = model.objects.order_by("pk")
    if model is User:
        rows = rows.filter(name__regex="Amara|Rosa|Nadia")
    if model is Membership:
        rows = rows.filter(user__name__regex="Amara|Joel|Priya|Rosa|Nadia")
    if model is OutgoingMail:
        rows = rows.order_by("-pk")[:2]
    return list(rows.values_list(column, flat=True))
