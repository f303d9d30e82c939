"""The council answers what was said to a draft: written, sent, applied with its origin, read by whoever asked and by nobody of the other side."""

import pytest

from permissions.models import LedgerEntry
from permissions.refusals import Invalid, NotFound, NotNow, NotPermitted, Stale
from plans.models import Finished, Item, Reply, Section, TrackedChange
from plans.queries.replies_page import read_replies
from plans.record.origins import without_origin
from plans.record.shall import Does, Shall
from plans.record.verify import first_fault
from plans.statute.sections import Kind
from tests.plans.finishing import access_of, asks, replies, sends, serve_drafts

pytestmark = pytest.mark.django_db


@pytest.fixture
def served(world):
    world.extra |= serve_drafts(world)
    return world


def shown(world, slug):
    page = read_replies(access_of(world, slug))
    return [
        (row.words or "".join(run.text for run in row.change if run.kind != "removed"), row.state)
        for _, rows in page.groups
        for row in rows
    ]


def test_an_agreed_change_comes_to_stand_in_the_plan_with_its_origin_when_it_is_sent(served):
    need = served.extra["need"]
    asked = asks(served, "amara", served.extra["amaras"], "B", need, proposed="Sam follows three words.")
    reply = replies(served, asked)
    assert Item.objects.get(pk=need.pk).text == "Sam follows two words.", "a reply that is only written changes nothing"
    sends(served)
    assert Item.objects.get(pk=need.pk).text == "Sam follows three words."
    change = TrackedChange.objects.get()
    assert (change.reply, change.version, change.before, change.after) == (
        reply,
        served.extra["version"],
        "Sam follows two words.",
        "Sam follows three words.",
    )
    assert without_origin(served.extra["version"]) == ()
    verbs = list(LedgerEntry.objects.filter(circle=served.sam.circle).order_by("-number").values_list("verb", flat=True)[:3])
    assert verbs == ["send_reply", "apply_reply", "write_reply"]
    assert first_fault(served.sam) == ""


def test_a_change_of_a_sections_own_words_and_of_typed_fields_is_kept_field_by_field(served):
    help_ = served.extra["help"]
    own = asks(served, "amara", served.extra["amaras"], "B", proposed="Sam is nine. He loves trains.")
    more = asks(served, "joel", served.extra["joels"], "F", help_, proposed="Lena sees Sam at school and at home.")
    replies(served, own)
    replies(served, more, "partly", help_.text, shall=Shall(set={"minutes": 45}, was={"minutes": 30}))
    sends(served)
    assert Section.objects.get(plan=served.sam, type="B").narrative == "Sam is nine. He loves trains."
    assert Item.objects.select_related("provision").get(pk=help_.pk).provision.minutes == 45
    assert [(row.field, row.before, row.after) for row in TrackedChange.objects.order_by("pk")] == [
        ("", "Sam is nine. He likes trains.", "Sam is nine. He loves trains."),
        ("minutes", "30", "45"),
    ]
    assert without_origin(served.extra["version"]) == ()


def test_what_was_missing_is_added_and_what_goes_is_taken_out(served):
    need = served.extra["need"]
    missing = asks(served, "amara", served.extra["amaras"], "B", kind="missing", proposed="He can’t read yet.")
    gone = asks(served, "joel", served.extra["joels"], "F", served.extra["help"], proposed="Take this out.")
    facts = {"area": "cognition", "impact": "", "source": "Report, page 2"}
    replies(served, missing, words="Sam does not read yet.", shall=Shall(Does.ADDS, Kind.NEED, (), facts))
    replies(served, gone, shall=Shall(Does.TAKES_OUT))
    sends(served)
    added = Item.objects.get(text="Sam does not read yet.")
    assert (added.state, added.need.area, added.author) == ("put_forward", "cognition", served.marcus)
    assert Item.objects.get(pk=served.extra["help"].pk).state == "retired"
    assert Item.objects.get(pk=need.pk).state == "put_forward"
    assert without_origin(served.extra["version"]) == ()
    assert first_fault(served.sam) == ""


def test_two_replies_to_one_text_are_put_together(served):
    first = asks(served, "amara", served.extra["amaras"], "B", proposed="Sam is nine years old. He likes trains.")
    second = asks(served, "joel", served.extra["joels"], "B", proposed="Sam is nine. He likes trains and boats.")
    replies(served, first)
    replies(served, second)
    sends(served)
    assert Section.objects.get(plan=served.sam, type="B").narrative == "Sam is nine years old. He likes trains and boats."
    assert without_origin(served.extra["version"]) == ()


def test_two_replies_that_change_the_same_words_are_refused_with_both_and_nothing_is_sent(served):
    first = asks(served, "amara", served.extra["amaras"], "B", proposed="Sam is nine. He loves trains.")
    second = asks(served, "joel", served.extra["joels"], "B", proposed="Sam is nine. He hates trains.")
    replies(served, first)
    replies(served, second)
    with pytest.raises(Stale) as refused:
        sends(served)
    assert [(clash.yours, clash.theirs) for clash in refused.value.clashes] == [
        ("Sam is nine. He hates trains.", "Sam is nine. He loves trains.")
    ]
    sends(served, first)
    with pytest.raises(Stale):
        sends(served, second)
    replies(served, second, "partly", "Sam is nine. He loves trains, not buses.")
    sends(served, second)
    assert Section.objects.get(plan=served.sam, type="B").narrative == "Sam is nine. He loves trains, not buses."
    assert without_origin(served.extra["version"]) == ()


def test_a_form_opened_on_older_words_is_answered_with_both_texts(served):
    asked = asks(served, "amara", served.extra["amaras"], "B", proposed="Sam is ten.")
    with pytest.raises(Stale):
        replies_on(served, asked, "words that never stood there")
    with pytest.raises(Invalid) as refused:
        replies(served, asked, words="Sam is nine. He likes trains.")
    assert "as they were" in refused.value.errors["shall"]


def replies_on(world, asked, words):
    from plans.actions.save_reply import ReplyFacts, save_reply
    from plans.queries.reply_page import stands_hash

    facts = ReplyFacts(outcome="agreed", reason="So.", words="Sam is ten.", stands=stands_hash(words))
    return save_reply(world.marcus, "00000SAM", asked.uid, facts, today=world.today, now=world.now)


@pytest.mark.parametrize("outcome", ["not_agreed", "partly"])
def test_a_reply_that_changes_nothing_leaves_the_plan_as_it_is(served, outcome):
    asked = asks(served, "amara", served.extra["amaras"], "F", served.extra["help"], kind="missing", proposed="And a swing.")
    replies(served, asked, outcome, words=served.extra["help"].text)
    sends(served)
    assert not TrackedChange.objects.exists()
    assert Reply.objects.get().sent_at is not None


def test_a_proposal_of_somebody_on_whom_nothing_was_served_changes_the_plan_only_when_the_family_took_it_up(served):
    proposal = asks(served, "lena", None, "B", served.extra["need"], proposed="Sam follows four words.", role="therapist")
    replies(served, proposal)
    with pytest.raises(Invalid) as refused:
        sends(served)
    assert "served again" not in refused.value.errors["origin"]
    assert "the family has made it theirs" in refused.value.errors["origin"]
    assert Item.objects.get(pk=served.extra["need"].pk).text == "Sam follows two words."
    replies(served, proposal, "not_agreed")
    sends(served)
    assert Reply.objects.get().sent_at, "an answer that changes nothing needs nobody"


def test_a_proposal_that_was_taken_up_is_applied(served):
    proposal = asks(served, "lena", None, "B", served.extra["need"], proposed="Sam follows four words.", role="therapist")
    type(proposal).objects.filter(pk=proposal.pk).update(adopted_for=served.extra["amaras"], adopted_by=served.amara, adopted_at=served.now)
    replies(served, proposal)
    sends(served)
    assert Item.objects.get(pk=served.extra["need"].pk).text == "Sam follows four words."


def finishes(world, slug, is_finished=True):
    whose = world.extra[f"{slug}s"]
    Finished.objects.create(service=whose, is_finished=is_finished, by=getattr(world, slug), at=world.now)


def test_replies_to_two_parents_are_sent_after_the_last_day_so_that_neither_learns_that_the_other_has_finished(world):
    world.extra |= serve_drafts(world, days_ago=14)
    replies(world, asks(world, "amara", world.extra["amaras"], "B", proposed="Sam is ten."))
    for slug in ("amara", "joel"):
        with pytest.raises(NotNow) as refused:
            sends(world)
        assert refused.value.until == world.today
        finishes(world, slug)
    with pytest.raises(NotNow):
        sends(world)


def test_replies_to_one_person_alone_are_sent_once_that_person_has_finished(world):
    world.extra |= serve_drafts(world, days_ago=14, on=("amara",))
    replies(world, asks(world, "amara", world.extra["amaras"], "B", proposed="Sam is ten."))
    finishes(world, "amara")
    finishes(world, "amara", is_finished=False)
    with pytest.raises(NotNow):
        sends(world)
    finishes(world, "amara")
    assert len(sends(world)) == 1


def test_only_the_coordinator_and_the_manager_send_and_what_was_sent_stays(served):
    asked = asks(served, "amara", served.extra["amaras"], "B", proposed="Sam is ten.")
    for slug in ("susan", "lena", "amara"):
        with pytest.raises(NotPermitted):
            replies(served, asked, by=slug)
    replies(served, asked, by="tess")
    for slug in ("tess", "susan"):
        with pytest.raises(NotPermitted):
            sends(served, by=slug)
    sends(served, by="hana")
    with pytest.raises(NotNow):
        replies(served, asked, "not_agreed")
    with pytest.raises(NotFound):
        sends(served)


def test_each_parent_reads_the_replies_to_their_own_and_nothing_of_the_other(served):
    asks(served, "amara", served.extra["amaras"], "B", proposed="amara says")
    asks(served, "pam", served.extra["amaras"], "B", kind="question", proposed="pam asks for amara", role="supporter")
    asks(served, "joel", served.extra["joels"], "B", proposed="joel says")
    asks(served, "lena", None, "B", proposed="lena proposes", role="therapist")
    sent = asks(served, "amara", served.extra["amaras"], "F", served.extra["help"], kind="question", proposed="How long?")
    replies(served, sent, "answered", words="")
    sends(served)
    assert shown(served, "amara") == [
        ("amara says", "Not answered yet"),
        ("pam asks for amara", "Not answered yet"),
        ("How long?", "Answered"),
    ]
    assert shown(served, "pam") == shown(served, "amara")
    assert shown(served, "joel") == [("joel says", "Not answered yet")]
    assert shown(served, "lena") == [("lena proposes", "Not answered yet")]
    assert shown(served, "priya") == []
    assert len(shown(served, "marcus")) == 5


def test_what_is_only_written_is_the_councils_alone(served):
    asked = asks(served, "amara", served.extra["amaras"], "B", proposed="Sam is ten.")
    replies(served, asked, "not_agreed")
    assert shown(served, "amara") == [("Sam is ten.", "Not answered yet")]
    assert shown(served, "marcus") == [("Sam is ten.", "Written, not sent")]


def test_what_was_kept_to_oneself_is_read_by_the_council_only_when_the_last_day_is_over(world):
    world.extra |= serve_drafts(world, days_ago=14)
    asks(world, "amara", world.extra["amaras"], "B", proposed="not sent", sent_at=None)
    assert shown(world, "marcus") == []
    assert shown(world, "amara") == [("not sent", "Not answered yet")]
