"""A version as a PDF: tagged, named neutrally, for the reader's own rights."""

import io
from itertools import pairwise

import pikepdf
import pypdf
import pytest

from plans.documents.pdf import version_pdf
from plans.queries.versions import read_version
from tests.plans.test_version_pages import BASE, client_of
from tests.plans.versions_help import access_of, cut, narrate, share, write


@pytest.fixture
def filled(world):
    """Give a shared version with words in several sections."""
    narrate(world, "marcus", "F", "All amounts are for term time.\n\n- one\n- two, with a [link](https://example.org/advice)")
    need = write(world, "okafor", "B", "need", "Sam finds long instructions hard. ਸਤ ਸ੍ਰੀ ਅਕਾਲ العربية")
    provision = {"minutes": 30, "sessions": 2, "per": "week", "weeks_a_year": 39, "delivered_by": "Speech therapist"}
    write(world, "lena", "F", "provision", "Speech and language sessions.", comes_from=(need,), **provision)
    write(world, "grace", "D", "need", "DSECRET at home.")
    write(world, "amara", "A", "voice", "PUTFORWARD words.")
    write(world, "amara", "A", "voice", "KEPTWORDS", put_forward=False)
    world.extra["version"] = share(world)
    return world


def pdf_of(world, slug, version=None):
    answer = client_of(world, slug).get(f"{BASE}{(version or world.extra['version']).uid}/pdf/")
    assert answer.status_code == 200
    return answer


def text_of(answer):
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages)


def test_the_document_is_tagged_and_says_so(filled):
    with pikepdf.open(io.BytesIO(pdf_of(filled, "amara").content)) as document:
        assert bool(document.Root.MarkInfo.Marked) is True
        assert "/StructTreeRoot" in document.Root
        assert str(document.Root.Lang) == "en-GB"
        assert bool(document.Root.ViewerPreferences.DisplayDocTitle) is True
        with document.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == "0000-0SAM, Shared version 1"
        assert str(document.docinfo["/Title"]) == "0000-0SAM, Shared version 1"


def tags(node):
    """Walk the structure tree and give the tags in reading order."""
    if isinstance(node, pikepdf.Array):
        return [tag for kid in node for tag in tags(kid)]
    if not isinstance(node, pikepdf.Dictionary) or "/S" not in node:
        return []
    return [str(node.S), *tags(node.get("/K", pikepdf.Array()))]


def test_headings_come_in_order_and_fields_are_lists(filled):
    with pikepdf.open(io.BytesIO(pdf_of(filled, "amara").content)) as document:
        found = tags(document.Root.StructTreeRoot.K)
    headings = [int(tag[2]) for tag in found if tag in ("/H1", "/H2", "/H3", "/H4")]
    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(headings))
    assert {"/L", "/LI", "/P", "/Link"} <= set(found)


def test_the_words_are_those_that_the_reader_may_read(filled):
    mine = text_of(pdf_of(filled, "amara"))
    for words in ("PUTFORWARD", "DSECRET", "Two 30-minute sessions a week", "39 weeks a year", "Speech therapist", "Because", "So that"):
        assert words in mine, words
    assert "KEPTWORDS" not in mine
    theirs = text_of(pdf_of(filled, "priya"))
    assert "PUTFORWARD" in theirs
    assert not any(words in theirs for words in ("DSECRET", "Social care needs", "KEPTWORDS"))


def test_the_hash_the_recipient_and_the_pages_are_printed(filled):
    text = text_of(pdf_of(filled, "priya"))
    assert filled.extra["version"].hash in text.replace("\n", "")
    assert "for Priya Raman" in text
    assert "Page 1 of" in text
    assert "Amara Adeyemi" not in text.split("Fingerprint")[0]


def test_the_answer_is_an_attachment_that_nobody_stores(filled):
    answer = pdf_of(filled, "amara")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="0000-0SAM-shared-1.pdf"'
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_working_version_is_made_for_the_council_only(filled):
    working = cut(filled, note="Another")
    assert pdf_of(filled, "susan", working).headers["Content-Disposition"] == 'attachment; filename="0000-0SAM-working-2.pdf"'
    assert client_of(filled, "amara").get(f"{BASE}{working.uid}/pdf/").status_code == 404


def test_nothing_is_fetched_and_markup_in_words_stays_words(world, monkeypatch):
    import socket

    write(world, "priya", "B", "need", '<img src="https://example.org/x.png"> <style>@import "file:///etc/passwd";</style> HARMLESS')
    access = access_of(world, "amara")
    page = read_version(access, share(world).uid)
    monkeypatch.setattr(socket, "create_connection", lambda *args, **options: pytest.fail("something was fetched"))
    document = version_pdf(page, recipient="Amara <b>Adeyemi</b>", today=world.today)
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(document)).pages)
    assert "<img src=" in text
    assert "root:" not in text
