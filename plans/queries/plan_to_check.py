"""Read a plan as its checks look at it: every section, what was put forward, the links, and the names that must or must not stand in it."""

import json
import re
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from permissions.models import Child, Contact, Organisation
from permissions.vocabulary import PARTY_OF, Party, Role
from plans.access import PlanAccess
from plans.models import Item, ItemLink, PlanVersion, Section, SectionBlob
from plans.models.content import Item as ItemRow
from plans.queries.facts import title_said
from plans.queries.items import rows_with_specs
from plans.rendering import first_sentence
from plans.statute.quality import (
    BudgetFacts,
    ChildToCheck,
    EvidenceFacts,
    ItemToCheck,
    LaterFacts,
    Moment,
    NeedFacts,
    OutcomeFacts,
    PlacementFacts,
    PlanToCheck,
    ProvisionFacts,
    SectionToCheck,
    VoiceFacts,
)
from plans.statute.quality.saying import year_group_of
from plans.statute.sections import Kind

_FACTS: dict[Kind, Any] = {
    Kind.VOICE: VoiceFacts,
    Kind.NEED: NeedFacts,
    Kind.OUTCOME: OutcomeFacts,
    Kind.PROVISION: ProvisionFacts,
    Kind.PLACEMENT: PlacementFacts,
    Kind.BUDGET: BudgetFacts,
    Kind.EVIDENCE: EvidenceFacts,
}
_FORMATS = re.compile(r"\b(easy[- ]read|large print|braille|translat\w+|audio|symbols|widgit|makaton|sign language|BSL)\b", re.I)
_FINAL = (PlanVersion.Kind.FINAL, PlanVersion.Kind.AMENDED_FINAL)


def read_plan_to_check(
    access: PlanAccess, *, moment: Moment, later: LaterFacts | None = None, issue_on: date | None = None
) -> tuple[PlanToCheck, tuple[ItemRow, ...]]:
    """Read the whole plan, whatever this person sees of it, with the rows of its items; who sees which finding is decided afterwards.

    Six queries, two more where a plan in force is amended. Invariant: only what was put forward is read here, and a link to what is kept is none.
    """
    rows = tuple(
        rows_with_specs(Item.objects.filter(plan=access.plan, state=Item.State.PUT_FORWARD)).order_by(
            "section__type__position", "position", "pk"
        )
    )
    sections = {
        section.code: SectionToCheck(code=section.code, narrative=section.narrative, none_identified=section.none_identified)
        for section in Section.objects.filter(plan=access.plan)
    }
    child = access.circle.circle.child
    contacts = tuple(Contact.objects.filter(circle=access.plan.circle_id).select_related("person"))
    plan = PlanToCheck(
        moment=moment,
        today=access.today,
        issue_on=issue_on,
        child=_child(child, contacts),
        sections=sections,
        items=tuple(_items(access, rows)),
        year_group=year_group_of(child.born_on, access.today),
        settings=frozenset(Organisation.objects.filter(kind=Organisation.Kind.SETTING).values_list("name", flat=True)),
        present_setting=access.plan.setting.name if access.plan.setting else "",
        other_children=_other_children(access, contacts, rows),
        practitioners=frozenset(_practitioners(rows)),
        addresses=tuple(line.strip() for contact in contacts for line in contact.address.splitlines() if line.strip()),
        in_force=_in_force(access) if moment in (Moment.AMENDMENT, Moment.AMENDED_FINAL) else frozenset(),
        later=later or LaterFacts(),
    )
    return plan, rows


def _child(child: Child, contacts: Iterable[Contact]) -> ChildToCheck:
    asked = " ".join([child.access_needs, *(contact.access_needs for contact in contacts)])
    return ChildToCheck(
        first_name=child.first_name,
        last_name=child.last_name,
        called=child.called,
        born_on=child.born_on,
        communication=child.communication,
        formats_asked=tuple(dict.fromkeys(found.lower() for found in _FORMATS.findall(asked))),
    )


def _items(access: PlanAccess, rows: tuple[ItemRow, ...]) -> Iterable[ItemToCheck]:
    by_key = {row.pk: row.uid for row in rows}
    leads: dict[int, set[UUID]] = {}
    comes: dict[int, set[UUID]] = {}
    for source, target in ItemLink.objects.filter(plan=access.plan).values_list("source_id", "target_id"):
        if source in by_key and target in by_key:
            leads.setdefault(source, set()).add(by_key[target])
            comes.setdefault(target, set()).add(by_key[source])
    for row in rows:
        kind = Kind(row.kind)
        yield ItemToCheck(
            uid=row.uid,
            section=row.section.code,
            kind=kind,
            text=row.text,
            title=item_title(row),
            side=PARTY_OF[Role(row.author_role)],
            source=row.source,
            leads_to=frozenset(leads.get(row.pk, ())),
            comes_from=frozenset(comes.get(row.pk, ())),
            **{kind.value: _facts(row, kind)} if kind in _FACTS else {},
        )


def item_title(row: ItemRow) -> str:
    """Name an item as its page does."""
    return title_said(row) or first_sentence(row.text)[0]


def _facts(row: ItemRow, kind: Kind) -> Any:
    spec = getattr(row, kind.value)
    names = [name for name in _FACTS[kind].__dataclass_fields__ if name != "has_file"]
    values = {name: getattr(spec, name) for name in names}
    return _FACTS[kind](**values | ({"has_file": spec.file_id is not None} if kind is Kind.EVIDENCE else {}))


def _practitioners(rows: Iterable[ItemRow]) -> Iterable[str]:
    for row in rows:
        if PARTY_OF[Role(row.author_role)] is not Party.FAMILY:
            yield row.author.name
        if row.kind == Kind.EVIDENCE and row.evidence.advice_type != "family" and row.evidence.author_name:
            yield row.evidence.author_name


def _other_children(access: PlanAccess, contacts: Iterable[Contact], rows: Iterable[ItemRow]) -> frozenset[str]:
    """Read the first names in the other plans of the same coordinator, from where words are copied; whoever is in this plan is no other child."""
    child, coordinator = access.circle.circle.child, access.plan.coordinator_id
    people = [contact.person.name for contact in contacts] + [row.author.name for row in rows]
    here = {part for name in (*people, child.first_name, child.last_name, child.called) for part in name.split()}
    others = Child.objects.filter(circles__plan__coordinator=coordinator).exclude(pk=child.pk).values_list("first_name", "called")
    return frozenset(name for pair in others for name in pair if name) - here if coordinator else frozenset()


def _in_force(access: PlanAccess) -> frozenset[UUID]:
    """Find which items of Section I stand in the final plan in force. Two queries."""
    version = PlanVersion.objects.filter(plan=access.plan, kind__in=_FINAL).order_by("-number").first()
    sha = version.manifest.get("I") if version else None
    blob = SectionBlob.objects.filter(plan=access.plan, sha256=sha).first() if sha else None
    return frozenset(UUID(item["uid"]) for item in json.loads(blob.content)["items"]) if blob else frozenset()
