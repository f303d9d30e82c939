"""Clean what a person of the council writes in a note."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms

from comments.models import COMMENT_LIMIT
from comments.notes import place_said
from permissions.refusals import Invalid
from permissions.vocabulary import Code
from plans.forms.fields import PostKey, Words

DISCLOSABLE = "The family can ask to see this. Write it so that you would be content for them to read it."
_WHOLE = "plan"


class NoteForm(forms.Form):
    """The words of a note. A draft belongs to one `place`: what was meant for one plan or note is never offered in another."""

    use_required_attribute = False
    text = Words(label="Note", limit=COMMENT_LIMIT, rows=5, hint=DISCLOSABLE, need="Write something first.")

    def __init__(self, *args: Any, place: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["data-draft-key"] = f"note-{place}"

    def add_errors(self, wrong: Invalid) -> None:
        """Put the sentences of an act beside the fields that they are about."""
        for name, sentence in wrong.errors.items():
            self.add_error(name if name in self.fields else None, sentence)


class AddNoteForm(NoteForm):
    """A new note: what it is about, and its words."""

    about = forms.ChoiceField(
        label="What is it about?",
        widget=forms.Select,
        error_messages={"required": "Choose what the note is about.", "invalid_choice": "Choose one of the list."},
    )
    post_key = PostKey(required=False)
    field_order = ("about", "text")

    def __init__(self, *args: Any, places: Iterable[Code | None], **kwargs: Any) -> None:
        super().__init__(*args, initial={"post_key": uuid4()}, **kwargs)
        field = self.fields["about"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 tells the type checker
        field.choices = [(place.value if place else _WHOLE, place_said(place)) for place in places]

    @property
    def place(self) -> Code | None:
        """Give the section that was chosen, or None for the whole plan."""
        chosen = self.cleaned_data["about"]
        return None if chosen == _WHOLE else Code(chosen)
