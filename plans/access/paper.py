"""Say what may stand on a paper that lies on a table, where others read it than whoever printed it."""

from permissions.vocabulary import PARTY_OF, Party, Role
from plans.access.decision import PlanAccess, When


class OnTheTable(PlanAccess):
    """The access of one person, for a paper that people of every side may see.

    Invariant: when somebody of the family wrote stands on no paper, whoever prints it, since another parent may sit at the table (design, invariant 11).
    """

    def shows_when(self, actor: int, role: str) -> When:
        """Say how exactly the paper may tell when somebody did something."""
        return When.NEVER if PARTY_OF[Role(role)] is Party.FAMILY else super().shows_when(actor, role)


def on_the_table(access: PlanAccess) -> OnTheTable:
    """Give the same access for a paper: it opens nothing more, and tells less."""
    return OnTheTable(access.circle, access.plan, access.stage, access.sections)
