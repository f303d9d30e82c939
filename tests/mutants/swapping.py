"""Put changed functions in the place of those of the house, in the running process."""

import ast
import builtins
import gc
import importlib
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import _lru_cache_wrapper, cache
from types import CodeType, FunctionType, ModuleType
from typing import Any

from tests.mutants.finding import HOUSE, REFUSED, is_require, labels

MARK = "__came_by__"


@contextmanager
def swapped(path: str, raw: bytes | ast.Module) -> Iterator[int]:
    """Give every function of a module the code that the changed source has for it; gives how many there were."""
    module = _module(path)
    name = str(module.__file__)
    old, new = (_codes(compile(source, name, "exec")) for source in ((HOUSE / path).read_bytes(), raw))
    instead = {}
    for place, code in old.items():
        if place in new and new[place] != code:
            instead[code.co_qualname, code.co_firstlineno] = new[place]
    changed = []
    for one in _functions_of(name):
        code = instead.get((one.__code__.co_qualname, one.__code__.co_firstlineno))
        if code is not None and code.co_freevars == one.__code__.co_freevars:
            changed.append((one, one.__code__))
            one.__code__ = code
    names = _names(module, (HOUSE / path).read_bytes(), raw) if isinstance(raw, bytes) else {}
    before = {one: vars(module)[one] for one in names}
    vars(module).update(names)
    forget(module)
    try:
        yield len(changed) + len(names)
    finally:
        vars(module).update(before)
        forget(module)
        for one, was in changed:
            one.__code__ = was


def forget(module: ModuleType) -> None:
    """Let the functions of a module that keep their answers work them out anew."""
    for one in vars(module).values():
        if isinstance(one, _lru_cache_wrapper):
            one.cache_clear()


def forget_all(paths: Iterable[str]) -> None:
    """Do so in all of these modules, so that a test that is answered from what another one asked comes by the same lines."""
    for path in paths:
        forget(_module(path))


def _module(path: str) -> ModuleType:
    return importlib.import_module(path.removesuffix(".py").replace("/", ".").removesuffix(".__init__"))


@cache
def _functions_of(file: str) -> list[FunctionType]:
    """Find the functions of a file, wherever a decorator or a class holds them."""
    return [one for one in gc.get_objects() if type(one) is FunctionType and one.__code__.co_filename == file]


def _names(module: ModuleType, was: bytes, raw: bytes) -> dict[str, Any]:
    """Work out anew the names of the module from the first line that has changed outside the functions."""
    before, after = ([line for line in ast.parse(source).body if isinstance(line, ast.Assign | ast.AnnAssign)] for source in (was, raw))
    first = next((n for n, pair in enumerate(zip(before, after, strict=True)) if ast.dump(pair[0]) != ast.dump(pair[1])), len(after))
    lines: list[ast.stmt] = [*after[first:]]
    made = dict(vars(module))
    exec(compile(ast.Module(body=lines, type_ignores=[]), str(module.__file__), "exec"), made)  # noqa: S102 the house's own line
    return {name: made[name] for line in lines for name in _targets(line)}


def _targets(line: ast.stmt) -> list[str]:
    targets = line.targets if isinstance(line, ast.Assign) else [line.target] if isinstance(line, ast.AnnAssign) else []
    return [one.id for one in targets if isinstance(one, ast.Name)]


def _codes(code: CodeType) -> dict[tuple[str, int], CodeType]:
    """Find the code of every function, by its name and by which of that name it is."""
    found: dict[tuple[str, int], CodeType] = {}

    def walk(code: CodeType) -> None:
        for one in code.co_consts:
            if isinstance(one, CodeType):
                number = sum(name == one.co_qualname for name, _ in found)
                found[one.co_qualname, number] = one
                walk(one)

    walk(code)
    return found


@contextmanager
def watched(paths: Iterable[str], came_by: set[str]) -> Iterator[None]:
    """Let every statement of these modules put its label into `came_by` as it is run, and every refusal of a `require...` too."""
    setattr(builtins, MARK, came_by.add)
    opened = []
    try:
        for path in paths:
            one = swapped(path, _marked(path))
            one.__enter__()
            opened.append(one)
        yield
    finally:
        for one in reversed(opened):
            one.__exit__(*sys.exc_info())
        delattr(builtins, MARK)


def _marked(path: str) -> ast.Module:
    tree = ast.parse((HOUSE / path).read_bytes())
    label = labels(tree, path)
    for node in list(ast.walk(tree)):
        for field in ("body", "orelse", "finalbody"):
            found = getattr(node, field, None)
            if isinstance(found, list) and found and found[0] in label:
                setattr(node, field, [one for statement in found for one in _marked_statement(statement, label[statement])])
    return ast.fix_missing_locations(tree)


def _marked_statement(statement: ast.stmt, label: str) -> list[ast.stmt]:
    mark = _mark(label, statement)
    if not is_require(statement):
        return [mark, statement]
    refused = ast.ExceptHandler(type=None, name=None, body=[_mark(label + REFUSED, statement), ast.copy_location(ast.Raise(), statement)])
    tried = ast.Try(body=[statement], handlers=[ast.copy_location(refused, statement)], orelse=[], finalbody=[])
    return [mark, ast.copy_location(tried, statement)]


def _mark(label: str, at: ast.stmt) -> ast.stmt:
    call = ast.Call(func=ast.Name(id=MARK, ctx=ast.Load()), args=[ast.Constant(label)], keywords=[])
    return ast.copy_location(ast.Expr(call), at)
