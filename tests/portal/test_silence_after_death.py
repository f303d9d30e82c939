"""When a child has died, every message about the plan stops at once: what waits, what is made, what is carried; other plans go on."""

from datetime import timedelta
from uuid import uuid4

import pytest

from comments.actions.open_thread import Opening, open_thread
from permissions import clock
from permissions.vocabulary import Role
from plans.actions.add_member import MemberFacts
from plans.actions.happen import happen
from plans.models import Happening, Plan
from portal import mail
from portal.letters.deciding import record_that_child_died
from portal.letters.invite import invite
from portal.mail.carrying import claim
from portal.models import Notice, OutgoingMail
from portal.notices.hours import next_digest
from portal.notices.keeping import keep_up
from portal.notices.mailing import send_due
from portal.notices.making import make
from tests.committed import committed_world  # noqa: F401
from tests.plans.pages import PLAN, page_of, visit
from tests.portal.telling import calls, tell
from tests.world import NADIAS, SAM

State = OutgoingMail.State


@pytest.fixture(autouse=True)
def _mail_waits(settings):
    settings.MAIL_TRANSPORT = "smtp"


def dies(world):
    return record_that_child_died(world.marcus, SAM, on=world.today, today=world.today, now=world.now)


def test_what_waits_about_the_plan_is_stopped_and_what_waits_about_others_is_not(world):
    named = mail.write(to="amara@example.org", subject="Something", body=f"The reference is {SAM}.")
    unnamed = mail.write(
        to="joel@example.org", subject="You have been invited", body="To come in, open this link.", circle=world.sam.circle_id
    )
    failed = mail.write(to="amara@example.org", subject="Again", body=f"The reference is {SAM}.")
    OutgoingMail.objects.filter(pk=failed.pk).update(state=State.FAILED)
    other = mail.write(to="nadia@example.org", subject="Something", body=f"The reference is {NADIAS}.")
    code = mail.write(to="amara@example.org", subject="Your code", body="Your code is 123456.")
    assert dies(world) == 3
    states = dict(OutgoingMail.objects.values_list("pk", "state"))
    assert [states[one.pk] for one in (named, unnamed, failed)] == [State.STOPPED] * 3
    assert [states[one.pk] for one in (other, code)] == [State.WAITING] * 2


def test_nothing_is_written_any_more_whoever_writes_it(world):
    dies(world)
    before = OutgoingMail.objects.count()
    assert mail.write(to="amara@example.org", subject="Something", body=f"The reference is {SAM}.") is None
    assert mail.write(to="amara@example.org", subject=f"About {SAM}", body="Hello") is None
    assert mail.write(to="amara@example.org", subject="Hello", body="Hello", circle=world.sam.circle_id) is None
    facts = MemberFacts(
        email="new.person@example.org", name="New Person", role=Role.THERAPIST, from_on=world.today, basis="Speech and language therapist"
    )
    invite(world.marcus, SAM, facts, today=world.today, now=world.now)
    assert OutgoingMail.objects.count() == before
    assert mail.write(to="nadia@example.org", subject="Something", body=f"The reference is {NADIAS}.") is not None
    assert mail.write(to="amara@example.org", subject="Your code", body="Your code is 123456.") is not None


def test_a_message_that_was_written_just_before_is_stopped_when_it_is_carried(committed_world):  # noqa: F811
    world = committed_world
    late = mail.write(to="amara@example.org", subject="Something", body=f"The reference is {SAM}.")
    other = mail.write(to="nadia@example.org", subject="Something", body=f"The reference is {NADIAS}.")
    Plan.objects.filter(pk=world.sam.pk).update(silenced_on=world.today)
    assert claim(late.pk, now=clock.now()) is None
    assert OutgoingMail.objects.get(pk=late.pk).state == State.STOPPED
    assert claim(other.pk, now=clock.now()).pk == other.pk


def test_no_mention_no_stage_no_words_no_date_is_told_and_what_was_told_is_gone(world):
    make(world.sam.circle_id, now=world.now, today=world.today)
    calls(world, world.marcus, world.amara)
    assert world.amara.pk in tell(world)
    assert Notice.objects.filter(circle=world.sam.circle).exists()
    dies(world)
    assert not Notice.objects.filter(circle=world.sam.circle, seen_at=None).exists()
    assert tell(world) == frozenset()
    happen(Plan.objects.get(pk=world.sam.pk), Happening.Kind.NOT_CEASING, on=world.today, by=world.marcus, today=world.today, now=world.now)
    assert tell(world) == frozenset()
    Plan.objects.filter(pk=world.sam.pk).update(next_due_on=world.today + timedelta(days=1))
    keep_up(now=next_digest(world.now), today=world.today)
    assert not Notice.objects.filter(circle=world.sam.circle).exists()
    assert not OutgoingMail.objects.filter(body__contains=SAM).exclude(state=State.STOPPED).exists()


def test_a_letter_about_two_plans_that_waits_is_stopped_and_the_other_plan_is_told_again(world):
    for circle in (world.sam.circle_id, world.nadias.circle_id):
        make(circle, now=world.now, today=world.today)
    for plan, code in ((SAM, "B"), (NADIAS, "B")):
        says(world, plan, code)
    for circle in (world.sam.circle_id, world.nadias.circle_id):
        make(circle, now=world.now, today=world.today)
    Notice.objects.exclude(person=world.marcus).delete()
    assert Notice.objects.filter(person=world.marcus).values("circle").distinct().count() == 2
    due = next_digest(world.now)
    assert send_due(now=due, today=world.today) == 1
    both = OutgoingMail.objects.get(to="marcus@example.org")
    assert SAM in both.body
    assert NADIAS in both.body
    Notice.objects.filter(mailed_at=due).update(mailed_at=both.written_at)
    dies(world)
    both.refresh_from_db()
    assert both.state == State.STOPPED
    assert send_due(now=due + timedelta(days=1), today=world.today) == 1
    again = OutgoingMail.objects.filter(to="marcus@example.org").latest("pk")
    assert NADIAS in again.body
    assert SAM not in again.body


def says(world, reference, code):
    who = world.hana if reference == SAM else world.nadia
    opening = Opening(text="Please look.", audience="everyone", post_key=uuid4())
    open_thread(opening, reference=reference, code=code, by=who, today=world.today, now=world.now)


def test_it_takes_two_steps_and_the_first_changes_nothing(world):
    browser = visit(world.corinne)
    day = {"on_day": world.today.day, "on_month": world.today.month, "on_year": world.today.year}
    asked = browser.post(f"{PLAN}decide/died/", day)
    assert asked.status_code == 200
    assert "This cannot be undone" in page_of(asked).words
    assert Plan.objects.get(pk=world.sam.pk).silenced_on is None
    other = browser.post(f"{PLAN}decide/died/", day | {"certain": (world.today - timedelta(days=1)).isoformat()})
    assert "This cannot be undone" in page_of(other).words
    assert Plan.objects.get(pk=world.sam.pk).silenced_on is None
    assert browser.post(f"{PLAN}decide/died/", day | {"certain": world.today.isoformat()}).status_code == 302
    plan = Plan.objects.get(pk=world.sam.pk)
    assert (plan.silenced_on, plan.ended_on) == (world.today, world.today)
    assert browser.get(f"{PLAN}decide/died/").status_code == 409
    assert not OutgoingMail.objects.filter(written_at__gte=world.now, body__contains=SAM).exists()
