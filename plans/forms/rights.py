"""What is asked about the rights of a young person: what a parent keeps, and what was found of the capacity to make one decision."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from permissions.vocabulary import CODES, SECTION_NAMES, Code
from plans.forms.dates import DayField
from plans.forms.fields import Choice, Words
from plans.forms.happened_on import HappenedOn
from plans.models import CapacityRecord
from plans.statute.rights import KEEPS_NAMES, MATTER_NAMES, Keeps, Matter

EACH = "each"
CAN, CANNOT = "yes", "no"


class ChooseForm(forms.Form):
    """What one parent keeps: the same everywhere, or section by section."""

    whole = Choice(
        label="What can they do with your plan?",
        choices=[
            (Keeps.FULL.value, "Read all of it, talk about it and suggest changes"),
            (Keeps.VIEW.value, "Only read it, all of it"),
            (Keeps.NONE.value, "Not see it"),
            (EACH, "It is different for each part. I choose below"),
        ],
        required=True,
        need="Choose what they can do with your plan.",
    )

    def __init__(self, *args: Any, now: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in CODES:
            names = [(how.value, name) for how, name in KEEPS_NAMES.items()]
            self.fields[f"section_{code}"] = forms.ChoiceField(
                label=f"{SECTION_NAMES[code]} (Section {code})", choices=names, required=False, initial=now[code.value]
            )
        different = len(set(now.values())) > 1
        self.fields["whole"].initial = EACH if different else next(iter(now.values()))

    @property
    def parts(self) -> list[Any]:
        """Give the fields of the sections."""
        return [self[f"section_{code}"] for code in CODES]

    def chosen(self) -> dict[Code, Keeps]:
        """Give what was chosen for each section; one that was left out is kept to oneself."""
        whole = self.cleaned_data["whole"]
        if whole != EACH:
            return dict.fromkeys(CODES, Keeps(whole))
        return {code: Keeps(self.cleaned_data[f"section_{code}"] or Keeps.NONE) for code in CODES}


class CapacityForm(HappenedOn):
    """What was found about one decision. The day is shown back where it lies far in the past."""

    matter = Choice(label="Which kind of decision?", choices=[(one.value, name) for one, name in MATTER_NAMES.items()], required=True)
    decision = Words(
        label="The decision itself",
        limit=500,
        rows=2,
        hint="For example: whether to agree to the draft of May. Capacity is looked at for one decision at a time.",
    )
    able = Choice(
        label="What was found?",
        choices=[
            (CAN, "They can make this decision, with help if they need it"),
            (CANNOT, "They can’t make this decision at present, even with help"),
        ],
        required=True,
        need="Choose what was found.",
    )
    assessor = Words(label="Who looked at it", limit=200, rows=1)
    on = DayField(label="On which day", need="Enter the day on which it was looked at.")
    evidence = Words(label="What was done to help them decide, and what was found", limit=4000, rows=6)
    own_view = Words(
        label="What the young person wants, in their own words or signs",
        limit=4000,
        rows=4,
        hint="Write this in either case. It counts, whatever was found.",
    )
    representative = forms.ChoiceField(
        label="Who acts for them",
        required=False,
        help_text="Only where they can’t decide. A deputy is first added to the people of this plan, as representative.",
    )
    acts_as = forms.ChoiceField(label="As what", required=False, choices=[("", "Choose"), *CapacityRecord.Standing.choices])
    field_order = ["matter", "decision", "able", "assessor", "on", "sure", "evidence", "own_view", "representative", "acts_as", "sure_of"]

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.fields["representative"].choices = [("", "Nobody"), *((str(number), name) for number, name in people)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask who acts where somebody can't decide."""
        data = super().clean()
        if data.get("able") == CANNOT:
            for name, need in (("representative", "Choose who acts for them."), ("acts_as", "Say in which position this person acts.")):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, need)
        return data

    def clean_matter(self) -> Matter:
        """Read the matter."""
        return Matter(self.cleaned_data["matter"])
