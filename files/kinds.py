"""Find out what a file is from its content, and from a short list only; what its name says counts for nothing."""

from typing import BinaryIO

from files.models import StoredFile
from files.refused import FileRefused

Kind = StoredFile.Kind

HEAD = 64
TAIL = 2_048
# A picture as phones make it; it is kept as JPEG.
HEIC = "heic"
PICTURES = frozenset({Kind.JPEG, Kind.PNG, Kind.WEBP})
EXTENSIONS = {Kind.PDF: "pdf", Kind.WORD: "docx", Kind.JPEG: "jpg", Kind.PNG: "png", Kind.WEBP: "webp"}
ALSO_CALLED = {Kind.JPEG: frozenset({"jpg", "jpeg"})}
CONTENT_TYPES = {
    Kind.PDF: "application/pdf",
    Kind.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Kind.JPEG: "image/jpeg",
    Kind.PNG: "image/png",
    Kind.WEBP: "image/webp",
}
ACCEPTED = ".pdf,.docx,.jpg,.jpeg,.png,.webp,.heic,.heif"

_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1"})
_ONLY = "You can add a PDF, a Word file (.docx) or a picture (JPEG, PNG, WebP or HEIC)."
_OLD_WORD = "This is a Word file of the older kind (.doc), or one that is locked with a password. Save it as PDF or as .docx without a password, and add that."
_ARCHIVE = f"This is a folder of packed files. Unpack it and add the files one by one. {_ONLY}"
_WEB_PAGE = f"This is a web page or a drawing made of code. Print it to PDF and add that. {_ONLY}"
_PROGRAM = f"This is a program. {_ONLY}"
_OTHER_PICTURE = f"This is a picture of a kind that can’t be shown safely. Save it as JPEG or PNG and add that. {_ONLY}"
_OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0", _OLD_WORD),
    (b"{\\rtf", _OLD_WORD),
    (b"PK", _ARCHIVE),
    (b"Rar!", _ARCHIVE),
    (b"7z\xbc\xaf", _ARCHIVE),
    (b"\x1f\x8b", _ARCHIVE),
    (b"MZ", _PROGRAM),
    (b"\x7fELF", _PROGRAM),
    (b"#!", _PROGRAM),
    (b"GIF8", _OTHER_PICTURE),
    (b"BM", _OTHER_PICTURE),
    (b"II*\x00", _OTHER_PICTURE),
    (b"MM\x00*", _OTHER_PICTURE),
    (b"8BPS", _OTHER_PICTURE),
    (b"\x00\x00\x01\x00", _OTHER_PICTURE),
    (b"<", _WEB_PAGE),
)
_CUT_SHORT = "This PDF is cut short, or something was added at its end. Open it, save it as PDF again, and add that."


def find_kind(file: BinaryIO) -> str:
    """Read the first bytes of a file: one of the kinds that are kept, or HEIC. Raises FileRefused for anything else, saying what to do instead."""
    file.seek(0)
    head = file.read(HEAD)
    if head.startswith(b"%PDF-"):
        require_whole_pdf(file)
        return Kind.PDF
    if head.startswith(b"PK\x03\x04"):
        return Kind.WORD
    if head.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Kind.WEBP
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        return HEIC
    raise FileRefused(_sentence(head))


def _sentence(head: bytes) -> str:
    begins = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return next((sentence for sign, sentence in _OTHERS if begins.startswith(sign)), f"This kind of file can’t be added. {_ONLY}")


def require_whole_pdf(file: BinaryIO) -> None:
    """Raise FileRefused unless a PDF ends where a PDF ends: nothing hangs behind its last mark."""
    size = file.seek(0, 2)
    file.seek(max(0, size - TAIL))
    _, mark, behind = file.read().rpartition(b"%%EOF")
    if not mark or behind.strip(b"\x00\t\n\f\r "):
        raise FileRefused(_CUT_SHORT)
