"""What resolving, opening again and narrowing share: only whoever raised a thread does it."""

from comments.access import may_close
from comments.actions.say import Opened
from permissions.refusals import NotNow, NotPermitted
from permissions.vocabulary import Stage

NOT_YOURS = "Only whoever started a conversation closes it, opens it again, or says that fewer people may see it."


def require_raiser(opened: Opened) -> None:
    """Raise NotPermitted for whoever did not raise the thread, NotNow once the plan has ended."""
    if may_close(opened.access, opened.facts, raised_by=opened.row.opened_by_id):
        return
    if opened.row.opened_by_id == opened.access.person and opened.access.stage is Stage.ENDED:
        raise NotNow("This plan has ended, so its conversations stay as they are.")
    raise NotPermitted(NOT_YOURS)
