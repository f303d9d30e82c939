"""Every door of the house says who may come through it; what is mounted from a library is declared by where it stands."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import URLResolver, get_resolver

from permissions.policy import PUBLIC, Policy
from portal.routes import http_routes
from portal.sockets.wire import MESSAGES, READERS, socket_policies
from tests.architecture import house


def views(patterns=None, prefix=""):
    """Walk the addresses once more, not by the code under test: every route with its view."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns, route)
        else:
            yield route, pattern.callback


def ours_without_a_policy():
    ours = [(route, view) for route, view in views() if view.__module__.split(".")[0] in house.ROOMS]
    return [route for route, view in ours if not isinstance(getattr(view, "policy", None), Policy)]


def test_every_route_has_a_policy():
    assert [route.route for route in http_routes() if route.policy is None] == []


def test_every_view_of_the_house_declares_its_own():
    assert ours_without_a_policy() == []


def test_the_table_of_routes_leaves_none_out():
    assert sorted(route.route for route in http_routes()) == sorted(route for route, _ in views())


def test_no_page_of_a_plan_is_open_to_whoever_is_not_signed_in():
    of_plans = [route for route in http_routes() if route.route.startswith("plans/")]
    assert len(of_plans) > 10
    assert [route.route for route in of_plans if route.policy is PUBLIC or not route.policy.signed_in] == []


def test_every_socket_message_has_a_policy():
    assert [message for message, policy in socket_policies().items() if policy is None] == []
    assert set(READERS) == set(MESSAGES) - {"connect"}


@pytest.mark.urls("tests.architecture.undeclared_urls")
def test_a_view_without_a_policy_is_found():
    assert [route.route for route in http_routes() if route.policy is None] == ["undeclared/"]


@pytest.mark.urls("tests.architecture.undeclared_urls")
def test_a_view_without_a_policy_answers_nobody(client):
    with pytest.raises(ImproperlyConfigured, match=r"'undeclared/' declares no policy"):
        client.get("/undeclared/")


def test_a_socket_message_without_a_policy_is_found(monkeypatch):
    monkeypatch.setitem(READERS, "whisper", lambda found: found)
    assert [message for message, policy in socket_policies().items() if policy is None] == ["ws/plans/<reference>/ whisper"]
