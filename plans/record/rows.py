"""Read the plan as it stands, put-forward items only, into the shape of a version."""

from permissions.vocabulary import Code
from plans.contents import file_values, plain, spec_values
from plans.models import SPECS, Item, ItemLink, Plan, Section
from plans.record.canonical import AuthorRecord, ItemRecord, SectionRecord
from plans.statute.sections import Kind

Links = dict[int, list[str]]


def put_forward(plan: Plan, *, lock: bool = False) -> dict[Code, SectionRecord]:
    """Read every section as put forward, in the order of the letters. Three queries; `lock` takes the sections' rows, in one fixed order."""
    rows = Section.objects.filter(plan=plan).order_by("pk")
    sections = {section.code: section for section in (rows.select_for_update() if lock else rows)}
    of: dict[int, list[Item]] = {}
    kinds = [kind.value for kind in SPECS]
    items = Item.objects.filter(plan=plan, state=Item.State.PUT_FORWARD).select_related("author", *kinds, "evidence__file")
    for item in items.order_by("section_id", "position", "pk"):
        of.setdefault(item.section_id, []).append(item)
    forward, back = _links(plan)
    return {
        code: SectionRecord(
            code=code,
            narrative=sections[code].narrative,
            none_identified=sections[code].none_identified,
            items=tuple(_record(item, place, forward, back) for place, item in enumerate(of.get(sections[code].pk, ()), start=1)),
        )
        for code in Code
    }


def _links(plan: Plan) -> tuple[Links, Links]:
    """Read the strands of the golden thread both of whose ends are put forward, by either end."""
    forward: Links = {}
    back: Links = {}
    both = ItemLink.objects.filter(plan=plan, source__state=Item.State.PUT_FORWARD, target__state=Item.State.PUT_FORWARD)
    for source, source_uid, target, target_uid in both.values_list("source_id", "source__uid", "target_id", "target__uid"):
        forward.setdefault(source, []).append(str(target_uid))
        back.setdefault(target, []).append(str(source_uid))
    return forward, back


def _record(item: Item, place: int, forward: Links, back: Links) -> ItemRecord:
    return ItemRecord(
        uid=str(item.uid),
        kind=Kind(item.kind),
        text=item.text,
        position=place,
        author=AuthorRecord(uid=str(item.author.uid), name=item.author.get_full_name(), role=item.author_role),
        source=item.source,
        is_safety=item.is_safety,
        is_travel=item.is_travel,
        spec={name: plain(value) for name, value in spec_values(item).items()} | file_values(item),
        leads_to=tuple(sorted(forward.get(item.pk, ()))),
        comes_from=tuple(sorted(back.get(item.pk, ()))),
    )
