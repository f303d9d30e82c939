"""The cast of design.md 12 around two small plans, made by the same actions as in the portal."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.contrib.auth.models import Group

from permissions import clock, grants
from permissions.models import Organisation, Team, User
from permissions.vocabulary import Role
from plans.actions.happen import happen
from plans.actions.open_plan import ParentFacts, PlanFacts, open_plan
from plans.models import Happening, Plan

SAM = "0000-0SAM"
NADIAS = "0000-0NAD"

# Everybody in Sam's circle, by the role in which they are there; Amara and Joel come with the opening of the plan.
IN_SAMS_CIRCLE: dict[str, tuple[str, Role]] = {
    "priya": ("Priya Raman", Role.SENCO),
    "owen": ("Owen Price", Role.CONSULTED_SETTING),
    "okafor": ("Dr Ngozi Okafor", Role.EDUCATIONAL_PSYCHOLOGIST),
    "lena": ("Lena Novak", Role.THERAPIST),
    "tom": ("Tom Ashby", Role.THERAPIST),
    "rao": ("Dr Anil Rao", Role.MEDICAL),
    "bea": ("Bea Lindqvist", Role.DCO),
    "grace": ("Grace Obi", Role.SOCIAL_WORKER),
    "iqbal": ("Iqbal Hussain", Role.DSCO),
    "tess": ("Tess Morgan", Role.WRITER),
    "hana": ("Hana Suzuki", Role.MANAGER),
    "susan": ("Susan Clarke", Role.LEADER),
    "corinne": ("Corinne Baker", Role.BUSINESS_SUPPORT),
    "sonia": ("Sonia Grant", Role.PANEL_MEMBER),
}


@dataclass
class World:
    """The people by their first names, and the plans."""

    people: dict[str, User]
    sam: Plan
    nadias: Plan
    today: date
    now: datetime
    extra: dict[str, object] = field(default_factory=dict)

    def __getattr__(self, name: str) -> User:
        """Let a test say `world.amara`."""
        people = self.__dict__.get("people", {})
        if name in people:
            return people[name]
        raise AttributeError(name)

    def move_to(self, stage: str, plan: Plan | None = None) -> Plan:
        """Lead a plan to a stage by the happenings that lead there, dated around today."""
        plan = plan or self.sam
        kinds = Happening.Kind
        ago = lambda days: self.today - timedelta(days=days)  # noqa: E731
        way = {
            "requested": [],
            "assessing": [(kinds.ASSESS_YES, 60, None)],
            "refused": [(kinds.ASSESS_NO, 60, None)],
            "drafting": [(kinds.ASSESS_YES, 60, None), (kinds.PLAN_YES, 20, None)],
            "checking": [(kinds.PLAN_YES, 20, None), (kinds.CHECKING, 1, None)],
            "checked": [(kinds.PLAN_YES, 20, None), (kinds.CHECKING, 2, None), (kinds.CHECKED, 1, None)],
            "consulting": [(kinds.PLAN_YES, 20, None), (kinds.SERVED, 3, 11)],
            "finalising": [(kinds.PLAN_YES, 40, None), (kinds.SERVED, 20, -6)],
            "final": [(kinds.SERVED, 40, -26), (kinds.FINAL, 5, None)],
            "amending": [(kinds.FINAL, 50, None), (kinds.AMENDING, 5, None)],
            "ceasing": [(kinds.FINAL, 50, None), (kinds.CEASING, 5, None)],
            "ended": [(kinds.FINAL, 50, None), (kinds.CEASING, 9, None), (kinds.ENDED, 2, None)],
        }[stage]
        for name in (
            "assess_yes_on",
            "refused_on",
            "plan_yes_on",
            "checking_on",
            "served_on",
            "closes_on",
            "final_on",
            "amending_on",
            "met_on",
            "noticed_on",
            "made_on",
            "review_met_on",
            "reviewed_on",
            "ceasing_on",
            "considering_on",
            "cease_appealed_on",
            "reassess_asked_on",
            "ended_on",
            "silenced_on",
        ):
            setattr(plan, name, None)
        plan.amending_because = ""
        for kind, days, closes in way:
            closes_on = self.today + timedelta(days=closes) if closes is not None else None
            happen(plan, kind, on=ago(days), by=self.people["marcus"], today=self.today, closes_on=closes_on)
        plan.save()
        return plan


def build_world() -> World:
    """Make the council, the cast and two plans."""
    today, now = clock.today(), clock.now()
    council = Organisation.objects.create(name="Brookshire Council", kind="council")
    school = Organisation.objects.create(name="Elm Street Primary School", kind="setting")
    people = {"marcus": User.objects.create_user("marcus@example.org", "Marcus Bell", may_open_plans=True, organisation=council)}
    for slug, (name, _role) in IN_SAMS_CIRCLE.items():
        people[slug] = User.objects.create_user(
            f"{slug}@example.org", name, called=name.split(" ")[0] if not name.startswith("Dr") else f"Dr {name.split()[-1]}"
        )
    team = Team.objects.create(organisation=council, name="North team", group=Group.objects.create(name="North team"))
    sam = open_plan(
        PlanFacts(
            first_name="Sam",
            last_name="Adeyemi",
            born_on=today.replace(year=today.year - 9, day=1),
            request_received_on=today - timedelta(days=70),
            parents=(
                ParentFacts(name="Amara Adeyemi", email="amara@example.org", relationship="Mother", address="7 Safe Harbour Row"),
                ParentFacts(name="Joel Adeyemi", email="joel@example.org", relationship="Father"),
            ),
            setting=school,
            team=team,
            reference="00000SAM",
        ),
        by=people["marcus"],
        today=today,
        now=now,
    )
    people["amara"] = User.objects.get(email="amara@example.org")
    people["joel"] = User.objects.get(email="joel@example.org")
    for slug, (_name, role) in IN_SAMS_CIRCLE.items():
        grants.give_role(circle=sam.circle, person=people[slug], role=role, from_on=today)
    people["pam"] = User.objects.create_user("pam@example.org", "Pam Whitlock")
    grants.give_role(circle=sam.circle, person=people["pam"], role=Role.SUPPORTER, from_on=today, chosen_by=people["amara"])
    people["ines"] = User.objects.create_user("ines@example.org", "Ines Duarte")
    left = grants.give_role(circle=sam.circle, person=people["ines"], role=Role.THERAPIST, from_on=today - timedelta(days=90))
    grants.end_role(left, now=now - timedelta(days=7))
    people["root"] = User.objects.create_superuser("root@example.org", "Root")
    nadias = open_plan(
        PlanFacts(
            first_name="Ada",
            last_name="Haddad",
            born_on=today.replace(year=today.year - 7, day=1),
            request_received_on=today - timedelta(days=30),
            parents=(ParentFacts(name="Nadia Haddad", email="nadia@example.org", relationship="Mother"),),
            reference="00000NAD",
        ),
        by=people["marcus"],
        today=today,
        now=now,
    )
    people["nadia"] = User.objects.get(email="nadia@example.org")
    people["zoe"] = User.objects.create_user("zoe@example.org", "Zoe Hartley")
    User.objects.update(joined_at=now)
    for one in people.values():
        one.refresh_from_db()
    world = World(people, sam, nadias, today, now)
    world.move_to("drafting")
    return world
