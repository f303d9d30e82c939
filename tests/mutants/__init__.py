"""Take each check of the permissions out in turn, and see that a test fails (issue: policy mutants).

python -m tests.mutants list [--only TEXT]    names every mutant
python -m tests.mutants run [--only TEXT] [--every N] [--most SECONDS] [--learn only] [test files]    tries them; exits 1 and names the survivors

One process of pytest does all of it, and no file is changed. It runs the tests once and keeps which of them come by which line (`learning`, kept in
var/mutants.json until a test's file changes). Then it puts the changed functions of one mutant in the place of the house's own (`swapping`), runs the tests that come by
the changed line, first those that know best, and stops at the first that fails; that one is run again without the change and must hold (`trying`).
"""
