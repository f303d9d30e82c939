"""The pages of the change of rights: what a parent is told, what the young person chooses, what the council keeps, and the letters of the autumn before."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from permissions import grants, ledger
from permissions.models import LedgerEntry, Membership
from permissions.refusals import Invalid, NotNow, NotPermitted
from permissions.vocabulary import CODES, Role
from plans.access import open_plan
from plans.access.details import ChildsFact
from plans.actions.choose_for_parent import choose_for_parent
from plans.actions.record_capacity import Found, record_capacity
from plans.actions.record_rights_moved import record_rights_moved
from plans.actions.save_childs_details import save_childs_details
from plans.models import CapacityRecord, Happening, IssuedDocument, ParentChoice, Plan, PlanVersion, Service
from plans.queries.details import mark_of
from plans.queries.notice_letters import read_recipients
from plans.record.cutting import cut
from plans.statute.rights import Keeps, Matter
from portal.models import CouncilSettings, OutgoingMail
from tests.plans.pages import PLAN, visit
from tests.portal.test_deciding import day, hidden
from tests.world import SAM

RIGHTS = f"{PLAN}rights/"


def number_of(world, slug):
    return Membership.objects.get(user=getattr(world, slug), content_object=world.sam.circle).pk


def moves(world, days):
    """Let the parents hold the rights until so many days from today."""
    Plan.objects.filter(pk=world.sam.pk).update(rights_move_on=world.today + timedelta(days=days))
    world.sam.refresh_from_db()


@pytest.fixture
def zoe(world):
    """Sam's plan with the sixteen-year-old in it; yesterday was the Friday."""
    grants.give_role(circle=world.sam.circle, person=world.zoe, role=Role.CHILD, from_on=world.today)
    moves(world, -1)
    return world


def opened(world, slug, address=PLAN):
    return visit(getattr(world, slug)).get(address)


def test_a_parent_is_told_kindly_at_every_door_what_has_changed_and_whom_to_ask(zoe):
    for address in (PLAN, f"{PLAN}sections/B/", f"{PLAN}documents/", f"{PLAN}people/", RIGHTS, f"{PLAN}answer/"):
        for slug in ("amara", "joel", "pam"):
            answer = opened(zoe, slug, address)
            said = answer.content.decode()
            assert answer.status_code == 403
            for words in ("The rights in this plan are Sam’s own now", "Ask Sam to open it to you", "Marcus Bell"):
                assert words in said
            assert "Sam" not in said[said.index("<title>") : said.index("</title>")]
        for slug in ("nadia", "ines"):
            assert opened(zoe, slug, address).status_code == 404


def test_the_list_of_a_parents_plans_says_no_more_than_that_the_rights_have_moved(zoe):
    zoe.move_to("consulting")
    for slug in ("amara", "pam"):
        said = opened(zoe, slug, "/home/?all=1").content.decode()
        assert "The young person decides who reads it" in said
        assert "answers the draft" not in said
    young = opened(zoe, "zoe", "/home/?all=1").content.decode()
    assert "answers the draft" in young
    assert "The young person decides who reads it" not in young


def test_until_the_end_of_the_day_the_parent_comes_in_as_always(zoe):
    moves(zoe, 0)
    assert opened(zoe, "amara").status_code == 200
    assert "holds them" in opened(zoe, "amara", RIGHTS).content.decode()
    assert opened(zoe, "zoe", f"{PLAN}sections/G/").status_code == 403


def choose(world, slug, parent, **typed):
    return visit(getattr(world, slug)).post(f"{RIGHTS}parents/{number_of(world, parent)}/", typed)


def test_the_young_person_chooses_for_each_parent_alone_and_changes_it_at_any_time(zoe):
    assert "What can Amara Adeyemi see?" in opened(zoe, "zoe", f"{RIGHTS}parents/{number_of(zoe, 'amara')}/").content.decode()
    assert choose(zoe, "zoe", "amara", whole="view").status_code == 302
    assert opened(zoe, "amara").status_code == opened(zoe, "amara", f"{PLAN}sections/G/").status_code == 200
    assert opened(zoe, "amara", f"{PLAN}sections/A/edit/").status_code == 403
    assert opened(zoe, "joel").status_code == 403
    assert choose(zoe, "zoe", "amara", whole="each", section_F="full", section_A="view").status_code == 302
    assert opened(zoe, "amara", f"{PLAN}sections/F/").status_code == 200
    assert opened(zoe, "amara", f"{PLAN}sections/G/").status_code == 403
    assert choose(zoe, "zoe", "amara", whole="none").status_code == 302
    assert opened(zoe, "amara").status_code == 403
    assert ParentChoice.objects.filter(plan=zoe.sam).count() == 12 + 11 + 2  # only what changed is written


def test_a_parent_who_keeps_something_reads_what_they_keep_and_nothing_of_the_other_parent(zoe):
    choose(zoe, "zoe", "amara", whole="full")
    choose(zoe, "zoe", "joel", whole="view")
    said = opened(zoe, "amara", RIGHTS).content.decode()
    assert "Read it, talk about it and suggest changes: the whole plan" in said
    assert "Joel" not in said
    assert "Joel" not in opened(zoe, "amara", f"{PLAN}people/").content.decode()
    page = opened(zoe, "amara").content.decode()
    for closed in ("answer/", "consents/yours/", "child/"):
        assert f'href="{PLAN}{closed}"' not in page
        assert opened(zoe, "amara", f"{PLAN}{closed}").status_code in (403, 409)


@pytest.mark.parametrize(("typed", "words"), [({}, "Choose what they can do"), ({"whole": "everything"}, "Choose one of the list")])
def test_without_an_answer_nothing_is_chosen(zoe, typed, words):
    answer = choose(zoe, "zoe", "amara", **typed)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not ParentChoice.objects.exists()


@pytest.mark.parametrize(("slug", "status"), [("marcus", 403), ("priya", 403), ("amara", 403), ("nadia", 404), ("ines", 404)])
def test_nobody_chooses_for_the_young_person(zoe, slug, status):
    assert choose(zoe, slug, "joel", whole="full").status_code == status
    assert not ParentChoice.objects.exists()


def test_before_the_day_the_young_person_is_told_when_they_can_choose(zoe):
    moves(zoe, 0)
    assert choose(zoe, "zoe", "amara", whole="none").status_code == 409
    assert "From" in opened(zoe, "zoe", RIGHTS).content.decode()
    with pytest.raises(NotNow):
        choose_for_parent(zoe.zoe, SAM, number_of(zoe, "amara"), dict.fromkeys(CODES, Keeps.FULL), today=zoe.today, now=zoe.now)


def test_a_professional_is_no_parent_to_choose_for(zoe):
    assert choose(zoe, "zoe", "priya", whole="full").status_code == 404


def moved_rows(world):
    return list(Happening.objects.filter(plan=world.sam, kind="rights_moved").values_list("on", "by"))


def test_the_first_act_with_the_rights_enters_in_the_record_on_which_day_they_moved(zoe):
    assert not moved_rows(zoe)
    choose(zoe, "zoe", "amara", whole="view")
    choose(zoe, "zoe", "amara", whole="full")
    assert moved_rows(zoe) == [(zoe.today, zoe.zoe.pk)]  # the day after the Friday
    assert LedgerEntry.objects.filter(circle=zoe.sam.circle, verb="choose_for_parent").count() == 2


def test_the_council_enters_it_once_and_never_before_the_day(zoe):
    for _ in range(2):
        assert visit(zoe.marcus).post(f"{RIGHTS}recorded/").status_code == 302
    assert moved_rows(zoe) == [(zoe.today, zoe.marcus.pk)]
    assert "It is in the record" in opened(zoe, "marcus", RIGHTS).content.decode()
    moves(zoe, 0)
    with pytest.raises(NotNow):
        record_rights_moved(zoe.marcus, SAM, today=zoe.today, now=zoe.now)
    with pytest.raises(NotPermitted):
        record_rights_moved(zoe.priya, SAM, today=zoe.today, now=zoe.now)


def found(world, **other):
    said = {
        "matter": Matter.ANSWER,
        "decision": "Whether to agree to the draft",
        "has_capacity": False,
        "assessor": "Dr Okafor",
        "assessed_on": world.today,
        "evidence": "Pictures and two talks. The weighing of the two offers was not held.",
        "own_view": "Wants to stay with Mo.",
        "representative": world.joel.pk,
        "acts_as": "parent",
    }
    return Found(**said | other)


def recorded(world, slug="marcus", **other):
    return record_capacity(getattr(world, slug), SAM, found(world, **other), today=world.today, now=world.now)


def addressed(world):
    return {one.name for one in read_recipients(open_plan(world.marcus, SAM, today=world.today))}


def test_who_acts_is_written_to_in_that_matter_until_it_is_found_that_the_young_person_can_decide(zoe):
    assert addressed(zoe) == {"Zoe Hartley"}
    recorded(zoe)
    assert addressed(zoe) == {"Joel Adeyemi"}
    assert opened(zoe, "joel").status_code == 200
    assert opened(zoe, "amara").status_code == 403
    recorded(zoe)  # sent twice
    recorded(zoe, has_capacity=True, representative=None, acts_as="")
    assert addressed(zoe) == {"Zoe Hartley"}
    assert opened(zoe, "joel").status_code == 403
    assert CapacityRecord.objects.count() == 2


def test_what_counts_stands_on_the_plan_as_the_newest_rows_say(zoe):
    choose(zoe, "zoe", "amara", whole="each", section_F="full", section_A="view")
    choose(zoe, "zoe", "amara", whole="each", section_F="view", section_A="none")
    recorded(zoe, matter=Matter.REVIEW)
    recorded(zoe, matter=Matter.BUDGET)
    recorded(zoe, matter=Matter.BUDGET, has_capacity=True, representative=None, acts_as="")
    zoe.sam.refresh_from_db()
    assert zoe.sam.rights == {"keeps": {str(zoe.amara.pk): {"F": "view"}}, "acts": {"review": zoe.joel.pk}}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"own_view": " "}, "own_view"),
        ({"evidence": ""}, "evidence"),
        ({"representative": None}, "representative"),
        ({"acts_as": ""}, "acts_as"),
        ({"assessed_on": date(2999, 1, 1)}, "on"),
    ],
)
def test_a_finding_without_one_of_its_parts_is_none(zoe, wrong, field):
    with pytest.raises(Invalid) as refused:
        recorded(zoe, **wrong)
    assert field in refused.value.errors
    assert not CapacityRecord.objects.exists()


def test_only_a_member_of_the_family_here_can_act(zoe):
    for nobody in (zoe.priya, zoe.nadia, zoe.zoe):
        with pytest.raises(Invalid):
            recorded(zoe, representative=nobody.pk)


@pytest.mark.parametrize("slug", ["priya", "tess", "zoe"])
def test_only_those_who_decide_keep_and_read_what_was_found(zoe, slug):
    with pytest.raises(NotPermitted):
        recorded(zoe, slug)
    recorded(zoe)
    said = {who: opened(zoe, who, RIGHTS).content.decode() for who in ("marcus", "hana", "susan", "zoe", "joel", slug)}
    for who in ("marcus", "hana", "susan"):
        assert "The weighing of the two offers" in said[who]
    for who in {"joel", "zoe", slug}:
        assert "The weighing of the two offers" not in said[who]
    assert "Wants to stay with Mo" in said["zoe"]
    assert "Wants to stay with Mo" not in said["joel"]


def test_what_was_found_is_kept_by_the_page(zoe):
    form = {
        "matter": "sharing",
        "decision": "Who reads the plan",
        "able": "no",
        "assessor": "Dr Okafor",
        **day(zoe.today),
        "evidence": "Three talks.",
        "own_view": "Wants mum to see it.",
        "representative": zoe.amara.pk,
        "acts_as": "parent",
    }
    browser = visit(zoe.marcus)
    assert browser.get(f"{RIGHTS}capacity/").status_code == 200
    short = browser.post(f"{RIGHTS}capacity/", form | {"representative": "", "own_view": ""})
    assert short.status_code == 422
    assert "Three talks." in short.content.decode()
    assert browser.post(f"{RIGHTS}capacity/", form).status_code == 302
    assert choose(zoe, "zoe", "joel", whole="view").status_code == 403  # amara acts in this matter
    assert choose(zoe, "amara", "joel", whole="view").status_code == 302


@pytest.fixture
def autumn(zoe):
    """Half a year before the day."""
    CouncilSettings.objects.update(
        name="Brookshire Council", phone="020 7946 0000", sendiass_name="Fernmouth SENDIASS", sendiass_phone="020 7946 0001"
    )
    CouncilSettings.objects.get().save()
    moves(zoe, 200)
    return zoe


def test_in_the_autumn_before_the_young_person_and_each_parent_get_a_letter_that_was_shown_before(autumn):
    browser = visit(autumn.marcus)
    answer = browser.get(f"{RIGHTS}letter/")
    said = answer.content.decode()
    assert all(name in said for name in ("Zoe Hartley", "Amara Adeyemi", "Joel Adeyemi", "Fernmouth SENDIASS"))
    assert browser.post(f"{RIGHTS}letter/", {"seen": "other words"}).status_code == 409
    assert browser.post(f"{RIGHTS}letter/").status_code == 422
    assert not IssuedDocument.objects.exists()
    before = set(OutgoingMail.objects.values_list("pk", flat=True))
    assert browser.post(f"{RIGHTS}letter/", hidden(answer)).status_code == 302
    assert set(IssuedDocument.objects.values_list("recipient__name", flat=True)) == {"Zoe Hartley", "Amara Adeyemi", "Joel Adeyemi"}
    assert Happening.objects.get(plan=autumn.sam, kind="rights_told").on == autumn.today
    for mail in OutgoingMail.objects.exclude(pk__in=before):
        assert not any(word in f"{mail.subject} {mail.body}" for word in ("Sam", "Zoe", "Adeyemi", "rights", "16"))


@pytest.mark.parametrize("days", [-1, 700])
def test_the_letter_goes_neither_after_the_day_nor_before_its_autumn(autumn, days):
    moves(autumn, days)
    assert opened(autumn, "marcus", f"{RIGHTS}letter/").status_code == 409
    assert f"{RIGHTS}letter/" not in opened(autumn, "marcus", RIGHTS).content.decode()


@pytest.mark.parametrize("slug", ["amara", "zoe", "priya"])
def test_the_letter_is_the_councils(autumn, slug):
    assert opened(autumn, slug, f"{RIGHTS}letter/").status_code == 403


def test_the_day_follows_the_day_of_birth_when_the_council_puts_that_right(world):
    for born_on, last_day in ((date(2010, 8, 31), date(2026, 6, 26)), (date(2010, 9, 1), date(2027, 6, 25))):
        seen = mark_of({"born_on": Plan.objects.get(pk=world.sam.pk).circle.child.born_on})
        save_childs_details(world.marcus, SAM, {ChildsFact.BORN_ON: born_on}, seen=seen, today=world.today, now=world.now)
        assert Plan.objects.get(pk=world.sam.pk).rights_move_on == last_day


@pytest.fixture
def answered(zoe):
    """A draft that was sent to both parents ten days ago; Amara has more time than Joel, and asked for something."""
    zoe.move_to("consulting")
    served = zoe.today - timedelta(days=10)
    version = cut_draft(zoe)
    for slug, days in (("amara", 30), ("joel", 15)):
        facts = {"recipient": getattr(zoe, slug), "role": "parent", "channel": "hand", "by": zoe.marcus, "at": zoe.now}
        closes = served + timedelta(days=days - 1)
        Service.objects.create(version=version, sent_on=served, served_on=served, window_days=days, closes_on=closes, **facts)
    return zoe


def cut_draft(world):
    access = open_plan(world.marcus, SAM, today=world.today)
    with transaction.atomic():
        return cut(access, PlanVersion.Kind.DRAFT, circle=ledger.lock(world.sam.circle_id), note="", now=world.now, verb="serve_draft")


def test_a_window_that_was_opened_for_the_parents_runs_on_for_the_young_person(answered):
    frozen = list(Service.objects.order_by("pk").values())
    refused = opened(answered, "zoe", f"{PLAN}answer/")
    assert refused.status_code == 403
    assert "before the rights were yours" in refused.content.decode()
    for _ in range(2):
        assert visit(answered.zoe).post(f"{RIGHTS}draft/").status_code == 302
    own = Service.objects.get(recipient=answered.zoe)
    assert own.closes_on == answered.today + timedelta(days=19)  # the later of both: ten of thirty days are over, today is the eleventh
    assert (own.role, own.served_on) == ("young_person", answered.today)
    assert opened(answered, "zoe", f"{PLAN}answer/").status_code == 200
    assert list(Service.objects.exclude(pk=own.pk).order_by("pk").values()) == frozen
    assert moved_rows(answered) == [(answered.today, answered.zoe.pk)]
    assert RIGHTS + "draft/" not in opened(answered, "zoe", RIGHTS).content.decode()


def test_a_parent_who_keeps_the_plan_does_not_answer_the_draft_that_was_sent_to_them(answered):
    choose(answered, "zoe", "amara", whole="full")
    assert opened(answered, "amara", f"{PLAN}answer/").status_code == 403
    assert "Answer the draft" not in opened(answered, "amara").content.decode()
    assert visit(answered.amara).post(f"{RIGHTS}draft/").status_code == 403


def test_the_council_passes_it_on_to_whoever_acts_and_not_before_the_day(answered):
    recorded(answered)
    assert visit(answered.marcus).post(f"{RIGHTS}draft/").status_code == 302
    assert not Service.objects.filter(recipient=answered.zoe).exists()  # Joel acts, and has it already
    moves(answered, 0)
    assert visit(answered.marcus).post(f"{RIGHTS}draft/").status_code == 409
    assert visit(answered.zoe).post(f"{RIGHTS}draft/").status_code == 403
