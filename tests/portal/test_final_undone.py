"""The power goes out before any write of a final plan: nothing is there, and done again it is there whole, with each letter once."""

import pytest
from django.db import DatabaseError, connection

from permissions.models import LedgerEntry
from plans.actions.serve_draft import Issued
from plans.models import Happening, IssuedDocument, Plan, PlanVersion, Service
from plans.queries.final_page import Why
from plans.record.verify import first_fault
from portal.letters import final as letters
from portal.models import OutgoingMail
from tests.plans.finishing import access_of
from tests.plans.ready_for_final import chosen, make_ready, page_of
from tests.world import SAM


def there(world):
    return {
        "finals": PlanVersion.objects.filter(plan=world.sam, kind="final").count(),
        "services": Service.objects.filter(version__kind="final").count(),
        "happenings": Happening.objects.filter(plan=world.sam, kind="final").count(),
        "documents": IssuedDocument.objects.count(),
        "letters": OutgoingMail.objects.count(),
        "final": Plan.objects.filter(pk=world.sam.pk, final_on=None).count(),
    }


@pytest.mark.django_db
def test_a_crash_before_any_write_leaves_nothing(world):
    make_ready(world)
    OutgoingMail.objects.all().delete()
    when = {"today": world.today, "now": world.now}
    page, access = page_of(world), access_of(world, "marcus")
    needed = [one for one in page.addressees if one.why is not Why.COPY]
    issuing = chosen(world, but=tuple(one.to.name.split()[0].lower() for one in page.addressees if one.why is Why.COPY))
    assert len(issuing.sendings) == len(needed) == 5, "two parents by hand; the SENCo, the school and health in the portal"
    prepared = letters._prepared(access, needed, now=world.now)
    documents = tuple(Issued(person=one.person.pk, kind="version", content=one.person.name.encode()) for one in prepared.copies)
    before, ledger = there(world), LedgerEntry.objects.count()
    assert list(before.values()) == [0, 0, 0, 0, 0, 1]

    def issued(*, crash_at):
        writes = 0

        def crash(execute, sql, params, many, context):
            nonlocal writes
            if sql.startswith(("INSERT", "UPDATE")):
                writes += 1
                if writes == crash_at:
                    raise DatabaseError("the power went out")
            return execute(sql, params, many, context)

        with connection.execute_wrapper(crash):
            return letters.send_prepared(world.marcus, SAM, issuing, prepared, documents, **when)

    crashes = 0
    while True:
        try:
            issued(crash_at=crashes + 1)
            break
        except DatabaseError:
            crashes += 1
            assert there(world) == before, f"before write {crashes}"
            assert LedgerEntry.objects.count() == ledger
    assert crashes > 15
    assert list(there(world).values()) == [1, 5, 1, 5, 3, 0]
    assert LedgerEntry.objects.count() == ledger + 6
    assert first_fault(Plan.objects.get(pk=world.sam.pk)) == ""
