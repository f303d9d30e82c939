"""Small files, short views, one action a file."""

import pytest

from tests.architecture import house, sizes

VIEWS = [path for path in house.python_of() if "views" in path.parts]
ACTIONS = [path for path in house.python_of() if "actions" in path.parts]
LONG_VIEW = "def answer(request):\n" + "    '''Answer.'''\n" + "    step()\n" * 16
GOOD_VIEW = "def answer(request):\n" + "    '''Answer,\n    at\n    length.'''\n" + "    step()\n" * 15


def test_no_file_is_longer_than_the_wall():
    assert house.offences(house.files(".py", ".js", ".mjs", ".html", ".scss"), sizes.too_long) == {}


def test_no_view_is_longer_than_a_view_may_be():
    assert house.offences(VIEWS, sizes.long_views) == {}


def test_an_actions_file_holds_one_action_named_like_it():
    assert {str(path): found for path in ACTIONS if (found := sizes.not_one_action(path.as_posix(), house.read(path)))} == {}


def test_every_shared_module_of_the_actions_is_still_there():
    assert [path for path in sizes.SHARED_BY_ACTIONS if not (house.ROOT / path).is_file()] == []


def test_no_module_is_named_after_nothing_in_particular():
    nameless = {"utils", "helpers", "services", "core", "common"}
    assert [str(path) for path in house.python_of() if nameless & {path.stem, *path.parts}] == []


def test_the_walk_finds_the_house_and_leaves_out_what_is_generated():
    found = {path.as_posix() for path in house.files(".py", ".js", ".html")}
    assert {"plans/statute/window.py", "tests/world.py", "templates/layouts/page.html", "static/src/js/app.js"} <= found
    assert [path for path in found if "/migrations/" in path or "node_modules" in path or "static/dist" in path] == []


def test_a_file_of_401_lines_is_an_offence_and_one_of_400_is_not():
    assert sizes.too_long("line\n" * 400) == []
    assert sizes.too_long("line\n" * 401) == ["401 lines, 400 is the wall"]


def test_a_view_of_16_lines_is_an_offence_and_its_docstring_is_not_counted():
    assert sizes.long_views(GOOD_VIEW) == []
    assert sizes.long_views(LONG_VIEW) == ["answer has 16 lines, a view has 15"]


@pytest.mark.parametrize(
    "source", ["def other():\n    pass", "def serve_draft():\n    pass\ndef share():\n    pass", "class Facts:\n    pass"]
)
def test_a_file_with_another_action_with_two_or_with_none_is_an_offence(source):
    assert sizes.not_one_action("plans/actions/serve_draft.py", source) != []


def test_a_dataclass_and_private_steps_beside_the_action_are_fine():
    source = "class Facts:\n    pass\ndef serve_draft():\n    pass\ndef _step():\n    pass"
    assert sizes.not_one_action("plans/actions/serve_draft.py", source) == []
