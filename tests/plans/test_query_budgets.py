"""The budgets of design 11: questions to the database in a whole request, session and person included, transaction control (BEGIN, SAVEPOINT, RELEASE,
COMMIT) left out; the same number at 1 and at 50 of everything.
"""

import uuid

import pytest

from permissions import grants
from permissions.models import User
from permissions.refusals import NotFound
from permissions.vocabulary import Code, Role, Verb
from plans.access import open_plan
from plans.actions.link_item import link_item
from plans.models import Item
from tests.plans.pages import PLAN, TYPED, form_on, visit
from tests.plans.versions_help import narrate, rewrite, share, write
from tests.queries import count_queries
from tests.world import SAM

WRITERS = [("amara", "A", "aspiration"), ("okafor", "B", "need"), ("lena", "F", "provision"), ("priya", "E", "outcome")]


def write_some(world, times):
    """Write so many items in each of four sections, each tied to the one before it."""
    for number in range(times):
        before = ()
        for slug, code, kind in WRITERS:
            item = write(world, slug, code, kind, f"{kind} {number}. And more words below.")
            if before:
                link_item(getattr(world, slug), SAM, item.uid, [before[0].uid], today=world.today, now=world.now)
            before = (item,)


def let_in(world, times):
    """Take so many more therapists into the circle; give the last."""
    for number in range(times):
        person = User.objects.create_user(f"more{uuid.uuid4().hex}@example.org", f"More {number}")
        grants.give_role(circle=world.sam.circle, person=person, role=Role.THERAPIST, from_on=world.today)
    return person


def talk(world, times):
    """Open so many conversations beside Section F."""
    for number in range(times):
        typed = {"text": f"A question {number}", "audience": "everyone", "post_key": str(uuid.uuid4())}
        cost(visit(world.marcus), f"{PLAN}sections/F/comments/", typed, status=302)


def cost(browser, address, typed=None, *, status=200):
    with count_queries() as counted:
        answer = browser.get(address) if typed is None else browser.post(address, typed)
    assert answer.status_code == status, answer.content.decode()
    return counted


def first_and_later(person, address):
    """Measure the first view in a quarter of an hour, which is written down as a reading, and the next."""
    browser = visit(person)
    return cost(browser, address), cost(browser, address)


def grow(world):
    """Make fifty of everything out of one: items of each section, people, saves, conversations; and four versions out of none."""
    write_some(world, 49)
    let_in(world, 49)
    talk(world, 49)
    item = Item.objects.filter(section__type="F").first()
    for number in range(49):
        narrate(world, "marcus", "F", f"Words {number}")
        rewrite(world, "lena", item, f"Provision 0, said in way {number}.")
    for number in range(4):
        share(world, note=f"Version {number}")


# One query of each is the count of notices in the head of the page; seven of the page to write on are the checks of the plan; the history reads Wording
# and four times the logs.
PAGES = {PLAN: 14, f"{PLAN}sections/F/": 22, f"{PLAN}sections/F/edit/": 19, f"{PLAN}thread/": 11, f"{PLAN}sections/F/history/": 18}


def test_the_plan_page_with_80_items(world):
    write_some(world, 20)
    assert Item.objects.count() == 80
    for slug in ("amara", "marcus", "lena"):
        first, later = first_and_later(getattr(world, slug), PLAN)
        assert first.number <= 14, first
        assert later.number == first.number - 3, later


def test_every_page_costs_the_same_with_one_and_with_fifty_of_everything(world):
    write_some(world, 1)
    talk(world, 1)
    narrate(world, "marcus", "F", "Words")
    few = {address: [one.number for one in first_and_later(let_in(world, 1), address)] for address in PAGES}
    grow(world)
    many = {address: first_and_later(let_in(world, 1), address) for address in PAGES}
    for address, budget in PAGES.items():
        first, later = many[address]
        assert [first.number, later.number] == few[address], f"{address}\n{first}"
        assert first.number <= budget, f"{address}\n{first}"


# Design 11 asks for 10. A form that merges words, or makes a row of history out of them, reads and writes the log besides (docs/measurements.md).
SAVES = {"typed fields of an item": 13, "a new item": 10, "words of an item": 12, "words of a section": 12}


def test_saving_and_adding(world):
    write_some(world, 1)
    writing_costs(world)  # the first words make the logs
    few = writing_costs(world)
    write_some(world, 49)
    let_in(world, 49)
    for _ in range(9):
        writing_costs(world)
    assert writing_costs(world) == few == SAVES


def writing_costs(world):
    """Save an item's fields, add an item, save words of an item and of a section: give the number of questions of each."""
    browser, word = visit(world.marcus), uuid.uuid4().hex
    item = Item.objects.filter(section__type="F").first()
    item_url, add_url, section_url = f"{PLAN}items/{item.uid}/", f"{PLAN}sections/F/add/provision/", f"{PLAN}sections/F/"
    fields = form_on(browser, item_url, "words") | {"source": word}
    asked = {
        "typed fields of an item": (item_url, {name: value for name, value in fields.items() if name not in ("words", "words_n")}),
        "a new item": (add_url, form_on(browser, add_url) | TYPED["provision"] | {"audience": "put_forward"}),
        "words of an item": (f"{item_url}words/", {"words": word, "words_n": fields["words_n"]}),
        "words of a section": (f"{section_url}words/", form_on(browser, f"{section_url}edit/", "words") | {"words": word}),
    }
    return {what: cost(browser, address, typed, status=302).number for what, (address, typed) in asked.items()}


def test_putting_forward_moving_and_taking_out(world):
    write_some(world, 2)
    item = Item.objects.filter(section__type="F").last()
    browser = visit(world.lena)
    for path, typed in (
        ("show/", {"state": "keep"}),
        ("show/", {"state": "put_forward"}),
        ("move/", {"direction": "up"}),
        ("take-out/", {}),
    ):
        done = cost(browser, f"{PLAN}items/{item.uid}/{path}", typed, status=302)
        assert done.number <= 11, done


@pytest.mark.parametrize("slug", ["amara", "pam", "marcus", "nadia"])
def test_whether_somebody_may_is_decided_for_a_whole_plan_in_three_queries(world, slug):
    def decides():
        try:
            access = open_plan(getattr(world, slug), SAM, today=world.today)
            [access.may(verb, code) for verb in Verb for code in Code]
        except NotFound:
            assert slug == "nadia"

    decides()
    with count_queries() as few:
        decides()
    let_in(world, 49)
    write_some(world, 3)
    with count_queries() as many:
        decides()
    assert (few.number, many.number) == (3, 3), many
