"""Take each check of the permissions out in turn, and see that a test fails (issue: policy mutants).

python -m tests.mutants list                 names every mutant
python -m tests.mutants run [--every N] [--only TEXT] [--quick yes] [--lanes 2]   tries them, some at a time, in copies of the house; exits 1 and names the survivors

A mutant is one of: a condition that guards a return or raise made never true; one side of an `and` or `or` taken away; a `not` taken away; one keyword of a
`filter` or `exclude` taken away; a call of `require...` taken away.
"""

import ast
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import Queue

HOUSE = Path(__file__).parent.parent
CHECKS = (
    "permissions/access.py",
    "permissions/grants.py",
    "plans/access/*.py",
    "plans/statute/lifecycle.py",
    "comments/access.py",
    "comments/access_notes.py",
    "comments/strands.py",
)
DOORS = ("plans/actions/*.py", "comments/actions/*.py", "portal/views/*.py", "plans/views/*.py")
# Tests that know fast, then all others; the first that fails ends it. `--quick yes` asks the first only: what they let pass is not known, and said so.
QUICK = (
    "tests/permissions",
    "tests/plans/test_lifecycle.py",
    "tests/comments",
    "tests/plans/test_details.py",
    "tests/plans/test_who_has_looked.py",
)
TESTS = (*QUICK, "tests/plans", "tests/portal/test_every_door.py", "tests/portal", "tests/files")
SLOW = (
    "tests/plans/test_version_pdf.py",
    "tests/portal/test_admin_in_browser.py",
    "tests/plans/test_query_budgets.py",
    "tests/portal/test_demo_content.py",
)

# What no test can see because another guard stands behind it: each with the reason, written by hand in mutants_doubled.txt.
DOUBLED: dict[str, str] = {}
for _record in (HOUSE / "tests" / "mutants_doubled.txt").read_text().split("\n\n"):
    _mutant, _reason = (" ".join(part.split()) for part in _record.split("\n    ", 1))
    DOUBLED[_mutant] = _reason


@dataclass(frozen=True)
class Mutant:
    """One change of one file: the text from `start` to `end` becomes `instead`."""

    path: str
    line: int
    what: str
    start: int
    end: int
    instead: str

    @property
    def name(self) -> str:
        """Name it for people: file, line, what was taken out."""
        return f"{self.path}:{self.line} {self.what}"


def mutants() -> list[Mutant]:
    """Find every mutant of the house."""
    found = [one for pattern in CHECKS for path in sorted(HOUSE.glob(pattern)) for one in _of(path, _checks)]
    return found + [one for pattern in DOORS for path in sorted(HOUSE.glob(pattern)) for one in _of(path, _requires)]


def _of(path: Path, find) -> Iterator[Mutant]:
    source = path.read_text()
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line.encode()))
    raw = source.encode()
    place = lambda node: (starts[node.lineno - 1] + node.col_offset, starts[node.end_lineno - 1] + node.end_col_offset)  # noqa: E731
    for node, instead in find(ast.parse(source), lambda node: raw[slice(*place(node))].decode()):
        start, end = place(node)
        what = " ".join(raw[start:end].decode().split())[:90]
        yield Mutant(str(path.relative_to(HOUSE)), node.lineno, f"{what!r} -> {' '.join(instead.split())!r}"[:400], start, end, instead)


def _requires(tree: ast.AST, text) -> Iterator[tuple[ast.AST, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            called = node.value.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            if name.startswith("require") or name.startswith("_check"):
                yield node, "pass"


def _checks(tree: ast.AST, text) -> Iterator[tuple[ast.AST, str]]:
    yield from _requires(tree, text)
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and isinstance(node.body[-1], ast.Return | ast.Raise):
            yield node.test, "False"
        elif isinstance(node, ast.BoolOp):
            word = " and " if isinstance(node.op, ast.And) else " or "
            for one in node.values:
                yield node, "(" + word.join(f"({text(other)})" for other in node.values if other is not one) + ")"
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            yield node, f"bool({text(node.operand)})"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("filter", "exclude"):
            for one in node.keywords:
                if one.arg:
                    left = [text(arg) for arg in node.args] + [text(key) for key in node.keywords if key is not one]
                    yield node, f"{text(node.func)}({', '.join(left)})"


def _copy(folder: Path) -> Path:
    """Copy the house without what is built or installed."""
    house = folder / "house"
    shutil.copytree(HOUSE, house, ignore=shutil.ignore_patterns(".git", ".venv", "node_modules", "var", "__pycache__", "*.pyc"))
    (house / "node_modules").symlink_to(HOUSE / "node_modules")
    (house / "var").mkdir()
    (house / "var" / "static").symlink_to(HOUSE / "var" / "static")
    return house


def _is_noticed(mutant: Mutant, house: Path, database: Path, asked: tuple[str, ...]) -> bool:
    path = house / mutant.path
    whole = path.read_bytes()
    path.write_bytes(whole[: mutant.start] + mutant.instead.encode() + whole[mutant.end :])
    try:
        tests = [test for test in asked if (house / test).exists()]
        skipped = [f"--ignore={test}" for test in SLOW]
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-x",
            "-q",
            "-m",
            "not browser and not two_servers and not soak",
            "-p",
            "no:randomly",
            *skipped,
            *tests,
        ]
        env = {**os.environ, "DEMO": "1", "DATABASE_POOL": "0", "DATABASE_URL": f"sqlite:///{database}", "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(command, cwd=house, env=env, capture_output=True, check=False, timeout=1800)
        return done.returncode != 0
    except subprocess.TimeoutExpired:
        return True
    finally:
        path.write_bytes(whole)


def run(chosen: list[Mutant], asked: tuple[str, ...], *, lanes: int) -> list[Mutant]:
    """Try these mutants, some at a time; give those that no test noticed."""
    with tempfile.TemporaryDirectory(prefix="mutants-") as made:
        houses: Queue[tuple[Path, Path]] = Queue()
        for number in range(lanes):
            folder = Path(made) / str(number)
            houses.put((_copy(folder), folder / "portal.sqlite3"))

        house, database = houses.get()
        if _is_noticed(Mutant("manage.py", 1, "nothing", 0, 0, ""), house, database, asked):
            raise SystemExit("The tests fail without any change, so they can tell nothing.")
        houses.put((house, database))

        def attempt(mutant: Mutant) -> bool:
            house, database = houses.get()
            try:
                noticed = _is_noticed(mutant, house, database, asked)
            finally:
                houses.put((house, database))
            print("noticed " if noticed else "SURVIVED", mutant.name, flush=True)
            return noticed

        with ThreadPoolExecutor(lanes) as pool:
            noticed = list(pool.map(attempt, chosen))
    return [mutant for mutant, was in zip(chosen, noticed, strict=True) if not was]


def main() -> None:
    """Do what the command line says."""
    options = dict(zip(sys.argv[2::2], sys.argv[3::2], strict=False))
    chosen = [one for one in mutants() if options.get("--only", "") in one.name][:: int(options.get("--every", "1"))]
    if sys.argv[1:2] != ["run"]:
        print("\n".join(one.name for one in chosen))
        return
    asked, lanes = QUICK if options.get("--quick") else TESTS, int(options.get("--lanes", "2"))
    survivors = [one for one in run(chosen, asked, lanes=lanes) if f"{one.path} {one.what}" not in DOUBLED]
    print(f"{len(chosen)} checks were taken out; {len(survivors)} of them no test noticed.")
    sys.exit(bool(survivors))


if __name__ == "__main__":
    main()
