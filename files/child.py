"""Open what a person sent, in a process of its own: little memory, little time, no network, nothing open but the file and the result.

Run as `python -I child.py picture-jpeg|picture-png|picture-webp|picture-heic|word`: the file is standard input, a picture made anew is standard output, the exit
code says what was found. It imports nothing of the house.
"""

import sys
from typing import Any, NoReturn

MEMORY = 512 * 1024 * 1024
SECONDS = 10
LARGEST_RESULT = 64 * 1024 * 1024
PIXELS = 50_000_000
LONGEST_SIDE = 5_000

OK, FAULT, DAMAGED, TOO_MANY_PIXELS, NO_WORD, PROGRAM, ENCRYPTED, TOO_BIG_INSIDE, REACHES_OUT, OBJECT_INSIDE, NO_MEMORY = (
    0,
    1,
    10,
    11,
    12,
    13,
    14,
    15,
    16,
    17,
    18,
)

FORMATS = {"jpeg": ("JPEG", "JPEG"), "png": ("PNG", "PNG"), "webp": ("WEBP", "WEBP"), "heic": ("HEIF", "JPEG")}
HOW: dict[str, dict[str, Any]] = {"JPEG": {"quality": 88}, "PNG": {}, "WEBP": {"quality": 88, "method": 2}}

PARTS = 4_000
UNPACKED = 200 * 1024 * 1024
LARGEST_XML = 60 * 1024 * 1024


def shut(*, threads: bool = False) -> None:
    """Close everything that is not needed. No new file or socket can be opened afterwards, whether the kernel gives a network of its own or not.

    Nor a process, unless the decoder wants threads (that of HEIC), which the kernel counts alike.
    """
    import ctypes
    import resource

    libc = ctypes.CDLL(None)
    new_user, new_network = 0x10000000, 0x40000000
    if libc.unshare(new_user | new_network) != 0:
        libc.unshare(new_network)
    libc.prctl(38, 1, 0, 0, 0)  # never gain a right (PR_SET_NO_NEW_PRIVS)
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, LARGEST_RESULT),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 3),
    ):
        resource.setrlimit(limit, (most, most))
    if not threads:
        resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))


def make_picture_anew(source: Any, target: Any, shape: str) -> int:
    """Decode a picture and write its pixels alone: turned as it was shown, without place, device, thumbnail, profile, comment or second frame."""
    from PIL import Image, ImageOps, JpegImagePlugin, MpoImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin  # noqa: F401 needed before the shutting

    if shape == "heic":
        import pillow_heif

        pillow_heif.options.DECODE_THREADS = 1
        pillow_heif.register_heif_opener(thumbnails=False)
    Image.preinit()
    Image.MAX_IMAGE_PIXELS = None  # asked below, before anything is decoded
    shut(threads=shape == "heic")
    opens, saves = FORMATS[shape]
    picture: Image.Image = Image.open(source, formats=[opens])
    if picture.width * picture.height > PIXELS:
        return TOO_MANY_PIXELS
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    picture = _plain(ImageOps.exif_transpose(picture), saves)
    picture.info = {}
    picture.save(target, format=saves, **HOW[saves])
    target.flush()
    return OK


def _plain(picture: Any, saves: str) -> Any:
    """Give pixels in a mode that every browser shows."""
    if picture.mode.startswith("I") or picture.mode == "F":
        picture = picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    has_alpha = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    wanted = "RGBA" if has_alpha and saves != "JPEG" else "L" if picture.mode in ("1", "L") else "RGB"
    return picture.convert(wanted)


def check_word(source: Any) -> int:
    """Say whether a packed file is a Word document and nothing else: no program, no password, no reach to the outside, no other program's object."""
    import codecs
    import zipfile
    from xml.parsers import expat

    codecs.lookup("cp437")  # the alphabet of the names, which would be loaded after the shutting
    shut()
    source.seek(-22, 2)
    if source.read(4) != b"PK\x05\x06":
        return DAMAGED
    with zipfile.ZipFile(source) as packed:
        entries = packed.infolist()
        verdict = _check_entries(entries, packed.comment)
        if verdict != OK:
            return verdict
        for entry in entries:
            is_xml = entry.filename.lower().endswith((".xml", ".rels", ".vml"))
            if is_xml and entry.file_size > LARGEST_XML:
                return TOO_BIG_INSIDE
            reader = _Reader(entry.filename) if is_xml else None
            with packed.open(entry) as part:
                try:
                    _read_through(part, reader)
                except expat.ExpatError:
                    return DAMAGED
            if reader and reader.verdict != OK:
                return reader.verdict
    return OK


def _read_through(part: Any, reader: "_Reader | None") -> None:
    while piece := part.read(65_536):
        if reader and reader.verdict == OK:
            reader.parser.Parse(piece, False)
    if reader and reader.verdict == OK:
        reader.parser.Parse(b"", True)


def _check_entries(entries: list[Any], comment: bytes) -> int:
    names = [entry.filename for entry in entries]
    if "[Content_Types].xml" not in names or "word/document.xml" not in names:
        return NO_WORD
    if len(names) != len({name.lower() for name in names}) or comment or min(entry.header_offset for entry in entries) != 0:
        return DAMAGED
    if any(_leads_out(entry) for entry in entries):
        return DAMAGED
    if any(entry.flag_bits & 1 for entry in entries):
        return ENCRYPTED
    if len(entries) > PARTS or sum(entry.file_size for entry in entries) > UNPACKED:
        return TOO_BIG_INSIDE
    lower = [name.lower() for name in names]
    if any("vbaproject" in name or "vbadata" in name or "/activex/" in name for name in lower):
        return PROGRAM
    if any(
        name.startswith("word/embeddings/") and name.endswith((".bin", ".exe", ".js", ".vbs", ".bat", ".cmd", ".lnk", ".zip"))
        for name in lower
    ):
        return OBJECT_INSIDE
    return OK


def _leads_out(entry: Any) -> bool:
    name = entry.filename
    is_link = (entry.external_attr >> 16) & 0o170000 == 0o120000
    return is_link or name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/") or "\x00" in entry.orig_filename


class _Reader:
    """Read one part without ever expanding anything: a definition of entities ends the reading."""

    def __init__(self, name: str) -> None:
        from xml.parsers import expat

        self.verdict = OK
        self.name = name.lower()
        self.parser = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = self._defines
        self.parser.StartElementHandler = self._element

    def _defines(self, *_: Any) -> None:
        self.verdict = DAMAGED
        self.parser.StartElementHandler = None

    def _element(self, tag: str, attributes: dict[str, str]) -> None:
        kind, is_link = attributes.get("Type", "").lower(), self.name.endswith(".rels")
        if self.name == "[content_types].xml" and "macroenabled" in attributes.get("ContentType", "").lower():
            self.verdict = PROGRAM
        if is_link and attributes.get("TargetMode", "").lower() == "external" and not kind.endswith("/hyperlink"):
            self.verdict = REACHES_OUT
        if is_link and kind.endswith("/oleobject"):
            self.verdict = OBJECT_INSIDE


def _do(job: str) -> int:
    if job == "word":
        return check_word(sys.stdin.buffer)
    return make_picture_anew(sys.stdin.buffer, sys.stdout.buffer, job.removeprefix("picture-"))


def main(job: str) -> NoReturn:
    """Do one job and say by the exit code what was found; whatever fails is a file that can't be read."""
    try:
        raise SystemExit(_do(job))
    except MemoryError:
        raise SystemExit(NO_MEMORY) from None
    except Exception:  # noqa: BLE001 hostile bytes may raise anything
        raise SystemExit(DAMAGED) from None


if __name__ == "__main__":
    main(sys.argv[1])
