"""Measure our live text on Daphne and on uvicorn beside hocuspocus 4, in one run, in turns; print the tables, keep them in var/bench-live.json.

make bench-live            or: python -m benchmarks.live [--rounds 2] [--seconds 10] [--texts 250] [--only daphne uvicorn hocuspocus]
"""

import argparse
import asyncio
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import uvloop

from benchmarks import house
from benchmarks.live import cold
from benchmarks.live.hosts import Daphne, GatheringNode, Host, Node, Uvicorn, install
from benchmarks.live.load import Seen, lateness, run
from benchmarks.live.texts import SECTIONS
from benchmarks.report import ROOT, Report, Row, Target, finish, p50_p95, percentile

KEPT = ROOT / "var" / "bench-live.json"
LONGEST = 1200
SIZES = (10_000, 100_000)
LOG = "log alone"
HOCUSPOCUS, GATHERED = "hocuspocus", "gathered"
KINDS: dict[str, type[Host]] = {"daphne": Daphne, "uvicorn": Uvicorn, HOCUSPOCUS: Node, GATHERED: GatheringNode}
# What CPU and cold sync may be of hocuspocus's (design.md 11).
MOST = {"daphne": 1.0, "uvicorn": 0.6}
MOST_COLD = 1 / 3
NAMES = {
    "daphne": "ours on Daphne with uvloop",
    "uvicorn": "ours on uvicorn",
    HOCUSPOCUS: "hocuspocus 4",
    GATHERED: "hocuspocus 4, commits gathered",
}


def main() -> int:
    """Seed once, measure in turns, compare, report; 1 where texts were not equal in the end or words were missing."""
    asked = _options()
    signal.signal(signal.SIGTERM, house._leave)
    signal.signal(signal.SIGALRM, house._leave)
    signal.alarm(LONGEST)
    uvloop.install()
    began = time.perf_counter()
    folder = Path(tempfile.mkdtemp(prefix="portal-bench-live-"))
    try:
        made = _prepare(asked.seeded or folder, folder, asked.texts)
        print(f"Seeded after {time.perf_counter() - began:.0f} s.", flush=True)
        seen: dict[str, list[Seen]] = defaultdict(list)
        for turn in range(asked.rounds):
            for name in asked.only[turn % len(asked.only) :] + asked.only[: turn % len(asked.only)]:
                seen[name].append(_load(_host(name, folder), made, asked.seconds))
        KEPT.unlink(missing_ok=True)
        finish(_load_report(seen, asked, time.perf_counter() - began), KEPT)
        if asked.cold:
            finish(_cold_report(_cold(folder, asked, made), time.perf_counter() - began), KEPT)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    lost = [f"{name}: {path}" for name, rounds in seen.items() for one in rounds for path in one.differing]
    lost += [
        f"{name}: {one.never_came} letters never came to somebody" for name, rounds in seen.items() for one in rounds if one.never_came
    ]
    for sentence in lost[:20]:
        print(f"NOT EQUAL  {sentence}")
    print(f"\nThe figures stand in {KEPT.relative_to(ROOT)}.")
    return 1 if lost else 0


def _options() -> argparse.Namespace:
    reader = argparse.ArgumentParser(prog="python -m benchmarks.live")
    reader.add_argument("--rounds", type=int, default=2)
    reader.add_argument("--seconds", type=int, default=10)
    reader.add_argument("--texts", type=int, default=250)
    reader.add_argument("--cold", type=int, default=3, help="how often the cold sync is measured; 0 leaves it out")
    reader.add_argument("--seeded", type=Path, help="a folder in which the seeded databases are kept and used again")
    reader.add_argument("--only", nargs="+", choices=list(KINDS), default=list(KINDS))
    return reader.parse_args()


def _prepare(kept: Path, folder: Path, texts: int) -> dict[str, Any]:
    """Seed the demo and the texts of the benchmark, once; each server works on a copy."""
    install()
    if not (kept / "made.json").exists():
        _seed(kept, texts)
    for seeded in kept.glob("seeded*") if kept != folder else ():
        shutil.copyfile(seeded, folder / seeded.name)
    made: dict[str, Any] = json.loads((kept / "made.json").read_text(encoding="utf-8"))
    return made


def _seed(folder: Path, texts: int) -> None:
    folder.mkdir(exist_ok=True)
    database = f"sqlite:///{folder / 'seeded.sqlite3'}"
    command = [sys.executable, "manage.py", "seed_demo", "--crowd", "0"]
    subprocess.run(command, env=house.environment(database), cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    plans = -(-texts // len(SECTIONS))
    made: dict[str, Any] = house.inside("benchmarks.live.texts", database, str(plans), str(len(SECTIONS)), *map(str, SIZES))
    made["texts"] = made["texts"][:texts]
    cold.remember(str(folder / "seeded.node.sqlite3"), Daphne("seeded", folder / "seeded.sqlite3"), made["histories"])
    (folder / "made.json").write_text(json.dumps(made), encoding="utf-8")


def _host(name: str, folder: Path) -> Host:
    """Give a server with a database of its own, as it was seeded."""
    kind = KINDS[name]
    seeded = folder / ("seeded.node.sqlite3" if issubclass(kind, Node) else "seeded.sqlite3")
    own = folder / f"{name}.sqlite3"
    for ending in ("", "-wal", "-shm"):
        Path(f"{own}{ending}").unlink(missing_ok=True)
        if Path(f"{seeded}{ending}").exists():
            shutil.copyfile(f"{seeded}{ending}", f"{own}{ending}")
    return kind(name, own)


def _load(host: Host, made: dict[str, Any], seconds: int) -> Seen:
    """Measure one server once."""
    host.start()
    try:
        seen = asyncio.run(run(host, made["texts"], made["cookies"], made["people"], seconds))
    finally:
        host.stop()
    words = f"{host.name}: {_per(seen):.2f} s for 10,000 updates, p95 {percentile(seen.receipts, 0.95):.1f} ms, client late by {lateness(seen):.1f} ms"
    print(words + (f", {len(seen.differing)} texts differ" if seen.differing else ""), flush=True)
    return seen


def _cold(folder: Path, asked: argparse.Namespace, made: dict[str, Any]) -> dict[str, dict[str, list[float]]]:
    """Start each server anew so many times, and ask it for each of the long texts."""
    times: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for _ in range(asked.cold):
        for name in (one for one in asked.only if one != GATHERED):
            host = _host(name, folder)
            host.start()
            try:
                cold.sync(host, made["texts"][0] | {"words": ""}, made["cookies"][0])  # what is read at the first socket of all
                for one in made["histories"]:
                    kept = "snapshot and log" if one["with_snapshot"] else LOG
                    times[f"{one['size']:,} edits, {kept}"][name].append(cold.sync(host, one, made["cookies"][0]))
            finally:
                host.stop()
    return times


def _per(seen: Seen) -> float:
    return seen.cpu_with_quiet / seen.updates * 10_000


def _load_report(seen: dict[str, list[Seen]], asked: argparse.Namespace, seconds: float) -> Report:
    rows = []
    for name, rounds in seen.items():
        figures: dict[str, Any] = {"CPU s": statistics.median(map(_per, rounds))}
        for other, words in ((HOCUSPOCUS, "of hocuspocus"), (GATHERED, "of it gathered")):
            if other in seen:
                figures[words] = statistics.median(_per(ours) / _per(theirs) for ours, theirs in zip(rounds, seen[other], strict=True))
        targets = (Target("of hocuspocus", MOST[name], "of it gathered"),) if name in MOST and {HOCUSPOCUS, GATHERED} <= seen.keys() else ()
        figures |= p50_p95([one for each in rounds for one in each.receipts])
        figures |= {
            "MB": max(one.memory for one in rounds),
            "MB before": min(one.memory_before for one in rounds),
            "join p95 ms": percentile([one * 1000 for each in rounds for one in each.joins], 0.95),
            "first words CPU s": statistics.median(one.first_words_cpu for one in rounds),
            "updates": sum(one.updates for one in rounds),
            "never came": sum(one.never_came for one in rounds),
            "texts not equal": sum(len(one.differing) for one in rounds),
        }
        rows.append(Row(NAMES[name], figures, (*targets, Target("never came", 0), Target("texts not equal", 0))))
    late = max(lateness(one) for rounds in seen.values() for one in rounds)
    notes = (
        f"{asked.texts} texts with four writers each, who type a letter a second for {asked.seconds} s; {asked.rounds} rounds, the servers in turns.",
        "CPU s: the server's own processor time for 10,000 updates, with the 3 s after the last one, in which our server brings the plan's words up to the log.",
        "Each update is a row in SQLite (WAL, synchronous=FULL) before its acknowledgement and before the others get it. Hocuspocus twice: row by row, which is all",
        "that its hooks offer, and with a gathering of commits that we put into it, to show what of the difference is the gathering alone.",
        f"p50, p95: from send to receipt by another writer, by one clock; the client itself was late by at most {late:.1f} ms (p95).",
        "First words: two letters of each writer, with the entry in the ledger that begins a quarter of an hour.",
        "Equal: the words of every writer, of a rebuild from the log, and of the section's page.",
    )
    return Report("live", "Live text under load", tuple(rows), notes, seconds)


def _cold_report(times: dict[str, dict[str, list[float]]], seconds: float) -> Report:
    rows = []
    for what, servers in times.items():
        size, _, kept = what.partition(" edits, ")
        for name, measured in servers.items():
            figures: dict[str, Any] = {"ms": statistics.median(measured), "least ms": min(measured), "most ms": max(measured)}
            targets: tuple[Target, ...] = ()
            if name in MOST and HOCUSPOCUS in servers:
                figures["kept alike"] = figures["ms"] / statistics.median(servers[HOCUSPOCUS])
                if kept != LOG:
                    figures["each as it keeps it"] = figures["ms"] / statistics.median(times[f"{size} edits, {LOG}"][HOCUSPOCUS])
                    targets = (Target("each as it keeps it", MOST_COLD),)
            rows.append(Row(f"{what}: {NAMES[name]}", figures, targets))
    notes = (
        "From the first packet to the whole text, at a server that was started anew and has answered one other socket; the text itself is loaded for the first time.",
        "'Each as it keeps it': ours with the newest snapshot, which the room leaves every 500 updates, to hocuspocus with the rows that its hooks have written.",
        "'Kept alike': both without any snapshot, which ours never is, or both with one: in hocuspocus one row that we wrote for all that our snapshot covers.",
    )
    return Report("cold", "Connect and first sync of a long text, as a share of hocuspocus's time", tuple(rows), notes, seconds)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    raise SystemExit(main())
