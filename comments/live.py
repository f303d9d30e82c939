"""Show on an open page what was said, to whoever reads it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.template.loader import render_to_string

from comments.access import NARROWED_FROM, Audience, ThreadFacts, reads_thread, with_audience
from comments.people import people_around
from comments.queries import facts_named, threads_named
from comments.talk import region_of, region_of_thread, spoken, talk_beside
from permissions.models import LedgerEntry
from permissions.vocabulary import Code
from plans.access import PlanAccess

KIND = "thread"


def is_talk(entry: LedgerEntry) -> bool:
    """Say whether an entry is about a thread."""
    return entry.object_kind == KIND or entry.object_kind.startswith(NARROWED_FROM)


def visible(access: PlanAccess, entries: Iterable[LedgerEntry]) -> frozenset[int]:
    """Pick the entries about threads that this person reads, or read before they were narrowed, by number. One query where there are any."""
    about = [entry for entry in entries if is_talk(entry)]
    if not about:
        return frozenset()
    facts = facts_named(access, (entry.object_uid for entry in about))
    return frozenset(entry.number for entry in about if entry.object_uid in facts and _is_visible(access, entry, facts[entry.object_uid]))


def _is_visible(access: PlanAccess, entry: LedgerEntry, facts: ThreadFacts) -> bool:
    """Decide by who reads it now; the narrowing itself, by who read it before: from their pages it goes."""
    if not entry.object_kind.startswith(NARROWED_FROM):
        return reads_thread(access, facts)
    before = entry.object_kind.removeprefix(NARROWED_FROM)
    return before != Audience.PERSON and reads_thread(access, with_audience(facts, before))


def regions_for(
    access: PlanAccess,
    entries: Iterable[LedgerEntry],
    codes: Iterable[Code],
    page: str,
    section: Code | None,
    *,
    csrf_token: str,
    now: datetime,
) -> list[tuple[str, str]]:
    """Render what an open page shows of the threads in which something was said: all of them beside a section, each by itself on the other pages."""
    if page == "section" and section is not None and section in set(codes):
        talk = talk_beside(access, section, now=now)
        return [(region_of(section), render_to_string("comments/threads_inside.html", {"talk": talk, "csrf_token": csrf_token}))]
    if page in ("talk", "version"):
        uids = {entry.object_uid for entry in entries if entry.object_uid is not None}
        return _threads(access, uids, has_place=page == "talk", csrf_token=csrf_token, now=now)
    return []


def _threads(access: PlanAccess, uids: Iterable[UUID], *, has_place: bool, csrf_token: str, now: datetime) -> list[tuple[str, str]]:
    people = people_around(access)
    wanted = set(uids)
    found: Mapping[UUID, str] = {
        view.uid: render_to_string(
            "comments/thread.html",
            {
                "spoken": spoken(access, view, people),
                "reference": access.circle.circle.shown_reference,
                "has_place": has_place,
                "csrf_token": csrf_token,
            },
        )
        for view in threads_named(access, wanted, people, now=now)
    }
    return [(region_of_thread(uid), found.get(uid, "")) for uid in sorted(wanted)]
