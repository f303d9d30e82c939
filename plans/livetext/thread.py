"""A thread with a database connection of its own, which stays open while it is used: opening one for every question costs more than most questions."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ParamSpec, TypeVar

from django.db import connections

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


class DatabaseThread:
    """Does one thing after the other, each in autocommit or in a transaction of its own."""

    def __init__(self, name: str) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix=name)
        self.is_at_rest = True
        self._was_used = False

    async def run(self, act: Callable[Asked, Answer], *args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        """Do something there; a connection with which something went wrong is not used again."""
        self.is_at_rest, self._was_used = False, True
        return await asyncio.get_running_loop().run_in_executor(self._pool, lambda: _run(act, args, kwargs))

    def rest(self) -> None:
        """Give the connection back when nothing was done since this was called last."""
        if not self.is_at_rest and not self._was_used:
            self.is_at_rest = True
            self._pool.submit(connections.close_all)
        self._was_used = False

    async def end(self) -> None:
        """Do what still waits, and end."""
        await asyncio.get_running_loop().run_in_executor(self._pool, connections.close_all)
        self._pool.shutdown(wait=False)


def _run(act: Callable[..., Answer], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Answer:
    try:
        return act(*args, **kwargs)
    except BaseException:
        connections.close_all()
        raise
