"""The one door to the sections and items of a plan (design, invariant 1)."""

from plans.access.decision import ItemFacts, PlanAccess, SectionAccess, When
from plans.access.door import everyone_in, facts_of, open_again, open_item, open_plan, open_section, section_permission

__all__ = [
    "ItemFacts",
    "PlanAccess",
    "SectionAccess",
    "When",
    "everyone_in",
    "facts_of",
    "open_again",
    "open_item",
    "open_plan",
    "open_section",
    "section_permission",
]
