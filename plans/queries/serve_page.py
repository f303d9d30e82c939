"""Read what is asked before a draft is served: what stands in the way, who is to have it and by which ways, what each will read, and the days."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from permissions.vocabulary import ROLE_NAMES, SECTION_NAMES, Role, Stage
from plans.access import PlanAccess, everyone_in
from plans.access.deciding import may_check
from plans.access.details import Fact, reads
from plans.access.serving import is_served_again, recipients_among, require_may_serve
from plans.models import Item, Service
from plans.queries.consents import consents_in_force
from plans.queries.details import LABELS, Holder, read_holders
from plans.queries.facts import title_said
from plans.queries.items import plan_url
from plans.queries.last_decision import lacks_check
from plans.queries.plan_page import PlanHead, plan_head
from plans.queries.proposed import NOTHING_PROPOSED, findings_to_serve, proposes_nothing
from plans.queries.serving import served_draft
from plans.rendering import first_sentence
from plans.saying import count, long_date
from plans.statute.amending import amended_by
from plans.statute.clocks import last_day as legal_last_day
from plans.statute.quality import Finding
from plans.statute.serving import ServiceDays, service_days

Channel = Service.Channel
ELECTRONIC = frozenset({Channel.PORTAL, Channel.EMAIL})
SAFETY = (Fact.CHANNEL, Fact.SAFE_TIMES, Fact.SAFE_WORDING)

NO_CONSENT = "They have not agreed to this way."
NOT_JOINED = "They have never signed in here, so it would not reach them."
BOUNCED = "The last e-mail to them came back, so they would not hear of it."
NO_ADDRESS = "No address is known."


@dataclass(frozen=True, kw_only=True)
class Way:
    """One way of reaching a recipient. `closed` says why it can't be taken; "" where it can."""

    channel: str
    words: str
    closed: str


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """One person on whom the draft is to be served. `number` is that of their membership; `safety` how they may safely be reached, for whoever reads
    that; `address` is for the letter by post and shown on no page."""

    person: int
    number: int
    name: str
    role: Role
    role_name: str
    email: str
    address: tuple[str, ...]
    ways: tuple[Way, ...]
    safety: tuple[tuple[str, str], ...]
    preview_url: str

    @property
    def open_ways(self) -> tuple[Way, ...]:
        """List the ways that can be taken."""
        return tuple(way for way in self.ways if not way.closed)

    @property
    def closed_ways(self) -> tuple[Way, ...]:
        """List the ways that can't, each with its reason."""
        return tuple(way for way in self.ways if way.closed)


@dataclass(frozen=True, kw_only=True)
class Guard:
    """One thing that stands in the way: what is wrong, what to do about it, where."""

    wrong: str
    do: str
    source: str
    where: str
    url: str


@dataclass(frozen=True, kw_only=True)
class ServePage:
    """The page. `is_amendment`: changes of a plan in force are sent, not a draft.

    `seen` names the draft that is out already, so that nobody sends a second one by mistake.
    """

    head: PlanHead
    is_again: bool
    is_amendment: bool
    seen: str
    guards: tuple[Guard, ...]
    warnings: str
    recipients: tuple[Recipient, ...]

    @property
    def may_go(self) -> bool:
        """Say whether nothing stands in the way."""
        return bool(self.recipients) and not self.guards


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """How one recipient is to have it: the number of their membership, the way, and the day on which it leaves."""

    number: int
    channel: str
    sent_on: date


@dataclass(frozen=True, kw_only=True)
class Serving:
    """What was chosen: a way for each recipient, the days that each has, and which draft was out when it was chosen."""

    deliveries: tuple[Delivery, ...]
    days: int
    seen: str


@dataclass(frozen=True, kw_only=True)
class SureLine:
    """What will happen to one recipient, in words."""

    name: str
    how: str
    served: str
    last_day: str


@dataclass(frozen=True, kw_only=True)
class SurePage:
    """What will happen, before it does. `too_late` tells that the twenty weeks end before the family has had its time."""

    lines: tuple[SureLine, ...]
    last_day: str
    too_late: str


def read_serve_page(access: PlanAccess, *, bounced: Collection[str], notice_missing: str) -> ServePage:
    """Read the page; `bounced` are addresses from which mail came back, `notice_missing` says what the letter that goes with it lacks. Raises NotPermitted, NotNow."""
    require_may_serve(access)
    out = served_draft(access)
    findings = findings_to_serve(access)
    warned = len(findings.unreasoned_warnings)
    return ServePage(
        head=plan_head(access),
        is_again=is_served_again(access),
        is_amendment=access.stage is Stage.AMENDING,
        seen=str(out.uid) if out else "",
        guards=(
            *(_guard(access, finding, findings.rows) for finding in findings.blocks),
            *_check_guard(access),
            *_change_guard(access),
            *_letter_guard(notice_missing),
        ),
        warnings=count(warned, "warning has", "warnings have") if warned else "",
        recipients=read_recipients(access, bounced=bounced),
    )


def read_recipients(access: PlanAccess, *, bounced: Collection[str]) -> tuple[Recipient, ...]:
    """Read on whom the draft is served, and by which ways each can be reached. Six queries."""
    roles = recipients_among(everyone_in(access.plan, today=access.today, policy=access.circle.policy))
    consents = consents_in_force(access)
    return tuple(
        _recipient(
            access, holder, roles[holder.person.pk], {channel for person, channel in consents if person == holder.person.pk}, bounced
        )
        for holder in read_holders(access)
        if holder.person.pk in roles
    )


def days_of(delivery: Delivery, days: int) -> ServiceDays:
    """Count the window of one delivery. ValueError for less than 15 days."""
    return service_days(delivery.sent_on, by_post=delivery.channel == Channel.POST, days=days)


def read_sure_page(access: PlanAccess, recipients: Iterable[Recipient], serving: Serving) -> SurePage:
    """Say what will happen to whom, until when each answers, and whether the twenty weeks allow for it. No query."""
    names = {one.number: one.name for one in recipients}
    counted = [(delivery, days_of(delivery, serving.days)) for delivery in serving.deliveries]
    last = max(
        [days.closes_on for _, days in counted] + ([access.plan.closes_on] if access.plan.closes_on and is_served_again(access) else [])
    )
    return SurePage(
        lines=tuple(_sure(names, delivery, days) for delivery, days in counted),
        last_day=long_date(last),
        too_late=too_late(access, last),
    )


def too_late(access: PlanAccess, last_day: date) -> str:
    """Tell, where it is so, that the council's time is over with or before the family's. It informs and stops nothing.

    Law: SEND Regs 2014 reg 13(2): the final plan within 20 weeks; reg 22(3) for a changed one; reg 13(1)(a): at least 15 days, which are not shortened for it.
    """
    if access.stage is Stage.AMENDING:
        return _changes_too_late(access, last_day)
    final_by = legal_last_day("CK10", request_received=access.plan.request_received_on)
    if final_by is None or last_day < final_by:
        return ""
    return (
        f"The 20 weeks of this request end on {long_date(final_by)}. The family may answer until {long_date(last_day)}, and the plan can’t be final before "
        "the day after. The family keeps its time; the council will be late, and says why."
    )


def _changes_too_late(access: PlanAccess, last_day: date) -> str:
    dates = access.plan.dates
    due = amended_by(replace(dates, noticed_on=dates.noticed_on or access.today))
    if due is None or last_day < due:
        return ""
    return (
        f"The changed plan is due by {long_date(due)}. The family may answer until {long_date(last_day)}, and the changed plan can’t be sent before the day "
        "after. The family keeps its time; the council will be late, and says why."
    )


def _sure(names: Mapping[int, str], delivery: Delivery, days: ServiceDays) -> SureLine:
    how = Channel(delivery.channel).label
    if delivery.channel == Channel.POST:
        how = f"{how}, posted on {long_date(days.sent_on)}"
    return SureLine(name=names[delivery.number], how=how, served=long_date(days.served_on), last_day=long_date(days.closes_on))


def _recipient(access: PlanAccess, holder: Holder, role: Role, agreed: Collection[str], bounced: Collection[str]) -> Recipient:
    facts = [fact for fact in SAFETY if reads(access, fact, owner=holder.person.pk, released=holder.released) and holder.said(fact)]
    return Recipient(
        person=holder.person.pk,
        number=holder.membership,
        name=holder.person.name,
        role=role,
        role_name=ROLE_NAMES[role],
        email=holder.person.email,
        address=tuple(line.strip() for line in holder.contact.address.splitlines() if line.strip()),
        ways=tuple(Way(channel=one.value, words=str(one.label), closed=_closed(one, holder, agreed, bounced)) for one in Channel),
        safety=tuple((LABELS[fact], holder.said(fact)) for fact in facts),
        preview_url=f"{plan_url(access)}serve/preview/{holder.membership}/",
    )


def _closed(channel: Channel, holder: Holder, agreed: Collection[str], bounced: Collection[str]) -> str:
    if channel in ELECTRONIC:
        if channel not in agreed:
            return NO_CONSENT
        if holder.person.joined_at is None:
            return NOT_JOINED
        return BOUNCED if holder.person.email.lower() in bounced else ""
    return NO_ADDRESS if channel == Channel.POST and not holder.contact.address.strip() else ""


def _guard(access: PlanAccess, finding: Finding, rows: Mapping[UUID, Item]) -> Guard:
    base = plan_url(access)
    url = f"{base}sections/{finding.section}/" if finding.section in access.visible_sections else ""
    where = f"{SECTION_NAMES[finding.section]} (Section {finding.section})" if finding.section else "The plan as a whole"
    row = rows.get(finding.item) if finding.item else None
    if row is not None:
        where = f"{where}, {title_said(row) or first_sentence(row.text)[0]}"
    anchor = f"#item-{UUID(str(finding.item))}" if finding.item and url else ""
    return Guard(wrong=finding.wrong, do=finding.do, source=finding.source, where=where, url=f"{url}{anchor}")


def _letter_guard(missing: str) -> tuple[Guard, ...]:
    source = "SEND Regulations 2014, regulation 13(1)"
    return (Guard(wrong=missing, do="", source=source, where="The letter that goes with the draft", url=""),) if missing else ()


def _change_guard(access: PlanAccess) -> Iterator[Guard]:
    """Say that nothing is proposed where the plan says what the plan in force says."""
    if access.stage is Stage.AMENDING and proposes_nothing(access):
        do = "Write the changes first, or decide to leave the plan as it is."
        yield Guard(
            wrong=NOTHING_PROPOSED, do=do, source="SEND Regulations 2014, regulation 22(2)", where="The changes", url=plan_url(access)
        )


def _check_guard(access: PlanAccess) -> Iterator[Guard]:
    """Say where the check of this draft stands, unless it has passed or goes out again. At most one query."""
    if not lacks_check(access):
        return
    wrong, do, url = "The manager has not passed this draft.", "The manager has it now, and passes it or sends it back.", ""
    if access.stage is Stage.DRAFTING:
        do, url = "Send it to be checked: a second person of the council reads it before the family does.", "decide/send-to-check/"
    elif may_check(access):
        do, url = "Check it, unless you sent it to be checked or are the coordinator of this plan.", "decide/check/"
    source = "SEND Regulations 2014, regulation 13"
    yield Guard(wrong=wrong, do=do, source=source, where="The check", url=f"{plan_url(access)}{url}" if url else "")
