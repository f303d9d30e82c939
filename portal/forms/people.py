"""The forms about the people of a plan."""

from datetime import date
from typing import Any

from django import forms

from permissions.vocabulary import ROLE_NAMES, SECTION_NAMES, Code, Role
from plans.actions.add_member import MemberFacts
from plans.forms.dates import DayField
from plans.forms.fields import Words
from portal.forms.fields import EmailLine, Pick


class AddMember(forms.Form):
    """Who comes in, as what, from when until when, and why."""

    email = EmailLine(label="E-mail address", hint="They sign in with it.")
    name = Words(label="Name", limit=150, rows=1, hint="As people call them on these pages.", need="Enter the person's name.")
    role = Pick(label="Role in this plan", need="Choose a role.")
    chosen_by = Pick(label="For a supporter: who in the family chose them", required=False)
    basis = Words(
        label="Why they take part",
        limit=200,
        rows=1,
        hint="For example: class teacher from September.",
        need="Say why this person takes part.",
    )
    from_on = DayField(label="First day")
    until_on = DayField(label="Last day, if it is known", required=False)

    def __init__(self, *args: Any, choosers: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", "Choose a role"), *((role.value, ROLE_NAMES[role]) for role in Role)]  # type: ignore[attr-defined]
        self.fields["chosen_by"].choices = [("", "Nobody, this is not a supporter"), *choosers]  # type: ignore[attr-defined]

    def facts(self) -> MemberFacts:
        """Give what was typed to the action."""
        data = self.cleaned_data
        return MemberFacts(
            email=data["email"],
            name=data["name"],
            role=Role(data["role"]),
            from_on=data["from_on"],
            until_on=data["until_on"],
            basis=data["basis"],
            chosen_by=int(data["chosen_by"]) if data["chosen_by"] else None,
        )


def fresh_member_form(choosers: list[tuple[int, str]], today: date) -> AddMember:
    """Give the empty form, its first day filled in."""
    return AddMember(choosers=choosers, initial={"from_on": today})


class Supporter(forms.Form):
    """Whom one of the family chooses."""

    email = EmailLine(label="Their e-mail address", hint="They sign in with it.")
    name = Words(label="Their name", limit=150, rows=1, need="Enter their name.")


class Reason(forms.Form):
    """Why something is done to a person's part in the plan."""

    reason = Words(label="Reason", limit=500, rows=3, hint="This is kept in the plan's record.", need="Say why, in a few words.")


class HoldBack(forms.Form):
    """Why a section is held back; the family reads it."""

    reason = Words(label="Reason", limit=500, rows=3, hint="The family reads this.", need="Say why, in a few words. The family reads it.")


class Limit(Reason):
    """Which sections are left to a person."""

    keep = forms.MultipleChoiceField(
        label="Sections that this person keeps",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Leave at least one section, or end the membership.",
            "invalid_choice": "Choose from the sections of this list.",
        },
    )
    field_order = ("keep", "reason")

    def __init__(self, *args: Any, sections: tuple[Code, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keep"].choices = [(code.value, f"{SECTION_NAMES[code]} (Section {code})") for code in sections]  # type: ignore[attr-defined]

    def kept(self) -> set[Code]:
        """Give the sections that were ticked."""
        return {Code(code) for code in self.cleaned_data["keep"]}
