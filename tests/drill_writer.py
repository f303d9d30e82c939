"""Write to a service until it is killed: acts and files, each written down as acknowledged only after its commit.

python -m tests.drill_writer ACKNOWLEDGED      appends lines of: act or file, the moment, the uid
"""

import os
import sys
import time
import uuid
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

import django

django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from files.actions.take_in import take_in
from files.intake import receive
from permissions import clock
from permissions.models import Circle, User
from plans.actions.add_item import add_item
from plans.actions.writing import ItemWords
from plans.statute.sections import Kind
from tests.world import SAM

PDF = b"%%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n%% report %d\ntrailer<</Root 1 0 R>>\n%%%%EOF\n"


def act(person: User, number: int) -> uuid.UUID:
    words = ItemWords(kind=Kind.VOICE, text=f"Word {number}.", spec={"speaker": "parent", "speaker_name": "Amara", "verbatim": True})
    return add_item(person, SAM, "A", words, put_forward=True, post_key=uuid.uuid4(), today=clock.today(), now=clock.now()).uid


def file(person: User, number: int) -> uuid.UUID:
    received = receive(SimpleUploadedFile("report.pdf", PDF % number))
    with transaction.atomic():
        circle = Circle.objects.select_for_update().get(reference="00000SAM")
        return take_in(received, owner=circle.uid, added_by=person.uid, now=clock.now()).uid


def main() -> None:
    person = User.objects.get(email="amara@example.org")
    with Path(sys.argv[1]).open("a", buffering=1) as acknowledged:
        for number in range(1_000_000):
            kind = "file" if number % 5 == 0 else "act"
            uid = file(person, number) if kind == "file" else act(person, number)
            acknowledged.write(f"{kind} {time.time()} {uid}\n")
            time.sleep(0.05)


if __name__ == "__main__":
    main()
