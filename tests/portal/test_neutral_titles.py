"""No title of a page, which stands in tabs, histories and on the screens of others, names a child or a parent; a plan has its opaque reference."""

import html
import re

import pytest
from django.test import Client

from tests.plans.pages import PLAN, visit

NAMES = ("Sam", "Adeyemi", "Amara", "Joel", "Ada", "Haddad", "Nadia")
MOST = 150
LEAVES = ("/sign-in/out", "/cms/", "/static/", "/guidance", "/demo/")


def title_of(page: str) -> str:
    return html.unescape(re.search(r"<title>(.*?)</title>", page, re.DOTALL)[1]).strip()


def crawl(browser: Client) -> dict[str, str]:
    """Follow every link from home and the plan; give each address its title."""
    seen: dict[str, str] = {}
    waiting = ["/home/?all=1", PLAN]
    while waiting and len(seen) < MOST:
        address = waiting.pop(0).partition("#")[0]
        if address in seen or not address.startswith("/") or address.startswith(LEAVES):
            continue
        answer = browser.get(address, follow=True)
        if not answer.headers["Content-Type"].startswith("text/html"):
            seen[address] = ""
            continue
        page = answer.content.decode()
        seen[address] = title_of(page)
        waiting += [html.unescape(found) for found in re.findall(r'href="([^"]+)"', page)]
    return seen


@pytest.mark.parametrize("slug", ["amara", "joel", "marcus", "priya"])
def test_no_title_names_anybody(world, slug):
    titles = crawl(visit(getattr(world, slug)))
    assert len(titles) > 20
    assert {address: title for address, title in titles.items() if any(re.search(rf"\b{name}", title) for name in NAMES)} == {}


def test_the_crawl_would_find_a_name():
    assert title_of("<title>\n  Sam’s plan – Plans</title>").startswith("Sam")
