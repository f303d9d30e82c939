"""What waits for one page that shows a plan: as for a text that is typed live, in smaller bounds."""

from typing import ClassVar

from plans.livetext.outbox import Outbox


class PageOutbox(Outbox[str]):
    """The messages that wait for one page."""

    __slots__ = ()

    waiting_limit: ClassVar[int] = 1024 * 1024
    unheard_limit: ClassVar[int] = 8 * 1024 * 1024
    one_always_goes: ClassVar[bool] = False
