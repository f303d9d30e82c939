"""Read who agreed to be served through the portal or by e-mail: of everybody for whoever keeps the circle, of oneself for an adult of the family."""

from dataclasses import dataclass

from permissions.access import NOTHING_HERE
from permissions.refusals import NotFound
from permissions.vocabulary import ROLE_NAMES
from plans.access import PlanAccess
from plans.access.serving import require_recipient, require_recorder
from plans.models import ServiceConsent
from plans.queries.details import Holder, read_holders
from plans.queries.items import plan_url
from plans.queries.plan_page import PlanHead, plan_head
from plans.saying import long_date

Channel = ServiceConsent.Channel


@dataclass(frozen=True, kw_only=True)
class ConsentLine:
    """One way of one person. `since` and `how` are empty where there is no consent; `before` says when an earlier one ended."""

    channel: str
    way: str
    since: str
    how: str
    recorded_by: str
    before: str
    give_url: str
    withdraw_url: str


@dataclass(frozen=True, kw_only=True)
class ConsentCard:
    """One adult of the family, and both ways."""

    name: str
    role: str
    lines: tuple[ConsentLine, ...]


@dataclass(frozen=True, kw_only=True)
class ConsentsPage:
    """The adults of the family for the council; for one of the family only themselves."""

    head: PlanHead
    cards: tuple[ConsentCard, ...]


@dataclass(frozen=True, kw_only=True)
class ConsentQuestion:
    """One way of one person, before it is recorded or withdrawn."""

    head: PlanHead
    name: str
    line: ConsentLine


def read_consents(access: PlanAccess) -> ConsentsPage:
    """Read the page of whoever keeps the circle. Four queries; NotPermitted for everybody else."""
    require_recorder(access)
    rows = _rows(access)
    cards = tuple(_card(access, holder, rows, base=f"{plan_url(access)}consents/{holder.membership}/") for holder in read_holders(access))
    return ConsentsPage(head=plan_head(access), cards=cards)


def read_own_consents(access: PlanAccess) -> ConsentsPage:
    """Read one's own. Four queries; NotPermitted for whoever nothing is served on."""
    require_recipient(access)
    own = [holder for holder in read_holders(access) if holder.person.pk == access.person]
    rows = _rows(access)
    return ConsentsPage(head=plan_head(access), cards=tuple(_card(access, holder, rows, base="") for holder in own))


def read_consent(access: PlanAccess, number: int, channel: str) -> ConsentQuestion:
    """Read one way of the adult of a membership. NotFound for anybody else, and for a way that is none."""
    require_recorder(access)
    holder = next((one for one in read_holders(access) if one.membership == number), None)
    if holder is None or channel not in Channel:
        raise NotFound(NOTHING_HERE)
    card = _card(access, holder, _rows(access), base=f"{plan_url(access)}consents/{number}/")
    return ConsentQuestion(head=plan_head(access), name=card.name, line=next(line for line in card.lines if line.channel == channel))


def consents_in_force(access: PlanAccess) -> dict[tuple[int, str], ServiceConsent]:
    """Give the consents in force today, by person and way. One query."""
    rows = ServiceConsent.objects.filter(plan=access.plan, withdrawn_on=None, given_on__lte=access.today)
    return {(row.person_id, row.channel): row for row in rows}


def _rows(access: PlanAccess) -> list[ServiceConsent]:
    return list(ServiceConsent.objects.filter(plan=access.plan).select_related("recorded_by").order_by("pk"))


def _card(access: PlanAccess, holder: Holder, rows: list[ServiceConsent], *, base: str) -> ConsentCard:
    own = [row for row in rows if row.person_id == holder.person.pk]
    lines = tuple(_line(access, channel, [row for row in own if row.channel == channel], base) for channel in Channel)
    return ConsentCard(name=holder.person.name, role=ROLE_NAMES[holder.role], lines=lines)


def _line(access: PlanAccess, channel: Channel, rows: list[ServiceConsent], base: str) -> ConsentLine:
    standing = next((row for row in rows if row.withdrawn_on is None), None)
    ended = next((row for row in reversed(rows) if row.withdrawn_on), None)
    return ConsentLine(
        channel=channel.value,
        way=channel.label,
        since=long_date(standing.given_on) if standing else "",
        how=_how(access, standing) if standing else "",
        recorded_by=_recorder(standing) if standing else "",
        before=f"An earlier one ended on {long_date(ended.withdrawn_on)}" if ended and ended.withdrawn_on else "",
        give_url=f"{base}{channel}/" if base and not standing else "",
        withdraw_url=f"{base}{channel}/withdraw/" if base and standing else "",
    )


def _how(access: PlanAccess, row: ServiceConsent) -> str:
    return "You agreed on this page." if row.recorded_by_id == access.person == row.person_id else row.how


def _recorder(row: ServiceConsent) -> str:
    """Name who recorded it, where that is not the person themselves."""
    return "" if row.recorded_by_id == row.person_id else row.recorded_by.name
