"""A Word file of ours holds words and nothing that acts: no field, link or macro comes from what people write, and nothing says who made it where."""

import io
import re
import time
from datetime import date
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from plans.documents.prose import prose
from plans.documents.word import word_file
from plans.rendering import words_html
from plans.runs import Document, Mark, Note, Paragraph, Part, Run, plain
from tests.plans.test_version_pages import BASE, client_of
from tests.plans.versions_help import narrate, share, write
from tests.plans.word_reading import W, WordFile, read_word

DAY = date(2026, 3, 9)
HOSTILE = 'a\x00b\x07c\x0bd\ufffee\x1b <w:fldSimple w:instr="INCLUDETEXT"/> {INCLUDEPICTURE "http://far/x.png"} &amp; =cmd|x'


def made(*paragraphs: Paragraph, title: str = "Part") -> WordFile:
    document = Document(title="0000-0SAM, paper", heading="Paper", opening=(), parts=(Part(title, paragraphs),), has_key=False)
    return read_word(word_file(document, today=DAY))


def test_whatever_people_write_is_text_and_the_file_stays_whole():
    word = made(
        Paragraph((Run(HOSTILE), Run(HOSTILE, Mark.FAMILY, by=HOSTILE)), notes=(Note(HOSTILE, HOSTILE),), label=HOSTILE),
        title=HOSTILE,
    )
    for name, content in word.parts.items():
        if name.endswith((".xml", ".rels")):
            ElementTree.fromstring(content)  # noqa: S314  # a file of our own
    fields = [
        one.get(f"{W}instr")
        for part in ("word/document.xml", "word/footer1.xml")
        for one in ElementTree.fromstring(word.parts[part]).iter(f"{W}fldSimple")  # noqa: S314  # a file of our own
    ]
    assert fields == ["PAGE"]
    assert any(line.startswith("abc\nde <w:fldSimple") for line in "\n\n".join(word.text(accepted=True)).split("\n\n"))


def test_nothing_in_the_file_acts_leads_out_or_says_who_made_it_where():
    word = made(plain("Words."))
    assert not [name for name in word.parts if re.search("vba|macro|thumbnail|custom|app.xml|embed", name, re.IGNORECASE)]
    assert not [name for name, content in word.parts.items() if b'TargetMode="External"' in content]
    core = word.parts["docProps/core.xml"].decode()
    assert "0000-0SAM, paper" in core
    assert "2026-03-09T00:00:00Z" in core
    assert "python" not in core
    assert not [name for name, content in word.parts.items() if b"instrText" in content]


def test_two_makings_of_one_document_are_the_same_bytes_at_whatever_moment(monkeypatch):
    changed = Paragraph((Run("maps", Mark.AGREED_CHANGE, False, "Amara", DAY),), notes=(Note("Amara", "He does."),))
    document = Document(title="0000-0SAM, paper", heading="Paper", opening=(), parts=(Part("Part", (changed,)),), has_key=True)
    first, moment = word_file(document, today=DAY), time.localtime(time.time() + 40_000_000)
    monkeypatch.setattr(time, "localtime", lambda *_: moment)
    empty = io.BytesIO()
    with ZipFile(empty, "w") as packed:
        packed.writestr("a", "b")
        assert packed.infolist()[0].date_time == moment[:6], "what packs a file asks this clock"
    assert word_file(document, today=DAY) == first
    assert {part.date_time for part in ZipFile(io.BytesIO(first)).infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_changes_are_word_s_own_with_author_and_day_and_one_that_nobody_is_told_the_day_of_has_none():
    word = made(
        Paragraph(
            (
                Run("Sam likes "),
                Run("trains", Mark.AGREED_CHANGE, True, "Agreed with Amara", DAY),
                Run("maps", Mark.AGREED_CHANGE, False, "Agreed with Amara", DAY),
                Run(" and buses", Mark.AUTHORITY, False, "The council"),
                Run("."),
            ),
            notes=(Note("Amara", "He does.\nReally.", DAY), Note("The council", "Agreed.")),
        ),
        Paragraph((Run("A new line.", Mark.FAMILY, False, "Amara", DAY),)),
        plain("The end."),
    )
    assert word.text(accepted=True) == ["Paper", "Part", "Sam likes maps and buses.", "A new line.", "The end."]
    assert word.text(accepted=False) == ["Paper", "Part", "Sam likes trains.", "The end."]
    assert word.changes() == [
        ("del", "Agreed with Amara", "2026-03-09", "trains"),
        ("ins", "Agreed with Amara", "2026-03-09", "maps"),
        ("ins", "The council", None, " and buses"),
        ("ins", "Amara", "2026-03-09", "A new line."),
    ]
    assert word.comments() == [("Amara", "2026-03-09", "He does.\nReally."), ("The council", None, "Agreed.")]


def test_words_that_run_from_the_right_stand_so():
    word = made(plain("العربية"), plain("Sam"))
    right = [paragraph.find(f"{W}pPr/{W}bidi") is not None for paragraph in word.body.iter(f"{W}p")]
    assert right == [False, False, True, False]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("One.\n\nTwo **strong** words.", [("", ["One."]), ("", ["Two ", "strong", " words."])]),
        ("- one\n- two", [("list", ["one"]), ("list", ["two"])]),
        ("See [the page](https://example.org/a).", [("", ["See ", "the page", " (https://example.org/a)", "."])]),
        ("<script>alert(1)</script>", [("", ["<script>alert(1)</script>"])]),
    ],
)
def test_the_words_of_a_page_are_read_back_into_paragraphs(written, read):
    assert [(one.style, [run.words for run in one.runs]) for one in prose(words_html(written))] == read


def test_a_version_as_word_holds_what_its_reader_may_read(world):
    narrate(world, "marcus", "F", "All amounts are for term time.")
    write(
        world,
        "lena",
        "F",
        "provision",
        "Speech and language sessions. They are short.",
        minutes=30,
        sessions=2,
        per="week",
        weeks_a_year=39,
    )
    write(world, "grace", "D", "need", "DSECRET at home.")
    write(world, "amara", "A", "voice", "KEPTWORDS", put_forward=False)
    uid = share(world).uid
    mine, theirs = (client_of(world, slug).get(f"{BASE}{uid}/word/") for slug in ("amara", "priya"))
    assert mine.headers["Content-Disposition"] == 'attachment; filename="0000-0SAM-shared-1.docx"'
    assert "no-store" in mine.headers["Cache-Control"]
    lines = read_word(mine.content).text(accepted=True)
    for words in ("All amounts are for term time.", "Speech and language sessions", "They are short.", "DSECRET at home"):
        assert words in lines, words
    assert "How often and how long: Two 30-minute sessions a week, 39 weeks a year (39 hours a year)" in lines
    whole = ["\n".join(part.decode(errors="ignore") for part in read_word(answer.content).parts.values()) for answer in (mine, theirs)]
    assert "KEPTWORDS" not in whole[0]
    assert "DSECRET" not in whole[1]
    assert read_word(mine.content).changes() == []
