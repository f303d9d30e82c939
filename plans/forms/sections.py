"""The form of a section's own words."""

from typing import Any

from django import forms

from plans.forms.fields import SeenNumber, Words
from plans.models.content import NARRATIVE_LIMIT


class SectionForm(forms.Form):
    """A section's narrative, and the statement that there is nothing to say."""

    narrative = Words(
        label="The section’s own words",
        limit=NARRATIVE_LIMIT,
        rows=8,
        required=False,
        hint="What belongs to the whole section. Needs, help and outcomes are items of their own.",
    )
    none_identified = forms.BooleanField(label="None identified: state that there is nothing to say in this section", required=False)
    seq = SeenNumber()

    def __init__(self, *args: Any, may_state_none: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_state_none:
            del self.fields["none_identified"]
