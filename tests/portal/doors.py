"""The doors of Wagtail's admin as the URL resolver knows them, and the addresses at which they are tried."""

import re
from collections.abc import Iterator
from itertools import product

from django.urls import URLPattern, URLResolver, get_resolver

from tests.world import NADIAS, SAM

CLOSED = {403, 404, 405}
APPS = {"app_label": ("plans", "wagtailcore", "permissions"), "app_name": ("plans",), "content_type_app_name": ("plans", "portal")}
MODELS = {"model_name": ("planpage", "page", "user"), "content_type_model_name": ("planpage", "guidancepage")}
WORDS = {
    **APPS,
    **MODELS,
    "action": ("delete", "move", "publish", "unpublish"),
    "action_name": ("approve",),
    "filter_spec": ("max-800x600",),
    "uidb64": ("MQ",),
    "token": ("set-password",),
}


def walk(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = before + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLResolver):
            yield from walk(pattern.url_patterns, route)
        else:
            yield route


def admin_routes() -> list[str]:
    return [route for route in walk(get_resolver().url_patterns) if route.startswith("cms/")]


def addresses(route: str, number: int) -> Iterator[str]:
    """Fill every integer of a route with a page's number, and every word with the words that matter there."""
    if route == "cms/.*/$":
        yield "/cms/no/such/door/"
        return
    route = re.sub(r"\(live\|[a-z]+\|\\d\+\)|\(live\|earliest\|\\d\+\)", "live", route.replace(r"(\d+)", "<int:number>"))
    route = route.replace(r"\.\.\.", "...").removesuffix("$")
    blanks = re.findall(r"<(?:(\w+):)?(\w+)>", route)
    choices = [(str(number),) if kind == "int" or name in ("pk", "object_id") else WORDS[name] for kind, name in blanks]
    for words in product(*choices):
        address = route
        for word in words:
            address = re.sub(r"<[^>]+>", word, address, count=1)
        yield "/" + address


def can_name_a_page(route: str) -> bool:
    """Every route with a blank, but those whose number is never a page's: an editor's own open form, which answers `{}` whatever it is, and a notice's words."""
    return ("<" in route or "(" in route) and "editing-sessions/release" not in route and "snippets/portal/noticetext/" not in route


def names(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif pattern.name:
            yield space + pattern.name


def assert_no_plan(response) -> None:
    body = response.content.decode().upper()
    assert SAM not in body
    assert NADIAS not in body
