# Everything from nothing; nothing has to be installed or started before.
export PYTHONDONTWRITEBYTECODE ?= 1

.PHONY: setup run test lint bench bench-live soak
setup:
	bin/setup run

run: setup
	bin/serve

lint:
	bin/setup test
	bin/lint

test: lint
	bin/test

bench:
	bin/setup test
	DEMO=1 .venv/bin/python -m benchmarks

bench-live:
	bin/setup test
	DEMO=1 .venv/bin/python -m benchmarks.live

soak:
	bin/setup test
	bin/test soak
