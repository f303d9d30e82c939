"""Fill a PostgreSQL database with very many plans, by copying those of the demo's crowd in SQL.

Every plan is a copy of one that the portal's own action opened: child, circle, Wagtail page with a valid path, plan, memberships, team memberships,
happenings, the first ledger entry; every `SAMPLE`th also has its sections, items and their details. The plans are written in shuffled order, so that
nobody's plans lie side by side on the disk.
"""

import time

from django.apps import apps
from django.contrib.auth.models import Permission
from django.db import connection, models

from permissions.models import User
from permissions.vocabulary import ROLE_PERMISSION, Role
from plans.models import SPECS, Plan, PlanIndexPage

SAMPLE = 10
FAR = 1_000_000  # copied rows are numbered from here on
# Who else is in a plan, and in how many plans each of them is.
PEOPLE = {Role.SENCO: 50, Role.EDUCATIONAL_PSYCHOLOGIST: 200, Role.THERAPIST: 200}
CASELOAD = 400
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def populate(plans: int) -> float:
    """Make the database hold so many plans, 400 of them Marcus's, all of them Hana's by her team; give the seconds that it took."""
    began = time.perf_counter()
    with connection.cursor() as cursor:
        for statement in _statements(plans):
            cursor.execute(statement)
        connection.commit()
        cursor.execute("VACUUM ANALYZE")
    return time.perf_counter() - began


def _statements(plans: int) -> list[str]:
    more = plans - Plan.objects.count()
    return [
        # Rows copied from valid rows are valid; to ask the foreign keys of two million of them one by one would take the time.
        "SET session_replication_role = replica",
        "SET synchronous_commit = off",
        "SET work_mem = '128MB'",
        _plan_of_copies(more),
        "ANALYZE copied",
        *_people(more),
        *_plans(),
        *_memberships(more),
        *_words(),
        f"UPDATE wagtailcore_page SET numchild = numchild + {more} WHERE id = {PlanIndexPage.objects.get().pk}",  # noqa: S608
        "SET session_replication_role = DEFAULT",
        "RESET ALL",
    ]


def _plan_of_copies(more: int) -> str:
    """Say once for every copy: its number, whose copy it is, and who coordinates it."""
    marcus = User.objects.get(email="marcus@example.org").pk
    own = CASELOAD - Plan.objects.filter(coordinator=marcus).count()
    crowd = "circle.reference NOT LIKE '00000%'"
    return f"""
        CREATE TEMPORARY TABLE copied AS
        WITH crowd AS (
            SELECT plan.id AS plan, circle.id AS circle, circle.child_id AS child, plan.page_id AS page,
                   (SELECT min(id) FROM plans_item WHERE plan_id = plan.id) AS item,
                   row_number() OVER (ORDER BY plan.id) - 1 AS at, count(*) OVER () AS crowd
            FROM plans_plan plan JOIN permissions_circle circle ON circle.id = plan.circle_id WHERE {crowd}
        )
        SELECT n, {FAR} + n AS pk, hashtext(n::text) & 1048575 AS chance,
               'Z' || lpad(upper(to_hex(n)), 7, '0') AS reference,
               CASE WHEN n <= {own} THEN {marcus} ELSE {2 * FAR} + (n - {own}) / {CASELOAD} END AS coordinator,
               crowd.*
        FROM generate_series(1, {more}) n JOIN crowd ON crowd.at = n % crowd.crowd
        ORDER BY md5(n::text)
    """  # noqa: S608 numbers of our own


def _people(more: int) -> list[str]:
    """Make a parent for each plan, and the professionals who share them; each kind of person is numbered from a million of its own."""
    parents = _copy(
        User,
        "t.email = 'nadia@example.org'",
        id="c.pk",
        uid="gen_random_uuid()",
        email="'parent' || c.n || '@example.org'",
        name="'Parent ' || c.n",
    )
    staff = [
        _copy(
            User,
            "t.email = 'marcus@example.org'",
            source=f"(SELECT n FROM generate_series(0, {more // caseload}) n) c",  # noqa: S608
            id=f"{at * FAR} + c.n",
            uid="gen_random_uuid()",
            email=f"'staff{at}.' || c.n || '@example.org'",
            name="'Colleague ' || c.n",
            may_open_plans="false",
        )
        for at, caseload in enumerate((CASELOAD, *PEOPLE.values()), start=2)
    ]
    return [parents, *staff]


def _plans() -> list[str]:
    index = PlanIndexPage.objects.get()
    shown = "left(c.reference, 4) || '-' || right(c.reference, 4)"
    number = "(46655 + c.n)"  # far behind the paths that are there
    path = " || ".join(f"substr('{DIGITS}', ({number} / {36**power}) % 36 + 1, 1)" for power in (3, 2, 1, 0))
    page = {
        "id": "c.pk",
        "path": f"'{index.path}' || {path}",
        "title": shown,
        "draft_title": shown,
        "slug": f"lower({shown})",
        "url_path": f"'{index.url_path}' || lower({shown}) || '/'",
        "translation_key": "gen_random_uuid()",
    }
    child = {"last_name": "'Number ' || c.n", "search_name": "'child number ' || c.n", "born_on": "t.born_on - c.chance % 2000"}
    entry = {"circle_id": "c.pk", "actor_id": "c.coordinator"}
    return [
        _copy("permissions.Child", "t.id = c.child", id="c.pk", uid="gen_random_uuid()", **child),
        _copy("permissions.Circle", "t.id = c.circle", id="c.pk", uid="gen_random_uuid()", reference="c.reference", child_id="c.pk"),
        _copy("wagtailcore.Page", "t.id = c.page", **page),
        _copy("plans.PlanPage", "t.page_ptr_id = c.page", page_ptr_id="c.pk"),
        _copy(
            Plan,
            "t.id = c.plan",
            id="c.pk",
            circle_id="c.pk",
            page_id="c.pk",
            coordinator_id="c.coordinator",
            next_due_on="t.next_due_on + c.chance % 29 - 14",
        ),
        _copy("plans.Happening", "t.plan_id = c.plan", plan_id="c.pk", by_id="c.coordinator"),
        _copy("permissions.LedgerEntry", "t.circle_id = c.circle AND t.number = 1", **entry),
    ]


def _memberships(more: int) -> list[str]:
    coordinators = "t.content_object_id = c.circle AND t.stands_for = 'coordinator'"
    held = [_copy("permissions.Membership", coordinators, content_object_id="c.pk", user_id="c.coordinator")]
    people = {Role.PARENT: "c.pk"} | {
        role: f"{at * FAR} + c.n % {more // each + 1}" for at, (role, each) in enumerate(PEOPLE.items(), start=3)
    }
    for role, person in people.items():
        permission = Permission.objects.get(codename=f"{ROLE_PERMISSION}{role}").pk
        held.append(
            _copy(
                "permissions.Membership",
                coordinators,
                content_object_id="c.pk",
                user_id=person,
                stands_for=f"'{role}'",
                permission_id=str(permission),
            )
        )
    return [*held, _copy("permissions.TeamMembership", "t.content_object_id = c.circle", content_object_id="c.pk")]


def _words() -> list[str]:
    sample = f"(SELECT * FROM copied WHERE n % {SAMPLE} = 0) c"  # noqa: S608
    section = f"{FAR} + c.n * 12 + (SELECT position FROM permissions_sectiontype WHERE code = t.type_id)"  # noqa: S608
    of_item = f"""{FAR} + c.n * 12 + (
        SELECT position FROM permissions_sectiontype type JOIN plans_section section ON section.type_id = type.code WHERE section.id = t.section_id)"""  # noqa: S608
    item = f"{FAR} + c.n * 8 + (t.{{}} - c.item)"
    spec = "t.item_id IN (SELECT id FROM plans_item WHERE plan_id = c.plan)"
    return [
        _copy("plans.Section", "t.plan_id = c.plan", source=sample, id=section, plan_id="c.pk"),
        _copy(
            "plans.Item",
            "t.plan_id = c.plan",
            source=sample,
            id=item.format("id"),
            uid="gen_random_uuid()",
            plan_id="c.pk",
            section_id=of_item,
        ),
        *[_copy(model, spec, source=sample, item_id=item.format("item_id")) for model in SPECS.values()],
    ]


def _copy(model: type[models.Model] | str, matching: str, *, source: str = "copied c", **replaced: str) -> str:
    """Copy rows `t` of a table for every row `c` of the source, with some columns replaced; whatever has no number of its own gets the next."""
    model = apps.get_model(model) if isinstance(model, str) else model
    columns = [field.column for field in model._meta.local_concrete_fields if field.column != "id" or "id" in replaced]
    unknown = replaced.keys() - set(columns)
    assert not unknown, f"{model} has no {unknown}"
    values = ", ".join(replaced.get(column, f't."{column}"') for column in columns)
    listed = ", ".join(f'"{column}"' for column in columns)
    return f'INSERT INTO "{model._meta.db_table}" ({listed}) SELECT {values} FROM {source} JOIN "{model._meta.db_table}" t ON {matching}'  # noqa: S608
