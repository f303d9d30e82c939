"""The tables of a plan: the page and its dates, the sections and items, and the record that is never altered."""

from plans.models.answers import Finished, Reply, SectionAnswer, Suggestion, TrackedChange
from plans.models.asking import Asking
from plans.models.content import Item, ItemLink, Section, SectionGrant, Wording
from plans.models.deciding import Agreement, SchoolConsultation
from plans.models.ending import EndingDecision, EndingView, PlanEnd, ReassessmentRequest
from plans.models.happenings import Happening, Request
from plans.models.livetext import Anchor, LiveText, TextClient, TextSnapshot, TextUpdate
from plans.models.plan import Plan, PlanIndexPage, PlanPage
from plans.models.quality import QualityReason
from plans.models.record import PlanVersion, SectionBlob
from plans.models.reviews import Review, ReviewAdvice, ReviewInvitee, ReviewReport, ReviewRequest
from plans.models.rights import CapacityRecord, ParentChoice
from plans.models.serving import IssuedDocument, MoreTime, Service, ServiceConsent
from plans.models.specs import SPECS, BudgetSpec, EvidenceSpec, HopeSpec, NeedSpec, OutcomeSpec, PlacementSpec, ProvisionSpec, VoiceSpec
from plans.models.strikes import Strike, StruckText
from plans.models.transfers import Move, TakenOver

__all__ = [
    "SPECS",
    "Agreement",
    "Anchor",
    "Asking",
    "BudgetSpec",
    "CapacityRecord",
    "EndingDecision",
    "EndingView",
    "EvidenceSpec",
    "Finished",
    "Happening",
    "HopeSpec",
    "IssuedDocument",
    "Item",
    "ItemLink",
    "LiveText",
    "MoreTime",
    "Move",
    "NeedSpec",
    "OutcomeSpec",
    "ParentChoice",
    "PlacementSpec",
    "Plan",
    "PlanEnd",
    "PlanIndexPage",
    "PlanPage",
    "PlanVersion",
    "ProvisionSpec",
    "QualityReason",
    "ReassessmentRequest",
    "Reply",
    "Request",
    "Review",
    "ReviewAdvice",
    "ReviewInvitee",
    "ReviewReport",
    "ReviewRequest",
    "SchoolConsultation",
    "Section",
    "SectionAnswer",
    "SectionBlob",
    "SectionGrant",
    "Service",
    "ServiceConsent",
    "Strike",
    "StruckText",
    "Suggestion",
    "TakenOver",
    "TextClient",
    "TextSnapshot",
    "TextUpdate",
    "TrackedChange",
    "VoiceSpec",
    "Wording",
]
