"""Who reads a thread, who answers, and that row, query and count agree on it."""

import pytest

from comments.access import facts_of_thread, readable, reads_thread
from comments.models import Thread
from comments.people import people_around
from comments.queries import section_threads, thread_counts
from permissions import grants
from permissions.models import Membership, User
from permissions.refusals import NotFound
from permissions.vocabulary import CODES, Code, Role
from plans.access import everyone_in, open_plan
from plans.models import PlanVersion
from tests.comments.saying import answers, opens, texts_for
from tests.plans.versions_help import share
from tests.world import SAM

PROFESSIONALS_WHO_SEE_F = ("priya", "okafor", "lena", "tom", "rao", "bea", "grace", "iqbal")
COUNCIL_WHO_SEE_F = ("marcus", "tess", "hana", "susan", "sonia")
FAMILY = ("amara", "joel", "pam")
NOBODY_IN_F = ("corinne", "owen")


@pytest.mark.parametrize(
    ("audience", "readers"),
    [
        ("everyone", (*PROFESSIONALS_WHO_SEE_F, *COUNCIL_WHO_SEE_F, *FAMILY)),
        ("professionals", (*PROFESSIONALS_WHO_SEE_F, *COUNCIL_WHO_SEE_F)),
    ],
)
def test_a_professionals_comment_is_read_by_its_audience_and_by_nobody_else(world, audience, readers):
    opens(world, world.priya, "Twenty or thirty minutes?", audience=audience)
    for slug in (*PROFESSIONALS_WHO_SEE_F, *COUNCIL_WHO_SEE_F, *FAMILY, *NOBODY_IN_F):
        expected = ["Twenty or thirty minutes?"] if slug in readers else []
        assert texts_for(world, getattr(world, slug)) == expected, slug


def test_a_comment_of_the_council_stays_with_the_council(world):
    opens(world, world.tess, "Not fine to serve yet.", audience="council")
    for slug in COUNCIL_WHO_SEE_F:
        assert texts_for(world, getattr(world, slug)) == ["Not fine to serve yet."], slug
    for slug in (*PROFESSIONALS_WHO_SEE_F, *FAMILY, *NOBODY_IN_F):
        assert texts_for(world, getattr(world, slug)) == [], slug


def test_what_amara_tells_her_coordinator_is_read_by_the_two_alone(world):
    first = opens(world, world.amara, "Just between us.", audience="person")
    answers(world, world.marcus, first, "Of course.")
    for slug in ("amara", "marcus"):
        assert texts_for(world, getattr(world, slug)) == ["Just between us.", "Of course."]
    for slug in (*PROFESSIONALS_WHO_SEE_F, "tess", "hana", "susan", "sonia", "joel", "pam", *NOBODY_IN_F):
        assert texts_for(world, getattr(world, slug)) == [], slug


def test_whoever_is_outside_reads_nothing(world):
    opens(world, world.priya, "Hello.", audience="everyone")
    for slug in ("nadia", "ines", "root", "zoe"):
        with pytest.raises(NotFound):
            texts_for(world, getattr(world, slug))


def test_an_auditor_and_a_reader_of_named_fields_hear_no_talk(world):
    opens(world, world.priya, "Sam's mother said …", audience="everyone")
    for email, role in (("vera@example.org", Role.AUDITOR), ("karim@example.org", Role.TRAVEL), ("mo@example.org", Role.FINANCE)):
        person = User.objects.create_user(email, email.split("@")[0].title())
        grants.give_role(circle=world.sam.circle, person=person, role=role, from_on=world.today)
        assert texts_for(world, person) == []
        assert thread_counts(open_plan(person, SAM, today=world.today)) == {}


def test_a_section_held_back_takes_its_talk_along(world):
    opens(world, world.priya, "Hello.", audience="everyone")
    world.sam.held_back = {"F": "The therapist's report is still missing."}
    world.sam.save()
    assert texts_for(world, world.amara) == []
    assert texts_for(world, world.priya) == ["Hello."]


def test_what_pam_says_reaches_amara_who_chose_her_and_never_joel(world):
    first = opens(world, world.pam, "Amara asked me to ask this.", audience="everyone")
    answers(world, world.priya, first, "Good question.")
    assert texts_for(world, world.amara) == ["Amara asked me to ask this.", "Good question."]
    assert texts_for(world, world.pam) == ["Amara asked me to ask this.", "Good question."]
    assert texts_for(world, world.joel) == ["Good question."]
    grants.end_role(Membership.objects.get(user=world.pam), now=world.now)
    assert texts_for(world, world.amara) == ["Amara asked me to ask this.", "Good question."]
    assert texts_for(world, world.joel) == ["Good question."]


def test_row_query_and_count_give_the_same_answer_for_everybody_in_every_section(world):
    for by, audience, code in (
        ("priya", "everyone", "F"),
        ("priya", "professionals", "B"),
        ("tess", "council", "C"),
        ("amara", "person", "A"),
        ("joel", "person", "F"),
        ("amara", "everyone", "E"),
        ("marcus", "everyone", "K"),
    ):
        opens(world, getattr(world, by), "Words.", audience=audience, code=code)
    for access in everyone_in(world.sam, today=world.today).values():
        found = set(Thread.objects.filter(readable(access)))
        for thread in Thread.objects.select_related("section"):
            assert (thread in found) is reads_thread(access, facts_of_thread(thread))
        counted = {code: len(section_threads(access, code)) for code in CODES}
        assert {code: found.threads for code, found in thread_counts(access).items()} == {
            code: number for code, number in counted.items() if number
        }


def test_the_conversations_of_some_places_are_those_of_these_places_only(world):
    share(world, note="To read")
    vera = User.objects.create_user("vera@example.org", "Vera Blum")
    grants.give_role(circle=world.sam.circle, person=vera, role=Role.AUDITOR, from_on=world.today)
    for code in ("F", "B"):
        opens(world, world.priya, "Words.", audience="everyone", code=code)
    opens(world, world.priya, "Words.", audience="everyone", code="", version=PlanVersion.objects.get(kind="shared").uid)

    def places(person, *codes):
        readers = readable(open_plan(person, SAM, today=world.today), codes=codes)
        return set(Thread.objects.filter(readers).values_list("section__type", flat=True))

    assert places(world.priya, Code.F) == {"F"}
    assert places(world.priya, None) == {None}
    assert places(world.priya, Code.B, None) == {"B", None}
    assert places(world.priya, *CODES, None) == {"F", "B", None}
    assert places(vera, *CODES, None) == set()


def test_the_hour_of_the_family_is_told_to_the_council_the_day_to_professionals_and_nothing_to_the_other_parent(world):
    opens(world, world.amara, "Which is it?", audience="everyone")

    def when(person):
        return section_threads(open_plan(person, SAM, today=world.today), Code.F)[0].comments[0]

    assert " at " in when(world.marcus).when
    assert " at " in when(world.amara).when
    assert when(world.amara).who == "You"
    assert when(world.priya).when
    assert " at " not in when(world.priya).when
    assert "T" not in when(world.priya).iso
    for person in (world.joel, world.pam):
        assert (when(person).when, when(person).iso) == ("", "")


def test_the_audience_is_named_and_never_the_other_parent(world):
    opens(world, world.amara, "Just between us.", audience="person")
    opens(world, world.joel, "My part.", audience="person")
    opens(world, world.priya, "All of you.", audience="everyone")

    def lines(person):
        access = open_plan(person, SAM, today=world.today)
        return [thread.audience for thread in section_threads(access, Code.F, people_around(access))]

    everyone = "Everyone who may see this section"
    assert lines(world.amara) == ["You and Marcus Bell can see this", everyone]
    assert lines(world.joel) == ["You and Marcus Bell can see this", everyone]
    assert lines(world.marcus) == ["You and Amara Adeyemi can see this", "You and Joel Adeyemi can see this", everyone]
    assert lines(world.priya) == [everyone]


def test_threads_and_counts_cost_the_same_for_one_as_for_many(world, django_assert_num_queries):
    access = open_plan(world.amara, SAM, today=world.today)
    for number in range(2):
        first = opens(world, world.priya, f"Number {number}", audience="everyone")
        for _ in range(3 * number):
            answers(world, world.okafor, first, "Yes.")
        with django_assert_num_queries(5):
            section_threads(access, Code.F)
        with django_assert_num_queries(1):
            thread_counts(access)
        with django_assert_num_queries(3):
            people_around(access)
