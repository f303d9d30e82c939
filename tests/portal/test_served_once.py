"""The power goes out between two steps of serving, and two processes serve at once: all of it is there, or none, and each letter leaves once.

The processes are real and are killed with SIGKILL; the letters go to a real mail server on loopback, by two workers at once. On both databases.
"""

import pytest
from django.db import connection
from django_tasks_db.models import DBTaskResult

from permissions import clock
from permissions.models import LedgerEntry
from plans.models import Happening, IssuedDocument, Plan, PlanVersion, Service
from plans.record.verify import first_fault
from portal import mail
from portal.models import OutgoingMail
from tests.committed import committed
from tests.plans.ready_to_serve import agree, make_ready
from tests.portal.mail_server import MailServer
from tests.portal.serving_process import serve
from tests.portal.worker_process import context, work

KEPT = ("ENGINE", "NAME", "HOST", "PORT", "USER", "PASSWORD")
# Before which of its writes the first process dies: the version's words, the version, the services, the documents, the ledger, the letters.
DEATHS = (1, 2, 5, 9, 12)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with committed(django_db_blocker) as world:
        make_ready(world)
        for slug in ("amara", "joel"):
            agree(world, slug)
        DBTaskResult.objects.all().delete()
        OutgoingMail.objects.all().delete()
        yield world


@pytest.fixture
def server(settings):
    server = MailServer()
    server.start()
    settings.MAIL_TRANSPORT, settings.EMAIL_HOST, settings.EMAIL_PORT = "smtp", "127.0.0.1", server.port
    yield server
    server.close()


def there(world):
    rows = PlanVersion.objects.filter(plan=world.sam), Service.objects, IssuedDocument.objects, OutgoingMail.objects
    return [*(found.count() for found in rows), Happening.objects.filter(kind__in=("served", "served_again")).count()]


def start(target, *args):
    database = {name: connection.settings_dict[name] for name in KEPT}
    process = context().Process(target=target, args=(database, *args), daemon=True)
    process.start()
    return process


def test_it_is_served_whole_and_once_and_each_letter_leaves_once(world, server):
    at, ledger = (world.today, clock.now()), LedgerEntry.objects.count()
    connection.close()
    for before in DEATHS:
        here, said = context().Event(), context().Queue()
        dying = start(serve, "marcus", at, before, here, said)
        assert here.wait(60), f"it never came to its write {before}"
        dying.kill()
        dying.join(20)
        assert dying.exitcode == -9
        assert there(world) == [0, 0, 0, 0, 0], f"something is left of a process that died before its write {before}"
        assert LedgerEntry.objects.count() == ledger
        connection.close()
    go, said = context().Event(), context().Queue()
    both = [start(serve, by, at, 0, go, said) for by in ("marcus", "susan")]
    go.set()
    outcomes = sorted(said.get(timeout=60) for _ in both)
    for one in both:
        one.join(20)
    assert outcomes in (["Moved", "Served"], ["NotNow", "Served"])
    assert there(world) == [1, 2, 4, 2, 1]
    assert first_fault(Plan.objects.select_related("circle").get(pk=world.sam.pk)) == ""
    connection.close()
    for _ in range(2):  # and again, when there is nothing left to do
        never = context().Event()
        workers = [start(work, server.port, "", never, None) for _ in range(2)]
        for one in workers:
            one.join(60)
        mail.carry_waiting(now=clock.now())
        reached = sorted(line.partition("<")[2].partition(">")[0] for line in server.recipients)
        assert reached == ["amara@example.org", "joel@example.org"]
        assert OutgoingMail.objects.exclude(state=OutgoingMail.State.SENT).count() == 0
    assert len(server.taken) == 2
