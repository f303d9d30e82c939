"""Say who reads a thread, who answers, and with which audience a person may open one.

A thread is never wider than what it is about: whoever reads one sees the whole of the section, or comments in it; where it is about an item or quotes the
words they see the whole; and where it is about a version they see that kind of version.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Q

from comments.models import Comment, Note, Thread
from permissions.refusals import NotNow, NotPermitted
from permissions.vocabulary import CODES, Code, Part, Role, Stage, Verb
from plans.access import PlanAccess
from plans.models import PlanVersion
from plans.record.project import kinds_seen

Audience = Thread.Audience
# Where a thread can be: beside a section, or (None) about the whole of a version.
Where = Code | None
EVERYWHERE: tuple[Where, ...] = (*CODES, None)
# The ledger's entry of a narrowing says who read the thread before, so that it goes from exactly their open pages: "thread_of_everyone".
NARROWED_FROM = "thread_of_"
EDIT_WITHIN = timedelta(minutes=10)


@dataclass(frozen=True)
class ThreadFacts:
    """What decides who reads a thread: its section (None: the whole of a version), its audience, and for a private one the person of the family.

    `about_words`: it is about an item, or quotes the words. `version_kind`: of the version that it is about ("": about the plan as it stands).
    """

    code: Where
    audience: str
    person: int | None = None
    about_words: bool = False
    version_kind: str = ""


def facts_of_thread(row: Thread) -> ThreadFacts:
    """Give what decides who reads a thread; its section and version are read already or cost a query each."""
    return ThreadFacts(
        code=row.section.code if row.section else None,
        audience=row.audience,
        person=row.person_id,
        about_words=bool(row.item_id or row.quote),
        version_kind=row.version.kind if row.version else "",
    )


def hears_talk(access: PlanAccess, code: Code) -> bool:
    """Say whether talk about a section may reach this person at all: they see all of it, or comment there.

    Invariant: whoever sees named fields only, or the section without names, reads no talk about it: it speaks of the rest, and by name.
    """
    section = access.sections[code]
    sees_all = Part.WHOLE in section.parts or Verb.COMMENT in section.verbs
    return access.sees_names and Verb.VIEW in section.verbs and sees_all


def hears_words(access: PlanAccess, code: Code) -> bool:
    """Say whether talk about single items and passages of a section may reach this person: they hear its talk and see the whole."""
    return hears_talk(access, code) and Part.WHOLE in access.sections[code].parts


def _hears(access: PlanAccess, facts: ThreadFacts) -> bool:
    if facts.version_kind and facts.version_kind not in kinds_seen(access):
        return False
    if facts.code is None:
        return any(hears_talk(access, code) for code in CODES)
    return hears_words(access, facts.code) if facts.about_words else hears_talk(access, facts.code)


def is_coordinator(access: PlanAccess) -> bool:
    """Say whether this person holds the part of the coordinator here."""
    return Role.COORDINATOR in access.circle.roles and not access.circle.is_family


def audiences_heard(access: PlanAccess) -> frozenset[str]:
    """Name the audiences that this person belongs to wherever they hear talk; private threads are decided one by one."""
    heard = {Audience.EVERYONE.value}
    if not access.circle.is_family:
        heard.add(Audience.PROFESSIONALS.value)
        if access.circle.is_council:
            heard.add(Audience.COUNCIL.value)
        if is_coordinator(access):
            heard.add(Audience.PERSON.value)
    return frozenset(heard)


def reads_thread(access: PlanAccess, facts: ThreadFacts) -> bool:
    """Decide whether this person reads a thread."""
    if not _hears(access, facts):
        return False
    return facts.audience in audiences_heard(access) or (facts.audience == Audience.PERSON and facts.person == access.person)


def readable(access: PlanAccess, *, codes: Iterable[Where] = EVERYWHERE, prefix: str = "") -> Q:
    """Give the same decision as a part of a query over threads (or over what hangs on them, by `prefix`)."""
    wanted = set(codes)
    heard = [code for code in CODES if code in wanted and hears_talk(access, code)]
    whole = [code.value for code in heard if hears_words(access, code)]
    placed = Q(**{f"{prefix}section__type__in": [code.value for code in heard]})
    placed &= Q(**{f"{prefix}item": None, f"{prefix}quote": ""}) | Q(**{f"{prefix}section__type__in": whole})
    if None in wanted and any(hears_talk(access, code) for code in CODES):
        placed |= Q(**{f"{prefix}section": None})
    seen = Q(**{f"{prefix}version": None}) | Q(**{f"{prefix}version__kind__in": list(kinds_seen(access))})
    audience = Q(**{f"{prefix}audience__in": sorted(audiences_heard(access))})
    own = Q(**{f"{prefix}audience": Audience.PERSON, f"{prefix}person": access.person})
    return Q(**{f"{prefix}circle": access.plan.circle_id}) & placed & seen & (audience | own)


def may_answer(access: PlanAccess, facts: ThreadFacts) -> bool:
    """Decide whether this person answers in a thread: whoever reads it and comments in the section; in a private one both of the two.

    Nobody answers once the plan has ended.
    """
    if not reads_thread(access, facts) or access.stage is Stage.ENDED:
        return False
    return facts.audience == Audience.PERSON or _comments_at(access, facts.code)


def may_still_edit(said: Comment | Note, *, now: datetime) -> bool:
    """Say whether a comment or a note is so new that its author may still change the words."""
    return said.withdrawn_at is None and now - said.at <= EDIT_WITHIN


def may_close(access: PlanAccess, facts: ThreadFacts, *, raised_by: int) -> bool:
    """Decide whether this person resolves a thread and opens it again, or narrows who reads it: whoever raised it, and nobody else."""
    return raised_by == access.person and reads_thread(access, facts) and access.stage is not Stage.ENDED


def require_raiser(access: PlanAccess, facts: ThreadFacts, *, raised_by: int) -> None:
    """Raise NotPermitted for whoever reads a thread and did not raise it, NotNow once the plan has ended."""
    if may_close(access, facts, raised_by=raised_by):
        return
    if raised_by == access.person and access.stage is Stage.ENDED:
        raise NotNow("This plan has ended, so its conversations stay as they are.")
    raise NotPermitted("Only whoever started a conversation settles it, opens it again, or says that fewer people may see it.")


def _comments_at(access: PlanAccess, code: Where) -> bool:
    places = CODES if code is None else (code,)
    return any(hears_talk(access, one) and access.may(Verb.COMMENT, one) for one in places)


def audiences_for(access: PlanAccess, code: Where, *, version_kind: str = "", about_words: bool = False) -> tuple[Audience, ...]:
    """List the audiences with which this person may open a thread in a place, the one to begin with first; empty where they open none."""
    if not _hears(access, ThreadFacts(code, Audience.EVERYONE, None, about_words, version_kind)) or not _comments_at(access, code):
        return ()
    if version_kind == PlanVersion.Kind.WORKING:
        return (Audience.COUNCIL,)
    if access.circle.is_family:
        return (Audience.PERSON, Audience.EVERYONE)
    if not access.circle.is_council:
        return (Audience.EVERYONE, Audience.PROFESSIONALS)
    open_to = (Audience.EVERYONE, Audience.PROFESSIONALS, Audience.COUNCIL)
    return (*open_to, Audience.PERSON) if is_coordinator(access) else open_to


_NARROWER: dict[str, tuple[Audience, ...]] = {
    Audience.EVERYONE: (Audience.PROFESSIONALS, Audience.COUNCIL, Audience.PERSON),
    Audience.PROFESSIONALS: (Audience.COUNCIL,),
    Audience.COUNCIL: (),
    Audience.PERSON: (),
}


def narrower(access: PlanAccess, facts: ThreadFacts) -> tuple[Audience, ...]:
    """List the audiences to which whoever raised a thread may narrow it: smaller ones, with which they could have opened it.

    Invariant: nothing makes an audience wider, and a private one stays between its two.
    """
    offered = audiences_for(access, facts.code, version_kind=facts.version_kind, about_words=facts.about_words)
    return tuple(one for one in _NARROWER[facts.audience] if one in offered)


def with_audience(facts: ThreadFacts, audience: str, person: int | None = None) -> ThreadFacts:
    """Give the facts of the same thread with another audience."""
    return replace(facts, audience=audience, person=person)


def require_opening(access: PlanAccess, code: Where, audience: str, *, version_kind: str = "", about_words: bool = False) -> None:
    """Raise the fitting refusal unless this person may open a thread with this audience."""
    if code is not None:
        access.require(Verb.COMMENT, code)
    offered = audiences_for(access, code, version_kind=version_kind, about_words=about_words)
    if code is None and not offered:
        _refuse_talk_about_versions(access)
    if audience not in offered:
        raise NotPermitted("You can't start a conversation with these people here.")


def _refuse_talk_about_versions(access: PlanAccess) -> None:
    """Say, as of a section, why this person does not speak about a whole version: not now, or not at all."""
    if any(Verb.COMMENT in section.by_role for section in access.sections.values()):
        raise NotNow("At this stage you can read this version; nothing new is said about it.")
    raise NotPermitted("You can read this version, and others talk about it.")
