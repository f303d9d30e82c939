"""The pages on which somebody asks for an assessment, one thing a page; only the child, who asks and how to reach them are needed (domain.md 5.3)."""

from typing import Any

from django import forms

from plans.forms.dates import DayField
from plans.forms.fields import Choice, Words
from plans.models.happenings import Request

READ_BY = "Only the council’s people who work on the request read this."


class ChildStep(forms.Form):
    """Whom it is about."""

    title = "Who is it about?"
    first_name = Words(label="First name", limit=80, rows=1, need="Enter the child’s first name.")
    last_name = Words(label="Last name", limit=80, rows=1, need="Enter the child’s last name.")
    born_on = DayField(label="Date of birth", need="Enter the child’s date of birth.", hint="For example, 3 5 2017")


class YouStep(forms.Form):
    """Who asks, and how to reach them."""

    title = "Who are you?"
    made_by = Choice(label="You are", choices=Request.MadeBy.choices, required=True, need="Say who you are.")
    relation = Words(label="What you are to the child", limit=60, rows=1, required=False, hint="For example: mother, SENCo of the school.")
    contact = Words(
        label="How we can reach you",
        limit=200,
        rows=3,
        need="Say how we can reach you.",
        hint=f"A phone number, an e-mail address or a postal address, and when it is safe to use it. {READ_BY}",
    )


class ParentsStep(forms.Form):
    """Who the parents are, where somebody else asks."""

    title = "Who are the parents or carers?"
    parents = Words(
        label="Names, and how we can reach them",
        limit=300,
        rows=4,
        required=False,
        hint=f"Say also whether they know that you ask. If you are a parent yourself, you can leave this empty. {READ_BY}",
    )


class SchoolStep(forms.Form):
    """Where the child learns."""

    title = "Which school, nursery or college?"
    school = Words(label="Name of the place", limit=100, rows=1, required=False, hint="Leave it empty if there is none at the moment.")
    year = Words(label="Year", limit=20, rows=1, required=False, hint="For example: Year 4.")


class NeedsStep(forms.Form):
    """Why they ask."""

    title = "Why do you ask?"
    needs = Words(
        label="What is hard for the child",
        limit=800,
        rows=8,
        required=False,
        hint="For example learning, talking and listening, feelings, getting on with others, seeing, hearing or moving, looking after themselves.",
    )


class HealthStep(forms.Form):
    """What health has to do with it."""

    title = "Is there anything about health?"
    health = Words(
        label="Conditions, and who helps with them",
        limit=500,
        rows=5,
        required=False,
        hint="For example a doctor, a therapist, a hospital. Leave it empty if there is nothing.",
    )


class TriedStep(forms.Form):
    """What was tried."""

    title = "What has been tried?"
    tried = Words(
        label="Help that was given, and what came of it",
        limit=700,
        rows=6,
        required=False,
        hint="In the last year and a half, as far as you know.",
    )


class ViewsStep(forms.Form):
    """What the child and the family say."""

    title = "What do the child and the family say?"
    views = Words(label="What they say, and what they hope for", limit=700, rows=6, required=False)


STEPS: dict[str, type[forms.Form]] = {
    "child": ChildStep,
    "you": YouStep,
    "parents": ParentsStep,
    "school": SchoolStep,
    "needs": NeedsStep,
    "health": HealthStep,
    "tried": TriedStep,
    "views": ViewsStep,
}


class SendForm(forms.Form):
    """The one tick with which a request is sent."""

    asks = forms.BooleanField(
        label="I ask for an Education, Health and Care needs assessment",
        error_messages={"required": "Tick the box: this is what makes it a request."},
    )


def step_of(field: str) -> str:
    """Name the page on which a field stands."""
    return next(slug for slug, form in STEPS.items() if field in form.base_fields)


def initial_of(values: dict[str, Any], form: type[forms.Form]) -> dict[str, Any]:
    """Give what was typed before, for one page."""
    return {name: value for name, value in values.items() if name in form.base_fields}
