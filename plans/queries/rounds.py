"""Read what was said in the newest round of answers, also once its plan is final: what a document about it is made from."""

from django.db.models import QuerySet

from plans.access import PlanAccess
from plans.models import PlanVersion, Suggestion
from plans.queries.answers import counts_as_sent, seen_suggestions
from plans.queries.replying import FINALS, is_own
from plans.queries.serving import ANSWERED, served_draft


def asked_in_round(access: PlanAccess) -> QuerySet[Suggestion]:
    """Give what this person may read of what was said, and counts as sent, to the newest served draft and to those before it since the last final plan."""
    draft = served_draft(access)
    rows = seen_suggestions(access).filter(counts_as_sent(access.today), withdrawn_at=None)
    if draft is None:
        return rows.none()
    finals = PlanVersion.objects.filter(plan=access.plan, kind__in=FINALS, number__lt=draft.number).order_by("-number")
    after = finals.values_list("number", flat=True).first() or 0
    rows = rows.filter(version__kind__in=ANSWERED, version__number__gt=after, version__number__lte=draft.number)
    rows = rows.select_related("reply__by", "section__type", "adopted_for__recipient", "item", "report__evidence")
    return rows.prefetch_related("reply__changes__item")


def may_read_reply(access: PlanAccess, row: Suggestion) -> bool:
    """Say whether the reply to this is this person's to read: the council's, and whoever asked or made it theirs."""
    return access.circle.is_council or is_own(access, row)
