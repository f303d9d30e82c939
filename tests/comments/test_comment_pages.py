"""Speak by the forms of the section page, without JavaScript."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from comments.models import Comment, Thread
from tests.comments.saying import opens
from tests.world import SAM

HERE = f"/plans/{SAM}/sections/F/"


@pytest.fixture
def visit(client):
    def sign_in(person):
        client.force_login(person)
        return client

    return sign_in


def post_key_of(page: str) -> str:
    return re.findall(r'name="post_key" value="([0-9a-f-]{36})"', page)[-1]


def test_amara_opens_a_thread_and_comes_back_to_it(world, visit):
    browser = visit(world.amara)
    page = browser.get(HERE).content.decode()
    assert "You and your coordinator, Marcus Bell" in page
    answer = browser.post(
        reverse("open_thread", args=[SAM, "F"]), {"text": "Just between us.", "audience": "person", "post_key": post_key_of(page)}
    )
    thread = Thread.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"{HERE}#thread-{thread.uid}")
    page = browser.get(HERE).content.decode()
    assert "Just between us." in page
    assert page.index("You and Marcus Bell can see this") < page.index("Just between us.")


def test_marcus_answers_and_amara_reads_it(world, visit):
    first = opens(world, world.amara, "Just between us.", audience="person")
    address = reverse("answer_thread", args=[SAM, first.thread.uid])
    assert visit(world.marcus).post(address, {"text": "Of course.", "post_key": uuid4()}).status_code == 302
    assert "Of course." in visit(world.amara).get(HERE).content.decode()
    for person in (world.joel, world.priya, world.pam):
        page = visit(person).get(HERE).content.decode()
        assert "Just between us." not in page
        assert "Of course." not in page
        assert str(first.thread.uid) not in page


def test_the_same_form_sent_twice_is_one_comment(world, visit):
    browser, form = visit(world.priya), {"text": "Once.", "audience": "everyone", "post_key": str(uuid4())}
    for _ in range(2):
        assert browser.post(reverse("open_thread", args=[SAM, "F"]), form).status_code == 302
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("text", ["", "x" * 4001, "bell \x07"])
def test_bad_words_come_back_with_a_sentence_beside_the_box(world, visit, text):
    browser = visit(world.amara)
    first = opens(world, world.priya, "Hello", audience="everyone")
    opened = browser.post(reverse("open_thread", args=[SAM, "F"]), {"text": text, "audience": "everyone"})
    answered = browser.post(reverse("answer_thread", args=[SAM, first.thread.uid]), {"text": text})
    for answer in (opened, answered):
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "govuk-error-message" in page
        assert text in page
    assert "<details" in answered.content.decode()
    assert re.search(r"<details[^>]* open", answered.content.decode())
    assert Comment.objects.count() == 1


def test_whoever_may_not_is_refused_by_the_same_doors(world, visit):
    private = opens(world, world.amara, "Just between us.", audience="person")
    form = {"text": "Hello", "audience": "everyone"}
    opening, answering = reverse("open_thread", args=[SAM, "F"]), reverse("answer_thread", args=[SAM, private.thread.uid])
    for person in (world.nadia, world.ines, world.root):
        assert visit(person).post(opening, form).status_code == 404
        assert visit(person).post(answering, form).status_code == 404
    assert visit(world.susan).post(opening, form).status_code == 403
    assert visit(world.susan).post(opening, {}).status_code == 403
    assert visit(world.joel).post(answering, form).status_code == 404
    assert visit(world.joel).post(answering, {}).status_code == 404
    world.move_to("ended")
    assert visit(world.amara).post(opening, form).status_code == 409
    assert visit(world.marcus).post(answering, form).status_code in (403, 409)
    assert visit(world.amara).get(opening).status_code == 405
    assert visit(world.amara).post(reverse("open_thread", args=[SAM, "Q"]), form).status_code == 404
    assert Comment.objects.count() == 1


def test_scripts_and_links_are_words(world, visit):
    opens(world, world.priya, "<script>alert(1)</script> [here](javascript:alert(1))", audience="everyone")
    page = visit(world.amara).get(HERE).content.decode()
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
