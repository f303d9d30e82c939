"""A form sets what it has boxes for, and nothing else of the row."""

from plans.models import Item
from tests.plans.pages import TYPED, form_on
from tests.plans.test_save_item import item_url, speech, visit

WITHOUT_A_BOX = {
    "id": "1", "uid": "00000000-0000-4000-8000-000000000000", "plan": "1", "plan_id": "1", "section": "D", "section_id": "1", "position": "999",
    "state": "retired", "was_put_forward": "", "author": "1", "author_id": "1", "author_role": "coordinator", "saved_by": "1", "saved_by_id": "1",
}  # fmt: skip


def test_what_a_form_has_no_box_for_is_left_alone(world):
    item, browser = speech(world), visit(world.lena)
    before = Item.objects.filter(pk=item.pk).values().get()
    typed = form_on(browser, item_url(item), "words") | TYPED["provision"] | {"words": "Other words."}
    del typed["text"]
    assert browser.post(item_url(item), WITHOUT_A_BOX | typed).status_code == 302
    after = Item.objects.filter(pk=item.pk).values().get()
    assert after["text"] == "Other words."
    assert after["saved_by_id"] == world.lena.pk
    assert {name for name in before if before[name] != after[name]} <= {"text", "source", "seq", "saved_at", "saved_by_id"}
