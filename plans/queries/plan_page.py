"""Read the plan page for one person: where the plan stands, whose turn it is, and a card a section."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from permissions.vocabulary import Code, Role, Stage, Verb
from plans.access import PlanAccess
from plans.access.checks import READERS
from plans.access.childs_page import opens_childs_page
from plans.access.deciding import may_decide, may_read_request
from plans.access.details import has_card
from plans.access.rights import speaks_of_rights
from plans.models import Plan, Section
from plans.queries.items import ItemWriter, Strand, plan_url, visible_items
from plans.queries.my_window import my_turn
from plans.queries.next_steps import NextStep, next_steps
from plans.saying import count, days_from, hours_and_minutes, long_date, minutes_a_week
from plans.statute.amending import amended_by, notice_by
from plans.statute.clocks import last_day
from plans.statute.lifecycle import AFTER_FINAL, STAGE_NAMES, Phase, PlanDates, phase, stage
from plans.statute.sections import KIND_NAMES, PLAIN_NAMES, Kind
from plans.statute.transfers import tell_by
from plans.statute.turn import Turn, review_by


@dataclass(frozen=True)
class Step:
    """One stage on the way, with its date kept, missed or to come."""

    name: str
    state: str
    state_words: str
    date: str
    note: str = ""
    url: str = ""


@dataclass(frozen=True)
class Card:
    """One section as the plan page shows it: how much of it this person sees, and the titles of its items."""

    code: Code
    title: str
    letter: str
    url: str
    lines: tuple[str, ...]
    items: tuple[Strand, ...]
    actions: tuple[tuple[str, str], ...]
    comments: str


@dataclass(frozen=True)
class PlanPage:
    """The plan page. `held_back` names the sections that the family does not see yet, each with the council's reason."""

    title: str
    reference: str
    url: str
    stage: str
    turn: Turn
    turn_words: str
    turn_tag: str
    is_your_turn: bool
    by_words: str
    steps: tuple[Step, ...]
    cards: tuple[Card, ...]
    held_back: tuple[tuple[str, str], ...]
    links: tuple[tuple[str, str], ...]
    next_steps: tuple[NextStep, ...]
    rare_steps: tuple[NextStep, ...]
    head: "PlanHead"


@dataclass(frozen=True)
class Ask:
    """Whom to ask, and where, as the foot of every page of a plan says."""

    name: str
    role: str
    url: str


@dataclass(frozen=True)
class PlanHead:
    """What every page of a plan says: whose plan, where it stands, whom to ask. `is_amending`: what is answered are changes of a plan in force."""

    title: str
    reference: str
    url: str
    stage: str
    coordinator: str
    ask: Ask | None
    is_amending: bool = False


def plan_head(access: PlanAccess) -> PlanHead:
    """Say whose plan this is. No query."""
    coordinator = access.plan.coordinator
    whom = coordinator if coordinator and coordinator.pk != access.person else None  # nobody is told to ask themselves
    return PlanHead(
        title=plan_title(access),
        reference=access.circle.circle.shown_reference,
        url=plan_url(access),
        stage=STAGE_NAMES[access.stage],
        coordinator=coordinator.name if coordinator else "the council",
        ask=Ask(whom.name, "the EHC coordinator of this plan", f"{plan_url(access)}people/") if whom else None,
        is_amending=access.stage is Stage.AMENDING,
    )


def plan_title(access: PlanAccess) -> str:
    """Name a plan after its child, or by its reference to whoever reads without names."""
    circle = access.circle.circle
    return f"{circle.child.calling_name}’s plan" if access.sees_names else f"Plan {circle.shown_reference}"


def read_plan_page(access: PlanAccess, *, comments: Mapping[Code, str]) -> PlanPage:
    """Read the page: sections, items and links in three queries. `comments` say how much talk of each section this person may know of."""
    head = plan_head(access)
    visible = visible_items(access)
    writer = ItemWriter(access, visible)
    sections = {section.code: section for section in Section.objects.filter(plan=access.plan)}
    cards = tuple(_card(access, writer, sections[code], comments.get(code, "")) for code in access.visible_sections)
    now, offered = my_turn(access), next_steps(access)
    return PlanPage(
        title=head.title,
        reference=head.reference,
        url=head.url,
        stage=head.stage,
        turn=now,
        turn_words=now.said_to(access.role),
        turn_tag=now.tag_for(access.role),
        is_your_turn=now.is_of(access.role),
        by_words=f"{long_date(now.by)}, {days_from(now.by, access.today)}" if now.by else "",
        steps=steps(access.plan, access.today),
        cards=cards,
        held_back=tuple((PLAIN_NAMES[code], section.held_back) for code, section in access.sections.items() if section.held_back),
        links=_links(access),
        next_steps=tuple(step for step in offered if not step.is_rare),
        rare_steps=tuple(step for step in offered if step.is_rare),
        head=head,
    )


def _links(access: PlanAccess) -> tuple[tuple[str, str], ...]:
    base = plan_url(access)
    childs = ((f"{access.circle.circle.child.calling_name}’s own page", f"{base}child/"),) if opens_childs_page(access) else ()
    return (
        ("See how it fits together", f"{base}thread/"),
        ("All conversations", f"{base}talk/"),
        ("Versions and comparing", f"{base}versions/"),
        *((("Letters and notices", f"{base}documents/"),) if has_card(access) or may_decide(access) or _is_written_to(access) else ()),
        *((("The request", f"{base}decide/request/"),) if may_read_request(access) and not access.plan.taken_over_on else ()),
        ("Print for a meeting", f"{base}meeting/"),
        ("Who is in this plan", f"{base}people/"),
        ("Personal details", f"{base}details/"),
        *((("Who holds the rights", f"{base}rights/"),) if speaks_of_rights(access) else ()),
        *((("How the plan is sent to you", f"{base}consents/yours/"),) if has_card(access) else ()),
        *((("Consent to be sent the plan", f"{base}consents/"),) if access.keeps_circle else ()),
        *childs,
        *((("Words that must not be known", f"{base}striking/"),) if access.keeps_circle or Role.LEADER in access.circle.roles else ()),
        *((("What the checks found", f"{base}checks/"),) if READERS & set(access.circle.roles) else ()),
        *((("The council’s own notes", f"{base}notes/"),) if access.circle.is_council else ()),
    )


def _is_written_to(access: PlanAccess) -> bool:
    """Say whether the council writes to this person of the school or of health about a plan in force: that it may end, and that it ends."""
    return access.stage in AFTER_FINAL and bool({Role.SENCO, Role.DCO} & set(access.circle.roles))


def _card(access: PlanAccess, writer: ItemWriter, section: Section, comments: str) -> Card:
    code = section.code
    rows = writer.visible.of(code)
    base = f"{plan_url(access)}sections/{code}/"
    writes = access.may(Verb.ADD, code) or access.may(Verb.EDIT, code)
    actions = (("Read", base), ("Write", f"{base}edit/")) if writes else (("Read", base),)
    return Card(
        code=code,
        title=PLAIN_NAMES[code],
        letter=f"Section {code}",
        url=base,
        lines=_lines(access, section, [Kind(row.kind) for row in rows], writer),
        items=tuple(writer.strand(row) for row in rows),
        actions=actions,
        comments=comments,
    )


def _lines(access: PlanAccess, section: Section, kinds: list[Kind], writer: ItemWriter) -> tuple[str, ...]:
    if section.none_identified and not kinds:
        return ("None identified",)
    counted = [count(number, *KIND_NAMES[kind]) for kind, number in Counter(kinds).items()]
    minutes = [
        minutes_a_week(row.provision.sessions, row.provision.per, row.provision.minutes)
        for row in writer.visible.of(section.code)
        if row.kind == Kind.PROVISION
    ]
    total = sum(part for part in minutes if part)
    if total:
        counted.append(f"{hours_and_minutes(total)} a week")
    if counted:
        return (", ".join(counted),)
    if not access.sections[section.code].sees_narrative:
        return ("Nothing that you may see is written yet",)
    return ("Words, but no items yet",) if section.narrative else ("Nothing written yet",)


def steps(plan: Plan, today: date) -> tuple[Step, ...]:
    """List the stages of a plan with the dates on which they were reached or are due.

    Law: SEND Regs 2014 regs 4, 10, 13; Children and Families Act 2014 s.44.
    """
    dates = plan.dates
    if dates.taken_over_on:
        return _steps_of_taken_over(plan, today)
    of_the_request = partial(last_day, request_received=dates.request_received_on)
    made_on = dates.made_on or dates.final_on
    was_changed = made_on is not None and (dates.amending_on is not None or dates.final_on != made_on)
    way: list[tuple[str, date | None, date | None]] = [
        ("Request", dates.request_received_on, None),
        ("Assessment", dates.assess_yes_on, of_the_request("CK1")),
        ("Writing the draft", dates.plan_yes_on, of_the_request("CK6")),
        *([] if was_changed else [("The family answers", dates.served_on, of_the_request("CK10"))]),
        ("Final plan", made_on, of_the_request("CK10")),
        *_of_changes(dates, made_on),
        ("Yearly review", None, last_day("CK18", plan_made=dates.final_on)),
    ]
    return tuple(_step(name, reached, due, is_now=name == _current(dates, today), today=today) for name, reached, due in way)


def _of_changes(dates: PlanDates, made_on: date | None) -> list[tuple[str, date | None, date | None]]:
    """List what a change of the plan in force comes through, or the last change that was made. Law: SEND Regs 2014 reg 22.

    Invariant: the last day to answer is not among them, since two parents may have two.
    """
    if dates.amending_on is None:
        return [(CHANGED, dates.final_on, None)] if made_on and dates.final_on != made_on else []
    return [
        ("Decided to change the plan", dates.amending_on, None),
        (SENDING, dates.noticed_on, notice_by(dates)),
        *([(ANSWERING, None, None)] if dates.served_on else []),
        (CHANGED, None, amended_by(dates)),
    ]


def _steps_of_taken_over(plan: Plan, today: date) -> tuple[Step, ...]:
    """List the way of a plan that another council made: it begins here with the transfer. Law: SEND Regs 2014 reg 15."""
    dates = plan.dates
    is_ended = stage(dates, today=today) is Stage.ENDED
    told = _step("Family told of the transfer", dates.transfer_told_on, tell_by(dates.taken_over_on or today), is_now=False, today=today)
    return (
        _step("Taken over from another council", dates.taken_over_on, None, is_now=False, today=today),
        told,
        *(_step(*one, is_now=one[0] == _current(dates, today), today=today) for one in _of_changes(dates, dates.taken_over_on)),
        _step("Yearly review", None, review_by(dates), is_now=not is_ended and dates.amending_on is None, today=today),
    )


SENDING, ANSWERING, CHANGED = "Changes sent to the family", "The family answers the changes", "Changed final plan"
_CHANGE_NOW = {Phase.WRITING: SENDING, Phase.WINDOW: ANSWERING, Phase.AFTER: CHANGED}


def _current(dates: PlanDates, today: date) -> str:
    part = phase(dates, today=today)
    if part and dates.amending_on:
        return _CHANGE_NOW[part]
    named = {"requested": "Request", "assessing": "Assessment", "drafting": "Writing the draft", "checking": "Writing the draft"}
    later = {"consulting": "The family answers", "finalising": "Final plan", "final": "Yearly review"}
    return (named | later).get(stage(dates, today=today), "")


def _step(name: str, reached: date | None, due: date | None, *, is_now: bool, today: date) -> Step:
    if reached and not is_now:
        return Step(name, "done", "Done", long_date(reached), "Later than the law allows" if due and reached > due else "")
    if is_now:
        return Step(name, "now", "Now", f"Since {long_date(reached)}" if reached else "", _due(due, today) if due else "")
    if due and due < today:
        return Step(name, "late", "Late", f"Was due {long_date(due)}")
    return Step(name, "later", "Later", _due(due, today) if due else "")


def _due(due: date, today: date) -> str:
    return f"Due by {long_date(due)}" if due >= today else f"Was due {long_date(due)}"
