"""The pages of versions: who reaches them, what stands in them, what they cost."""

import re
import uuid

import pytest
from django.test import Client

from permissions.models import LedgerEntry
from plans.models import PlanVersion
from tests.plans.versions_help import cut, narrate, rewrite, share, write
from tests.world import SAM

BASE = f"/plans/{SAM}/versions/"


def client_of(world, slug):
    client = Client()
    client.force_login(getattr(world, slug), backend="django.contrib.auth.backends.ModelBackend")
    return client


def get(world, slug, path="", status=200):
    answer = client_of(world, slug).get(f"{BASE}{path}")
    assert answer.status_code == status, (slug, path, answer.status_code)
    return answer.content.decode()


def without_token(page):
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


def test_the_council_lists_working_and_shared_versions_with_the_hour(world):
    share(world)
    page = get(world, "susan")
    assert "Working version 1" in page
    assert "Shared version 1" in page
    assert "Shared with the circle as shared version 1" in page
    assert " at " in page


@pytest.mark.parametrize("slug", ["amara", "joel", "pam", "priya", "okafor"])
def test_everybody_else_lists_the_shared_ones_with_the_day_only(world, slug):
    cut(world, note="COUNCILNOTE")
    share(world)
    page = get(world, slug)
    assert "Shared version 1" in page
    assert not any(word in page for word in ("Working version", "COUNCILNOTE", "Council only", f"at {world.now:%H:}", "/share/", "/new/"))


def test_what_is_not_theirs_is_the_same_page_as_what_is_not_there(world):
    working = cut(world)
    share(world)
    nothing = get(world, "amara", f"{uuid.uuid4()}/", 404)
    for path in ("", "pdf/"):
        assert without_token(get(world, "amara", f"{working.uid}/{path}", 404)) == without_token(nothing)
    for slug in ("nadia", "ines", "root"):
        for path in ("", "new/", "compare/", f"{working.uid}/", f"{working.uid}/share/", f"{working.uid}/pdf/"):
            get(world, slug, path, 404)


def test_a_version_reads_as_the_plan_did_and_is_written_down_as_read(world):
    need = write(world, "priya", "B", "need", "Sam needs **time** to answer.")
    help_ = write(
        world,
        "lena",
        "F",
        "provision",
        "Speech sessions.",
        comes_from=(need,),
        minutes=30,
        sessions=2,
        per="week",
        delivered_by="A therapist",
    )
    narrate(world, "marcus", "C", "", none_identified=True)
    write(world, "amara", "A", "voice", "KEPTWORDS", put_forward=False)
    version = share(world)
    rewrite(world, "lena", help_, "LATERWORDS")
    page = get(world, "joel", f"{version.uid}/")
    assert all(
        word in page
        for word in ("Sam needs time to answer", "Speech sessions", "Two 30-minute sessions a week", "A therapist", "None identified")
    )
    assert f'href="#item-{need.uid}"' in page
    assert version.hash[:8] in page
    assert not any(word in page for word in ("KEPTWORDS", "LATERWORDS"))
    entry = LedgerEntry.objects.filter(actor=world.joel, verb="read", object_kind="").get()
    assert entry.sections == " A B C D E F G H1 H2 I J K "


def test_a_section_that_somebody_does_not_see_is_not_in_the_version_they_read(world):
    need = write(world, "grace", "D", "need", "DSECRET at home.")
    write(world, "marcus", "H1", "provision", "H1SECRET", comes_from=(need,))
    version = share(world)
    page = get(world, "priya", f"{version.uid}/")
    assert not any(word in page for word in ("DSECRET", "H1SECRET", "Social care"))
    assert "DSECRET" in get(world, "amara", f"{version.uid}/")


def test_the_end_of_a_membership_closes_the_versions_at_once(world):
    from permissions import grants
    from permissions.models import Membership

    version = share(world)
    get(world, "okafor", f"{version.uid}/")
    grants.end_role(Membership.objects.get(content_object=world.sam.circle, user=world.okafor), now=world.now)
    get(world, "okafor", f"{version.uid}/", 404)


def test_a_version_is_cut_and_shared_on_two_pages(world):
    write(world, "amara", "A", "voice", "Sam likes maps.")
    client = client_of(world, "marcus")
    assert client.get(f"{BASE}new/").status_code == 200
    answer = client.post(f"{BASE}new/", {"note": "All advice is in"})
    working = PlanVersion.objects.get()
    assert answer.headers["Location"] == f"{BASE}{working.uid}/"
    asked = client.get(f"{BASE}{working.uid}/share/").content.decode()
    assert all(name in asked for name in ("Amara Adeyemi", "Priya Raman", "can't be taken back"))
    assert "Owen Price" not in asked
    answer = client.post(f"{BASE}{working.uid}/share/", {"note": "Please read"})
    shared = PlanVersion.objects.get(kind="shared")
    assert answer.headers["Location"] == f"{BASE}{shared.uid}/"
    assert "shared already" in client.get(f"{BASE}{working.uid}/share/").content.decode()


@pytest.mark.parametrize("note", ["", "x" * 501, "a\x00b", "\x07"])
def test_a_bad_note_is_said_beside_the_field_and_nothing_is_cut(world, note):
    answer = client_of(world, "marcus").post(f"{BASE}new/", {"note": note})
    assert answer.status_code in (400, 422)
    assert not PlanVersion.objects.exists()


@pytest.mark.parametrize("slug", ["amara", "priya", "susan", "corinne"])
def test_whoever_does_not_cut_or_share_is_told_who_does(world, slug):
    working = cut(world)
    client = client_of(world, slug)
    for path in ("new/", f"{working.uid}/share/"):
        for answer in (client.get(f"{BASE}{path}"), client.post(f"{BASE}{path}", {"note": "Mine"})):
            assert answer.status_code == 403
            assert "coordinator" in answer.content.decode()
    assert PlanVersion.objects.count() == 1


def test_two_versions_are_compared_on_one_page_without_script(world):
    help_ = write(world, "lena", "F", "provision", "Speech sessions", minutes=30)
    same = write(world, "lena", "F", "provision", "UNCHANGED")
    first = share(world, note="one")
    rewrite(world, "lena", help_, "Speech and language sessions", minutes=45)
    second = share(world, note="two")
    page = get(world, "amara", f"compare/?from={first.uid}&to={second.uid}")
    assert "<del>" in page
    assert all(word in page for word in ("How long", "30 minutes", "45 minutes", "Added:", "Taken out:", "1 changed"))
    assert same.text not in page
    assert same.text in get(world, "amara", f"compare/?from={first.uid}&to={second.uid}&show=everything")
    guess = get(world, "amara", "compare/")
    assert guess.index(f'value="{first.uid}" selected') < guess.index(f'value="{second.uid}" selected')


def test_versions_that_cannot_be_chosen_are_said_beside_the_field(world):
    working = cut(world)
    shared = share(world)
    for older, newer in (
        (working.uid, shared.uid),
        (shared.uid, "working"),
        (shared.uid, uuid.uuid4()),
        ("x'--", shared.uid),
        (shared.uid, shared.uid),
        ("", ""),
    ):
        page = get(world, "amara", f"compare/?from={older}&to={newer}", 422)
        assert "Something needs putting right" in page
    assert "nothing to compare yet" in get(world, "amara", "compare/")


@pytest.mark.parametrize("many", [1, 50])
def test_pages_of_versions_cost_the_same_for_one_and_for_fifty(world, many, django_assert_max_num_queries):
    for number in range(many):
        write(world, "priya", "B", "need", f"Need {number}")
        share(world, note=f"Sharing {number}")
    write(world, "priya", "B", "need", "Last need")
    newest = share(world, note="last")
    first = PlanVersion.objects.filter(kind="shared").first()
    client = client_of(world, "amara")
    client.get(f"{BASE}{newest.uid}/")
    for path, most in (("", 8), (f"{newest.uid}/", 19), (f"compare/?from={first.uid}&to={newest.uid}", 9)):
        with django_assert_max_num_queries(most):
            assert client.get(f"{BASE}{path}").status_code == 200
    unread = client_of(world, "joel")
    with django_assert_max_num_queries(13):
        unread.get(f"{BASE}compare/?from={first.uid}&to={newest.uid}")
    council = client_of(world, "susan")
    council.get(f"{BASE}{newest.uid}/")
    with django_assert_max_num_queries(11):
        council.get(f"{BASE}compare/?from={first.uid}&to=working")
