"""Who reads a conversation, everywhere: the table written by hand (`who_reads_talk.txt`), and page, list, socket, count, print and notice that agree with it."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from django.test import Client

import comments.live
from comments.models import Thread
from comments.queries import plan_talk, thread_counts
from comments.recipients import readers_of_comment
from permissions import grants
from permissions.models import LedgerEntry, Membership, User
from permissions.vocabulary import CODES, Code, Role
from plans.access import open_plan
from plans.actions.hold_back_section import hold_back_section
from plans.actions.limit_membership import limit_membership
from plans.models import PlanVersion
from portal.sockets.live import _may_be_known
from tests.comments.saying import opens
from tests.plans.versions_help import cut, narrate, share, write
from tests.world import SAM

NARRATIVE = "Lena works with Sam twice a week, in a quiet room."
PEOPLE = (
    *("amara", "joel", "pam", "ray", "priya", "okafor", "lena", "tom", "nora", "rao", "bea", "grace", "iqbal", "owen"),
    *("marcus", "tess", "hana", "susan", "sonia", "corinne", "vera"),
)
# Who is told of nothing that these say: the other parent's side (design, invariant 11).
APART = {"amara": {"joel", "ray"}, "pam": {"joel", "ray"}, "joel": {"amara", "pam"}, "ray": {"amara", "pam"}}


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    name: str
    by: str
    where: str
    audience: str
    readers: frozenset[str]


def rows() -> list[Row]:
    lines = (Path(__file__).parent / "who_reads_talk.txt").read_text().splitlines()
    cells = [[cell.strip() for cell in line.split("|")] for line in lines if line and not line.startswith("#")]
    return [Row(name, by, where, audience, frozenset(readers.split())) for name, by, where, audience, readers in cells]


@pytest.fixture
def circle(world):
    """Take in whom the table names besides the cast, and let there be words, an item and two versions."""
    for slug, name, role in (
        ("nora", "Nora Quist", Role.THERAPIST),
        ("vera", "Vera Blum", Role.AUDITOR),
        ("ray", "Ray Stone", Role.SUPPORTER),
    ):
        world.people[slug] = User.objects.create_user(f"{slug}@example.org", name, joined_at=world.now)
        chosen = {"chosen_by": world.joel} if slug == "ray" else {}
        grants.give_role(circle=world.sam.circle, person=world.people[slug], role=role, from_on=world.today, **chosen)
    nora = Membership.objects.get(user=world.nora).pk
    limit_membership(world.marcus, SAM, nora, keep=[Code.B], reason="One visit only.", today=world.today, now=world.now)
    narrate(world, "marcus", "F", NARRATIVE)
    world.extra["item"] = write(world, "lena", "F", "provision", "Speech therapy twice a week.")
    share(world, note="To read")
    cut(world, note="Ours")
    world.extra["shared"] = PlanVersion.objects.get(kind="shared")
    world.extra["working"] = PlanVersion.objects.filter(kind="working").order_by("number").last()
    return world


def begin(world, row, text="The canary sings here."):
    """Begin the conversation of a row."""
    place, _, part = row.where.partition(" ")
    more = {}
    if place in ("version", "working"):
        more["version"] = world.extra["working" if place == "working" else "shared"].uid
        place, part = part, ""
    if part == "item":
        more["item"] = world.extra["item"].uid
    if part == "words":
        more["quote"] = "in a quiet room"
    audience, _, person = row.audience.partition("with ")
    return opens(
        world,
        getattr(world, row.by),
        text,
        audience="person" if person else audience,
        code=place,
        person=getattr(world, person) if person else None,
        **more,
    )


def page_of(world, row):
    """Give the address of the page on which the conversation of a row stands."""
    if row.where.startswith(("version", "working")):
        return f"/plans/{SAM}/versions/{world.extra['working' if row.where == 'working' else 'shared'].uid}/"
    return f"/plans/{SAM}/sections/{row.where.split()[0]}/"


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.name)
def test_page_list_count_print_socket_and_notice_agree_with_the_table(circle, row):
    world = circle
    comment = begin(world, row)
    entry = LedgerEntry.objects.filter(circle=world.sam.circle, verb="comment").order_by("-number")[0]
    entry.chosen_by = {"pam": world.amara.pk, "ray": world.joel.pk}.get(row.by)
    told = {one.person for one in readers_of_comment(comment, today=world.today)}
    for slug in PEOPLE:
        person, is_reader = getattr(world, slug), slug in row.readers
        access = open_plan(person, SAM, today=world.today)
        browser = Client()
        browser.force_login(person)
        assert (b"The canary sings here." in browser.get(page_of(world, row)).content) is is_reader, (slug, "page")
        assert (b"The canary sings here." in browser.get(f"/plans/{SAM}/talk/").content) is is_reader, (slug, "talk page")
        assert bool(plan_talk(access)) is is_reader, (slug, "print")
        is_counted = is_reader and "version" not in row.where and row.where != "working"
        assert sum(one.threads for one in thread_counts(access).values()) == int(is_counted), (slug, "count")
        is_pushed = is_reader and slug not in APART.get(row.by, ())
        assert (_may_be_known(access, entry) and entry.number in comments.live.visible(access, [entry])) is is_pushed, (slug, "socket")
        assert (person.pk in told) is (is_pushed and slug != row.by), (slug, "notice")


def test_a_section_held_back_takes_its_talk_from_the_family_alone(circle):
    world = circle
    everyone = next(row for row in rows() if row.name == "everyone")
    begin(world, everyone)
    hold_back_section(world.marcus, SAM, Code.F, reason="The report is missing.", today=world.today, now=world.now)
    for slug in PEOPLE:
        is_reader = slug in everyone.readers - {"amara", "joel", "pam", "ray"}
        access = open_plan(getattr(world, slug), SAM, today=world.today)
        assert bool(plan_talk(access)) is is_reader, slug
        assert bool(thread_counts(access)) is is_reader, slug


def test_every_reader_of_the_table_is_known_and_every_audience_is_there():
    assert set().union(*(row.readers for row in rows())) <= set(PEOPLE)
    assert {row.audience.split()[0] for row in rows()} == {*(one.value for one in Thread.Audience), "with"}
    assert {row.where.split()[0] for row in rows()} <= {*CODES, "version", "working"}
