"""Say who prepared a plan, and so does not sign it, and what stands between it and the final plan (domain.md 3.1, "final_signoff"; 6, Q39, Q42 to Q46)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from permissions.vocabulary import Code, Stage
from plans.access import PlanAccess
from plans.models import Agreement, Item, PlanVersion, Reply, SchoolConsultation, Section
from plans.queries.agreeing import Standing, standing_of
from plans.queries.items import plan_url, section_said
from plans.queries.quality import findings_of
from plans.queries.replying import being_answered, owed
from plans.queries.serving import served_draft, services_of, window_of
from plans.record.canonical import SectionRecord
from plans.record.origins import Unorigined, without_origin
from plans.record.rows import put_forward
from plans.rendering import first_sentence
from plans.saying import count, long_date
from plans.statute.clocks import last_day
from plans.statute.quality import CHECKS, LaterFacts, Moment

# What is asked here itself, with its own words and its own page; the checks of quality say the rest, and only those may be let pass by a leader.
ASKED_HERE = frozenset({"Q42", "Q43", "Q44", "Q45", "Q46"})
REG_13, REG_14 = "SEND Regulations 2014, regulation 13", "SEND Regulations 2014, regulation 14(1)"
SERVE_AGAIN = "Serve the draft again: the family then has 15 new days, and the 20 weeks go on."


@dataclass(frozen=True)
class Guard:
    """One thing that has to be so before a plan is final. `wrong` and `do` are empty where it is; `may_pass` says that a leader may let it pass."""

    name: str
    wrong: str = ""
    do: str = ""
    url: str = ""
    source: str = ""
    details: tuple[str, ...] = ()
    may_pass: bool = False

    @property
    def is_met(self) -> bool:
        """Say whether it is so."""
        return not self.wrong


@dataclass(frozen=True)
class Placing:
    """What Section I says: the names that stand there, whether only a type does, or why none is named; which of the names were consulted and answered."""

    names: tuple[str, ...]
    has_place: bool
    reason: str
    not_consulted: tuple[str, ...]
    waiting: tuple[str, ...]


@dataclass(frozen=True)
class Ready:
    """Everything that a final asks for, with the words on which it was asked."""

    guards: tuple[Guard, ...]
    signature: Standing
    placing: Placing
    draft: PlanVersion | None
    sections: Mapping[Code, SectionRecord]

    @property
    def is_ready(self) -> bool:
        """Say whether nothing stands in the way."""
        return all(guard.is_met for guard in self.guards)


def prepared_by(access: PlanAccess) -> frozenset[int]:
    """Name those who prepared this plan: its coordinator, who served the draft that is being answered, and who wrote the replies. Two queries."""
    drafts = being_answered(access)
    cutters = drafts.values_list("cut_by", flat=True)
    writers = Reply.objects.filter(suggestion__version__in=drafts).values_list("by", flat=True)
    own = {access.plan.coordinator_id} if access.plan.coordinator_id else set()
    return frozenset({*own, *cutters, *writers})


def read_ready(access: PlanAccess, *, notice_missing: tuple[str, ...]) -> Ready:
    """Ask everything that a final asks for, of the plan as it stands. `notice_missing` names the parts of the notice that have no words.

    Law: SEND Regs 2014 regs 12, 13, 14; Children and Families Act 2014 ss.39, 40.
    """
    draft = served_draft(access)
    sections = put_forward(access.plan)
    signature = standing_of(access, Agreement.Kind.SIGNED, sections)
    placing = read_placing(access, sections[Code.I])
    changed = without_origin(draft) if draft else ()
    open_answers = owed(access).count()
    guards = (
        *_of_answers(access, draft, open_answers),
        _of_changes(access, draft, changed),
        *_of_placing(access, placing),
        *_of_quality(access, _later(access, changed, open_answers, placing, sections, notice_missing, signature)),
        _of_notice(notice_missing),
        _of_signature(access, signature),
    )
    return Ready(guards, signature, placing, draft, sections)


def read_later(access: PlanAccess) -> LaterFacts:
    """Read what serving, answering and signing know of the plan as it stands. What the letter lacks is not known here: the page of the final asks it."""
    draft, sections = served_draft(access), put_forward(access.plan)
    changed = without_origin(draft) if draft else ()
    signature = standing_of(access, Agreement.Kind.SIGNED, sections)
    return _later(access, changed, owed(access).count(), read_placing(access, sections[Code.I]), sections, (), signature)


def first_day_of_final(access: PlanAccess, draft: PlanVersion) -> date | None:
    """Give the last day of the latest window of a served draft; a final may follow it. None where nobody was served."""
    return max((window_of(service).last_day for service in services_of(draft)), default=None)


def _of_answers(access: PlanAccess, draft: PlanVersion | None, open_answers: int) -> Iterator[Guard]:
    name, base = "The family had its whole time", plan_url(access)
    last = first_day_of_final(access, draft) if draft else None
    if last is None:
        yield Guard(name, "No draft was served.", "Serve the draft.", f"{base}serve/", REG_13)
    elif access.today <= last:
        wrong = f"The family may answer until {long_date(last)}."
        yield Guard(name, wrong, "The plan can be made final from the day after. Nobody can shorten this.", source=REG_13)
    else:
        yield Guard(name)
    name = "Everything that was said is answered"
    if open_answers:
        wrong = f"{count(open_answers, 'thing', 'things')} that people said still {'has' if open_answers == 1 else 'have'} no reply."
        yield Guard(name, wrong, "Answer each, with a reason that whoever asked reads, and send the replies.", f"{base}replies/", REG_13)
    else:
        yield Guard(name)


def _of_changes(access: PlanAccess, draft: PlanVersion | None, changed: tuple[Unorigined, ...]) -> Guard:
    name = "Each change since the draft comes from what the family said"
    if not changed or draft is None:
        return Guard(name)
    wrong = "The plan differs from the draft that was served for no reason that the family gave."
    details = tuple(_place_said(one) for one in changed)
    return Guard(name, wrong, SERVE_AGAIN, f"{plan_url(access)}serve/", REG_14, details)


def _place_said(one: Unorigined) -> str:
    title = first_sentence(one.text)[0] if one.text else ""
    return f"{section_said(one.code)}{f', “{title}”' if title else ''}: {one.what}"


def _of_placing(access: PlanAccess, placing: Placing) -> Iterator[Guard]:
    base = plan_url(access)
    name = "Section I says where"
    if not placing.has_place and not placing.reason:
        do = "Name the school or other place and its type, or its type only; or write there why the child is educated otherwise than at a school."
        source = "Children and Families Act 2014 ss.40(2), 61"
        yield Guard(name, "Section I names neither a place nor a type of place.", do, f"{base}sections/I/edit/", source)
    else:
        yield Guard(name)
    name, source = "The named place was consulted", "Children and Families Act 2014 s.39(2)"
    if placing.not_consulted:
        wrong = f"{_listed(placing.not_consulted)} was not consulted on this draft."
        do = "Ask it with the served draft, by the same name as in Section I, and wait for its answer or for the end of its 15 days."
        yield Guard(name, wrong, do, f"{base}schools/", source)
    elif placing.waiting:
        wrong = f"{_listed(placing.waiting)} has not answered yet."
        yield Guard(name, wrong, "Write down its answer, or after its 15 days that none came.", f"{base}schools/", source)
    else:
        yield Guard(name)


def _of_quality(access: PlanAccess, later: LaterFacts) -> Iterator[Guard]:
    """Ask the checks of quality, with what only these steps know; what is asked here itself is left out."""
    moment = Moment.AMENDED_FINAL if access.stage is Stage.AMENDING else Moment.FINAL
    yield _of_health(access, is_agreed=bool(later.health_agreed))
    for finding in findings_of(access, moment=moment, later=later).blocks:
        if finding.id in ASKED_HERE or (finding.id == "Q39" and finding.section is Code.G):
            continue
        where = f"{section_said(finding.section)}: " if finding.section else ""
        yield Guard(
            f"{where}{CHECKS[finding.id].title}",
            finding.wrong,
            finding.do,
            f"{plan_url(access)}sections/{finding.section}/" if finding.section else "",
            finding.source,
            may_pass=finding.overridable,
        )


def _later(
    access: PlanAccess,
    changed: tuple[Unorigined, ...],
    open_answers: int,
    placing: Placing,
    sections: Mapping[Code, SectionRecord],
    notice_missing: tuple[str, ...],
    signature: Standing,
) -> LaterFacts:
    health, care = (standing_of(access, kind, sections) for kind in (Agreement.Kind.HEALTH, Agreement.Kind.SOCIAL_CARE))
    return LaterFacts(
        changes_without_origin=tuple(dict.fromkeys(one.code for one in changed)),
        answers_open=open_answers,
        notice_missing=notice_missing,
        signed=signature.holds,
        dated=signature.holds,
        says_version=True,
        says_what_it_replaces=True,
        review_due_on=last_day("CK18", plan_made=access.today),
        setting_consulted=not placing.not_consulted,
        reply_or_lapse=not placing.waiting,
        educated_otherwise=bool(placing.reason) and not placing.has_place,
        health_agreed=health.holds,
        care_agreed=care.holds,
    )


def _of_health(access: PlanAccess, *, is_agreed: bool) -> Guard:
    name = "Health has agreed the health provision"
    if is_agreed:
        return Guard(name)
    wrong = "Health has not agreed Section G as it stands."
    do = "Ask the designated clinical officer to agree it. What health does not agree is taken out of the plan, and the family is told: the draft is then served again."
    return Guard(name, wrong, do, f"{plan_url(access)}agreements/", "SEND Regulations 2014, regulation 12(2)")


def _of_notice(missing: tuple[str, ...]) -> Guard:
    name = "The letter that goes with the plan says all that it must"
    if not missing:
        return Guard(name)
    do = "Ask whoever edits the council’s letters to write what is missing."
    return Guard(name, " ".join(missing), do, source="SEND Regulations 2014, regulations 14(2) and 32")


def _of_signature(access: PlanAccess, signature: Standing) -> Guard:
    name = "The plan is signed for the council"
    if signature.holds and signature.given:
        return Guard(name)
    wrong = "The plan was changed since it was signed." if signature.was_other else "Nobody has signed these words."
    do = "A manager or service leader who did not prepare the plan signs it."
    return Guard(name, wrong, do, f"{plan_url(access)}sign/", "SEND Regulations 2014, regulation 12(3)")


def read_placing(access: PlanAccess, section: SectionRecord) -> Placing:
    """Read what Section I says, and whether each named place was asked and answered. One query."""
    names = tuple(str(item.spec.get("name") or "").strip() for item in section.items)
    named = tuple(name for name in names if name)
    asked: dict[str, bool] = {}
    rows = SchoolConsultation.objects.filter(plan=access.plan, version__in=being_answered(access)).select_related("organisation")
    for row in rows:
        key = same_name(row.organisation.name)
        asked[key] = asked.get(key, False) or bool(row.replied_at or row.lapsed_on)
    return Placing(
        names=named,
        has_place=bool(section.items),
        reason=section.narrative.strip() if not section.items else "",
        not_consulted=tuple(name for name in named if same_name(name) not in asked),
        waiting=tuple(name for name in named if asked.get(same_name(name)) is False),
    )


def place_comes_out_first(access: PlanAccess) -> bool:
    """Say whether Section I of a draft that was answered says something, which it may not once the draft is written again. At most one query.

    Law: Children and Families Act 2014 s.38(5). In a plan in force that is being changed, the place stands.
    """
    if access.stage is not Stage.FINALISING:
        return False
    said = Item.objects.filter(section=OuterRef("pk"), state=Item.State.PUT_FORWARD)
    return Section.objects.filter(plan=access.plan, type__code=Code.I).filter(~Q(narrative="") | Exists(said)).exists()


def same_name(name: str) -> str:
    """Give a name as it is compared: two places of one name differ in more than capitals and spaces."""
    return re.sub(r"[^\w]+", " ", name.casefold()).strip()


def _listed(names: tuple[str, ...]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
