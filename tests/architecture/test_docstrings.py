"""What a public name says of itself: something, as an imperative, and in the law with its provision."""

import pytest

from permissions.matrix import LAW
from permissions.vocabulary import Role
from tests.architecture import docstrings, house


def test_every_public_name_says_what_it_is():
    assert house.offences(house.python_of(), docstrings.undocumented) == {}


def test_every_function_begins_by_saying_what_it_does():
    assert house.offences(house.python_of(), docstrings.not_imperative) == {}


def test_every_public_name_of_the_law_names_its_provision():
    law = house.python_of("plans/statute")
    assert len(law) > 3
    assert house.offences(law, docstrings.lawless) == {}


def test_every_row_of_the_matrix_names_its_provision():
    assert set(LAW) == set(Role)
    assert [role for role, provision in LAW.items() if not any(letter.isdigit() for letter in provision)] == []


@pytest.mark.parametrize("first", ["Gives the day", "Giving the day", "The day", "give the day", "Whether it is due"])
def test_a_docstring_that_is_no_imperative_is_found(first):
    assert docstrings.not_imperative(f'def due():\n    """{first}."""') != []


@pytest.mark.parametrize("first", ["Give the day", "Pass on", "Say whether it is due", "Ring the bell"])
def test_an_imperative_is_fine(first):
    assert docstrings.not_imperative(f'def due():\n    """{first}."""') == []


def test_a_name_that_says_nothing_is_found_and_a_private_one_may():
    assert docstrings.undocumented("def due():\n    pass\ndef _step():\n    pass\nclass Plan:\n    pass") == ["due", "Plan"]


def test_a_rule_without_its_provision_is_found():
    assert docstrings.lawless('def due():\n    """Give the day."""') == ["due"]
    assert docstrings.lawless('def due():\n    """Give the day.\n\n    Law: SEND Regs 2014 reg 13.\n    """') == []
