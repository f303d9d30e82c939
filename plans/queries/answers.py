"""Say which suggestions about a served draft one person may read, and which of them count as sent (SEND Regs 2014 regs 13, 14).

Invariant: whatever one parent, or that parent's supporter, says to a draft is their own and the council's. To the other side it is not there: not read, not
counted, not dated. Every page, count, reply, letter and document asks `seen_suggestions` and nothing else.
"""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from permissions.vocabulary import PARTIES, Code, Party, Role
from plans.access import PlanAccess
from plans.models import MoreTime, Suggestion

_OUTSIDE_FAMILY = sorted(role.value for party in (Party.PROFESSIONAL, Party.SETTING) for role in PARTIES[party])


def seen_suggestions(access: PlanAccess) -> QuerySet[Suggestion]:
    """Give what this very person may read of what was said to served versions, newest version first; withdrawn ones too (`withdrawn_at`).

    Their own always, while they see the section; a supporter, what the person whom they act for sees of these; the council, what was sent or is due, in
    sections that it reads whole; everybody else but the other parent's side, proposals of professionals that were sent, in sections that they read.
    `adopted_for` is nobody's but the council's and that person's own: say it with `adopted_here`.
    """
    rows = Suggestion.objects.filter(version__plan=access.plan).select_related(
        "version", "service__recipient", "section", "item", "report", "by", "keyed_by"
    )
    rows = rows.filter(_own(access) | _of_others(access), _in_sections(access))
    return rows.order_by("-version__number", "section__type__position", "pk")


def counts_as_sent(today: date) -> Q:
    """Pick the suggestions that count as sent on this day. No timer writes anything: what is unsent when its window is over is read as sent.

    What was replied to stays so, also where its author is given more time afterwards.
    """
    later = MoreTime.objects.filter(service=OuterRef("service"), closes_on__gte=today)
    is_over = Q(~Exists(later), service__isnull=False, service__closes_on__lt=today)
    return Q(sent_at__isnull=False) | Q(reply__sent_at__isnull=False) | is_over


def adopted_here(access: PlanAccess, row: Suggestion) -> bool:
    """Say whether this person may know for whom a proposal was adopted: the council, and that very person's side."""
    return row.adopted_for is not None and (access.circle.is_council or row.adopted_for.recipient_id in sides_of(access))


def sides_of(access: PlanAccess) -> frozenset[int]:
    """Name those whose answers are this person's: their own, and, for a supporter, those of whoever chose them and is still there."""
    choosers = {held.person for held in access.circle.chooser_held}
    chosen_by = {held.chosen_by for held in access.circle.held if held.role is Role.SUPPORTER and held.chosen_by}
    return frozenset({access.person} | (choosers & chosen_by))


def _own(access: PlanAccess) -> Q:
    return Q(service__recipient__in=sides_of(access)) | Q(service=None, by=access.person)


def _of_others(access: PlanAccess) -> Q:
    if access.circle.is_council:
        never_sent = Q(sent_at=None, withdrawn_at__isnull=False)
        return counts_as_sent(access.today) & ~never_sent if access.sees_names else Q(pk__in=())
    return Q(service=None, sent_at__isnull=False, role__in=_OUTSIDE_FAMILY)


def _in_sections(access: PlanAccess) -> Q:
    """Pick what is about sections that this person sees; of others' only where they read the section's own words.

    What is about the plan as a whole (a meeting) is read by those of the council who read its needs and its provision.
    """
    whole = [code for code in access.visible_sections if access.sections[code].sees_narrative]
    own = _own(access) & (Q(section=None) | Q(section__type__in=access.visible_sections))
    theirs = Q(section__type__in=whole)
    reads_plan = access.circle.is_council and {Code.B, Code.F} <= set(whole)
    return own | theirs | (Q(section=None) if reads_plan else Q(pk__in=()))
