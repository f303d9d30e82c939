"""Read the permission table that people wrote by hand, so that tests can hold the code against it.

The table is two text files beside this one. Nothing here knows the code under test, and nothing may be imported from it.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

VERBS = ("view", "comment", "suggest", "add", "edit", "approve")
SECTIONS = ("A", "B", "C", "D", "E", "F", "G", "H1", "H2", "I", "J", "K")
VERB_OF = dict(zip("VCSOEA", VERBS, strict=True))
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Cell:
    """Say what one role has in one section: at once, once granted for this plan, and once there has been a final plan."""

    given: frozenset[str] = frozenset()
    starred: frozenset[str] = frozenset()
    after_final: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Rule:
    """Say to whom, and in which sections, a stage leaves one verb; `roles` None is everyone."""

    roles: frozenset[str] | None
    sections: frozenset[str]

    def leaves(self, role: str, section: str) -> bool:
        return section in self.sections and (self.roles is None or role in self.roles)


@dataclass(frozen=True)
class StageTable:
    """Hold expected_stages.txt: the rule of each stage and verb, who is present when, and what never."""

    rules: dict[tuple[str, str], Rule]
    present: dict[str, frozenset[str]]
    never: dict[str, frozenset[str]]

    @property
    def stages(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(stage for stage, _ in self.rules))


def expected_verbs(role: str, section: str, stage: str) -> tuple[str, ...]:
    """Answer what a role may do in a section at a stage, with no grant made for this plan, in the order of VERBS.

    Raises KeyError for a role, section or stage that the table does not know.
    """
    cell, table = matrix()[role, section], stage_table()
    if stage not in table.stages:
        raise KeyError(stage)
    if stage not in table.present.get(role, table.stages):
        return ()
    verbs = cell.given | (cell.after_final if stage in table.present["after_final"] else frozenset())
    verbs -= table.never.get(role, frozenset())
    return tuple(verb for verb in VERBS if verb in verbs and table.rules[stage, verb].leaves(role, section))


def starred(role: str, section: str) -> tuple[str, ...]:
    """Answer which verbs a coordinator may grant this role in this section of one plan, in the order of VERBS."""
    cell = matrix()[role, section]
    return tuple(verb for verb in VERBS if verb in cell.starred)


def roles() -> tuple[str, ...]:
    """Name the roles in the order of the grid."""
    return tuple(dict.fromkeys(role for role, _ in matrix()))


def stages() -> tuple[str, ...]:
    """Name the stages in the order of the table."""
    return stage_table().stages


@cache
def matrix() -> dict[tuple[str, str], Cell]:
    """Read expected_matrix.txt once."""
    return parse_matrix((HERE / "expected_matrix.txt").read_text(encoding="utf-8"))


@cache
def stage_table() -> StageTable:
    """Read expected_stages.txt once."""
    return parse_stages((HERE / "expected_stages.txt").read_text(encoding="utf-8"))


def parse_matrix(text: str) -> dict[tuple[str, str], Cell]:
    """Turn the grid into cells; raises ValueError for a wrong head, a short or repeated row, or an unknown letter."""
    head, *rows = [line.split() for line in lines_of(text)]
    if head != ["role", *SECTIONS]:
        raise ValueError(f"the head of the grid names other columns: {head}")
    cells: dict[tuple[str, str], Cell] = {}
    for role, *written in rows:
        if len(written) != len(SECTIONS):
            raise ValueError(f"{role} has {len(written)} cells, not {len(SECTIONS)}")
        if (role, "A") in cells:
            raise ValueError(f"{role} stands twice in the grid")
        cells.update({(role, section): parse_cell(cell) for section, cell in zip(SECTIONS, written, strict=True)})
    return cells


def parse_cell(written: str) -> Cell:
    """Turn "VC*" into a Cell; raises ValueError for letters unknown, out of order or repeated."""
    if written == "-":
        return Cell()
    kinds: dict[str, set[str]] = {"": set(), "*": set(), "f": set()}
    seen: list[int] = []
    rest = written
    while rest:
        letter, mark = rest[0], rest[1:2] if rest[1:2] in ("*", "f") else ""
        if letter not in VERB_OF or (mark == "f" and letter != "V"):
            raise ValueError(f"{written!r} is not a cell")
        kinds[mark].add(VERB_OF[letter])
        seen.append("VCSOEA".index(letter))
        rest = rest[1 + len(mark) :]
    if seen != sorted(set(seen)):
        raise ValueError(f"{written!r} repeats a letter or has it out of order")
    return Cell(given=frozenset(kinds[""]), starred=frozenset(kinds["*"]), after_final=frozenset(kinds["f"]))


def parse_stages(text: str) -> StageTable:
    """Turn the lines group, present, never and the stage table into a StageTable; raises ValueError for any other line."""
    named: dict[str, dict[str, frozenset[str]]] = {"group": {}, "present": {}, "never": {}}
    rows: list[list[str]] = []
    for line in lines_of(text):
        if "|" in line:
            rows.append([cell.strip() for cell in line.split("|")])
            continue
        left, equals, right = line.partition("=")
        kind, _, name = left.strip().partition(" ")
        if not equals or kind not in named or not name:
            raise ValueError(f"this line says nothing known: {line!r}")
        named[kind][name.strip()] = frozenset(word.strip() for word in right.split(","))
    if not rows or rows[0] != ["stage", *VERBS]:
        raise ValueError("the head of the stage table names other columns")
    rules: dict[tuple[str, str], Rule] = {}
    for stage, *cells in rows[1:]:
        if len(cells) != len(VERBS) or (stage, "view") in rules:
            raise ValueError(f"the row {stage} is short or stands twice")
        rules.update({(stage, verb): parse_rule(cell, named["group"]) for verb, cell in zip(VERBS, cells, strict=True)})
    return StageTable(rules=rules, present=named["present"], never=named["never"])


def parse_rule(written: str, groups: dict[str, frozenset[str]]) -> Rule:
    """Turn "council not I", "senders only K", "everyone" or "nobody" into a Rule; raises ValueError for anything else."""
    who, *where = written.split()
    if who == "nobody" and not where:
        return Rule(roles=frozenset(), sections=frozenset())
    if who != "everyone" and who not in groups:
        raise ValueError(f"nobody is called {who!r}")
    among = None if who == "everyone" else groups[who]
    match where:
        case []:
            return Rule(roles=among, sections=frozenset(SECTIONS))
        case ["not", section] if section in SECTIONS:
            return Rule(roles=among, sections=frozenset(SECTIONS) - {section})
        case ["only", section] if section in SECTIONS:
            return Rule(roles=among, sections=frozenset({section}))
    raise ValueError(f"{written!r} does not say where")


def lines_of(text: str) -> list[str]:
    """Leave out empty lines and those that begin with a hash."""
    return [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
