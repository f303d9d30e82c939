"""Read the page of a review for one person: what is next and by when, who is invited, what was said before the meeting, the report, the decision."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from permissions.access import NOTHING_HERE
from permissions.refusals import NotFound
from permissions.vocabulary import ROLE_NAMES, Code, Role, Stage
from plans.access import PlanAccess
from plans.access.deciding import may_decide
from plans.access.reviewing import is_of_other_side, may_arrange, may_ask, reads_all_advice, reads_words, require_sees_reviews
from plans.models import Happening, Review, ReviewReport, ReviewRequest
from plans.queries.items import plan_url
from plans.queries.plan_page import PlanHead, plan_head
from plans.queries.reviews import Invited, current_review, decision_of, invited, next_due
from plans.saying import day_in_london, days_from, long_date
from plans.statute.reviewing import days_of

PROGRESS_NAMES = {"met": "Met", "on_track": "On track", "behind": "Not on track", "unsuitable": "No longer the right outcome"}
DECIDED: dict[str, str] = {
    Happening.Kind.MAINTAINED: "The plan stays as it is",
    Happening.Kind.AMENDING: "The plan is changed",
    Happening.Kind.CEASING: "The council decided to end the plan",
}
NOT_RECEIVED, MEETING = "Asked, not received", "Meeting"
YEARLY = "Children and Families Act 2014, section 44"
REVIEW, DECISION = (f"SEND Regulations 2014, regulation{which}" for which in ("s 20 and 21", " 20(10)"))


@dataclass(frozen=True, kw_only=True)
class ReviewStep:
    """One step of a review: its name, its day in words, its state and tone for the tag."""

    name: str
    day: str
    state: str
    tone: str


@dataclass(frozen=True, kw_only=True)
class InviteeLine:
    """One invitee as this person sees them; `key_url` is where what came on paper from them is typed."""

    name: str
    role: str
    state: str
    key_url: str


@dataclass(frozen=True, kw_only=True)
class AdviceCard:
    """What one invitee said."""

    name: str
    role: str
    words: str
    came: str


@dataclass(frozen=True, kw_only=True)
class ReportView:
    """The report as it was sent; `is_draft` while whoever arranges the review still writes it."""

    recommendation: str
    reasons: str
    views: str
    differences: str
    adulthood: str
    outcomes: tuple[tuple[str, str, str], ...]
    sent: str


@dataclass(frozen=True, kw_only=True)
class EarlyRequest:
    """An early review that somebody asked for. `answer_url` is empty for whoever does not answer it, or where it is answered."""

    by: str
    words: str
    asked: str
    state: str
    answer: str
    answer_url: str


@dataclass(frozen=True, kw_only=True)
class ReviewPage:
    """One review, or that none is arranged. `actions` are (words, address), the one that is next first; `codes` are the sections of which something is read."""

    head: PlanHead
    title: str
    next_words: str
    is_your_turn: bool
    by_words: str
    source: str
    facts: tuple[tuple[str, str], ...]
    steps: tuple[ReviewStep, ...]
    invitees: tuple[InviteeLine, ...]
    is_own_only: bool
    own: AdviceCard | None
    advice: tuple[AdviceCard, ...]
    report: ReportView | None
    decision: str
    actions: tuple[tuple[str, str], ...]
    requests: tuple[EarlyRequest, ...]
    past: tuple[tuple[str, str], ...]
    codes: tuple[Code, ...]


def read_review_page(access: PlanAccess, uid: UUID | None = None) -> ReviewPage:
    """Read the review that goes on, or an earlier one. NotPermitted for whoever sees none, NotFound for one that is not there. At most nine queries."""
    require_sees_reviews(access)
    review = current_review(access.plan) if uid is None else _find(access, uid)
    people = invited(review) if review else ()
    reads = reads_words(access, [one.row.person_id for one in people])
    decision = decision_of(review) if review else None
    known = tuple(one for one in people if not is_of_other_side(access, one.row.person_id, one.row.role))
    report = _report(review) if reads else None
    own = next((one for one in known if one.row.person_id == access.person and one.words), None)
    advice = tuple(_card(one) for one in known if reads and one.words and one is not own and _reads(access, review, one))
    next_words, by, source = _next(access, review, decision)
    return ReviewPage(
        head=plan_head(access),
        title=_title(review),
        next_words=next_words,
        is_your_turn=_is_turn(access, review, decision, own, [one.row.person_id for one in people]),
        by_words=f"{long_date(by)}, {days_from(by, access.today)}" if by else "",
        source=source,
        facts=_facts(access, review),
        steps=_steps(review, decision, access.today),
        invitees=tuple(_line(access, review, one) for one in known),
        is_own_only=len(known) < len(people) or access.circle.is_family,
        own=_card(own) if own else None,
        advice=advice,
        report=report,
        decision=f"{DECIDED[decision.kind]}: decided on {long_date(decision.on)}" if decision else "",
        actions=tuple(_actions(access, review, decision, known)),
        requests=_requests(access),
        past=_past(access, review),
        codes=(*((Code.E,) if report else ()), *((Code.K,) if advice or own else ())),
    )


def _find(access: PlanAccess, uid: UUID) -> Review:
    found = Review.objects.filter(plan=access.plan, uid=uid).select_related("met", "report").first()
    if found is None:
        raise NotFound(NOTHING_HERE)
    return found


def _title(review: Review | None) -> str:
    return Review.Kind(review.kind).label if review else "Reviews of the plan"


def _reads(access: PlanAccess, review: Review | None, one: Invited) -> bool:
    """Say whether somebody else's words are read: by whoever arranges at once, by everybody else once they were sent round."""
    return reads_all_advice(access) or bool(review and review.circulated_on) or _chose(access, one)


def _chose(access: PlanAccess, one: Invited) -> bool:
    """Say whether this person supports the one who said it."""
    return one.row.person_id in {held.chosen_by for held in access.circle.held if held.chosen_by is not None}


def _card(one: Invited) -> AdviceCard:
    return AdviceCard(name=one.name, role=_role(one), words=one.words, came=f"Came on {long_date(one.came_on)}" if one.came_on else "")


def _role(one: Invited) -> str:
    return ROLE_NAMES[Role(one.row.role)] if one.row.role else one.row.get_group_display()


def _line(access: PlanAccess, review: Review | None, one: Invited) -> InviteeLine:
    keys = may_arrange(access) and review is not None and review.met_on is None and access.stage is Stage.FINAL
    url = f"{plan_url(access)}review/advice/{one.row.pk}/" if keys and one.row.person_id != access.person else ""
    return InviteeLine(name=one.name, role=_role(one), state=_state(access, review, one), key_url=url)


def _state(access: PlanAccess, review: Review | None, one: Invited) -> str:
    if one.row.attended is not None:
        return "Was at the meeting" if one.row.attended else "Was not at the meeting"
    is_open = bool(review and review.circulated_on)
    if one.words:
        return "Has said something" if is_open or reads_all_advice(access) or one.row.person_id == access.person else "Invited"
    return NOT_RECEIVED if is_open else "Invited, nothing has come yet" if reads_all_advice(access) else "Invited"


def _report(review: Review | None) -> ReportView | None:
    report: ReviewReport | None = getattr(review, "report", None) if review else None
    if report is None or report.sent_on is None:
        return None
    outcomes = tuple((one["title"], PROGRESS_NAMES.get(one["progress"], ""), one["words"]) for one in report.outcomes)
    return ReportView(
        recommendation=ReviewReport.Recommendation(report.recommendation).label,
        reasons=report.reasons,
        views=report.views,
        differences=report.differences,
        adulthood=report.adulthood,
        outcomes=outcomes,
        sent=long_date(report.sent_on),
    )


def _next(access: PlanAccess, review: Review | None, decision: Happening | None) -> tuple[str, date | None, str]:
    """Say what is next, by which day, and which law asks for it."""
    if decision is not None or (review is not None and review.called_off_on):
        return "This review is over.", None, ""
    if review is None:
        due = next_due(access.plan, None)
        if access.stage is not Stage.FINAL or due is None:
            return "A plan is reviewed while it is in force.", None, YEARLY
        return "The school or the council arranges the next review meeting.", due.meet_by, due.source
    days = days_of(review.met_on or review.meeting_on)
    if review.met_on:
        if _reported_on(review) is None:
            return "The school sends the report of the meeting to everybody who was invited.", days.report_by, REVIEW
        return "The council decides whether the plan stays as it is, changes or ends.", days.decide_by, DECISION
    if review.invited_on is None:
        return "Whoever arranges the review sends the invitations.", days.invite_by, REVIEW
    if review.circulated_on is None:
        return "Everybody who is invited says what they think, and it is sent round.", days.invite_by, REVIEW
    return "The review meeting is next.", review.meeting_on, REVIEW


def _reported_on(review: Review) -> date | None:
    """Say when the report was sent; None before."""
    report: ReviewReport | None = getattr(review, "report", None)
    return report.sent_on if report else None


def _is_turn(access: PlanAccess, review: Review | None, decision: Happening | None, own: Invited | None, people: list[int | None]) -> bool:
    """Say whether this person is one who is waited for now."""
    if access.stage is not Stage.FINAL or decision is not None or (review is not None and review.called_off_on):
        return False
    if review is not None and review.met_on and _reported_on(review):
        return may_decide(access)
    if review is not None and review.invited_on and not review.circulated_on and access.person in people and own is None:
        return True
    return may_arrange(access)


def _facts(access: PlanAccess, review: Review | None) -> tuple[tuple[str, str], ...]:
    due = next_due(access.plan, review)
    facts: list[tuple[str, str]] = []
    if review is not None:
        facts.append(("Meeting", f"{long_date(review.met_on or review.meeting_on)}. {review.place}"))
        if review.late_because:
            facts.append(("Later than the law allows, because", review.late_because))
        if review.called_off_on:
            facts.append(("Called off", f"{long_date(review.called_off_on)}. {review.called_off_because}"))
        if review.childs_part:
            facts.append(("The child or young person", f"{review.get_childs_part_display()}. {review.childs_voice}".strip()))
    if due is not None and (review is None or _is_to_come(review)) and access.stage is Stage.FINAL:
        facts.append(("The review is finished by", f"{long_date(due.finish_by)}. {due.because} ({due.source})."))
        facts.append(("So the meeting is at the latest on", long_date(due.meet_by)))
        if due.amended_by and due.amended_by != due.finish_by:
            facts.append(("Before the change of phase the changed plan is there by", long_date(due.amended_by)))
    return tuple(facts)


def _is_to_come(review: Review) -> bool:
    return review.met_on is None and review.called_off_on is None


def _steps(review: Review | None, decision: Happening | None, today: date) -> tuple[ReviewStep, ...]:
    if review is None or review.called_off_on:
        return ()
    planned, held = days_of(review.meeting_on), days_of(review.met_on or review.meeting_on)
    way: list[tuple[str, date | None, date]] = [
        ("Invitations", review.invited_on, planned.invite_by),
        ("What people say, sent round", review.circulated_on, planned.invite_by),
        (MEETING, review.met_on, planned.meeting_on),
        ("Report", _reported_on(review), held.report_by),
        ("Decision", decision.on if decision else None, held.decide_by),
    ]
    return tuple(_step(name, done, due, today) for name, done, due in way)


def _step(name: str, done: date | None, due: date, today: date) -> ReviewStep:
    if done:
        late = f", later than {long_date(due)}" if done > due and name != MEETING else ""
        return ReviewStep(name=name, day=f"{long_date(done)}{late}", state="Done", tone="late" if late else "done")
    if due < today:
        return ReviewStep(name=name, day=f"Was due {long_date(due)}", state="Late", tone="late")
    return ReviewStep(name=name, day=f"By {long_date(due)}" if name != MEETING else long_date(due), state="To come", tone="")


def _actions(access: PlanAccess, review: Review | None, decision: Happening | None, people: Iterable[Invited]) -> Iterable[tuple[str, str]]:
    """List what this person can do now, the next thing first."""
    base = f"{plan_url(access)}review/"
    if access.stage is not Stage.FINAL or access.plan.silenced_on or decision is not None:
        return
    if review is None:
        if may_arrange(access):
            yield "Arrange the review", f"{base}schedule/"
        if may_ask(access):
            yield "Ask for an early review", f"{base}ask/"
        return
    if review.called_off_on:
        return
    if review.met_on is None:
        yield from _before(access, review, people, base)
    elif may_arrange(access) and _reported_on(review) is None:
        yield "Write the report", f"{base}report/"
    if review.met_on and may_decide(access):
        yield "Keep the plan as it is", f"{base}keep/"
        yield "Change the plan", f"{base}change/"


def _before(access: PlanAccess, review: Review, people: Iterable[Invited], base: str) -> Iterable[tuple[str, str]]:
    arranges, is_invited = may_arrange(access), any(one.row.person_id == access.person for one in people)
    if arranges and review.invited_on is None:
        yield "Send the invitations", f"{base}invite/"
    if is_invited:
        yield "Say what you think before the meeting" if access.circle.is_family else "Give your advice", f"{base}views/"
    if arranges and review.invited_on and review.circulated_on is None:
        yield "Send round what people say", f"{base}circulate/"
    if arranges and review.invited_on:
        yield "The meeting was held", f"{base}meeting/"
    if arranges:
        yield "Call this meeting off", f"{base}call-off/"


def _requests(access: PlanAccess) -> tuple[EarlyRequest, ...]:
    """Read the early reviews that were asked for: one's own, or all of them for whoever answers; a supporter those of whoever chose them. One query."""
    rows = ReviewRequest.objects.filter(plan=access.plan).select_related("by").order_by("-at", "-pk")
    if not may_decide(access):
        rows = rows.filter(by__in={access.person} | {held.chosen_by for held in access.circle.held if held.chosen_by is not None})
    return tuple(_request(access, row) for row in rows)


def _request(access: PlanAccess, row: ReviewRequest) -> EarlyRequest:
    answers = may_decide(access) and row.answered_at is None and access.stage is Stage.FINAL and not access.plan.silenced_on
    agreed = "The council agreed to an early review" if row.is_agreed else "The council decided against an early review"
    return EarlyRequest(
        by="You" if row.by_id == access.person else row.by.name,
        words=row.words,
        asked=day_in_london(row.at),
        state=agreed if row.answered_at else "Not answered yet",
        answer=row.answer,
        answer_url=f"{plan_url(access)}review/asked/{row.uid}/" if answers else "",
    )


def read_request(access: PlanAccess, uid: UUID) -> EarlyRequest:
    """Read one request for whoever answers it. NotFound for one that is not there."""
    row = ReviewRequest.objects.filter(plan=access.plan, uid=uid).select_related("by").first()
    if row is None:
        raise NotFound(NOTHING_HERE)
    return _request(access, row)


def _past(access: PlanAccess, shown: Review | None) -> tuple[tuple[str, str], ...]:
    """List the other reviews of the plan, the newest first. One query."""
    rows = [row for row in Review.objects.filter(plan=access.plan).order_by("-pk") if row != shown]
    return tuple((_past_words(row), f"{plan_url(access)}review/{row.uid}/") for row in rows)


def _past_words(row: Review) -> str:
    day = long_date(row.met_on or row.meeting_on)
    return f"{Review.Kind(row.kind).label}, meeting on {day}{', called off' if row.called_off_on else ''}"
