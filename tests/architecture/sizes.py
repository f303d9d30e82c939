"""Measure files, views and actions against the sizes of the house; each function gives the offences of one source."""

import ast
from pathlib import PurePath

LONGEST_FILE = 400
LONGEST_VIEW = 15

# Modules beside the actions that several actions share; they write nothing on their own and no view calls them.
SHARED_BY_ACTIONS = {
    "plans/actions/checks.py": "what giving a reason and overriding a check share",
    "plans/actions/answering.py": "what the acts of answering a draft share: the answer opened, what a suggestion stands on, the ledger note",
    "plans/actions/circle.py": "the doors, exceptions and notes that every change of a circle shares",
    "plans/actions/deciding.py": "what every event of a request, and every end of a case, shares: the lock, who, when, the entry",
    "plans/actions/new_plan.py": "what opening a plan and taking one over share: the child, the circle, the page, the plan, the parents",
    "plans/actions/reviewing.py": "what every act of a review shares: the lock, who may, the review that goes on, the entry",
    "plans/actions/reporting.py": "what writing the report of a review and sending it share",
    "plans/actions/office.py": "the locks, roles and notes that leaving and covering share",
    "plans/actions/happen.py": "`apply` recomputes dates from happenings, `happen` is the only action that calls it",
    "plans/actions/evidence_file.py": "what adding, saving and taking out a report share: its file",
    "plans/actions/writing.py": "what every save of an item shares: wording, ledger note, compare-and-set",
    "plans/actions/issued.py": "what serving a draft and issuing the final share: the documents, what was done, keeping them",
    "plans/actions/more_time.py": "what deciding about more time and giving it unasked share",
    "plans/actions/members_sign_in.py": "whom a keeper may help with their sign-in",
    "comments/actions/say.py": "what opening and answering a thread share",
}


def too_long(source: str) -> list[str]:
    """Refuse a file beyond the wall."""
    lines = len(source.splitlines())
    return [f"{lines} lines, {LONGEST_FILE} is the wall"] if lines > LONGEST_FILE else []


def long_views(source: str) -> list[str]:
    """Refuse a function of a views module whose body is longer than a view may be; its docstring is not counted."""
    functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    lengths = {node.name: _length(node) for node in functions}
    return [f"{name} has {length} lines, a view has {LONGEST_VIEW}" for name, length in lengths.items() if length > LONGEST_VIEW]


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def not_one_action(path: str, source: str) -> list[str]:
    """Refuse an action's file that does not hold exactly one public function, named like the file."""
    if path in SHARED_BY_ACTIONS or PurePath(path).name == "__init__.py":
        return []
    functions = [node.name for node in ast.parse(source).body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    public = [name for name in functions if not name.startswith("_")]
    return [] if public == [PurePath(path).stem] else [f"holds {public}, should hold only {PurePath(path).stem!r}"]
