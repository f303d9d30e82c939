"""Only the front door signs anybody in: whoever calls Django's own `login` would let a person in past their second factor."""

import ast

from tests.architecture import house

# The demo's own door; it stands in no real service.
DEMO = "portal/views/demo.py"


def signs_in(source):
    """Find imports of Django's `login`, and calls of it by its module."""
    imported = [
        node.module
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom)
        and node.module == "django.contrib.auth"
        and {"login", "alogin"} & {name.name for name in node.names}
    ]
    called = [
        node.attr
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute)
        and node.attr in {"login", "alogin"}
        and isinstance(node.value, ast.Name)
        and node.value.id == "auth"
    ]
    return imported + called


def test_nobody_is_signed_in_past_the_front_door():
    assert set(house.offences(house.python_of(), signs_in)) <= {DEMO}


def test_a_door_of_its_own_is_found():
    assert signs_in("from django.contrib.auth import login, logout")
    assert signs_in("from django.contrib import auth\nauth.login(request, person)")
    assert not signs_in("from django.contrib.auth import logout\nfrom portal.sign_in.door import let_in_invited")
