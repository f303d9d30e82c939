"""Name the plan in force while it is being changed: what stands in the sections by then is what the council proposes."""

from dataclasses import dataclass

from permissions.vocabulary import Stage
from plans.access import PlanAccess
from plans.models import PlanVersion
from plans.queries.items import plan_url
from plans.queries.proposed import FINALS
from plans.queries.versions import seen_versions, version_row
from plans.statute.lifecycle import Phase


@dataclass(frozen=True)
class InForce:
    """The plan in force: its name and address; where the changes that were sent are marked in it, or ""."""

    words: str
    url: str
    changes_url: str
    is_written: bool


def read_in_force(access: PlanAccess) -> InForce | None:
    """Read which final plan is in force for whoever may read it; None unless a plan in force is being changed. At most two queries."""
    if access.stage is not Stage.AMENDING:
        return None
    version = seen_versions(access).filter(kind__in=FINALS).order_by("-number").first()
    if version is None:
        return None
    row = version_row(access, version)
    is_written = access.phase is Phase.WRITING
    sent = (
        None
        if is_written
        else seen_versions(access).filter(kind=PlanVersion.Kind.AMENDED_DRAFT, number__gt=version.number).order_by("-number").first()
    )
    changes = f"{plan_url(access)}versions/compare/?from={version.uid}&to={sent.uid}" if sent else ""
    return InForce(row.named, row.url, changes, is_written)
