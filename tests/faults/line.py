"""The line between the people and one process of the portal: it can be cut, and it can lose what is on its way."""

import asyncio
from contextlib import suppress


class Line:
    """A small TCP proxy on a port of its own."""

    def __init__(self, to: int) -> None:
        self.to = to
        self.port = 0
        self.is_losing = False
        self._ends: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        """Listen."""
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Hang up everybody and stop."""
        self.cut()
        if self._server is not None:
            self._server.close()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def cut(self) -> None:
        """Break every connection at once."""
        for end in tuple(self._ends):
            end.transport.abort()

    def lose(self) -> None:
        """Let nothing through from now on, in either direction, without breaking anything: it is taken and lost."""
        self.is_losing = True

    def mend(self) -> None:
        """Let new connections through again; whatever lost something is broken."""
        self.is_losing = False
        self.cut()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self._ends.add(writer)
        other: asyncio.StreamWriter | None = None
        try:
            there, other = await asyncio.open_connection("127.0.0.1", self.to)
            self._ends.add(other)
            await asyncio.gather(self._pour(reader, other), self._pour(there, writer))
        except (OSError, asyncio.CancelledError):
            pass  # Whoever stops the line ends it here: nothing follows.
        finally:
            for end in (writer, other):
                if end is not None:
                    self._ends.discard(end)
                    end.transport.abort()
            self._tasks.discard(task)

    async def _pour(self, source: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await source.read(65536):
                if not self.is_losing:
                    to.write(data)
                    await to.drain()
        to.transport.abort()
