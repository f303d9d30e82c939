"""Every route of the service, tried by somebody without a session and by Root, answers with every header (security.md 3f).

Two deviations are allowed, both in Wagtail's editor and held by `portal/middleware/admin_gate.py`: a page that is edited may frame its preview and write
styles under a nonce; the preview may be framed by this origin. Nothing else differs anywhere.
"""

import re

import pytest
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.test import Client
from django.urls import reverse

from portal.asgi import application
from portal.models import HomePage
from portal.routes import http_routes
from tests.architecture.test_headers import faults
from tests.portal.doors import addresses
from tests.world import SAM

EDITOR = {"frame-src": "'self'", "style-src": r"'self' 'nonce-[\w+/=]+'"}
EDITING = re.compile(r"/cms/(pages/\d+/edit|pages/add/\w+/\w+/\d+|pages/\d+/revisions/\d+/revert|snippets/portal/\w+/edit/\d+)/$")
VALUES = {
    "reference": SAM, "code": "F", "number": "1", "uid": "00000000-0000-4000-8000-000000000000", "uidb36": "1", "key": "abc", "name": "a.png",
    "folder": "images", "path": "guidance", "kind": "need", "document_id": "1", "document_filename": "a.pdf",
}  # fmt: skip


def filled(route: str) -> str:
    """Make an address of a route of ours: a value for each of its places."""
    route = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", lambda place: VALUES.get(place[1], "1"), route.strip("^$").replace("^", ""))
    route = re.sub(r"<(?:\w+:)?(\w+)>", lambda place: _value(place[0], place[1]), route)
    return "/" + re.sub(r"[\\?$]|\([^)]*\)\*?", "", route)


def _value(place: str, name: str) -> str:
    return VALUES["uid"] if place.startswith("<uuid:") else "1" if place.startswith("<int:") else VALUES.get(name, "x")


OURS = sorted({filled(route.route) for route in http_routes() if not route.route.startswith("cms/")})
ADMIN = sorted({route.route for route in http_routes() if route.route.startswith("cms/")})


def found_at(response) -> list[str]:
    """Name what is missing, what may be kept by a cache, and what says which software answers."""
    kept = [] if "no-store" in response.headers.get("Cache-Control", "") else [f"Cache-Control: {response.headers.get('Cache-Control')}"]
    tells = [name for name in ("Server", "X-Powered-By") if name in response.headers]
    return faults(response) + kept + tells


def test_there_are_routes_enough_to_make_this_worth_while():
    assert len(OURS) > 60
    assert len(ADMIN) > 100


@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_every_route_of_ours_has_every_header_for_whoever_is_not_signed_in(world, method):
    client = Client(raise_request_exception=False)
    wrong = {address: found for address in OURS if (found := found_at(getattr(client, method)(address)))}
    assert wrong == {}


@pytest.mark.parametrize("slug", ["amara", "marcus", "root"])
def test_every_route_of_ours_has_every_header_for_whoever_is(world, slug):
    client = Client(raise_request_exception=False)
    wrong = {}
    for address in OURS:
        client.force_login(getattr(world, slug))
        response = client.get(address)
        if found := found_at(response):
            wrong[address] = (response.status_code, found)
    assert wrong == {}


def test_every_route_of_the_admin_has_every_header_but_for_the_two_deviations(world):
    client = Client(raise_request_exception=False)
    client.force_login(world.root)
    home = HomePage.objects.get().pk
    editor, preview = reverse("wagtailadmin_pages:edit", args=[home]), reverse("wagtailadmin_pages:preview_on_edit", args=[home])
    wrong = {}
    for address in [next(iter(addresses(route, home))) for route in ADMIN] + [editor]:
        if address == preview:
            continue
        response = client.get(address)
        if found := faults_besides(response, EDITOR) if EDITING.match(address) else found_at(response):
            wrong[address] = (response.status_code, found)
    assert wrong == {}
    client.post(preview, {"title": "A page", "slug": "home"})
    seen = client.get(preview)
    assert seen.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in seen.headers["Content-Security-Policy"]


def faults_besides(response, allowed: dict[str, str]) -> list[str]:
    policy = response.headers["Content-Security-Policy"]
    for name, value in allowed.items():
        policy = re.sub(rf"{name} {value}(; |$)", "", policy)
    response.headers["Content-Security-Policy"] = policy
    return found_at(response)


def test_over_https_every_answer_asks_for_https_for_two_years(world, settings):
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 63_072_000, True
    client = Client(raise_request_exception=False)
    for address in ("/", "/sign-in/", "/not-there/", f"/plans/{SAM}/", "/static/not-there.css", "/plans/%00/"):
        answer = client.get(address, secure=True)
        assert answer.headers["Strict-Transport-Security"].startswith("max-age=63072000; includeSubDomains"), address


@pytest.mark.parametrize(
    ("path", "origin"),
    [(f"/ws/plans/{SAM}/", settings.ORIGIN), ("/ws/else/", settings.ORIGIN), (f"/ws/plans/{SAM}/", "https://elsewhere.example")],
)
@pytest.mark.django_db(transaction=False)
async def test_a_socket_that_is_refused_is_refused_before_it_opens(path, origin):
    refused = WebsocketCommunicator(application, path, [(b"origin", origin.encode())])
    is_open, _ = await refused.connect(10)
    assert not is_open
