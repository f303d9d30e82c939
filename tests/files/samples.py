"""Files as honest people send them, and the parts from which hostile ones are made."""

import io
import struct
import zipfile
import zlib

import pillow_heif
from PIL import Image, PngImagePlugin

from tests.files.canaries import ADDRESS, PHONE_MODEL, SERIAL

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"

CONTENT_TYPES = (
    b'<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    b'<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
WORDS = (
    b'<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>A report.</w:t>'
    b"</w:r></w:p></w:body></w:document>"
)
PARTS = {"[Content_Types].xml": CONTENT_TYPES, "_rels/.rels": RELATIONS, "word/document.xml": WORDS}


def pdf(*objects: bytes, words: bytes = b"A report.") -> bytes:
    """Make a small PDF that opens, with more objects if wanted."""
    stream = b"BT /F1 12 Tf 72 720 Td (" + words + b") Tj ET"
    first = [
        b"<< /Type /Catalog /Pages 2 0 R " + (objects[0] if objects else b"") + b" >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
        b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream",
    ]
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate([*first, *objects[1:]], start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1) + table
    return out + end + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, len(out))


def packed(parts: dict[str, bytes], *, how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Pack parts, in the order given, exactly under the names given."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as file:
        for name, content in parts.items():
            file.writestr(zipfile.ZipInfo(name, (2026, 3, 9, 10, 0, 0)), content, compress_type=how)
    return out.getvalue()


def word(**more: bytes) -> bytes:
    """Make a small Word file; more parts by name ("/" is written "__")."""
    return packed(PARTS | {name.replace("__", "/"): content for name, content in more.items()})


def told_all() -> Image.Exif:
    """Give the hidden details that a phone writes: turned, where, with which device, by whom, and a thumbnail of before."""
    told = Image.Exif()
    told[0x0112] = 6
    told[0x010F] = PHONE_MODEL
    told[0xA431] = SERIAL
    told[0x010E] = ADDRESS
    place = told.get_ifd(0x8825)
    place.update({1: "N", 2: (52.0, 12.0, 34.5), 3: "W", 4: (0.0, 7.0, 1.5)})
    return told


def picture(shape: str = "JPEG", size: tuple[int, int] = (300, 200), **how: object) -> bytes:
    """Make a picture with every hidden detail that its kind can hold."""
    pillow_heif.register_heif_opener()
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    xmp = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><dc:creator>{ADDRESS}</dc:creator></x:xmpmeta>'.encode()
    facts: dict[str, object] = {"exif": told_all(), "xmp": xmp}
    if shape == "JPEG":
        facts["comment"] = ADDRESS.encode()
    if shape == "PNG":
        texts = PngImagePlugin.PngInfo()
        texts.add_text("Comment", ADDRESS)
        texts.add_itxt("XML:com.adobe.xmp", xmp.decode())
        facts = {"exif": told_all(), "pnginfo": texts}
    if shape == "HEIF":
        facts = {"exif": told_all().tobytes()}
    out = io.BytesIO()
    image.save(out, format=shape, **facts | how)
    return out.getvalue()


def png_chunk(name: bytes, body: bytes) -> bytes:
    """Make one part of a PNG."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_of_size(width: int, height: int) -> bytes:
    """Make a PNG whose header says so many dots, with a few bytes of content: it unpacks to next to nothing, or to everything."""
    head = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    row = b"\x00" * (1 + (width + 7) // 8)
    packer = zlib.compressobj(9)
    body = b"".join(packer.compress(row) for _ in range(min(height, 60_000))) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + head + png_chunk(b"IDAT", body) + png_chunk(b"IEND", b"")
