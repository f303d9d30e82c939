"""The tables of a plan: the page and its dates, the sections and items, and the record that is never altered."""

from plans.models.content import Item, ItemLink, Section, SectionGrant, Wording
from plans.models.livetext import Anchor, LiveText, TextClient, TextSnapshot, TextUpdate
from plans.models.plan import Happening, Plan, PlanIndexPage, PlanPage
from plans.models.record import PlanVersion, SectionBlob
from plans.models.specs import SPECS, BudgetSpec, EvidenceSpec, HopeSpec, NeedSpec, OutcomeSpec, PlacementSpec, ProvisionSpec, VoiceSpec
from plans.models.strikes import Strike, StruckText

__all__ = [
    "SPECS",
    "Anchor",
    "BudgetSpec",
    "EvidenceSpec",
    "Happening",
    "HopeSpec",
    "Item",
    "ItemLink",
    "LiveText",
    "NeedSpec",
    "OutcomeSpec",
    "PlacementSpec",
    "Plan",
    "PlanIndexPage",
    "PlanPage",
    "PlanVersion",
    "ProvisionSpec",
    "Section",
    "SectionBlob",
    "SectionGrant",
    "Strike",
    "StruckText",
    "TextClient",
    "TextSnapshot",
    "TextUpdate",
    "VoiceSpec",
    "Wording",
]
