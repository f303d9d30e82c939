"""Where no socket opens, the words of a live text go by requests: the same frames, the same people, nothing kept twice."""

import pytest

from permissions.vocabulary import Stage
from plans.livetext import wire
from plans.livetext.document import EMPTY_UPDATE, Document
from plans.livetext.log import load
from plans.livetext.posted import read_posted
from plans.livetext.update import read_varuint, write_varuint
from plans.models import Item, LiveText, Section, TextClient, TextUpdate
from tests.plans.livetext_help import live, types
from tests.plans.pages import PLAN, is_nothing_to_strangers, is_refused, is_too_late, visit
from tests.plans.versions_help import write

F = f"{PLAN}sections/F/text/"
BLANK = wire.step1(b"\x00")


@pytest.fixture
def item(world):
    return write(world, "lena", "F", "provision", "Speech therapy.")


def sends(browser, address, *frames):
    return browser.post(address, b"".join(frames), content_type="application/octet-stream")


def address_of(item):
    return f"{PLAN}items/{item.uid}/text/"


def read_answer(answer):
    """Give the update and the count that an answer brings."""
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/octet-stream")
    body, at, update, count = answer.content, 0, None, None
    while at < len(body):
        if body[at] == wire.ACKNOWLEDGED:
            count, at = read_varuint(body, at + 1)
            at += 1 + body[at]
            continue
        step = body[at + 1]
        size, at = read_varuint(body, at + 2)
        if step == wire.STEP2:
            update = body[at : at + size]
        at += size
    return update, count


def test_the_words_come_whole_and_later_only_what_is_new(world, item):
    browser = visit(world.marcus)
    mine = Document()
    update, count = read_answer(sends(browser, address_of(item), BLANK))
    mine.apply(update)
    assert (mine.words, count) == ("Speech therapy.", 0)
    types(world, "lena", item, "Speech therapy, always.")
    update, _ = read_answer(sends(browser, address_of(item), wire.step1(mine.state_vector)))
    assert len(update) < 60
    mine.apply(update)
    assert mine.words == "Speech therapy, always."


def test_what_is_sent_is_committed_counted_and_stands_in_the_plan(world, item):
    browser, mine = visit(world.marcus), load(live(world, item))
    typed = mine.rewritten("Speech therapy, weekly.")
    _, count = read_answer(sends(browser, address_of(item), BLANK, wire.typed(typed), wire.step2(EMPTY_UPDATE)))
    assert count == 2
    saved = Item.objects.get(pk=item.pk)
    assert (saved.text, saved.saved_by) == ("Speech therapy, weekly.", world.marcus)
    row = TextUpdate.objects.get(text__item=item, n=2)
    assert (row.by, row.role) == (world.marcus, "coordinator")
    assert TextClient.objects.filter(text__item=item, person=world.marcus).count() == 1


def test_what_is_sent_again_because_the_answer_was_lost_is_counted_and_kept_once(world, item):
    browser, typed = visit(world.marcus), load(live(world, item)).rewritten("Speech therapy, weekly.")
    for _ in range(3):
        assert read_answer(sends(browser, address_of(item), wire.typed(typed)))[1] == 1
    assert LiveText.objects.get(item=item).n == 2


def test_what_does_not_follow_is_not_counted_and_the_answer_says_what_is_missing(world, item):
    browser, mine = visit(world.marcus), load(live(world, item))
    first = mine.rewritten("Speech therapy. One.", client=77)
    mine.apply(first)
    vector = mine.state_vector
    peer = Document([mine.snapshot()])
    second = peer.rewritten("Speech therapy. One. Two.", client=77)
    behind = Document([mine.snapshot(), second]).missing_in(vector)
    assert read_answer(sends(browser, address_of(item), wire.typed(behind)))[1] in (0, 1)
    assert read_answer(sends(browser, address_of(item), wire.typed(first), wire.typed(behind)))[1] == 2
    assert Item.objects.get(pk=item.pk).text == "Speech therapy. One. Two."


def test_asking_without_words_says_whether_one_may_write(world, item):
    assert visit(world.marcus).get(F).status_code == 204
    assert visit(world.lena).get(address_of(item)).status_code == 204
    is_refused(visit(world.amara).get(F))
    is_refused(visit(world.amara).get(address_of(item)))
    world.move_to(Stage.FINAL)
    is_too_late(visit(world.lena).get(address_of(item)))


def test_whoever_reads_hears_and_is_refused_when_they_send(world, item):
    browser, typed = visit(world.amara), load(live(world, item)).rewritten("Mine.")
    assert read_answer(sends(browser, address_of(item), BLANK))[0] != EMPTY_UPDATE
    is_refused(sends(browser, address_of(item), wire.typed(typed)))
    is_refused(sends(browser, F, wire.typed(Document().rewritten("Mine."))))
    assert (LiveText.objects.get(item=item).n, Section.objects.get(plan=world.sam, type="F").narrative) == (1, "")


def test_what_is_not_theirs_is_not_there(world, item):
    for address in (F, address_of(item)):
        is_nothing_to_strangers(world, address)
        is_nothing_to_strangers(world, address, {"x": "y"})
    kept = write(world, "lena", "F", "provision", "Not yet.", put_forward=False)
    assert sends(visit(world.marcus), address_of(kept), BLANK).status_code == 404
    assert sends(visit(world.joel), address_of(write(world, "amara", "A", "aspiration", "Hers.")), BLANK).status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        b"\x00",
        b"\x07\x01",
        b"\x00\x02\x05ab",
        b"\x00\x02\x02\x01\x01",
        b"\x00\x00\x02\x05\x01",
        b"\x64\x00\x0514:02",
        b"\x00\x02\x01\xff" * 3,
    ],
)
def test_what_no_page_sends_is_turned_away_and_changes_nothing(world, item, body):
    assert sends(visit(world.marcus), address_of(item), body).status_code == 400
    assert not LiveText.objects.filter(item=item, n__gt=1).exists()


def test_too_much_at_once_is_turned_away(world, item):
    assert sends(visit(world.marcus), address_of(item), b"\x03" * 1_001).status_code == 400
    assert sends(visit(world.marcus), address_of(item), b"\x00" * 900_001).status_code == 413
    with pytest.raises(wire.TooLarge):
        read_posted(b"\x01" + write_varuint(70_000) + b"\x00" * 70_000)


def test_words_beyond_the_limit_are_refused_with_words(world, item):
    typed = load(live(world, item)).rewritten("a" * 8_001)
    answer = sends(visit(world.marcus), address_of(item), wire.typed(typed))
    assert answer.status_code == 409
    assert "8,000 characters" in answer.content.decode()
    assert Item.objects.get(pk=item.pk).text == "Speech therapy."


def test_a_client_number_of_somebody_else_is_turned_away(world, item):
    typed = load(live(world, item)).rewritten("Hers.", client=88)
    assert read_answer(sends(visit(world.lena), address_of(item), wire.typed(typed)))[1] == 1
    again = load(live(world, item)).rewritten("His.", client=88)
    assert sends(visit(world.marcus), address_of(item), wire.typed(again)).status_code == 400
    TextClient.objects.filter(text__item=item, number=88).update(is_retired=True)
    retired = sends(visit(world.lena), address_of(item), wire.typed(again))
    assert retired.status_code == 409
    assert "Load the page again" in retired.content.decode()
