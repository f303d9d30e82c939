"""What is asked when an answer that came on paper or by phone is entered for somebody."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from plans.actions.answering import OF_A_SECTION, Said
from plans.actions.enter_answer import AGREES, FINISHED, Entered
from plans.forms.answers import REASON_LIMIT
from plans.forms.dates import DayField
from plans.forms.fields import Choice, PostKey, ReportFile, Words
from plans.models import Suggestion
from plans.queries.on_behalf import place_of

Kind = Suggestion.Kind
WHAT = (
    (AGREES, "They agree with a section"),
    (Kind.CHANGE.value, "They want other words for one part"),
    (Kind.QUESTION.value, "They have a question"),
    (Kind.MISSING.value, "They say that something is missing"),
    (Kind.MEETING.value, "They ask for a meeting"),
    (Kind.PREFERENCE.value, "They name a school or other place"),
    (Kind.BUDGET.value, "They ask for a personal budget"),
    (Kind.OTHER.value, "Something else"),
    (FINISHED, "They say that they have finished"),
)
# What is kept as the words that shall stand, or as a wish; everything else is kept as what was said.
_PROPOSED = frozenset({Kind.CHANGE, Kind.MISSING, Kind.MEETING, Kind.PREFERENCE})
_NEEDS_PLACE = frozenset({AGREES, *OF_A_SECTION})


class OnBehalfForm(forms.Form):
    """One thing of the answer at a time; the day and the paper stay chosen for the next one."""

    came_on = DayField(label="On which day did it reach the council?", need="Enter the day on which it reached the council.")
    file = ReportFile(label="The letter or form, as it came")
    original = forms.ChoiceField(label="Or one that was added before", required=False)
    is_spoken = forms.BooleanField(label="It came by phone or in person: there is no paper", required=False)
    what = Choice(label="What do they say?", choices=WHAT, required=True, need="Choose what they say.")
    place = forms.ChoiceField(
        label="About which part of the draft?", required=False, error_messages={"invalid_choice": "Choose one of the list."}
    )
    words = Words(
        label="Their words",
        limit=REASON_LIMIT,
        rows=5,
        required=False,
        hint="As they wrote or said it. For other words: what it should say, whole.",
    )
    post_key = PostKey(required=False)
    use_required_attribute = False

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]], originals: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("post_key", uuid.uuid4())
        self.fields["place"].choices = [("", "The plan as a whole"), *places]  # type: ignore[attr-defined]
        self.fields["original"].choices = [("", "None of these"), *originals]  # type: ignore[attr-defined]
        self.fields["words"].widget.attrs["data-draft-key"] = f"on-behalf-{self.initial.get('service', '')}"
        if not originals:
            del self.fields["original"]

    @property
    def upload(self) -> UploadedFile | None:
        """Give the file that was chosen."""
        return self.cleaned_data.get("file") if self.is_bound and hasattr(self, "cleaned_data") else None

    def clean(self) -> dict[str, Any]:
        """Ask for the part where one is needed, and for words where there must be some."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        what = data.get("what")
        if what in _NEEDS_PLACE and not data.get("place") and "place" not in self.errors:
            self.add_error("place", "Choose the part of the draft that it is about.")
        if what and what not in (AGREES, FINISHED) and not data.get("words") and "words" not in self.errors:
            self.add_error("words", "Write what they say.")
        return data

    def entered(self) -> Entered:
        """Give what is to be entered."""
        data = self.cleaned_data
        code, about = place_of(data["place"])
        what = data["what"]
        said = None
        if what not in (AGREES, FINISHED):
            field = "proposed" if what in _PROPOSED else "reason"
            said = Said(kind=Kind(what), code=code, about=about, **{field: data["words"]})
        original = data.get("original")
        paper = uuid.UUID(original) if original else None
        return Entered(what=what, said=said, code=code, came_on=data["came_on"], original=paper, is_spoken=data["is_spoken"])
