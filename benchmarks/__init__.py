"""What is measured, each a file with one command: `python -m benchmarks.scale`. All of them: `make bench`."""
