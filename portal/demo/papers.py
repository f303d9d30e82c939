"""Make the papers of the demo: reports as PDF, and a sleep diary as a picture. Nothing but drawn lines and made-up words."""

import io
import textwrap
from collections.abc import Sequence

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

MADE_UP = "Made up for the demo. Nobody real is in it."
LENAS = (
    "What I did",
    "CELF-5, a narrative sample, and watching Sam in a lesson and at two playtimes.",
    "I talked with Sam, with his teacher and with each parent.",
    "",
    "What I found",
    "Sam understands short sentences well, and better still when he sees them drawn.",
    "In long sentences he gets the first part and then loses the thread.",
    "He tells what happened when he has time and somebody waits.",
    "",
    "What helps",
    "One instruction at a time. A drawing beside it. Ten seconds before asking again.",
)

# Fourteen nights: the hour he slept and the hour he woke, counted from six in the evening.
NIGHTS = (
    (4.5, 12.0), (5.0, 11.5), (3.5, 12.5), (6.0, 11.0), (4.0, 12.0), (5.5, 10.5), (3.0, 13.0),
    (4.5, 11.5), (6.5, 11.0), (4.0, 12.5), (5.0, 12.0), (3.5, 12.0), (6.0, 10.5), (4.0, 12.5),
)  # fmt: skip


_SIMPLER = str.maketrans("’“”–()\\", '\'""-,,/')


def report(title: str, said: Sequence[str], author: str) -> SimpleUploadedFile:
    """Make a report of one page."""
    lines = [f"({_plain(line)}) Tj T*" for line in (title, MADE_UP, "", *said, "", author)]
    stream = "\n".join(["BT /F1 12 Tf 18 TL 60 770 Td", *lines, "ET"]).encode("ascii")
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.7\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\n" % (len(parts) + 1, table, len(parts) + 1)
    content = out + end + b"startxref\n%d\n%%%%EOF\n" % len(out)
    return SimpleUploadedFile(f"{title}.pdf", content, "application/pdf")


def on_lines(words: str) -> list[str]:
    """Break words into lines that fit the page of a report."""
    return textwrap.wrap(words, 78)


def _plain(line: str) -> str:
    """Give a line in the letters that a report has, with what ends a string in a PDF taken out."""
    simple = line.translate(_SIMPLER)
    return simple.encode("ascii", "ignore").decode()


def sleep_diary() -> SimpleUploadedFile:
    """Draw fourteen nights as bars."""
    picture = Image.new("RGB", (840, 600), "#ffffff")
    pen = ImageDraw.Draw(picture)
    pen.text((40, 20), "Sleep diary, fourteen nights", fill="#12403c", font_size=26)
    for hour, words in ((0, "6 pm"), (3, "9 pm"), (6, "midnight"), (9, "3 am"), (12, "6 am")):
        x = 110 + hour * 50
        pen.line((x, 90, x, 570), fill="#d5d9d8", width=2)
        pen.text((x - 20, 64), words, fill="#4a5554", font_size=16)
    for night, (slept, woke) in enumerate(NIGHTS):
        y = 96 + night * 34
        pen.text((30, y + 2), f"Night {night + 1}", fill="#4a5554", font_size=16)
        pen.rounded_rectangle((110 + slept * 50, y, 110 + woke * 50, y + 22), radius=6, fill="#12605a")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return SimpleUploadedFile("Sleep diary.png", out.getvalue(), "image/png")
