"""Striking a passage: two people, every text that was ever kept, a mark, and nothing else changed."""

import re

import pytest

from comments.models import Comment
from permissions import grants
from permissions.models import Conflict, LedgerEntry
from permissions.refusals import Invalid, NotFound, NotNow, NotPermitted, Stale
from permissions.vocabulary import Role
from plans.actions.decline_strike import decline_strike
from plans.actions.save_item import save_item
from plans.actions.writing import ItemWords
from plans.models import Item, PlanVersion, Section, SectionBlob, Strike, StruckText, Wording
from plans.record.canonical import read_section
from plans.statute.sections import Kind
from tests.plans.striking_help import ADDRESS, REASON, confirm, plant, propose, struck, whole_database
from tests.plans.versions_help import cut, narrate
from tests.world import SAM

MARK = re.compile(r"\[struck out by the council on \d{1,2} \w+ \d{4}\]")
ANY_SPELLING = re.compile(r"quokka|quilt", re.IGNORECASE)


@pytest.fixture
def planted(world):
    world.extra.update(plant(world))
    return world


def decline(world, strike, slug):
    return decline_strike(getattr(world, slug), SAM, strike.uid, today=world.today, now=world.now)


def test_nothing_happens_before_a_second_person_confirms(planted):
    before = whole_database()
    propose(planted)
    added = set(whole_database().splitlines()) - set(before.splitlines())
    assert {line.split(":")[0] for line in added} == {"plans_strike", "permissions_ledgerentry", "permissions_circle"} | {
        line.split(":")[0] for line in added if line.startswith("sqlite_sequence")
    }
    assert "11 Quokka Quilt Lane, near" in Section.objects.get(plan=planted.sam, type="F").narrative


def test_the_passage_goes_from_every_text_and_a_mark_stands_in_its_place(planted):
    struck(planted)
    assert ANY_SPELLING.findall(whole_database()) == []
    narrative = Section.objects.get(plan=planted.sam, type="F").narrative
    assert MARK.sub("MARK", narrative) == "Before. The bus stops at MARK, near the school. After."
    need = Item.objects.select_related("need").get(pk=planted.extra["need"].pk)
    assert MARK.sub("MARK", need.text) == "Sam is calm at home, MARK."
    assert MARK.sub("MARK", need.need.impact) == "He walks from MARK."
    assert all(MARK.search(comment.text) for comment in Comment.objects.all())
    assert MARK.sub("MARK", PlanVersion.objects.get(kind="shared", kind_number=1).note) == "We met at MARK"


def test_what_was_not_struck_reads_as_before(planted):
    blobs = {blob.pk: read_section(blob.content) for blob in SectionBlob.objects.all()}
    wordings = {row.pk: row.content for row in Wording.objects.all()}
    struck(planted)
    for blob in SectionBlob.objects.all():
        now, was = read_section(blob.content), blobs[blob.pk]
        assert (now.code, now.none_identified, len(now.items)) == (was.code, was.none_identified, len(was.items))
        for item, earlier in zip(now.items, was.items, strict=True):
            assert (item.uid, item.kind, item.author, item.spec.keys(), item.leads_to) == (
                earlier.uid,
                earlier.kind,
                earlier.author,
                earlier.spec.keys(),
                earlier.leads_to,
            )
    changed = {row.pk for row in Wording.objects.filter(pk__in=wordings) if row.content != wordings[row.pk]}
    assert changed == {pk for pk, content in wordings.items() if ANY_SPELLING.search(str(content).replace("\xad", ""))}
    assert SectionBlob.objects.exclude(content__contains="[struck out").count() == 9


def test_hashes_of_versions_stay_as_they_were(planted):
    before = list(PlanVersion.objects.order_by("pk").values("hash", "mac", "previous", "manifest", "number"))
    struck(planted)
    assert list(PlanVersion.objects.order_by("pk").values("hash", "mac", "previous", "manifest", "number")) == before


def test_a_plan_beside_it_keeps_its_words(planted):
    section = Section.objects.get(plan=planted.nadias, type="F")
    Section.objects.filter(pk=section.pk).update(narrative=f"Ada goes to {ADDRESS}.")
    struck(planted)
    section.refresh_from_db()
    assert section.narrative == f"Ada goes to {ADDRESS}."


def test_what_is_written_until_the_confirmation_is_struck_too(planted):
    strike = propose(planted)
    narrate(planted, "tess", "D", f"And again {ADDRESS}.")
    confirm(planted, strike)
    assert MARK.sub("MARK", Section.objects.get(plan=planted.sam, type="D").narrative) == "And again MARK."


def test_a_second_strike_in_the_same_texts_holds_too(planted):
    struck(planted)
    struck(planted, passage="near the school")
    assert "near the school" not in whole_database()


def test_words_written_on_the_old_ones_are_stale(planted):
    need = Item.objects.select_related("need").get(pk=planted.extra["need"].pk)
    struck(planted)
    words = ItemWords(kind=Kind.NEED, text=need.text, spec={"area": "communication", "impact": need.need.impact})
    with pytest.raises(Stale):
        save_item(planted.lena, SAM, need.uid, words, seq=need.seq, today=planted.today, now=planted.now)
    assert "Quokka" not in Item.objects.get(pk=need.pk).text


def test_a_version_after_the_strike_holds_the_mark(planted):
    struck(planted)
    version = cut(planted, note="After it")
    assert "[struck out" in SectionBlob.objects.get(plan=planted.sam, sha256=version.manifest["F"]).content


@pytest.mark.parametrize("slug", ["marcus", "hana"])
def test_the_coordinator_and_the_manager_propose(planted, slug):
    assert propose(planted, slug).proposed_by == getattr(planted, slug)


@pytest.mark.parametrize("slug", ["susan", "tess", "corinne", "sonia", "priya", "lena", "amara", "joel", "pam"])
def test_nobody_else_in_the_circle_proposes(planted, slug):
    with pytest.raises(NotPermitted):
        propose(planted, slug)
    assert not Strike.objects.exists()


@pytest.mark.parametrize("slug", ["nadia", "ines", "root", "zoe"])
def test_to_an_outsider_there_is_no_such_plan(planted, slug):
    strike = propose(planted)
    with pytest.raises(NotFound):
        propose(planted, slug)
    with pytest.raises(NotFound):
        confirm(planted, strike, slug)
    with pytest.raises(NotFound):
        decline(planted, strike, slug)


@pytest.mark.parametrize("slug", ["hana", "susan"])
def test_the_manager_or_a_leader_is_the_second_person(planted, slug):
    assert confirm(planted, propose(planted), slug).confirmed_by == getattr(planted, slug)


@pytest.mark.parametrize("slug", ["marcus", "tess", "corinne", "priya", "amara", "joel"])
def test_the_proposer_and_everybody_else_are_not(planted, slug):
    strike = propose(planted)
    with pytest.raises(NotPermitted):
        confirm(planted, strike, slug)
    assert StruckText.objects.count() == 0
    assert ADDRESS in Section.objects.get(plan=planted.sam, type="F").narrative


def test_the_same_person_is_never_both_in_two_roles_either(planted):
    grants.give_role(circle=planted.sam.circle, person=planted.marcus, role=Role.LEADER, from_on=planted.today)
    with pytest.raises(NotPermitted):
        confirm(planted, propose(planted), "marcus")


def test_who_declared_a_conflict_neither_confirms_nor_has_proposed(planted):
    strike, others = propose(planted), propose(planted, "hana", "near the school")
    Conflict.objects.create(circle=planted.sam.circle, person=planted.hana, reason="A cousin", declared_at=planted.now)
    with pytest.raises(NotFound):
        confirm(planted, strike, "hana")
    with pytest.raises(NotPermitted):
        confirm(planted, others, "susan")
    assert not StruckText.objects.exists()


def test_a_leader_who_broke_the_glass_decides_nothing(planted):
    from permissions.models import BrokenGlass, Membership, User

    leader = User.objects.create_user("second@example.org", "Second Leader", is_leader=True)
    grants.give_role(circle=planted.sam.circle, person=leader, role=Role.LEADER, from_on=planted.today)
    BrokenGlass.objects.create(membership=Membership.objects.get(user=leader), opened_at=planted.now)
    planted.people["second"] = leader
    with pytest.raises(NotPermitted):
        confirm(planted, propose(planted), "second")


def test_a_strike_is_decided_once(planted):
    strike = propose(planted)
    confirm(planted, strike)
    for act in (
        lambda: confirm(planted, strike, "susan"),
        lambda: decline(planted, strike, "susan"),
        lambda: decline(planted, strike, "marcus"),
    ):
        with pytest.raises(NotNow):
            act()


def test_who_proposed_takes_it_back_and_another_declines_it(planted):
    mine, theirs = propose(planted), propose(planted, passage="near the school")
    decline(planted, mine, "marcus")
    decline(planted, theirs, "susan")
    assert list(LedgerEntry.objects.filter(object_uid=mine.uid).values_list("verb", flat=True)) == ["propose_strike", "withdraw_strike"]
    assert list(LedgerEntry.objects.filter(object_uid=theirs.uid).values_list("verb", flat=True)) == ["propose_strike", "decline_strike"]
    with pytest.raises(NotNow):
        confirm(planted, mine)
    assert ADDRESS in Section.objects.get(plan=planted.sam, type="F").narrative


def test_a_strike_of_another_plan_is_not_there(planted):
    other = Strike.objects.create(plan=planted.nadias, passage=b"", reason="x", proposed_by=planted.marcus, proposed_at=planted.now)
    with pytest.raises(NotFound):
        confirm(planted, other)


def test_the_same_proposal_sent_twice_is_one(planted):
    assert propose(planted) == propose(planted)
    assert propose(planted, "hana") != propose(planted)


@pytest.mark.parametrize(
    ("passage", "reason", "field"),
    [
        ("", REASON, "passage"),
        ("--", REASON, "passage"),
        ("Quilt\nab", REASON, "passage"),
        ("x" * 501, REASON, "passage"),
        ("\n".join(f"spelling {n}" for n in range(21)), REASON, "passage"),
        (ADDRESS, "  ", "reason"),
        (ADDRESS, "x" * 501, "reason"),
        (ADDRESS, "They live at 11 quokka-quilt lane", "reason"),
    ],
)
def test_a_passage_and_a_reason_are_asked_for_and_the_reason_is_without_the_passage(planted, passage, reason, field):
    with pytest.raises(Invalid) as wrong:
        propose(planted, passage=passage, reason=reason)
    assert list(wrong.value.errors) == [field]
    assert not Strike.objects.exists()


def test_the_ledger_says_what_was_done_and_where_and_no_word_of_it(planted):
    strike = propose(planted)
    before = LedgerEntry.objects.filter(circle=planted.sam.circle).count()
    confirm(planted, strike)
    entries = list(LedgerEntry.objects.filter(circle=planted.sam.circle).order_by("number"))[before:]
    assert entries[0].object_uid == strike.uid
    assert {entry.verb for entry in entries} == {"strike"}
    kinds = sorted((entry.object_kind, entry.sections.strip()) for entry in entries[1:])
    assert kinds == [("item", "A"), ("item", "B"), ("item", "F"), ("item", "K"), ("section", "F"), ("thread", "B"), ("thread", "B")]


def test_the_sealed_words_open_with_the_key_and_only_with_it(planted, settings):
    from plans.striking.seal import Unopened, spellings_of, unseal

    strike = struck(planted)
    shared = PlanVersion.objects.get(kind="shared", kind_number=1)
    note = StruckText.objects.get(table="plans_planversion", row=shared.pk)
    assert unseal(note.sealed) == "We met at 11 Quokka Quilt Lane"
    old = settings.SEAL_KEYS
    settings.SEAL_KEYS = ["a newer key" * 6, *old]
    assert unseal(note.sealed).startswith("We met")
    assert spellings_of(Strike.objects.get(pk=strike.pk)) == (ADDRESS,)
    settings.SEAL_KEYS = ["another key" * 6]
    with pytest.raises(Unopened):
        unseal(note.sealed)
