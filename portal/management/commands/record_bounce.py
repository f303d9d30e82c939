"""Read a bounce message from standard input and mark the mail that came back: a mailbox pipes what arrives at the sender's address here."""

import sys
from typing import Any

from django.core.management import BaseCommand

from permissions import clock
from portal.mail.receipts import LONGEST_BOUNCE, record_bounce


class Command(BaseCommand):
    """Take one message. It ends well whatever the message is, so that the mail server does not send a bounce about a bounce."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it."""
        marked = record_bounce(sys.stdin.buffer.read(LONGEST_BOUNCE), now=clock.now())
        self.stdout.write("Marked as come back." if marked else "No mail of this service is named as undelivered in this message.")
