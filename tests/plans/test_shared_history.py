"""The family reads what changed between versions that were shared with them, never a save."""

from datetime import timedelta
from uuid import uuid4

from plans.access import open_plan
from plans.actions.add_item import add_item
from plans.actions.cut_version import cut_version
from plans.actions.save_item import save_item
from plans.actions.share_version import share_version
from plans.actions.writing import ItemWords
from plans.statute.sections import Kind
from tests.world import SAM


def need(text: str) -> ItemWords:
    return ItemWords(kind=Kind.NEED, text=text, spec={"area": "communication"})


def shared(world, note):
    access = open_plan(world.marcus, SAM, today=world.today)
    return share_version(access, cut_version(access, note=note, now=world.now).uid, note="", now=world.now)


def test_a_parent_sees_the_step_from_one_shared_version_to_the_next_and_nothing_in_between(world, client):
    when = {"today": world.today, "now": world.now}
    item = add_item(world.lena, SAM, "B", need("Sam follows two words."), put_forward=True, post_key=uuid4(), **when)
    shared(world, "first")
    save_item(world.lena, SAM, item.uid, need("Sam follows nineteen words."), seq=0, **when)
    save_item(world.lena, SAM, item.uid, need("Sam follows four words."), seq=1, today=world.today, now=world.now + timedelta(minutes=20))
    shared(world, "second")
    client.force_login(world.joel)
    page = client.get("/plans/0000-0SAM/sections/B/history/").content.decode()
    assert "<del>" in page
    assert "four" in page
    assert "nineteen" not in page
    client.force_login(world.priya)
    assert "nineteen" in client.get("/plans/0000-0SAM/sections/B/history/").content.decode()


def test_without_two_shared_versions_the_page_says_so(world, client):
    client.force_login(world.amara)
    page = client.get("/plans/0000-0SAM/sections/B/history/").content.decode()
    assert "Nothing to compare yet" in page
    assert "Lena" not in page
