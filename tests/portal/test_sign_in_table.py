"""Every row of the table that says who comes in with what (`sign_in_table.txt`), tried by HTTP."""

from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client

from permissions import clock
from permissions.actions.invite_person import invite_person
from permissions.models import User
from tests.portal.passkey import PRESENT, Passkey, options_on
from tests.portal.signing_in import SECOND, SET_UP, Door, app_code, code_sent_to, letters_to

ROWS = [
    tuple(line.split())
    for line in (Path(__file__).parent / "sign_in_table.txt").read_text().splitlines()
    if line.strip() and not line.startswith("#")
]
WHO = {"family": "amara", "protected": "amara", "supporter": "pam", "professional": "priya", "staff": "marcus", "superuser": "root"}
NEW = "new.address@example.org"


@pytest.fixture(autouse=True)
def _fresh_door(settings):
    settings.EMAIL_BACKEND = "portal.mail.OutboxBackend"
    settings.MFA_TOTP_TOLERANCE = 1  # a code is typed in the next half minute where the first one ends just then
    cache.clear()


def person_of_kind(kind, world):
    person = getattr(world, WHO.get(kind, "amara"))
    facts = {
        "protected": {"protected_sign_in": True},
        "not_joined": {"joined_at": None},
        "left": {"left_at": world.now},
        "inactive": {"is_active": False},
    }.get(kind, {})
    User.objects.filter(pk=person.pk).update(**facts)
    person.refresh_from_db()
    return person


def is_told_no(answer):
    return answer.status_code in (403, 404, 422) or (answer.status_code == 302 and "more-than-a-code" in answer["Location"])


def outcome(door, answer):
    """Say what came of a try, by what the browser can do afterwards."""
    if door.is_in():
        return "in"
    if not letters_to(door.person.email).filter(body__contains="There is no account with this address").exists():
        if door.browser.get(SECOND).status_code == 200:
            return "asks"
        if door.browser.get(SET_UP).status_code == 200:
            return "sets_up"
        return "refused" if is_told_no(answer) else f"{answer.status_code} {answer.get('Location', '')}"
    return "nothing"


def invited(door, world):
    User.objects.filter(pk=door.person.pk).update(joined_at=None)
    return invite_person(User.objects.get(pk=door.person.pk), by=world.susan, now=clock.now())


def recovered(door, world):
    """Let the leader give a new way in, as she does it; give the joining code that she is shown."""
    User.objects.filter(pk=world.susan.pk).update(is_leader=True)
    susan = Client()
    susan.force_login(world.susan)
    page = susan.post(f"/people/{door.person.uid}/sign-in/recover/", {"is_checked": "on"}).content.decode()
    return page.split('govuk-heading-l">')[-1][:9]


def by_invitation(door, world, then):
    issued = invited(door, world)
    if then == "link":
        return door.joins("0000-0000", link=issued.link_token)
    return set_up(door, door.joins(issued.joining_code, link=issued.link_token), then)


def by_recovery(door, world, then):
    code = recovered(door, world)
    return set_up(door, door.joins(code), then)


def set_up(door, answer, then):
    if then == "passkey":
        return door.sets_up_passkey()
    return door.sets_up_app() if then == "app" else answer


def by_code(door, then):
    answer = door.comes_by_code()
    steps = {
        "app": door.shows_app,
        "wrong_app": lambda: door.shows_app("000000"),
        "passkey": door.shows_passkey,
        "others_passkey": lambda: door.shows_passkey(Passkey(owner=door.passkey.owner)),
        "set_up": lambda: door.sets_up_passkey() or answer,
    }
    if not then:
        return answer
    later = steps[then]()
    return answer if then == "set_up" else later


def comes_as_ever(door, held):
    if held in ("passkey", "both"):
        door.comes_by_passkey()
    else:
        door.comes_by_code()
        if held == "app" and not door.is_in():
            door.shows_app()
    assert door.is_in()
    session = door.browser.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()
    cache.clear()


def confirms(door, by):
    if by == "mailbox":
        door.browser.post("/account/confirm/code/", {})
        return door.browser.post("/account/confirm/code/", {"code": code_sent_to(door.person.email) or "WRONG"})
    if by == "app":
        return door.browser.post("/account/confirm/app/", {"code": app_code()})
    options = options_on(door.browser.get("/account/confirm/").content.decode())
    return door.browser.post("/account/confirm/passkey/", {"credential": door.passkey.get(options)})


def changes_email(door, held, by):
    comes_as_ever(door, held)
    assert door.browser.get("/account/email/")["Location"].startswith("/account/confirm/")
    confirms(door, by)
    door.browser.post("/account/email/", {"email": NEW})
    if letters_to(NEW).exists():
        door.browser.post("/account/email/code/", {"code": code_sent_to(NEW)})
    door.person.refresh_from_db()
    return "changed" if door.person.email == NEW else "kept"


def adds_passkey(door, held, by):
    comes_as_ever(door, held)
    confirms(door, by)
    door.sets_up_passkey("/account/passkeys/add/")
    return "changed" if door.person.authenticator_set.filter(type="webauthn").count() > (held == "passkey") else "kept"


def try_row(door, held, path, world):
    first, _, then = path.partition("+")
    if first.startswith("email_by_"):
        return changes_email(door, held, first.removeprefix("email_by_"))
    if first == "add_by_mailbox":
        return adds_passkey(door, held, "mailbox")
    if first in ("invitation", "link"):
        return outcome(door, by_invitation(door, world, "link" if first == "link" else then))
    if path.endswith("_after_recovery"):
        recovered(door, world)
        path = path.removesuffix("_after_recovery")
        first, _, then = path.partition("+")
    if first == "recovery":
        return outcome(door, by_recovery(door, world, then))
    if first == "unverified_passkey":
        door.passkey.flags = PRESENT
    if first.endswith("passkey"):
        return outcome(door, door.comes_by_passkey())
    return outcome(door, by_code(door, then))


@pytest.mark.parametrize(("kind", "held", "path", "comes_of_it"), ROWS, ids=["-".join(row) for row in ROWS])
def test_what_the_table_says_comes_of_it(world, kind, held, path, comes_of_it):
    door = Door(person_of_kind(kind, world)).holds(held)
    assert try_row(door, held, path, world) == comes_of_it


def test_the_table_leaves_no_kind_and_no_path_out():
    kinds = {kind for kind, *_ in ROWS}
    assert kinds == {"family", "protected", "supporter", "professional", "staff", "superuser", "not_joined", "left", "inactive"}
    assert len(ROWS) == len({row[:3] for row in ROWS}) > 80
    refusing = [row for row in ROWS if row[3] in ("refused", "nothing", "asks", "sets_up", "kept")]
    assert len(refusing) > len(ROWS) / 2
