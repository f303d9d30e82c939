"""The form of each kind of item: its words, and the fields of its spec by the same names."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from permissions.refusals import Invalid
from plans.actions.link_item import NOT_FROM_THERE
from plans.actions.writing import ItemWords
from plans.contents import spec_names
from plans.forms.dates import DayField
from plans.forms.fields import Choice, Number, PostKey, ReportFile, SeenNumber, Words, put_in
from plans.models import BudgetSpec, EvidenceSpec, HopeSpec, PlacementSpec, ProvisionSpec, VoiceSpec
from plans.models.content import WORDS_LIMIT
from plans.models.specs import Area
from plans.queries.items import Strand
from plans.queries.texts import WORDS_LABELS
from plans.statute.sections import Kind

KEEP, PUT_FORWARD = "keep", "put_forward"
AMOUNT = "“Pounds a year” must be an amount from 0 to 20,000,000, such as 2640 or 2640.50."
CHOOSE_AGAIN = "Choose the file again. It was not added, because something else on this page has to be put right first."
NOT_SAID = [("", "Not said yet")]


class ItemForm(forms.Form):
    """What every item has. `comes_from` offers what it may be tied to; `audience` is asked when the item is new.

    The words of one that is there are written live: they come with the form where there is no JavaScript, as `words` on the number `words_n` of their log.
    """

    kind: Kind
    words_hint = ""
    words_rows = 5
    has_source = True

    text: forms.Field
    post_key = PostKey()
    seq = SeenNumber()
    words_n = SeenNumber()

    def __init__(self, *args: Any, sources: Sequence[Strand] = (), is_new: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = list(self.fields)
        if is_new:
            self.fields["text"] = Words(label=WORDS_LABELS[self.kind], limit=WORDS_LIMIT, rows=self.words_rows, hint=self.words_hint)
        elif {"words", "text"} & set(self.data):
            self._take_words()
        if self.has_source:
            self.fields["source"] = Words(
                label="Where this comes from", limit=300, rows=1, required=False, hint="For example: speech and language advice, page 4"
            )
        if is_new:
            self._ask_audience()
            self.offer_file(stands=False)
            if not self.is_bound:
                self.initial["post_key"] = uuid.uuid4()
        self.offer_sources(sources)
        self.order_fields(["text", *own, "source", "comes_from", "audience"])

    def _take_words(self) -> None:
        """Read the words that came with the form. Their box is drawn by the page; a page of before they were live calls them otherwise, and names no number."""
        self.fields["words"] = Words(label=WORDS_LABELS[self.kind], limit=WORDS_LIMIT)
        self.fields["words"].widget = forms.HiddenInput()
        if "words" not in self.data:
            put_in(self, "words", self.data["text"])

    def offer_sources(self, sources: Sequence[Strand]) -> None:
        """Ask what the item comes from, where there is anything that it may come from."""
        if sources:
            self.fields["comes_from"] = forms.MultipleChoiceField(
                label="What does this come from?",
                help_text="Tie it to what it is there for, so that everybody can follow the thread.",
                required=False,
                widget=forms.CheckboxSelectMultiple,
                choices=[(str(strand.uid), f"{strand.words} – {strand.section}") for strand in sources],
                error_messages={"invalid_choice": "One of these is not in the plan any more. Choose again."},
            )

    def offer_file(self, *, stands: bool) -> None:
        """Ask for another file where one stands, and whether it goes; where none stands there is nothing to take away."""
        if not stands:
            self.fields.pop("drops_file", None)
        elif "file" in self.fields:
            self.fields["file"].label = "Another file in its place"

    @property
    def upload(self) -> UploadedFile | None:
        """Give the file that was sent, of a form that is valid."""
        return self.cleaned_data.get("file")

    def _ask_audience(self) -> None:
        self.fields["audience"] = Choice(
            label="Who can see this?",
            required=True,
            choices=[(KEEP, "Only me, for now"), (PUT_FORWARD, "Put it forward: everyone who may see this section")],
            need="Choose who can see this.",
        )

    def say_again(self, errors: Mapping[str, str]) -> None:
        """Say what an act found wrong, beside the fields; saved again, it is a new form."""
        for name, sentence in errors.items():
            self.add_error(name if name in self.fields else None, sentence)
        self.ask_file_again()
        put_in(self, "post_key", str(uuid.uuid4()))

    def ask_file_again(self) -> None:
        """Say that a file has to be chosen once more when its form comes back: browsers don't keep it."""
        if self.files.get("file") and "file" not in self.errors:
            self.add_error("file", CHOOSE_AGAIN)

    def clean(self) -> dict[str, Any]:
        """Ask for the file again where something else is wrong."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            self.ask_file_again()
        return data

    def words(self) -> ItemWords:
        """Give what was written, for the action."""
        data = self.cleaned_data
        return ItemWords(
            kind=self.kind,
            text=data.get("text", data.get("words")),
            words_n=data["words_n"],
            source=data.get("source", ""),
            is_safety=data.get("is_safety", False),
            is_travel=data.get("is_travel", False),
            spec={name: data[name] for name in spec_names(self.kind) if name in data},
        )

    def tied(self) -> tuple[uuid.UUID, ...]:
        """Give what the item was tied to."""
        return tuple(uuid.UUID(key) for key in self.cleaned_data.get("comes_from", ()))


class VoiceForm(ItemForm):
    """Somebody's own words."""

    kind = Kind.VOICE
    words_hint = "Nobody else can change these words."
    words_rows = 8
    has_source = False
    speaker = Choice(label="Whose words are these?", choices=VoiceSpec.Speaker.choices, required=True, need="Choose whose words these are.")
    speaker_name = Words(label="Their name", limit=120, rows=1, need="Write the name of the person whose words these are.")
    how_gathered = Words(label="How were they gathered?", limit=300, rows=2, required=False, hint="For example: talking while drawing")
    gathered_by = Words(label="By whom?", limit=150, rows=1, required=False)
    gathered_on = DayField(label="On which day?", required=False)
    verbatim = forms.TypedChoiceField(
        label="Are these the exact words?",
        choices=[("yes", "Yes, word for word"), ("no", "No, this is what someone understood")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Say whether these are the exact words."),
    )


class HopeForm(ItemForm):
    """A hope."""

    kind = Kind.ASPIRATION
    words_hint = "For example: I want to walk to school with my friends."
    has_source = False
    whose = Choice(label="Whose hope is it?", choices=VoiceSpec.Speaker.choices, required=True, need="Choose whose hope this is.")
    horizon = Choice(label="When is it for?", choices=[*NOT_SAID, *HopeSpec.Horizon.choices])


class NeedForm(ItemForm):
    """A need."""

    kind = Kind.NEED
    words_hint = "Say what is hard, not what help is given."
    area = Choice(label="Which area is it in?", choices=Area.choices, required=True, need="Choose the area.")
    impact = Words(label="What does it mean day to day?", limit=4000, rows=4, required=False)
    is_safety = forms.BooleanField(label="Adults must know this to keep the child safe", required=False)
    is_travel = forms.BooleanField(label="This matters for travel", required=False)


class OutcomeForm(ItemForm):
    """An outcome."""

    kind = Kind.OUTCOME
    words_hint = "What will the child be able to do, by when?"
    area = Choice(label="Which area is it in?", choices=[*NOT_SAID, *Area.choices])
    baseline = Words(label="Where are things now?", limit=2000, rows=3, required=False)
    measure = Words(label="How will we know?", limit=2000, rows=3, required=False)
    target = Words(label="What do we want to see?", limit=2000, rows=3, required=False)
    by_on = DayField(label="By which day?", required=False)
    by_phase = Words(label="Or by when in education?", limit=120, rows=1, required=False, hint="For example: the end of Key Stage 2")
    steps = Words(label="Steps on the way", limit=4000, rows=4, required=False)
    monitored_by = Words(label="Who looks at it, and when?", limit=300, rows=1, required=False)


class ProvisionForm(ItemForm):
    """A piece of help."""

    kind = Kind.PROVISION
    delivered_by = Words(label="Who gives it?", limit=200, rows=1, required=False)
    qualification = Words(label="With what training or qualification?", limit=300, rows=1, required=False)
    sessions = Number(label="How many times?", least=1, most=200, hint="The law expects this to be specific.")
    per = Choice(label="In what time?", choices=[*NOT_SAID, *ProvisionSpec.Per.choices])
    minutes = Number(label="How many minutes each time?", least=1, most=1440)
    grouping = Choice(label="Alone or with others?", choices=[*NOT_SAID, *ProvisionSpec.Grouping.choices])
    children_max = Number(label="At most how many children together?", least=1, most=60)
    adults = Number(label="How many adults?", least=1, most=20)
    where = Words(label="Where?", limit=300, rows=1, required=False)
    weeks_a_year = Number(label="In how many weeks a year?", least=1, most=52, hint="A school year has 39 weeks.")
    starts_on = DayField(label="From which day?", required=False)
    ends_on = DayField(label="Until which day?", required=False)
    review = Words(label="When is it looked at again?", limit=300, rows=1, required=False)
    flexibility_reason = Words(label="If amounts are left open, why?", limit=1000, rows=2, required=False)
    is_safety = forms.BooleanField(label="Adults must know this to keep the child safe", required=False)
    is_travel = forms.BooleanField(label="This is about travel", required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the start."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        starts, ends = data.get("starts_on"), data.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", "The last day can't be before the first.")
        return data


class PlacementForm(ItemForm):
    """A school or other place."""

    kind = Kind.PLACEMENT
    name = Words(label="Name of the school or other place", limit=200, rows=1, required=False)
    type = Choice(label="Type", choices=PlacementSpec.Type.choices, required=True, need="Choose the type.")
    from_on = DayField(label="From which day?", required=False)


class BudgetForm(ItemForm):
    """A line of a personal budget."""

    kind = Kind.BUDGET
    part = Choice(label="Which service's part is it?", choices=BudgetSpec.Part.choices, required=True, need="Choose whose part it is.")
    pounds = forms.DecimalField(
        label="Pounds a year",
        required=False,
        min_value=0,
        max_value=20_000_000,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-10"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value", "max_digits", "max_decimal_places", "max_whole_digits"), AMOUNT),
    )
    how = Choice(label="How is it paid?", choices=[*NOT_SAID, *BudgetSpec.How.choices])
    purpose = Words(label="Needs and outcomes that it is for", limit=500, rows=3, required=False)

    def words(self) -> ItemWords:
        """Give what was written, with the amount in pence."""
        written = super().words()
        amount = self.cleaned_data.get("pounds")
        pence = int(amount * 100) if amount is not None else None
        return replace(written, spec={**written.spec, "amount_pence": pence})


class EvidenceForm(ItemForm):
    """A report."""

    kind = Kind.EVIDENCE
    has_source = False
    advice_type = Choice(
        label="What kind of advice is it?", choices=EvidenceSpec.Advice.choices, required=True, need="Choose the kind of advice."
    )
    title = Words(label="Title of the report", limit=200, rows=1, need="Write the title of the report.")
    author_name = Words(label="Who wrote it?", limit=150, rows=1, required=False)
    author_role = Words(label="In what role?", limit=150, rows=1, required=False)
    dated_on = DayField(label="Date of the report", required=False)
    file = ReportFile(label="The report itself")
    drops_file = forms.BooleanField(label="Take the file away, and keep what is written here", required=False)
    not_obtained_reason = Words(label="If it was asked for and not obtained: why?", limit=500, rows=2, required=False)

    def words(self) -> ItemWords:
        """Give what was written; a report with a reason for its absence was not obtained."""
        written = super().words()
        drops = self.cleaned_data.get("drops_file", False)
        return replace(written, spec={**written.spec, "obtained": not self.cleaned_data["not_obtained_reason"]}, drops_file=drops)


FORMS: dict[Kind, type[ItemForm]] = {
    Kind.VOICE: VoiceForm,
    Kind.ASPIRATION: HopeForm,
    Kind.NEED: NeedForm,
    Kind.OUTCOME: OutcomeForm,
    Kind.PROVISION: ProvisionForm,
    Kind.PLACEMENT: PlacementForm,
    Kind.BUDGET: BudgetForm,
    Kind.EVIDENCE: EvidenceForm,
}


def initial_of(kind: Kind, values: dict[str, Any]) -> dict[str, Any]:
    """Put stored values into the shapes of the form's fields."""
    shaped = dict(values)
    if kind is Kind.VOICE:
        shaped["verbatim"] = "yes" if values.get("verbatim", True) else "no"
    if kind is Kind.BUDGET and values.get("amount_pence") is not None:
        shaped["pounds"] = f"{values['amount_pence'] / 100:.2f}"
    return shaped


def uids_in(texts: Iterable[str]) -> list[uuid.UUID]:
    """Read the numbers of items as a form sends them; Invalid for what is no number."""
    try:
        return [uuid.UUID(text) for text in texts]
    except ValueError as wrong:
        raise Invalid({"comes_from": NOT_FROM_THERE}) from wrong
