"""List the live texts of a plan that a person may write."""

from permissions.vocabulary import CODES
from plans.access import PlanAccess, facts_of
from plans.access.texts import may_write_text
from plans.models import SPECS, Item


def texts_to_write(access: PlanAccess) -> tuple[str, ...]:
    """Give the paths of the sockets, sections first, in the order of the plan. One query."""
    plan = f"/ws/plans/{access.circle.circle.reference}"
    sections = [f"{plan}/sections/{code}/text/" for code in CODES if may_write_text(access, code, None)]
    rows = Item.objects.filter(plan=access.plan).exclude(state=Item.State.RETIRED).order_by("section__type__position", "position", "pk")
    items = [(item, facts_of(item)) for item in rows.select_related("section", *[kind.value for kind in SPECS])]
    mine = [
        item for item, facts in items if access.sees_item(item.section.code, facts) and may_write_text(access, item.section.code, facts)
    ]
    return (*sections, *(f"{plan}/items/{item.uid}/text/" for item in mine))
