"""After an act the worker is asked for the notices of its plan: once for several acts, with numbers only, and a lost job loses no notice."""

import pytest
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult

from portal.models import Notice
from portal.notices import bell
from portal.notices.making import make_notices
from tests.comments.saying import opens
from tests.portal.telling import tell
from tests.world import World


@pytest.fixture
def told(world) -> World:
    tell(world)
    bell.forget()
    yield world
    bell.forget()


def jobs() -> list[list[int]]:
    rows = DBTaskResult.objects.filter(task_path=make_notices.module_path).order_by("enqueued_at")
    return [row.args_kwargs["args"] for row in rows]


def test_acts_of_the_same_seconds_ask_once_and_the_job_holds_a_number(told, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        opens(told, told.priya, "One.", audience="everyone", code="B")
        opens(told, told.priya, "Two.", audience="everyone", code="B")
    assert jobs() == [[told.sam.circle_id]]
    make_notices.func(told.sam.circle_id)
    assert Notice.objects.filter(person=told.amara).count() == 2


def test_each_plan_is_asked_for_by_itself(told):
    bell.ask(told.sam.circle_id)
    bell.ask(told.nadias.circle_id)
    assert sorted(jobs()) == sorted([[told.sam.circle_id], [told.nadias.circle_id]])


def test_keeping_time_finds_what_no_job_was_asked_for(told, capsys):
    opens(told, told.priya, "One.", audience="everyone", code="B")
    assert jobs() == []
    call_command("keep_time")
    assert Notice.objects.filter(person=told.amara).count() == 1
