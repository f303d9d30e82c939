"""Tie an item to what it comes from: the golden thread."""

import itertools
import uuid

import pytest

from permissions.models import LedgerEntry
from permissions.refusals import Invalid, NotFound, NotNow, NotPermitted
from plans.actions.link_item import link_item
from plans.models import Item, ItemLink
from tests.plans.pages import PLAN, is_nothing_to_strangers, is_refused, is_too_late, page_of, visit
from tests.plans.versions_help import write
from tests.world import SAM

# Who writes one of each kind in Sam's plan, and what may lead to what (Code of Practice 9.61 to 9.69), by hand.
WRITERS = {
    "voice": ("amara", "A"),
    "aspiration": ("amara", "A"),
    "need": ("okafor", "B"),
    "outcome": ("priya", "E"),
    "provision": ("lena", "F"),
    "budget": ("marcus", "J"),
    "evidence": ("amara", "K"),
}
ALLOWED = {("aspiration", "need"), ("aspiration", "outcome"), ("need", "provision"), ("need", "outcome"), ("provision", "outcome")}


def ties_url(item):
    return f"{PLAN}items/{item.uid}/ties/"


def ties(world, slug, item, *sources):
    return link_item(getattr(world, slug), SAM, item.uid, [one.uid for one in sources], today=world.today, now=world.now)


def links():
    return {(link.source.text, link.target.text) for link in ItemLink.objects.select_related("source", "target")}


@pytest.fixture
def need(world):
    return write(world, "okafor", "B", "need", "the need")


@pytest.fixture
def help_(world):
    return write(world, "lena", "F", "provision", "the help")


def test_help_is_tied_to_a_need_and_let_go_again(world, need, help_):
    browser = visit(world.lena)
    page = page_of(browser.get(f"{PLAN}items/{help_.uid}/"))
    assert "the need" in page.words
    answer = browser.post(ties_url(help_), {"comes_from": [str(need.uid)]})
    assert (answer.status_code, answer["Location"]) == (302, f"{PLAN}items/{help_.uid}/#ties")
    assert links() == {("the need", "the help")}
    assert page_of(browser.get(f"{PLAN}items/{help_.uid}/")).form_with("comes_from")["comes_from"] == [str(need.uid)]
    browser.post(ties_url(help_), {})
    assert links() == set()
    assert LedgerEntry.objects.filter(verb="link_item", object_uid=help_.uid).count() == 2


def test_tying_the_same_again_is_not_written_down(world, need, help_):
    for _ in range(2):
        ties(world, "lena", help_, need)
    assert links() == {("the need", "the help")}
    assert LedgerEntry.objects.filter(verb="link_item").count() == 1


def test_only_what_may_lead_there_can_be_tied(world):
    items = {kind: write(world, slug, code, kind, kind) for kind, (slug, code) in WRITERS.items()}
    for source, target in itertools.product(WRITERS, WRITERS):
        slug = WRITERS[target][0]
        if (source, target) in ALLOWED:
            ties(world, slug, items[target], items[source])
            assert (source, target) in links()
        else:
            with pytest.raises(Invalid):
                ties(world, slug, items[target], items[source])
    assert links() <= ALLOWED


def test_what_is_of_another_plan_unknown_gone_or_kept_by_another_can_not_be_tied(world, need, help_):
    other_plan = Item.objects.create(
        **{name: getattr(help_, name) for name in ("kind", "text", "author_role", "saved_at")},
        plan=world.nadias,
        section=world.nadias.sections.get(type="B"),
        position=1,
        author=world.marcus,
        saved_by=world.marcus,
    )
    gone, kept = write(world, "okafor", "B", "need", "gone"), write(world, "okafor", "B", "need", "kept zebra", put_forward=False)
    Item.objects.filter(pk=gone.pk).update(state="retired")
    for source in (str(other_plan.uid), str(gone.uid), str(kept.uid), str(uuid.uuid4()), "not-a-uuid", "", "\x07"):
        answer = visit(world.lena).post(ties_url(help_), {"comes_from": [source]})
        page = page_of(answer)
        assert answer.status_code == 422, source
        assert (
            page.errors == ["Error: Choose from the list: one of these is not in this plan any more, or can't lead here."]
            or not page.errors
        )
        assert "zebra" not in page.words
    assert links() == set()


def test_what_was_ticked_stays_ticked_when_something_is_wrong(world, need, help_):
    answer = visit(world.lena).post(ties_url(help_), {"comes_from": [str(need.uid), str(uuid.uuid4())]})
    assert answer.status_code == 422
    assert page_of(answer).form_with("comes_from")["comes_from"] == [str(need.uid)]


def test_links_to_what_one_does_not_see_stay_as_they_are(world, need, help_):
    ties(world, "lena", help_, need)
    other = write(world, "okafor", "B", "need", "another need")
    Item.objects.filter(pk=need.pk).update(state="kept")
    ties(world, "lena", help_, other)
    assert links() == {("the need", "the help"), ("another need", "the help")}


def test_a_stranger_gets_the_page_of_a_plan_that_is_not_there(world, need, help_):
    is_nothing_to_strangers(world, ties_url(help_), {"comes_from": [str(need.uid)]})
    is_nothing_to_strangers(world, ties_url(help_), {"comes_from": ["nonsense"]})
    assert links() == set()


def test_an_insider_without_the_right_is_told_so(world, need, help_):
    for slug in ("amara", "okafor", "susan"):
        is_refused(visit(getattr(world, slug)).post(ties_url(help_), {"comes_from": [str(need.uid)]}))
        with pytest.raises(NotPermitted):
            ties(world, slug, help_, need)
    assert links() == set()


def test_nobody_ties_somebody_elses_hope_to_anything(world, need):
    hope = write(world, "amara", "A", "aspiration", "a hope")
    with pytest.raises(NotPermitted):
        ties(world, "marcus", hope)
    ties(world, "okafor", need, hope)
    assert links() == {("a hope", "the need")}, "whoever wrote the need ties it to the hope"


def test_at_the_wrong_stage_the_law_is_named(world, need, help_):
    for stage in ("consulting", "final"):
        world.move_to(stage)
        is_too_late(visit(world.lena).post(ties_url(help_), {"comes_from": [str(need.uid)]}))
        with pytest.raises(NotNow):
            ties(world, "marcus", help_, need)
    assert links() == set()


def test_an_item_that_is_kept_by_another_has_no_ties_to_set(world, need):
    kept = write(world, "lena", "F", "provision", "kept", put_forward=False)
    assert visit(world.marcus).post(ties_url(kept), {"comes_from": [str(need.uid)]}).status_code == 404
    with pytest.raises(NotFound):
        ties(world, "marcus", kept, need)
    ties(world, "lena", kept, need)
    assert LedgerEntry.objects.filter(circle=world.sam.circle).order_by("number").last().verb == "link_kept_item"
    assert str(kept.uid) not in visit(world.marcus).get(f"{PLAN}thread/").content.decode()
