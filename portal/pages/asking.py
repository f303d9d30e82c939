"""What the pages of a request for an assessment show: where one is, what comes next, and everything once more before it is sent."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms

from permissions.models import User
from plans.access.asking import open_own, open_waiting
from plans.models.happenings import Request
from plans.queries.asking_words import PART_NAMES
from plans.saying import long_date
from portal.forms.asking import STEPS, initial_of, step_of

SAID = {"first_name": "First name", "last_name": "Last name", "born_on": "Date of birth", "made_by": "Who asks"} | PART_NAMES


@dataclass(frozen=True, kw_only=True)
class StepPage:
    """One page of a request."""

    slug: str
    title: str
    number: int
    of: int
    back_url: str
    form: type[forms.Form]
    initial: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class CheckPage:
    """Everything once more: (what, words, where it is changed)."""

    facts: tuple[tuple[str, str, str], ...]


def step_page(person: User, uid: UUID, slug: str) -> StepPage | None:
    """Give one page, for whoever writes this request; None for one that there is not. Raises NotFound, NotNow. One query."""
    asking, slugs = open_own(person, uid), list(STEPS)
    if slug not in STEPS:
        return None
    place, form = slugs.index(slug), STEPS[slug]
    return StepPage(
        slug=slug,
        title=str(form.title),  # type: ignore[attr-defined]
        number=place + 1,
        of=len(slugs),
        back_url=f"/ask/{uid}/{slugs[place - 1]}/" if place else "/ask/",
        form=form,
        initial=initial_of(asking.values, form),
    )


def after(uid: UUID, slug: str) -> str:
    """Give the address of the page that follows."""
    slugs = [*STEPS, "check"]
    return f"/ask/{uid}/{slugs[slugs.index(slug) + 1]}/"


def check_page(person: User, uid: UUID) -> CheckPage:
    """Give everything that was typed, for whoever writes this request. Raises NotFound, NotNow. One query."""
    values = open_own(person, uid).values
    facts = []
    for name, said in SAID.items():
        value = values[name]
        words = (
            Request.MadeBy(value).label
            if name == "made_by" and value
            else long_date(value)
            if name == "born_on" and value
            else str(value or "")
        )
        facts.append((said, words, f"/ask/{uid}/{step_of(name)}/"))
    return CheckPage(facts=tuple(facts))


def filled_in(person: User, uid: UUID) -> dict[str, object]:
    """Give what the page of opening a plan begins with, from a request that was sent here. Raises NotPermitted, NotFound. One query."""
    asking = open_waiting(person, uid)
    filled: dict[str, object] = {name: asking.values[name] for name in ("first_name", "last_name", "born_on", "made_by")}
    filled |= {"request_received_on": asking.sent_on, "route": Request.Route.PORTAL}
    if asking.made_by == Request.MadeBy.PARENT:
        filled |= {"parent1-name": asking.by.name, "parent1-email": asking.by.email, "parent1-relationship": asking.relation}
    return filled
