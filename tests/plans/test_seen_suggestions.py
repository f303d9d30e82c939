"""Who reads what was said to a served draft: its author, whoever acts for them, and the council once it is sent; never the other parent's side."""

from datetime import timedelta

import pytest

from permissions.vocabulary import Role
from plans.access import open_plan
from plans.models import MoreTime, Section, Service, Suggestion
from plans.queries.answers import seen_suggestions
from tests.plans.answering_help import sent_or_due
from tests.plans.serving import serve
from tests.world import SAM, World


def said(world: World, service: Service | None, by, code: str, words: str, *, sent: bool, role: Role = Role.PARENT) -> Suggestion:
    version = Service.objects.order_by("-pk").first().version
    return Suggestion.objects.create(
        version=version,
        service=service,
        section=Section.objects.get(plan=world.sam, type__code=code) if code else None,
        kind=Suggestion.Kind.CHANGE,
        proposed=words,
        by=by,
        role=role,
        saved_at=world.now,
        sent_at=world.now if sent else None,
    )


@pytest.fixture
def served(world: World) -> World:
    """Let Amara say something to B (sent) and F (not sent), Pam to E for her, Joel to F, and three professionals propose."""
    amaras, joels = serve(world)
    world.extra |= {"amaras": amaras, "joels": joels}
    said(world, amaras, world.amara, "B", "amara sent", sent=True)
    said(world, amaras, world.amara, "F", "amara kept", sent=False)
    said(world, amaras, world.amara, "C", "amara on health", sent=True)
    said(world, amaras, world.pam, "E", "pam for amara", sent=True, role=Role.SUPPORTER)
    said(world, amaras, world.amara, "", "amara wants to meet", sent=True)
    said(world, joels, world.joel, "F", "joel sent", sent=True)
    said(world, None, world.priya, "F", "priya proposes", sent=True, role=Role.SENCO)
    said(world, None, world.priya, "F", "priya thinks", sent=False, role=Role.SENCO)
    said(world, None, world.grace, "D", "grace proposes", sent=True, role=Role.SOCIAL_WORKER)
    return world


AMARAS = {"amara sent", "amara kept", "amara on health", "pam for amara", "amara wants to meet"}
SENT_BY_FAMILY = (AMARAS - {"amara kept"}) | {"joel sent"}
PROPOSED = {"priya proposes", "grace proposes"}


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("amara", AMARAS | PROPOSED),
        ("joel", {"joel sent"} | PROPOSED),
        ("pam", (AMARAS - {"amara on health"}) | {"priya proposes"}),
        ("priya", {"priya proposes", "priya thinks"}),
        ("lena", {"priya proposes"}),
        ("grace", {"priya proposes", "grace proposes"}),
        ("marcus", SENT_BY_FAMILY | PROPOSED),
        ("hana", SENT_BY_FAMILY | PROPOSED),
        ("susan", SENT_BY_FAMILY | PROPOSED),
        ("corinne", set()),
    ],
)
def test_each_reads_what_is_theirs(served, slug, words):
    access = open_plan(getattr(served, slug), SAM, today=served.today)
    assert {row.proposed for row in seen_suggestions(access)} == words


def test_from_the_day_after_the_last_day_what_was_not_sent_counts_as_sent(served):
    amaras = served.extra["amaras"]
    for days, counts in ((0, False), (1, True)):
        today = amaras.closes_on + timedelta(days=days)
        assert sent_or_due(amaras, today).filter(proposed="amara kept").exists() is counts
        read = {row.proposed for row in seen_suggestions(open_plan(served.marcus, SAM, today=today))}
        assert ("amara kept" in read) is counts
        assert "priya thinks" not in read, "a proposal has no window: it is sent by its author or not at all"
    assert "amara kept" not in {row.proposed for row in seen_suggestions(open_plan(served.joel, SAM, today=today))}


def test_more_time_that_was_given_moves_the_day_on_which_it_counts(served):
    amaras = served.extra["amaras"]
    until = amaras.closes_on + timedelta(days=7)
    MoreTime.objects.create(service=amaras, until=until, asked_by=served.amara, asked_at=served.now, closes_on=until)
    assert not sent_or_due(amaras, until).filter(proposed="amara kept").exists()
    assert sent_or_due(amaras, until + timedelta(days=1)).filter(proposed="amara kept").exists()
    asked_only = served.extra["joels"]
    MoreTime.objects.create(service=asked_only, until=until, asked_by=served.joel, asked_at=served.now)
    Suggestion.objects.filter(service=asked_only).update(sent_at=None)
    assert sent_or_due(asked_only, asked_only.closes_on + timedelta(days=1)).exists(), "asking alone moves nothing"


def test_what_was_withdrawn_does_not_count_as_sent(served):
    amaras = served.extra["amaras"]
    assert sent_or_due(amaras, served.today).filter(proposed="amara sent").exists()
    Suggestion.objects.filter(proposed="amara sent").update(withdrawn_at=served.now)
    assert not sent_or_due(amaras, served.today).filter(proposed="amara sent").exists()


def test_a_supporter_whom_the_other_parent_chose_reads_nothing_of_hers(served):
    served.pam.membership_set.update(chosen_by=served.joel)
    read = {row.proposed for row in seen_suggestions(open_plan(served.pam, SAM, today=served.today))}
    assert not read & AMARAS
