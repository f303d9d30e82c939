"""Who is shown who has looked at a plan, and nothing that two parents must not know of each other."""

from datetime import timedelta

import pytest

from permissions import ledger
from permissions.refusals import NotPermitted
from permissions.vocabulary import Code, Role
from plans.access import open_plan
from plans.access.looking import require_watcher
from plans.queries.looked import read_looked
from tests.world import SAM


def reads(world, slug, role, *codes, ago=timedelta()):
    person = getattr(world, slug)
    ledger.record_read(circle=world.sam.circle_id, actor=person.pk, role=role, codes=codes, now=world.now - ago)
    ledger.forget_reads()


def page(world, slug, **given):
    return read_looked(open_plan(getattr(world, slug), SAM, today=world.today), **{"until": world.today, **given})


def names(page):
    return {look.who for day in page.days for look in day.looks}


@pytest.fixture
def read(world):
    reads(world, "amara", Role.PARENT, Code.A)
    reads(world, "joel", Role.PARENT, Code.A, Code.B)
    reads(world, "pam", Role.SUPPORTER, Code.A)
    reads(world, "priya", Role.SENCO, Code.B, Code.F)
    reads(world, "marcus", Role.COORDINATOR, Code.J)
    return world


def test_a_parent_sees_the_professionals_and_the_council_and_herself(read):
    assert names(page(read, "amara")) == {"You", "Priya Raman", "Marcus Bell"}


def test_a_parent_sees_neither_the_other_parent_nor_any_supporter(read):
    assert names(page(read, "joel")) == {"You", "Priya Raman", "Marcus Bell"}


def test_what_the_other_parent_reads_changes_nothing_on_the_page(read):
    before = page(read, "joel")
    reads(read, "amara", Role.PARENT, Code.F, Code.E)
    reads(read, "pam", Role.SUPPORTER, Code.E)
    assert page(read, "joel") == before


def test_the_council_sees_everybody(read):
    assert names(page(read, "hana")) == {"Amara Adeyemi", "Joel Adeyemi", "Pam Whitlock", "Priya Raman", "Marcus Bell"}


def test_it_is_said_what_was_read_with_the_letter_beside_the_name(read):
    looks = [look for day in page(read, "amara").days for look in day.looks if look.who == "Priya Raman"]
    assert [look.what for look in looks] == ["What help is needed with learning (Section B), How we help with learning (Section F)"]
    assert looks[0].role == "SENCo"


@pytest.mark.parametrize("slug", ["priya", "lena", "owen", "corinne", "tess", "pam"])
def test_nobody_else_is_shown_who_has_looked(world, slug):
    with pytest.raises(NotPermitted):
        require_watcher(open_plan(getattr(world, slug), SAM, today=world.today))


def test_four_weeks_are_shown_at_a_time_to_the_day(world):
    for days in (28, 27):
        reads(world, "priya", Role.SENCO, Code.B, ago=timedelta(days=days))
    newest = page(world, "amara")
    assert len(newest.days) == 1
    before = page(world, "amara", until=world.today - timedelta(days=28))
    assert len(before.days) == 1
    assert (newest.is_first, before.is_first) == (True, False)
    assert newest.earlier == (world.today - timedelta(days=28)).isoformat()


def test_the_weeks_end_where_the_plan_begins(world):
    assert page(world, "amara", until=world.today - timedelta(days=56)).earlier == ""


def test_the_number_of_queries_does_not_grow_with_the_readers(read, django_assert_num_queries):
    access = open_plan(read.hana, SAM, today=read.today)
    with django_assert_num_queries(2):
        read_looked(access, until=read.today)
    for hours in range(1, 20):
        reads(read, "lena", Role.THERAPIST, Code.F, ago=timedelta(hours=hours))
    with django_assert_num_queries(2):
        read_looked(access, until=read.today)


def test_the_page_opens_for_a_parent_and_says_no_to_a_teacher(client, read):
    client.force_login(read.amara)
    shown = client.get(f"/plans/{SAM}/who-has-looked/")
    assert shown.status_code == 200
    assert "Priya Raman" in shown.content.decode()
    client.force_login(read.owen)
    assert client.get(f"/plans/{SAM}/who-has-looked/").status_code == 403


@pytest.mark.parametrize("until", ["yesterday", "9999-12-31", "2026-13-45", "' OR 1=1"])
def test_a_day_that_is_none_shows_the_newest(client, world, until):
    client.force_login(world.amara)
    shown = client.get(f"/plans/{SAM}/who-has-looked/", {"until": until})
    assert shown.status_code == 200
    assert shown.context["page"].is_first
