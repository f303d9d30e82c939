"""Say whether the service can do its work: the database answers, and its record is guarded. Mail that waits is told as numbers; it is no failure of the service."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import Error

from files.waiting import waiting_long
from permissions import append_only
from portal import mail


@dataclass(frozen=True)
class Health:
    """What was found. `missing` names the triggers that should guard the record and do not.

    `mail_waits` counts the messages that wait longer than a quarter of an hour, `mail_unsent` those that a person has to look at.
    `files_wait` counts the files that wait longer than a quarter of an hour for the virus scanner.
    """

    database: bool = False
    missing: list[str] = field(default_factory=list)
    mail_waits: int = 0
    mail_unsent: int = 0
    files_wait: int = 0

    @property
    def is_well(self) -> bool:
        """Say whether everything is as it should be."""
        return self.database and not self.missing

    def as_facts(self) -> dict[str, object]:
        """Give the facts for a machine to read."""
        facts: dict[str, object] = {
            "status": "ok" if self.is_well else "failing",
            "database": self.database,
            "triggers": self.database and not self.missing,
        }
        if self.database:
            facts |= {"mail_waits": self.mail_waits, "mail_unsent": self.mail_unsent, "files_wait": self.files_wait}
        return facts | ({"missing": self.missing} if self.missing else {})


def look(*, now: datetime) -> Health:
    """Ask the database; a database that is away is an answer, not a fault."""
    try:
        return Health(
            True,
            append_only.missing(),
            mail_waits=mail.waiting_long(now=now),
            mail_unsent=mail.count_unsent(),
            files_wait=waiting_long(now=now),
        )
    except Error:
        return Health()
