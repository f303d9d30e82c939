"""The form of the council's reply to something that was asked of a draft."""

from typing import Any

from django import forms
from django.http import QueryDict

from plans.actions.save_reply import ReplyFacts
from plans.contents import item_content
from plans.forms.fields import Choice, Words, put_in
from plans.forms.items import FORMS, ItemForm, initial_of
from plans.models import Item
from plans.queries.reply_page import ReplyPage, stands_hash
from plans.record.shall import Does, Shall
from plans.statute.sections import WITH_ARTICLE

AGREED = ("agreed", "partly")


class ReplyForm(forms.Form):
    """The answer, the reason that whoever asked reads, and the words that shall stand; `seen` names the preview that was shown."""

    stands = forms.CharField(required=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, *, page: ReplyPage) -> None:
        super().__init__(data, initial=page.initial)
        self.page = page
        self.fields["outcome"] = Choice(
            label="What is the answer?", choices=page.outcomes, required=True, need="Choose what the answer is."
        )
        self.fields["reason"] = Words(
            label="The reason",
            limit=4000,
            rows=4,
            hint="Whoever asked reads this, and nobody else of the family.",
            need="Write the reason. Whoever asked reads it.",
        )
        if page.changes_words:
            self._ask_words(page)
        self.typed = _typed_form(data, page)
        self.order_fields(["outcome", "reason", "into", "shall", "takes_out"])

    def _ask_words(self, page: ReplyPage) -> None:
        if page.adds and page.kind:
            choices = [(Does.ADDS.value, f"As {WITH_ARTICLE[page.kind]} of its own"), (Does.WORDS.value, "In the section’s own words")]
            self.fields["into"] = Choice(label="If it is agreed: where shall it stand?", choices=choices)
        hint = "Only used where the answer is agreed or partly agreed."
        self.fields["shall"] = Words(label="The words that shall stand in the plan", limit=page.limit, rows=8, hint=hint, required=False)
        if page.is_item:
            self.fields["takes_out"] = forms.BooleanField(label="Take this out of the plan instead", required=False)

    @property
    def changes_plan(self) -> bool:
        """Say whether the answer may change the plan, so that the typed fields count."""
        return self.page.changes_words and self.cleaned_data.get("outcome") in AGREED

    def is_valid(self) -> bool:
        """Hold the typed fields to their rules only where the reply sets them."""
        own = super().is_valid()
        if not own or not self._uses_typed():
            return own
        return self.typed.is_valid() if self.typed else True

    def _uses_typed(self) -> bool:
        if self.typed is None or not self.changes_plan:
            return False
        return self.does is Does.ADDS if self.page.adds else self.does is Does.WORDS

    @property
    def does(self) -> Does:
        """Say what an agreed reply does to the plan."""
        data = self.cleaned_data
        if data.get("takes_out"):
            return Does.TAKES_OUT
        return Does.ADDS if self.page.adds and data.get("into") != Does.WORDS.value else Does.WORDS

    def facts(self, item: Item | None) -> ReplyFacts:
        """Give what was written, for the action."""
        data = self.cleaned_data
        return ReplyFacts(
            outcome=data["outcome"],
            reason=data["reason"],
            words=data.get("shall", ""),
            stands=data.get("stands", ""),
            shall=self._shall(item) if self.changes_plan else Shall(),
        )

    def _shall(self, item: Item | None) -> Shall:
        if not self._uses_typed() or self.typed is None:
            return Shall(self.does)
        written = self.typed.words()
        values = {name: value for name, value in written.typed().items() if name in self.typed.fields or name == "amount_pence"}
        if item is None:
            return Shall(Does.ADDS, self.typed.kind, tuple(str(uid) for uid in self.typed.tied()), values)
        there = item_content(item)
        new = {name: value for name, value in values.items() if there[name] != value}
        return Shall(Does.WORDS, set=new, was={name: there[name] for name in new})

    def stand_on(self, words: str) -> None:
        """Let the form stand on what the plan says now."""
        put_in(self, "stands", stands_hash(words))


def _typed_form(data: QueryDict | None, page: ReplyPage) -> ItemForm | None:
    if page.kind is None:
        return None
    initial: dict[str, Any] = initial_of(page.kind, dict(page.typed)) | {"comes_from": list(page.shall.comes_from)}
    form = FORMS[page.kind](data, prefix="typed", initial=initial, sources=page.sources)
    for name in ("text", "words", "words_n", "seq", "post_key"):
        if name in form.fields and name in ("text", "words"):
            del form.fields[name]
    return form
