"""Home: the plans that one may see, by their next date, fifty a page, found by name, reference and date of birth."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from permissions import grants
from permissions.models import Child, Circle, User
from permissions.vocabulary import Role
from plans.actions.open_plan import PlanFacts, open_plan
from plans.models import Plan
from portal.forms.search import read_search
from tests.world import SAM


@pytest.fixture
def signed_in(client, world):
    def come(slug):
        client.force_login(getattr(world, slug))
        return client

    return come


def open_more(world, count, by="marcus", start=0):
    for number in range(start, start + count):
        open_plan(
            PlanFacts(
                first_name=f"Child{number:03}",
                last_name="Okonedo",
                born_on=world.today.replace(year=world.today.year - 8, month=1, day=1) + timedelta(days=number),
                request_received_on=world.today - timedelta(days=number % 130),
            ),
            by=getattr(world, by),
            today=world.today,
            now=world.now,
        )


def queries_of(client, address="/home/?all=1"):
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def text(response):
    return response.content.decode()


def test_a_parent_with_one_plan_lands_on_the_plan(signed_in):
    response = signed_in("amara").get("/home/")
    assert (response.status_code, response["Location"]) == (302, f"/plans/{SAM}/")


def test_a_parent_sees_a_card_that_says_whose_turn_it_is(signed_in, world):
    world.move_to("consulting")
    page = text(signed_in("amara").get("/home/?all=1"))
    assert "Sam’s plan" in page
    assert "Your turn" in page
    assert "Answer the draft by" in page
    assert "(in 11 days)" in page
    assert "<table" not in page


def test_it_is_not_the_supporters_turn_and_not_the_turn_of_the_council(signed_in, world):
    world.move_to("consulting")
    assert "The family’s turn" in text(signed_in("pam").get("/home/?all=1"))
    marcus = text(signed_in("marcus").get("/home/"))
    assert "The family’s turn" in marcus
    assert "in 11 days" in marcus


def test_a_coordinator_sees_a_table_by_next_date(signed_in, world):
    page = text(signed_in("marcus").get("/home/"))
    assert "<caption" in page
    assert page.index("0000-0NAD") < page.index(SAM)
    assert "10 of 20" in page
    assert "Writing the draft" in page


@pytest.mark.parametrize("slug", ["ines", "root", "zoe"])
def test_who_is_in_no_plan_sees_none(signed_in, slug):
    page = text(signed_in(slug).get("/home/"))
    assert "You are in no plan at the moment" in page
    assert SAM not in page
    assert "Adeyemi" not in page


def test_another_childs_mother_sees_her_own_childs_plan_only(signed_in):
    page = text(signed_in("nadia").get("/home/?all=1"))
    assert "0000-0NAD" in page
    assert SAM not in page


def test_the_front_page_is_for_visitors_and_leads_home_whoever_is_signed_in(client, world):
    assert client.get("/").status_code == 200
    client.force_login(world.amara)
    assert client.get("/")["Location"] == "/home/"


def test_who_is_not_signed_in_is_sent_to_sign_in(client, world):
    assert client.get("/home/")["Location"].startswith("/sign-in/?next=")


def test_an_ended_membership_takes_the_plan_from_the_list_at_once(signed_in, world):
    client = signed_in("lena")
    assert SAM in text(client.get("/home/"))
    membership = world.sam.circle.memberships.get(user=world.lena)
    grants.end_role(membership, now=world.now)
    assert SAM not in text(client.get("/home/"))


def test_a_team_sees_the_plans_of_its_team(signed_in, world):
    newcomer = User.objects.create_user("team@example.org", "Team Member")
    newcomer.groups.add(world.sam.team.group)
    world.people["newcomer"] = newcomer
    page = text(signed_in("newcomer").get("/home/"))
    assert SAM in page
    assert "0000-0NAD" not in page


def test_home_costs_as_many_queries_at_one_plan_as_at_fifty_and_at_most_eight(signed_in, world):
    world.people["one"] = User.objects.create_user("one@example.org", "One Plan", may_open_plans=True)
    grants.give_role(circle=world.sam.circle, person=world.people["one"], role=Role.PANEL_MEMBER, from_on=world.today)
    at_one = queries_of(signed_in("one"))
    open_more(world, 48)
    client = signed_in("marcus")
    at_fifty = queries_of(client)
    assert text(client.get("/home/?all=1")).count('scope="row"') == 50
    assert at_one == at_fifty
    assert at_fifty <= 8


def test_fifty_stand_on_a_page_and_the_way_on_and_back_loses_none(signed_in, world):
    open_more(world, 120)
    Plan.objects.filter(circle__child__first_name__in=["Child003", "Child004"]).update(next_due_on=None)
    client = signed_in("marcus")
    order = list(Plan.objects.filter(next_due_on__isnull=False).order_by("next_due_on", "id")) + list(
        Plan.objects.filter(next_due_on=None).order_by("id")
    )
    wanted = [plan.circle.shown_reference for plan in order]
    assert len(wanted) == 122
    first = client.get("/home/").context["page"]
    second = client.get(f"/home/?after={first.after}").context["page"]
    third = client.get(f"/home/?after={second.after}").context["page"]
    shown = [row.reference for page in (first, second, third) for row in page.rows]
    assert shown == wanted
    assert (first.before, third.after) == ("", "")
    back = client.get(f"/home/?before={third.before}").context["page"]
    assert back.rows == second.rows
    assert client.get(f"/home/?before={back.before}").context["page"].rows == first.rows
    assert client.get(f"/home/?before={back.before}").context["page"].before == ""


@pytest.mark.parametrize("place", ["x", "2026-02-30.1", "none.x", "2026-01-01.", "none.-1", "none.²", "2026-01-01.99999999999999999999999"])
def test_a_place_that_is_none_is_passed_over(signed_in, place):
    assert signed_in("marcus").get("/home/", {"after": place}).status_code == 200
    assert signed_in("marcus").get("/home/", {"before": place}).status_code == 200


def test_a_manager_of_very_many_plans_sees_the_same_list(signed_in, world, monkeypatch):
    open_more(world, 60)
    client = signed_in("marcus")
    few = client.get("/home/").context["page"]
    monkeypatch.setattr("portal.pages.home.MANY", 5)
    many = client.get("/home/").context["page"]
    assert many == few
    assert client.get(f"/home/?after={few.after}").context["page"].rows[0].reference not in {row.reference for row in few.rows}
    nadia = signed_in("nadia").get("/home/?all=1").context["page"]
    assert [row.reference for row in nadia.rows] == ["0000-0NAD"]


@pytest.mark.parametrize("typed", ["0000-0sam", "0000 0SAM", "oooo-osam", "adeyemi", "Sam Adeyemi", "ADEY", "adeyemi sam"])
@pytest.mark.parametrize("many", [1000, 1])
def test_a_plan_is_found_by_reference_in_any_spelling_and_by_name(signed_in, monkeypatch, typed, many):
    monkeypatch.setattr("portal.pages.home.MANY", many)
    client = signed_in("marcus")
    answer = client.post("/home/", {"find": typed})
    assert answer["Location"] == "/home/?found=1"
    page = client.get("/home/?found=1").context["page"]
    assert [row.reference for row in page.rows] == [SAM]


@pytest.mark.parametrize("form", ["{0.day}/{0.month}/{0.year}", "{0:%Y-%m-%d}", "{0.day}.{0.month}.{0.year}", "{0.day} {0:%B} {0.year}"])
def test_a_plan_is_found_by_date_of_birth(signed_in, world, form):
    client = signed_in("marcus")
    client.post("/home/", {"find": form.format(world.sam.circle.child.born_on)})
    assert [row.reference for row in client.get("/home/?found=1").context["page"].rows] == [SAM]


@pytest.mark.parametrize("typed", ["0000-0SAM", "Adeyemi"])
def test_nobody_finds_a_plan_that_is_not_theirs(signed_in, typed):
    client = signed_in("nadia")
    client.post("/home/", {"find": typed})
    page = client.get("/home/?found=1")
    assert page.context["page"].rows == ()
    assert "No plan of yours was found" in text(page)


def test_a_search_costs_at_most_eight_queries(signed_in):
    client = signed_in("marcus")
    client.post("/home/", {"find": "adeyemi"})
    assert queries_of(client, "/home/?found=1") <= 8


def test_an_auditor_reads_no_name_and_finds_nothing_by_one(signed_in, world):
    auditor = world.people["auditor"] = User.objects.create_user("auditor@example.org", "An Auditor")
    grants.give_role(circle=world.sam.circle, person=auditor, role=Role.AUDITOR, from_on=world.today)
    client = signed_in("auditor")
    page = text(client.get("/home/"))
    assert SAM in page
    assert "Adeyemi" not in page
    assert "Sam" not in page
    for typed in ("adeyemi", world.sam.circle.child.born_on.isoformat()):
        client.post("/home/", {"find": typed})
        assert client.get("/home/?found=1").context["page"].rows == ()
    client.post("/home/", {"find": SAM})
    assert [row.reference for row in client.get("/home/?found=1").context["page"].rows] == [SAM]


@pytest.mark.parametrize("typed", ["<script>alert(1)</script>", "' OR 1=1 --", "%", "_", "\u202e", "a" * 5000, "31/2/2017"])
def test_what_can_be_typed_into_the_box_finds_nothing_and_breaks_nothing(signed_in, typed):
    client = signed_in("marcus")
    assert client.post("/home/", {"find": typed}).status_code == 302
    page = client.get("/home/?found=1")
    assert page.status_code == 200
    assert "<script>alert" not in text(page)


def test_what_was_typed_is_in_no_address(signed_in):
    client = signed_in("marcus")
    answer = client.post("/home/", {"find": "adeyemi"}, follow=True)
    assert not any("adeyemi" in address for address, _ in answer.redirect_chain)


def test_eight_letters_may_be_a_name_or_a_reference():
    assert read_search("Thompson").words == ("thompson",)
    assert read_search("Thompson").reference == "TH0MPS0N"
    assert read_search("adeyemi").reference == ""
    assert read_search("3rd May 2017").born_on.isoformat() == "2017-05-03"
    assert not read_search("   ")


def test_names_in_other_scripts_are_found(signed_in, world):
    Child.objects.filter(pk=world.sam.circle.child_id).update(first_name="Şeyma", search_name="şeyma adeyemi")
    client = signed_in("marcus")
    client.post("/home/", {"find": "ŞEYMA"})
    assert Circle.objects.filter(child__search_name__contains="şeyma").exists()
    assert [row.reference for row in client.get("/home/?found=1").context["page"].rows] == [SAM]
