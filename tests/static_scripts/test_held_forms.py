"""A form of a page goes on its way once the server has every word of the live texts beside it, and once only."""

from tests.static_scripts.test_one_change import asked


def test_a_form_waits_for_the_words_that_are_not_saved_yet():
    assert asked("tests/static_scripts/held_forms.mjs") == {
        "nothing unsaved": ["sent"],
        "not answered yet": ["held", "asks the server"],
        "answered": ["held", "asks the server", "goes by Save", "sent"],
        "one of two is not": ["held", "asks the server", "asks the server", "says that words wait"],
        "pressed twice": ["held", "asks the server", "held", "goes by Save", "sent"],
        "a search": ["sent"],
        "signing out": ["sent"],
    }
