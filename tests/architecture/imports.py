"""Read what a Python source imports, calls and names; each contract gives the offences of one source."""

import ast
import sys
from collections.abc import Iterator

CLOCKS = {
    "datetime": {"now", "utcnow", "today"},
    "date": {"today"},
    "time": {"time", "time_ns", "localtime", "gmtime"},
    "timezone": {"now", "localdate", "localtime"},
}
LAW_MAY_IMPORT = ("permissions.vocabulary", "permissions.matrix", "permissions.refusals", "plans.statute")
FORBIDDEN_NAMES = {
    "mark_safe": "one sanitiser: plans.rendering",
    "csrf_exempt": "every form is checked",
    "ModelForm": "forms clean a dictionary; actions write",
    "modelform_factory": "forms clean a dictionary; actions write",
    "signals": "no model signals: an action says what it does",
    "receiver": "no model signals: an action says what it does",
    "pre_save": "no model signals: an action says what it does",
    "post_save": "no model signals: an action says what it does",
    "pre_delete": "no model signals: an action says what it does",
    "post_delete": "no model signals: an action says what it does",
    "m2m_changed": "no model signals: an action says what it does",
}


def imported(source: str) -> Iterator[str]:
    """Name everything imported, each name in full: `from a import b` is a.b."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names)


def reads_the_clock(source: str) -> list[str]:
    """Refuse a call that asks the machine for the time; intervals (`monotonic`, `perf_counter`) are no dates."""
    calls = [node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    named = [(_last_name(call.value), call.attr) for call in calls]
    direct = [name for name in imported(source) if name in ("time.time", "django.utils.timezone.now", "django.utils.timezone.localdate")]
    return [f"{owner}.{word}()" for owner, word in named if word in CLOCKS.get(owner, set())] + direct


def asks_for_the_time(source: str) -> list[str]:
    """Refuse the import of our own clock; its time zone is not a clock."""
    doors = ("permissions.clock", "permissions.clock.now", "permissions.clock.today")
    return [name for name in imported(source) if name in doors]


def imports_more_than_the_law_needs(source: str) -> list[str]:
    """Refuse everything but the standard library and the words of the house."""
    return [name for name in imported(source) if name.split(".")[0] not in sys.stdlib_module_names and not name.startswith(LAW_MAY_IMPORT)]


def speaks_to_guardian(source: str) -> list[str]:
    """Refuse guardian, and the shortcuts of Django that would ask it."""
    return [name for name in imported(source) if name.split(".")[0] == "guardian"]


def mocks(source: str) -> list[str]:
    """Refuse the tools that pretend to be our own code."""
    return [name for name in imported(source) if name.startswith(("unittest.mock", "mock.", "pytest_mock"))]


def forbidden_names(source: str) -> list[str]:
    """Refuse what the house does without, by import, by attribute or by name."""
    module = ast.parse(source)
    names = {node.id for node in ast.walk(module) if isinstance(node, ast.Name)}
    names |= {node.attr for node in ast.walk(module) if isinstance(node, ast.Attribute)}
    names |= {part for name in imported(source) for part in name.split(".")}
    return [f"{name}: {FORBIDDEN_NAMES[name]}" for name in sorted(names & set(FORBIDDEN_NAMES))]


def vouches_for_markup(source: str) -> list[str]:
    """Refuse a call that says of words that they need no escaping."""
    calls = [node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return [name for call in calls if (name := _last_name(call)) in ("SafeString", "SafeText", "mark_safe", "SafeData")]


def view_knows_rows(source: str) -> list[str]:
    """Refuse a view that builds a querySet or works with a model; it may name one in an annotation."""
    module = ast.parse(source)
    managers = [
        f"line {node.lineno}: .{node.attr}" for node in ast.walk(module) if isinstance(node, ast.Attribute) and node.attr == "objects"
    ]
    shortcuts = [name for name in imported(source) if name.startswith("django.shortcuts.get_") or name.startswith("django.db.models")]
    return managers + shortcuts + [f"works with the model {name}" for name in _models_at_work(module)]


def _models_at_work(module: ast.Module) -> list[str]:
    froms = [node for node in ast.walk(module) if isinstance(node, ast.ImportFrom)]
    models = {alias.asname or alias.name for node in froms if "models" in (node.module or "").split(".") for alias in node.names}
    models -= {"AnonymousUser"}  # how Django says that nobody is signed in; it is no row
    notes = [note for node in ast.walk(module) for note in _annotations(node)]
    in_notes = {id(part) for note in notes for part in ast.walk(note)}
    return sorted({node.id for node in ast.walk(module) if isinstance(node, ast.Name) and node.id in models and id(node) not in in_notes})


def _annotations(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return [node.returns] if node.returns else []
    if isinstance(node, ast.arg | ast.AnnAssign):
        return [node.annotation] if node.annotation else []
    return []


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
