"""Bring Sam's plan so far that nothing stands between it and the final: what the tests of the final start from."""

from datetime import timedelta
from typing import Any

from permissions.models import Organisation
from plans.actions.issue_final import issue_final
from plans.actions.issued import Issued, Served
from plans.actions.record_school_reply import SchoolAnswer, record_school_reply
from plans.actions.sign_plan import sign_plan
from plans.models import Agreement, SchoolConsultation
from plans.queries.agreeing import standing_of
from plans.queries.final_page import FinalPage, Issuing, Sending, Why
from plans.queries.quality import findings_of
from plans.queries.schools import hash_of_key
from plans.record.rows import put_forward
from plans.statute.quality import LaterFacts, Moment
from portal.letters import final as letters
from tests.plans.finishing import access_of, serve_drafts
from tests.plans.ready_to_serve import let_pass
from tests.plans.versions_help import narrate, write
from tests.world import SAM, World

SCHOOL = "Elm Street Primary School"
ALL_DONE = LaterFacts(
    changes_without_origin=(),
    answers_open=0,
    notice_missing=(),
    signed=True,
    dated=True,
    says_version=True,
    says_what_it_replaces=True,
    setting_consulted=True,
    reply_or_lapse=True,
    health_agreed=True,
    care_agreed=True,
)


def make_ready(world: World, *, days_ago: int = 20, but: str = "") -> dict[str, Any]:
    """Write, serve, name a consulted school, let a leader's reasons stand for the checks of quality, and sign."""
    write(world, "amara", "A", "voice", "Sam loves trains.")
    for code in {"C", "D", "G", "H1", "H2", "J"} - {but}:
        narrate(world, "marcus", code, "", none_identified=True)
    facts = serve_drafts(world, days_ago=days_ago)
    if days_ago > 14:
        world.extra |= facts
        finish(world)
    return facts


def finish(world: World) -> None:
    """Name the school that was consulted and answered, override the checks, sign."""
    write(world, "marcus", "I", "placement", "Sam goes to Elm Street.", name=SCHOOL)
    consulted(world, SCHOOL)
    override(world)
    sign(world)


def consulted(world: World, name: str, *, answers: bool = True) -> SchoolConsultation:
    """Let a place be asked about the served draft eleven days ago, and answer."""
    place, _ = Organisation.objects.get_or_create(name=name, defaults={"kind": "setting"})
    row = SchoolConsultation.objects.create(
        plan=world.sam,
        version=world.extra["version"],
        organisation=place,
        email="head@example.org",
        key_hash=hash_of_key(name),
        sent_on=world.today - timedelta(days=11),
        due_on=world.today + timedelta(days=4),
        sent_by=world.marcus,
    )
    if answers:
        answer = SchoolAnswer(can_meet="yes", decided_by="The head")
        record_school_reply(row, answer, by=world.marcus, today=world.today, now=world.now)
    return row


def override(world: World) -> None:
    """Let a leader's reason stand for whatever the checks of quality find and let pass."""
    blocks = findings_of(access_of(world, "marcus"), moment=Moment.FINAL, later=ALL_DONE).blocks
    assert all(one.overridable for one in blocks), blocks
    let_pass(world, blocks)


def sign(world: World, by: str = "susan") -> Agreement:
    """Sign the words as they stand."""
    access = access_of(world, by)
    sha = standing_of(access, Agreement.Kind.SIGNED, put_forward(access.plan)).sha256
    return sign_plan(world.people[by], SAM, is_given=True, seen=sha, note="", today=world.today, now=world.now)


def page_of(world: World, by: str = "marcus") -> FinalPage:
    """Read the page of the final."""
    return letters.final_page(access_of(world, by))


def missing(world: World) -> list[str]:
    """Name what stands in the way."""
    page = page_of(world)
    return [guard.name for guard in page.ready.guards if not guard.is_met] + list(page.missing)


def chosen(world: World, *, seen: str | None = None, but: tuple[str, ...] = ()) -> Issuing:
    """Choose everybody, the family by hand and the others in the portal; leave out whoever is named."""
    page = page_of(world)
    sendings = tuple(
        Sending(number=one.to.number, channel="hand" if one.why is Why.FAMILY else one.first_way, why=one.why)
        for one in page.addressees
        if one.to.name.split()[0].lower() not in but
    )
    return Issuing(sendings=sendings, seen=page.seen if seen is None else seen)


def issue(world: World, by: str = "marcus", issuing: Issuing | None = None) -> Served:
    """Issue the final with a few bytes in the place of each document."""
    issuing = issuing or chosen(world)
    access = access_of(world, by)
    page = letters.final_page(access)
    numbers = {one.number for one in issuing.sendings}
    prepared = letters._prepared(access, [one for one in page.addressees if one.to.number in numbers], now=world.now)
    documents = tuple(Issued(person=one.person.pk, kind="version", content=one.person.name.encode()) for one in prepared.copies)
    return issue_final(
        world.people[by],
        SAM,
        issuing,
        prepared=prepared,
        documents=documents,
        notice_missing=(),
        bounced=(),
        today=world.today,
        now=world.now,
    )
