"""Run every benchmark, one after the other, within six minutes; print the tables, keep them in var/bench.json, say which target was missed.

make bench            or: python -m benchmarks [NAME ...]
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import house
from benchmarks.report import KEPT

# The longest that each may take, in seconds.
BENCHMARKS = {"scale": 170, "weight": 40, "permission": 45, "save": 60, "page": 60, "news": 110}
ALL = 345.0


def main(names: list[str]) -> int:
    """Open one house for all, run them, close it; 1 where a benchmark could not be run (a missed target is no fault)."""
    began, broken = time.monotonic(), []
    KEPT.unlink(missing_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="portal-bench-"))
    try:
        print("Seeding the demo on PostgreSQL and SQLite ...", flush=True)
        house.prepare(folder)
        print(f"Seeded after {time.monotonic() - began:.0f} s.", flush=True)
        for name in names:
            left = min(float(BENCHMARKS[name]), ALL - (time.monotonic() - began))
            if left <= 0 or not _run(name, folder, left):
                broken.append(name)
    finally:
        house.close(folder)
    _say(broken, time.monotonic() - began)
    return 1 if broken else 0


def _run(name: str, folder: Path, seconds: float) -> bool:
    """Run one benchmark in a process group of its own, and end all of it at its time."""
    process = subprocess.Popen([sys.executable, "-m", f"benchmarks.{name}"], env=os.environ | {"BENCH_HOUSE": str(folder)}, cwd=house.ROOT)
    try:
        return process.wait(seconds) == 0
    except subprocess.TimeoutExpired:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
        return False


def _say(broken: list[str], seconds: float) -> None:
    kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {"benchmarks": {}}
    missed = [sentence for report in kept["benchmarks"].values() for sentence in report["missed"]]
    kept |= {"seconds": round(seconds), "missed": missed, "not_run": broken}
    KEPT.write_text(json.dumps(kept, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"\n{seconds:.0f} s in all; the figures stand in {KEPT.relative_to(house.ROOT)}.")
    for name in broken:
        print(f"NOT RUN  {name} did not come to its end within its time, or failed; what it says is above.")
    for sentence in missed:
        print(f"MISSED   {sentence}")
    if not missed and not broken:
        print("Every target was met.")


if __name__ == "__main__":
    chosen = sys.argv[1:] or list(BENCHMARKS)
    unknown = [name for name in chosen if name not in BENCHMARKS]
    if unknown:
        raise SystemExit(f"There is no benchmark called {', '.join(unknown)}. There are: {', '.join(BENCHMARKS)}.")
    raise SystemExit(main(chosen))
