"""A file is clean when the scanner says so, in just these words; everything else is not clean."""

import pytest

from files import scan, store
from files.actions.look_again import look_again
from files.actions.take_in import take_in
from files.models import StoredFile
from files.refused import FileRefused
from files.scan import Verdict
from tests.files.clamd import clamd
from tests.files.samples import EICAR, pdf, word


@pytest.fixture
def taken(db, world, received):
    """Take a file in, as an act does."""
    return lambda *facts: take_in(received(*facts), owner=world.sam.circle.uid, added_by=world.amara.uid, now=world.now)


def test_what_the_scanner_passes_is_ready(taken, scanner):
    assert taken().state == StoredFile.State.READY
    assert scanner.asked == [len(pdf())]


@pytest.mark.parametrize("content", [word(**{"word__media__a.bin": EICAR}), pdf(words=EICAR.replace(b"(", b"("))])
def test_what_the_scanner_finds_is_refused_and_nothing_of_it_stays(received, scanner, content):
    before = set(store.every())
    with pytest.raises(FileRefused, match="found something harmful"):
        received("a", content)
    assert set(store.every()) == before


@pytest.mark.parametrize("mood", ["slow", "rubbish", "silent", "too_large"])
def test_a_file_waits_where_the_scanner_gives_no_clear_answer(taken, settings, monkeypatch, mood):
    monkeypatch.setattr(scan, "SECONDS", 1.0)
    with clamd(mood) as listening:
        settings.CLAMD = listening.address
        assert taken().state == StoredFile.State.WAITING


def test_a_file_waits_while_the_scanner_is_away(taken, settings):
    settings.CLAMD = "127.0.0.1:9"
    assert taken().state == StoredFile.State.WAITING
    settings.CLAMD = "/nowhere/clamd.sock"
    assert taken().state == StoredFile.State.WAITING


def test_the_worker_looks_again_and_the_clean_one_is_ready(taken, settings, scanner):
    settings.CLAMD = "127.0.0.1:9"
    waiting = taken()
    assert look_again() == 1
    settings.CLAMD = scanner.address
    assert look_again() == 0
    waiting.refresh_from_db()
    assert waiting.state == StoredFile.State.READY


def test_the_worker_looks_again_and_the_harmful_one_is_gone(taken, settings, scanner, django_capture_on_commit_callbacks):
    settings.CLAMD = "127.0.0.1:9"
    waiting = taken("a.pdf", pdf(words=b"x" + EICAR))
    settings.CLAMD = scanner.address
    with django_capture_on_commit_callbacks(execute=True):
        look_again()
    waiting.refresh_from_db()
    assert (waiting.state, waiting.verdict) == (StoredFile.State.REFUSED, scan.HARMFUL)
    assert not store.path_of(waiting.stored_as).exists()


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (b"stream: OK\0", Verdict.CLEAN),
        (b"stream: Win.Test FOUND\0", Verdict.INFECTED),
        (b"stream: OK", Verdict.UNKNOWN),
        (b"OK\0", Verdict.UNKNOWN),
        (b"stream: x FOUND\0stream: OK\0", Verdict.UNKNOWN),
        (b"", Verdict.UNKNOWN),
        (b"INSTREAM size limit exceeded. ERROR\0", Verdict.UNKNOWN),
    ],
)
def test_only_its_own_words_count(answer, verdict):
    assert scan._verdict(answer) is verdict
