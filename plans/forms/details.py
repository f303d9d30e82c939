"""What is asked about the child and about the adults of the family: one thing a page."""

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms

from permissions.models import Contact, Release
from plans.access.details import ChildsFact, Fact
from plans.forms.dates import DayField
from plans.forms.fields import Choice, PostKey, Words, put_in

ADDRESS, PHONE, EMAIL = Release.Fact.ADDRESS, Release.Fact.PHONE, Release.Fact.EMAIL


class Seen(forms.CharField):
    """The mark of what stood there when the form was opened; one that is missing is older than any."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False, max_length=64)

    def clean(self, value: Any) -> str:
        """Read the mark."""
        return str(value or "")[:64]


class OneThing(forms.Form):
    """A form of which only some questions are asked."""

    seen = Seen()

    def __init__(self, *args: Any, asked: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - {*asked, "seen"}:
            del self.fields[name]

    def said(self) -> dict[str, Any]:
        """Give what was answered, by field."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class CardForm(OneThing):
    """What stands on an adult's card. `theirs` words the questions for the coordinator, who asks about somebody else."""

    relationship = Words(
        label="Who you are to the child",
        limit=80,
        rows=1,
        hint="For example: mother, foster carer, grandfather.",
        need="Say who you are to the child.",
    )
    address = Words(label="Address", limit=500, rows=4, required=False)
    child_lives_here = forms.BooleanField(label="The child lives at this address", required=False)
    phone = Words(label="Phone number", limit=40, rows=1, required=False)
    channel = Choice(
        label="What is the safe way to reach you?", choices=Contact.Channel.choices, required=True, need="Choose a safe way to reach you."
    )
    safe_times = Words(
        label="When is it safe to reach you?", limit=200, rows=1, required=False, hint="For example: weekdays from 10am to 2pm."
    )
    safe_wording = Words(
        label="What may we say, and what not?",
        limit=500,
        rows=3,
        required=False,
        hint="For example: do not leave a message. Say you are from the school office.",
    )
    first_language = Words(label="First language", limit=80, rows=1, required=False)
    interpreter = Words(
        label="Do you want an interpreter?",
        limit=200,
        rows=1,
        required=False,
        hint="Say in which language, and anything to know. For example: Yoruba, a woman.",
    )
    access_needs = Words(
        label="What do you need to take part?",
        limit=500,
        rows=3,
        required=False,
        hint="For example: large print, a room without stairs, meetings after 5pm.",
    )

    THEIRS = {
        Fact.RELATIONSHIP: "Who they are to the child",
        Fact.CHANNEL: "What is the safe way to reach them?",
        Fact.SAFE_TIMES: "When is it safe to reach them?",
        Fact.SAFE_WORDING: "What may we say, and what not?",
        Fact.INTERPRETER: "Do they want an interpreter?",
        Fact.ACCESS_NEEDS: "What do they need to take part?",
    }

    def __init__(self, *args: Any, theirs: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for fact, label in self.THEIRS.items() if theirs else ():
            if fact in self.fields:
                self.fields[fact].label = label

    def facts(self) -> dict[Fact, Any]:
        """Give what was answered to the action."""
        return {Fact(name): value for name, value in self.said().items()}


class ChildForm(OneThing):
    """What is held of the child."""

    first_name = Words(label="First name", limit=80, rows=1, need="Enter the first name.")
    last_name = Words(label="Last name", limit=80, rows=1, need="Enter the last name.")
    called = Words(
        label="What do people call them?", limit=80, rows=1, required=False, hint="Leave it empty if they go by their first name."
    )
    born_on = DayField(label="Date of birth", need="Enter the date of birth.")
    first_language = Words(label="First language", limit=80, rows=1, required=False)
    interpreter = Words(
        label="Do they need an interpreter?", limit=200, rows=1, required=False, hint="Say in which language or sign language."
    )
    communication = Words(
        label="How do they communicate?",
        limit=500,
        rows=3,
        required=False,
        hint="For example: with words and signs, with a picture book, by looking.",
    )
    access_needs = Words(
        label="What do they need to take part?",
        limit=500,
        rows=3,
        required=False,
        hint="For example: a quiet room, breaks, someone they know.",
    )

    def facts(self) -> dict[ChildsFact, Any]:
        """Give what was answered to the action."""
        return {ChildsFact(name): value for name, value in self.said().items()}


class ReleaseForm(forms.Form):
    """Who else may read one fact. `sure` is set by the page that says what that means."""

    readers = Choice(
        label="Who else may read this?",
        choices=[
            (Release.Readers.PROFESSIONALS, "The professionals in this plan, such as the SENCo, therapists, doctors and social workers"),
            (Release.Readers.EVERYONE, "Everyone in this plan, another parent too"),
        ],
        required=True,
        need="Choose who else may read this, or go back and change nothing.",
    )
    sure = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def is_sure(self) -> bool:
        """Say whether exactly this was confirmed on the second page."""
        return self.cleaned_data["sure"] == self.cleaned_data["readers"]


class ChildsWordsForm(forms.Form):
    """What a child says on the page of their own."""

    HOW: Mapping[str, str] = {
        "spoke": "I said it",
        "wrote": "I wrote it or typed it",
        "signed": "I signed it",
        "pictures": "I used pictures, symbols or my talker",
        "shown": "I showed it, and somebody found the words",
    }

    SAID_OF: Mapping[str, str] = {
        "spoke": "Said",
        "wrote": "Written or typed",
        "signed": "Signed",
        "pictures": "With pictures, symbols or a talker",
        "shown": "Shown, and put into words by somebody",
    }

    text = Words(
        label="What do you want to say?", limit=4000, rows=8, hint="You can say one thing or many things.", need="Say something first."
    )
    how = Choice(label="How did you say it?", choices=tuple(HOW.items()), required=True, need="Choose how you said it.")
    post_key = PostKey()

    @staticmethod
    def fresh() -> dict[str, Any]:
        """Give the number of a newly opened form."""
        return {"post_key": uuid.uuid4()}

    def words(self) -> dict[str, Any]:
        """Give what was said to the action: as one says it of the child."""
        data = self.cleaned_data
        said = {"text": data["text"], "how": self.SAID_OF[data["how"]], "word_for_word": data["how"] != "shown"}
        return {**said, "post_key": data["post_key"]}

    def say_again(self, errors: Mapping[str, str]) -> None:
        """Say what an act found wrong; saved again, it is a new form."""
        for name, sentence in errors.items():
            self.add_error(name if name in self.fields else None, sentence)
        put_in(self, "post_key", str(uuid.uuid4()))


class LetterForm(forms.Form):
    """What is asked before a letter is made: that it was read how this person may be reached, and what to make."""

    safe = forms.BooleanField()
    make = forms.ChoiceField(choices=[("pdf", "pdf"), ("page", "page"), ("copy", "copy")], required=False)

    def __init__(self, *args: Any, name: str, has_copy: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        safe = self.fields["safe"]
        safe.label = f"I have read how {name} may safely be reached, and keep to it"
        safe.error_messages["required"] = f"Read how {name} may safely be reached, and tick the box."
        self.has_copy = has_copy

    def clean_make(self) -> str:
        """Make the PDF of the letter unless something else was pressed."""
        make = self.cleaned_data["make"] or "pdf"
        return "pdf" if make == "copy" and not self.has_copy else str(make)
