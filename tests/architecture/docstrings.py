"""Read docstrings: whether they are there, whether a function's begins with an imperative, whether a rule of law names its provision."""

import ast

from tests.architecture.house import public_definitions

# Imperatives that end like a third person, a participle or a past tense.
IMPERATIVES = {
    "Guess",
    "Ring",
    "Bring",
    "Pass",
    "Press",
    "Address",
    "Witness",
    "Express",
    "Process",
    "Sing",
    "Feed",
    "Seed",
    "Embed",
    "Need",
}
NO_IMPERATIVES = {
    "The",
    "A",
    "An",
    "This",
    "These",
    "It",
    "Whether",
    "What",
    "Which",
    "Who",
    "When",
    "How",
    "All",
    "Every",
    "Each",
    "Helper",
    "Function",
}


def undocumented(source: str) -> list[str]:
    """Name the public functions and classes without a docstring."""
    return [node.name for node in public_definitions(ast.parse(source)) if not ast.get_docstring(node)]


def not_imperative(source: str) -> list[str]:
    """Name the public functions and methods whose docstring does not begin by saying what to do ("Give", not "Gives", "Giving" or "The")."""
    functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    public = [node for node in functions if not node.name.startswith("_")]
    first = {node.name: (ast.get_docstring(node) or "Give").split()[0].strip(".,;:()") for node in public}
    return [f"{name}: {word!r}" for name, word in first.items() if not _is_imperative(word)]


def _is_imperative(word: str) -> bool:
    return word in IMPERATIVES or (word[:1].isupper() and word not in NO_IMPERATIVES and not word.endswith(("s", "ing", "ed")))


def lawless(source: str) -> list[str]:
    """Name the public functions and classes whose docstring names no provision."""
    return [node.name for node in public_definitions(ast.parse(source)) if "Law: " not in (ast.get_docstring(node) or "")]
