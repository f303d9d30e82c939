"""Professionals propose changes to a served draft where the matrix lets them suggest; somebody of the family may make a proposal theirs."""

from uuid import uuid4

import pytest

from permissions.refusals import NotFound, NotNow, NotPermitted
from permissions.vocabulary import Code
from plans.access import open_plan
from plans.actions.adopt_proposal import adopt_proposal
from plans.actions.answering import Said
from plans.actions.let_proposal_go import let_proposal_go
from plans.actions.propose_change import propose_change
from plans.actions.withdraw_proposal import withdraw_proposal
from plans.models import Reply, Suggestion
from plans.queries.answer_pages import read_section
from plans.queries.answering import open_answering
from plans.queries.answers import adopted_here
from tests.plans.answering_help import SESSIONS, Kind, sent_or_due, service, the, write_the_draft
from tests.world import SAM, World


@pytest.fixture
def served(world: World) -> World:
    write_the_draft(world)
    return world


def when(world: World) -> dict:
    return {"today": world.today, "now": world.now}


def proposes(world: World, slug: str, code: str = "F", name: str = "help", words: str = "Every week.") -> Suggestion:
    said = Said(kind=Kind.CHANGE, code=Code(code), about=the(world, name).uid, proposed=words)
    return propose_change(getattr(world, slug), SAM, said, post_key=uuid4(), **when(world))


def shown(world: World, slug: str):
    page = read_section(open_answering(open_plan(getattr(world, slug), SAM, today=world.today)), Code.F)
    return page, [(one.who, one.is_adopted) for one in page.proposals]


def test_a_proposal_is_no_representation_and_is_with_the_council_at_once(served):
    row = proposes(served, "priya")
    assert (row.service, row.before, row.sent_at, row.role) == (None, SESSIONS, served.now, "senco")


@pytest.mark.parametrize(
    ("slug", "code", "name"), [("grace", "F", "help"), ("okafor", "K", "report"), ("owen", "F", "help"), ("marcus", "F", "help")]
)
def test_whoever_suggests_nothing_there_is_told_so(served, slug, code, name):
    with pytest.raises(NotPermitted):
        proposes(served, slug, code, name)


def test_the_family_answers_and_does_not_propose(served):
    for slug in ("amara", "pam"):
        with pytest.raises(NotPermitted):
            proposes(served, slug)


@pytest.mark.parametrize("stage", ["drafting", "final", "ended"])
def test_before_service_and_after_the_final_nothing_is_proposed(served, stage):
    served.move_to(stage)
    with pytest.raises((NotNow, NotPermitted)):
        proposes(served, "priya")
    assert not Suggestion.objects.exists()


def test_made_theirs_it_is_part_of_that_answer_until_it_is_let_go(served):
    row = proposes(served, "priya")
    for _ in range(2):
        adopt_proposal(served.amara, SAM, row.uid, **when(served))
    row.refresh_from_db()
    assert (row.adopted_for, row.adopted_by) == (service(served), served.amara)
    assert list(sent_or_due(service(served), served.today)) == [row]
    page, proposals = shown(served, "amara")
    assert (proposals, page.state.state) == ([("Priya Raman (SENCo) proposes", True)], "You ask for 1 thing")
    let_proposal_go(served.amara, SAM, row.uid, **when(served))
    assert not sent_or_due(service(served), served.today).exists()
    assert shown(served, "amara")[0].state.state == "You have said nothing yet"


def test_to_the_other_parent_it_looks_the_same_whether_or_not_it_was_made_hers(served):
    row = proposes(served, "priya")
    before = shown(served, "joel")[0]
    adopt_proposal(served.amara, SAM, row.uid, **when(served))
    assert shown(served, "joel")[0] == before
    row.refresh_from_db()
    known = {
        slug: adopted_here(open_plan(getattr(served, slug), SAM, today=served.today), row)
        for slug in ("amara", "pam", "marcus", "joel", "priya")
    }
    assert known == {"amara": True, "pam": True, "marcus": True, "joel": False, "priya": False}


def test_the_second_parent_makes_it_theirs_as_the_first_did_and_sees_the_same(served):
    row = proposes(served, "priya")
    adopt_proposal(served.amara, SAM, row.uid, **when(served))
    adopt_proposal(served.joel, SAM, row.uid, **when(served))
    hers, his = (shown(served, slug) for slug in ("amara", "joel"))
    assert hers[1] == his[1]
    assert hers[0].parts[0].saids[0].by == his[0].parts[0].saids[0].by == "Proposed by Priya Raman. You made it yours"
    assert hers[0].parts[0].saids[0].status == his[0].parts[0].saids[0].status
    assert sent_or_due(service(served, "joels"), served.today).count() == 1
    let_proposal_go(served.joel, SAM, row.uid, **when(served))
    assert not sent_or_due(service(served, "joels"), served.today).exists()
    assert sent_or_due(service(served), served.today).count() == 1


def test_a_proposal_that_its_author_takes_back_stays_with_whoever_made_it_theirs(served):
    row = proposes(served, "priya")
    adopt_proposal(served.amara, SAM, row.uid, **when(served))
    withdraw_proposal(served.priya, SAM, row.uid, **when(served))
    assert [one.proposed for one in sent_or_due(service(served), served.today)] == ["Every week."]
    assert shown(served, "joel")[1] == []


def test_only_its_author_takes_a_proposal_back_and_not_after_the_reply(served):
    row = proposes(served, "priya")
    with pytest.raises(NotFound):
        withdraw_proposal(served.lena, SAM, row.uid, **when(served))
    Reply.objects.create(suggestion=row, outcome="agreed", reason="Yes.", by=served.marcus, at=served.now, sent_at=served.now)
    with pytest.raises(NotNow):
        withdraw_proposal(served.priya, SAM, row.uid, **when(served))


def test_an_answer_of_the_other_parent_is_no_proposal_to_make_ones_own(served):
    from tests.plans.answering_help import change

    row = change(served, "amara", "Every week.")
    with pytest.raises(NotFound):
        adopt_proposal(served.joel, SAM, row.uid, **when(served))
