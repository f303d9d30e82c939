"""Show on an open page what was said, to whoever reads it."""

from collections.abc import Iterable

from django.template.loader import render_to_string

from comments.access import ThreadFacts, reads_thread
from comments.models import Thread
from comments.talk import region_of, talk_beside
from permissions.models import LedgerEntry
from permissions.vocabulary import Code
from plans.access import PlanAccess

KIND = "thread"


def visible(access: PlanAccess, entries: Iterable[LedgerEntry]) -> frozenset[int]:
    """Pick the entries about threads that this person reads, by number. One query where there are any."""
    about = {entry.number: entry.object_uid for entry in entries if entry.object_kind == KIND}
    if not about:
        return frozenset()
    rows = Thread.objects.filter(uid__in=set(about.values()), circle=access.plan.circle_id)
    facts = {
        uid: ThreadFacts(Code(str(code)), audience, person)
        for uid, code, audience, person in rows.values_list("uid", "section__type", "audience", "person")
    }
    return frozenset(number for number, uid in about.items() if uid in facts and reads_thread(access, facts[uid]))


def regions_for(access: PlanAccess, codes: Iterable[Code], page: str, section: Code | None, *, csrf_token: str) -> list[tuple[str, str]]:
    """Render the threads of the section that an open page shows, if something was said there."""
    if page != "section" or section is None or section not in set(codes):
        return []
    talk = talk_beside(access, section)
    return [(region_of(section), render_to_string("comments/threads_inside.html", {"talk": talk, "csrf_token": csrf_token}))]
