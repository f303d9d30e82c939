"""Say in words what a request for an assessment holds, part by part."""

from plans.models import Asking

# What each part says, to whoever reads the whole of a request.
PART_NAMES: dict[str, str] = {
    "relation": "Who I am to the child",
    "contact": "How to reach me",
    "parents": "The parents or carers",
    "school": "School, nursery or college",
    "year": "Year",
    "needs": "Why I ask, and what is hard",
    "health": "Health, and who helps with it",
    "tried": "What was tried, and what came of it",
    "views": "What the child and the family say and hope for",
}


def facts_of_asking(row: Asking) -> tuple[tuple[str, str], ...]:
    """Give what was written, by part; a part that was left empty is not there."""
    return tuple((said, getattr(row, name)) for name, said in PART_NAMES.items() if getattr(row, name))


def words_of_asking(row: Asking) -> str:
    """Write a request as one text, as the plan keeps it."""
    return "\n\n".join(f"{said}: {words}" for said, words in facts_of_asking(row))
