"""The public pages, the council's own settings, the mail and the notices, where people are signed in, and what this database was made for."""

from portal.models.birth import Birth
from portal.models.council import CouncilSettings, SectionHelp
from portal.models.mail import OutgoingMail
from portal.models.notice_texts import NoticeText
from portal.models.notices import LastLook, Notice, NoticeChoices, NoticedUpTo
from portal.models.pages import GuidancePage, HomePage
from portal.models.session import BrowserSession

__all__ = [
    "Birth",
    "BrowserSession",
    "CouncilSettings",
    "GuidancePage",
    "HomePage",
    "LastLook",
    "Notice",
    "NoticeChoices",
    "NoticeText",
    "NoticedUpTo",
    "OutgoingMail",
    "SectionHelp",
]
