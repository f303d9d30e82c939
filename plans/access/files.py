"""Say who may have the file of a report: whoever put it there, and whoever reads the whole report, names and all."""

from permissions.vocabulary import Code, Part
from plans.access.decision import ItemFacts, PlanAccess

# Where only a part of a report is open, its file stays closed: a file can't be taken apart.
_NO_FILE = frozenset({Part.TITLES, Part.EXTRACT, Part.PSEUDONYMISED})


def sees_file(access: PlanAccess, code: Code, facts: ItemFacts) -> bool:
    """Say whether this person may have the file of a report; asked again at every download."""
    return access.sees_item(code, facts) and (facts.author == access.person or reads_whole(access, code))


def reads_whole(access: PlanAccess, code: Code) -> bool:
    """Say whether the reports that this person sees in a section are open to them whole, and not their titles only or without names."""
    return access.sees_names and bool(access.sections[code].parts - _NO_FILE)
