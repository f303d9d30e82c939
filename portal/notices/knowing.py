"""Say which entries of a plan's ledger one person may be told of, and as what: asked when a notice is made, again when it is shown, and again when it is mailed.

Invariant: nothing that the other parent, or that parent's supporter, did is ever a notice, is counted or is mailed (design, invariant 11); and nobody is told
of their own doings.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

import comments.live
import plans.live
from comments.models import Comment, Mention, Thread
from comments.strands import chooser_of, is_entry_apart
from permissions.ledger import READ, codes_of
from permissions.models import LedgerEntry
from permissions.vocabulary import Code, Role, Verb
from plans.access import PlanAccess
from portal.models import Notice

Kind = Notice.Kind

SAID = "comment"
# The acts that change what a section says; moving, tying and taking back change no words.
WROTE = frozenset({"write_text", "save_item", "save_section", "put_forward_item", "retire_item"})
# The acts by which what somebody says to a draft comes to the council; what is only saved is its author's.
SENT = frozenset({"send_answer", "finish_answer", "enter_answer"})


@dataclass(frozen=True)
class Spoken:
    """What the entries about threads stand for: who opened each thread, who is called by name in each entry, and who has ever said something where."""

    openers: Mapping[UUID, int]
    called: Mapping[int, frozenset[int]]
    spoke: frozenset[tuple[int, Code]]


def entries_of(circle: int, *, after: int, up_to: int) -> list[LedgerEntry]:
    """Read what was done between two numbers (readings are left out), each with who had chosen a supporter when they acted. One query."""
    rows = LedgerEntry.objects.filter(circle=circle, number__gt=after, number__lte=up_to)
    return _told_apart(rows, circle)


def entries_by_number(circle: int, numbers: Iterable[int]) -> list[LedgerEntry]:
    """Read single entries, as `entries_of`. One query."""
    return _told_apart(LedgerEntry.objects.filter(circle=circle, number__in=set(numbers)), circle)


def _told_apart(rows: QuerySet[LedgerEntry], circle: int) -> list[LedgerEntry]:
    kept = rows.exclude(verb=READ).filter(actor__isnull=False)
    return list(kept.select_related("actor").annotate(chosen_by=chooser_of("actor", circle)).order_by("number"))


def is_others(access: PlanAccess, entry: LedgerEntry) -> bool:
    """Say whether somebody else did it, and nobody of the other parent's side."""
    if entry.actor_id is None or access.person in (entry.actor_id, entry.on_behalf_of_id):
        return False
    return not is_entry_apart(access.circle, entry)


def known(access: PlanAccess, entries: Iterable[LedgerEntry]) -> list[LedgerEntry]:
    """Keep the entries of which this person may be told now; a comment that was withdrawn is no news. At most one query for what was written, two for talk."""
    others = [entry for entry in entries if is_others(access, entry)]
    wrote = [entry for entry in others if entry.verb in WROTE]
    said = [entry for entry in others if entry.verb == SAID]
    seen = plans.live.visible(access, wrote) if wrote else frozenset()
    heard = comments.live.visible(access, said) - _withdrawn(access.plan.circle_id, said) if said else frozenset()
    return [entry for entry in others if entry.number in seen | heard or (entry.verb in SENT and _takes_answers(access))]


def _takes_answers(access: PlanAccess) -> bool:
    """Say whether the answers to a draft come to this person: the coordinator. Invariant: nobody of the family is told that one of them answered."""
    return Role.COORDINATOR in access.circle.roles and access.sees_names


def _withdrawn(circle: int, said: Iterable[LedgerEntry]) -> frozenset[int]:
    by_comment = {(entry.object_uid, entry.actor_id, entry.at): entry.number for entry in said}
    uids = {uid for uid, _, _ in by_comment if uid is not None}
    rows = Comment.objects.filter(thread__circle=circle, thread__uid__in=uids, withdrawn_at__isnull=False)
    return frozenset(by_comment.get(row, 0) for row in rows.values_list("thread__uid", "author", "at"))


def threads_of_versions(circle: int, entries: Iterable[LedgerEntry]) -> frozenset[UUID]:
    """Say which of the threads of these entries are about a version: they stand in the list of all talk, not beside a section. At most one query."""
    uids = {entry.object_uid for entry in entries if entry.verb == SAID and entry.object_uid is not None}
    rows = Thread.objects.filter(circle=circle, uid__in=uids, version__isnull=False) if uids else Thread.objects.none()
    return frozenset(rows.values_list("uid", flat=True))


def section_of(entry: LedgerEntry) -> Code | None:
    """Name the section of an entry; None where it is about a whole version, and so heard of in every section."""
    codes = codes_of(entry)
    return codes[0] if len(codes) == 1 else None


def read_spoken(circle: int, entries: Sequence[LedgerEntry]) -> Spoken:
    """Read what the entries about threads stand for. At most four queries, whoever is told."""
    spoke = Comment.objects.filter(thread__circle=circle, thread__section__isnull=False).values_list("author", "thread__section__type")
    has_spoken = frozenset((author, Code(str(code))) for author, code in spoke.distinct())
    said = {(entry.object_uid, entry.actor_id, entry.at): entry.number for entry in entries if entry.verb == SAID}
    if not said:
        return Spoken({}, {}, has_spoken)
    uids = {uid for uid, _actor, _at in said if uid is not None}
    openers = dict(Thread.objects.filter(circle=circle, uid__in=uids).values_list("uid", "opened_by"))
    # An entry and its comment are written in one transaction with one time.
    called: dict[int, set[int]] = {}
    rows = Mention.objects.filter(comment__thread__uid__in=uids, comment__at__in={at for _uid, _actor, at in said})
    for uid, author, at, person in rows.values_list("comment__thread__uid", "comment__author", "comment__at", "person"):
        if number := said.get((uid, author, at)):
            called.setdefault(number, set()).add(person)
    return Spoken(openers, {number: frozenset(people) for number, people in called.items()}, has_spoken)


def kind_of(access: PlanAccess, entry: LedgerEntry, spoken: Spoken) -> Kind | None:
    """Say as what somebody is told of an entry that they may know; None where it does not concern them."""
    if entry.verb == SAID:
        if access.person in spoken.called.get(entry.number, ()):
            return Kind.MENTION
        is_answer = entry.object_uid is not None and spoken.openers.get(entry.object_uid) == access.person
        return Kind.ANSWER if is_answer else Kind.TALK
    if entry.verb in SENT:
        return Kind.SENT
    return Kind.WORDS if any(_concerns(access, code, spoken) for code in codes_of(entry)) else None


def _concerns(access: PlanAccess, code: Code, spoken: Spoken) -> bool:
    """Say whether changed words of a section concern somebody: the family wherever they see it, others where they write or have said something."""
    section = access.sections[code]
    if not section.verbs:
        return False
    writes = bool(section.by_role & {Verb.ADD, Verb.EDIT})
    return access.circle.is_family or writes or (access.person, code) in spoken.spoke
