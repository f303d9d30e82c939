"""What changed in a plan since one last looked: the line on the plan page, and the page that says it for the whole plan."""

import re
from datetime import timedelta

import pytest

from permissions.vocabulary import Code
from plans.actions.hold_back_section import hold_back_section
from plans.actions.keep_item import keep_item
from plans.actions.put_forward_item import put_forward_item
from plans.actions.retire_item import retire_item
from portal.models import LastLook, Notice
from tests.comments.saying import opens
from tests.plans.pages import PLAN, visit
from tests.plans.versions_help import narrate, rewrite, share, write
from tests.portal.telling import tell
from tests.world import SAM, World

SINCE = f"{PLAN}since/"


def line(person) -> str:
    body = visit(person).get(PLAN).content.decode()
    found = re.search(r'portal-since"><p class="govuk-body">(.*?) <a', body)
    return re.sub(r"at \d\d:\d\d today", "today", found.group(1)) if found else ""


def main(person) -> str:
    body = visit(person).get(SINCE).content.decode().split("<main")[1].split("</main")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", re.sub(r'<span class="govuk-visually-hidden">.*?</span>', "", body)))


def earlier(world: World, *people: str, days: int = 2) -> None:
    """Let people have looked some days ago; whatever is done from now on is done a minute later."""
    for slug in people:
        visit(getattr(world, slug)).get(PLAN)
    LastLook.objects.update(at=world.now - timedelta(days=days))
    world.now += timedelta(minutes=1)


@pytest.fixture
def looked(world) -> World:
    """Let there be words, and let people have looked after they were written."""
    narrate(world, "marcus", "B", "Sam follows two words.")
    world.extra["need"] = write(world, "lena", "B", "need", "Sam needs pictures. They help him.")
    earlier(world, "amara", "joel", "priya", "marcus", "pam", "okafor", days=0)
    return world


def test_the_first_visit_begins_and_says_nothing_is_new(world):
    narrate(world, "marcus", "B", "Words.")
    assert line(world.amara) == ""
    look = LastLook.objects.get(person=world.amara)
    assert look.stage == "drafting"
    narrate(world, "marcus", "B", "Other words.")
    assert line(world.amara) == "Since you last looked today: 1 section changed."


def test_the_page_itself_may_be_the_first_visit(world):
    narrate(world, "marcus", "B", "Words.")
    assert "This is where it begins" in main(world.amara)
    assert LastLook.objects.filter(person=world.amara).count() == 1
    assert "Nothing has changed since then." in main(world.amara)


def test_the_line_counts_sections_and_comments(looked):
    narrate(looked, "marcus", "B", "Sam follows three words.")
    rewrite(looked, "lena", looked.extra["need"], "Sam needs symbols.")
    write(looked, "lena", "F", "provision", "Symbols twice a week.")
    opens(looked, looked.priya, "One.", audience="everyone", code="B")
    opens(looked, looked.priya, "Two.", audience="everyone", code="F")
    assert line(looked.amara) == "Since you last looked today: 2 sections changed, 2 new comments."


def test_one_s_own_doings_are_no_news(looked):
    narrate(looked, "marcus", "B", "Sam follows three words.")
    opens(looked, looked.marcus, "One.", audience="everyone", code="B")
    assert line(looked.marcus) == ""
    assert "Nothing has changed since then." in main(looked.marcus)


def test_the_line_says_on_which_day_somebody_looked(looked):
    LastLook.objects.update(at=looked.now - timedelta(days=3))
    narrate(looked, "marcus", "B", "Other.")
    day = looked.today - timedelta(days=3)
    assert line(looked.amara) == f"Since you last looked on {day:%A} {day.day} {day:%B %Y}: 1 section changed."


def test_the_page_shows_words_added_and_taken_out_and_who_did_it(looked):
    narrate(looked, "marcus", "B", "Sam follows three words.")
    rewrite(looked, "lena", looked.extra["need"], "Sam needs symbols. They help him.")
    words = main(looked.amara)
    assert "Marcus Bell , EHC coordinator, changed words" in words
    assert "Lena Novak , Therapist, changed words" in words
    body = visit(looked.priya).get(SINCE).content.decode()
    assert re.search(r"<del>.*two.*</del><ins>.*three.*</ins>", body)
    assert re.search(r"<del>.*pictures.*</del><ins>.*symbols.*</ins>", body)


def test_the_family_reads_what_was_added_and_earlier_words_in_shared_versions_only(looked):
    narrate(looked, "marcus", "B", "Sam follows three words.")
    rewrite(looked, "lena", looked.extra["need"], "Sam needs symbols. They help him.")
    for person in (looked.amara, looked.joel, looked.pam):
        body = visit(person).get(SINCE).content.decode()
        assert re.search(r"<ins>.*three.*</ins>", body)
        assert re.search(r"<ins>.*symbols.*</ins>", body)
        assert "<del>" not in body
        assert "two" not in body.split("<main")[1].split("<footer")[0]
        assert "pictures" not in body
        assert "Words were taken out, too." in body


def test_what_was_put_forward_since_is_new_and_shown_whole(looked):
    write(looked, "okafor", "B", "need", "Loud rooms frighten him. He leaves them.")
    words = main(looked.amara)
    assert "Dr Ngozi Okafor , Educational psychologist, put something forward" in words
    assert "He leaves them." in words
    assert "Loud rooms frighten him New" in words


def test_what_was_kept_then_and_put_forward_since_shows_no_earlier_wording(world):
    kept = write(world, "lena", "B", "need", "A secret first thought.", put_forward=False)
    earlier(world, "amara", days=0)
    rewrite(world, "lena", kept, "A fair sentence.")
    put_forward_item(world.lena, SAM, kept.uid, today=world.today, now=world.now)
    words = main(world.amara)
    assert "A fair sentence" in words
    assert "secret" not in words


def test_what_was_taken_back_or_out_shows_none_of_its_words(looked):
    keep_item(looked.lena, SAM, looked.extra["need"].uid, today=looked.today, now=looked.now)
    assert "pictures" not in main(looked.amara)
    assert line(looked.amara) == ""


def test_that_something_was_taken_out_is_said_without_its_words(looked):
    retire_item(looked.lena, SAM, looked.extra["need"].uid, today=looked.today, now=looked.now)
    words = main(looked.amara)
    assert "Lena Novak , Therapist, took something out" in words
    assert "pictures" not in words


def test_new_comments_lead_to_their_thread(looked):
    comment = opens(looked, looked.priya, "Where is he?", audience="everyone", code="B")
    body = visit(looked.amara).get(SINCE).content.decode()
    assert f'href="{PLAN}sections/B/#thread-{comment.thread.uid}"' in body
    assert "One new comment, by Priya Raman" in body
    assert "Where is he?" not in body


def test_new_versions_and_the_stage_are_said(looked):
    share(looked)
    looked.move_to("checking")
    words = main(looked.amara)
    assert "Shared version 1" in words
    assert "The plan moved on: from “Writing the draft” to “Checking the draft”." in words
    assert "Working version" not in words
    assert "Working version 1" in main(looked.marcus)
    assert line(looked.amara) == "Since you last looked today: the plan moved on."


def test_a_section_that_is_held_back_is_not_there(looked):
    narrate(looked, "marcus", "B", "Sam follows three words.")
    hold_back_section(looked.marcus, SAM, Code.B, reason="We wait.", today=looked.today, now=looked.now)
    assert "Section B" not in main(looked.amara)
    assert line(looked.amara) == ""
    assert "Section B" in main(looked.priya)


def test_what_the_other_parent_s_side_does_is_neither_counted_nor_shown(looked):
    write(looked, "amara", "A", "voice", "He hums when he is glad.")
    opens(looked, looked.amara, "One.", audience="everyone", code="B")
    opens(looked, looked.pam, "Two.", audience="everyone", code="B")
    assert line(looked.joel) == ""
    assert "Nothing has changed since then." in main(looked.joel)
    assert "1 section changed, 2 new comments" in line(looked.priya)
    words = main(looked.priya)
    assert "Amara Adeyemi , Parent or carer, put something forward" in words
    assert not re.search(r"\d\d:\d\d", words.split("You last looked")[1].split("today", 1)[1]), "a professional learns the day"


def test_one_s_own_supporter_sees_what_was_done_without_a_time(looked):
    write(looked, "amara", "A", "voice", "He hums when he is glad.")
    words = main(looked.pam)
    assert "put something forward" in words
    assert f"{looked.today:%B %Y}" not in words


def test_what_the_coordinator_changes_in_the_other_parent_s_report_shows_no_words(looked):
    report = write(looked, "amara", "K", "evidence", "At home he sleeps badly.", advice_type="family", title="What we see")
    earlier(looked, "joel", days=0)
    rewrite(looked, "amara", report, "At home he sleeps well.")
    assert line(looked.joel) == ""
    rewrite(looked, "marcus", report, "At home he sleeps well now.")
    words = main(looked.joel)
    assert "Marcus Bell , EHC coordinator, changed words" in words
    assert "sleeps" not in words
    assert "Read it to see what it says now." in words


def seen_form(person) -> dict[str, str]:
    body = visit(person).get(SINCE).content.decode()
    return {name: re.search(rf'name="{name}" value="([^"]+)"', body).group(1) for name in ("cursor", "at")}


def test_only_my_own_word_moves_the_look(looked):
    narrate(looked, "marcus", "B", "Sam follows three words.")
    tell(looked)
    before = LastLook.objects.get(person=looked.amara).ledger_number
    main(looked.amara)
    assert line(looked.amara)
    typed = seen_form(looked.amara)
    assert LastLook.objects.get(person=looked.amara).ledger_number == before
    assert visit(looked.amara).post(f"{SINCE}seen/", typed).status_code == 302
    assert line(looked.amara) == ""
    assert "Nothing has changed since then." in main(looked.amara)
    assert line(looked.joel) != ""
    assert not Notice.objects.filter(person=looked.amara, seen_at=None).exists()


def test_what_came_between_the_page_and_the_word_is_still_news(looked):
    narrate(looked, "marcus", "B", "Sam follows three words.")
    typed = seen_form(looked.amara)
    narrate(looked, "marcus", "F", "Speech sessions.")
    visit(looked.amara).post(f"{SINCE}seen/", typed)
    assert line(looked.amara) == "Since you last looked today: 1 section changed."
    assert "Speech sessions." in main(looked.amara)


def test_an_older_page_does_not_move_the_look_back(looked):
    narrate(looked, "marcus", "B", "Sam follows three words.")
    old = seen_form(looked.amara)
    narrate(looked, "marcus", "F", "Speech sessions.")
    visit(looked.amara).post(f"{SINCE}seen/", seen_form(looked.amara))
    visit(looked.amara).post(f"{SINCE}seen/", old)
    assert line(looked.amara) == ""


@pytest.mark.parametrize("typed", [{}, {"cursor": "x"}, {"cursor": "x" * 300}, {"cursor": "", "at": "yesterday"}])
def test_a_place_that_is_none_is_refused_with_the_page(looked, typed):
    answer = visit(looked.amara).post(f"{SINCE}seen/", typed)
    assert answer.status_code == 422
    assert "What changed since you last looked" in answer.content.decode()


def test_the_place_of_somebody_else_moves_nothing(looked):
    narrate(looked, "marcus", "B", "Sam follows three words.")
    before = LastLook.objects.get(person=looked.joel).ledger_number
    assert visit(looked.joel).post(f"{SINCE}seen/", seen_form(looked.amara)).status_code == 422
    assert LastLook.objects.get(person=looked.joel).ledger_number == before


def test_outsiders_get_the_page_of_a_plan_that_is_not_there(looked):
    for slug in ("nadia", "zoe", "ines", "root"):
        browser = visit(getattr(looked, slug))
        assert browser.get(SINCE).status_code == 404
        assert browser.post(f"{SINCE}seen/", {"cursor": "x"}).status_code == 404
    assert not LastLook.objects.filter(person__in=[looked.nadia, looked.zoe, looked.ines, looked.root]).exists()
