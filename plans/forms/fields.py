"""The fields in which people write words: stripped at the ends, without characters that are not text, within a limit said in words."""

import unicodedata
import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict

from files.kinds import ACCEPTED
from files.names import size_said

ALLOWED_CONTROLS = frozenset("\n\t")
BROKEN = "\N{REPLACEMENT CHARACTER}"


class Words(forms.CharField):
    """A box for words. Line ends are made one kind; control characters and lone surrogates are refused with a sentence."""

    def __init__(self, *, label: str, limit: int, rows: int = 4, hint: str = "", required: bool = True, need: str = "") -> None:
        super().__init__(
            label=label,
            help_text=hint,
            required=required,
            widget=forms.Textarea(attrs={"rows": rows, "data-autosize": "", "dir": "auto"})
            if rows > 1
            else forms.TextInput(attrs={"dir": "auto"}),
            error_messages={"required": need or f"Write something under “{label}”."},
        )
        self.limit = limit

    def to_python(self, value: Any) -> str:
        """Make line ends one kind and the text NFC."""
        text = super().to_python(value) or ""
        return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")) if _is_encodable(text) else text

    def validate(self, value: str) -> None:
        """Refuse what is not text, and what is too long."""
        super().validate(value)
        if not _is_encodable(value) or any(_is_no_text(char) for char in value):
            raise forms.ValidationError(f"“{self.label}” has characters that can't be shown. Take them out, or type the words again.")
        if len(value) > self.limit:
            over = len(value) - self.limit
            raise forms.ValidationError(f"“{self.label}” can hold {self.limit:,} characters. Yours has {over:,} too many.")


def _is_no_text(char: str) -> bool:
    """Say whether a character can't be shown: a control, a code point that is no character, or the mark that stands where bytes were broken."""
    return char == BROKEN or (unicodedata.category(char) == "Cc" and char not in ALLOWED_CONTROLS) or ord(char) & 0xFFFE == 0xFFFE


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


class Number(forms.IntegerField):
    """A whole number within bounds."""

    def __init__(self, *, label: str, least: int, most: int, hint: str = "") -> None:
        bounds = f"“{label}” must be a whole number from {least} to {most}."
        super().__init__(
            label=label,
            required=False,
            min_value=least,
            max_value=most,
            help_text=hint,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-4"}),
            error_messages={"invalid": bounds, "min_value": bounds, "max_value": bounds},
        )


class Choice(forms.ChoiceField):
    """One of a few, as radios; nothing chosen is an answer where the field is optional."""

    def __init__(self, *, label: str, choices: Any, required: bool = False, hint: str = "", need: str = "") -> None:
        super().__init__(
            label=label,
            choices=choices,
            required=required,
            help_text=hint,
            widget=forms.RadioSelect,
            error_messages={
                "required": need or f"Choose one under “{label}”.",
                "invalid_choice": f"Choose one of the list under “{label}”.",
            },
        )


class ReportFile(forms.FileField):
    """A file to add. What it is, is found out by the room of the files, from its content."""

    widget = forms.FileInput(attrs={"accept": ACCEPTED})

    def __init__(self, *, label: str) -> None:
        again = "The file did not arrive. Choose it again."
        super().__init__(
            label=label,
            required=False,
            max_length=None,
            allow_empty_file=True,
            help_text=f"A PDF, a Word file (.docx) or a picture, with at most {size_said(settings.FILE_LIMIT)}. "
            "From pictures we take out hidden details, such as where they were taken.",
            error_messages={"invalid": again, "missing": again},
        )


class SeenNumber(forms.Field):
    """The number of the save on which a form was opened. One that is missing or makes no sense is older than any: the save is answered as stale."""

    widget = forms.HiddenInput
    OLDEST = -1

    def clean(self, value: Any) -> int:
        """Read the number."""
        return int(value) if isinstance(value, str) and value.isdecimal() and len(value) < 10 else self.OLDEST


class PostKey(forms.Field):
    """The number of one opened form, so that posting it twice adds one thing; one that makes no sense is a new number."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> uuid.UUID:
        """Read the number."""
        try:
            return uuid.UUID(str(value))
        except ValueError:
            return uuid.uuid4()


def put_in(form: forms.Form, name: str, value: str) -> None:
    """Let a form that was sent say something else in one field when it is shown again; everything else stays as it was typed."""
    data = QueryDict(mutable=True)
    data.update(form.data)
    data[form.add_prefix(name)] = value
    form.data = data
