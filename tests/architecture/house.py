"""Walk the files of the house: what git would keep, without what is generated or installed."""

import ast
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("files", "permissions", "plans", "comments", "portal")
FOLDERS = (*ROOMS, "tests", "benchmarks", "templates", "static", "bin")
GENERATED = {"migrations", "dist", "node_modules", "__pycache__", ".venv"}


@cache
def files(*suffixes: str, under: tuple[str, ...] = FOLDERS) -> tuple[Path, ...]:
    """List the files with one of these endings, paths from the root of the house."""
    found = (path for folder in under for path in sorted((ROOT / folder).rglob("*")) if path.is_file())
    return tuple(path.relative_to(ROOT) for path in found if path.suffix in suffixes and not GENERATED & set(path.parts))


def read(path: Path) -> str:
    """Give the words of a file."""
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def tree(path: Path) -> ast.Module:
    """Give the syntax tree of a Python file."""
    return ast.parse(read(path), filename=str(path))


def python_of(*rooms: str) -> tuple[Path, ...]:
    """List the Python files of some rooms, or of all."""
    return files(".py", under=rooms or ROOMS)


def public_definitions(module: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """Find the functions and classes that stand at the top of a module and do not begin with an underscore."""
    for node in module.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node


def offences(paths: Iterable[Path], contract: Callable[[str], list[str]]) -> dict[str, list[str]]:
    """Hold a contract, which gives the offences of one source, against many files."""
    found = {path.as_posix(): contract(read(path)) for path in paths}
    return {path: faults for path, faults in found.items() if faults}
