"""The pages of talk, without JavaScript: one list of everything, closing, narrowing, changing and withdrawing, and the form that says what it is about."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

import comments.live
from comments.models import Comment, Thread
from permissions.models import LedgerEntry
from permissions.vocabulary import Code
from plans.access import open_plan
from plans.cursor import Place
from plans.models import PlanVersion
from portal.sockets.live import Open, read_news
from tests.comments.saying import answers, opens
from tests.plans.versions_help import share, write
from tests.world import SAM

PLAN = f"/plans/{SAM}/"


@pytest.fixture
def visit(client):
    def sign_in(person):
        client.force_login(person)
        return client

    return sign_in


def texts_on(page):
    return re.findall(r"<p>(Words \w+)</p>", page)


@pytest.fixture
def said(world):
    """Let there be four conversations: a question in F that is answered, a correction in B that is settled, a plain one in E, a private one."""
    question = opens(world, world.priya, "Words one", audience="everyone", code="F", kind="question")
    world.now += timedelta(hours=1)
    answers(world, world.lena, question, "Words answer")
    world.now += timedelta(hours=1)
    settled = opens(world, world.priya, "Words two", audience="everyone", code="B", kind="correction")
    from comments.actions.resolve_thread import resolve_thread

    resolve_thread(reference=SAM, thread=settled.thread.uid, by=world.priya, today=world.today, now=world.now)
    world.now += timedelta(hours=1)
    opens(world, world.marcus, "Words three", audience="everyone", code="E")
    world.now += timedelta(hours=1)
    opens(world, world.joel, "Words private", audience="person", code="F")
    return world


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", ["Words three", "Words two", "Words one", "Words answer"]),
        ("status=resolved", ["Words two"]),
        ("status=unresolved", ["Words three", "Words one", "Words answer"]),
        ("status=answered", ["Words one", "Words answer"]),
        ("kind=correction", ["Words two"]),
        ("section=E", ["Words three"]),
        ("section=version", []),
        ("unread=on", ["Words three", "Words two", "Words one", "Words answer"]),
        ("kind=nonsense&section=Q&page=x&status=", ["Words three", "Words two", "Words one", "Words answer"]),
    ],
)
def test_what_is_looked_for_is_found_the_newest_first(said, visit, asked, found):
    assert texts_on(visit(said.amara).get(f"{PLAN}talk/?{asked}").content.decode()) == found


def test_what_was_shown_is_not_new_any_more_and_others_marks_stay(said, visit):
    browser = visit(said.amara)
    browser.get(f"{PLAN}talk/")
    assert texts_on(browser.get(f"{PLAN}talk/?unread=on").content.decode()) == []
    assert texts_on(visit(said.okafor).get(f"{PLAN}talk/?unread=on").content.decode())


def test_many_conversations_come_in_pages(world, visit):
    for number in range(23):
        opens(world, world.priya, f"Words n{number}", audience="everyone")
        world.now += timedelta(minutes=1)
    browser = visit(world.amara)
    first, second = (browser.get(f"{PLAN}talk/?page={page}").content.decode() for page in (1, 2))
    assert texts_on(first) == [f"Words n{number}" for number in range(22, 2, -1)]
    assert texts_on(second) == ["Words n2", "Words n1", "Words n0"]
    assert "Page 2 of 2" in second
    assert browser.get(f"{PLAN}talk/?page=99").status_code == 200


def test_the_list_of_one_parent_is_in_no_order_of_time_where_the_other_wrote(world, visit):
    first = opens(world, world.amara, "Words hers", audience="everyone")
    world.now += timedelta(days=1)
    opens(world, world.priya, "Words mid", audience="everyone")
    world.now += timedelta(days=1)
    answers(world, world.amara, first, "Words late")
    assert texts_on(visit(world.joel).get(f"{PLAN}talk/").content.decode()) == ["Words mid", "Words hers", "Words late"]
    assert texts_on(visit(world.marcus).get(f"{PLAN}talk/").content.decode()) == ["Words hers", "Words late", "Words mid"]


def test_a_thread_is_closed_and_opened_by_a_button_that_only_its_raiser_has(world, visit):
    first = opens(world, world.priya, "Hello", audience="everyone")
    page = visit(world.amara).get(f"{PLAN}sections/F/").content.decode()
    assert "This is settled" not in page
    browser = visit(world.priya)
    assert "This is settled" in browser.get(f"{PLAN}sections/F/").content.decode()
    answer = browser.post(f"{PLAN}threads/{first.thread.uid}/resolve/")
    assert answer.headers["Location"] == f"{PLAN}sections/F/#thread-{first.thread.uid}"
    page = browser.get(f"{PLAN}sections/F/").content.decode()
    assert "1 settled conversation" in page
    assert "Open it again" in page
    assert browser.post(f"{PLAN}threads/{first.thread.uid}/reopen/").status_code == 302
    assert Thread.objects.get().status == "open"


def test_narrowing_asks_first_names_who_reads_then_and_can_not_be_undone(world, visit):
    first = opens(world, world.priya, "Hello", audience="everyone")
    browser, address = visit(world.priya), f"{PLAN}threads/{first.thread.uid}/narrow/"
    page = browser.get(address).content.decode()
    assert "This can't be undone" in page
    assert "Professionals and the council, not the family" in page
    assert "Marcus Bell" in page
    assert browser.post(address, {"audience": "everyone"}).status_code == 422
    assert browser.post(address, {}).status_code == 422
    assert browser.post(address, {"audience": "professionals"}).status_code == 302
    assert Thread.objects.get().audience == "professionals"
    assert "can’t be chosen here" in browser.get(address).content.decode()
    assert visit(world.marcus).get(address).status_code == 403
    assert visit(world.amara).get(address).status_code == 404


def test_a_comment_is_changed_and_withdrawn_on_pages_of_their_own(world, visit):
    first = opens(world, world.priya, "Twenty minuets.", audience="everyone")
    browser, base = visit(world.priya), f"{PLAN}comments/{first.uid}/"
    assert "Twenty minuets." in browser.get(f"{base}edit/").content.decode()
    wrong = browser.post(f"{base}edit/", {"text": "x" * 4001})
    assert (wrong.status_code, "x" * 4001 in wrong.content.decode()) == (422, True)
    assert browser.post(f"{base}edit/", {"text": "Twenty minutes."}).status_code == 302
    page = browser.get(f"{PLAN}sections/F/").content.decode()
    assert "Twenty minutes." in page
    assert "Edited" in page
    assert "Twenty minutes." in browser.get(f"{base}withdraw/").content.decode()
    assert browser.post(f"{base}withdraw/").status_code == 302
    assert "Twenty minutes." not in browser.get(f"{PLAN}sections/F/").content.decode()
    assert "Twenty minutes." not in browser.get(f"{base}withdraw/").content.decode()
    assert browser.get(f"{base}edit/").status_code == 409
    for slug in ("amara", "marcus"):
        assert visit(getattr(world, slug)).get(f"{base}edit/").status_code == 404
        assert visit(getattr(world, slug)).post(f"{base}withdraw/").status_code == 404


def test_the_form_says_what_it_is_about_what_kind_it_is_and_whom_to_tell(world, visit):
    item = write(world, "lena", "F", "provision", "Speech therapy twice a week.")
    browser = visit(world.priya)
    page = browser.get(f"{PLAN}sections/F/?about={item.uid}").content.decode()
    assert f'<option value="{item.uid}" selected>' in page
    assert f'?about={item.uid}#say-something"' in page
    typed = {
        "text": "Thrice?",
        "audience": "everyone",
        "about": item.uid,
        "quote": "twice a week",
        "kind": "question",
        "calls": [world.lena.uid],
        "post_key": uuid4(),
    }
    assert browser.post(f"{PLAN}sections/F/comments/", typed).status_code == 302
    thread = Thread.objects.get()
    assert (thread.item, thread.quote, thread.kind) == (item, "twice a week", "question")
    assert thread.anchor is not None
    page = visit(world.amara).get(f"{PLAN}sections/F/").content.decode()
    for words in ("Question", "twice a week</blockquote>", "Told by name:", "Speech therapy twice a week"):
        assert words in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"about": "nonsense"},
        {"kind": "shout"},
        {"calls": ["nobody"]},
        {"quote": "x" * 1001},
        {"about": "00000000-0000-0000-0000-000000000000"},
    ],
)
def test_what_is_not_offered_comes_back_with_a_sentence_and_what_was_typed(world, visit, wrong):
    answer = visit(world.priya).post(f"{PLAN}sections/F/comments/", {"text": "My words", "audience": "everyone", **wrong})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "govuk-error-message" in page
    assert "My words" in page
    assert not Comment.objects.exists()


def test_a_version_is_spoken_about_on_its_page(world, visit):
    item = write(world, "lena", "F", "provision", "Speech therapy twice a week.")
    share(world, note="To read")
    version = PlanVersion.objects.get(kind="shared")
    browser, address = visit(world.amara), f"{PLAN}versions/{version.uid}/"
    page = browser.get(f"{address}?about=F:{item.uid}").content.decode()
    assert f'<option value="F:{item.uid}" selected>' in page
    for about in ("", "F", f"F:{item.uid}"):
        assert browser.post(f"{address}comments/", {"text": f"About {about}", "audience": "everyone", "about": about}).status_code == 302
    assert [(row.section and row.section.code, row.item) for row in Thread.objects.order_by("pk")] == [
        (None, None),
        ("F", None),
        ("F", item),
    ]
    wrong = browser.post(f"{address}comments/", {"text": "", "audience": "everyone"})
    assert wrong.status_code == 422
    assert "Write something first." in wrong.content.decode()
    first = Thread.objects.order_by("pk").first()
    again = browser.post(f"{PLAN}threads/{first.uid}/comments/", {"text": ""})
    assert again.status_code == 422
    assert "Talk about this version" in again.content.decode()
    assert "section=version" not in browser.get(f"{PLAN}talk/?section=version").content.decode()
    assert browser.get(f"{PLAN}talk/?section=version").content.decode().count("Shared version 1") >= 3


def entries(world, verb):
    found = list(LedgerEntry.objects.filter(circle=world.sam.circle, verb=verb))
    for entry in found:
        entry.chosen_by = None
    return found


def test_a_narrowed_thread_goes_from_the_pages_of_those_who_read_it_and_nobody_else_hears_of_it(world):
    from comments.actions.narrow_thread import narrow_thread

    first = opens(world, world.marcus, "Hello", audience="professionals")
    narrow_thread("council", reference=SAM, thread=first.thread.uid, by=world.marcus, today=world.today, now=world.now)
    [entry] = entries(world, "narrow_thread")
    heard = {
        slug: bool(comments.live.visible(open_plan(getattr(world, slug), SAM, today=world.today), [entry]))
        for slug in ("priya", "hana", "amara", "joel", "corinne")
    }
    assert heard == {"priya": True, "hana": True, "amara": False, "joel": False, "corinne": False}


@pytest.mark.parametrize(("page", "section"), [("section", Code.F), ("talk", None), ("version", None), ("plan", None)])
def test_an_open_page_is_sent_what_was_said_and_others_nothing(world, page, section):
    first = opens(world, world.priya, "Hello", audience="professionals")
    for slug, is_news in (("lena", True), ("marcus", True), ("amara", False), ("joel", False)):
        access = open_plan(getattr(world, slug), SAM, today=world.today)
        found = read_news(access, Open(page, section, "token"), since=Place(0, 10**6))
        said = "".join(region.html for region in found.regions if region.region in ("threads-F", f"thread-{first.thread.uid}"))
        assert (("Hello" in said) is is_news) or page == "plan", slug
        assert any("said something about" in notice for notice in found.notices) is is_news, slug
