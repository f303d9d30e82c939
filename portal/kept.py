"""Keep what every page shows and hardly ever changes: read at most twice a minute in each process, and again at once where it was saved."""

import time
from collections.abc import Callable
from typing import Generic, TypeVar

from django.db import DatabaseError, transaction

T = TypeVar("T")

# A council's change reaches the other processes within this many seconds.
FRESH_FOR: float = 30.0
_generation = 0


class Kept(Generic[T]):
    """One thing that is read from the database, and how old what was read may be.

    Where the database does not answer, the last answer goes on standing, or `otherwise`: the page that says what is wrong needs it too.
    """

    def __init__(self, read: Callable[[], T], otherwise: T) -> None:
        self._read = read
        self._value = otherwise
        self._generation = -1
        self._until = 0.0

    def get(self) -> T:
        """Give it, read again where it was saved in this process or has grown old."""
        at = time.monotonic()
        if self._generation != _generation or at >= self._until:
            generation = _generation
            try:
                self._value = self._read()
            except DatabaseError:
                return self._value
            self._generation, self._until = generation, at + FRESH_FOR
        return self._value


def forget_all() -> None:
    """Let everything be read again: something of it is being saved. Once more after the commit, for whoever read in between."""
    _step()
    transaction.on_commit(_step)


def _step() -> None:
    global _generation
    _generation += 1
