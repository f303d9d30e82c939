"""Read the child's own page, and who may open it with the child."""

from dataclasses import dataclass

from permissions.models import Membership
from permissions.vocabulary import ROLE_NAMES, Code, Role, Verb
from plans.access import PlanAccess, facts_of
from plans.access.childs_page import lets_helpers, may_be_let
from plans.models import Item, VoiceSpec
from plans.queries.items import plan_url, rows_with_specs
from plans.queries.plan_page import PlanHead, plan_head
from plans.rendering import words_html
from plans.statute.sections import Kind

CHILDS = frozenset({VoiceSpec.Speaker.CHILD.value, VoiceSpec.Speaker.YOUNG_PERSON.value})


@dataclass(frozen=True, kw_only=True)
class ChildsWords:
    """Something that the child said: `words` is safe HTML, `how` says how it was said and with whom."""

    words: str
    how: str


@dataclass(frozen=True, kw_only=True)
class ChildsPage:
    """The child's own page, in simple words. `why_not` says kindly why nothing can be added now; `helpers_url` is the family's."""

    head: PlanHead
    called: str
    said: tuple[ChildsWords, ...]
    hopes: tuple[ChildsWords, ...]
    say_url: str
    why_not: str
    helpers_url: str


@dataclass(frozen=True, kw_only=True)
class Helper:
    """A professional who may open the page with the child, or could be let; `number` names the membership."""

    number: int
    name: str
    role: str
    is_let: bool


@dataclass(frozen=True, kw_only=True)
class HelpersPage:
    """Who may open the page with the child. Who of the family said so is told to nobody."""

    head: PlanHead
    reference: str
    called: str
    helpers: tuple[Helper, ...]


def read_childs_page(access: PlanAccess) -> ChildsPage:
    """Read the page. One query."""
    kinds = (Kind.VOICE.value, Kind.ASPIRATION.value)
    items = Item.objects.filter(plan=access.plan, section__type__code=Code.A, kind__in=kinds, state=Item.State.PUT_FORWARD)
    rows = [row for row in rows_with_specs(items).order_by("position", "pk") if access.sees_item(Code.A, facts_of(row))]
    may_say = access.may(Verb.ADD, Code.A)
    return ChildsPage(
        head=plan_head(access),
        called=access.circle.circle.child.calling_name,
        said=tuple(_voice(row) for row in rows if row.kind == Kind.VOICE and row.voice.speaker in CHILDS),
        hopes=tuple(_hope(row) for row in rows if row.kind == Kind.ASPIRATION and row.aspiration.whose in CHILDS),
        say_url=f"{plan_url(access)}child/say/" if may_say else "",
        why_not="" if may_say else may_say.because,
        helpers_url=f"{plan_url(access)}child/helpers/" if lets_helpers(access) else "",
    )


def _voice(row: Item) -> ChildsWords:
    return ChildsWords(words=words_html(row.text), how=row.voice.how_gathered)


def _hope(row: Item) -> ChildsWords:
    return ChildsWords(words=words_html(row.text), how="")


def read_helpers(access: PlanAccess) -> HelpersPage:
    """Read who may be let, and who is. One query."""
    return HelpersPage(
        head=plan_head(access),
        reference=access.circle.circle.shown_reference,
        called=access.circle.circle.child.calling_name,
        helpers=tuple(_helper(row) for row in may_be_let(access)),
    )


def _helper(row: Membership) -> Helper:
    return Helper(number=row.pk, name=row.user.name, role=ROLE_NAMES[Role(row.stands_for)], is_let=row.is_let)  # type: ignore[attr-defined]
