"""The forms of a section: the statement that there is nothing to say, and the words of one text alone."""

from typing import Any

from django import forms

from plans.forms.fields import SeenNumber, Words
from plans.models.content import NARRATIVE_LIMIT, WORDS_LIMIT
from plans.queries.texts import SECTION_LABEL


class SectionForm(forms.Form):
    """The statement that there is nothing to say in a section, where it may be made; nothing to ask where it may not."""

    none_identified = forms.BooleanField(label="None identified: state that there is nothing to say in this section", required=False)
    seq = SeenNumber()

    def __init__(self, *args: Any, may_state_none: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_state_none:
            del self.fields["none_identified"]


class WordsForm(forms.Form):
    """The words of one text, and the number of its log on which they stand. An item has words, a section may have none of its own."""

    words_n = SeenNumber()

    def __init__(self, *args: Any, is_item: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label, limit = ("What it says", WORDS_LIMIT) if is_item else (SECTION_LABEL, NARRATIVE_LIMIT)
        self.fields["words"] = Words(label=label, limit=limit, required=is_item, need="Write something, or take the item out.")

    @property
    def base(self) -> int:
        """Give the number as it was sent, for the form that comes back."""
        return SeenNumber().clean(self.data.get("words_n"))
