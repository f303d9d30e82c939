"""Add an item: by whom, when, once, to whom it shows."""

import uuid

import pytest

from permissions.models import LedgerEntry
from permissions.refusals import Invalid, NotFound, NotNow, NotPermitted
from plans.actions.add_item import add_item
from plans.actions.writing import ItemWords
from plans.models import Item, ItemLink, Wording
from plans.statute.sections import Kind
from tests.plans.pages import PLAN, TYPED, form_on, is_nothing_to_strangers, is_refused, is_too_late, page_of, sends, visit
from tests.plans.versions_help import write
from tests.world import NADIAS, SAM

# Who adds which kind where, in drafting.
ADDING = [
    ("amara", "A", "voice"),
    ("amara", "A", "aspiration"),
    ("okafor", "B", "need"),
    ("rao", "C", "need"),
    ("grace", "D", "need"),
    ("priya", "E", "outcome"),
    ("lena", "F", "provision"),
    ("rao", "G", "provision"),
    ("grace", "H1", "provision"),
    ("grace", "H2", "provision"),
    ("marcus", "J", "budget"),
    ("amara", "K", "evidence"),
]


def add_url(code, kind):
    return f"{PLAN}sections/{code}/add/{kind}/"


def adds(world, slug, code, words, *, reference=SAM, key=None, put_forward=True, **more):
    facts = {"put_forward": put_forward, "post_key": key or uuid.uuid4()} | more
    return add_item(getattr(world, slug), reference, code, words, **facts, today=world.today, now=world.now)


def need(text="Long instructions are hard."):
    return ItemWords(kind=Kind.NEED, text=text, spec={"area": "communication"})


def test_each_adds_in_the_sections_that_are_theirs(world):
    for slug, code, kind in ADDING:
        browser = visit(getattr(world, slug))
        typed = form_on(browser, add_url(code, kind)) | TYPED[kind] | {"audience": "put_forward"}
        answer = browser.post(add_url(code, kind), typed)
        item = Item.objects.order_by("pk").last()
        assert (answer.status_code, answer["Location"]) == (302, f"{PLAN}sections/{code}/edit/#item-{item.uid}")
        assert (item.kind, item.section.code, item.text, item.author) == (kind, code, TYPED[kind]["text"], getattr(world, slug))
        assert (item.state, item.was_put_forward, item.seq) == ("put_forward", True, 0)
        assert f'id="item-{item.uid}"' in browser.get(answer["Location"]).content.decode()
    assert list(Item.objects.filter(section__type="A").values_list("position", flat=True).order_by("pk")) == [1, 2]


def test_a_section_i_is_written_after_the_answers_and_not_before(world):
    browser = visit(world.marcus)
    is_too_late(
        browser.get(add_url("I", "placement")), "A school or other place is not named before the family has answered the draft.", "s.38(5)"
    )
    world.move_to("finalising")
    assert browser.post(add_url("I", "placement"), TYPED["placement"] | {"audience": "put_forward"}).status_code == 302


def test_adding_is_one_ledger_entry_and_one_wording(world):
    before = LedgerEntry.objects.filter(circle=world.sam.circle).count()
    item = adds(world, "okafor", "B", need())
    entry = LedgerEntry.objects.filter(circle=world.sam.circle).order_by("number").last()
    assert LedgerEntry.objects.filter(circle=world.sam.circle).count() == before + 1
    assert (entry.actor, entry.role, entry.verb, entry.sections) == (world.okafor, "educational_psychologist", "put_forward_item", " B ")
    assert (entry.object_kind, entry.object_uid) == ("item", item.uid)
    wording = Wording.objects.get()
    assert (wording.item, wording.seq, wording.state, wording.by) == (item, 0, "put_forward", world.okafor)
    assert wording.content == {
        "text": "Long instructions are hard.",
        "source": "",
        "is_safety": False,
        "is_travel": False,
        "area": "communication",
    }


def test_what_is_kept_is_written_down_as_kept(world):
    adds(world, "amara", "A", ItemWords(kind=Kind.ASPIRATION, text="Mine.", spec={"whose": "parent"}), put_forward=False)
    assert LedgerEntry.objects.filter(circle=world.sam.circle).order_by("number").last().verb == "keep_item"
    assert (Item.objects.get().state, Item.objects.get().was_put_forward) == ("kept", False)


def test_a_kept_item_is_on_no_page_of_anybody_else(world):
    item = adds(world, "amara", "A", ItemWords(kind=Kind.ASPIRATION, text="Only mine zebra.", spec={"whose": "parent"}), put_forward=False)
    for slug in ("joel", "pam", "priya", "marcus", "hana"):
        browser = visit(getattr(world, slug))
        for address in (PLAN, f"{PLAN}thread/", f"{PLAN}sections/A/", f"{PLAN}sections/A/history/"):
            page = browser.get(address).content.decode()
            assert "zebra" not in page, (slug, address)
            assert str(item.uid) not in page
    assert "Only mine zebra" in visit(world.amara).get(f"{PLAN}sections/A/").content.decode()


def test_a_stranger_gets_the_page_of_a_plan_that_is_not_there(world):
    is_nothing_to_strangers(world, add_url("F", "provision"))
    is_nothing_to_strangers(world, add_url("F", "provision"), TYPED["provision"] | {"audience": "keep"})
    is_nothing_to_strangers(world, add_url("F", "provision"), {})
    assert not Item.objects.exists()


def test_an_insider_without_the_right_is_told_so(world):
    without = [("amara", "F", "provision"), ("pam", "A", "voice"), ("lena", "A", "voice"), ("marcus", "A", "voice"), ("susan", "B", "need")]
    for slug, code, kind in [*without, ("tess", "K", "evidence")]:
        browser = visit(getattr(world, slug))
        for typed in (None, TYPED[kind] | {"audience": "keep"}, {}):
            is_refused(sends(browser, add_url(code, kind), typed), "This part of the plan is written by other people.", "regulation 12")
    assert not Item.objects.exists()


LAW = {
    "consulting": "Its words stay as they are while the family answers.",
    "finalising": "The family has answered.",
    "final": "The plan is final.",
    "amending": "The council is writing the changes that it proposes",
    "ceasing": "The plan is final.",
    "ended": "This plan has ended.",
    "refused": "The council decided not to go on.",
}


def test_at_the_wrong_stage_the_law_is_named(world):
    browser = visit(world.lena)
    for stage, words in LAW.items():
        world.move_to(stage)
        is_too_late(browser.get(add_url("F", "provision")), words)
        is_too_late(browser.post(add_url("F", "provision"), TYPED["provision"] | {"audience": "keep"}), words)
        is_too_late(browser.post(add_url("F", "provision"), {}), words)
        with pytest.raises(NotNow):
            adds(world, "okafor", "B", need())
    assert not Item.objects.exists()


def test_a_coordinator_too_is_told_which_law_and_not_that_others_write_here(world):
    for stage in ("consulting", "final", "ended"):
        world.move_to(stage)
        is_too_late(visit(world.marcus).get(add_url("B", "need")), LAW[stage])
        with pytest.raises(NotNow):
            adds(world, "marcus", "B", need())


def test_while_the_family_answers_it_still_sends_in_evidence(world):
    world.move_to("consulting")
    assert visit(world.amara).post(add_url("K", "evidence"), TYPED["evidence"] | {"audience": "keep"}).status_code == 302
    is_too_late(visit(world.amara).post(add_url("A", "voice"), TYPED["voice"] | {"audience": "keep"}))
    closes = f"{world.sam.closes_on:%A} {world.sam.closes_on.day} {world.sam.closes_on:%B %Y}"
    is_too_late(visit(world.lena).get(add_url("F", "provision")), closes)


def test_what_no_section_holds_is_not_there(world):
    browser = visit(world.marcus)
    for code, kind in (("F", "need"), ("A", "provision"), ("B", "voice"), ("Q", "need"), ("B", "nonsense"), ("B", "NEED")):
        for typed in (None, {"text": "x"}, TYPED["need"] | {"audience": "keep"}):
            assert sends(browser, add_url(code, kind), typed).status_code == 404


def test_a_kind_of_another_section_is_refused_by_the_action_too(world):
    with pytest.raises(NotFound):
        adds(world, "marcus", "F", need())
    with pytest.raises(NotPermitted):
        adds(world, "marcus", "A", ItemWords(kind=Kind.VOICE, text="x", spec={"speaker": "child", "speaker_name": "Sam"}))


def test_the_same_form_posted_twice_is_one_item(world):
    browser = visit(world.lena)
    typed = form_on(browser, add_url("F", "provision")) | TYPED["provision"] | {"audience": "keep"}
    first, second = (browser.post(add_url("F", "provision"), typed) for _ in range(2))
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert Item.objects.count() == 1
    assert LedgerEntry.objects.filter(circle=world.sam.circle, verb="keep_item").count() == 1


def test_the_same_form_is_still_the_same_after_the_item_was_changed(world):
    key = uuid.uuid4()
    item = adds(world, "okafor", "B", need(), key=key)
    Item.objects.filter(pk=item.pk).update(text="Changed since", seq=1)
    assert adds(world, "okafor", "B", need(), key=key) == item


@pytest.mark.parametrize("changed", [{"text": "Other words, typed after going back."}, {"audience": "put_forward"}, {"sessions": "2"}])
def test_a_form_sent_again_with_other_words_loses_neither(world, changed):
    browser = visit(world.lena)
    typed = form_on(browser, add_url("F", "provision")) | TYPED["provision"] | {"audience": "keep"}
    browser.post(add_url("F", "provision"), typed)
    answer = browser.post(add_url("F", "provision"), typed | changed)
    assert answer.status_code == 422
    page = page_of(answer)
    assert any("You saved this form before" in error for error in page.errors)
    assert Item.objects.count() == 1
    again = page.form_with("text")
    for name, value in changed.items():
        assert again[name] == [value]
    assert browser.post(add_url("F", "provision"), again).status_code == 302
    assert Item.objects.count() == 2


def test_a_form_of_one_plan_adds_nothing_to_another(world):
    key = uuid.uuid4()
    adds(world, "marcus", "B", need(), key=key)
    with pytest.raises(Invalid):
        adds(world, "marcus", "B", need(), key=key, reference=NADIAS)
    with pytest.raises(Invalid):
        adds(world, "marcus", "C", need(), key=key)
    assert Item.objects.count() == 1


def test_two_people_may_happen_on_one_number(world):
    key = uuid.uuid4()
    adds(world, "okafor", "B", need("His"), key=key)
    adds(world, "lena", "B", need("Hers"), key=key)
    assert Item.objects.count() == 2


def test_a_new_item_is_tied_in_the_same_act(world):
    root = write(world, "okafor", "B", "need", "Long instructions are hard.")
    browser = visit(world.lena)
    typed = form_on(browser, add_url("F", "provision")) | TYPED["provision"] | {"audience": "put_forward", "comes_from": [str(root.uid)]}
    assert browser.post(add_url("F", "provision"), typed).status_code == 302
    assert [(link.source, link.target.text) for link in ItemLink.objects.all()] == [(root, "Speech sessions.")]


@pytest.mark.parametrize("wrong", ["random", "not a uuid", "of another plan", "of a kind that can't lead here", "kept by somebody else"])
def test_an_item_that_can_not_come_from_there_is_not_added_at_all(world, wrong):
    elsewhere = adds(world, "marcus", "B", need("Elsewhere"), reference=NADIAS)
    write(world, "okafor", "B", "need", "Long instructions are hard.")
    outcome = write(world, "priya", "E", "outcome", "Sam follows instructions.")
    kept = write(world, "okafor", "B", "need", "Kept zebra.", put_forward=False)
    there = Item.objects.count()
    source = {
        "random": str(uuid.uuid4()),
        "not a uuid": "not-a-uuid",
        "of another plan": str(elsewhere.uid),
        "of a kind that can't lead here": str(outcome.uid),
        "kept by somebody else": str(kept.uid),
    }[wrong]
    answer = visit(world.lena).post(add_url("F", "provision"), TYPED["provision"] | {"audience": "keep", "comes_from": [source]})
    page = page_of(answer)
    assert answer.status_code == 422
    assert any("not in the plan any more" in error for error in page.errors)
    assert page.form_with("text")["text"] == ["Speech sessions."]
    assert "zebra" not in page.words
    assert Item.objects.count() == there
    words = ItemWords(kind=Kind.PROVISION, text="x")
    with pytest.raises(Invalid):
        adds(world, "lena", "F", words, comes_from=[uuid.uuid4()])
    assert Item.objects.count() == there


def test_what_it_may_come_from_is_still_asked_when_something_is_wrong(world):
    write(world, "okafor", "B", "need", "Long instructions are hard.")
    answer = visit(world.lena).post(add_url("F", "provision"), {"text": "", "audience": "keep"})
    assert answer.status_code == 422
    assert "Long instructions are hard" in page_of(answer).words
