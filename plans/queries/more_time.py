"""Read who has how long to answer a draft, and what was asked and said about more time: of everybody for whoever decides, of oneself for a recipient."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from permissions.access import NOTHING_HERE
from permissions.refusals import NotFound, NotPermitted
from permissions.vocabulary import ROLE_NAMES, Role
from plans.access import PlanAccess
from plans.access.deciding import may_decide, require_decider
from plans.access.serving import require_answered
from plans.models import MoreTime, Service
from plans.queries.items import plan_url
from plans.queries.my_window import left_words
from plans.queries.plan_page import PlanHead, plan_head
from plans.queries.serving import served_draft, service_i_speak_for, services_of, window_of
from plans.saying import day_in_london, long_date

NOT_SERVED = "More time is asked for by the person whom the draft was sent to. Ask the EHC coordinator of this plan."


@dataclass(frozen=True, kw_only=True)
class AskedLine:
    """What was asked or given once. `state` says how it stands; `decide_url` is empty where there is nothing to decide for this person."""

    until: str
    reason: str
    asked: str
    state: str
    answer: str
    decide_url: str


@dataclass(frozen=True, kw_only=True)
class WindowCard:
    """One person's time to answer."""

    name: str
    role: str
    last_day: str
    left: str
    asked: tuple[AskedLine, ...]
    give_url: str


@dataclass(frozen=True, kw_only=True)
class MoreTimePage:
    """The page. `may_ask`: this person has a window of their own and nothing is waiting to be decided."""

    head: PlanHead
    cards: tuple[WindowCard, ...]
    is_own: bool
    may_ask: bool


@dataclass(frozen=True, kw_only=True)
class MoreTimeQuestion:
    """What is asked of whoever gives more time: to whom, and what they asked for (empty where nobody asked)."""

    head: PlanHead
    name: str
    last_day: str
    until: str
    reason: str
    until_on: date | None = None


def read_more_time(access: PlanAccess) -> MoreTimePage:
    """Read the page. Raises NotNow where no draft is answered, NotPermitted for whoever neither decides nor answers."""
    decides = may_decide(access)
    own = None if decides else service_i_speak_for(access)
    if not decides and own is None:
        raise NotPermitted(NOT_SERVED)
    require_answered(access)
    out = served_draft(access) if decides else None
    services = list(services_of(out)) if out else [own] if own else []
    return MoreTimePage(
        head=plan_head(access),
        cards=tuple(_card(access, service, decides=decides) for service in services),
        is_own=not decides,
        may_ask=own is not None and all(one.decided_at for one in own.more_time.all()),
    )


def read_asked(access: PlanAccess, number: int) -> MoreTimeQuestion:
    """Read what somebody asked for, to decide it. NotFound where it is not of this plan."""
    require_decider(access)
    found = (
        MoreTime.objects.select_related("service__recipient").filter(pk=number, service__version__plan=access.plan, decided_at=None).first()
    )
    if found is None:
        raise NotFound(NOTHING_HERE)
    return replace(_question(access, found.service, until=long_date(found.until), reason=found.reason), until_on=found.until)


def read_giving(access: PlanAccess, service: UUID) -> MoreTimeQuestion:
    """Read to whom more time is to be given. NotFound where it is no service of the draft that is out."""
    require_decider(access)
    found = Service.objects.select_related("recipient").filter(uid=service, version=served_draft(access)).first()
    if found is None:
        raise NotFound(NOTHING_HERE)
    return _question(access, found, until="", reason="")


def _question(access: PlanAccess, service: Service, *, until: str, reason: str) -> MoreTimeQuestion:
    last = long_date(window_of(service).last_day)
    return MoreTimeQuestion(head=plan_head(access), name=service.recipient.name, last_day=last, until=until, reason=reason)


def _card(access: PlanAccess, service: Service, *, decides: bool) -> WindowCard:
    window = window_of(service)
    asked = sorted(service.more_time.all(), key=lambda one: one.pk, reverse=True)
    base = f"{plan_url(access)}more-time/"
    return WindowCard(
        name=service.recipient.name,
        role=ROLE_NAMES[Role(service.role)],
        last_day=long_date(window.last_day),
        left=left_words(window, access.today),
        asked=tuple(_line(one, base=base if decides else "") for one in asked),
        give_url=f"{base}give/{service.uid}/" if decides else "",
    )


def _line(one: MoreTime, *, base: str) -> AskedLine:
    state = "Waiting for the council’s answer"
    if one.decided_at:
        state = f"More time until {long_date(one.closes_on)}" if one.closes_on else "No more time was given"
    return AskedLine(
        until=long_date(one.until),
        reason=one.reason,
        asked=day_in_london(one.asked_at),
        state=state,
        answer=one.answer,
        decide_url=f"{base}{one.pk}/" if base and not one.decided_at else "",
    )
