"""Say whether the service can do its work: the database answers, and its record is guarded."""

from dataclasses import dataclass, field

from django.db import Error

from permissions import append_only


@dataclass(frozen=True)
class Health:
    """What was found. `missing` names the triggers that should guard the record and do not."""

    database: bool = False
    missing: list[str] = field(default_factory=list)

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
        return facts | ({"missing": self.missing} if self.missing else {})


def look() -> Health:
    """Ask the database; a database that is away is an answer, not a fault."""
    try:
        return Health(database=True, missing=append_only.missing())
    except Error:
        return Health()
