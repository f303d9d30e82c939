"""Read from the ledger what is news for one person, and render it for the page that they have open.

Each room says which of its entries a person may know of, and renders its own parts of a page. What no room knows is nobody's news.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F

import comments.live
import plans.live
from comments.access import audiences_heard, hears_talk
from comments.queries import count_words
from comments.strands import chooser_of, is_entry_apart, is_text_apart, parents_of
from permissions import clock
from permissions.ledger import READ, codes_of
from permissions.models import LedgerEntry, User
from permissions.vocabulary import CODES, SECTION_NAMES, Code, Verb
from plans.access import PlanAccess
from plans.cursor import Place, place_at
from portal.sockets.wire import Region


@dataclass(frozen=True)
class Open:
    """Which page a person has open, and the token for its forms."""

    page: str
    section: Code | None
    csrf_token: str


@dataclass(frozen=True)
class Found:
    """What was found: up to where was read, and what of it this person is shown; `texts` names the live texts of the open page that others write in."""

    seen: Place
    regions: tuple[Region, ...] = ()
    notices: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()

    @property
    def is_news(self) -> bool:
        """Say whether anything is to be sent."""
        return bool(self.regions or self.notices or self.texts)


def read_news(access: PlanAccess, shown: Open, *, since: Place) -> Found:
    """Read what happened since a place, keep what this person may know, and render it. Without news one query, otherwise those of the page's parts."""
    entries = list(_entries(access, since.ledger))
    now = place_at(access)
    seen = Place(max([now.ledger, *(entry.number for entry in entries)]), now.words)
    known = [entry for entry in entries if _may_be_known(access, entry)]
    plan_numbers = plans.live.visible(access, known)
    talk_numbers = comments.live.visible(access, known)
    news = [entry for entry in known if entry.number in plan_numbers | talk_numbers]
    # Invariant: while they are being written, words of the other parent's side reach nobody here.
    texts = [text for text in plans.live.settled(access, since=since.words) if not is_text_apart(access.circle, text)]
    if not (news or texts):
        return Found(seen)
    saved = _codes(access, (entry for entry in news if entry.number in plan_numbers)) | {text.code for text in texts}
    said = _codes(access, (entry for entry in news if entry.number in talk_numbers))
    open_texts = tuple(text.place for text in texts if shown.page == "edit" and text.code is shown.section)
    talk = [entry for entry in news if entry.number in talk_numbers]
    return Found(seen, _regions(access, shown, saved, said, talk), _notices(access, shown, news), open_texts)


def _entries(access: PlanAccess, since: int) -> Iterable[LedgerEntry]:
    rows = LedgerEntry.objects.filter(circle=access.plan.circle_id, number__gt=since).exclude(verb=READ).select_related("actor")
    chooser = chooser_of("actor", access.plan.circle_id) if parents_of(access.circle) else F("on_behalf_of")
    return rows.annotate(chosen_by=chooser).order_by("number")


def _may_be_known(access: PlanAccess, entry: LedgerEntry) -> bool:
    """Say whether an entry may reach this person at all.

    Invariant: what one parent or that parent's supporter does is never pushed to the other side, not even that something happened; they find it, undated,
    when they next load the page.
    """
    if entry.actor_id is None or not any(Verb.VIEW in access.sections[code].verbs for code in codes_of(entry)):
        return entry.actor_id == access.person
    return not is_entry_apart(access.circle, entry)


def _codes(access: PlanAccess, entries: Iterable[LedgerEntry]) -> frozenset[Code]:
    return frozenset(code for entry in entries for code in codes_of(entry) if code in access.visible_sections)


def _regions(
    access: PlanAccess, shown: Open, saved: frozenset[Code], said: frozenset[Code], talk: Iterable[LedgerEntry]
) -> tuple[Region, ...]:
    if shown.page not in TALKING:
        return ()
    counts = count_words(access) if shown.page == "plan" else {}
    touched = saved | said if shown.page == "plan" else saved
    rendered = plans.live.regions_for(access, touched, shown.page, shown.section, comments=counts)
    rendered += comments.live.regions_for(access, talk, said, shown.page, shown.section, csrf_token=shown.csrf_token, now=clock.now())
    return tuple(Region(name, html) for name, html in rendered)


# The pages that show sections or threads; on the last two a thread that was not there before comes with the next load.
TALKING = ("plan", "section", "talk", "version")
_DID = {
    "comment": "said something about",
    "edit_comment": "changed what they said about",
    "withdraw_comment": "withdrew what they said about",
    "resolve_thread": "settled a conversation about",
    "reopen_thread": "opened a conversation again about",
    "put_forward_item": "put something forward in",
    "retire_item": "took something out of",
    "strike": "struck something out of",
}
# Who loses a conversation by its narrowing is not told of it; it goes from their page.
_UNSAID = frozenset({"narrow_thread"})


def _notices(access: PlanAccess, shown: Open, entries: Iterable[LedgerEntry]) -> tuple[str, ...]:
    """Say in a sentence what others did, once each; one's own doings and, to a reader without names, anybody's go unsaid."""
    if not access.sees_names or shown.page not in (*TALKING, "edit"):
        return ()
    others = [entry for entry in entries if entry.actor is not None and entry.actor_id != access.person and entry.verb not in _UNSAID]
    if shown.page in ("talk", "version"):
        others = [entry for entry in others if comments.live.is_talk(entry)]
    said = [_notice(entry.actor, entry.verb, code, shown) for entry in others for code in _places(entry) if _is_here(access, shown, code)]
    return tuple(dict.fromkeys(said))


def _places(entry: LedgerEntry) -> tuple[Code | None, ...]:
    """Name the sections that an entry is about; None once where it is about a whole version."""
    codes = codes_of(entry)
    return (None,) if comments.live.is_talk(entry) and len(codes) == len(CODES) else codes


def _is_here(access: PlanAccess, shown: Open, code: Code | None) -> bool:
    if code is None:
        return shown.page in ("plan", "talk", "version")
    return code in access.visible_sections and (shown.page in ("plan", "talk", "version") or code is shown.section)


def _notice(actor: User | None, verb: str, code: Code | None, shown: Open) -> str:
    name = actor.get_short_name() if actor else "Somebody"
    sentence = f"{name} {_DID.get(verb, 'saved in')} {section_words(code) if code else 'a version of this plan'}."
    is_unshown = (shown.page == "edit" and verb not in _TALK) or (shown.page in ("talk", "version") and verb == "comment")
    return f"{sentence} Load the page to see it." if is_unshown else sentence


_TALK = frozenset({"comment", "edit_comment", "withdraw_comment", "resolve_thread", "reopen_thread"})


def section_words(code: Code) -> str:
    """Name a section with its letter, which never stands alone."""
    return f"{SECTION_NAMES[code]} (Section {code})"


def has_shrunk(before: PlanAccess, now: PlanAccess) -> bool:
    """Say whether something that this person saw when the page opened is not theirs to see any more: then the page must go."""
    for code, was in before.sections.items():
        section = now.sections[code]
        if Verb.VIEW in was.verbs and (Verb.VIEW not in section.verbs or not was.parts <= section.parts):
            return True
    if any(hears_talk(before, code) and not hears_talk(now, code) for code in before.visible_sections):
        return True
    return before.circle.is_family is not now.circle.is_family or not audiences_heard(before) <= audiences_heard(now)
