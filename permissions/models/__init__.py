"""The people around a plan, the circle they form, and the ledger of what they did."""

from permissions.models.circle import Child, Circle, Contact, new_reference
from permissions.models.grants import Membership, PolicyVersion, SectionType, TeamMembership
from permissions.models.ledger import LedgerEntry
from permissions.models.people import Organisation, Team, User

__all__ = [
    "Child",
    "Circle",
    "Contact",
    "LedgerEntry",
    "Membership",
    "Organisation",
    "PolicyVersion",
    "SectionType",
    "Team",
    "TeamMembership",
    "User",
    "new_reference",
]
