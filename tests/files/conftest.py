"""What the tests of files start from: a scanner that answers, and files as a browser sends them."""

from collections.abc import Callable, Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from files.intake import Received, receive
from tests.files.clamd import Clamd, clamd
from tests.files.samples import pdf

Sent = Callable[..., SimpleUploadedFile]


@pytest.fixture
def scanner(settings) -> Iterator[Clamd]:
    with clamd() as listening:
        settings.CLAMD = listening.address
        yield listening


@pytest.fixture
def sent() -> Sent:
    return lambda name="report.pdf", content=None: SimpleUploadedFile(name, pdf() if content is None else content)


@pytest.fixture
def received(sent) -> Callable[..., Received]:
    return lambda *facts: receive(sent(*facts))
