"""The letters of notices: one for all plans, once, at the time that was chosen, to nobody for whom it is not safe, and never with a name or a word of a plan."""

from datetime import time, timedelta
from uuid import uuid4

import pytest

from comments.actions.open_thread import Opening, open_thread
from permissions import clock, grants
from permissions.models import Contact, Membership, User
from permissions.vocabulary import Code, Role
from plans.actions.hold_back_section import hold_back_section
from portal import mail
from portal.models import Notice, OutgoingMail
from portal.notices.choices import Chosen, choices_page, save_choices
from portal.notices.hours import next_digest
from portal.notices.keeping import keep_up
from portal.notices.mailing import send_due
from portal.notices.making import make
from tests.comments.saying import opens
from tests.plans.versions_help import narrate, write
from tests.portal.telling import calls, chooses, tell
from tests.world import NADIAS, SAM, World

WORDS = "He hides under the table."


def letters(to: User) -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(to=to.email).order_by("pk"))


def in_the_morning(world: World) -> int:
    """Let the next seven o'clock come."""
    due = next_digest(world.now)
    return send_due(now=due, today=clock.today())


@pytest.fixture
def told(world) -> World:
    """Begin to tell, with nothing to be told yet."""
    tell(world)
    make(world.nadias.circle_id, now=world.now, today=world.today)
    return world


def test_the_daily_letter_says_for_all_plans_what_is_new_and_where(told):
    opens(told, told.amara, WORDS, audience="everyone", code="B")
    opens(told, told.priya, WORDS, audience="everyone", code="B")
    write(told, "lena", "F", "provision", WORDS)
    grants.give_role(circle=told.nadias.circle, person=told.okafor, role=Role.EDUCATIONAL_PSYCHOLOGIST, from_on=told.today)
    say_in_nadias(told)
    tell(told)
    make(told.nadias.circle_id, now=told.now, today=told.today)
    assert letters(told.okafor) == []
    in_the_morning(told)
    [letter] = letters(told.okafor)
    assert letter.subject == "What is new in the plans you take part in"
    assert letter.body == (
        "Hello\n"
        "\n"
        "This is new for you. Each plan is named by its reference.\n"
        "\n"
        "Plan 0000-0NAD, Request received\n"
        "- One comment in Section B, Special educational needs\n"
        "\n"
        "Plan 0000-0SAM, Writing the draft\n"
        "- Two comments in Section B, Special educational needs\n"
        "- Changes in Section F, Special educational provision\n"
        "\n"
        "Sign in to read it: http://localhost:8000/notices/\n"
        "\n"
        "You get one e-mail a day when there is something new. To change this, or to stop these e-mails, sign in and choose: "
        "http://localhost:8000/account/notices/\n"
    )


def say_in_nadias(world: World) -> None:
    opening = Opening(text=WORDS, audience="everyone", post_key=uuid4())
    open_thread(opening, reference=NADIAS, code="B", by=world.nadia, today=world.today, now=world.now)


def test_no_letter_names_a_person_a_child_or_a_word(told):
    calls(told, told.marcus, told.amara, WORDS)
    opens(told, told.joel, WORDS, audience="person", code="D")
    write(told, "priya", "B", "need", WORDS)
    narrate(told, "marcus", "C", WORDS)
    told.move_to("checking")
    tell(told)
    send_due(now=told.now, today=told.today)
    in_the_morning(told)
    written = OutgoingMail.objects.all()
    assert written.count() > 10
    names = {part for person in told.people.values() for part in person.name.split()} | {"Sam", "Adeyemi", "hides", "table"}
    for letter in written:
        said = f"{letter.subject} {letter.body}".replace("0000-0SAM", "").replace("Sign in", "")
        assert [name for name in names if name in said] == []


def test_nothing_is_written_twice(told):
    opens(told, told.priya, WORDS, audience="everyone", code="B")
    tell(told)
    assert in_the_morning(told) > 10
    assert in_the_morning(told) == 0
    assert send_due(now=next_digest(told.now) + timedelta(days=1), today=told.today) == 0
    assert len(letters(told.amara)) == 1


def test_what_somebody_saw_in_the_portal_is_not_mailed(told):
    opens(told, told.priya, WORDS, audience="everyone", code="B")
    tell(told)
    Notice.objects.filter(person=told.amara).update(seen_at=told.now)
    in_the_morning(told)
    assert letters(told.amara) == []
    assert len(letters(told.joel)) == 1


def test_a_name_called_is_mailed_at_once_and_not_again_in_the_morning(told):
    calls(told, told.priya, told.amara, WORDS)
    tell(told)
    send_due(now=told.now, today=told.today)
    [letter] = letters(told.amara)
    assert letter.subject == "Somebody called you by name"
    assert "- You are called by name in a comment in Section B, Special educational needs\n" in letter.body
    assert letters(told.joel) == []
    in_the_morning(told)
    assert len(letters(told.amara)) == 1
    assert len(letters(told.joel)) == 1


def test_somebody_who_is_called_often_gets_a_letter_in_a_quarter_of_an_hour(told):
    calls(told, told.priya, told.amara)
    tell(told)
    send_due(now=told.now, today=told.today)
    for _ in range(3):
        calls(told, told.priya, told.amara)
    tell(told)
    send_due(now=told.now + timedelta(minutes=14), today=told.today)
    assert len(letters(told.amara)) == 1
    send_due(now=told.now + timedelta(minutes=15), today=told.today)
    assert "in three comments in Section B" in letters(told.amara)[1].body


def test_a_letter_at_once_waits_for_the_end_of_quiet_hours(told):
    local = told.now.astimezone(clock.LONDON)
    begins, ends = ((local + timedelta(hours=hours)).time().replace(second=0, microsecond=0) for hours in (-1, 2))
    chooses(told.amara, quiet_from=begins, quiet_until=ends)
    calls(told, told.priya, told.amara)
    tell(told)
    send_due(now=told.now, today=told.today)
    assert letters(told.amara) == []
    due = Notice.objects.get(person=told.amara).mail_at
    send_due(now=due - timedelta(seconds=1), today=told.today)
    assert letters(told.amara) == []
    send_due(now=due, today=told.today)
    assert len(letters(told.amara)) == 1


def test_quiet_hours_that_were_chosen_after_it_was_due_hold_too(told):
    calls(told, told.priya, told.amara)
    tell(told)
    local = told.now.astimezone(clock.LONDON)
    begins, ends = ((local + timedelta(hours=hours)).time().replace(second=0, microsecond=0) for hours in (-1, 2))
    chooses(told.amara, quiet_from=begins, quiet_until=ends)
    send_due(now=told.now, today=told.today)
    assert letters(told.amara) == []


def test_whoever_wants_no_letters_gets_none_also_when_they_say_so_late(told):
    calls(told, told.priya, told.amara)
    tell(told)
    save_choices(
        told.amara, Chosen(how="off", mentions_at_once=True, deadlines_at_once=True, quiet_from=None, quiet_until=None), now=told.now
    )
    send_due(now=told.now, today=told.today)
    in_the_morning(told)
    assert letters(told.amara) == []
    assert Notice.objects.filter(person=told.amara, seen_at=None).count() == 1


@pytest.mark.parametrize("gone", ["ended", "left", "inactive", "never came in"])
def test_whoever_is_not_there_at_the_time_of_sending_gets_none(told, gone):
    opens(told, told.priya, WORDS, audience="everyone", code="B")
    tell(told)
    person = User.objects.filter(pk=told.okafor.pk)
    if gone == "ended":
        Membership.objects.filter(user=told.okafor).update(ended_at=told.now)
    person.update(
        **{"ended": {}, "left": {"left_at": told.now}, "inactive": {"is_active": False}, "never came in": {"joined_at": None}}[gone]
    )
    in_the_morning(told)
    assert letters(told.okafor) == []
    assert len(letters(told.lena)) == 1


def test_a_section_that_is_held_back_by_then_is_in_no_letter_to_the_family(told):
    narrate(told, "marcus", "C", WORDS)
    tell(told)
    assert Notice.objects.filter(person=told.amara).count() == 1
    hold_back_section(told.marcus, SAM, Code.C, reason="We wait.", today=told.today, now=told.now)
    in_the_morning(told)
    assert letters(told.amara) == []
    assert len(letters(told.lena)) == 1


def test_a_section_that_is_held_back_is_not_counted_after_the_worker_has_looked(told):
    narrate(told, "marcus", "C", WORDS)
    tell(told)
    hold_back_section(told.marcus, SAM, Code.C, reason="We wait.", today=told.today, now=told.now)
    tell(told)
    assert not Notice.objects.filter(person=told.amara).exists()
    assert Notice.objects.filter(person=told.lena).exists()


def test_no_letter_goes_to_an_address_that_the_newest_came_back_from(told):
    OutgoingMail.objects.create(to="Amara@example.org", subject="x", body="x", state="bounced", written_at=told.now)
    calls(told, told.priya, told.amara)
    tell(told)
    send_due(now=told.now, today=told.today)
    assert [letter.state for letter in OutgoingMail.objects.filter(to__iexact="amara@example.org")] == ["bounced"]
    assert choices_page(told.amara).has_bounced


@pytest.mark.parametrize("channel", ["phone", "text", "post"])
def test_whoever_said_that_another_way_is_safe_gets_no_letter(told, channel):
    Contact.objects.filter(person=told.amara).update(channel=channel)
    calls(told, told.priya, told.amara)
    tell(told)
    send_due(now=told.now, today=told.today)
    in_the_morning(told)
    assert letters(told.amara) == []
    assert choices_page(told.amara).other_channel
    assert Notice.objects.filter(person=told.amara, seen_at=None).exists(), "it stands in the portal"


QUIET = Chosen(
    how="daily", mentions_at_once=True, deadlines_at_once=True, quiet_from=time(3), quiet_until=time(3, 1), keeps_to_safe_times=True
)


def test_whoever_has_safe_times_gets_no_letter_until_they_say_which_hours_are_quiet(told):
    Contact.objects.filter(person=told.amara).update(safe_times="Weekdays 10 to 2")
    calls(told, told.priya, told.amara)
    tell(told)
    send_due(now=told.now, today=told.today)
    assert letters(told.amara) == []
    assert choices_page(told.amara).waits_for_times
    save_choices(told.amara, QUIET, now=told.now)
    calls(told, told.priya, told.amara)
    tell(told)
    send_due(now=told.now + timedelta(minutes=2), today=told.today)
    assert len(letters(told.amara)) == 1
    assert not choices_page(told.amara).waits_for_times


def test_a_word_about_safe_times_holds_for_those_times_only(told):
    Contact.objects.filter(person=told.amara).update(safe_times="Weekdays 10 to 2")
    save_choices(told.amara, QUIET, now=told.now)
    Contact.objects.filter(person=told.amara).update(safe_times="Mondays only")
    calls(told, told.priya, told.amara)
    tell(told)
    send_due(now=told.now, today=told.today)
    assert letters(told.amara) == []
    assert choices_page(told.amara).waits_for_times


def test_the_tick_alone_without_quiet_hours_says_nothing_about_safe_times(told):
    Contact.objects.filter(person=told.amara).update(safe_times="Weekdays 10 to 2")
    facts = vars(QUIET) | {"quiet_from": None, "quiet_until": None}
    save_choices(told.amara, Chosen(**facts), now=told.now)
    calls(told, told.priya, told.amara)
    tell(told)
    send_due(now=told.now, today=told.today)
    assert letters(told.amara) == []


def test_whoever_has_safe_words_is_told_only_that_there_is_a_message(told):
    Contact.objects.filter(person=told.amara).update(safe_wording="Say it is the library.")
    calls(told, told.priya, told.amara)
    tell(told)
    send_due(now=told.now, today=told.today)
    [letter] = letters(told.amara)
    assert (letter.subject, letter.body) == (
        "A message for you",
        "Hello\n\nThere is a message for you. Sign in to read it: http://localhost:8000/\n",
    )


def test_what_one_parent_said_of_safety_holds_for_that_parent_alone(told):
    Contact.objects.filter(person=told.joel).update(channel="post", safe_times="Never", safe_wording="Nothing")
    calls(told, told.priya, told.amara)
    tell(told)
    send_due(now=told.now, today=told.today)
    assert "Section B" in letters(told.amara)[0].body


def test_keeping_time_reads_on_tells_and_sends(told):
    opens(told, told.priya, WORDS, audience="everyone", code="B")
    assert keep_up(now=told.now, today=told.today) == 0
    assert Notice.objects.filter(person=told.amara).count() == 1
    assert keep_up(now=next_digest(told.now), today=told.today) > 10
    assert len(letters(told.amara)) == 1


def test_a_near_date_is_told_seven_days_before_and_on_the_last_day_and_not_in_between(told):
    told.move_to("consulting")  # the answer is due in eleven days
    marks = []
    for day in range(13):
        keep_up(now=told.now + timedelta(days=day), today=told.today + timedelta(days=day))
        marks.append(Notice.objects.filter(person=told.amara, kind="deadline").count())
    # Four days before it is seven days; ten days on it is one day; the day after, it is over and taken off.
    assert marks == [0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 0]
    subjects = [letter.subject for letter in letters(told.amara)]
    assert subjects.count("A date is near") == 2


def test_the_window_that_ends_by_its_date_moves_the_plan_and_everybody_is_told_once(told):
    told.move_to("consulting")
    tell(told)
    Notice.objects.all().delete()
    for day in (11, 12, 12, 13):
        keep_up(now=told.now + timedelta(days=day), today=told.today + timedelta(days=day))
    assert Notice.objects.filter(person=told.amara, kind="stage").count() == 1
    assert Notice.objects.filter(person=told.marcus, kind="stage").count() == 1
    assert mail.count_unsent() == 0
