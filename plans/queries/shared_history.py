"""Read the history of a section as the family sees it: what changed from each version that was shared with them to the next, never keystrokes (design, 6)."""

from dataclasses import dataclass
from itertools import pairwise

from permissions.vocabulary import Code
from plans.access import PlanAccess
from plans.queries.compare import Choices, SectionChanges, compare_versions, read_choices

NEWEST = 6


@dataclass(frozen=True)
class Step:
    """What changed in the section from one version to the next; `section` is None where nothing did."""

    older: str
    newer: str
    section: SectionChanges | None


def read_shared_history(access: PlanAccess, code: Code) -> tuple[Step, ...]:
    """Compare the newest versions that this person sees, pair by pair, newest first. One query, and one a pair that differs."""
    choices = read_choices(access)
    uids = [str(row.uid) for row in choices.rows][: NEWEST + 1]
    return tuple(_step(access, choices, code, older, newer) for newer, older in pairwise(uids))


def _step(access: PlanAccess, choices: Choices, code: Code, older: str, newer: str) -> Step:
    page = compare_versions(access, choices, older, newer)
    section = next((one for one in page.sections if one.code is code), None)
    return Step(choices.offered[older], choices.offered[newer], section)
