"""Clean what a person writes beside a section, and who may read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django import forms

from comments.access import Audience, audiences_for, is_coordinator
from comments.people import Around, family_for
from comments.text import EMPTY, fault_in, tidied
from permissions.refusals import Invalid
from permissions.vocabulary import Code
from plans.access import PlanAccess

_WITH_SIGN = ":"
CHOOSE = "Choose who can see this."


class CommentForm(forms.Form):
    """An answer in a thread. `key` sets the ids of its controls apart from those of every other form of the page."""

    use_required_attribute = False
    text = forms.CharField(
        label="Reply",
        strip=False,
        error_messages={"required": EMPTY},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    post_key = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, *, key: str) -> None:
        super().__init__(data, auto_id=f"comment-{key}-%s", initial={"post_key": uuid4()})
        self.key = key
        self.fields["text"].widget.attrs["data-draft-key"] = f"comment-{key}"

    def add_errors(self, wrong: Invalid) -> None:
        """Put the sentences of an act beside the fields that they are about."""
        for name, sentence in wrong.errors.items():
            self.add_error(name if name in self.fields else None, sentence)

    def clean_text(self) -> str:
        """Refuse what can't be shown or is too long, each with a sentence."""
        words = tidied(self.cleaned_data["text"])
        if fault := fault_in(words):
            raise forms.ValidationError(fault)
        return words

    def clean_post_key(self) -> UUID | None:
        """Read the key of the form; a form without one is taken, and can then be sent twice."""
        try:
            return UUID(self.cleaned_data["post_key"])
        except ValueError:
            return None


@dataclass(frozen=True)
class Choice:
    """One audience that this person may choose: `value` of the radio, `words` beside it."""

    value: str
    words: str


class OpenThreadForm(CommentForm):
    """The first comment of a thread, with its audience. A draft belongs to one `place`: what was meant for one section or child is never offered in another."""

    audience = forms.ChoiceField(
        label="Who can see this?",
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, choices: tuple[Choice, ...], place: str = "") -> None:
        super().__init__(data, key="new")
        self.fields["text"].widget.attrs["data-draft-key"] = f"comment-new-{place}"
        field = self.fields["audience"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 tells the type checker
        field.choices = [(choice.value, choice.words) for choice in choices]
        field.initial = choices[0].value if choices else ""
        self.fields["text"].label = "Start a conversation about this section"
        self.fields["text"].help_text = "Plain words. Others read them beside the section, never as part of the plan."

    @property
    def opening(self) -> dict[str, Any]:
        """Give what was written and chosen, as `comments.actions.open_thread.Opening` takes it."""
        audience, _, person = self.cleaned_data["audience"].partition(_WITH_SIGN)
        chosen = {"audience": audience, "person": UUID(person) if person else None}
        return {"text": self.cleaned_data["text"], "post_key": self.cleaned_data["post_key"], **chosen}


def audience_choices(access: PlanAccess, code: Code, people: Mapping[int, Around]) -> tuple[Choice, ...]:
    """List what this person may choose, in words; the first stands chosen."""
    choices: list[Choice] = []
    for audience in audiences_for(access, code):
        if audience is Audience.PERSON and access.circle.is_family:
            choices.append(Choice(audience, own_words(access, people)))
        elif audience is Audience.PERSON:
            choices += [Choice(f"{audience}{_WITH_SIGN}{one.uid}", f"You and {one.name}") for one in family_for(code, people)]
        else:
            choices.append(Choice(audience, _WORDS[audience]))
    return tuple(choices)


_WORDS = {
    Audience.EVERYONE: "Everyone who may see this section",
    Audience.PROFESSIONALS: "Professionals and the council, not the family",
    Audience.COUNCIL: "The council’s team only",
}


def own_words(access: PlanAccess, people: Mapping[int, Around]) -> str:
    """Say who reads a family member's private thread: themselves and the coordinator, by name."""
    coordinator = access.plan.coordinator
    others = [one.name for one in people.values() if is_coordinator(one.access)] or ([coordinator.name] if coordinator else [])
    return f"You and your coordinator, {' and '.join(others)}" if others else "You and your coordinator"
