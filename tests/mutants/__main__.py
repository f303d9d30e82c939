"""Do what the command line says."""

import argparse
import os
import sys
import tempfile

from tests.mutants import finding

TESTS = ("tests/permissions", "tests/comments", "tests/plans", "tests/files", "tests/portal")
# They take long and know nothing that a quicker one does not.
SLOW = (
    "tests/plans/test_version_pdf.py",
    "tests/portal/test_admin_in_browser.py",
    "tests/portal/test_restore_drill.py",
    "tests/portal/test_killed_worker.py",
    "tests/portal/test_sign_in_times.py",
    "tests/files/test_hostile_uploads.py",
    "tests/portal/test_canaries.py",
    "tests/portal/test_canaries_on_pages.py",
    "tests/portal/test_canaries_beside_pages.py",
    "tests/portal/test_nothing_else_is_served.py",
)


def main() -> int:
    """List the mutants or try them; 1 where one survived that no reason is written down for."""
    asked = argparse.ArgumentParser(prog="python -m tests.mutants")
    asked.add_argument("what", choices=["list", "run"])
    asked.add_argument("--only", action="append", default=[], help="mutants whose name holds this, or another one given so")
    asked.add_argument("--every", type=int, default=1, help="every Nth of them")
    asked.add_argument("--most", type=float, default=float("inf"), help="give a mutant up after so many seconds of tests")
    asked.add_argument("--learn", choices=["only"], help="learn which tests come by which line, and try nothing")
    asked.add_argument("tests", nargs="*", help="ask these tests only")
    said = asked.parse_intermixed_args()
    every = finding.mutants()
    chosen = [one for one in every if not said.only or any(text in one.name for text in said.only)][:: said.every]
    if said.what == "list":
        print("\n".join(one.name for one in chosen))
        return 0
    with tempfile.TemporaryDirectory(prefix="mutants-") as made:
        os.environ.update(DEMO="1", DATABASE_POOL="0", PYTHONDONTWRITEBYTECODE="1")
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{made}/portal.sqlite3")
        return _run([] if said.learn else chosen, sorted({one.path for one in every}), said.most, said.tests or list(TESTS))


def _run(chosen: list[finding.Mutant], paths: list[str], most: float, tests: list[str]) -> int:
    import pytest

    from tests.mutants.trying import Trier

    with os.fdopen(os.dup(sys.stdout.fileno()), "w") as out:
        trier = Trier(chosen, paths, most, out)
        options = ["-q", "-p", "no:randomly", "--no-header", "--no-summary", "-m", "not browser and not two_servers and not soak"]
        ended = pytest.main([*options, *(f"--ignore={test}" for test in SLOW if test not in tests), *tests], plugins=[trier])
    doubled = sum(one.is_doubled for one in chosen)
    print(
        f"{len(chosen)} checks: {len(trier.noticed)} noticed, {doubled} doubled by another guard, {len(trier.survived)} noticed by no test."
    )
    return int(bool(trier.survived) or ended not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED))


if __name__ == "__main__":
    sys.exit(main())
