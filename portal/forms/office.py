"""The forms of the office."""

from typing import Any

from django import forms

from permissions.models import Organisation
from permissions.office import Duties
from plans.forms.dates import DayField
from plans.forms.fields import Words
from portal.forms.fields import EmailLine, Pick

Choices = list[tuple[int, str]]


class OrganisationForm(forms.Form):
    """What an organisation is called, and what it is."""

    name = Words(label="Name", limit=200, rows=1, need="Enter the name of the organisation.")
    kind = Pick(label="Kind", need="Choose what kind of organisation it is.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "Choose a kind"), *Organisation.Kind.choices]  # type: ignore[attr-defined]


class TeamForm(forms.Form):
    """What a team is called."""

    name = Words(label="Name of the team", limit=200, rows=1, need="Enter the name of the team.")


class PersonForm(forms.Form):
    """How a person is called, and of which organisation they are."""

    name = Words(label="Name", limit=150, rows=1, need="Enter the person’s name.")
    called = Words(
        label="How pages speak of them, if not by the first name", limit=80, rows=1, required=False, hint="For example: Dr Okafor."
    )
    organisation = Pick(label="Organisation", need="Choose an organisation.")

    def __init__(self, *args: Any, organisations: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = organisations if len(organisations) == 1 else [("", "Choose an organisation"), *organisations]
        self.fields["organisation"].choices = chosen  # type: ignore[attr-defined]


class NewPerson(PersonForm):
    """Whom to add and invite."""

    email = EmailLine(label="E-mail address", hint="Their own address at work. They sign in with it.")
    called = None  # type: ignore[assignment]
    field_order = ("email", "name", "organisation")


class DutiesForm(forms.Form):
    """What a person does for the service."""

    duties = forms.MultipleChoiceField(
        label="Duties",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("is_leader", "Leads the service: keeps organisations, teams, people and duties"),
            ("may_open_plans", "Opens plans for children"),
            ("keeps_colleagues", "Keeps the people of their own organisation: invites them, lets them leave, arranges cover"),
            ("edits_guidance", "Writes the guidance pages"),
        ],
        help_text="None of these opens a child’s plan by itself.",
        error_messages={"invalid_choice": "Choose from this list."},
    )

    def chosen(self) -> Duties:
        """Give the duties that were ticked."""
        return Duties(**dict.fromkeys(self.cleaned_data["duties"], True))


class TakeIn(forms.Form):
    """Whom to take into a team."""

    person = Pick(label="Take a person in", need="Choose a person.")

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", "Choose a person"), *people]  # type: ignore[attr-defined]


class Leave(forms.Form):
    """Who takes over from a person who leaves."""

    successor = Pick(
        label="Who takes over the plans they coordinate?", required=False, need="This person coordinates plans. Choose who takes them over."
    )

    def __init__(self, *args: Any, people: Choices, is_needed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].required = is_needed
        self.fields["successor"].choices = [("", "Choose a colleague"), *people]  # type: ignore[attr-defined]

    def chosen(self) -> int | None:
        """Give the number of the successor."""
        return int(self.cleaned_data["successor"]) if self.cleaned_data["successor"] else None


class CoverForm(forms.Form):
    """Who covers, from when until when."""

    covering = Pick(label="Who covers?", need="Choose who covers.")
    from_on = DayField(label="First day")
    until_on = DayField(label="Last day", hint="The cover ends by itself after this day.")

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["covering"].choices = [("", "Choose a colleague"), *people]  # type: ignore[attr-defined]
