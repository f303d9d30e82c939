"""What the tests of bad input share: a form for every kind, and the fixture that sees that nothing was stored."""

import pytest

from permissions.models import LedgerEntry
from plans.forms.fields import Words
from plans.forms.items import FORMS
from plans.models import Item, ItemLink, Section, Wording
from plans.statute.sections import Kind
from tests.plans.pages import PLAN, TYPED, page_of, visit

# Where each kind is added in drafting, and by whom.
WHERE = {
    "voice": ("A", "amara"),
    "aspiration": ("A", "amara"),
    "need": ("B", "okafor"),
    "outcome": ("E", "priya"),
    "provision": ("F", "lena"),
    "budget": ("J", "marcus"),
    "evidence": ("K", "amara"),
}
NO_TEXT = ["\x00", "\x07", "\x1b[31m", "\x7f", "\x85", "\ufffd", "\ufffe", "\U0010ffff"]


def add_url(kind):
    return f"{PLAN}sections/{WHERE[kind][0]}/add/{kind}/"


def stored():
    """Give everything that writing could have changed."""
    return (
        list(Item.objects.order_by("pk").values_list("text", "state", "seq", "position", "source")),
        list(Section.objects.order_by("pk").values_list("narrative", "seq", "none_identified")),
        (Wording.objects.count(), ItemLink.objects.count(), LedgerEntry.objects.exclude(verb="read").count()),
    )


@pytest.fixture
def nothing_stored(world):
    """Hold that a test leaves everything as it was, but for the readings."""
    before = stored()
    yield
    assert stored() == before


def adds(world, kind, **typed):
    """Send the form of a new item with these fields in it."""
    browser = visit(getattr(world, WHERE[kind][1]))
    return browser.post(add_url(kind), TYPED[kind] | {"audience": "keep"} | typed)


def is_told(answer, *sentences, status=422):
    """Hold that each sentence stands beside a field (and, for 422, nothing else is wrong)."""
    assert answer.status_code == status, answer.content.decode()[:2000]
    page = page_of(answer)
    errors = [error.removeprefix("Error: ").strip() for error in page.errors]
    for sentence in sentences:
        assert sentence in errors, errors
    return page


def boxes(kind):
    return {name: field for name, field in FORMS[Kind(kind)](is_new=True).fields.items() if isinstance(field, Words)}
