"""The process that opens what people send has little memory, little time, and no way out."""

import subprocess
import sys

import pytest

from files import child, limited
from files.refused import FileRefused
from tests.files.samples import picture, png_of_size

SHUT = "import sys, socket, os, ctypes; sys.path.insert(0, 'files'); import child; child.shut(); "


def run(code):
    done = subprocess.run([sys.executable, "-c", SHUT + code], capture_output=True, text=True, check=False, timeout=60)
    return done.returncode, done.stderr


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("socket.socket()", "Too many open files"),
        ("open('/etc/passwd')", "Too many open files"),
        ("os.pipe()", "Too many open files"),
        ("bytearray(600_000_000)", "MemoryError"),
        ("import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (50, 50)) if os.getuid() else socket.socket()", ""),
    ],
)
def test_nothing_can_be_opened_and_no_more_memory_taken(code, error):
    status, said = run(code)
    assert status != 0
    assert error in said


def test_a_process_that_goes_on_and_on_is_ended_by_the_kernel():
    status, _ = run(f"import resource; resource.setrlimit(resource.RLIMIT_CPU, (1, {child.SECONDS}))\nwhile True: pass")
    assert status in (-24, -9)


def test_what_takes_too_long_is_refused_with_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(limited, "SECONDS", 0.01)
    source = tmp_path / "a"
    source.write_bytes(picture())
    with source.open("rb"), pytest.raises(FileRefused, match="takes too long"):
        limited.run("picture-jpeg", source)


@pytest.mark.parametrize(("side", "sentence"), [(8_000, "more than 50 million dots"), (60_000, "more than 50 million dots")])
def test_too_many_dots_are_refused_before_they_are_unpacked(tmp_path, side, sentence):
    source = tmp_path / "a"
    source.write_bytes(png_of_size(side, side))
    with pytest.raises(FileRefused, match=sentence):
        limited.run("picture-png", source)


def test_only_so_many_are_opened_at_once(tmp_path, monkeypatch):
    monkeypatch.setattr(limited, "SECONDS", 0.05)
    source = tmp_path / "a"
    source.write_bytes(picture())
    with limited._room, limited._room, pytest.raises(FileRefused, match="Many files are being added"):
        limited.run("picture-jpeg", source)


def test_the_process_knows_nothing_of_the_house():
    code = "import sys; sys.path.insert(0, 'files'); import child; print([name for name in sys.modules if name.split('.')[0] in ('django', 'PIL', 'portal')])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
