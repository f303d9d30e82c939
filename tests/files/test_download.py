"""Handing a file out asks access at that moment, and gives it as an attachment that no browser runs."""

import pytest
from asgiref.sync import async_to_sync

from files.models import StoredFile
from permissions.models import LedgerEntry
from tests.files.evidence import PLAN, brought, may_have, signed_in, url
from tests.files.samples import pdf, picture
from tests.queries import count_queries
from tests.world import SAM

# Who may have the file of a report that Dr Okafor put forward as educational advice; by hand, from domain.md 4.3, column K.
MAY = {
    "amara": 200,
    "joel": 200,
    "okafor": 200,
    "priya": 200,
    "owen": 404,  # reads Section K only where it is granted
    "pam": 404,
    "lena": 404,  # sees titles
    "tom": 404,
    "rao": 404,  # adds, and reads nothing of others
    "bea": 404,  # the health part
    "grace": 404,
    "iqbal": 404,
    "marcus": 200,
    "tess": 200,
    "hana": 200,
    "susan": 200,
    "corinne": 404,
    "sonia": 200,
    "nadia": 404,
    "ines": 404,
    "root": 404,
    "zoe": 404,
}


def pieces_of(answer) -> list[bytes]:
    async def collected():
        return [piece async for piece in answer]

    return async_to_sync(collected)()


def test_the_file_opens_to_whom_the_table_says(world):
    _item, file = brought(world.okafor)
    assert {slug: may_have(getattr(world, slug), file) for slug in MAY} == MAY


def test_a_kept_file_is_its_authors_alone(world):
    _item, file = brought(world.okafor, audience="keep")
    assert {slug for slug in MAY if may_have(getattr(world, slug), file) == 200} == {"okafor"}


def test_medical_advice_is_closed_to_the_senco_and_open_to_the_clinical_officer(world):
    _item, file = brought(world.rao, advice_type="medical")
    assert [may_have(person, file) for person in (world.priya, world.bea, world.amara, world.rao)] == [404, 200, 200, 200]


def test_it_is_asked_again_each_time(world):
    item, file = brought(world.okafor)
    assert may_have(world.amara, file) == 200
    signed_in(world.okafor).post(f"{PLAN}items/{item.uid}/show/", {"state": "keep"})
    assert may_have(world.amara, file) == 404
    assert may_have(world.okafor, file) == 200


def test_what_was_taken_out_is_closed(world):
    item, file = brought(world.okafor)
    signed_in(world.okafor).post(f"{PLAN}items/{item.uid}/take-out/")
    assert [may_have(person, file) for person in (world.amara, world.okafor, world.marcus)] == [404, 404, 404]


def test_a_file_of_another_plan_is_not_here(world):
    _item, file = brought(world.okafor)
    address = url(file).replace(SAM, "0000-0NAD")
    assert [signed_in(person).get(address).status_code for person in (world.nadia, world.marcus, world.amara)] == [404, 404, 404]


@pytest.mark.parametrize("slug", ["lena", "nadia"])
def test_what_is_not_theirs_costs_as_many_questions_as_what_is_not_there(world, slug):
    _item, file = brought(world.okafor)
    browser, counts, pages = signed_in(getattr(world, slug)), [], []
    for address in (url(file), f"{PLAN}files/00000000-0000-4000-8000-000000000000/"):
        with count_queries() as counted:
            pages.append(browser.get(address))
        counts.append(counted.number)
    assert counts[0] == counts[1]
    assert [page.status_code for page in pages] == [404, 404]
    assert pages[0].headers.keys() == pages[1].headers.keys()


def test_the_reading_is_written_down(world):
    _item, file = brought(world.okafor)
    before = LedgerEntry.objects.filter(verb="read", actor=world.joel).count()
    assert may_have(world.joel, file) == 200
    assert LedgerEntry.objects.filter(verb="read", actor=world.joel).count() == before + 1
    assert may_have(world.lena, file) == 404
    assert not LedgerEntry.objects.filter(verb="read", actor=world.lena).exists()


def test_the_headers_let_no_browser_run_it(world):
    _item, file = brought(world.okafor, 'Sam\'s "Größe"; a=b.pdf')
    answer = signed_in(world.amara).get(url(file))
    assert answer.headers["Content-Disposition"] == "attachment; filename*=utf-8''Sam%27s%20-Gr%C3%B6%C3%9Fe-%3B%20a%3Db.pdf"
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'; frame-ancestors 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Content-Encoding" not in answer.headers
    assert file.sha256 not in str(answer.headers)
    assert b"".join(pieces_of(answer)) == pdf()


def test_a_picture_is_an_attachment_too(world):
    _item, file = brought(world.okafor, "photo.jpg", picture())
    answer = signed_in(world.amara).get(url(file), headers={"Sec-Fetch-Dest": "image"})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("place", ["script", "style", "iframe", "object", "embed", "worker", "image"])
def test_a_report_goes_nowhere_but_into_a_file(world, place):
    _item, file = brought(world.okafor)
    assert signed_in(world.amara).get(url(file), headers={"Sec-Fetch-Dest": place}).status_code == 404
    assert signed_in(world.amara).get(url(file), headers={"Sec-Fetch-Dest": "document"}).status_code == 200


@pytest.mark.parametrize(
    ("asked", "status", "first", "last"),
    [
        ("bytes=0-9", 206, 0, 9),
        ("bytes=10-", 206, 10, None),
        ("bytes=-7", 206, -7, None),
        ("bytes=0-999999", 200, 0, None),
        ("bytes=5-5", 206, 5, 5),
        ("bytes=999999-", 416, None, None),
        ("bytes=-0", 416, None, None),
        ("bytes=9-3", 416, None, None),
        ("bytes=0-1,4-5", 200, 0, None),
        ("items=0-9", 200, 0, None),
        ("bytes=-", 200, 0, None),
        ("bytes=a-b", 200, 0, None),
    ],
)
def test_a_range_is_answered_as_the_standard_says(world, asked, status, first, last):
    _item, file = brought(world.okafor)
    answer = signed_in(world.amara).get(url(file), headers={"Range": asked})
    whole = pdf()
    assert answer.status_code == status
    if status == 416:
        assert answer.headers["Content-Range"] == f"bytes */{len(whole)}"
        return
    wanted = whole[first:] if last is None else whole[first : last + 1]
    assert b"".join(pieces_of(answer)) == wanted
    assert answer.headers["Content-Length"] == str(len(wanted))
    if status == 206:
        begin = first % len(whole)
        assert answer.headers["Content-Range"] == f"bytes {begin}-{begin + len(wanted) - 1}/{len(whole)}"


def test_a_range_of_another_file_is_the_whole(world):
    _item, file = brought(world.okafor)
    browser = signed_in(world.amara)
    same = browser.get(url(file), headers={"Range": "bytes=0-3", "If-Range": f'"{file.uid}"'})
    other = browser.get(url(file), headers={"Range": "bytes=0-3", "If-Range": '"of-another"'})
    assert [same.status_code, other.status_code] == [206, 200]


def test_a_question_for_the_headers_alone_brings_no_bytes(world):
    _item, file = brought(world.okafor)
    answer = signed_in(world.amara).head(url(file))
    assert answer.headers["Content-Length"] == str(len(pdf()))
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert b"".join(pieces_of(answer)) == b""


def test_what_waits_for_the_scanner_is_not_handed_out_and_says_so(world):
    _item, file = brought(world.okafor)
    StoredFile.objects.update(state=StoredFile.State.WAITING)
    answer = signed_in(world.amara).get(url(file))
    assert answer.status_code == 409
    assert "not been checked for viruses yet" in answer.content.decode()
    assert signed_in(world.nadia).get(url(file)).status_code == 404
    page = signed_in(world.amara).get(f"{PLAN}sections/K/").content.decode()
    assert url(file) not in page
    assert "being checked for viruses" in page


def test_what_the_scanner_refused_later_is_not_handed_out_and_says_so(world):
    _item, file = brought(world.okafor)
    StoredFile.objects.update(state=StoredFile.State.REFUSED, verdict="The virus scanner found something harmful.")
    answer = signed_in(world.amara).get(url(file))
    assert answer.status_code == 403
    assert "something harmful" in answer.content.decode()


def test_it_is_handed_out_piece_by_piece(world, monkeypatch):
    _item, file = brought(world.okafor)
    monkeypatch.setattr("files.store.CHUNK", 100)
    pieces = pieces_of(signed_in(world.amara).get(url(file)))
    assert b"".join(pieces) == pdf()
    assert {len(piece) for piece in pieces[:-1]} == {100}
