"""What a browser keeps for when there is no line: one page that is the same for everybody, and the worker that shows it."""

import re

from django.contrib.staticfiles import finders

from tests.plans.pages import visit
from tests.world import SAM

OFFLINE, WORKER = "/offline/", "/sw.js"


def test_the_page_is_the_same_for_everybody_and_holds_nothing_of_a_person(world, client):
    page = client.get(OFFLINE)
    assert page.status_code == 200
    for person in (world.amara, world.marcus):
        seen = visit(person)
        seen.get(f"/plans/{SAM}/")
        assert seen.get(OFFLINE).content == page.content
    text = page.content.decode()
    assert "You are not connected" in text
    assert not re.search(r"Amara|Marcus|Sam |csrfmiddlewaretoken|data-person-key", text)


def test_the_worker_comes_from_the_root_as_a_script(db, client):
    answer = client.get(WORKER)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/javascript")
    assert "worker-src 'self'" in answer["Content-Security-Policy"]


def test_the_worker_keeps_the_page_its_looks_and_its_script_and_no_other_address(db, client):
    script = client.get(WORKER).content.decode()
    named = set(re.findall(r'"(/[^"]*)"', script))
    assert "/offline/" in named
    assert {name for name in named if not name.startswith(("/static/", "/theme/"))} == {"/offline/"}
    assert len([name for name in named if name.startswith("/static/")]) == 3
    assert "cache.put" not in script
    assert ".put(" not in script


def test_all_that_the_page_asks_for_is_kept_by_the_worker(db, client):
    asked = set(re.findall(r'(?:src|href)="(/(?:static|theme)/[^"]+)"', client.get(OFFLINE).content.decode()))
    kept = client.get(WORKER).content.decode()
    assert len(asked) >= 3
    assert {address for address in asked if f'"{address}"' not in kept} == set()


def test_the_script_of_the_page_is_built(db):
    assert finders.find("shell.js")
