"""Say what was asked of the drafts that are being answered, what of it is still owed a reply, and when replies can be sent (SEND Regs 2014 regs 13, 14).

Invariant: a page reads `seen_suggestions` and nothing else; only the guard of a final counts what everybody said (`owed`).
"""

from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from permissions.access import NOTHING_HERE
from permissions.refusals import Decision, NotFound, NotNow
from permissions.vocabulary import Code
from plans.access import PlanAccess
from plans.models import Finished, PlanVersion, Suggestion
from plans.queries.answers import adopted_here, counts_as_sent, seen_suggestions, sides_of
from plans.queries.serving import ANSWERED, served_draft, services_of, window_of

FINALS = (PlanVersion.Kind.FINAL, PlanVersion.Kind.AMENDED_FINAL)
NOT_YET = (
    "Replies are sent from the day after the last day on which the family answers. Where the draft was served on one person alone, also once that person "
    "has said that they have finished."
)
NOTHING_SERVED = "No draft has been sent to the family yet."
LAW = "SEND Regulations 2014, regulations 13 and 14"


def being_answered(access: PlanAccess) -> QuerySet[PlanVersion]:
    """Give the versions that are being answered now: those served since the last final plan."""
    later_final = PlanVersion.objects.filter(plan=OuterRef("plan"), kind__in=FINALS, number__gt=OuterRef("number"))
    return PlanVersion.objects.filter(~Exists(later_final), plan=access.plan, kind__in=ANSWERED)


def owed(access: PlanAccess) -> QuerySet[Suggestion]:
    """Give everything that counts as sent and has no reply that was sent: what stops a final, whoever said it and whoever asks here."""
    rows = Suggestion.objects.filter(counts_as_sent(access.today), version__in=being_answered(access), withdrawn_at=None)
    return rows.exclude(reply__sent_at__isnull=False)


def asked_of(access: PlanAccess) -> QuerySet[Suggestion]:
    """Give what this person may read of what was asked of the drafts being answered, with the replies."""
    rows = seen_suggestions(access).filter(version__in=being_answered(access), withdrawn_at=None)
    if access.circle.is_council:
        rows = rows.filter(counts_as_sent(access.today))
    return rows.select_related("reply__by", "section__type", "adopted_for__recipient", "item").prefetch_related("reply__changes__item")


def find_asked(access: PlanAccess, uid: UUID) -> Suggestion:
    """Find one of them for the council's reply; NotFound for every other."""
    found = asked_of(access).filter(uid=uid).first()
    if found is None or not access.circle.is_council:
        raise NotFound(NOTHING_HERE)
    return found


def may_send(access: PlanAccess) -> Decision:
    """Say whether replies can be sent today. Five queries.

    Where there are two parents, an early reply would tell one that the other has finished (design, invariant 11).
    Law: SEND Regs 2014 reg 13(1)(a): the family has its whole time, unless it says itself that it has finished.
    """
    draft = served_draft(access)
    if draft is None:
        return Decision(allowed=False, because=NOTHING_SERVED, source=LAW)
    services = list(services_of(draft))
    last = max(window_of(service).last_day for service in services)
    if access.today > last:
        return Decision(allowed=True)
    newest = Finished.objects.filter(service__in=services).order_by("pk").last() if len(services) == 1 else None
    if newest and newest.is_finished:
        return Decision(allowed=True)
    return Decision(allowed=False, because=NOT_YET, source=LAW, until=last)


def require_sending(access: PlanAccess) -> None:
    """Raise NotNow, with the day until when, unless replies can be sent today."""
    answer = may_send(access)
    if not answer:
        raise NotNow(answer.because, source=answer.source, until=answer.until)


def changes_words(row: Suggestion) -> bool:
    """Say whether a reply to this may change the plan: in what the council proposes, and in somebody's own words only where they ask for it themselves."""
    if row.section is None or row.section.code in (Code.I, Code.K):
        return False
    if row.section.code is not Code.A:
        return True
    theirs = {row.by_id, row.service.recipient_id if row.service else row.by_id}
    return row.item is None or row.item.author_id in theirs


def stands_now(row: Suggestion) -> str:
    """Give what the plan says now at the place that was asked about."""
    if row.item:
        return row.item.text
    return row.section.narrative if row.section else ""


def is_own(access: PlanAccess, row: Suggestion) -> bool:
    """Say whether a reply to this is read by this person, who is not of the council: they asked, or it was asked or adopted for their side."""
    sides = sides_of(access)
    return row.by_id == access.person or (row.service is not None and row.service.recipient_id in sides) or adopted_here(access, row)
