"""What the page of opening a plan offers to choose from, and what it hands to the action."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from permissions.models import Circle, Organisation, Team, User
from permissions.refusals import NotPermitted
from plans.actions.open_plan import PlanFacts
from plans.actions.take_over_plan import TakenFacts
from portal.forms.open_plan import OpenPlan


@dataclass(frozen=True)
class Choices:
    """The settings and teams to choose from, each as number and name."""

    settings: list[tuple[int, str]]
    teams: list[tuple[int, str]]


def choices_for(person: User) -> Choices:
    """List the settings, and the teams of this person's council; raise NotPermitted for whoever does not open plans. Two queries."""
    if not person.may_open_plans:
        raise NotPermitted("Plans are opened by the council's EHC coordinators.")
    settings = Organisation.objects.filter(kind=Organisation.Kind.SETTING).order_by("name").values_list("pk", "name")
    teams = Team.objects.filter(organisation__kind=Organisation.Kind.COUNCIL).order_by("name").values_list("pk", "name")
    return Choices(list(settings), list(teams))


def _child_of(form: OpenPlan) -> dict[str, Any]:
    data = form.child.cleaned_data
    parents = (parent.facts() for parent in form.parents)
    return {
        "reference": data["key"],
        **{name: data[name] for name in ("first_name", "last_name", "called", "born_on")},
        "parents": tuple(parent for parent in parents if parent),
        "setting": Organisation.objects.get(pk=data["setting"]) if data["setting"] else None,
        "team": Team.objects.get(pk=data["team"]) if data["team"] else None,
    }


def taken_facts_of(form: OpenPlan) -> TakenFacts:
    """Turn the valid form of a plan of another council into what the action takes."""
    data = form.child.cleaned_data
    return TakenFacts(**_child_of(form), council=data["council"], transferred_on=data["transferred_on"], made_on=data["made_on"])


def facts_of(form: OpenPlan, asking: UUID | None = None) -> PlanFacts:
    """Turn the valid form into what the action takes."""
    data = form.child.cleaned_data
    return PlanFacts(
        **_child_of(form),
        request_received_on=data["request_received_on"],
        made_by=data["made_by"],
        route=data["route"],
        words=data.get("words", ""),
        missing=data["missing"],
        asking=asking,
    )


def is_open_already(form: OpenPlan) -> str:
    """Give the shown reference where this very form opened a plan before (a form sent twice), else ""."""
    circle = Circle.objects.filter(reference=form.child.cleaned_data["key"]).first()
    return circle.shown_reference if circle else ""
