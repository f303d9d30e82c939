"""The public pages, the council's own settings, the mail, and what this database was made for."""

from portal.models.birth import Birth
from portal.models.council import CouncilSettings, SectionHelp
from portal.models.mail import OutgoingMail
from portal.models.pages import GuidancePage, HomePage

__all__ = ["Birth", "CouncilSettings", "GuidancePage", "HomePage", "OutgoingMail", "SectionHelp"]
