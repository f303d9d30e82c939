"""Say who writes in a live text, and who hears it while it is being written."""

from permissions.refusals import Decision
from permissions.vocabulary import PARTY_OF, Code, Party, Role, Verb
from plans.access.decision import ItemFacts, PlanAccess


def may_write_text(access: PlanAccess, code: Code, item: ItemFacts | None) -> Decision:
    """Decide whether this person may write in a section's own words (`item` is None) or in those of an item."""
    return access.may_change(code, item) if item else access.may(Verb.EDIT, code)


def require_text_writer(access: PlanAccess, code: Code, item: ItemFacts | None) -> None:
    """Raise the fitting refusal unless this person may write there."""
    if item:
        access.require_change(code, item)
    else:
        access.require(Verb.EDIT, code)


def may_hear_text(access: PlanAccess, code: Code, item: ItemFacts | None, author_role: str = "") -> bool:
    """Decide whether words reach this person as they are typed; whoever sees them and may not hear them reads them once they are settled.

    Invariant: the hour at which one of the family writes is for that person and the council: nobody else hears their typing.
    """
    if not access.sees_names:
        return False
    if item is None:
        return access.sections[code].sees_narrative
    if not access.sees_item(code, item):
        return False
    if item.author == access.person:
        return True
    if PARTY_OF[Role(author_role)] is Party.FAMILY and not access.circle.is_council:
        return False
    return access.sees_words(code, item)
