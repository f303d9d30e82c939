"""What a browser gets: its cookies, its kinds of content, and nothing that lies beside them on the disk."""

import json
import os
import subprocess
import sys

import pytest
from django.test import Client

from permissions.models import User
from tests.architecture import house
from tests.architecture.test_settings import REAL
from tests.portal.test_headers_on_every_route import OURS
from tests.world import SAM

COOKIES = ("SESSION_COOKIE", "CSRF_COOKIE")
ASKED = """
import json, django
django.setup()
from django.conf import settings
from portal.sessions import kept_words
names = [f"{cookie}_{what}" for cookie in ("SESSION_COOKIE", "CSRF_COOKIE") for what in ("NAME", "SECURE", "HTTPONLY", "SAMESITE", "DOMAIN", "PATH")]
print(json.dumps({name: getattr(settings, name) for name in names} | {"KEPT": kept_words.COOKIE, "REDIRECT": settings.SECURE_SSL_REDIRECT}))
"""


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    """Give the settings of cookies as a real service has them, read in a process of its own."""
    facts = {"PATH": os.environ["PATH"], "DATABASE_URL": f"sqlite:///{tmp_path_factory.mktemp('real')}/real.sqlite3", **REAL}
    facts["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    found = subprocess.run([sys.executable, "-c", ASKED], cwd=house.ROOT, env=facts, capture_output=True, text=True, check=True)
    return json.loads(found.stdout)


@pytest.mark.parametrize("cookie", COOKIES)
def test_a_cookie_of_a_real_service_goes_over_https_to_this_host_alone_and_to_no_script(real, cookie):
    assert real[f"{cookie}_NAME"].startswith("__Host-")
    assert (real[f"{cookie}_SECURE"], real[f"{cookie}_HTTPONLY"], real[f"{cookie}_SAMESITE"]) == (True, True, "Lax")
    assert (real[f"{cookie}_DOMAIN"], real[f"{cookie}_PATH"]) == (None, "/")
    assert (real["KEPT"], real["REDIRECT"]) == ("__Host-kept", True)


def test_the_cookies_that_a_browser_gets_are_these(world, client):
    client.get("/sign-in/")
    client.force_login(world.amara)
    answer = client.get(f"/plans/{SAM}/sections/A/add/voice/")
    found = {name: (bool(cookie["httponly"]), cookie["samesite"]) for name, cookie in answer.cookies.items()}
    assert found
    assert set(found) <= {"csrftoken", "sessionid"}
    assert set(found.values()) == {(True, "Lax")}


@pytest.mark.parametrize(
    "address",
    [
        "/.git/HEAD", "/.git/config", "/.env", "/manage.py", "/portal/settings.py", "/var/portal.sqlite3", "/docs/asvs.csv", "/requirements.lock",
        "/static/", "/static/images/", "/static/..%2fportal/settings.py", "/static/%2e%2e/manage.py", "/guidance-files/", "/guidance-files/images/",
        "/guidance-files/..%2f..%2fmanage.py", "/server-status", "/admin/", "/debug/", "/__debug__/", "/metrics", "/swagger.json", "/api/v2/pages/",
    ],
)  # fmt: skip
def test_what_lies_beside_is_not_there(world, address):
    browser = Client()
    assert browser.get(address, follow=True).status_code in (400, 404)
    browser.force_login(world.root)
    assert browser.get(address, follow=True).status_code in (400, 404)


def test_a_new_service_has_no_account(db):
    assert User.objects.count() == 0


def test_nobody_gives_themselves_a_duty_by_a_form(world):
    duties = {
        "is_superuser": "1",
        "is_leader": "1",
        "may_open_plans": "1",
        "organisation": "1",
        "protected_sign_in": "1",
        "email": "x@example.org",
    }
    browser = Client()
    browser.force_login(world.amara)
    before = User.objects.filter(pk=world.amara.pk).values().get()
    for address in (f"/plans/{SAM}/details/yours/", "/account/devices/end-others/", f"/plans/{SAM}/sections/A/add/voice/"):
        browser.post(address, duties)
    after = User.objects.filter(pk=world.amara.pk).values().get()
    assert {name for name in before if before[name] != after[name]} <= {"last_login"}


def test_a_release_is_laid_down_without_its_history():
    assert "rm -rf /opt/portal/releases/1/.git" in (house.ROOT / "docs/deploy.md").read_text()


@pytest.mark.parametrize("slug", [None, "amara"])
def test_every_answer_says_what_it_is_and_invites_no_other_origin(world, slug):
    client, wrong = Client(raise_request_exception=False), {}
    for address in OURS:
        if slug:
            client.force_login(getattr(world, slug))
        answer = client.get(address, headers={"origin": "https://elsewhere.example"})
        kind = answer.headers.get("Content-Type", "")
        invites = [name for name in answer.headers if name.lower().startswith("access-control-")]
        is_empty = not answer.streaming and not answer.content
        if invites or not (kind or is_empty) or (kind.startswith("text/") and "charset=utf-8" not in kind):
            wrong[address] = (answer.status_code, kind, invites)
    assert wrong == {}


def test_every_page_of_a_signed_in_person_has_the_way_out_on_it(world):
    client, without, pages = Client(raise_request_exception=False), [], 0
    for address in OURS:
        client.force_login(world.amara)
        answer = client.get(address)
        is_page = answer.status_code == 200 and answer.headers.get("Content-Type", "").startswith("text/html")
        if is_page:
            pages += 1
            if "data-sign-out" not in answer.content.decode():
                without.append(address)
    assert pages > 20
    # The page for when there is no line is nobody's: there is no way out to go.
    assert without == ["/offline/"]


def test_the_limits_count_the_visitors_address_behind_a_proxy_and_believe_no_header_without_one(world, settings):
    def tries(sent: str, seen_by_us: str) -> int:
        from django.core.cache import cache

        cache.clear()
        settings.EMAIL_BACKEND = "portal.mail.OutboxBackend"
        settings.ACCOUNT_RATE_LIMITS = {"request_login_code": "2/m/ip"}
        for number in range(6):
            browser = Client(REMOTE_ADDR=seen_by_us)
            answer = browser.post("/sign-in/", {"email": f"a{number}@example.org"}, headers={"x-forwarded-for": sent.format(number)})
            if answer.status_code == 422:
                return number
        return 6

    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    assert tries("198.51.100.{}", "203.0.113.1") == 2
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert tries("192.0.2.{}, 198.51.100.7", "127.0.0.1") == 2
    assert tries("198.51.100.{}", "127.0.0.1") == 6


def test_the_proxy_that_we_ship_says_itself_where_a_visitor_comes_from():
    conf = (house.ROOT / "deploy/nginx.conf").read_text()
    for line in (
        "proxy_set_header X-Forwarded-For $remote_addr;",
        "proxy_set_header X-Forwarded-Proto https;",
        'proxy_set_header Forwarded "";',
        'proxy_set_header X-Forwarded-Host "";',
        "ssl_protocols TLSv1.2 TLSv1.3;",
        "server_tokens off;",
    ):
        assert line in conf
    assert "autoindex" not in conf
    assert "proxy_cache" not in conf


def test_the_proxy_leads_browsers_to_https_and_no_machine():
    plain, _, protected = (house.ROOT / "deploy/nginx.conf").read_text().partition("listen 443")
    assert "location = /mail/receipts/ {\n        return 403;" in plain
    assert "return 301 https://" in plain
    assert "proxy_pass" not in plain
    assert "return 301" not in protected
