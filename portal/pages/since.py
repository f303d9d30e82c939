"""What changed in a plan since one last looked, section by section, in words: who, when as far as one may know, and the words added and taken out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from comments.strands import is_apart
from permissions.ledger import codes_of
from permissions.models import LedgerEntry, User
from permissions.vocabulary import ROLE_NAMES, Code, Role, Stage
from plans.access import PlanAccess, When, facts_of
from plans.cursor import cursor_of
from plans.models import Happening, Item, Section
from plans.queries.changes import text_runs
from plans.queries.items import ItemWriter, plan_url, visible_items, without_names
from plans.queries.plan_page import PlanHead, plan_head
from plans.queries.versions import VersionRow, seen_versions, version_row
from plans.queries.words import Run
from plans.saying import NUMBERS, day_in_london, in_london, long_date
from plans.statute.lifecycle import STAGE_NAMES
from plans.statute.sections import PLAIN_NAMES
from portal.models import LastLook
from portal.notices.knowing import SAID, entries_of, known, section_of, threads_of_versions
from portal.notices.looking import day_of_look
from portal.notices.then import Key, Then, words_then
from portal.notices.typed import typed_since

PUT_FORWARD = Item.State.PUT_FORWARD
# Of more texts than this the changed words are not laid side by side; each is named with where it stands.
MOST_TEXTS = 30

TAKEN_OUT = "Words were taken out, too. You can compare the versions that were shared with you."
# So many characters of what stayed the same stand before and behind what changed.
AROUND = 150

_DID = {
    "put_forward_item": "put something forward",
    "retire_item": "took something out",
    SAID: "said something",
}
CHANGED = "changed words"
# Somebody of the council changed what the other parent wrote: side by side would stand what that parent changed, too.
OF_ANOTHER = "Read it to see what it says now."


@dataclass(frozen=True)
class Doing:
    """Who did what in a section; `when` is empty where it is nobody's business."""

    who: str
    role: str
    when: str
    did: str


@dataclass(frozen=True)
class Changed:
    """One text that changed: what it is called, whether it is new, and its words added and taken out (empty where only details changed, or too much did).

    `note` says what the words do not.
    """

    title: str
    url: str
    tag: str
    runs: tuple[Run, ...]
    note: str = ""


@dataclass(frozen=True)
class Said:
    """A conversation in which something new was said."""

    words: str
    url: str


@dataclass(frozen=True)
class SinceSection:
    """What changed in one section."""

    code: Code
    name: str
    letter_name: str
    url: str
    doings: tuple[Doing, ...]
    changed: tuple[Changed, ...]
    said: tuple[Said, ...]


@dataclass(frozen=True)
class SincePage:
    """The page. `day` says since when; `moved` is a sentence where the plan moved on; `said` is talk about versions.

    `cursor` and `at` are what "I have seen these changes" sends.
    """

    head: PlanHead
    day: str
    moved: str
    versions: tuple[VersionRow, ...]
    said: tuple[Said, ...]
    sections: tuple[SinceSection, ...]
    is_first: bool
    cursor: str
    at: str

    @property
    def codes(self) -> tuple[Code, ...]:
        """List the sections whose words are shown."""
        return tuple(section.code for section in self.sections)

    @property
    def is_empty(self) -> bool:
        """Say whether nothing changed of which this person may know."""
        return not (self.moved or self.versions or self.said or self.sections)


def read_since(access: PlanAccess, look: LastLook, *, now: datetime) -> SincePage:
    """Read the page: at most fourteen queries, and two for each text that was written live.

    Invariant: what the other parent's side wrote or said since is neither shown nor counted here: a page that begins at a day would tell when it was done.
    """
    circle = access.plan.circle_id
    entries = known(access, entries_of(circle, after=look.ledger_number, up_to=access.circle.circle.ledger_number))
    typed = typed_since(access, look)
    of_versions = threads_of_versions(circle, entries)
    about_versions = [entry for entry in entries if entry.object_uid in of_versions or section_of(entry) is None]
    entries = [entry for entry in entries if entry not in about_versions]
    codes = [code for code in access.visible_sections if any(code is section_of(entry) for entry in entries) or typed.has(code)]
    texts = _Texts(access, entries, typed.items, typed.sections, look) if codes else None
    return SincePage(
        head=plan_head(access),
        day=day_of_look(look, access.today),
        moved=_moved(access, look),
        versions=tuple(
            version_row(access, row) for row in seen_versions(access).defer("manifest").filter(cut_at__gt=look.at).order_by("-number")
        ),
        said=_said(access, about_versions, f"{plan_url(access)}talk/"),
        sections=tuple(_section(access, code, entries, typed.doers(code), texts) for code in codes) if texts else (),
        is_first=look.at == now,
        cursor=cursor_of(access),
        at=now.isoformat(),
    )


def _moved(access: PlanAccess, look: LastLook) -> str:
    if not look.stage or look.stage == access.stage:
        return ""
    happened = Happening.objects.filter(plan=access.plan).exclude(kind__in=Happening.QUIET)
    newest = happened.order_by("-pk").values_list("on", flat=True).first()
    day = f" The last step was on {long_date(newest)}." if newest else ""
    return f"The plan moved on: from “{STAGE_NAMES[Stage(look.stage)]}” to “{STAGE_NAMES[access.stage]}”.{day}"


class _Texts:
    """The texts that changed, and what they said at the last look."""

    def __init__(
        self, access: PlanAccess, entries: Sequence[LedgerEntry], typed: frozenset[UUID], typed_in: frozenset[Code], look: LastLook
    ) -> None:
        self.access = access
        wrote = [entry for entry in entries if entry.verb != SAID]
        uids = {entry.object_uid for entry in wrote if entry.object_kind == "item"} | typed
        own = {code for entry in wrote if entry.object_kind == "section" for code in codes_of(entry)} | typed_in
        self.visible = visible_items(access)
        self.items = [row for row in self.visible.rows if row.uid in uids]
        self.sections = {
            section.code: section for section in Section.objects.filter(plan=access.plan, type__in=[str(code) for code in own])
        }
        known_texts: list[Section | Item] = [*self.sections.values(), *self.items]
        self.then: Mapping[Key, Then] = words_then(known_texts[:MOST_TEXTS], at=_moment(look, wrote))
        self.writer = ItemWriter(access, self.visible)

    def of(self, code: Code) -> tuple[Changed, ...]:
        """Give what changed in one section: its own words first, then its items in their order."""
        own = self.sections.get(code)
        listed = [self._narrative(own)] if own is not None else []
        listed += [self._item(row) for row in self.items if row.section.code is code]
        return tuple(one for one in listed if one is not None)

    def _said(self, words: str) -> str:
        return words if self.access.sees_names else without_names(words, self.access)

    def _narrative(self, section: Section) -> Changed | None:
        if not self.access.sections[section.code].sees_narrative:
            return None
        then = self.then.get((section.pk, None))
        runs = text_runs(self._said(then.words if then else ""), self._said(section.narrative))
        return Changed("The section’s own words", f"{plan_url(self.access)}sections/{section.code}/", "", *_shown(self.access, runs, then))

    def _item(self, row: Item) -> Changed:
        strand = self.writer.strand(row)
        then = self.then.get((row.section_id, row.pk))
        if not self.access.sees_words(row.section.code, facts_of(row)):
            return Changed(strand.words, strand.url, "", ())
        if is_apart(self.access.circle, actor=row.author_id, role=row.author_role, chosen_by=None):
            return Changed(strand.words, strand.url, "", (), OF_ANOTHER)
        if then is None or not then.was_shown:
            return Changed(strand.words, strand.url, "New", text_runs("", self._said(self.writer.title_and_rest(row)[1])))
        return Changed(strand.words, strand.url, "", *_shown(self.access, text_runs(self._said(then.words), self._said(row.text)), then))


def _moment(look: LastLook, wrote: Iterable[LedgerEntry]) -> datetime:
    """Give the moment of the look: before everything that the ledger has after it, also what began a little before and was committed after."""
    return min([look.at, *(entry.at - timedelta(microseconds=1) for entry in wrote)])


def _shown(access: PlanAccess, runs: tuple[Run, ...], then: Then | None) -> tuple[tuple[Run, ...], str]:
    """Give the words to lay side by side, or a sentence where that can't be done.

    Invariant: the family reads earlier words in versions that were shared with them, and nowhere else (design, 6): here they read what was added.
    """
    if then is not None and not then.is_known:
        return (), "Too much was written since then to show it word by word."
    if all(run.kind == "same" for run in runs):
        return (), "Its words are the same. Something else about it changed."
    taken_out = TAKEN_OUT if access.circle.is_family and any(run.kind == "removed" for run in runs) else ""
    shown = [run for run in runs if not (taken_out and run.kind == "removed")]
    if all(run.kind == "same" for run in shown):
        return (), taken_out
    return tuple(_shortened(run) for run in shown), taken_out


def _shortened(run: Run) -> Run:
    """Leave out the middle of words that stayed the same, where they are many: what changed is looked for here."""
    if run.kind != "same" or len(run.text) <= 3 * AROUND:
        return run
    before, after = run.text[:AROUND].rpartition(" ")[0], run.text[-AROUND:].partition(" ")[2]
    return Run("same", f"{before} … {after}")


def _section(
    access: PlanAccess, code: Code, entries: Iterable[LedgerEntry], typed: Sequence[tuple[User, str, datetime]], texts: _Texts
) -> SinceSection:
    here = [entry for entry in entries if section_of(entry) is code]
    url = f"{plan_url(access)}sections/{code}/"
    return SinceSection(
        code=code,
        name=PLAIN_NAMES[code],
        letter_name=f"Section {code}",
        url=url,
        doings=_doings(access, here, typed),
        changed=texts.of(code),
        said=_said(access, [entry for entry in here if entry.verb == SAID], url),
    )


def _doings(access: PlanAccess, here: Sequence[LedgerEntry], typed: Sequence[tuple[User, str, datetime]]) -> tuple[Doing, ...]:
    """Say who did what: each person once for each kind of thing, all dated as that one of which this person may know least."""
    did = [(entry.actor, entry.role, _DID.get(entry.verb, CHANGED), entry.at) for entry in here if entry.actor]
    did += [(person, role, CHANGED, at) for person, role, at in typed]
    how = access.shows_list_when((person.pk, role) for person, role, _, _ in did)
    newest: dict[tuple[int, str], tuple[User, str, str, datetime]] = {}
    for person, role, what, at in sorted(did, key=lambda one: one[3]):
        newest[person.pk, what] = (person, role, what, at)
    listed = sorted(newest.values(), key=(lambda one: one[3]) if how is When.MOMENT else (lambda one: (one[0].name, one[2])))
    return tuple(_doing(access, *one, how=how) for one in listed)


def _doing(access: PlanAccess, person: User, role: str, what: str, at: datetime, *, how: When) -> Doing:
    when = in_london(at) if how is When.MOMENT else day_in_london(at) if how is When.DAY else ""
    title = ROLE_NAMES[Role(role)]
    return Doing(person.name, title, when, what) if access.sees_names else Doing(title, "", when, what)


def _said(access: PlanAccess, entries: Iterable[LedgerEntry], url: str) -> tuple[Said, ...]:
    threads: dict[UUID, list[LedgerEntry]] = {}
    for entry in entries:
        if entry.object_uid is not None:
            threads.setdefault(entry.object_uid, []).append(entry)
    said = [Said(_comments(listed), f"{url}#thread-{uid}") for uid, listed in threads.items()]
    return tuple(sorted(said, key=lambda one: (one.words, one.url)))


def _comments(entries: Sequence[LedgerEntry]) -> str:
    names = sorted({entry.actor.name for entry in entries if entry.actor})
    *most, last = names
    who = f"{', '.join(most)} and {last}" if most else last
    number = NUMBERS[len(entries)].capitalize() if len(entries) < len(NUMBERS) else str(len(entries))
    return f"{number} new {'comment' if len(entries) == 1 else 'comments'}, by {who}"
