"""A world in which Amara did all that she may do for herself, and one in which she did not, are one world to Joel: to the byte, at every door that opens to him.

Pages, refusals, headers, files whole and in part, and the bytes of PDFs; masked are the tokens of forms and the number that a PDF draws for itself.
"""

import re
from datetime import timedelta

import pytest
from django.test import Client

from comments.actions.open_thread import Opening, open_thread
from permissions import ledger
from permissions.actions.accept_invitation import accept_invitation
from permissions.models import BrokenGlass, LedgerEntry, Membership, User
from permissions.vocabulary import Code, Role
from plans.actions.break_glass import break_glass
from plans.actions.delay_telling import delay_telling
from portal.models import OutgoingMail
from tests.files.evidence import brought, url
from tests.files.samples import picture
from tests.plans.pages import form_on
from tests.plans.versions_help import rewrite, write
from tests.portal.crawling import whole
from tests.portal.planting import CODE, LINK
from tests.portal.test_canaries import before, crawl, looking, masked, signed_in  # noqa: F401 a fixture
from tests.world import SAM, World

# In these tests `before` is the fixture above.
# ruff: noqa: F811

PLAN = f"/plans/{SAM}/"
DRAWN = (re.compile(rb"/ID ?\[[^\]]*\]"), re.compile(rb"<xmp:\w+Date>[^<]*"), re.compile(rb"/(Creation|Mod)Date ?\([^)]*\)"))


@pytest.fixture
def settled(before: World) -> World:
    """Let there be a report with a file from each parent, and readings by day, before anything private."""
    before.extra["files"] = [brought(person)[1] for person in (before.okafor, before.amara, before.joel)]
    return before


def doors(world: World) -> list[str]:
    """List what no link leads Joel to, beside what he walks to: other people's cards, letters, files in part, his own account."""
    numbers = Membership.objects.filter(content_object=world.sam.circle, user__in=[world.amara, world.joel, world.priya, world.pam])
    cards = [f"{PLAN}details/people/{number}/{what}/" for number in numbers.values_list("pk", flat=True) for what in ("address", "phone")]
    written = [f"{PLAN}letters/{number}/talk/" for number in numbers.values_list("pk", flat=True)]
    members = [
        f"{PLAN}people/{number}/{more}" for number in numbers.values_list("pk", flat=True) for more in ("", "sign-in/", "supporter/end/")
    ]
    below = (
        "details/",
        "people/",
        "who-has-looked/",
        "child/",
        "child/say/",
        "child/helpers/",
        "letters/",
        "conflicts/",
        "striking/",
        "versions/compare/",
    )
    own = ["/account/", "/account/devices/", "/break-glass/", "/office/", "/office/people/", "/office/mail/"]
    return [*cards, *written, *members, *(f"{PLAN}{one}" for one in below), *own]


def seen_by(world: World, browser: Client) -> dict[str, bytes]:
    """Give everything that Joel gets, by address."""
    found = {address: masked(body) for address, body in crawl(browser)}
    for address in doors(world):
        answer = browser.get(address)
        found[f"door {address}"] = masked(answer.content + str((answer.status_code, sorted(answer.headers.items()))).encode())
    for file in world.extra["files"]:
        for asked in ({}, {"Range": "bytes=10-90"}):
            answer = browser.get(url(file), headers=asked)
            found[f"file {file.uid} {asked}"] = whole(answer) + str(sorted(answer.headers.items())).encode()
    for address in [one for one in found if one.endswith("/pdf/") and one.startswith("/")]:
        body = browser.get(address).content
        for drawn in DRAWN:
            body = drawn.sub(b"", body)
        found[f"bytes {address}"] = body
    return found


def in_private(world: World) -> None:
    """Let Amara do, by night, all that she may do for herself; let others do for her what Joel is not told of."""
    _about_herself(world, signed_in(world.amara))
    kept = write(world, "amara", "A", "aspiration", "We leave in spring.", put_forward=False)
    rewrite(world, "amara", kept, "We leave in summer.")
    brought(world.amara, "shelter.jpg", picture(), audience="keep")
    when = {"today": world.today, "now": world.now}
    opening = Opening(text="Marcus, call me.", audience="person")
    open_thread(opening, reference=SAM, code="B", by=world.amara, **when)
    _chooses_a_supporter(world)
    number = Membership.objects.get(user=world.amara, content_object=world.sam.circle).pk
    assert signed_in(world.marcus).post(f"{PLAN}letters/{number}/talk/", {"safe": "on", "make": "pdf"}).status_code == 200
    _a_leader_looks(world)
    for address in (PLAN, f"{PLAN}details/", f"{PLAN}who-has-looked/", f"{PLAN}child/", f"{PLAN}sections/B/"):
        assert signed_in(world.amara).get(address).status_code == 200


def _about_herself(world: World, hers: Client) -> None:
    for slug, field, typed in (
        ("address", "address", "1 New Street"), ("phone", "phone", "07700 900555"), ("safe-times", "safe_times", "Mornings"),
        ("safe-words", "safe_wording", "Say it is the library."), ("interpreter", "interpreter", "Yoruba"), ("access-needs", "access_needs", "A lift"),
    ):  # fmt: skip
        address = f"{PLAN}details/yours/{slug}/"
        more = {"child_lives_here": "on"} if slug == "address" else {}
        assert hers.post(address, form_on(hers, address, field) | {field: typed} | more).status_code == 302
    hers.post(f"{PLAN}details/yours/phone/release/", {"readers": "professionals", "sure": "professionals"})


def _chooses_a_supporter(world: World) -> None:
    answer = signed_in(world.amara).post(f"{PLAN}people/supporter/", {"email": "rosa@example.org", "name": "Rosa Diaz"})
    code = CODE.search(answer.content.decode())
    link = LINK.search(OutgoingMail.objects.get(to="rosa@example.org").body)
    assert code
    assert link
    rosa = accept_invitation(link[1], code[1], now=world.now).person
    assert signed_in(rosa).get(PLAN).status_code == 200


def _a_leader_looks(world: World) -> None:
    User.objects.filter(pk__in=[world.zoe.pk, world.susan.pk]).update(is_leader=True)
    world.zoe.refresh_from_db()
    world.susan.refresh_from_db()
    break_glass(world.zoe, SAM, reason="Nobody else is there.", today=world.today, now=world.now)
    ledger.record_read(circle=world.sam.circle_id, actor=world.zoe.pk, role=Role.LEADER, codes=(Code.B,), now=world.now)
    until = world.today + timedelta(days=5)
    delay_telling(world.susan, BrokenGlass.objects.get().pk, until=until, reason="Asked for.", today=world.today, now=world.now)


def test_what_amara_does_for_herself_changes_no_byte_of_what_joel_gets(settled):
    world, browser = settled, signed_in(settled.joel)
    with looking(world):
        seen_by(world, browser)  # so that his own readings of today stand in both worlds
        earlier = seen_by(world, browser)
    entries = LedgerEntry.objects.count()
    in_private(world)
    with looking(world):
        later = seen_by(world, browser)
    assert LedgerEntry.objects.count() > entries + 12, "she did a good deal"
    assert len(earlier) > 100
    assert [one for one in later if one not in earlier] == []
    assert [one for one in earlier if earlier[one] != later[one]] == []


def test_two_looks_see_the_difference_when_she_puts_something_forward(settled):
    """Show that the comparison can fail."""
    world, browser = settled, signed_in(settled.joel)
    earlier = seen_by(world, browser)
    write(world, "amara", "A", "aspiration", "A bicycle.")
    later = seen_by(world, browser)
    assert f"{PLAN}sections/A/" in [one for one in earlier if earlier[one] != later.get(one)]
