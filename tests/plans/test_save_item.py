"""Save an item: by whom, over what, and what both people see when two write at once."""

import uuid
from datetime import date

import pytest

from permissions.models import LedgerEntry
from permissions.refusals import NotFound, NotNow, NotPermitted, Stale
from permissions.vocabulary import Stage
from plans.actions.save_item import save_item
from plans.actions.writing import ItemWords
from plans.contents import spec_values
from plans.models import Item, Wording
from plans.statute.sections import Kind
from tests.plans.pages import PLAN, TYPED, form_on, is_nothing_to_strangers, is_refused, is_too_late, page_of, visit
from tests.plans.versions_help import rewrite, write
from tests.world import SAM

VOICE = "I like maths. I don’t like shouting."


def item_url(item):
    return f"{PLAN}items/{item.uid}/"


def now_there(item):
    return Item.objects.select_related(item.kind, "saved_by").get(pk=item.pk)


def speech(world, slug="lena", **spec):
    return write(world, slug, "F", "provision", "Speech sessions.", sessions=2, per="week", minutes=30, **spec)


def test_an_item_is_opened_changed_and_saved(world):
    item, browser = speech(world), visit(world.lena)
    typed = form_on(browser, item_url(item), "words")
    assert (typed["words"], typed["sessions"], typed["per"], typed["seq"]) == (["Speech sessions."], ["2"], ["week"], ["0"])
    answer = browser.post(
        item_url(item),
        typed
        | {"words": "Speech sessions, alone.", "minutes": "45", "starts_on_day": "7", "starts_on_month": "9", "starts_on_year": "2026"},
    )
    assert (answer.status_code, answer["Location"]) == (302, f"{PLAN}sections/F/edit/#item-{item.uid}")
    saved = now_there(item)
    assert (saved.text, saved.seq, saved.saved_by) == ("Speech sessions, alone.", 1, world.lena)
    assert (saved.provision.minutes, saved.provision.sessions, saved.provision.starts_on.isoformat()) == (45, 2, "2026-09-07")
    entry = LedgerEntry.objects.filter(circle=world.sam.circle).order_by("number").last()
    assert (entry.verb, entry.actor, entry.sections, entry.object_uid) == ("save_item", world.lena, " F ", item.uid)
    assert Wording.objects.get(item=item, seq=1).content["minutes"] == 45


# Who writes one of each kind, where, with what typed fields that a form shows in another shape than they are stored.
ONE_OF_EACH = {
    "voice": ("A", "amara", {"gathered_on": date(2026, 3, 20), "verbatim": False}),
    "aspiration": ("A", "amara", {}),
    "need": ("B", "okafor", {}),
    "outcome": ("E", "priya", {"by_on": date(2027, 7, 1)}),
    "provision": ("F", "lena", {"sessions": 2, "per": "week", "starts_on": date(2026, 9, 1), "is_safety": True}),
    "budget": ("J", "marcus", {"amount_pence": 264_050}),
    "evidence": ("K", "amara", {"not_obtained_reason": "They moved away.", "obtained": False}),
    "placement": ("I", "marcus", {}),
}


def test_what_a_form_shows_and_sends_back_unchanged_changes_nothing(world):
    for kind, (code, slug, spec) in ONE_OF_EACH.items():
        if kind == "placement":
            world.move_to("finalising")
        item, browser = write(world, slug, code, kind, "First line.\n\n- one\n- two", **spec), visit(getattr(world, slug))
        typed = form_on(browser, item_url(item), "words")
        before, entries = spec_values(now_there(item)), LedgerEntry.objects.count()
        assert browser.post(item_url(item), typed).status_code == 302
        assert (now_there(item).text, now_there(item).seq, spec_values(now_there(item))) == ("First line.\n\n- one\n- two", 0, before), kind
        assert (LedgerEntry.objects.count(), Wording.objects.filter(item=item).count()) == (entries, 1)


def test_a_stranger_gets_the_page_of_a_plan_that_is_not_there(world):
    item = speech(world)
    is_nothing_to_strangers(world, item_url(item))
    is_nothing_to_strangers(world, item_url(item), TYPED["provision"] | {"kind": "provision", "seq": "0"})
    assert now_there(item).text == "Speech sessions."


def test_an_item_of_another_plan_is_not_there(world):
    elsewhere = speech(world)
    for address in (f"/plans/0000-0NAD/items/{elsewhere.uid}/", f"{PLAN}items/{uuid.uuid4()}/"):
        browser = visit(world.marcus)
        assert browser.get(address).status_code == 404
        assert browser.post(address, TYPED["provision"] | {"kind": "provision", "seq": "0"}).status_code == 404
    assert visit(world.marcus).get(f"{PLAN}items/not-a-uuid/").status_code == 404


def test_an_insider_without_the_right_is_told_so(world):
    item = speech(world)
    for slug in ("amara", "susan", "okafor", "priya", "tom"):
        browser = visit(getattr(world, slug))
        is_refused(browser.get(item_url(item)))
        is_refused(browser.post(item_url(item), TYPED["provision"] | {"kind": "provision", "seq": "0"}))
    assert now_there(item).seq == 0


def test_whoever_edits_the_section_changes_what_a_specialist_wrote(world):
    for number, slug in enumerate(("marcus", "tess", "hana")):
        saved = rewrite(world, slug, Item.objects.first() or speech(world), f"By {slug}", minutes=number + 1)
        assert (saved.text, saved.seq) == (f"By {slug}", number + 1)


@pytest.mark.parametrize("kind", ["voice", "aspiration"])
def test_nobody_but_the_author_changes_somebodys_own_words_at_any_stage(world, kind):
    """Code of Practice 9.69: if first person, whose words. Not the coordinator, the writer or the manager, and not the other parent."""
    item = write(world, "amara", "A", kind, VOICE)
    words = ItemWords(kind=Kind(kind), text="Better English", spec=spec_values(now_there(item)))
    for stage in Stage:
        world.move_to(stage)
        for slug in ("marcus", "tess", "hana", "joel", "pam", "priya", "susan", "corinne"):
            with pytest.raises((NotPermitted, NotNow, NotFound)):
                save_item(getattr(world, slug), SAM, item.uid, words, seq=0, today=world.today, now=world.now)
    assert (now_there(item).text, now_there(item).seq) == (VOICE, 0)


def test_the_refusal_says_whose_words_they_are(world):
    item = write(world, "amara", "A", "voice", VOICE)
    for slug in ("marcus", "joel"):
        browser = visit(getattr(world, slug))
        is_refused(browser.get(item_url(item)), "These are somebody's own words. Nobody else can change them.", "9.69")
        is_refused(browser.post(item_url(item), {"kind": "voice", "seq": "0"} | TYPED["voice"]), "9.69")
    page = visit(world.marcus).get(f"{PLAN}sections/A/").content.decode()
    assert f"items/{item.uid}/" not in page, "no way to change them is offered"


def test_a_kept_item_is_not_there_for_anybody_else(world):
    item = write(world, "okafor", "B", "need", "Not ready.", put_forward=False)
    for slug in ("marcus", "tess", "hana", "lena", "priya", "amara"):
        browser = visit(getattr(world, slug))
        nothing = browser.get(f"{PLAN}items/{uuid.uuid4()}/").content
        assert browser.get(item_url(item)).status_code == 404
        assert browser.post(item_url(item), TYPED["need"] | {"kind": "need", "seq": "0"}).status_code == 404
        assert len(browser.get(item_url(item)).content) == len(nothing)
    assert visit(world.okafor).get(item_url(item)).status_code == 200


@pytest.mark.parametrize(
    ("stage", "words"),
    [
        ("consulting", "The draft has been sent"),
        ("final", "The plan is final"),
        ("ended", "This plan has ended"),
        ("refused", "not to go on"),
    ],
)
def test_at_the_wrong_stage_the_law_is_named(world, stage, words):
    item, voice = speech(world), write(world, "amara", "A", "voice", VOICE)
    world.move_to(stage)
    for slug, one, kind in (("lena", item, "provision"), ("marcus", item, "provision"), ("amara", voice, "voice")):
        browser = visit(getattr(world, slug))
        is_too_late(browser.get(item_url(one)), words)
        is_too_late(browser.post(item_url(one), TYPED[kind] | {"kind": kind, "seq": "0"}), words)
    assert (now_there(item).seq, now_there(voice).seq) == (0, 0)


def test_while_changes_are_written_the_council_edits_and_the_specialist_does_not(world):
    item = speech(world)
    world.move_to("amending")
    assert rewrite(world, "marcus", item, "Amended.").text == "Amended."
    with pytest.raises(NotNow):
        rewrite(world, "lena", item, "Mine.")


def test_the_second_of_two_sees_both_texts_and_loses_nothing(world):
    item = speech(world)
    hers, his = visit(world.lena), visit(world.marcus)
    typed_by_her, typed_by_him = form_on(hers, item_url(item), "words"), form_on(his, item_url(item), "words")
    assert his.post(item_url(item), typed_by_him | {"words": "His sessions.", "minutes": "20", "where": "In the hall"}).status_code == 302
    answer = hers.post(
        item_url(item),
        typed_by_her | {"words": "Her sessions.", "per": "day", "starts_on_day": "1", "starts_on_month": "10", "starts_on_year": "2026"},
    )
    assert answer.status_code == 409
    page = page_of(answer)
    for words in (
        "Marcus Bell",
        "His sessions.",
        "Her sessions.",
        "20 minutes",
        "30 minutes",
        "a school day",
        "a week",
        "In the hall",
        "Thursday 1 October 2026",
    ):
        assert words in page.words, words
    assert (now_there(item).text, now_there(item).seq) == ("His sessions.", 1)
    again = page.form_with("words")
    assert (again["words"], again["seq"], again["minutes"], again["per"]) == (["Her sessions."], ["1"], ["30"], ["day"])
    assert (again["starts_on_day"], again["starts_on_year"]) == (["1"], ["2026"])
    answer = hers.post(item_url(item), again)
    assert answer.status_code == 200
    assert "Marcus Bell also changed this part" in page_of(answer).words
    both = now_there(item).text
    assert (both, now_there(item).seq, now_there(item).provision.per) in (
        (one, 2, "day") for one in ("HisHer sessions.", "HerHis sessions.")
    )
    assert [row.content["text"] for row in Wording.objects.filter(item=item).order_by("seq")] == ["Speech sessions.", "His sessions.", both]


def test_money_and_yes_or_no_that_differ_are_said_as_people_do(world):
    item = write(world, "marcus", "J", "budget", "A laptop.", amount_pence=100)
    need = write(world, "okafor", "B", "need", "Runs into roads.")
    first, second = visit(world.marcus), visit(world.tess)
    typed, again = form_on(second, item_url(item), "words"), form_on(visit(world.okafor), item_url(need), "words")
    first.post(item_url(item), form_on(first, item_url(item), "words") | {"pounds": "2640.50", "how": "direct_payment"})
    page = page_of(second.post(item_url(item), typed | {"pounds": "99"}))
    for words in ("Amount", "£2,640.50 a year", "£99 a year", "Direct payment", "(nothing)"):
        assert words in page.words
    assert "amount_pence" not in page.words
    first.post(item_url(need), form_on(first, item_url(need), "words") | {"is_safety": "on"})
    page = page_of(visit(world.okafor).post(item_url(need), again | {"words": "Runs."}))
    assert "Adults must know this to keep the child safe – in the plan now" in page.words
    assert "True" not in page.words


def test_saving_what_stands_there_already_is_no_clash(world):
    item = speech(world)
    first, second = visit(world.lena), visit(world.marcus)
    forms = [form_on(browser, item_url(item), "words") | {"words": "The same words."} for browser in (first, second)]
    assert first.post(item_url(item), forms[0]).status_code == 302
    assert second.post(item_url(item), forms[1]).status_code == 302
    assert (now_there(item).text, now_there(item).seq, now_there(item).saved_by) == ("The same words.", 0, world.lena)


def test_a_form_without_its_number_never_overwrites(world):
    item = speech(world)
    rewrite(world, "marcus", item, "His sessions.", minutes=20)
    browser = visit(world.lena)
    typed = form_on(browser, item_url(item), "words") | {"minutes": "40"}
    typed.pop("seq")
    for seq in ({}, *({"seq": odd} for odd in ("", "-1", "abc", "9" * 30, "²", "1.0"))):
        answer = browser.post(item_url(item), typed | seq)
        assert answer.status_code == 409, seq
        assert page_of(answer).form_with("words")["seq"] == ["1"]
        assert "20 minutes" in page_of(answer).words
    assert now_there(item).provision.minutes == 20


def test_words_without_their_number_never_overwrite(world):
    item = speech(world)
    rewrite(world, "marcus", item, "His sessions.")
    browser = visit(world.lena)
    typed = form_on(browser, item_url(item), "words") | {"words": "Her sessions."}
    typed.pop("words_n")
    for number in ({}, *({"words_n": odd} for odd in ("", "-1", "abc", "9" * 30, "7", "0"))):
        answer = browser.post(item_url(item), typed | number)
        assert answer.status_code == 409, number
        again = page_of(answer).form_with("words")
        assert (again["words"], again["words_n"]) == (["Her sessions."], ["2"])
        assert "His sessions." in page_of(answer).words
    old_page = {name: value for name, value in typed.items() if name != "words"} | {"text": "Her sessions."}
    assert browser.post(item_url(item), old_page).status_code == 409
    assert now_there(item).text == "His sessions."
    assert browser.post(item_url(item), again).status_code == 302
    assert now_there(item).text == "Her sessions."


def test_without_words_the_typed_fields_are_saved_and_the_words_left_alone(world):
    item = speech(world)
    browser = visit(world.lena)
    typed = form_on(browser, item_url(item), "words") | {"minutes": "45"}
    rewrite(world, "marcus", item, "His sessions.")
    typed.pop("words")
    assert browser.post(item_url(item), typed).status_code == 302
    assert (now_there(item).text, now_there(item).provision.minutes, now_there(item).seq) == ("His sessions.", 45, 1)


def test_a_form_that_does_not_say_its_kind_is_read_as_the_items_own(world):
    item, browser = speech(world), visit(world.lena)
    typed = form_on(browser, item_url(item), "words") | {"words": "Changed."}
    typed.pop("kind")
    assert browser.post(item_url(item), typed).status_code == 302
    assert browser.post(item_url(item), typed | {"kind": "nonsense", "seq": "1", "words": "Again."}).status_code == 302
    assert now_there(item).text == "Again."


def test_the_form_of_another_kind_changes_nothing(world):
    item, browser = speech(world), visit(world.lena)
    assert browser.post(item_url(item), TYPED["need"] | {"kind": "need", "seq": "0"}).status_code == 404
    assert browser.post(item_url(item), {"kind": "need", "seq": "0"}).status_code == 404
    with pytest.raises(NotFound):
        save_item(
            world.lena, SAM, item.uid, ItemWords(kind=Kind.NEED, text="x", spec={"area": "semh"}), seq=0, today=world.today, now=world.now
        )
    assert now_there(item).seq == 0


def test_a_save_after_somebody_took_the_item_out_finds_nothing_there(world):
    item, browser = speech(world), visit(world.lena)
    typed = form_on(browser, item_url(item), "words")
    Item.objects.filter(pk=item.pk).update(state="retired")
    assert browser.post(item_url(item), typed | {"words": "Too late."}).status_code == 404


def test_a_clash_carries_each_field_that_differs_and_only_those(world):
    item = speech(world)
    rewrite(world, "marcus", item, "His.", minutes=20)
    words = ItemWords(kind=Kind.PROVISION, text="Hers.", spec=spec_values(item := now_there(item)) | {"minutes": 30})
    with pytest.raises(Stale) as caught:
        save_item(world.lena, SAM, item.uid, words, seq=0, today=world.today, now=world.now)
    assert [(one.name, one.yours, one.theirs) for one in caught.value.clashes] == [("words", "Hers.", "His."), ("minutes", "30", "20")]
    assert (caught.value.seq, caught.value.saved_by) == (1, "Marcus Bell")
