"""What is queued at the very moment at which a group commit ends is committed, too, though nobody types after it."""

import asyncio
from typing import Any

from plans.livetext.writer import Writer


class Gathering(Writer):
    """A writer that only notes what it would commit; what `late` holds is queued in the gap between the end of its work and the news of that end."""

    def __init__(self) -> None:
        super().__init__(after=lambda taken: None, gap=lambda room: None, broken=lambda room: None)
        self.committed: list[Any] = []
        self.late: list[Any] = []

    def _without_the_gone(self, taken: list[Any]) -> list[Any]:
        return taken

    async def _commit(self, taken: list[Any]) -> None:  # type: ignore[override]
        self.committed += taken

    async def _run(self) -> None:
        await super()._run()
        while self.late:
            self.put(self.late.pop())


async def test_what_is_queued_when_a_commit_has_just_ended_is_committed_though_nothing_follows():
    writer = Gathering()
    writer.late = ["last word"]
    writer.put("first word")  # type: ignore[arg-type]
    for _ in range(1000):
        if len(writer.committed) == 2:
            break
        await asyncio.sleep(0.001)
    assert writer.committed == ["first word", "last word"]
    await writer.end()
