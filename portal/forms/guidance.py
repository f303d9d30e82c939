"""The forms by which content editors upload: pictures of the guidance are made anew and documents looked at, as files of a case are."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from wagtail.documents.fields import WagtailDocumentField
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from files import store
from files.intake import Received, discard, receive
from files.kinds import CONTENT_TYPES, PICTURES, Kind
from files.refused import FileRefused

NO_PICTURE = "This is no picture that the guidance can show. Use JPEG, PNG or WebP."
NO_DOCUMENT = "Only a PDF or a Word file (.docx) can be added here. Add a picture under Images."
NOT_LOOKED_AT = "The virus scanner does not answer just now, so this file wasn’t added. Try again later."


def _checked(upload: Any, kinds: frozenset[Kind], otherwise: str) -> SimpleUploadedFile:
    """Give the file as it may be kept: its content is of one of these kinds, looked at by the scanner, a picture made anew."""
    if not isinstance(upload, UploadedFile):
        raise ValidationError(otherwise)
    try:
        received = receive(upload)
    except FileRefused as refused:
        raise ValidationError(str(refused)) from refused
    try:
        return _fit(received, kinds, otherwise)
    finally:
        discard(received)


def _fit(received: Received, kinds: frozenset[Kind], otherwise: str) -> SimpleUploadedFile:
    if received.kind not in kinds:
        raise ValidationError(otherwise)
    if not received.is_scanned:
        raise ValidationError(NOT_LOOKED_AT)
    content = store.path_of(received.stored_as).read_bytes()
    return SimpleUploadedFile(received.name, content, CONTENT_TYPES[received.kind])


class PictureField(WagtailImageField):
    """A picture that Wagtail meets only after it was made anew in the limited process."""

    def to_python(self, data: Any) -> Any:
        """Make the picture anew, then let Wagtail read it."""
        return super().to_python(_checked(data, PICTURES, NO_PICTURE)) if data else super().to_python(data)


class DocumentField(WagtailDocumentField):
    """A document whose content is what its name says."""

    def to_python(self, data: Any) -> Any:
        """Look at the document, then let Wagtail read it."""
        return super().to_python(_checked(data, frozenset({Kind.PDF, Kind.WORD}), NO_DOCUMENT)) if data else super().to_python(data)


def _put_in(form: Any, field: type[WagtailImageField | WagtailDocumentField]) -> None:
    """Let a form read its file by another field, which asks and says the same."""
    old = form.fields.get("file")
    if old is not None:
        form.fields["file"] = field(label=old.label, required=old.required, help_text=old.help_text, widget=old.widget)


class PictureForm(BaseImageForm):
    """Wagtail's form of a picture."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _put_in(self, PictureField)


class DocumentForm(BaseDocumentForm):
    """Wagtail's form of a document."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _put_in(self, DocumentField)
