"""Bring reports with files to Section K of Sam's plan, by the same forms as a browser."""

import re
import uuid

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from files.models import StoredFile
from plans.models import Item
from tests.files.samples import pdf
from tests.world import SAM

PLAN = f"/plans/{SAM}/"
ADD = f"{PLAN}sections/K/add/evidence/"
TYPED = {"text": "What it says.", "advice_type": "educational", "title": "Report of March", "audience": "put_forward"}


def signed_in(person) -> Client:
    browser = Client()
    browser.force_login(person)
    return browser


def bring(person, name="EP report.pdf", content=None, *, status=302, **typed):
    """Add a report with a file; give the answer."""
    upload = SimpleUploadedFile(name, pdf() if content is None else content)
    answer = signed_in(person).post(ADD, TYPED | {"post_key": str(uuid.uuid4()), "file": upload} | typed)
    assert answer.status_code == status, answer.content.decode()
    return answer


def brought(person, *facts, **typed) -> tuple[Item, StoredFile]:
    """Add a report with a file; give both."""
    bring(person, *facts, **typed)
    item = Item.objects.select_related("evidence__file").get(pk=Item.objects.latest("pk").pk)
    return item, item.evidence.file


def change(person, item, *, status=302, **typed):
    """Save a report again."""
    item = Item.objects.get(pk=item.pk)
    sent = TYPED | {"kind": "evidence", "seq": str(item.seq)} | typed
    sent.pop("audience")
    browser, address = signed_in(person), f"{PLAN}items/{item.uid}/"
    number = re.search(r'name="words_n" value="(\d+)"', browser.get(address).content.decode())
    sent |= {"words": sent.pop("text"), "words_n": number.group(1) if number else ""}
    answer = browser.post(address, sent)
    assert answer.status_code == status, answer.content.decode()
    return answer


def url(file: StoredFile) -> str:
    return f"{PLAN}files/{file.uid}/"


def may_have(person, file) -> int:
    return signed_in(person).get(url(file)).status_code
