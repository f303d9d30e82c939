"""Ninety hostile files through every door of a real server: refused or made harmless, with a sentence; the server lives and stays small."""

import html
import json
import re
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.files import canaries
from tests.files.clamd import clamd
from tests.files.hostile import KEPT, hostile_files
from tests.files.house import MB, SAM, Visitor, Watched, multipart, sent
from tests.files.samples import pdf, picture
from tests.journeys.house import Server, seed

TYPED = {"text": "What it says.", "advice_type": "educational", "title": "A report", "audience": "put_forward"}
ADD = f"{SAM}sections/K/add/evidence/"
MOST_MEMORY = 600 * MB


@pytest.fixture(scope="module")
def watched(tmp_path_factory) -> Iterator[Watched]:
    folder = tmp_path_factory.mktemp("house")
    with clamd() as scanner:
        settings = {
            "DATABASE_URL": f"sqlite:///{folder}/portal.sqlite3",
            "FILES_ROOT": f"{folder}/files",
            "GUIDANCE_ROOT": f"{folder}/guidance",
            "CLAMD": scanner.address,
            "REDIS_URL": "",
            "FILE_QUOTA_MB": "100",
        }
        seed(settings["DATABASE_URL"])
        server = Server(settings)
        server.start()
        yield Watched(server, settings)
        server.stop()


def brought(visitor: Visitor, name: str, content: bytes) -> tuple[bool, str]:
    """Bring the file of a report: whether it was kept, and what the person reads."""
    hidden = visitor.form(ADD)
    fields = TYPED | {"csrfmiddlewaretoken": hidden["csrfmiddlewaretoken"], "post_key": str(uuid.uuid4())}
    status, headers, page = visitor.sends(ADD, fields, name, content)
    if status == 302:
        return True, headers["location"]
    assert status == 422, (status, page[:300])
    return False, _error_in(page)


def _error_in(page: bytes) -> str:
    found = re.search(r'id="id_file_error">.*?</span>\s*(.*?)</p>', page.decode(), re.DOTALL)
    return html.unescape(found.group(1)).strip() if found else ""


def uploaded(visitor: Visitor, kind: str, name: str, content: bytes) -> tuple[bool, str]:
    """Add a picture or a document of the guidance as the admin's own page does."""
    address = f"/cms/{kind}/multiple/add/"
    token = visitor.form(f"/cms/{kind}/add/")["csrfmiddlewaretoken"]
    headers = {"X-Requested-With": "XMLHttpRequest"}
    body, shape = multipart({"csrfmiddlewaretoken": token, "title": "A file", "collection": "1"}, "files[]", name, content)
    status, _, said = visitor.asks("POST", address, body, {**headers, "Content-Type": shape})
    assert status == 200, (status, said[:300])
    facts = json.loads(said)
    return bool(facts["success"]), facts.get("error_message", "")


def stored(watched: Watched) -> list[Path]:
    return [path for root in ("FILES_ROOT", "GUIDANCE_ROOT") for path in Path(watched.settings[root]).rglob("*") if path.is_file()]


def test_every_hostile_file_is_refused_or_made_harmless_as_the_file_of_a_report(watched):
    amara, wrong = watched.visitor("amara"), []
    for file in hostile_files():
        kept, said = brought(amara, file.name, file.content)
        if kept is not (file.outcome == KEPT) or (not kept and not said.endswith(".")):
            wrong.append((file.what, kept, said))
    assert wrong == []
    assert watched.peak() < MOST_MEMORY


def test_what_was_kept_is_handed_out_as_an_attachment_and_holds_no_hidden_word(watched):
    amara = watched.visitor("amara")
    brought(amara, "photo.jpg", picture())
    _, _, page = amara.asks("GET", f"{SAM}sections/K/")
    addresses = sorted(set(re.findall(rf"{SAM}files/[0-9a-f-]+/", page.decode())))
    assert len(addresses) > 20
    for address in addresses:
        status, headers, content = amara.asks("GET", address)
        assert status == 200
        assert headers["content-disposition"].startswith("attachment")
        assert "set-cookie" not in headers or "a=b" not in headers["set-cookie"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["content-security-policy"].startswith("sandbox; default-src 'none'")
        assert headers["content-type"] in ("application/pdf", "image/jpeg", "image/png", "image/webp")
        assert headers["cache-control"] == "no-store"
        assert int(headers["content-length"]) == len(content)
        assert headers["content-type"] == "application/pdf" or [one for one in canaries.ALL if one in content] == []
        assert watched.visitor("nadia").asks("GET", address)[0] == 404


@pytest.mark.parametrize("kind", ["images", "documents"])
def test_every_hostile_file_is_refused_or_made_harmless_in_the_guidance(watched, kind):
    root, wrong = watched.visitor("root"), []
    shows = ("jpg", "png", "webp") if kind == "images" else ("pdf", "docx")
    for file in hostile_files():
        kept, said = uploaded(root, kind, file.name, file.content)
        becomes = file.becomes.rpartition(".")[2] if "." in file.becomes else "pdf"
        expected = file.outcome == KEPT and becomes in shows
        if kept is not expected or (not kept and not said.strip().endswith(".")):
            wrong.append((file.what, kept, said))
    assert wrong == []
    assert watched.peak() < MOST_MEMORY


def test_no_picture_of_the_guidance_tells_where_it_was_taken(watched):
    root = watched.visitor("root")
    assert uploaded(root, "images", "garden.jpg", picture())[0]
    pictures = [path for path in stored(watched) if path.read_bytes()[:4] in (b"\xff\xd8\xff\xe0", b"\x89PNG", b"RIFF")]
    assert any("garden" in path.name for path in pictures)
    assert [(path.name, one) for path in pictures for one in canaries.ALL if one in path.read_bytes()] == []


def test_a_document_of_the_guidance_is_an_attachment(watched):
    root = watched.visitor("root")
    assert uploaded(root, "documents", "leaflet.pdf", pdf())[0]
    found = [path for path in stored(watched) if path.name.startswith("leaflet")]
    newest = max(found, key=lambda path: path.stat().st_mtime_ns).name
    number = max(
        int(one) for one in re.findall(r"/cms/documents/edit/(\d+)/", root.asks("GET", "/cms/documents/?ordering=-created_at")[2].decode())
    )
    address = f"/guidance-documents/{number}/{newest}"
    status, headers, _ = root.asks("GET", address)
    assert status == 200
    assert headers["content-disposition"].startswith("attachment")
    assert "default-src 'none'" in headers["content-security-policy"]


def test_a_form_beyond_every_limit_is_not_kept_while_it_arrives(watched):
    """A chunked body claims no length, and this one would go on for ever."""
    head = f"POST {ADD} HTTP/1.1\r\nHost: localhost:{watched.server.port}\r\nTransfer-Encoding: chunked\r\nContent-Type: multipart/form-data; boundary=x\r\n\r\n"
    piece = b"100000\r\n" + b"x" * 0x100000 + b"\r\n"
    seen = []

    def pieces() -> Iterator[bytes]:
        yield head.encode()
        for number in range(150):
            if number % 25 == 0:
                seen.append(watched.on_disk())
            yield piece
        yield b"0\r\n\r\n"

    answer = sent(watched, pieces())
    assert b"413" in answer.split(b"\r\n")[0]
    assert "far bigger than this service takes" in answer.decode()
    assert max(seen) < 90 * MB
    assert watched.peak() < MOST_MEMORY


def test_a_form_that_goes_on_and_on_is_cut_off(watched):
    head = f"POST {ADD} HTTP/1.1\r\nHost: localhost:{watched.server.port}\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
    piece = b"400000\r\n" + b"x" * 0x400000 + b"\r\n"

    def pieces() -> Iterator[bytes]:
        yield head
        for _ in range(300):
            yield piece

    with pytest.raises(OSError, match=r"reset|pipe"):
        sent(watched, pieces())
    assert watched.peak() < MOST_MEMORY
    assert watched.visitor("amara").asks("GET", f"{SAM}sections/K/")[0] == 200


def test_a_form_that_says_it_is_shorter_than_it_is_brings_no_more_than_it_said(watched):
    amara = watched.visitor("amara")
    hidden = amara.form(ADD)
    body, kind = multipart(TYPED | hidden, "file", "report.pdf", pdf())
    status, _, page = amara.asks("POST", ADD, body, {"Content-Type": kind, "Content-Length": "60"})
    assert status in (400, 403), page[:300]


def test_too_many_files_at_once_are_refused(watched):
    amara = watched.visitor("amara")
    hidden = amara.form(ADD)
    mark = "x" * 20
    one = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\nx\r\n'
    body = "".join(
        [
            f'--{mark}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{hidden["csrfmiddlewaretoken"]}\r\n',
            one * 5,
            f"--{mark}--\r\n",
        ]
    )
    status, _, _ = amara.asks("POST", ADD, body.encode(), {"Content-Type": f"multipart/form-data; boundary={mark}"})
    assert status in (400, 413), status


def test_a_file_larger_than_allowed_is_refused_with_a_sentence_and_the_memory_stays_small(watched):
    kept, said = brought(watched.visitor("amara"), "scan.pdf", pdf(words=b" " * (25 * MB)))
    assert (kept, said) == (False, "This file has 25 MB. A file can have at most 20 MB.")
    assert watched.peak() < MOST_MEMORY


def test_ten_large_files_at_once_leave_the_server_small_and_answering(watched):
    amara = watched.visitor("amara")
    token = amara.form(ADD)["csrfmiddlewaretoken"]

    def bring(number: int) -> int:
        other = Visitor(watched.server, amara.cookie, amara.token)
        fields = TYPED | {"csrfmiddlewaretoken": token, "post_key": str(uuid.uuid4()), "title": f"Large {number}"}
        return other.sends(ADD, fields, "scan.pdf", pdf(words=b" " * (19 * MB)))[0]

    with ThreadPoolExecutor(10) as together:
        answers = list(together.map(bring, range(10)))
    assert set(answers) <= {302, 422}
    assert 302 in answers
    assert 422 in answers  # the plan's room is 100 MB
    assert watched.peak() < MOST_MEMORY
    assert amara.asks("GET", f"{SAM}sections/K/")[0] == 200
