"""Read what is proposed to change a plan in force: which plan that is, what differs from it, what of it rests on no evidence, what the checks find.

Law: SEND Regs 2014 reg 22(2): the plan as it is, the proposed changes, and the evidence that supports them.
"""

from collections.abc import Iterable

from permissions.vocabulary import Code, Stage
from plans.access import PlanAccess
from plans.models import Plan, PlanVersion, SectionBlob
from plans.queries.quality import Findings, findings_of, moment_of_changes
from plans.record.canonical import SectionRecord, read_section
from plans.record.origins import TAKEN_OUT, without_origin
from plans.record.rows import put_forward
from plans.statute.quality import LaterFacts, Moment

FINALS = (PlanVersion.Kind.FINAL, PlanVersion.Kind.AMENDED_FINAL)
NOTHING_PROPOSED = "Nothing is proposed yet: the plan is the same as the plan in force."


def plan_in_force(plan: Plan, *, before: int | None = None) -> PlanVersion | None:
    """Give the newest final version of a plan, or the newest before a version of this number; None where there was none. One query."""
    rows = PlanVersion.objects.filter(plan=plan, kind__in=FINALS)
    if before is not None:
        rows = rows.filter(number__lt=before)
    return rows.order_by("-number").first()


def records_of(version: PlanVersion, codes: Iterable[Code] = Code) -> dict[Code, SectionRecord]:
    """Read sections of a version, whoever reads. One query. Invariant: shown to nobody but through `project`."""
    shas = {code: version.manifest[code.value] for code in codes}
    blobs = dict(SectionBlob.objects.filter(plan=version.plan_id, sha256__in=set(shas.values())).values_list("sha256", "content"))
    return {code: read_section(blobs[sha]) for code, sha in shas.items()}


def proposes_nothing(access: PlanAccess) -> bool:
    """Say whether the plan says what the plan in force says, but for the reports that came in since. At most five queries."""
    version = plan_in_force(access.plan)
    if version is None:
        return False
    was, now = records_of(version), put_forward(access.plan)
    return all(was[code] == now[code] for code in Code if code is not Code.K)


def findings_to_serve(access: PlanAccess) -> Findings:
    """Ask the checks that stand before a draft, or before changes of a plan in force, are sent to the family (domain.md 6, Q03 and Q50)."""
    if access.stage is not Stage.AMENDING:
        return findings_of(access, moment=Moment.FIRST_DRAFT)
    version = plan_in_force(access.plan)
    later = LaterFacts(changes_without_evidence=changes_without_evidence(version) if version else ())
    return findings_of(access, moment=moment_of_changes(access), later=later)


def changes_without_evidence(version: PlanVersion) -> tuple[Code, ...]:
    """Name the sections in which something is proposed that rests on nothing: neither on a report that came in since, nor on what the words say they come from.

    Law: SEND Regs 2014 reg 22(2)(a): copies of any evidence that supports the proposed changes go with the notice.
    """
    now = put_forward(version.plan)
    known = {item.uid for item in records_of(version, [Code.K])[Code.K].items}
    if any(item.uid not in known for item in now[Code.K].items):
        return ()
    sources = {item.uid: item.source.strip() for section in now.values() for item in section.items}
    changed = [one for one in without_origin(version) if one.what == TAKEN_OUT or not sources.get(one.item)]
    return tuple(dict.fromkeys(one.code for one in changed))
