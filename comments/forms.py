"""Clean what a person writes beside a section, what it is about, who may read it and whom it calls."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import QueryDict

from comments.access import Audience, ThreadFacts, Where, audiences_for, is_coordinator, with_audience
from comments.models import QUOTE_LIMIT, Thread
from comments.people import Around, People, family_for, listed, named_readers, others_said
from comments.text import EMPTY, fault_in, tidied
from permissions.refusals import Invalid
from plans.access import PlanAccess

_WITH_SIGN = ":"
_UID_LENGTH = 36
CHOOSE = "Choose who can see this."
# So many names stand beside an audience; the rest behind "Show all names".
NAMES_SHOWN = 4


class CommentForm(forms.Form):
    """An answer in a thread, or (with its `first` words) a change of one.

    `key` sets the ids of its controls apart from those of every other form of the page; `callable` are those who can be told.
    """

    use_required_attribute = False
    text = forms.CharField(
        label="Reply",
        strip=False,
        error_messages={"required": EMPTY},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    calls = forms.MultipleChoiceField(
        label="Tell somebody by name",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose only people of this list."},
    )
    post_key = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: QueryDict | Mapping[str, Any] | None = None, *, key: str, first: str = "", callable: Mapping[int, Around] | None = None
    ) -> None:
        super().__init__(data, auto_id=f"comment-{key}-%s", initial={"post_key": uuid4(), "text": first})
        self.key = key
        self.fields["text"].widget.attrs["data-draft-key"] = f"comment-{key}"
        _offer(self, "calls", [(str(one.uid), f"{one.name}, {one.role}") for one in (callable or {}).values()])

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

    def clean_calls(self) -> tuple[UUID, ...]:
        """Read who is to be told."""
        return tuple(UUID(uid) for uid in self.cleaned_data["calls"])

    def clean_post_key(self) -> UUID | None:
        """Read the key of the form; a form without one is taken, and can then be sent twice."""
        try:
            return UUID(self.cleaned_data["post_key"])
        except ValueError:
            return None


@dataclass(frozen=True)
class Choice:
    """One audience that this person may choose: `value` of the radio, `words` beside it, and the names of everybody else who will read it.

    `others` says that there may be more, always in the same words; "" where everybody is named.
    """

    value: str
    words: str
    names: tuple[str, ...] = ()
    others: str = ""

    @property
    def names_said(self) -> str:
        """Name who will read it, the first few of them."""
        if not self.names:
            return self.others.removeprefix("and ").capitalize()
        if len(self.names) <= NAMES_SHOWN:
            return f"{', '.join(self.names)}, {self.others}" if self.others else listed(self.names)
        return f"{', '.join(self.names[:NAMES_SHOWN])} and others"

    @property
    def all_names(self) -> tuple[str, ...]:
        """Name everybody, where not all of them stand beside the choice."""
        return self.names if len(self.names) > NAMES_SHOWN else ()


@dataclass(frozen=True)
class Offered:
    """What somebody may choose who opens a thread in one place: audiences, the parts that it can be about (value, words), and whom to tell.

    `place` names it among all places of all plans, so that a draft of one is never offered in another; `about` is the part that stands chosen.
    """

    place: str
    choices: tuple[Choice, ...]
    label: str = "Start a conversation about this section"
    whole: str = "The whole section"
    parts: tuple[tuple[str, str], ...] = ()
    callable: Mapping[int, Around] | None = None
    about: str = ""


class OpenThreadForm(CommentForm):
    """The first comment of a thread: what it is about, what kind of comment it is, who may see it."""

    about = forms.ChoiceField(
        label="What is it about?", required=False, error_messages={"invalid_choice": "Choose something of this list."}
    )
    quote = forms.CharField(
        label="Which words is it about?",
        help_text="Copy them here. They stay beside your comment, even when the words change.",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 2, "data-quote-words": True}),
    )
    before = forms.CharField(required=False, strip=False, widget=forms.HiddenInput(attrs={"data-quote-before": True}))
    kind = forms.ChoiceField(
        label="What kind of comment is it?",
        required=False,
        choices=Thread.Kind.choices,
        initial=Thread.Kind.COMMENT,
        widget=forms.RadioSelect,
    )
    audience = forms.ChoiceField(
        label="Who can see this?",
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )

    def __init__(self, data: QueryDict | Mapping[str, Any] | None = None, *, offered: Offered) -> None:
        super().__init__(data, key="new", callable=offered.callable)
        self.choices = offered.choices
        self.fields["text"].label = offered.label
        self.fields["text"].widget.attrs["data-draft-key"] = f"comment-new-{offered.place}"
        _offer(self, "audience", [(choice.value, choice.words) for choice in offered.choices])
        self.fields["audience"].initial = offered.choices[0].value if offered.choices else ""
        _offer(self, "about", [("", offered.whole), *offered.parts])
        self.fields["about"].widget.attrs["data-quote-about"] = True
        self.fields["about"].initial = offered.about
        self.fields["quote"].widget.attrs["data-draft-key"] = f"quote-new-{offered.place}"
        for name in ("kind", "audience"):
            if data is None:
                self.fields[name].widget.attrs["data-draft-key"] = f"{name}-new-{offered.place}"

    @property
    def says_about(self) -> bool:
        """Say whether the part with what it is about stands open."""
        return any(self[name].value() or name in self.errors for name in ("about", "quote"))

    @property
    def says_kind(self) -> bool:
        """Say whether the part with the kind stands open."""
        return self["kind"].value() not in ("", None, Thread.Kind.COMMENT) or "kind" in self.errors

    @property
    def says_calls(self) -> bool:
        """Say whether the part with whom to tell stands open."""
        return bool(self["calls"].value()) or "calls" in self.errors

    def clean_quote(self) -> str:
        """Refuse a passage that is too long."""
        words = tidied(self.cleaned_data["quote"])
        if len(words) > QUOTE_LIMIT:
            raise forms.ValidationError(f"Copy a shorter passage: {QUOTE_LIMIT:,} characters at most.")
        return words

    def clean_before(self) -> str:
        """Keep the end of what stands before a passage; it only tells two places apart."""
        return self.cleaned_data["before"][-200:]

    @property
    def code(self) -> str:
        """Give the section that was chosen on the page of a version; "" for the whole of it."""
        about = self.cleaned_data["about"]
        return "" if _is_uid(about) else str(about).partition(_WITH_SIGN)[0]

    @property
    def opening(self) -> dict[str, Any]:
        """Give what was written and chosen, as `comments.actions.open_thread.Opening` takes it."""
        cleaned = self.cleaned_data
        audience, _, person = cleaned["audience"].partition(_WITH_SIGN)
        chosen = {"audience": audience, "person": UUID(person) if person else None, "kind": cleaned["kind"] or Thread.Kind.COMMENT}
        item = cleaned["about"].rpartition(_WITH_SIGN)[2]
        about = {"item": UUID(item) if _is_uid(item) else None, "quote": cleaned["quote"], "before": cleaned["before"]}
        return {"text": cleaned["text"], "calls": cleaned["calls"], "post_key": cleaned["post_key"], **chosen, **about}


class NarrowForm(forms.Form):
    """Who can still see a thread."""

    use_required_attribute = False
    audience = forms.ChoiceField(
        label="Who can still see this?", widget=forms.RadioSelect, error_messages={"required": CHOOSE, "invalid_choice": CHOOSE}
    )

    def __init__(self, data: QueryDict | None = None, *, choices: tuple[Choice, ...]) -> None:
        super().__init__(data, auto_id="narrow-%s")
        self.choices = choices
        _offer(self, "audience", [(choice.value, choice.words) for choice in choices])

    def add_errors(self, wrong: Invalid) -> None:
        """Put the sentences of an act beside the choice."""
        for sentence in wrong.errors.values():
            self.add_error("audience", sentence)

    @property
    def chosen(self) -> tuple[str, UUID | None]:
        """Give the audience, and for a private one of the coordinator's with whom."""
        audience, _, person = self.cleaned_data["audience"].partition(_WITH_SIGN)
        return audience, UUID(person) if person else None


def _is_uid(value: str) -> bool:
    return len(value) == _UID_LENGTH


def _offer(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 tells the type checker
    field.choices = choices


def audience_choices(access: PlanAccess, code: Where, people: People, *, version_kind: str = "") -> tuple[Choice, ...]:
    """List what this person may choose, in words, with who will read it; the first stands chosen."""
    choices: list[Choice] = []
    for audience in audiences_for(access, code, version_kind=version_kind):
        facts = ThreadFacts(code, audience, version_kind=version_kind)
        if audience is not Audience.PERSON:
            choices.append(choice_of(access, facts, people))
        elif access.circle.is_family:
            choices.append(choice_of(access, with_audience(facts, audience, access.person), people))
        else:
            choices += [choice_with(one) for one in family_for(code, people, like=facts)]
    return tuple(choices)


def choice_of(access: PlanAccess, facts: ThreadFacts, people: People) -> Choice:
    """Say an audience, and who will read it."""
    if facts.audience == Audience.PERSON:
        return Choice(Audience.PERSON, own_words(access, people))
    names = tuple(one.name for one in named_readers(access, facts, people).values())
    words = EVERYONE_OF_VERSION if facts.audience == Audience.EVERYONE and facts.code is None else _WORDS[Audience(facts.audience)]
    return Choice(facts.audience, words, names, others_said(access, facts))


def choice_with(one: Around) -> Choice:
    """Say the coordinator's private talk with one of the family."""
    return Choice(f"{Audience.PERSON}{_WITH_SIGN}{one.uid}", f"You and {one.name}")


EVERYONE_OF_VERSION = "Everyone who may see this version"
_WORDS = {
    Audience.EVERYONE: "Everyone who may see this section",
    Audience.PROFESSIONALS: "Professionals and the council, not the family",
    Audience.COUNCIL: "The council’s team only",
}


def own_words(access: PlanAccess, people: People) -> str:
    """Say who reads a family member's private thread: themselves and the coordinator, by name."""
    coordinator = access.plan.coordinator
    others = [one.name for one in people.values() if is_coordinator(one.access)] or ([coordinator.name] if coordinator else [])
    return f"You and your coordinator, {' and '.join(others)}" if others else "You and your coordinator"
