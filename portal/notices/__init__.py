"""Notices: what one person is told of, in the portal and by e-mail, made by reading the ledger (design, 7). Numbers only, never a word of a plan."""

from portal.notices.bell import ask
from portal.notices.keeping import keep_up
from portal.notices.mailing import send_due
from portal.notices.making import make, make_notices

__all__ = ["ask", "keep_up", "make", "make_notices", "send_due"]
