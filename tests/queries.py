"""Count the questions put to the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

# A budget counts questions; where a transaction begins and ends is not one (on PostgreSQL psycopg sends BEGIN with the first question).
CONTROL = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT")


class Counted:
    """The questions that were put, in their order."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    @property
    def number(self) -> int:
        """Give how many there were."""
        return len(self.asked)

    def __str__(self) -> str:
        return "\n".join(f"{place}. {sql[:160]}" for place, sql in enumerate(self.asked, start=1))


@contextmanager
def count_queries() -> Iterator[Counted]:
    """Count the queries inside, without BEGIN, SAVEPOINT, RELEASE, ROLLBACK and COMMIT."""
    counted = Counted()
    with CaptureQueriesContext(connection) as captured:
        yield counted
    counted.asked = [query["sql"] for query in captured.captured_queries if not query["sql"].upper().startswith(CONTROL)]
