"""Multiply the matrix (who) by the lifecycle (when) for every role, section and stage: the table that people can read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from permissions.matrix import in_order, matrix
from permissions.vocabulary import CODES, Code, Role, Stage, Verb
from plans.statute import lifecycle


@dataclass(frozen=True)
class TableRow:
    """What one role may do in one section at one stage, before any grant for a single plan. Law: that of the matrix and of the stage's rule."""

    role: Role
    section: Code
    stage: Stage
    verbs: tuple[Verb, ...]


def permission_table(stages: Iterable[Stage]) -> Iterator[TableRow]:
    """Give a row for every role and section at each of these stages. Law: domain.md 4.3 and 4.4, with the provisions named there."""
    for stage in stages:
        for role in Role:
            for code in CODES:
                given = matrix()[role, code].verbs
                verbs = frozenset(verb for verb in given if lifecycle.allows(role, code, verb, stage))
                yield TableRow(role, code, stage, in_order(verbs))
