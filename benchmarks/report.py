"""Gather figures, print them as a table, keep them as JSON in var/bench.json, and say in plain words which target was missed."""

import json
import os
import platform
import subprocess
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "var" / "bench.json"
Figure = float | int | str


@dataclass(frozen=True)
class Target:
    """The figure of a row that has a budget in design.md 11, and the most that it may be; `beside` is said with it where it is missed."""

    figure: str
    at_most: float
    beside: str = ""


@dataclass(frozen=True)
class Row:
    """One thing that was measured."""

    what: str
    figures: dict[str, Figure]
    targets: tuple[Target, ...] = ()

    @property
    def missed(self) -> list[str]:
        """Say which targets this row misses."""
        return [
            f"{self.what}: {target.figure} is {shown(self.figures[target.figure])}, at most {shown(target.at_most)} was wanted"
            + (f" ({target.beside}: {shown(self.figures[target.beside])})." if target.beside else ".")
            for target in self.targets
            if float(self.figures[target.figure]) > target.at_most
        ]


@dataclass(frozen=True)
class Report:
    """What one benchmark found. `notes` say how it was measured, and what it does not show."""

    name: str
    title: str
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    seconds: float = field(default=0.0)

    @property
    def missed(self) -> list[str]:
        """Say which targets were missed."""
        return [sentence for row in self.rows for sentence in row.missed]


def shown(value: Figure) -> str:
    """Write a figure as people read it."""
    if isinstance(value, float):
        return f"{value:.2f}" if value < 100 else f"{value:.0f}"
    return str(value)


def percentile(times: Sequence[float], share: float) -> float:
    """Give the time within which this share of all stayed (nearest rank)."""
    ordered = sorted(times)
    return ordered[max(0, min(len(ordered) - 1, round(share * len(ordered) + 0.5) - 1))]


def p50_p95(times: Sequence[float], name: str = "") -> dict[str, Figure]:
    """Give median and 95th percentile of times in milliseconds."""
    named = f" {name}" if name else ""
    return {f"p50 ms{named}": round(percentile(times, 0.5), 3), f"p95 ms{named}": round(percentile(times, 0.95), 3)}


def milliseconds(act: Callable[[], Any]) -> float:
    """Time one act."""
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def table(rows: Iterable[Row]) -> str:
    """Lay rows out as a table; a figure beyond its target carries a mark."""
    listed = list(rows)
    columns = list(dict.fromkeys(name for row in listed for name in row.figures))
    lines = [["", *columns]]
    for row in listed:
        over = {target.figure for target in row.targets if float(row.figures[target.figure]) > target.at_most}
        lines.append([row.what, *(shown(row.figures.get(name, "")) + ("!" if name in over else "") for name in columns)])
    widths = [max(len(line[at]) for line in lines) for at in range(len(columns) + 1)]
    return "\n".join(
        "  ".join([line[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True))])
        for line in lines
    )


def finish(report: Report, kept_in: Path = KEPT) -> None:
    """Print one report and put it beside the others in the file."""
    print(f"\n{report.title} ({report.seconds:.0f} s)\n\n{table(report.rows)}")
    for note in report.notes:
        print(f"  {note}")
    for sentence in report.missed:
        print(f"  MISSED  {sentence}")
    kept = json.loads(kept_in.read_text(encoding="utf-8")) if kept_in.exists() else {}
    kept.setdefault("benchmarks", {})[report.name] = asdict(report) | {"missed": report.missed, **_when()}
    kept_in.parent.mkdir(exist_ok=True)
    kept_in.write_text(json.dumps(kept, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _when() -> dict[str, Any]:
    ask = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False)
    return {
        "commit": ask.stdout.strip(),
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "load_before": round(os.getloadavg()[2], 2),
        "python": platform.python_version(),
    }
