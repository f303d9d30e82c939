"""What people send is known by its content, made safe, and laid down where nobody else reads it."""

import io
import stat

import pytest
from PIL import Image

from files import store
from files.kinds import PICTURES, Kind
from files.plain_pictures import has_only_pixels
from files.refused import FileRefused
from tests.files import canaries
from tests.files.hostile import KEPT, REFUSED, hostile_files
from tests.files.samples import packed, pdf, picture, word

MADE = {file.what: file for file in hostile_files()}


def content_of(received):
    return store.path_of(received.stored_as).read_bytes()


@pytest.mark.parametrize("what", [what for what, file in MADE.items() if file.outcome == REFUSED])
def test_this_file_is_refused_with_a_sentence_and_nothing_of_it_stays(received, scanner, what):
    before = set(store.every())
    with pytest.raises(FileRefused) as refused:
        received(MADE[what].name, MADE[what].content)
    assert str(refused.value).endswith(".")
    assert " " in str(refused.value)
    assert set(store.every()) == before


@pytest.mark.parametrize("what", [what for what, file in MADE.items() if file.outcome == KEPT])
def test_this_file_is_kept_without_its_poison_under_a_plain_name(received, scanner, what):
    file = received(MADE[what].name, MADE[what].content)
    assert file.name.startswith(MADE[what].becomes)
    if file.kind in PICTURES:
        assert has_only_pixels(store.path_of(file.stored_as), file.kind)
        assert [canary for canary in canaries.ALL if canary in content_of(file)] == []
    else:
        assert content_of(file) == MADE[what].content


def test_there_are_more_than_sixty_of_them():
    assert len(MADE) > 80


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.pdf", pdf(), Kind.PDF),
        ("a.pdf", pdf() + b"\r\n\n", Kind.PDF),
        ("a.docx", word(), Kind.WORD),
        ("a.docx", word(**{"word__media__image1.png": picture("PNG"), "word__styles.xml": b"<styles/>"}), Kind.WORD),
        ("a.jpg", picture(), Kind.JPEG),
        ("a.png", picture("PNG"), Kind.PNG),
        ("a.webp", picture("WEBP"), Kind.WEBP),
        ("a.heic", picture("HEIF"), Kind.JPEG),
    ],
)
def test_an_honest_file_is_taken(received, name, content, kind):
    assert received(name, content).kind == kind


def test_a_word_file_may_link_to_a_page(received):
    relation = (
        b'<Relationships><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" '
        b'Target="https://www.gov.uk/" TargetMode="External"/></Relationships>'
    )
    assert received("a.docx", word(**{"word___rels__document.xml.rels": relation})).kind == Kind.WORD


def test_a_picture_stays_as_it_was_turned(received):
    """The phone was held upright: it wrote 300 by 200 dots and 'turn me'. What is kept is 200 wide and needs no turning."""
    made = Image.open(io.BytesIO(content_of(received("a.jpg", picture(size=(300, 200))))))
    assert made.size == (200, 300)
    assert dict(made.getexif()) == {}


def test_a_moving_picture_stands_still(received):
    made = Image.open(io.BytesIO(content_of(received("a.png", MADE["PNG with thirty moving frames"].content))))
    assert getattr(made, "n_frames", 1) == 1


def test_a_picture_may_be_seen_through(received):
    clear = io.BytesIO()
    Image.new("RGBA", (30, 30), (10, 20, 30, 40)).save(clear, "PNG")
    made = Image.open(io.BytesIO(content_of(received("a.png", clear.getvalue()))))
    assert made.getpixel((5, 5)) == (10, 20, 30, 40)


@pytest.mark.parametrize("shape", ["JPEG", "PNG", "WEBP"])
def test_what_the_maker_of_samples_hides_would_be_found(tmp_path, shape):
    path = tmp_path / "a"
    path.write_bytes(picture(shape))
    assert not has_only_pixels(path, Kind(shape.lower()))
    assert [canary for canary in canaries.ALL if canary in picture(shape)] != []


def test_only_the_service_itself_may_read_a_stored_file(received):
    path = store.path_of(received().stored_as)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert path.suffix == ""
    assert path.parent.parent.parent == store.root()


def test_a_file_beyond_the_limit_is_refused_with_both_sizes(received, settings):
    settings.FILE_LIMIT = 1024 * 1024
    with pytest.raises(FileRefused, match=r"This file has 1\.1 MB. A file can have at most 1 MB\."):
        received("a.pdf", pdf(words=b" " * 1_150_000))


def test_a_folder_of_reports_is_no_word_file(received):
    with pytest.raises(FileRefused, match="folder of packed files"):
        received("a.docx", packed({"one.pdf": pdf(), "two.pdf": pdf()}))


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "a" * 32 + "/", "A" * 32, "abc"])
def test_the_store_opens_nothing_but_its_own_names(name):
    with pytest.raises(ValueError, match="not a name of the store"):
        store.path_of(name)
