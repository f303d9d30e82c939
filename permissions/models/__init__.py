"""The people around a plan, the circle they form, and the ledger of what they did."""

from permissions.models.circle import Child, Circle, Contact, Release, new_reference
from permissions.models.grants import BrokenGlass, ChildsHelper, Conflict, Membership, PolicyVersion, SectionType, TeamMembership
from permissions.models.invitation import Invitation
from permissions.models.ledger import LedgerEntry, ServiceEntry
from permissions.models.people import Organisation, Team, User

__all__ = [
    "BrokenGlass",
    "Child",
    "ChildsHelper",
    "Circle",
    "Conflict",
    "Contact",
    "Invitation",
    "LedgerEntry",
    "Membership",
    "Organisation",
    "PolicyVersion",
    "Release",
    "SectionType",
    "ServiceEntry",
    "Team",
    "TeamMembership",
    "User",
    "new_reference",
]
