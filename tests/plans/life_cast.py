"""The people of one whole life, around a plan that was asked for on a day that the test says: made by the same actions as in the portal."""

from datetime import UTC, date, datetime, time

from permissions import grants
from permissions.models import Organisation, User
from permissions.vocabulary import Role
from plans.actions.open_plan import ParentFacts, PlanFacts, open_plan
from tests.world import World

SCHOOL = "Elm Street Primary School"
# Everybody besides Amara, Joel and Marcus, by the role in which they are there on the first day.
THERE: dict[str, tuple[str, Role]] = {
    "priya": ("Priya Raman", Role.SENCO),
    "lena": ("Lena Novak", Role.THERAPIST),
    "bea": ("Bea Lindqvist", Role.DCO),
    "iqbal": ("Iqbal Hussain", Role.DSCO),
    "tess": ("Tess Morgan", Role.WRITER),
    "corinne": ("Corinne Baker", Role.BUSINESS_SUPPORT),
    "hana": ("Hana Suzuki", Role.MANAGER),
    "susan": ("Susan Clarke", Role.LEADER),
}
FAMILY = (
    ParentFacts(name="Amara Adeyemi", email="amara@example.org", relationship="Mother", address="7 Safe Harbour Row"),
    ParentFacts(name="Joel Adeyemi", email="joel@example.org", relationship="Father"),
)


def at_ten(day: date) -> datetime:
    """Give ten in the morning of a day."""
    return datetime.combine(day, time(10), tzinfo=UTC)


def make_people() -> dict[str, User]:
    """Make everybody who may come to take part, once for all lives."""
    council = Organisation.objects.create(name="Brookshire Council", kind="council")
    Organisation.objects.create(name=SCHOOL, kind="setting")
    people = {"marcus": User.objects.create_user("marcus@example.org", "Marcus Bell", may_open_plans=True, organisation=council)}
    others = {slug: name for slug, (name, _role) in THERE.items()}
    others |= {"pam": "Pam Whitlock", "nadia": "Nadia Haddad", "amara": "Amara Adeyemi", "joel": "Joel Adeyemi", "sam": "Sam Adeyemi"}
    for slug, name in others.items():
        people[slug] = User.objects.create_user(f"{slug}@example.org", name)
    User.objects.update(joined_at=at_ten(date(2026, 1, 5)))
    return people


def ask_for_a_plan(people: dict[str, User], *, born_on: date, today: date, with_sam: bool) -> World:
    """Take the request for Sam, and bring everybody in who is there from the first day; Sam too, where he is old enough."""
    facts = PlanFacts(
        first_name="Sam",
        last_name="Adeyemi",
        born_on=born_on,
        request_received_on=today,
        parents=FAMILY,
        setting=Organisation.objects.get(name=SCHOOL),
        reference="00000SAM",
    )
    plan = open_plan(facts, by=people["marcus"], today=today, now=at_ten(today))
    for slug, (_name, role) in THERE.items():
        grants.give_role(circle=plan.circle, person=people[slug], role=role, from_on=today)
    grants.give_role(circle=plan.circle, person=people["pam"], role=Role.SUPPORTER, from_on=today, chosen_by=people["amara"])
    if with_sam:
        grants.give_role(circle=plan.circle, person=people["sam"], role=Role.CHILD, from_on=today)
    return World(people, plan, plan, today, at_ten(today))
