"""The admin in Chromium under the strict policy: nothing is blocked, nothing is asked of another origin, and the work of a content editor gets done."""

import io
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image
from playwright.sync_api import Page as Tab
from playwright.sync_api import sync_playwright

from tests.servers import free_port

pytestmark = pytest.mark.browser

PREPARE = """
from django.core.management import call_command
call_command("prepare", verbosity=0)
from portal.demo.people import session_of
from permissions.models import User
print("session", session_of(User.objects.create_superuser("root@example.org", "Root")))
"""
SCREENS = [
    "", "pages/", "pages/{home}/", "pages/{guidance}/", "pages/{guidance}/?ordering=ord", "pages/?q=rights", "pages/search/?q=plan", "pages/{guidance}/edit/",
    "pages/{home}/edit/", "pages/add/portal/guidancepage/{guidance}/", "pages/{guidance}/add_subpage/", "pages/{guidance}/history/", "pages/{guidance}/usage/",
    "pages/{words}/delete/", "pages/{words}/unpublish/", "bulk/wagtailcore/page/unpublish/?id={words}", "images/", "images/add/", "images/multiple/add/",
    "documents/", "documents/add/", "documents/multiple/add/", "users/", "pages/{words}/history/",
    "pages/{words}/revisions/compare/earliest...latest/", "pages/{words}/view_draft/", "settings/portal/councilsettings/", "snippets/portal/sectionhelp/",
    "images/?q=plan", "documents/?q=plan",
]  # fmt: skip


@dataclass
class Admin:
    """A tab of Root's in the admin, and what the browser complained of there."""

    tab: Tab
    origin: str
    complaints: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def open(self, address: str) -> None:
        self.tab.goto(f"{self.origin}/cms/{address}")


def environment(database: Path, **more: str) -> dict[str, str]:
    return os.environ | {"DEMO": "1", "DATABASE_URL": f"sqlite:///{database}"} | more


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Serve a new portal by Daphne; give its origin and the session of Root."""
    database = tmp_path_factory.mktemp("admin") / "portal.sqlite3"
    port = free_port()
    origin = f"http://localhost:{port}"
    made = [sys.executable, "manage.py", "shell", "-v0", "-c", PREPARE]
    said = subprocess.run(made, env=environment(database), check=True, capture_output=True, text=True).stdout
    command = [sys.executable, "-m", "daphne", "-b", "127.0.0.1", "-p", str(port), "portal.asgi:application"]
    server = subprocess.Popen(command, env=environment(database, ORIGIN=origin), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield origin, said.split("session ")[1].strip()
    finally:
        server.terminate()
        server.wait()
        for picture in (settings.BASE_DIR / "var" / "guidance").glob("*images/a_picture*"):
            picture.unlink()


def wait_for(port: int) -> None:
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("the server did not start")


@pytest.fixture
def admin(served: tuple[str, str]) -> Iterator[Admin]:
    origin, session = served
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        context = browser.new_context()
        context.add_cookies([{"name": "sessionid", "value": session, "url": origin}])
        found = Admin(context.new_page(), origin)
        found.tab.on("console", lambda said: found.complaints.append(f"{found.tab.url}: {said.text}") if said.type == "error" else None)
        found.tab.on("pageerror", lambda error: found.complaints.append(f"{found.tab.url}: {error}"))
        found.tab.on(
            "request", lambda asked: found.elsewhere.append(asked.url) if not asked.url.startswith((origin, "data:", "blob:")) else None
        )
        yield found
        browser.close()


def numbers(admin: Admin) -> dict[str, int]:
    """Find the pages by walking down the explorer as a person would."""
    admin.open("pages/")
    found = {}
    for name, title in (("home", "Plans we write together"), ("guidance", "Guidance"), ("words", "Words explained")):
        admin.tab.get_by_role("link", name=title, exact=True).first.click()
        admin.tab.wait_for_url("**/edit/")
        found[name] = int(admin.tab.url.split("/")[-3])
        admin.open(f"pages/{found[name]}/")
    return found


def publish(admin: Admin, page: int, title: str) -> None:
    """Change the title of a page and publish it; from then on there is something to compare."""
    admin.open(f"pages/{page}/edit/")
    admin.tab.locator(".public-DraftEditor-content").wait_for()
    admin.tab.fill("#id_title", title)
    admin.tab.evaluate("document.querySelector('button[name=action-publish]').click()")
    admin.tab.get_by_text("has been published").wait_for()


def test_there_are_twenty_five_screens() -> None:
    assert len(SCREENS) - 1 >= 25, "and one that is closed"


def test_every_screen_of_a_content_editor_runs_under_the_strict_policy(admin: Admin) -> None:
    pages = numbers(admin)
    publish(admin, pages["words"], "Words explained")
    for screen in SCREENS:
        admin.open(screen.format(**pages))
    assert [said for said in admin.complaints if "status of 404" not in said] == []
    assert len(admin.complaints) == 1, "only the closed list of people is not there"
    assert admin.elsewhere == []


def test_the_browser_blocks_and_this_test_hears_of_what_breaks_the_policy(admin: Admin) -> None:
    """Plant what a stored script would do, so that the silence of the other tests means something."""
    admin.open("")
    admin.tab.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=\"data:,\" onerror=\"document.title = 7\">')")
    admin.tab.evaluate("document.body.insertAdjacentHTML('beforeend', '<style>body { color: red }</style>')")
    admin.tab.evaluate("fetch('http://127.0.0.1:9/')\n.catch(() => null)")
    admin.tab.wait_for_timeout(300)
    assert len([said for said in admin.complaints if "Content Security Policy" in said]) >= 3
    assert admin.tab.title() != "7"


def test_a_content_editor_changes_a_page_sees_it_beside_the_form_and_publishes_it(admin: Admin) -> None:
    pages = numbers(admin)
    admin.open(f"pages/{pages['words']}/edit/")
    admin.tab.fill("#id_title", "Words said plainly")
    admin.tab.click("[data-side-panel-toggle='preview']")
    admin.tab.frame_locator("#w-preview-iframe").get_by_role("heading", name="Words said plainly").wait_for()
    admin.tab.click("[data-side-panel-toggle='status']")
    admin.tab.click("[data-a11y-dialog-show='schedule-publishing-dialog']")
    admin.tab.focus("#id_go_live_at")
    admin.tab.locator(".xdsoft_datetimepicker:visible").wait_for()
    publish(admin, pages["words"], "Words said plainly")
    assert admin.tab.request.get(f"{admin.origin}/guidance/words/").text().count("Words said plainly") >= 1
    assert admin.complaints == admin.elsewhere == []


def test_a_content_editor_adds_a_picture_and_finds_it_in_the_chooser(admin: Admin) -> None:
    drawn = io.BytesIO()
    Image.new("RGB", (400, 300), "#12403f").save(drawn, "PNG")
    admin.open("images/add/")
    admin.tab.set_input_files("#id_file", {"name": "a picture.png", "mimeType": "image/png", "buffer": drawn.getvalue()})
    admin.tab.fill("#id_title", "A green picture")
    admin.tab.get_by_role("button", name="Upload").click()
    admin.tab.get_by_text("A green picture").first.wait_for()
    admin.tab.goto(f"{admin.origin}/cms/images/", wait_until="load")
    assert admin.tab.evaluate("[...document.images].every((image) => image.complete && image.naturalWidth > 0)")
    chooser = admin.tab.request.get(f"{admin.origin}/cms/images/chooser/").text()
    assert "A green picture" in chooser
    assert admin.complaints == admin.elsewhere == []


def test_signing_out_in_the_admin_leads_out_of_the_portal(admin: Admin) -> None:
    admin.open("")
    admin.tab.get_by_role("button", name="Root").click()
    admin.tab.get_by_role("button", name="Sign out").or_(admin.tab.get_by_role("menuitem", name="Sign out")).first.click()
    admin.tab.wait_for_url("**/sign-in/signed-out/")
    admin.open("pages/")
    assert "/sign-in/" in admin.tab.url
