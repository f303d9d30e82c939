"""Find the checks that can be taken out, and the line by which a test must have come to notice it.

A mutant is one of: a condition that guards a return or raise made never true; one side of an `and` or `or` taken away; a `not` taken away; one keyword of a
`filter` or `exclude` taken away; a call of `require...` taken away; one letter of one cell of the matrix taken away, or one star;
one rule of a stage taken away.
"""

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HOUSE = Path(__file__).parent.parent.parent
CHECKS = (
    "permissions/access.py",
    "permissions/grants.py",
    "plans/access/*.py",
    "plans/statute/lifecycle.py",
    "comments/access.py",
    "comments/access_notes.py",
    "comments/strands.py",
)
DOORS = (
    "plans/actions/*.py",
    "comments/actions/*.py",
    "comments/notes.py",
    "permissions/actions/*.py",
    "plans/striking/*.py",
    "portal/letters/*.py",
    "portal/views/*.py",
    "plans/views/*.py",
)
COLUMNS = 11
WIDE = 90
EVERYBODY = "_everyone_everywhere"
MATRIX = "permissions/matrix.py"
REFUSED = " refused"

# What no test can see because another guard stands behind it: each with the reason, written by hand in mutants_doubled.txt.
DOUBLED: dict[str, str] = {}
for _record in (HOUSE / "tests" / "mutants_doubled.txt").read_text().split("\n\n"):
    _mutant, _reason = (" ".join(part.split()) for part in _record.split("\n    ", 1))
    DOUBLED[_mutant] = _reason


@dataclass(frozen=True)
class Mutant:
    """One change of one file: the text from `start` to `end` becomes `instead`. `line_of` is the label of the line that a test must have come by."""

    path: str
    line: int
    what: str
    start: int
    end: int
    instead: str
    line_of: str

    @property
    def name(self) -> str:
        """Name it for people: file, line, what was taken out."""
        return f"{self.path}:{self.line} {self.what}"

    @property
    def is_doubled(self) -> bool:
        """Say whether a reason is written down why no test can notice it."""
        return f"{self.path} {self.what}" in DOUBLED

    def changed(self, raw: bytes) -> bytes:
        """Give the file with this change."""
        return raw[: self.start] + self.instead.encode() + raw[self.end :]


def mutants() -> list[Mutant]:
    """Find every mutant of the house."""
    found = list(_of(HOUSE / MATRIX, _letters))
    found += [one for pattern in CHECKS for path in sorted(HOUSE.glob(pattern)) for one in _of(path, _checks)]
    return found + [one for pattern in DOORS for path in sorted(HOUSE.glob(pattern)) for one in _of(path, _requires)]


def labels(tree: ast.AST, path: str) -> dict[ast.stmt, str]:
    """Label each statement in a function by the function's name and its own first line, so that it keeps its label when others change."""
    found: dict[ast.stmt, str] = {}
    seen: Counter[str] = Counter()

    def walk(node: ast.AST, function: str) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.stmt) and function:
                label = f"{path} {function}: {ast.unparse(child).splitlines()[0]}"
                seen[label] += 1
                found[child] = label if seen[label] == 1 else f"{label} ({seen[label]})"
            is_named = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
            is_inside = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) or function
            walk(child, f"{function}.{child.name}".strip(".") if is_named and is_inside else function)

    walk(tree, "")
    return found


def is_require(node: ast.AST) -> bool:
    """Say whether a statement does nothing but ask for a right, and refuses whoever has none."""
    if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)):
        return False
    called = node.value.func
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    return name.startswith(("require", "_check"))


def _of(path: Path, find) -> Iterator[Mutant]:
    raw = path.read_bytes()
    starts = [0]
    for line in raw.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    place = lambda node: (starts[node.lineno - 1] + node.col_offset, starts[node.end_lineno - 1] + node.end_col_offset)  # noqa: E731
    tree, name = ast.parse(raw), str(path.relative_to(HOUSE))
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    label = labels(tree, name)
    for node, instead in find(tree, lambda node: raw[slice(*place(node))].decode()):
        start, end = place(node)
        what = " ".join(raw[start:end].decode().split())[:WIDE]
        line_of = _line_of(node, instead, parents, label, name)
        yield Mutant(name, node.lineno, f"{what!r} -> {' '.join(instead.split())!r}"[:400], start, end, instead, line_of)


def _line_of(node: ast.AST, instead: str, parents: dict, label: dict[ast.stmt, str], name: str) -> str:
    """Only who comes behind a guard notices that it is never true, only who was refused that nobody is; what stands in no function, whoever comes by the file."""
    if is_require(node):
        return label.get(node, "") + REFUSED
    if instead == "False":
        return label.get(parents[node].body[0], "")
    while node is not None and not (isinstance(node, ast.stmt) and node in label):
        node = parents.get(node)
    return label.get(node, name)


def _requires(tree: ast.AST, text) -> Iterator[tuple[ast.AST, str]]:
    yield from ((node, "pass") for node in ast.walk(tree) if is_require(node))


def _letters(tree: ast.AST, text) -> Iterator[tuple[ast.AST, str]]:
    """Take each letter and each star of the rows of the matrix away, but for letters that another one of the cell carries; words in brackets name a part."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.count("|") == COLUMNS - 1:
            cells = node.value.split("|")
            for column, cell in enumerate(cells):
                letters, _, part = cell.partition("(")
                carried = "VC" if "E" in letters else "V" if "A" in letters else ""
                for place, letter in enumerate(letters):
                    if letter in "VCS+EA*" and letter not in carried:
                        left = f"{letters[:place]}{letters[place + 1 :]}{'(' if part else ''}{part}"
                        yield node, repr("|".join([*cells[:column], left, *cells[column + 1 :]]))


def _checks(tree: ast.AST, text) -> Iterator[tuple[ast.AST, str]]:
    yield from _requires(tree, text)
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and isinstance(node.body[-1], ast.Return | ast.Raise):
            yield node.test, "False"
        elif isinstance(node, ast.BoolOp):
            word = " and " if isinstance(node.op, ast.And) else " or "
            for one in node.values:
                yield node, "(" + word.join(f"({text(other)})" for other in node.values if other is not one) + ")"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "StageRule":
            rules = [key for key in node.keywords if isinstance(key.value, ast.Name)]
            yield from ((rule, f"{rule.arg}={EVERYBODY}") for rule in rules if text(rule.value) != EVERYBODY)
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            yield node, f"bool({text(node.operand)})"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("filter", "exclude"):
            for one in node.keywords:
                if one.arg:
                    left = [text(arg) for arg in node.args] + [text(key) for key in node.keywords if key is not one]
                    yield node, f"{text(node.func)}({', '.join(left)})"
