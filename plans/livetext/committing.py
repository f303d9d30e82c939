"""Decide about what people typed into live texts, and append what is taken to their logs: the inside of `plans.actions.write_texts`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from permissions import ledger
from permissions.ledger import Act, quarter_of
from permissions.models import Circle, LedgerEntry, User
from permissions.refusals import NotFound
from permissions.vocabulary import Code
from plans.access import PlanAccess, facts_of, open_plan
from plans.access.texts import may_write_text
from plans.livetext import news
from plans.livetext.log import NewRow, append
from plans.livetext.update import Checked
from plans.models import SPECS, Item, LiveText, TextClient

VERB = "write_text"


class Refused(Enum):
    """Why an update was not taken: the right is gone, its client number is another person's, or its words were struck from this text."""

    RIGHT = "right"
    CLIENT = "client"
    STRUCK = "struck"


@dataclass(frozen=True)
class TextPlace:
    """Which text, and where it stands; `item` is None for a section's own words."""

    text: int
    circle: int
    code: Code
    item: UUID | None


@dataclass(frozen=True)
class Write:
    """One update of one person. `asked_at` is the number of the plan's ledger at which it was asked last whether they may write there."""

    place: TextPlace
    update: bytes
    checked: Checked
    person: int
    role: str
    asked_at: int


@dataclass(frozen=True)
class Outcome:
    """What became of an update: the number that it was committed under, or why it was refused; `asked_at` for the writer's next one."""

    n: int | None
    refusal: Refused | None
    asked_at: int


def write_locked(writes: Sequence[Write], *, today: date, now: datetime) -> tuple[Outcome, ...]:
    """Append updates that were checked (`update.check`, `check_readable`, `Checked.follows`), in their order, each unless it is refused.

    Inside a transaction: circles are locked first, then texts, each in the order of their ids, and nothing is taken back by another's refusal.
    """
    batch = _Batch(writes, today=today, now=now)
    outcomes = batch.commit()
    transaction.on_commit(lambda: _remember(batch))
    return outcomes


# What this process has seen committed: who wrote in a text in the running quarter of an hour, and whose a client number is (in which epoch of the text).
_noted: dict[tuple[int, int], datetime] = {}
_owners: dict[tuple[int, int, int], int | None] = {}
# By circle, from which number of the ledger to which one all entries say only that somebody writes: they take no right from anybody.
_harmless: dict[int, tuple[int, int]] = {}
MOST_REMEMBERED = 50_000


def forget() -> None:
    """Forget what was committed (a test that throws its database away does this)."""
    _noted.clear()
    _owners.clear()
    _harmless.clear()


class _Batch:
    def __init__(self, writes: Sequence[Write], *, today: date, now: datetime) -> None:
        self.writes, self.today, self.now, self.quarter = writes, today, now, quarter_of(now)
        circles = Circle.objects.select_for_update().filter(pk__in={write.place.circle for write in writes}).order_by("pk")
        self.circles = {circle.pk: circle for circle in circles}
        texts = LiveText.objects.select_for_update().filter(pk__in={write.place.text for write in writes}).order_by("pk")
        self.texts = {pk: (n, epoch) for pk, n, epoch in texts.values_list("pk", "n", "epoch")}
        self.numbers_at_start = {pk: circle.ledger_number for pk, circle in self.circles.items()}
        self.rights: dict[tuple[int, int], bool] = {}
        self.opened: dict[tuple[int, int], PlanAccess | None] = {}
        self.noted: dict[tuple[int, int], datetime] = {}
        self.owners: dict[tuple[int, int, int], int | None] = {}
        self.newest: dict[int, int] = {}

    def commit(self) -> tuple[Outcome, ...]:
        """Ask about each, append those that are taken, and write into the ledger who began to write."""
        self._read_owners()
        refusals = [self._refusal(write) for write in self.writes]
        taken = [write for write, refusal in zip(self.writes, refusals, strict=True) if refusal is None]
        self._claim(taken)
        rows = [NewRow(write.place.text, write.person, write.role, write.update) for write in taken]
        given = iter(append(rows, {pk: n for pk, (n, _) in self.texts.items()}, now=self.now) if rows else ())
        numbers = [next(given) if refusal is None else None for refusal in refusals]
        for write, n in zip(self.writes, numbers, strict=True):
            if n is not None:
                self.newest[write.place.text] = n
                self._note(write)
        asked_at = {pk: circle.ledger_number for pk, circle in self.circles.items()}
        return tuple(
            Outcome(n, refusal, asked_at.get(write.place.circle, 0))
            for write, n, refusal in zip(self.writes, numbers, refusals, strict=True)
        )

    def _refusal(self, write: Write) -> Refused | None:
        if write.place.text not in self.texts or not self._may(write):
            return Refused.RIGHT
        epoch = self.texts[write.place.text][1]
        for client in write.checked.spans:
            owner = self.owners.get((write.place.text, epoch, client), write.person)
            if owner == STRUCK:
                return Refused.STRUCK
            if owner != write.person:
                return Refused.CLIENT
            self.owners[write.place.text, epoch, client] = write.person
        return None

    def _may(self, write: Write) -> bool:
        """Say whether this person may write there now: asked again whenever anything but writing was written into the plan's ledger since.

        What moves rights without such an entry (an end by date, a session, a person's team) closes the socket within seconds.
        """
        number = self.numbers_at_start.get(write.place.circle)
        first, last = _harmless.get(write.place.circle, (0, 0))
        if number == write.asked_at or (number == last and first <= write.asked_at < last):
            return True
        key = (write.person, write.place.text)
        if key not in self.rights:
            self.rights[key] = self._ask(write)
        return self.rights[key]

    def _ask(self, write: Write) -> bool:
        access = self._open(write.person, write.place.circle)
        if access is None:
            return False
        if write.place.item is None:
            return bool(may_write_text(access, write.place.code, None))
        item = _items().filter(uid=write.place.item, plan=access.plan).exclude(state=Item.State.RETIRED).first()
        if item is None or not access.sees_item(item.section.code, facts_of(item)):
            return False
        return bool(may_write_text(access, item.section.code, facts_of(item)))

    def _open(self, person: int, circle: int) -> PlanAccess | None:
        """Ask who somebody is in a plan, once for all that they write there."""
        key = (person, circle)
        if key not in self.opened:
            try:
                self.opened[key] = open_plan(User(pk=person), self.circles[circle].reference, today=self.today)
            except (NotFound, KeyError):
                self.opened[key] = None
        return self.opened[key]

    def _read_owners(self) -> None:
        """Read whose the client numbers are of which this process does not know it."""
        wanted = {(write.place.text, client) for write in self.writes for client in write.checked.spans if write.place.text in self.texts}
        unknown = set()
        for text, client in wanted:
            key = (text, self.texts[text][1], client)
            if key in _owners:
                self.owners[key] = _owners[key]
            else:
                unknown.add((text, client))
        if not unknown:
            return
        rows = TextClient.objects.filter(text__in={text for text, _ in unknown}, number__in={client for _, client in unknown})
        for text, client, person, is_retired in rows.values_list("text", "number", "person", "is_retired"):
            self.owners[text, self.texts[text][1], client] = STRUCK if is_retired else person
        self.unknown = {(text, client) for text, client in unknown if (text, self.texts[text][1], client) not in self.owners}

    unknown: Iterable[tuple[int, int]] = ()

    def _claim(self, taken: Iterable[Write]) -> None:
        """Write down whose the client numbers are that nobody had used before."""
        fresh = {(write.place.text, client): write.person for write in taken for client in write.checked.spans}
        claimed = [
            TextClient(text_id=text, number=client, person_id=fresh[text, client])
            for text, client in self.unknown
            if (text, client) in fresh
        ]
        if claimed:
            TextClient.objects.bulk_create(claimed)

    def _note(self, write: Write) -> None:
        """Write into the ledger that somebody writes in a text: once a person, text and quarter of an hour."""
        key = (write.place.text, write.person)
        if self.noted.get(key, _noted.get(key)) == self.quarter:
            return
        self.noted[key] = self.quarter
        place, circle = write.place, self.circles[write.place.circle]
        kind = "item" if place.item else "section"
        said = LedgerEntry.objects.filter(circle=circle, actor=write.person, verb=VERB, object_uid=place.item, at__gte=self.quarter)
        if not said.filter(sections=f" {place.code} ").exists():
            act = Act(actor=write.person, role=write.role, verb=VERB, sections=(place.code,), object_kind=kind, object_uid=place.item)
            ledger.record(act, circle=circle, now=self.now)


STRUCK = -1


def _items() -> QuerySet[Item]:
    return Item.objects.select_related("section", *[kind.value for kind in SPECS])


def _remember(batch: _Batch) -> None:
    """Keep what is committed now in mind, and tell the rooms."""
    for kept in (_noted, _owners, _harmless):
        if len(kept) > MOST_REMEMBERED:
            kept.clear()
    for pk, circle in batch.circles.items():
        before, now = batch.numbers_at_start[pk], circle.ledger_number
        if now > before:
            first, last = _harmless.get(pk, (before, before))
            _harmless[pk] = (first if last == before else before, now)
    _noted.update(batch.noted)
    _owners.update({key: owner for key, owner in batch.owners.items() if owner != STRUCK})
    if batch.newest:
        news.written(batch.newest)
