"""The paper for a meeting as a PDF: tagged, named neutrally, in reading order, with the reader's own words only."""

import io
import socket
from itertools import pairwise

import pikepdf
import pypdf
import pytest

from tests.comments.saying import opens
from tests.plans.test_version_pdf import tags
from tests.plans.versions_help import narrate, write
from tests.portal.test_meeting import EVERYTHING, HERE, PLAN, prints, talked, visit, words_on  # noqa: F401 fixtures
from tests.world import SAM


def pdf_of(browser, **chosen):
    answer = prints(browser, make="pdf", **chosen)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    return answer


def text_of(answer):
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages)


def test_the_document_is_tagged_and_its_name_and_title_are_neutral(talked, visit):  # noqa: F811
    answer = pdf_of(visit(talked.amara))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="0000-0SAM-meeting.pdf"'
    assert "no-store" in answer.headers["Cache-Control"]
    with pikepdf.open(io.BytesIO(answer.content)) as document:
        assert bool(document.Root.MarkInfo.Marked) is True
        assert str(document.Root.Lang) == "en-GB"
        assert bool(document.Root.ViewerPreferences.DisplayDocTitle) is True
        assert str(document.docinfo["/Title"]) == "0000-0SAM, plan for a meeting"
        with document.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == "0000-0SAM, plan for a meeting"
        found = tags(document.Root.StructTreeRoot.K)
    headings = [int(tag[2]) for tag in found if tag in ("/H1", "/H2", "/H3", "/H4", "/H5")]
    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(headings))
    assert {"/H4", "/P"} <= set(found)


def test_it_reads_in_the_order_of_the_plan_each_section_before_its_talk(talked, visit):  # noqa: F811
    opens(talked, talked.priya, "HOPETALK.", audience="everyone", code="A")
    text = text_of(pdf_of(visit(talked.marcus), also=["professionals"]))
    order = (
        "HERVOICEWORD",
        "HOPETALK",
        "Special educational provision (Section F)",
        "NARRATIVEWORD",
        "PROVISIONWORD",
        "EVERYONEWORD",
        "PROFESSIONALWORD",
    )
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert "Question" in text
    assert "“in term time”" in text.replace("\n", " ")


@pytest.mark.parametrize(
    ("slug", "more"),
    [
        ("joel", {"HISPRIVATE"}),
        ("priya", {"PROFESSIONAL", "SUPPORTER"}),
        ("amara", {"PRIVATE", "ANSWER", "SUPPORTER", "KEPT"}),
        ("susan", {"PROFESSIONAL", "COUNCIL", "SUPPORTER"}),
    ],
)
def test_no_reader_finds_a_word_that_is_not_theirs(talked, visit, slug, more):  # noqa: F811
    browser = visit(getattr(talked, slug))
    offered = [value for value in EVERYTHING if f'name="also" value="{value}"' in browser.get(HERE).content.decode()]
    assert words_on(text_of(pdf_of(browser, also=offered))) == PLAN | {"EVERYONE"} | more
    assert words_on(text_of(pdf_of(browser))) == PLAN | {"EVERYONE"}


def test_neither_parent_finds_the_other_ones_supporter_or_private_talk_in_any_part_of_the_file(talked, visit):  # noqa: F811
    joels = pdf_of(visit(talked.joel), also=["person", "supporters", "kept"], talk="all").content
    with pikepdf.open(io.BytesIO(joels)) as document:
        streams = b"".join(
            one.read_bytes() for one in document.objects if isinstance(one, pikepdf.Stream) and one.get("/Type") != "/XObject"
        )
        said = " ".join(str(one) for one in document.objects if not isinstance(one, pikepdf.Stream))
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(joels)).pages)
    for words in ("Pam Whitlock", "SUPPORTERWORD", "PRIVATEWORD worries", "ANSWERWORD", "KEPTWORD"):
        assert words not in text
        assert words not in said
        assert words.encode() not in streams


def test_every_page_says_for_whom_and_when(talked, visit):  # noqa: F811
    for number in range(30):
        write(talked, "lena", "F", "provision", f"Number {number}. " + "Much to say of it. " * 12)
    pages = pypdf.PdfReader(io.BytesIO(pdf_of(visit(talked.priya)).content)).pages
    assert len(pages) > 2
    for page in pages:
        text = page.extract_text().replace("\n", " ")
        assert "0000-0SAM, printed on" in text
        assert "for Priya Raman" in text
        assert f"of {len(pages)}" in text
    first = pages[0].extract_text().replace("\n", " ")
    assert "from the plan as it stood then. This is not a served version." in first


def test_what_not_everybody_reads_is_marked_on_its_front_and_where_it_stands(talked, visit):  # noqa: F811
    text = text_of(pdf_of(visit(talked.priya), also=["professionals"])).replace("\n", " ")
    assert "Private. Keep this paper to those who may read it" in text
    assert "Private. Professionals and the council can see this, the family can’t" in text
    assert "Private." not in text_of(pdf_of(visit(talked.priya)))


def test_nothing_is_fetched_and_markup_in_words_stays_words(world, visit, monkeypatch):  # noqa: F811
    narrate(world, "marcus", "B", "Words.")
    opens(
        world,
        world.priya,
        '<img src="https://example.org/x.png"> <style>@import "file:///etc/passwd";</style> ਸਤ ਸ੍ਰੀ العربية',
        audience="everyone",
        code="B",
    )
    monkeypatch.setattr(socket, "create_connection", lambda *args, **options: pytest.fail("something was fetched"))
    text = text_of(pdf_of(visit(world.amara), sections=["B"]))
    assert "<img src=" in text
    assert "root:" not in text


def test_a_pdf_that_is_not_theirs_is_not_made(talked, visit):  # noqa: F811
    assert prints(visit(talked.priya), make="pdf", sections=["D"]).status_code == 422
    assert prints(visit(talked.nadia), make="pdf").status_code == 404
    assert SAM == "0000-0SAM"
