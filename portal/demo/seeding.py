"""Make the demo council: its people, the three plans that have a story, and three hundred around them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.models import Group
from django.db import transaction

from files.intake import Received
from permissions import grants, ledger
from permissions.models import Contact, Organisation, Team, User
from permissions.vocabulary import Role
from plans.access import open_plan as open_for
from plans.actions.happen import happen
from plans.actions.open_plan import ParentFacts, PlanFacts, open_plan
from plans.models import Happening, Item, Plan, PlanVersion
from plans.record.append import append_version
from portal.demo import around, served
from portal.demo.cast import CAST, COUNCIL, SCHOOL
from portal.demo.crowd import make_crowd
from portal.demo.reviewed import arrange_review
from portal.demo.story import Story, born_on, read_story
from portal.demo.telling import Telling

MANAGERS, LEADERS, SUPPORT = "North team", "Service leadership", "Business support"
TEAM_ROLES = {MANAGERS: (Role.MANAGER, "hana"), LEADERS: (Role.LEADER, "susan"), SUPPORT: (Role.BUSINESS_SUPPORT, "corinne")}

SAMS_CIRCLE = {
    "priya": Role.SENCO,
    "owen": Role.CONSULTED_SETTING,
    "okafor": Role.EDUCATIONAL_PSYCHOLOGIST,
    "lena": Role.THERAPIST,
    "tom": Role.THERAPIST,
    "rao": Role.MEDICAL,
    "bea": Role.DCO,
    "grace": Role.SOCIAL_WORKER,
    "iqbal": Role.DSCO,
    "tess": Role.WRITER,
    "sonia": Role.PANEL_MEMBER,
}
ZOES_CIRCLE = {role: SAMS_CIRCLE[role] for role in ("okafor", "lena", "tom", "rao", "bea", "grace", "tess")}


@dataclass(frozen=True)
class Council:
    """The people of the demo by their slugs, and the teams that come into every plan."""

    cast: Mapping[str, User]
    teams: Mapping[str, Team]
    school: Organisation
    today: date
    now: datetime

    def ago(self, days: int) -> date:
        """Give the day some days ago."""
        return self.today - timedelta(days=days)


def seed(*, today: date, now: datetime, crowd: int = 300) -> None:
    """Make everything, in one transaction a plan."""
    council = _council(today, now)
    sam = _sam(council, around.bring_papers(read_story("sam", today=today)))
    _nadia(council)
    _zoe(council)
    User.objects.filter(joined_at=None).update(joined_at=now)
    around.read_around(sam, council.cast, today=today)
    make_crowd(council.cast["marcus"], council.teams[MANAGERS], team_roles=council.teams, number=crowd, today=today, now=now)


@transaction.atomic
def _council(today: date, now: datetime) -> Council:
    organisations = {
        member.organisation: Organisation.objects.get_or_create(name=member.organisation, defaults={"kind": member.organisation_kind})[0]
        for member in CAST
        if member.organisation
    }
    cast = {}
    for member in CAST:
        cast[member.slug] = User.objects.create_user(
            member.email,
            member.name,
            called=member.called,
            organisation=organisations.get(member.organisation),
            is_superuser=member.slug == "root",
            may_open_plans=member.slug in ("marcus", "hana"),
            is_leader=member.slug == "susan",
            keeps_colleagues=member.slug in ("priya", "hana", "lena"),
        )
    teams = {}
    for name, (_role, slug) in TEAM_ROLES.items():
        group = Group.objects.create(name=f"team: {name}")
        teams[name] = Team.objects.create(organisation=organisations[COUNCIL], name=name, group=group)
        cast[slug].groups.add(group)
    return Council(cast, teams, organisations[SCHOOL], today, now)


def _open(council: Council, story: Story, reference: str, days: int, parents: tuple[ParentFacts, ...], circle: Mapping[str, Role]) -> Plan:
    """Open a plan some days ago, with its teams and professionals in the circle from that day."""
    opened_on, opened_at = council.ago(days), council.now - timedelta(days=days)
    facts = PlanFacts(
        first_name=story.child["first_name"],
        last_name=story.child["last_name"],
        born_on=born_on(story.child, today=council.today),
        request_received_on=opened_on,
        parents=parents,
        setting=council.school,
        team=council.teams[MANAGERS],
        reference=reference,
    )
    plan = open_plan(facts, by=council.cast["marcus"], today=opened_on, now=opened_at)
    for name in (LEADERS, SUPPORT):
        grants.give_team_role(circle=plan.circle, group=council.teams[name].group, role=TEAM_ROLES[name][0], from_on=opened_on)
    for slug, role in circle.items():
        grants.give_role(circle=plan.circle, person=council.cast[slug], role=role, from_on=opened_on, basis="Asked for advice")
    return plan


def _parent(council: Council, slug: str, relationship: str, **contact: str) -> ParentFacts:
    person = council.cast[slug]
    return ParentFacts(name=person.name, email=person.email, relationship=relationship, **contact)


def _happen(council: Council, plan: Plan, *steps: tuple[Happening.Kind, int, int | None], by: str = "marcus") -> None:
    """Move a plan along: each step so many days ago, its window closing so many days ago."""
    with transaction.atomic():
        ledger.lock(plan.circle_id)
        for kind, days, closed in steps:
            closes_on = council.ago(closed) if closed is not None else None
            happen(plan, kind, on=council.ago(days), by=council.cast[by], today=council.today, closes_on=closes_on)


def _tell(council: Council, story: Story, plan: Plan, papers: Mapping[str, Received]) -> None:
    Telling(story, plan, council.cast, council.today, council.now, papers=papers).tell()


@transaction.atomic
def _sam(council: Council, papers: Mapping[str, Received]) -> Plan:
    story = read_story("sam", today=council.today)
    parents = (
        _parent(
            council, "amara", "Mother", channel=Contact.Channel.TEXT, phone="07700 900123", address="Safe address held by the council",
            safe_times="Weekdays 10 to 2", safe_wording="Say only: a message from the school office",
        ),
        _parent(council, "joel", "Father", channel=Contact.Channel.POST, phone="07700 900456", address="12 Old Mill Court\nBrookshire"),
    )  # fmt: skip
    plan = _open(council, story, "00000SAM", 98, parents, SAMS_CIRCLE)
    circle, cast = plan.circle, council.cast
    grants.give_role(
        circle=circle,
        person=cast["pam"],
        role=Role.SUPPORTER,
        from_on=council.ago(60),
        basis="Chosen by the family",
        chosen_by=cast["amara"],
    )
    left = grants.give_role(circle=circle, person=cast["ines"], role=Role.THERAPIST, from_on=council.ago(90), basis="Asked for advice")
    grants.end_role(left, now=council.now - timedelta(days=7))
    _happen(council, plan, (Happening.Kind.ASSESS_YES, 70, None), (Happening.Kind.PLAN_YES, 26, None))
    _tell(council, story, plan, papers)
    plan.refresh_from_db()
    _happen(council, plan, (Happening.Kind.CHECKING, 2, None), by="tess")
    _happen(council, plan, (Happening.Kind.CHECKED, 1, None), by="hana")
    around.keep_details(plan, cast, today=council.ago(20), now=council.now - timedelta(days=20))
    return plan


@transaction.atomic
def _nadia(council: Council) -> None:
    story = read_story("nadia", today=council.today)
    plan = _open(council, story, "00000NAD", 60, (_parent(council, "nadia", "Mother"),), {"tess": Role.WRITER})
    _happen(council, plan, (Happening.Kind.ASSESS_YES, 40, None), (Happening.Kind.PLAN_YES, 10, None))
    _tell(council, story, plan, {})


@transaction.atomic
def _zoe(council: Council) -> None:
    """Zoe's plan is written as a draft, served, answered and made final a hundred days ago; its placement only after her answer."""
    story = read_story("zoe", today=council.today)
    plan = _open(council, story, "00000Z0E", 240, (), {})
    for slug, role in ZOES_CIRCLE.items():
        grants.give_role(circle=plan.circle, person=council.cast[slug], role=role, from_on=council.ago(240), basis="Asked for advice")
    grants.give_role(
        circle=plan.circle, person=council.cast["zoe"], role=Role.YOUNG_PERSON, from_on=council.ago(240), basis="Holds the rights herself"
    )
    _happen(council, plan, (Happening.Kind.ASSESS_YES, 210, None), (Happening.Kind.PLAN_YES, 170, None))
    placed = [item for item in story.items if item["section"] == "I"]
    draft = Story(story.child, story.sections, [item for item in story.items if item["section"] != "I"], [])
    _at(council, 140, draft, plan)
    zoe, marcus = council.cast["zoe"], council.cast["marcus"]
    consent = served.agree(plan, zoe, today=council.ago(200), now=council.now - timedelta(days=200))
    on, at = council.ago(130), council.now - timedelta(days=130)
    served.serve_on(served.draft(plan, marcus, today=on, now=at), zoe, consent, by=marcus, today=on, now=at, opens=True)
    _happen(council, plan, (Happening.Kind.SERVED, 130, 116))
    _at(council, 110, Story(story.child, [], placed, []), plan)
    final = _final_version(council, plan)
    on, at = council.ago(102), council.now - timedelta(days=102)
    served.serve_on(final, zoe, consent, by=marcus, today=on, now=at, opens=False)
    _happen(council, plan, (Happening.Kind.FINAL, 102, None))
    _at(council, 0, Story(story.child, [], [], story.threads), plan)
    arrange_review(plan, council.cast, today=council.today, now=council.now)


def _at(council: Council, days: int, story: Story, plan: Plan) -> None:
    Telling(story, plan, council.cast, council.ago(days), council.now - timedelta(days=days)).tell()


def _final_version(council: Council, plan: Plan) -> PlanVersion:
    """Cut what became final. The act of issuing is a later room's; here is only its version."""
    from plans.actions.cut_version import cut_version

    now = council.now - timedelta(days=102)
    access = open_for(council.cast["marcus"], plan.circle.shown_reference, today=council.ago(102))
    working = cut_version(access, note="As issued", now=now)
    circle = ledger.lock(plan.circle_id)
    return append_version(
        access,
        PlanVersion.Kind.FINAL,
        circle=circle,
        manifest=working.manifest,
        note="Final plan",
        shares=working,
        verb="issue_final",
        now=now,
    )


def is_seeded() -> bool:
    """Say whether the demo council is there already."""
    return Item.objects.exists()
