"""A leader opens a plan for one hour; a second one may put off telling the family; the family reads who and why."""

from datetime import timedelta

import pytest

from permissions import grants, ledger
from permissions.models import BrokenGlass, LedgerEntry, Membership, User
from permissions.refusals import Invalid, NotFound, NotNow, NotPermitted
from permissions.vocabulary import Code, Role
from plans.access import open_plan
from plans.actions.break_glass import break_glass
from plans.actions.delay_telling import delay_telling
from plans.actions.end_membership import end_membership
from plans.queries.looked import read_looked
from plans.queries.people import people_page
from portal.letters.broken_glass import tell_families
from portal.models import OutgoingMail
from tests.world import NADIAS, SAM

WHY = "Nobody else is on duty and the school rang"
HOUR = timedelta(hours=1)


@pytest.fixture
def leaders(world):
    """Susan and Sonia lead the service; neither has a part in Nadia's child's plan."""
    User.objects.filter(pk__in=[world.susan.pk, world.sonia.pk]).update(is_leader=True)
    for one in (world.susan, world.sonia):
        one.refresh_from_db()
    return world


def opens(world, by="susan", reference=NADIAS, reason=WHY, now=None):
    return break_glass(getattr(world, by), reference, reason=reason, today=world.today, now=now or world.now)


def is_open_to(world, slug, reference=NADIAS):
    try:
        return bool(open_plan(getattr(world, slug), reference, today=world.today))
    except NotFound:
        return False


def test_a_leader_reads_the_plan_for_an_hour_in_the_part_of_a_leader(leaders):
    assert not is_open_to(leaders, "susan")
    opens(leaders)
    assert open_plan(leaders.susan, NADIAS, today=leaders.today).circle.roles == (Role.LEADER,)


def test_after_the_hour_the_plan_is_not_there_any_more(leaders):
    opens(leaders, now=leaders.now - HOUR - timedelta(minutes=1))
    assert not is_open_to(leaders, "susan")


def test_it_can_be_opened_again_after_the_hour(leaders):
    opens(leaders, now=leaders.now - 2 * HOUR)
    opens(leaders)
    assert is_open_to(leaders, "susan")
    assert BrokenGlass.objects.count() == 2


def test_it_is_in_the_ledger_with_the_reason_on_the_membership(leaders):
    glass = opens(leaders)
    entry = LedgerEntry.objects.filter(circle=leaders.nadias.circle).latest("number")
    assert (entry.verb, entry.actor, entry.role) == ("break_glass", leaders.susan, "leader")
    assert glass.membership.reason == WHY


@pytest.mark.parametrize("slug", ["marcus", "hana", "root", "priya", "amara"])
def test_nobody_but_a_leader_opens_a_plan_so(leaders, slug):
    with pytest.raises(NotPermitted):
        opens(leaders, by=slug, reference=SAM if slug == "root" else NADIAS)


def test_it_asks_for_a_reason_for_a_plan_that_is_there_and_for_no_part_in_it(leaders):
    for given, field in (({"reason": "  "}, "reason"), ({"reference": "9999-9999"}, "reference"), ({"reference": SAM}, "reference")):
        with pytest.raises(Invalid) as wrong:
            opens(leaders, **given)
        assert list(wrong.value.errors) == [field]


def test_a_mother_who_leads_the_service_does_not_open_her_own_childs_plan_so(leaders):
    User.objects.filter(pk=leaders.nadia.pk).update(is_leader=True)
    leaders.nadia.refresh_from_db()
    with pytest.raises(Invalid):
        opens(leaders, by="nadia")


def test_the_family_is_told_when_the_hour_is_over_once_and_without_a_name(leaders):
    opens(leaders)
    assert tell_families(today=leaders.today, now=leaders.now + HOUR - timedelta(minutes=1)) == 0
    assert tell_families(today=leaders.today, now=leaders.now + HOUR) == 1
    assert tell_families(today=leaders.today, now=leaders.now + 2 * HOUR) == 0
    letter = OutgoingMail.objects.get(to="nadia@example.org", subject__contains="looked")
    assert NADIAS in letter.body
    for secret in ("Ada", "Haddad", "Susan", WHY):
        assert secret not in letter.body + letter.subject


def test_each_parent_is_told_in_a_letter_of_their_own(leaders):
    grants.end_role(Membership.objects.get(user=leaders.susan, content_object=leaders.sam.circle), now=leaders.now)
    opens(leaders, reference=SAM)
    assert tell_families(today=leaders.today, now=leaders.now + HOUR) == 2
    letters = OutgoingMail.objects.filter(subject__contains="looked")
    assert sorted(letter.to for letter in letters) == ["amara@example.org", "joel@example.org"]
    assert len({letter.body for letter in letters}) == 1


def test_until_it_is_told_the_family_sees_neither_the_hour_nor_the_leader_nor_what_was_read(leaders):
    opens(leaders, now=leaders.now - HOUR)
    ledger.record_read(
        circle=leaders.nadias.circle_id, actor=leaders.susan.pk, role=Role.LEADER, codes=(Code.B,), now=leaders.now - HOUR / 2
    )
    nadia, marcus = (lambda who=who: open_plan(who, NADIAS, today=leaders.today) for who in (leaders.nadia, leaders.marcus))
    before = read_looked(nadia(), until=leaders.today)
    assert (before.days, before.opened) == ((), ())
    assert read_looked(marcus(), until=leaders.today).opened[0].why == WHY
    tell_families(today=leaders.today, now=leaders.now)
    after = read_looked(nadia(), until=leaders.today)
    assert [look.who for day in after.days for look in day.looks] == ["Susan Clarke"]
    assert (after.opened[0].who, after.opened[0].why) == ("Susan Clarke", WHY)


def test_in_the_hour_the_list_of_people_names_the_leader_to_the_council_only(leaders):
    opens(leaders)
    shown = {
        slug: {m.name for m in people_page(open_plan(getattr(leaders, slug), NADIAS, today=leaders.today)).members}
        for slug in ("nadia", "marcus")
    }
    assert "Susan Clarke" in shown["marcus"]
    assert "Susan Clarke" not in shown["nadia"]


def test_a_second_leader_puts_it_off_to_a_day_and_then_they_are_told(leaders):
    glass = opens(leaders)
    until = leaders.today + timedelta(days=7)
    delay_telling(leaders.sonia, glass.pk, until=until, reason="Police ask for it", today=leaders.today, now=leaders.now)
    late = leaders.now + timedelta(days=6)
    assert tell_families(today=until - timedelta(days=1), now=late) == 0
    assert tell_families(today=until, now=late + timedelta(days=1)) == 1
    assert all("Police" not in letter.body for letter in OutgoingMail.objects.all())


def test_whoever_opened_it_does_not_put_it_off_nor_anybody_who_is_no_leader(leaders):
    glass = opens(leaders)
    for slug in ("susan", "hana", "root"):
        with pytest.raises(NotPermitted):
            delay_telling(
                getattr(leaders, slug), glass.pk, until=leaders.today + timedelta(days=7), reason="x", today=leaders.today, now=leaders.now
            )


@pytest.mark.parametrize("days", [0, -1, 29])
def test_it_is_put_off_for_four_weeks_at_most_and_never_to_the_past(leaders, days):
    glass = opens(leaders)
    with pytest.raises(Invalid):
        delay_telling(leaders.sonia, glass.pk, until=leaders.today + timedelta(days=days), reason="x", today=leaders.today, now=leaders.now)


def test_once_they_are_told_it_can_not_be_put_off(leaders):
    glass = opens(leaders)
    tell_families(today=leaders.today, now=leaders.now + HOUR)
    with pytest.raises(NotNow):
        delay_telling(leaders.sonia, glass.pk, until=leaders.today + timedelta(days=7), reason="x", today=leaders.today, now=leaders.now)


def test_the_coordinator_can_end_the_hour_early(leaders):
    glass = opens(leaders)
    end_membership(leaders.marcus, NADIAS, glass.membership_id, reason="Done", today=leaders.today, now=leaders.now)
    assert not is_open_to(leaders, "susan")


def test_the_page_opens_the_plan_and_says_no_to_everybody_else(client, leaders):
    client.force_login(leaders.hana)
    assert client.get("/break-glass/").status_code == 403
    client.force_login(leaders.susan)
    assert client.post("/break-glass/", {"reference": NADIAS, "reason": ""}).status_code == 422
    assert not is_open_to(leaders, "susan")
    answer = client.post("/break-glass/", {"reference": NADIAS.lower(), "reason": WHY})
    assert (answer.status_code, answer["Location"]) == (302, f"/plans/{NADIAS}/")
    client.force_login(leaders.sonia)
    assert "Put off telling the family" in client.get("/break-glass/").content.decode()
    assert client.get("/break-glass/999999/later/").status_code == 404


def test_why_telling_was_put_off_is_read_by_leaders_only(client, leaders):
    glass = opens(leaders)
    delay_telling(
        leaders.sonia, glass.pk, until=leaders.today + timedelta(days=7), reason="Police ask for it", today=leaders.today, now=leaders.now
    )
    client.force_login(leaders.susan)
    assert "Police ask for it" in client.get("/break-glass/").content.decode()
    for slug, page in (
        ("marcus", f"/plans/{NADIAS}/who-has-looked/"),
        ("nadia", f"/plans/{NADIAS}/who-has-looked/"),
        ("hana", "/break-glass/"),
    ):
        client.force_login(getattr(leaders, slug))
        assert "Police" not in client.get(page).content.decode()
