"""What holds at every instant of a plan's life: each asked of the rows, with what the hand-written model says."""

import hashlib
from datetime import date, timedelta

from django.core.serializers import serialize

from permissions.models import LedgerEntry, User
from permissions.vocabulary import Code
from plans.access import everyone_in, open_plan
from plans.access.serving import recipients_among
from plans.models import Happening, IssuedDocument, MoreTime, Plan, PlanVersion, Reply, SectionBlob, Service, Suggestion, TrackedChange
from plans.queries.answers import seen_suggestions
from plans.queries.proposals import proposals_for
from plans.queries.replying import asked_of
from plans.queries.serving import served_on_me
from plans.statute.lifecycle import stage
from tests.plans.life_model import Life
from tests.world import SAM, World

FINALS = ("final", "amended_final")


def no_step_is_skipped(world: World, life: Life) -> None:
    """The plan stands where the model says, by the same happenings in the same order; the dates come from them."""
    plan = Plan.objects.get(pk=world.sam.pk)
    assert stage(plan.dates, today=world.today) == life.stage
    rows = list(Happening.objects.filter(plan=plan).order_by("pk"))
    assert [row.kind for row in rows] == life.happenings
    assert all(row.on <= world.today for row in rows)
    assert [row.on for row in rows] == sorted(row.on for row in rows)


def served_never_changes(world: World, kept: dict[str, str]) -> None:
    """Every version that was served, its words, services and documents are what they were when they were first seen; none is lost."""
    now = {}
    for version in PlanVersion.objects.filter(plan=world.sam):
        blobs = SectionBlob.objects.filter(plan=world.sam, sha256__in=version.manifest.values()).order_by("sha256")
        services, documents = version.services.order_by("pk"), IssuedDocument.objects.filter(version=version).order_by("pk")
        rows = serialize("json", [version, *blobs, *services, *documents])
        now[str(version.uid)] = hashlib.sha256(rows.encode()).hexdigest()
    for uid, was in kept.items():
        assert now.get(uid) == was, "a served version was changed, or is gone"
    kept.update(now)


def exactly_one_side_holds_the_rights(world: World, life: Life) -> None:
    """The parents who are there, or the young person: never both, never another; on exactly them a draft would be served."""
    people = {person.pk: person.email.split("@")[0] for person in User.objects.all()}
    found = recipients_among(everyone_in(Plan.objects.get(pk=world.sam.pk), today=world.today))
    assert {people[person] for person in found} == life.holders
    assert len({str(role) for role in found.values()}) <= 1


def every_reply_has_its_suggestion(world: World, life: Life) -> None:
    """Each reply that was sent is to something that had been sent or was due, and is read by the council; each change comes from one that agreed."""
    sent = {
        (row.suggestion.reason, _whose(row.suggestion))
        for row in Reply.objects.filter(sent_at__isnull=False).select_related("suggestion__service__recipient")
    }
    assert sent == {(one.token, one.whose) for one in life.asked if one.answered}
    rows = TrackedChange.objects.select_related("reply__suggestion")
    assert rows.count() == life.changes
    for change in rows:
        asked = change.reply.suggestion
        assert change.reply.sent_at is not None
        assert change.reply.outcome in ("agreed", "partly")
        assert asked.service_id or asked.adopted_for_id, "nobody who was served asked for this change"
    if life.stage in ("consulting", "finalising"):
        access = open_plan(world.marcus, SAM, today=world.today)
        shown = {(row.reason, _whose(row)) for row in asked_of(access).filter(reply__sent_at__isnull=False)}
        assert shown == sent, "the council no longer finds what it replied to"


def _whose(row: Suggestion) -> str:
    return row.service.recipient.email.split("@")[0] if row.service else ""


def no_final_before_its_day(world: World) -> None:
    """Each final came on the day after the last day of whoever was served the draft before it, or later: at least fifteen days, and all that was given."""
    finals = {version.number for version in PlanVersion.objects.filter(plan=world.sam, kind__in=FINALS)}
    for service in Service.objects.filter(version__plan=world.sam, version__kind__in=FINALS).select_related("version"):
        number = service.version.number
        since = max([0, *(other for other in finals if other < number)])
        draft = (
            PlanVersion.objects.filter(plan=world.sam, number__gt=since, number__lt=number, services__isnull=False)
            .order_by("number")
            .last()
        )
        assert draft is not None, "a final without a served draft"
        for one in draft.services.all():
            given = MoreTime.objects.filter(service=one, closes_on__isnull=False).values_list("closes_on", flat=True)
            last: date = max([one.served_on + timedelta(days=14), one.closes_on, *given])
            assert service.sent_on > last


def the_ledger_equals_the_effects(world: World, life: Life) -> None:
    """Each act left exactly its entries, in order, and nothing that was refused left any."""
    entries = LedgerEntry.objects.filter(circle=world.sam.circle_id).exclude(verb="read").order_by("number")
    found = [(one.split("@")[0], verb) for one, verb in entries.values_list("actor__email", "verb")]
    assert found == life.ledger, f"written {found[-6:]}, done {life.ledger[-6:]}"


def neither_parent_reads_the_other(world: World, life: Life) -> None:
    """What one parent, or her supporter, says to a draft is their own and the council's; the other reads and counts none of it."""
    for slug in ("amara", "joel", "pam", "sam"):
        if not life.is_shut_out(slug) and (slug != "sam" or life.moved):
            assert _read_by(world, slug) == life.reads(slug), slug
    if life.stage != "ended":
        assert _read_by(world, "marcus") == life.reads("council")


def _read_by(world: World, slug: str) -> set[str]:
    access = open_plan(world.people[slug], SAM, today=world.today)
    return {row.reason for row in seen_suggestions(access)}


def nobody_learns_who_made_a_proposal_theirs(world: World, life: Life) -> None:
    """A proposal says that it was adopted, and what came of it, to whoever adopted it; to the other parent it looks as if nobody had."""
    if life.stage not in ("consulting", "finalising"):
        return
    for slug in ("amara", "joel"):
        if life.is_shut_out(slug) or slug not in life.windows:
            continue
        access = open_plan(world.people[slug], SAM, today=world.today)
        service = served_on_me(access)
        shown = {view.reason: (view.is_adopted, bool(view.reply)) for view in proposals_for(access, service, Code.B, may_adopt=True)}
        assert shown == life.proposals_to(slug)
