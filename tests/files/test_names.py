"""The name that a device gave to a file is cleaned, and never used on the disk."""

import pytest

from files.kinds import Kind
from files.names import clean_name


@pytest.mark.parametrize(
    ("sent", "kind", "kept"),
    [
        ("EP report.pdf", Kind.PDF, "EP report.pdf"),
        ("EP report.PDF", Kind.PDF, "EP report.pdf"),
        ("Höre ich gut?.docx", Kind.WORD, "Höre ich gut.docx"),
        ("photo.jpeg", Kind.JPEG, "photo.jpg"),
        ("Report 3.5 of March", Kind.PDF, "Report 3.5 of March.pdf"),
        ("report.pdf.exe", Kind.PDF, "report.pdf"),
        ("a\u202efdp.exe", Kind.PDF, "afdp.pdf"),
        ("a\u200b\u2066b.pdf", Kind.PDF, "ab.pdf"),
        ("../../etc/passwd", Kind.PDF, "passwd.pdf"),
        ("C:\\Windows\\win.ini", Kind.PDF, "win.pdf"),
        ("CON.pdf", Kind.PDF, "file-CON.pdf"),
        ("lpt1.docx", Kind.WORD, "file-lpt1.docx"),
        (".htaccess", Kind.PDF, "htaccess.pdf"),
        ("...", Kind.PDF, "file.pdf"),
        ("", Kind.PNG, "file.png"),
        ('a"b\r\nc<d>.pdf', Kind.PDF, "a-bc-d.pdf"),
        ("a\x00b.pdf", Kind.PDF, "ab.pdf"),
        ("photo.heic", Kind.JPEG, "photo.jpg"),
    ],
)
def test_a_name_keeps_its_words_and_gets_the_ending_of_what_the_file_is(sent, kind, kept):
    assert clean_name(sent, kind) == kept


@pytest.mark.parametrize("sent", ["r" * 400 + ".pdf", "🎒" * 90 + ".pdf", "é" * 255])
def test_a_long_name_is_cut_to_what_every_disk_takes(sent):
    kept = clean_name(sent, Kind.PDF)
    assert kept.endswith(".pdf")
    assert len(kept) <= 105
    assert len(kept.encode()) <= 190
