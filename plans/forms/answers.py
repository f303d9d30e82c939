"""What is asked when somebody answers a draft: one small form for each thing that can be said."""

import uuid
from typing import Any

from django import forms

from permissions.vocabulary import Code
from plans.actions.answering import Said
from plans.forms.fields import Choice, PostKey, Words
from plans.models import Suggestion
from plans.models.content import NARRATIVE_LIMIT, WORDS_LIMIT

Kind = Suggestion.Kind
REASON_LIMIT = 4000

# Law: Children and Families Act 2014 s.38(3): the places that a parent or young person may ask to be named; any other is a representation.
PLACES = (
    ("maintained", "A maintained school or nursery"),
    ("academy", "An academy"),
    ("college", "A further education college, or other institution in that sector"),
    ("non_maintained_special", "A non-maintained special school"),
    ("section_41", "An independent special school or college on the list of section 41"),
    ("other", "Somewhere else, or education that is not in a school"),
)
EMPTY = "Write what it should say. To have these words go, tick the box below."
MEETS = (("in_person", "In person"), ("phone", "By phone"), ("video", "By video"))


class SayForm(forms.Form):
    """What every form of an answer shares: the kind, the number of the opened form, and the report that shows what is said."""

    use_required_attribute = False
    kind: Suggestion.Kind
    title = ""
    button = "Save"
    post_key = PostKey(required=False)

    def __init__(self, *args: Any, place: str, reports: tuple[tuple[str, str], ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("post_key", uuid.uuid4())
        if "report" in self.fields:
            self._offer(reports)
        for name, field in self.fields.items():
            if isinstance(field, Words):
                field.widget.attrs["data-draft-key"] = f"answer-{place}-{self.kind}-{name}"
                if not self.is_bound:
                    field.widget.attrs["data-draft-wins"] = True

    def _offer(self, reports: tuple[tuple[str, str], ...]) -> None:
        if not reports:
            del self.fields["report"], self.fields["page"]
            return
        self.fields["report"].choices = [("", "No report"), *reports]  # type: ignore[attr-defined]

    def said(self, code: Code | None, about: uuid.UUID | None) -> Said:
        """Give what was said."""
        data = self.cleaned_data
        report = data.get("report")
        return Said(
            kind=self.kind,
            code=code,
            about=about,
            proposed=data.get("proposed", ""),
            reason=data.get("reason", ""),
            report=uuid.UUID(report) if report else None,
            page=data.get("page", ""),
        )


class _WithReport(SayForm):
    report = forms.ChoiceField(
        label="Which report is it in?", required=False, error_messages={"invalid_choice": "Choose one of the reports of this draft."}
    )
    page = Words(label="On which page?", limit=40, rows=1, required=False)


class ChangeForm(_WithReport):
    """The words of the draft in a box, to be changed."""

    kind = Kind.CHANGE
    title = "Change these words"
    proposed = Words(label="What it should say", limit=NARRATIVE_LIMIT, rows=6, need=EMPTY)
    takes_out = forms.BooleanField(label="Take these words out altogether", required=False)
    reason = Words(label="Why?", limit=REASON_LIMIT, rows=2, required=False, hint="A sentence is enough. It helps the council to agree.")
    field_order = ("proposed", "takes_out", "reason", "report", "page")

    def clean(self) -> dict[str, Any]:
        """Take an empty box only where the words are to go."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("takes_out"):
            self.errors.pop("proposed", None)
            data["proposed"] = ""
        return data


class QuestionForm(SayForm):
    """A question."""

    kind = Kind.QUESTION
    title = "Ask a question"
    reason = Words(label="Your question", limit=REASON_LIMIT, need="Write your question.")


class MissingForm(_WithReport):
    """Something that should stand in the draft, and the report that says it."""

    kind = Kind.MISSING
    title = "Something is missing"
    proposed = Words(label="What is missing?", limit=WORDS_LIMIT, need="Write what is missing.")
    reason = Words(label="Why does it matter?", limit=REASON_LIMIT, rows=2, required=False)
    field_order = ("proposed", "report", "page", "reason")


class MeetingForm(SayForm):
    """That somebody would like to meet, when, how, and with an interpreter."""

    kind = Kind.MEETING
    title = "Ask for a meeting"
    proposed = Words(
        label="Which days and times suit you?", limit=500, rows=3, need="Say when it suits you. For example: Tuesdays after 10 o’clock."
    )
    how = Choice(label="How would you like to meet?", choices=MEETS, required=True, need="Choose how you would like to meet.")
    interpreter = Words(
        label="Interpreter", limit=100, rows=1, required=False, hint="If you would like one, say which language, or sign language."
    )
    reason = Words(label="What would you like to talk about?", limit=REASON_LIMIT, rows=3, required=False)
    field_order = ("proposed", "how", "interpreter", "reason")

    def said(self, code: Code | None, about: uuid.UUID | None) -> Said:
        """Give times, way and interpreter as lines that the council reads."""
        data = self.cleaned_data
        lines = [data["proposed"], dict(MEETS)[data["how"]]]
        lines += [f"Interpreter: {data['interpreter']}"] if data["interpreter"] else []
        return Said(kind=self.kind, proposed="\n".join(lines), reason=data["reason"])


class PreferenceForm(SayForm):
    """The school or other place that somebody asks for: it is used for Section I only (s.38(2), (3))."""

    kind = Kind.PREFERENCE
    title = "The school or other place you would like"
    name = Words(label="Its name, and the town", limit=300, rows=1, need="Write the name of the school or other place.")
    type = Choice(
        label="What kind of place is it?",
        choices=PLACES,
        required=True,
        need="Choose what kind of place it is. If you are not sure, choose the last one.",
    )
    reason = Words(label="Why this place?", limit=REASON_LIMIT, rows=3, required=False)
    field_order = ("name", "type", "reason")

    def said(self, code: Code | None, about: uuid.UUID | None) -> Said:
        """Give name and kind of the place, a line each."""
        data = self.cleaned_data
        return Said(kind=self.kind, proposed=f"{data['name']}\n{dict(PLACES)[data['type']]}", reason=data["reason"])


class BudgetForm(SayForm):
    """That somebody asks for a personal budget, and for what."""

    kind = Kind.BUDGET
    title = "A personal budget"
    reason = Words(label="What would you like a personal budget for?", limit=REASON_LIMIT, need="Say what you would like it for.")


class OtherForm(SayForm):
    """Anything else."""

    kind = Kind.OTHER
    title = "Anything else you want to say"
    reason = Words(label="What would you like to say?", limit=REASON_LIMIT, need="Write what you would like to say.")


TO_A_SECTION: dict[str, type[SayForm]] = {form.kind: form for form in (ChangeForm, QuestionForm, MissingForm)}
TO_THE_WHOLE: dict[str, type[SayForm]] = {form.kind: form for form in (MeetingForm, PreferenceForm, BudgetForm, OtherForm)}


def initial_of(row: Suggestion) -> dict[str, Any]:
    """Give what fills a form when something that was said is changed."""
    first, *rest = row.proposed.split("\n") or [""]
    values: dict[str, Any] = {
        "proposed": row.proposed,
        "reason": row.reason,
        "page": row.page,
        "report": str(row.report.uid) if row.report else "",
        "takes_out": row.kind == Kind.CHANGE and not row.proposed,
    }
    if row.kind == Kind.PREFERENCE:
        values |= {"name": first, "type": next((key for key, words in PLACES if words in rest), "")}
    if row.kind == Kind.MEETING:
        ways = {words: key for key, words in MEETS}
        lines = row.proposed.split("\n")
        interpreter = next((line.removeprefix("Interpreter: ") for line in lines if line.startswith("Interpreter: ")), "")
        times = "\n".join(line for line in lines if line not in ways and not line.startswith("Interpreter: "))
        values |= {"proposed": times, "how": next((ways[line] for line in lines if line in ways), ""), "interpreter": interpreter}
    return values
