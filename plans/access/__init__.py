"""The one door to the sections and items of a plan (design, invariant 1)."""

from plans.access.decision import ItemFacts, PlanAccess, SectionAccess
from plans.access.door import everyone_in, open_plan, section_permission

__all__ = ["ItemFacts", "PlanAccess", "SectionAccess", "everyone_in", "open_plan", "section_permission"]
