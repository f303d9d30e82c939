"""Make ready what will be served before anything is locked: the version as it would be cut now, and what each recipient would read of it.

Documents cost seconds, and no plan is locked for so long. So the version is made beforehand, sealed and not stored; under the lock it is made again with the
same number and time, and only if its hash is the same (the same words, at the same place of the chain) and nothing else was done to the plan meanwhile are the
documents of exactly that version, and stored with it. Otherwise everything is made ready once more.
"""

import copy
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from permissions.access import NOTHING_HERE
from permissions.ledger import READ
from permissions.models import LedgerEntry, User
from permissions.refusals import NotFound
from permissions.vocabulary import Code
from plans.access import PlanAccess, everyone_in
from plans.models import Plan, PlanVersion
from plans.queries.details import Cover, read_cover
from plans.queries.proposed import plan_in_force, records_of
from plans.queries.versions import VersionPage, version_page
from plans.record.append import next_version
from plans.record.canonical import read_section, section_json
from plans.record.cutting import manifest_of
from plans.record.project import SeenSection, project
from plans.record.rows import put_forward


@dataclass(frozen=True, kw_only=True)
class Copy:
    """What one recipient reads of the version, behind the cover that is theirs; `seen` and `seen_before`: of it and of the plan in force, as rows."""

    person: User
    page: VersionPage
    cover: Cover
    seen: Mapping[Code, SeenSection]
    seen_before: Mapping[Code, SeenSection]


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A version that is not stored yet, what each recipient reads of it, and the place in the ledger up to which it holds."""

    version: PlanVersion
    copies: tuple[Copy, ...]
    ledger_number: int

    def still_holds(self) -> bool:
        """Say whether nothing was done to the plan since, but for reading it. One query, to be asked under the lock."""
        after = LedgerEntry.objects.filter(circle=self.version.plan.circle_id, number__gt=self.ledger_number)
        return not after.exclude(verb=READ).exists()


class Moved(Exception):  # noqa: N818 an answer: make it ready again
    """Say that the plan moved on while something was made ready."""


def prepare(
    access: PlanAccess, kind: PlanVersion.Kind, people: Iterable[int], *, note: str, now: datetime, closes_on: date | None
) -> Prepared:
    """Make a version of what is put forward now, and read it as each of these people will once it is served. Nothing is stored, nothing is locked.

    `closes_on` is the last day of a draft's window: until it has one, the plan stands at its stage of before, and sections may be held back.
    """
    ledger_number = access.circle.circle.ledger_number
    contents = {code.value: section_json(section) for code, section in put_forward(access.plan).items()}
    version = next_version(access, kind, manifest=manifest_of(contents), note=note, shares=None, now=now, uid=uuid.uuid4())
    records = {section.code: section for section in map(read_section, contents.values())}
    in_force = plan_in_force(access.plan) if kind == PlanVersion.Kind.AMENDED_DRAFT else None
    old = records_of(in_force) if in_force else {}
    served = served_copy(access, closes_on)
    everyone = everyone_in(served, today=access.today, policy=access.circle.policy)
    found = User.objects.in_bulk(list(people))
    copies = []
    for person in found.values():
        theirs = everyone.get(person.pk)
        if theirs is None:
            raise NotFound(NOTHING_HERE)
        seen = project(theirs, records, reader=str(person.uid))
        before = project(theirs, old, reader=str(person.uid))
        copies.append(
            Copy(person=person, page=version_page(theirs, version, seen), cover=read_cover(theirs), seen=seen, seen_before=before)
        )
    return Prepared(version=version, copies=tuple(copies), ledger_number=ledger_number)


def served_copy(access: PlanAccess, closes_on: date | None) -> Plan:
    """Give the plan as it will stand once a draft is served; not stored."""
    plan = copy.copy(access.plan)
    if closes_on is not None:
        plan.served_on, plan.closes_on = plan.served_on or access.today, max(closes_on, plan.closes_on or closes_on)
    return plan
